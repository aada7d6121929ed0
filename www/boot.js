// Starts the page, and stays outside the WebAssembly to say so if the page dies.
//
// A classic script, not a module: it then also runs in a frame whose host sends no Access-Control-Allow-Origin and in a
// browser that knows no modules, and can say there what is wrong.
//
// What the app may call, both optional:
//   paxosKeepLink(hash)    on each change: the link ("#...") that reproduces what is shown now
//   paxosPanicked(message) from the panic hook: the panic's own words (the trap that follows is caught anyway)
//   paxosCheck(message, report)  to the checker (checker.js), which is loaded at the first; its news go to the first `report`
//   paxosLoadSecond()      from a function that is in the second file of the WebAssembly, while that is not there
// What the app may rely on:
//   <html lang> and <html data-theme> are set from localStorage "paxos-lang" (en, zh-Hans) and "paxos-theme" (light, dark),
//   the language else from the browser; "Open without it" forgets every key that begins with "paxos-run".
(() => {
  "use strict";

  const script = new URL(document.currentScript.src);
  const secondFile = document.currentScript.dataset.second;
  const page = document.documentElement;
  const root = document.getElementById("paxos-app");
  const embedded = root !== null && root.hasAttribute("data-embed");
  let link = location.hash;
  let panel = null;
  let app = null;

  // The WebAssembly comes in two files: what the first screen needs, and the rest (split/ says how). Where the build was not
  // split, the page's own script element names no second one.
  const second = { module: null, asked: null, joined: secondFile === undefined };

  const TEXTS = {
    en: {
      loading: "Loading …",
      title: "The playground has stopped",
      trap: "Something inside it failed, and it cannot go on.",
      load: "It could not be loaded. Check the connection, and try again.",
      old: "This browser cannot run it: it needs WebAssembly. Please open it in a current browser.",
      kept: " Nothing of your run is lost. This link holds it:",
      linkLabel: "Link to this run",
      reload: "Reload",
      copy: "Copy the link",
      copied: "Copied.",
      selected: "Selected; copy it with your keyboard.",
      without: "Open without it",
      details: "What the browser said",
    },
    zh: {
      loading: "正在加载……",
      title: "页面已停止运行",
      trap: "内部出现了错误，无法继续。",
      load: "加载失败。请检查网络连接后重试。",
      old: "此浏览器无法运行：需要 WebAssembly。请用较新的浏览器打开。",
      kept: "你的运行没有丢失，下面的链接保存着它：",
      linkLabel: "此次运行的链接",
      reload: "重新加载",
      copy: "复制链接",
      copied: "已复制。",
      selected: "已选中，请用键盘复制。",
      without: "不使用此链接打开",
      details: "浏览器给出的信息",
    },
  };

  // Storage throws in a frame sandboxed without allow-same-origin.
  function stored(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function forgetRun() {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("paxos-run")) localStorage.removeItem(key);
      }
    } catch {
      // Nothing was kept, then.
    }
  }

  function texts() {
    return page.lang.toLowerCase().startsWith("zh") ? TEXTS.zh : TEXTS.en;
  }

  function prepare() {
    const lang = stored("paxos-lang") || navigator.language || "en";
    page.lang = lang.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
    const theme = stored("paxos-theme");
    if (theme === "light" || theme === "dark") page.dataset.theme = theme;
    const status = document.getElementById("paxos-boot-status");
    if (status) status.textContent = texts().loading;
  }

  // Both files carry the build's own ?v=, which this script was loaded with: no cache can mix two builds.
  function beside(path) {
    const url = new URL(path, script);
    url.search = script.search;
    return url;
  }

  function start() {
    if (typeof WebAssembly !== "object") {
      showPanel("old", "");
      return;
    }
    const acts = readsAtOnce();
    const waits = acts ? fetchSecond() : null;
    // What is wrong with a link stands in a dialog.
    if (acts) styleDialogs();
    Promise.all([import(beside("../app.js").href), waits])
      .then(([module]) => {
        app = module;
        return app.default({ module_or_path: beside("../app_bg.wasm") });
      })
      .catch((error) => showPanel(causeOf(error), String(error)));
  }

  // A link or a kept run is read as the page opens, which the second file does.
  function readsAtOnce() {
    return location.hash.length > 1 || (!embedded && stored("paxos-run") !== null);
  }

  // Fetches the second file; where that fails, the next call tries again.
  function fetchSecond() {
    if (second.joined) return null;
    second.asked ??= fetch(beside(secondFile))
      .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(`${response.status} ${response.url}`))))
      .then((bytes) => WebAssembly.compile(bytes))
      .then((module) => {
        second.module = module;
      })
      .catch((error) => {
        second.asked = null;
        throw error;
      });
    return second.asked;
  }

  // Puts it beside the first: it writes its functions into the first one's table.
  function joinSecond() {
    if (second.joined) return;
    new WebAssembly.Instance(second.module, { first: app.initSync() });
    second.joined = true;
  }

  // The style of dialogs, which the first screen has none of.
  let styled = false;
  function styleDialogs() {
    if (styled) return;
    styled = true;
    // The next time somebody acts it is tried again.
    style("dialogs.css").addEventListener("error", () => (styled = false));
  }

  function style(file) {
    const sheet = element("link", { rel: "stylesheet", href: beside(file).href });
    document.head.append(sheet);
    return sheet;
  }

  // Somebody begins to act: what comes later may be wanted soon.
  function fetchAhead() {
    styleDialogs();
    if (second.joined || app === null) return;
    fetchSecond().then(joinSecond, () => {
      // Whoever needs it will ask again, and is told then.
    });
  }

  // The page has called what is in the second file, and cannot go on without it: the request waits in place.
  function loadSecond() {
    if (second.joined) return;
    try {
      second.module ??= new WebAssembly.Module(bytesAtOnce(beside(secondFile)));
    } catch (error) {
      showPanel("load", String(error));
      throw error;
    }
    joinSecond();
  }

  function bytesAtOnce(url) {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    // (A request that waits hands over text only: each byte as the character of its number, or 0xf700 above it.)
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    if (request.status >= 400) throw new Error(`${request.status} ${url}`);
    return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
  }

  function causeOf(error) {
    if (error instanceof WebAssembly.CompileError) return "old";
    return isTrap(error) ? "trap" : "load";
  }

  // A trap, or a stack that ran over inside the WebAssembly (each engine has an error of its own for that).
  function isTrap(error) {
    if (typeof WebAssembly !== "object" || !(error instanceof Error)) return false;
    if (error instanceof WebAssembly.RuntimeError) return true;
    const overflow = error instanceof RangeError || error.name === "InternalError";
    return overflow && /wasm/.test(String(error.stack));
  }

  function element(name, properties, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // The address that reproduces the run, on the page that has everything on it.
  function linkText() {
    const base = embedded ? new URL("./index.html", location.href) : new URL(location.href);
    base.hash = "";
    return base.href.replace(/#$/, "") + link;
  }

  function reload() {
    // An embed never rewrites its own address.
    if (!embedded && link !== location.hash) history.replaceState(history.state, "", link || location.pathname + location.search);
    location.reload();
  }

  function openWithout() {
    forgetRun();
    const bare = new URL(location.href);
    bare.hash = "";
    history.replaceState(null, "", bare.href.replace(/#$/, ""));
    location.reload();
  }

  function copy(field, status) {
    const select = () => {
      field.focus();
      field.select();
      status.textContent = document.execCommand("copy") ? texts().copied : texts().selected;
    };
    if (!navigator.clipboard) {
      select();
      return;
    }
    navigator.clipboard.writeText(field.value).then(() => (status.textContent = texts().copied), select);
  }

  // Drawn without the app, which is dead by now: plain elements, their style sheet loaded only here.
  function showPanel(cause, detail) {
    if (panel !== null) return;
    const say = texts();
    const keeps = link.length > 1;
    const field = element("textarea", { readOnly: true, rows: 3, value: linkText(), "aria-label": say.linkLabel, spellcheck: false });
    const status = element("p", { role: "status", className: "panic-status" });
    const button = (label, action) => {
      const made = element("button", { type: "button", textContent: label });
      made.addEventListener("click", action);
      return made;
    };
    const again = button(say.reload, reload);
    again.className = "panic-primary";
    const buttons = element("div", { className: "panic-buttons" }, again);
    if (keeps) buttons.append(button(say.copy, () => copy(field, status)));
    buttons.append(button(say.without, openWithout));

    panel = element("dialog", { id: "paxos-panic", role: "alertdialog", "aria-labelledby": "paxos-panic-title", "aria-describedby": "paxos-panic-text" });
    panel.append(
      element("h2", { id: "paxos-panic-title", textContent: say.title }),
      element("p", { id: "paxos-panic-text", textContent: keeps ? `${say[cause]}${say.kept}` : say[cause] }),
    );
    if (keeps) panel.append(field);
    panel.append(buttons, status);
    if (detail) {
      panel.append(element("details", {}, element("summary", { textContent: say.details }), element("pre", { textContent: detail })));
    }
    // There is nothing to go back to: Escape does not close it.
    panel.addEventListener("cancel", (event) => event.preventDefault());
    panel.addEventListener("close", () => panel.showModal());

    style("panic.css");
    if (root) {
      root.inert = true;
      root.removeAttribute("aria-busy");
    }
    document.body.append(panel);
    // The app's loop would go on calling into a dead instance.
    globalThis.requestAnimationFrame = () => 0;
    if (panel.showModal) panel.showModal();
    else panel.setAttribute("open", "");
    again.focus();
  }

  globalThis.paxosKeepLink = (hash) => {
    if (panel === null) link = hash === "" || hash.startsWith("#") ? hash : `#${hash}`;
  };
  let checker = null;
  globalThis.paxosCheck = (message, report) => {
    checker ??= import(beside("./checker.js").href).then(({ Checker }) => new Checker(report));
    checker.then(
      (found) => found.receive(message),
      (error) => {
        checker = null;
        if (message.op === "start") report({ id: message.id, kind: "error", message: String(error) });
      },
    );
  };
  globalThis.paxosLoadSecond = loadSecond;
  globalThis.paxosPanicked = (message) => showPanel("trap", String(message));

  addEventListener("error", (event) => {
    if (isTrap(event.error)) showPanel("trap", String(event.error));
  });
  addEventListener("unhandledrejection", (event) => {
    if (isTrap(event.reason)) showPanel("trap", String(event.reason));
  });

  // Registered before the app's own: once the panel is up, no key reaches the dead app, which might swallow it.
  for (const kind of ["keydown", "keyup", "pointerdown", "pointermove", "pointerup", "wheel", "hashchange", "popstate"]) {
    addEventListener(kind, (event) => panel !== null && event.stopImmediatePropagation(), { capture: true, passive: true });
  }

  for (const kind of ["pointermove", "pointerdown", "touchstart", "keydown", "focusin", "click", "wheel"]) {
    addEventListener(kind, fetchAhead, { capture: true, passive: true });
  }

  prepare();
  start();
})();
