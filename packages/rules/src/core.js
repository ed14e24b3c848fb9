// The rules behind plain functions. Everything goes to the wasm module as text and comes back as JSON; no host's object ever
// does. This file imports nothing: a build step turns it into CommonJS too (xtask/src/rules.rs).

/** More than any team needs; what is larger is a mistake of the caller. Bytes of UTF-8. */
const MOST = 32 * 1024 * 1024;

/** What the package throws: `code` is stable, `message` is for developers. */
class RulesError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
}

/** A profile that is not sound; `problems` says where and why. */
class ProfileError extends RulesError {
  constructor(problems) {
    super("invalid-profile", problems.map((p) => p.text).join("\n"));
    this.problems = problems;
  }
}

/** A case (or a team) that cannot be judged: a caller's mistake, not a verdict. */
class CaseError extends RulesError {}

// Written out, so that minifiers leave them.
RulesError.prototype.name = "RulesError";
ProfileError.prototype.name = "ProfileError";
CaseError.prototype.name = "CaseError";

/** Talks to one instance of the module, and to a new one when that one has broken. */
class Engine {
  #module;
  #exports;
  /** Counts the instances that are over: a profile loaded in one of them is loaded again. */
  generation = 0;

  use(module) {
    this.#module ??= module;
  }

  get ready() {
    return this.#module !== undefined;
  }

  /** Calls `name` with these texts one after the other in the module's memory; `argument` may count on their lengths. */
  ask(name, texts, argument) {
    const parts = texts.map((text) => new TextEncoder().encode(text));
    const total = parts.reduce((sum, part) => sum + part.length, 0);
    if (total > MOST) throw new RulesError("too-large", `more than ${MOST} bytes at once`);
    return this.#guarded((exports) => {
      let at = exports.rules_room(total) >>> 0;
      // Only now: asking for room may have moved the memory.
      const memory = new Uint8Array(exports.memory.buffer);
      for (const part of parts) {
        memory.set(part, at);
        at += part.length;
      }
      const length = exports[name](argument ?? parts[0].length) >>> 0;
      const answer = new Uint8Array(exports.memory.buffer, exports.rules_answer() >>> 0, length);
      return JSON.parse(new TextDecoder().decode(answer));
    });
  }

  free(handle) {
    this.#guarded((exports) => exports.rules_free(handle));
  }

  #guarded(call) {
    if (!this.ready) throw new RulesError("not-ready", "await init() before anything else is called");
    this.#exports ??= new WebAssembly.Instance(this.#module, {}).exports;
    try {
      return call(this.#exports);
    } catch (cause) {
      // The rules have no way to panic that we know of. Should there be one, the next call finds a sound instance.
      this.#exports = undefined;
      this.generation += 1;
      throw new RulesError("internal", "the rules' module has failed; it begins anew", { cause });
    }
  }
}

/** JSON has no NaN: it would say "left out" instead, of a limit or of the present. */
function plain(key, value) {
  const wrong = typeof value === "number" ? !Number.isFinite(value) : value === null && this[key] instanceof Date;
  if (wrong) throw new TypeError(`\`${key}\` is ${String(this[key])}`);
  return value;
}

/** JSON of what a caller passed; `undefined` and functions have none. */
function written(value, what) {
  let text;
  try {
    text = JSON.stringify(value, plain);
  } catch (cause) {
    throw new CaseError("not-a-case", `the ${what} cannot be written as JSON: ${cause?.message ?? cause}`, { cause });
  }
  if (text === undefined) throw new CaseError("not-a-case", `the ${what} is ${typeof value}`);
  return text;
}

/** A profile's text: TOML or JSON as it is, an object as JSON. */
function sourceOf(source) {
  if (typeof source === "string") return source;
  if (typeof source === "object" && source !== null) return written(source, "profile");
  throw new RulesError("not-a-profile", `a profile is a text or an object, not ${source === null ? "null" : typeof source}`);
}

const nameOf = (options) => String(options?.name ?? "profile");

function sound(answer) {
  if (answer.error) throw new CaseError(answer.error.code, answer.error.message);
  return answer;
}

/** Functions and classes over one engine. */
function connect() {
  const engine = new Engine();
  const dropped = new FinalizationRegistry(({ handle, generation }) => {
    if (generation === engine.generation) engine.free(handle);
  });

  class Profile {
    #name;
    #source;
    #held;

    constructor(name, source) {
      this.#name = name;
      this.#source = source;
      const { id, name: product, hash } = this.#load();
      Object.defineProperties(this, {
        id: { value: id, enumerable: true },
        name: { value: product, enumerable: true },
        hash: { value: hash, enumerable: true },
      });
    }

    decide(question) {
      const answer = sound(this.#ask("rules_decide", written(question, "case")));
      if (answer.verdict === "allow") return { verdict: "allow", allow: true };
      const { request_id, ...problem } = answer.problem;
      const { code, status, denial } = problem;
      return { verdict: "deny", allow: false, status, hides: answer.hides, ...denial, code, problem };
    }

    facts(members, { limits, now, ...further } = {}) {
      return { ...sound(this.#ask("rules_facts", written({ members, limits, now }, "team"))), ...further };
    }

    #load() {
      const answer = engine.ask("rules_load", [this.#name, this.#source]);
      if (answer.problems) throw new ProfileError(answer.problems);
      this.#held = { handle: answer.handle, generation: engine.generation };
      dropped.register(this, this.#held);
      return answer;
    }

    #ask(name, text) {
      if (this.#held.generation !== engine.generation) this.#load();
      return engine.ask(name, [text], this.#held.handle);
    }
  }

  return {
    engine,
    Profile,
    loadProfile: (source, options) => new Profile(nameOf(options), sourceOf(source)),
    checkProfile: (source, options) => engine.ask("rules_check", [nameOf(options), sourceOf(source)]).problems,
  };
}

export { CaseError, ProfileError, RulesError, connect };
