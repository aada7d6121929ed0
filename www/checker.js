// The page's way to the checker: a worker, or, where none is allowed (in a sandboxed frame), the page's own thread. See checking.js.

function beside(path) {
  const here = new URL(import.meta.url);
  const url = new URL(path, here);
  url.search = here.search;
  return url;
}

// The policy under which the page may start a worker; where browsers know no such thing, the address itself.
function trusted(url) {
  const policy = globalThis.trustedTypes?.createPolicy("paxos-worker", { createScriptURL: (address) => address });
  return policy ? policy.createScriptURL(url.href) : url;
}

/** A checker that tells `report` of its news: an object with `receive(message)`. */
export class Checker {
  #report;
  #address = trusted(beside("./checking.js"));
  #worker = null;
  #here = null;
  #ready = false;
  // What was sent and has no result yet: for another worker, or this thread, should this worker not come up or die.
  #open = new Map();

  constructor(report) {
    this.#report = report;
    this.#start();
  }

  receive(message) {
    const { id, op } = message;
    if (op === "start") this.#open.set(id, message);
    if (op === "start" && this.#worker === null && !this.#here) this.#start();
    else if (this.#here) this.#here.receive(message);
    else if (this.#ready) this.#worker.postMessage(message);
    else if (op === "cancel" && this.#open.delete(id)) this.#report({ id, kind: "result", verdict: "stopped" });
  }

  #start() {
    try {
      const worker = new Worker(this.#address, { type: "module", name: "paxos-checker" });
      worker.onmessage = (event) => this.#hear(event.data);
      worker.onerror = (event) => {
        event.preventDefault();
        worker.terminate();
        this.#lost(event.message);
      };
      this.#worker = worker;
    } catch {
      this.#withoutWorker();
    }
  }

  #hear(news) {
    if (news.kind === "ready") {
      this.#ready = true;
      for (const message of this.#open.values()) this.#worker.postMessage(message);
      return;
    }
    if (news.kind !== "progress") this.#open.delete(news.id);
    this.#report(news);
  }

  // A worker that never came up is not allowed here; one that dies took the check with it that was under way.
  #lost(message) {
    if (!this.#ready) {
      this.#withoutWorker();
      return;
    }
    this.#ready = false;
    const [id] = this.#open.keys();
    if (id !== undefined) this.#hear({ id, kind: "error", message: String(message) });
    this.#start();
  }

  async #withoutWorker() {
    try {
      const { onThisThread } = await import(beside("./checking.js").href);
      this.#here = onThisThread((news) => this.#hear(news));
      for (const message of this.#open.values()) this.#here.receive(message);
    } catch (error) {
      // Nothing can be fetched: the next check tries again.
      this.#worker = null;
      for (const id of [...this.#open.keys()]) this.#hear({ id, kind: "error", message: String(error) });
    }
  }
}
