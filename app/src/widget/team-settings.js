// <team-settings>: Rolecall's pages inside another page. Made by `cargo xtask app`, which puts in, at the marks in capitals, the
// module's own script, the style sheet and the names of the files beside this one.
//
// Each element runs an instance of the module of its own (the code is compiled once): nothing is shared between two elements, and
// all that one has held goes when it goes. Nothing outside of the element's shadow root is touched.

const here = (name) => new URL(name, import.meta.url);
const WASM = "@WASM@";
const LANGUAGES = /* @LANGUAGES@ */ [];
const STYLE = "@STYLE@";
const MORE = "@MORE@";

/// What was compiled already, by its file. What failed is tried again when it is wanted again.
const compiled = new Map();
function compile(name) {
  let found = compiled.get(name);
  if (!found) {
    found = WebAssembly.compileStreaming(fetch(here(name), { credentials: "omit" }));
    compiled.set(name, found);
    found.catch(() => compiled.delete(name));
  }
  return found;
}
/// A later part's file, and what such parts look like.
async function fetched(name) {
  await more();
  return compile(name + ".wasm");
}

/// The host's libraries may have replaced the usual ones by some that know no shadow root; these names nobody has.
const matches = (element, selector) => element.webkitMatchesSelector(selector);
function closest(element, selector) {
  while (element && !matches(element, selector)) element = element.parentElement;
  return element;
}

/// Stands for the module of an element that has ended: everything can be called, nothing happens.
const gone = new Proxy(() => {}, { get: () => gone, apply: () => 0 });

/// A fresh instance: its functions share no variable with another one's.
function instance() {
  /* @GLUE@ */
  return {
    begin,
    start,
    show,
    speak,
    end() {
      try {
        end();
      } finally {
        // What the browser still had in hand for it (a frame, a timer, an answer) comes to nothing, and its memory is free.
        wasm = gone;
      }
    },
  };
}

const later = globalThis.CSSStyleSheet && new CSSStyleSheet();
let fetching;
/// What only later parts look like; all elements get it at once. Without it they are plain, but they work.
function more() {
  fetching ??= fetch(here(MORE), { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then((text) => later.replace(text))
    .catch(() => (fetching = undefined));
  return fetching;
}

let sheet;
function style() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

/// Which event tells of a write that the server has accepted: method and path below the team.
const NEWS = [
  ["invited", /^POST \/invitations$/],
  ["role-changed", /^(PUT|DELETE) \/members\/[^/]+\/(role$|additions\/)/],
  ["deactivated", /^POST \/members\/[^/]+\/deactivate$/],
  ["removed", /^(DELETE \/members\/[^/]+|POST \/actions\/delete)$/],
];

const API = "/api/v1";
/// Milliseconds before a token's end at which the next one is asked for, and how long one is trusted that tells no end.
const EARLY = 60_000;
const TRUST = 10 * 60_000;
/// Milliseconds between looks at whether the page is still in sight.
const LOOK = 5_000;

/// Everything of one element that runs. Ends as a whole.
class Run {
  constructor(element, place) {
    this.element = element;
    this.base = new URL(element.getAttribute("api-base") || "/", document.baseURI).href.replace(/\/+$/, "");
    this.team = element.getAttribute("team") || "";
    this.place = place;
    this.gone = new AbortController();
    this.pictures = new Map();
  }

  get locale() {
    return this.element.getAttribute("locale") || "";
  }

  async start() {
    this.module = instance();
    await this.module.begin(await compile(WASM));
    if (this.gone.signal.aborted) return;
    this.module.start(this.place, this, this.team, this.element.getAttribute("view") || "members");
  }

  end() {
    this.gone.abort();
    const module = this.module;
    this.module = undefined;
    // Not from within: the host may end it in an event that the module is just telling.
    queueMicrotask(() => {
      try {
        module?.end();
      } catch {
        // One that has not begun has nothing to end.
      }
    });
    for (const url of this.pictures.values()) url.then(URL.revokeObjectURL, () => {});
    this.pictures.clear();
  }

  /// The host's token; asked for once, however many wait for it.
  async token(fresh) {
    if (fresh || !this.held || Date.now() > this.until) {
      if (!this.asking) {
        const done = () => (this.asking = undefined);
        this.asking = this.ask();
        this.asking.then(done, done);
      }
      await this.asking;
    }
    return this.held;
  }

  async ask() {
    const get = this.element.getToken;
    if (typeof get !== "function") throw new Problem("no-get-token");
    const given = await get();
    const { token, expires_at: end } = typeof given === "string" ? { token: given } : (given ?? {});
    if (typeof token !== "string" || !token) throw new Problem("no-token");
    const at = typeof end === "number" ? end : Date.parse(end);
    this.held = token;
    this.until = Number.isFinite(at) ? at - EARLY : Date.now() + TRUST;
  }

  /// `fetch` with the token. One that is refused is replaced once.
  async fetch(path, init = {}) {
    const headers = new Headers(init.headers);
    const method = init.method ?? "GET";
    let refused;
    for (let again = false; ; again = true) {
      const used = this.held;
      let token;
      try {
        // Another request may have brought a new one meanwhile.
        token = await this.token(again && used === this.held);
      } catch (error) {
        this.tell("error", error?.code ?? "token-failed");
        // The server's own word is known: this person is out, not offline.
        if (refused) return refused;
        throw error;
      }
      headers.set("authorization", `Bearer ${token}`);
      let answer;
      try {
        answer = await fetch(this.base + path, {
          method,
          headers,
          body: init.body,
          credentials: "omit",
          cache: "no-store",
          referrerPolicy: "no-referrer",
          signal: this.gone.signal,
        });
      } catch (error) {
        this.tell("error", "offline");
        throw error;
      }
      if (answer.ok) this.failing = undefined;
      if (answer.status === 401 && !again) {
        refused = answer;
        continue;
      }
      if (method !== "GET" || !answer.ok) this.report(method, path, answer.clone());
      return answer;
    }
  }

  /// Tells the host of what the server has said.
  async report(method, path, answer) {
    try {
      const text = await answer.text();
      const said = text && (answer.headers.get("content-type") ?? "").includes("json") ? JSON.parse(text) : {};
      if (!answer.ok) {
        const code = said.code ?? "internal";
        if (said.denial) this.emit("denied", { code, status: answer.status, denial: said.denial });
        else if (answer.status === 401 || answer.status >= 500) this.emit("error", { code, status: answer.status });
        return;
      }
      const below = path.slice(`${API}/teams/${encodeURIComponent(this.team)}`.length).split("?")[0];
      const news = NEWS.find(([, shape]) => shape.test(`${method} ${below}`));
      if (!news) return;
      const members = (said.members ?? []).map(({ id, name, email, role, status }) => ({ id, name, email, role, status }));
      this.emit(news[0], { team: this.team, members, removed: said.removed ?? [] });
    } catch {
      // Telling the host must never stop what the person does.
    }
  }

  /// Like an EventSource, as far as the module uses one.
  listen(path) {
    return new Line(this, path);
  }

  /// The picture at `path`, fetched once.
  picture(img, path) {
    let url = this.pictures.get(path);
    if (!url) {
      url = this.fetch(path).then(async (answer) => {
        if (!answer.ok) throw new Problem("no-picture");
        return URL.createObjectURL(await answer.blob());
      });
      this.pictures.set(path, url);
      url.catch(() => this.pictures.delete(path));
    }
    url.then(
      (src) => (img.src = src),
      () => img.dispatchEvent(new Event("error")),
    );
  }

  async save(path) {
    try {
      const answer = await this.fetch(path);
      if (!answer.ok) return;
      const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      // In the shadow root: the host's page hears no click of it.
      link.addEventListener("click", (event) => event.stopPropagation());
      this.place.append(link);
      link.click();
      this.place.removeChild(link);
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      // `fetch` has told the host.
    }
  }

  /// What the module says by itself.
  tell(event, detail) {
    if (event === "error") {
      // Once, however often it is tried again.
      if (this.failing !== detail) this.emit(event, { code: (this.failing = detail) });
    } else if (event === "navigate") this.emit(event, { team: this.team, view: detail });
    else this.emit(event, { team: this.team });
  }

  emit(name, detail) {
    if (this.gone.signal.aborted) return;
    this.element.dispatchEvent(new CustomEvent(`ts-${name}`, { detail, bubbles: true, composed: true }));
  }
}

class Problem extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/// Server-sent events read from a `fetch`: an EventSource cannot carry a token but in its address.
class Line {
  constructor(run, path) {
    this.heard = [];
    this.closed = false;
    // Lines come and go while the element stays: what is closed leaves no listener behind.
    this.done = new AbortController();
    this.read(run, path);
    // Browsers allow few connections to one server: a page that nobody sees gives its own back.
    this.watch = setInterval(() => {
      if (this.closed) return clearInterval(this.watch);
      if (document.hidden && this.reader) this.reader.cancel();
    }, LOOK);
    run.gone.signal.addEventListener("abort", () => this.close(), { signal: this.done.signal });
  }

  addEventListener(_name, hear) {
    this.heard.push(hear);
  }

  close() {
    this.closed = true;
    this.done.abort();
    clearInterval(this.watch);
    this.reader?.cancel().catch(() => {});
  }

  async read(run, path) {
    try {
      const answer = await run.fetch(path, { headers: { accept: "text/event-stream" } });
      if (!answer.ok || !answer.body) throw new Problem("no-stream");
      this.reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      if (this.closed) return this.close();
      this.onopen?.();
      let rest = "";
      for (;;) {
        const { value, done } = await this.reader.read();
        if (done) break;
        rest += value.replace(/\r/g, "");
        let at;
        while ((at = rest.indexOf("\n\n")) >= 0) {
          const lines = rest.slice(0, at).split("\n");
          rest = rest.slice(at + 2);
          const data = lines.filter((l) => l.startsWith("data:")).map((l) => l.slice(5).trimStart());
          if (data.length && !this.closed) for (const hear of this.heard) hear({ data: data.join("\n") });
        }
      }
    } catch {
      // Said below, as an EventSource does.
    }
    while (!this.closed && document.hidden) await new Promise((next) => setTimeout(next, LOOK));
    if (!this.closed) this.onerror?.();
  }
}

// Where there are no elements (a server that draws pages), the class is only a name.
const Base = globalThis.HTMLElement ?? class {};

export class TeamSettingsElement extends Base {
  static observedAttributes = ["api-base", "team", "view", "locale", "theme"];

  #root;
  #run;
  #getToken;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [style(), later];
  }

  /// The host's function that gets a token from its own back end.
  get getToken() {
    return this.#getToken;
  }

  set getToken(get) {
    this.#getToken = get;
    if (get && this.isConnected && !this.#run) this.#start();
  }

  /// Asks for everything again, with a new token: after the host's user has changed.
  reload() {
    this.#stop();
    if (this.isConnected) this.#start();
  }

  connectedCallback() {
    // Set before this script came.
    if (Object.hasOwn(this, "getToken")) {
      const get = this.getToken;
      delete this.getToken;
      this.#getToken = get;
    }
    if (!this.#run && this.#getToken) this.#start();
  }

  disconnectedCallback() {
    // A move in the tree is a removal followed by an insertion: what is shown stays.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#run) return;
    if (name === "theme") this.#theme();
    else if (name === "view") this.#run.module?.show(now || "members");
    else if (name === "locale") this.#run.module?.speak();
    else this.reload();
  }

  #theme() {
    const theme = this.getAttribute("theme");
    const place = this.#run.place;
    if (["light", "dark", "auto"].includes(theme)) place.dataset.theme = theme;
    else delete place.dataset.theme;
  }

  #start() {
    const place = document.createElement("div");
    place.className = "ts";
    place.setAttribute("part", "root");
    place.lang = "en";
    place.dir = "ltr";
    for (const [hreflang, title, dir, file] of LANGUAGES) {
      const link = document.createElement("link");
      Object.assign(link, { rel: "alternate", hreflang, title, dir, href: here(file).href });
      this.#root.append(link);
    }
    this.#root.append(place);
    const run = new Run(this, place);
    this.#run = run;
    this.#theme();
    run.start().catch((error) => {
      if (this.#run !== run) return;
      console.error(error);
      place.textContent = "";
      const said = document.createElement("p");
      said.className = "pad";
      said.setAttribute("role", "alert");
      said.textContent = "This page could not start. ";
      const again = document.createElement("button");
      again.className = "btn";
      again.textContent = "Try again";
      again.addEventListener("click", () => this.reload());
      said.append(again);
      place.append(said);
      run.emit("error", { code: "not-started" });
    });
  }

  #stop() {
    this.#run?.end();
    this.#run = undefined;
    this.#root.replaceChildren();
  }
}

if (globalThis.customElements && !customElements.get("team-settings")) {
  customElements.define("team-settings", TeamSettingsElement);
}
