// What a widget must leave alone, watched from before the page's first script. Runs in the page.

/** For `addInitScript`. What is seen is asked for by `seen`. */
export function watch() {
  const log = { listeners: [], history: [], stored: [], focused: [], violations: [], globals: undefined, handlers: [] };
  Object.defineProperty(window, Symbol.for("watch"), { value: log });
  const ours = () => /\/widget\//.test(new Error().stack ?? "");
  const outside = (target) => target === window || (target instanceof Node && !(target.getRootNode() instanceof ShadowRoot));
  const name = (target) => (target === window ? "window" : target.nodeName.toLowerCase());
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    const target = this ?? window;
    // An element that stands nowhere yet may come to stand inside.
    if (outside(target) && (target === window || target === document || target.isConnected) && ours()) log.listeners.push(`${name(target)} ${type}`);
    return add.call(target, type, ...rest);
  };
  for (const method of ["pushState", "replaceState", "back", "forward", "go"]) {
    const real = History.prototype[method];
    History.prototype[method] = function (...all) {
      if (ours()) log.history.push(method);
      return real.apply(this, all);
    };
  }
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    log.stored.push(key);
    return set.call(this, key, value);
  };
  const focus = HTMLElement.prototype.focus;
  HTMLElement.prototype.focus = function (...all) {
    // Taken from something of the host's. From nothing, after a dialog has gone, it is only put back.
    let now = document.activeElement;
    while (now && now.localName !== "team-settings" && now.shadowRoot) now = now.shadowRoot.activeElement;
    if (ours() && now && now !== document.body && now.localName !== "team-settings") log.focused.push(this.outerHTML.slice(0, 80));
    return focus.apply(this, all);
  };
  add.call(document, "securitypolicyviolation", (e) => log.violations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile ?? ""}:${e.lineNumber}`));
  log.globals = Object.getOwnPropertyNames(window);
}

/** What stands around the element: nothing of it may change while the widget lives. */
function around() {
  const log = window[Symbol.for("watch")];
  const attributes = (e) => [...e.attributes].map((a) => `${a.name}=${a.value}`).join(" ");
  const of = (e) => [...e.children].map((c) => `${c.localName} ${attributes(c)}`);
  return {
    html: attributes(document.documentElement),
    head: of(document.head),
    body: [attributes(document.body), ...of(document.body)],
    sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
    history: history.length,
    url: location.href,
    title: document.title,
    handlers: Object.keys(window).filter((k) => k.startsWith("on") && window[k]),
    globals: Object.getOwnPropertyNames(window).filter((k) => !log.globals.includes(k)),
    storage: [localStorage.length, sessionStorage.length, document.cookie],
  };
}

export const surroundings = (page) => page.evaluate(around);

/** What the widget has done to things that are not its own. */
export const seen = (page) => page.evaluate(() => {
  const { listeners, history, stored, focused, violations } = window[Symbol.for("watch")];
  return { listeners, history, stored, focused, violations };
});
