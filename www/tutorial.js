// A tutorial whose scenarios run: every <pre class="paxos"> is given a frame that plays it, and a line that says whether what it expects
// came true. A sample for authors: copy what is useful.
import { frameAddress, load } from "./paxos.js";

const chinese = document.documentElement.lang.startsWith("zh");
const WORDS = chinese
  ? {
      frame: (title) => `可操作的演示：${title}`,
      held: (count) => `此场景的 ${count} 条期望全部成立。`,
      failed: (texts) => `未成立：${texts.join("；")}`,
      broken: (error) => `此场景无法读取：${error.message}`,
      row: (seed, tick) => `种子 ${seed}：${tick === null ? "在 2000 个时间单位内没有选定" : `在 ${tick} 时选定`}`,
    }
  : {
      frame: (title) => `Playground: ${title}`,
      held: (count) => `All ${count} things that this scenario expects came true.`,
      failed: (texts) => `Did not come true: ${texts.join("; ")}`,
      broken: (error) => `This scenario cannot be read: ${error.message}`,
      row: (seed, tick) => `Seed ${seed}: ${tick === null ? "nothing was chosen within 2,000 ticks" : `chosen at ${tick}`}`,
    };

function paragraph(className, text) {
  const made = document.createElement("p");
  made.className = className;
  made.textContent = text;
  return made;
}

// The run to the end of the scenario: what it expects is judged on the way.
function judge(Playground, text) {
  const run = new Playground(text);
  try {
    while (run.expectations().some((expectation) => expectation.held === null) && run.step());
    const all = run.expectations();
    const failed = all.filter((expectation) => expectation.held !== true).map((expectation) => expectation.text);
    return paragraph(failed.length ? "verdict bad" : "verdict good", failed.length ? WORDS.failed(failed) : WORDS.held(all.length));
  } finally {
    run.free();
  }
}

function frameOf(Playground, block, title) {
  const run = new Playground(block.textContent);
  const frame = document.createElement("iframe");
  frame.src = frameAddress(run.link(), { lang: chinese ? "zh" : "en", ...(block.dataset.autoplay ? { autoplay: "1" } : {}) });
  run.free();
  frame.title = WORDS.frame(title);
  // The frame needs nothing of this page; without allow-same-origin it could not reach it.
  frame.setAttribute("sandbox", "allow-scripts allow-popups");
  frame.setAttribute("loading", "lazy");
  return frame;
}

function bring(Playground, block) {
  const title = block.dataset.title ?? "";
  try {
    const verdict = judge(Playground, block.textContent);
    block.after(frameOf(Playground, block, title), verdict);
  } catch (error) {
    block.after(paragraph("verdict bad", WORDS.broken(error)));
  }
}

// The same scenario under twenty seeds: when is something chosen?
function luck(Playground, block, list) {
  const rows = [];
  for (let seed = 1; seed <= 20; seed += 1) {
    const run = new Playground(block.textContent.replace(/^seed .*$/m, `seed ${seed}`));
    let tick = null;
    while (tick === null && run.step() && run.view().tick <= 2000) {
      if (run.view().chosen.length > 0) tick = run.view().tick;
    }
    run.free();
    const row = document.createElement("li");
    row.textContent = WORDS.row(seed, tick);
    const bar = document.createElement("meter");
    bar.max = 400;
    bar.value = tick ?? 400;
    bar.setAttribute("aria-hidden", "true");
    row.append(bar);
    rows.push(row);
  }
  list.replaceChildren(...rows);
}

const { Playground } = await load();
for (const block of document.querySelectorAll("pre.paxos")) bring(Playground, block);
for (const button of document.querySelectorAll("button[data-luck]")) {
  const block = document.getElementById(button.dataset.luck);
  const list = document.getElementById(button.dataset.into);
  button.addEventListener("click", () => luck(Playground, block, list));
  button.disabled = false;
}
document.documentElement.dataset.ready = "";
