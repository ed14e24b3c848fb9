// Whatever comes in: an error with a code, and sound answers afterwards.
import assert from "node:assert/strict";
import test from "node:test";
import { CaseError, ProfileError, RulesError, checkProfile, loadProfile } from "@rolecall/rules";
import { connect } from "../../packages/rules/src/core.js";
import { readFileSync } from "node:fs";
import { ROOT, tomlOf } from "./lib.mjs";

const toml = tomlOf("jelly");
const jelly = loadProfile(toml);
const GOOD = { actor: { roles: ["owner"] }, action: "deactivate", target: { roles: ["member"] } };
const sound = () => assert.deepEqual(jelly.decide(GOOD), { verdict: "allow", allow: true });

function nested(depth, open, close) {
  return open.repeat(depth) + close.repeat(depth);
}

function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("what is no case is told so", () => {
  const circle = {};
  circle.self = circle;
  const deep = JSON.parse(`{"actor":${nested(5000, "[", "]")}}`);
  for (const question of [
    undefined, null, 7, "case", [], {}, () => 1, Symbol("x"), 10n, circle, { ...GOOD, note: 1n }, deep,
    { ...GOOD, get action() { throw new Error("no"); } },
    new Proxy({}, { ownKeys() { throw new Error("no"); } }),
    { ...GOOD, actor: { roles: [] } }, { ...GOOD, actor: { roles: ["owner", "owner"] } },
    { ...GOOD, target: { roles: ["member"], status: "asleep" } }, { ...GOOD, action: "__proto__" },
    { ...GOOD, facts: { active_holders: { owner: -1 } } }, { ...GOOD, facts: { active_holders: { owner: 2 ** 40 } } },
    { ...GOOD, facts: { active_holders: { owner: NaN } } }, { ...GOOD, now: NaN }, { ...GOOD, now: new Date(NaN) },
    { ...GOOD, facts: { seats: { agent: { used: 1, limit: Infinity } } } },
    { ...GOOD, now: "0000-00-00" }, { ...GOOD, unknown: true }, { ...GOOD, action: "use:\ud800" },
  ]) {
    assert.throws(() => jelly.decide(question), (error) => {
      assert.ok(error instanceof CaseError && /^[a-z-]+$/.test(error.code) && error.message, String(error));
      return true;
    });
    sound();
  }
});

test("two thousand broken profiles and cases: never anything but an error with a code", () => {
  const below = numbers(7);
  const kinds = new Map();
  const broken = (text) => {
    const at = below(text.length);
    const piece = text.slice(at, at + below(40));
    return [
      () => text.slice(0, at),
      () => text.slice(0, at) + text.slice(at + 1 + below(30)),
      () => text.slice(0, at) + String.fromCharCode(below(0xffff)) + text.slice(at),
      () => text.slice(0, at) + piece.repeat(1 + below(50)) + text.slice(at),
      () => text.slice(0, at) + ["[", "]", "{", "\"", "'''", "=", "\n[", "\0", "9".repeat(400)][below(9)] + text.slice(at + 1),
    ][below(5)]();
  };
  const json = JSON.stringify({ ...GOOD, facts: { active_holders: { owner: 2 }, seats: {} }, now: "2026-01-01T00:00:00Z" });
  const tried = (what, call) => {
    try {
      call();
      kinds.set(`${what} well`, (kinds.get(`${what} well`) ?? 0) + 1);
    } catch (error) {
      assert.ok(error instanceof RulesError && error.code !== "internal", `${what}: ${error.stack}`);
      kinds.set(`${what} ${error.code}`, (kinds.get(`${what} ${error.code}`) ?? 0) + 1);
    }
  };
  for (let n = 0; n < 1000; n += 1) {
    const bad = broken(toml);
    tried("profile", () => loadProfile(bad, { name: `bad-${n}\ud800` }));
    assert.ok(Array.isArray(checkProfile(bad)));
    let question;
    try {
      question = JSON.parse(broken(json));
    } catch {
      question = broken(json);
    }
    tried("case", () => jelly.decide(question));
    sound();
  }
  assert.ok(kinds.get("profile invalid-profile") > 500 && kinds.get("case not-a-case") > 300, [...kinds].join(" "));
});

test("depth and size are no way in", () => {
  for (const text of [
    `x = ${nested(200_000, "[", "]")}`, nested(200_000, "{", "}"), nested(100_000, '{"a":', "}"), "[".repeat(500_000),
    `x = ${"{a=".repeat(100_000)}`, `[${"a.".repeat(100_000)}a]`, "#".repeat(3_000_000), "\n".repeat(3_000_000),
    `schema = 1\nid = "${"i".repeat(2_000_000)}"`, "\ufeff", "\0", "\ud800".repeat(100_000), "",
  ]) {
    const problems = checkProfile(text);
    assert.ok(problems.length > 0 && problems.every((p) => p.code === "unreadable"), text.slice(0, 40));
    sound();
  }
  assert.throws(() => jelly.decide({ ...GOOD, note: "x".repeat(40_000_000) }), { code: "too-large" });
  sound();
});

test("a profile with the most of everything is told, not stumbled over", () => {
  const roles = Array.from({ length: 300 }, (_, n) => `[roles.r${n}]\nlabel = "R${n}"\n`).join("\n");
  assert.throws(() => loadProfile(`${toml}\n${roles}`), (error) => {
    assert.ok(error instanceof ProfileError && error.problems.some((p) => p.key === "roles"), error.message);
    return true;
  });
  sound();
});

test("loading for ever does not fill the module", () => {
  const api = connect();
  const real = WebAssembly.Instance;
  let memory;
  api.engine.use(new WebAssembly.Module(readFileSync(`${ROOT}/packages/rules/dist/rules.wasm`)));
  WebAssembly.Instance = class {
    constructor(module) {
      this.exports = new real(module, {}).exports;
      memory = this.exports.memory;
    }
  };
  try {
    for (let n = 0; n < 100; n += 1) assert.throws(() => api.loadProfile(`${toml}\nx = 1`));
    const after = memory.buffer.byteLength;
    for (let n = 0; n < 1000; n += 1) {
      api.checkProfile(toml);
      assert.throws(() => api.loadProfile(`${toml}\nx = 1`));
    }
    assert.equal(memory.buffer.byteLength, after);
  } finally {
    WebAssembly.Instance = real;
  }
});

test("a module that fails begins anew, with the profiles that were loaded", () => {
  const real = WebAssembly.Instance;
  const fails = [];
  let made = 0;
  // The first two instances fail at their third question.
  WebAssembly.Instance = class {
    constructor(module) {
      const { exports } = new real(module, {});
      made += 1;
      let left = made > 2 ? Infinity : 3;
      const rules_decide = (handle) => {
        left -= 1;
        if (left <= 0) {
          fails.push(made);
          throw new WebAssembly.RuntimeError("unreachable");
        }
        return exports.rules_decide(handle);
      };
      this.exports = { ...exports, rules_decide };
    }
  };
  try {
    const api = connect();
    api.engine.use(new WebAssembly.Module(readFileSync(`${ROOT}/packages/rules/dist/rules.wasm`)));
    const [one, two] = [api.loadProfile(tomlOf("jtek")), api.loadProfile(toml)];
    const told = [];
    for (let n = 0; n < 12; n += 1) {
      try {
        told.push(two.decide(GOOD).verdict);
        assert.equal(one.decide({ actor: { roles: ["user"] }, action: "invite" }).verdict, "deny");
      } catch (error) {
        assert.equal(error.code, "internal");
        assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      }
    }
    assert.deepEqual(fails, [1, 2]);
    assert.ok(told.length >= 10 && told.every((v) => v === "allow"), told.join(" "));
  } finally {
    WebAssembly.Instance = real;
  }
});
