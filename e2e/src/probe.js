// Put into each page by the tests' server, before anything else: notes what a person would find only in the console.
(() => {
  const seen = { violations: [], errors: [] };
  Object.defineProperty(window, "__probe", { value: seen });
  // A trap in a callback of the page's own, as a panic in the app is one: (func (export "f") unreachable).
  seen.trap = () => {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
    setTimeout(() => f());
  };
  addEventListener(
    "securitypolicyviolation",
    (event) => seen.violations.push(`${event.effectiveDirective} forbids ${event.blockedURI} (${event.sourceFile}:${event.lineNumber}) ${event.sample}`),
    true,
  );
  addEventListener(
    "error",
    (event) => {
      if (event.target instanceof Element) seen.errors.push(`not loaded: ${event.target.src || event.target.href}`);
      else seen.errors.push(`${event.message} (${event.filename}:${event.lineno})`);
    },
    true,
  );
  addEventListener("unhandledrejection", (event) => seen.errors.push(`unhandled rejection: ${event.reason}`));
  for (const level of ["error", "warn"]) {
    const original = console[level];
    console[level] = (...values) => {
      seen.errors.push(`console.${level}: ${values.map(String).join(" ")}`);
      original.apply(console, values);
    };
  }
})();
