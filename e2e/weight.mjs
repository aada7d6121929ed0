// What the first screen loads, and what it weighs: index.html and every file of ours that it names. (A case of the
// end-to-end tests holds that it loads nothing else.) Fails above LIMIT.
//
//     node e2e/weight.mjs DIST LIMIT
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [dist, limit] = [process.argv[2], Number(process.argv[3])];
const page = readFileSync(join(dist, "index.html"), "utf8");
const named = [...page.matchAll(/\s(?:href|src)="\.\/([^"?#]+)/g)].map((match) => match[1]);
const files = ["index.html", ...new Set(named)];

const missing = files.filter((file) => !existsSync(join(dist, file)));
if (missing.length > 0) {
  console.error(`index.html names files that are not in ${dist}: ${missing.join(", ")}`);
  process.exit(1);
}

function weigh(file) {
  const raw = readFileSync(join(dist, file));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length };
  return { file, raw: raw.length, brotli: brotliCompressSync(raw, { params }).length };
}

const number = (value) => value.toLocaleString("en").padStart(11);
const weights = files.map(weigh);
const sum = (key) => weights.reduce((total, weight) => total + weight[key], 0);
console.log(`${"first screen".padEnd(24)}${"raw".padStart(11)}${"brotli".padStart(11)}`);
for (const { file, raw, brotli } of weights) console.log(`${file.padEnd(24)}${number(raw)}${number(brotli)}`);
console.log(`${"sum".padEnd(24)}${number(sum("raw"))}${number(sum("brotli"))}   to be ${limit.toLocaleString("en")} at most`);
const over = sum("brotli") - limit;
if (over > 0) {
  console.error(`The first screen is ${over.toLocaleString("en")} bytes heavier than it is to be. What is in it: target/split-report.txt.`);
  process.exit(1);
}
