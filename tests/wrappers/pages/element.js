// An element that tells what is done to it, in the place of the real one.
class Witness extends HTMLElement {
  static observedAttributes = ["api-base", "team", "view", "locale", "theme", "gettoken", "get-token"];
  #getToken;
  constructor() {
    super();
    this.did = [];
  }
  get getToken() {
    return this.#getToken;
  }
  set getToken(get) {
    this.#getToken = get;
    this.did.push(get ? "token" : "no token");
  }
  reload() {
    this.did.push("reload");
  }
  connectedCallback() {
    // Set before the class came, as with the real one.
    if (Object.hasOwn(this, "getToken")) {
      const get = this.getToken;
      delete this.getToken;
      this.getToken = get;
    }
    this.did.push("connected");
  }
  disconnectedCallback() {
    this.did.push("disconnected");
  }
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`ts-${name}`, { detail, bubbles: true, composed: true }));
  }
}

/** How many listeners hang on an element: additions less removals. */
export const listeners = new WeakMap();
for (const [method, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
  const real = EventTarget.prototype[method];
  EventTarget.prototype[method] = function (type, ...rest) {
    if (type.startsWith("ts-")) listeners.set(this, (listeners.get(this) ?? 0) + step);
    return real.call(this, type, ...rest);
  };
}

export const define = () => customElements.define("team-settings", Witness);
