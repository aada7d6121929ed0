// The playground for other people's scripts:
//
//   import { load } from "https://…/www/paxos.js";
//   const { Playground } = await load();
//   const run = new Playground('paxos 1\nnodes 3\nat 0 propose n1 "blue"');
//
// Types and documentation: paxos.d.ts beside this file. Importing this touches nothing of the page that it is imported into.

let loaded;

// The address of a file of the build that this file belongs to, so that no cache can mix two builds.
function beside(path) {
  const here = new URL(import.meta.url);
  const url = new URL(path, here);
  url.search = here.search;
  return url;
}

/** Loads the WebAssembly once, and gives the API. */
export function load() {
  loaded ??= import(beside("../api.js").href).then(async (api) => {
    await api.default({ module_or_path: beside("../api_bg.wasm") });
    return { Playground: api.Playground };
  });
  return loaded;
}

/** The address of a frame that shows a link; `parameters` as for embed.html (theme, lang, controls, autoplay, readonly). */
export function frameAddress(link, parameters = {}) {
  const url = beside("../embed.html");
  url.search = new URLSearchParams(parameters).toString();
  url.hash = link;
  return url.href;
}
