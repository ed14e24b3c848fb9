// Checking profiles: the lines of `rolecall profiles check`, and codes for programs.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { ProfileError, RulesError, checkProfile, loadProfile } from "@rolecall/rules";
import { serve, DEMO_PASSWORD } from "../e2e/lib/server.mjs";
import { PRODUCTS, profiles, rolecall, text, tomlOf } from "./lib.mjs";

const jelly = tomlOf("jelly");
const OWNS = 'assigns = ["member", "admin", "owner"]';

/** What is made bad in jelly.toml: those of shared/tests/profiles.rs and tests/cli/profiles.rs, with the sort of the fault. */
const BAD = [
  ["unreadable", "at_once = 4", "at_onec = 4"],
  ["unreadable", "schema = 1", "schema = = 1"],
  ["unreadable", "schema = 1", 'schema = "one"'],
  ["unreadable", 'id = "jelly"', ""],
  ["inconsistent", "schema = 1", "schema = 2"],
  ["inconsistent", 'id = "jelly"', 'id = "Jelly!"'],
  ["inconsistent", '"members.invite"', '"members.invent"'],
  ["inconsistent", 'keep_one = ["owner"]', 'keep_one = ["boss"]'],
  ["inconsistent", 'fields = ["email", "role"]', 'fields = ["email", "shoe-size"]'],
  ["inconsistent", 'expires = "7d"', 'expires = "soon"'],
  ["inconsistent", "former = ", "fromer = "],
  ["inconsistent", 'label = "Name"\nkind = "name"', 'label = "Name"\nkind = "name"\nrequired = true'],
  ["inconsistent", "[roles.member]\n", '[roles.member]\nincludes = "owner"\n'],
  ["unsafe", OWNS, 'assigns = ["member", "admin"]'],
  ["unsafe", 'keep_one = ["owner"]\n', ""],
  ["unsafe", 'assigns = ["member", "admin"]\n', `${OWNS}\n`],
  ["unsafe", '"members.invite", ', ""],
];

test("a bad profile has the program's very lines, each with its sort", () => {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-rules-"));
  const many = [];
  try {
    for (const [n, [code, from, to]] of BAD.entries()) {
      const bad = jelly.replace(from, to);
      assert.notEqual(bad, jelly, `${from}: nothing was made bad`);
      const name = join(folder, `bad-${n}.toml`);
      writeFileSync(name, bad);
      const native = rolecall(["profiles", "check", name]);
      assert.equal(native.status, 1, from);
      const problems = checkProfile(bad, { name });
      assert.deepEqual(problems.map((p) => p.text), native.stdout.trimEnd().split("\n"), from);
      assert.ok(problems.every((p) => p.code === code && p.file === name && p.reason), JSON.stringify(problems));
      many.push(problems.length);
      assert.throws(() => loadProfile(bad, { name }), (error) => {
        assert.ok(error instanceof ProfileError && error instanceof RulesError);
        assert.deepEqual([error.name, error.code], ["ProfileError", "invalid-profile"]);
        assert.deepEqual(error.problems, problems);
        assert.equal(error.message, native.stdout.trimEnd());
        return true;
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.ok(many.some((n) => n > 1), "one of them has several faults at once");
});

test("the five products and the guide's sixth are sound", () => {
  for (const id of PRODUCTS) {
    assert.deepEqual(checkProfile(tomlOf(id)), []);
    assert.equal(profiles.get(id).id, id);
    // They come with the package, for whoever runs one of them on a server.
    assert.equal(text(`packages/rules/dist/profiles/${id}.toml`), tomlOf(id));
  }
  assert.equal(loadProfile(text("docs/examples/studio.toml")).name, "Studio");
});

test("what is no profile at all is told so", () => {
  for (const source of [undefined, null, 7, true, () => 1, Symbol("x")]) {
    assert.throws(() => loadProfile(source), { name: "RulesError", code: "not-a-profile" });
    assert.throws(() => checkProfile(source), { name: "RulesError", code: "not-a-profile" });
  }
  assert.deepEqual(checkProfile({}).map((p) => [p.code, p.file, p.key]), [["unreadable", "profile", "line 1"]]);
  assert.match(checkProfile('{"schema": 1,\n "what": 2}', { name: "x.json" })[0].text, /^x\.json: line 2: unknown field `what`/);
  assert.throws(() => loadProfile("x".repeat(33 * 1024 * 1024)), { code: "too-large" });
});

test("a profile as the server sends it means the same, and has the hash that the server names", async () => {
  const server = await serve();
  try {
    const headers = { origin: server.url, "content-type": "application/json" };
    const body = JSON.stringify({ email: "owner@jelly.example", password: DEMO_PASSWORD });
    const signedIn = await fetch(`${server.url}/api/v1/session`, { method: "POST", headers, body });
    assert.ok(signedIn.ok, `${signedIn.status} ${await signedIn.clone().text()}`);
    const cookie = signedIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
    const me = await (await fetch(`${server.url}/api/v1/session`, { headers: { cookie } })).json();
    const answer = await fetch(`${server.url}/api/v1/teams/${me.teams[0].team}`, { headers: { cookie } });
    const { profile, policy_hash } = await answer.json();
    const wired = loadProfile(profile);
    assert.equal(wired.id, "jelly");
    assert.equal(wired.hash, policy_hash);
    assert.equal(wired.hash, answer.headers.get("x-policy-hash"));
    assert.equal(wired.hash, profiles.get("jelly").hash);
    assert.equal(loadProfile(JSON.stringify(profile)).hash, policy_hash);
    assert.notEqual(loadProfile(jelly.replace("at_once = 4", "at_once = 5")).hash, policy_hash);
    const question = { actor: { roles: ["admin"] }, action: "change-role", to: "owner", target: { roles: ["member"] } };
    assert.deepEqual(wired.decide(question), profiles.get("jelly").decide(question));
  } finally {
    await server.stop();
  }
});
