// What the first screen loads, and what it weighs: index.html and every file of ours that it names. (A case of the
// end-to-end tests holds that it loads nothing else.) LIMIT is what it is to weigh; until it does, CEILING is what it must not
// exceed: it is to come down, and goes when the limit is met. Fails above both; between them it says so and passes.
//
//     node e2e/weight.mjs DIST LIMIT CEILING
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [dist, limit, ceiling] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
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
if (over > 0) console.error(`The first screen is ${over.toLocaleString("en")} bytes heavier than it is to be.`);
if (over > 0 && sum("brotli") > ceiling) {
  console.error(`It must not exceed ${ceiling.toLocaleString("en")} on the way there.`);
  process.exit(1);
}
