// The tables that were written from the products' documents, and drawn cases: the package says what the program says.
import assert from "node:assert/strict";
import test from "node:test";
import { CaseError } from "@rolecall/rules";
import { PRODUCTS, answered, decided, profiles, text, tomlOf } from "./lib.mjs";

const rows = (name) => text(`tests/verdicts/${name}.jsonl`).trim().split("\n").map((line) => JSON.parse(line));

for (const product of PRODUCTS) {
  test(`${product}: every row of the table from the product's document`, () => {
    const table = rows(product);
    assert.ok(table.length > 100, `only ${table.length} rows`);
    const native = decided(table.map((row) => row.case));
    for (const [at, row] of table.entries()) {
      const got = answered(row.case);
      assert.deepEqual(got, native[at], `${row.id}: the program answers otherwise`);
      // Rows that the document does not settle are readings: the two need only agree with each other.
      if (row.sure === false) continue;
      assert.equal(got.verdict, row.want.verdict, `${row.id}: ${row.why}`);
      if (row.want.code) assert.equal(got.code, row.want.code, `${row.id}: ${row.why}`);
    }
  });
}

test("every malformed row is an error with a code, in the program's words", () => {
  const table = rows("malformed");
  const questions = table.map((row) => {
    try {
      return JSON.parse(row.raw);
    } catch {
      // In JavaScript this is no object to begin with.
      return row.raw;
    }
  });
  const native = decided(questions.map((q) => JSON.stringify(q)));
  const codes = new Map();
  for (const [at, row] of table.entries()) {
    const question = questions[at];
    const profile = profiles.get(question?.profile) ?? profiles.get("jelly");
    // Whom one asks is known here: the one row that lacks nothing else has a verdict.
    if (row.id === "BAD-08") {
      assert.equal(profile.decide(question).verdict, "allow");
      continue;
    }
    assert.throws(
      () => profile.decide(question),
      (error) => {
        assert.ok(error instanceof CaseError, `${row.id}: ${error}`);
        if (profiles.has(question?.profile)) assert.equal(error.message, native[at].error, row.id);
        codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
        return true;
      },
      row.id,
    );
  }
  assert.deepEqual([...codes.keys()].sort(), ["missing-argument", "not-a-case", "other-profile", "unknown-id"]);
});

/** Always the same numbers: a failure can be looked at again. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const idsOf = (toml, table) => [...toml.matchAll(new RegExp(`^\\[${table}\\.([a-z0-9.-]+)\\]`, "gm"))].map((m) => m[1]);

test("fifteen thousand drawn cases: the same verdict, code and error as the program", () => {
  const below = numbers(20261122);
  const one = (list) => list[below(list.length)];
  const maybe = (value) => (below(2) ? value : undefined);
  const actions = [...text("shared/src/policy/action.rs").matchAll(/\(Action::\w+, "([a-z-]+)"/g)].map((m) => m[1]);
  assert.equal(actions.length, 33);
  const cases = [];
  for (const profile of PRODUCTS) {
    const toml = tomlOf(profile);
    const [roles, additions, grants, fields, standing, work, seats] =
      ["roles", "additions", "grants", "fields", "standing", "work", "seats"].map((t) => idsOf(toml, t));
    const person = () => ({
      roles: [one(roles), ...(below(3) ? [] : [one([...additions, ...roles])])],
      grants: below(3) || !grants.length ? [] : [one(grants)],
      status: maybe(one(["pending", "expired", "active", "deactivated"])),
      managing_agent: maybe(below(2) === 1),
      organization_owner: maybe(below(2) === 1),
      self: maybe(below(3) === 0),
      expires_at: maybe(one(["2026-01-01T00:00:00Z", "2026-01-02T00:00:00+02:00", "2025-12-31T23:59:59.999Z"])),
    });
    for (let n = 0; n < 3000; n += 1) {
      cases.push({
        profile,
        actor: person(),
        action: one(actions),
        to: maybe(one([...roles, ...additions])),
        field: maybe(one(fields)),
        grant: maybe(one([...grants, "no-such"])),
        standing: maybe(one([...standing, "no-such"])),
        value: maybe(below(2) === 1),
        successor: maybe(one(["none", "active", "deactivated", "self-target"])),
        kind: maybe(one([...work, "no-such"])),
        batch: maybe(below(8)),
        target: below(4) ? person() : undefined,
        facts: {
          active_holders: Object.fromEntries([...roles, ...standing].map((id) => [id, below(3)])),
          seats: Object.fromEntries(seats.map((id) => [id, { used: below(6), limit: maybe(5) }])),
          manages_target_unit: maybe(below(2) === 1),
          enterprise: maybe(below(2) === 1),
          already_member: below(5) === 0,
          sso: maybe(below(2) === 1),
        },
        now: maybe("2026-01-01T00:00:00Z"),
      });
    }
  }
  const native = decided(cases);
  const told = new Set();
  for (const [at, question] of cases.entries()) {
    const got = answered(question);
    assert.deepEqual(got, native[at], JSON.stringify(question));
    told.add(got.code ?? got.verdict ?? "error");
  }
  // Drawing must reach what it is about.
  assert.ok(told.size >= 14 && told.has("allow") && told.has("error"), [...told].join(" "));
});

test("a denial says what the server's answer would: status, subject, what lifts it", () => {
  const verdict = profiles.get("jelly").decide({
    actor: { roles: ["owner"] },
    action: "change-role",
    to: "admin",
    target: { roles: ["owner"], self: true },
    facts: { active_holders: { owner: 1 } },
  });
  const denial = { code: "last-holder", subject: "owner", lift: "make-another-holder" };
  assert.deepEqual(verdict, {
    verdict: "deny",
    allow: false,
    status: 409,
    hides: false,
    ...denial,
    problem: { type: "about:blank", title: "the rules of this team refuse that", status: 409, code: "last-holder", fields: [], denial },
  });
});

test("dates may be Dates", () => {
  const jelly = profiles.get("jelly");
  const end = new Date("2026-01-08T00:00:00Z");
  const asked = (now) => jelly.decide({
    actor: { roles: ["owner"] },
    action: "change-role",
    to: "admin",
    target: { roles: ["member"], status: "pending", expires_at: end },
    now,
  });
  assert.equal(asked(new Date(end - 1)).allow, true);
  assert.equal(asked(end).lift, "resend-first");
});
