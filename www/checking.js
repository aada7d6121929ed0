// Searches every schedule of a run, or plays random ones with every fault, one check after the other: in a worker where there can be one, else in slices on
// the page's own thread.
//
// In:  { id, op: "start", search: "schedules", link, here, asked, value, allow: [ballots, crashes, wipes, breaks], maxStates, maxMegabytes, plain },
//      { id, op: "start", search: "chaos", link, wipes, firstSeed, runs }, { id, op: "pause" | "resume" | "cancel" }
// Out: { kind: "ready" }, and for each check { id, kind: "progress", … }, then { id, kind: "result", … } or { id, kind: "error", message }

// How long one look at the clock is apart from the next, and how often there is news, in milliseconds.
const WORKER_SLICE = 60;
const PAGE_SLICE = 6;
const NEWS = 200;

// What a check can be: how it is made, and the budgets of its first slice and of any at least, in states to expand or in runs to play (of which one of a large
// cluster takes as long as many of a small one).
const SEARCHES = {
  schedules: {
    make({ Check }, { link, here, asked, value, allow, maxStates, maxMegabytes, plain }) {
      const check = new Check(link, here, asked, value, new Uint8Array(allow), maxStates, maxMegabytes);
      // Benchmarks compare it with engines that take no state for another.
      return plain ? check.plain() : check;
    },
    first: 200,
    least: 50,
  },
  chaos: {
    make: ({ Chaos }, asked) => new Chaos(asked.link, asked.wipes, asked.firstSeed, asked.runs),
    first: 20,
    least: 1,
  },
};

// The address of a file of the build that this file belongs to, so that no cache can mix two builds.
function beside(path) {
  const here = new URL(import.meta.url);
  const url = new URL(path, here);
  url.search = here.search;
  return url;
}

let loaded;
function load() {
  loaded ??= import(beside("../checker.js").href).then(async (checker) => {
    await checker.default({ module_or_path: beside("../checker_bg.wasm") });
    return checker;
  });
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

export class Checking {
  #queue = [];
  #report;
  #slice;
  #running = false;

  constructor(report, slice) {
    this.#report = report;
    this.#slice = slice;
  }

  receive(message) {
    const { id, op } = message;
    if (op === "start") {
      this.#queue.push({ ...message, paused: false, called: false });
      this.#run();
      return;
    }
    const entry = this.#queue.find((entry) => entry.id === id);
    if (!entry) return;
    if (op !== "cancel") {
      entry.paused = op === "pause";
    } else if (entry === this.#queue[0]) {
      entry.called = true;
    } else {
      // It had not begun.
      this.#queue.splice(this.#queue.indexOf(entry), 1);
      this.#report({ id, kind: "result", verdict: "stopped" });
    }
    entry.wake?.();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    while (this.#queue.length > 0) {
      const entry = this.#queue[0];
      try {
        this.#report({ ...(await this.#search(entry)), id: entry.id, kind: "result" });
      } catch (error) {
        this.#report({ id: entry.id, kind: "error", message: String(error?.message ?? error) });
      }
      this.#queue.shift();
    }
    this.#running = false;
  }

  async #search(entry) {
    const search = SEARCHES[entry.search];
    const check = search.make(await load(), entry);
    try {
      return await this.#advance(entry, check, search);
    } finally {
      check.free();
    }
  }

  async #advance(entry, check, { first, least }) {
    // Time that it was paused does not count.
    let spent = 0;
    let budget = first;
    let told = -NEWS;
    for (;;) {
      if (entry.called) {
        check.stop();
        return { ...check.result(), seconds: spent / 1000 };
      }
      if (entry.paused) {
        this.#report({ ...check.progress(), id: entry.id, kind: "progress", paused: true, seconds: spent / 1000 });
        await new Promise((resolve) => (entry.wake = resolve));
        continue;
      }
      const from = performance.now();
      const done = check.advance(budget);
      const took = performance.now() - from;
      spent += took;
      if (done) return { ...check.result(), seconds: spent / 1000 };
      // As much as fits a slice, getting there by steps: some states, and some runs, take longer than others.
      budget = Math.max(least, Math.min(budget * 2, Math.round((budget * this.#slice) / Math.max(took, 0.1))));
      if (from - told >= NEWS) {
        told = from;
        this.#report({ ...check.progress(), id: entry.id, kind: "progress", paused: false, seconds: spent / 1000 });
      }
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
}

/** A checker on this thread. */
export function onThisThread(report) {
  return new Checking(report, PAGE_SLICE);
}

if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) {
  const checking = new Checking((news) => postMessage(news), WORKER_SLICE);
  addEventListener("message", (event) => checking.receive(event.data));
  postMessage({ kind: "ready" });
}
