// Counting a team for the rules, as the server counts it.
import assert from "node:assert/strict";
import test from "node:test";
import { CaseError } from "@rolecall/rules";
import { profiles } from "./lib.mjs";

const jetlink = profiles.get("jetlink");
const jelly = profiles.get("jelly");

test("holders are the active ones, and an invitation takes a seat until it has expired", () => {
  const now = new Date("2026-01-08T00:00:00Z");
  const end = (ms) => new Date(now.getTime() + ms);
  assert.deepEqual(
    jelly.facts([
      { roles: ["owner"] }, { roles: ["owner"], status: "deactivated" },
      { roles: ["owner"], status: "pending", expires_at: end(1) }, { roles: ["admin"] },
    ], { now }).active_holders,
    { owner: 1 },
  );
  const seats = (members) => jetlink.facts(members, { now, limits: { agent: 5 } }).seats.agent;
  const agent = { roles: ["agent"] };
  assert.deepEqual(seats([agent, agent]), { used: 2, limit: 5 });
  assert.deepEqual(seats([agent, { ...agent, status: "pending", expires_at: end(1) }]), { used: 2, limit: 5 });
  assert.deepEqual(seats([agent, { ...agent, status: "pending", expires_at: end(0) }]), { used: 1, limit: 5 });
  assert.deepEqual(seats([agent, { ...agent, status: "deactivated" }]), { used: 1, limit: 5 });
});

test("what they count decides", () => {
  const agent = { roles: ["agent"] };
  const invite = (facts) => jetlink.decide({ actor: { roles: ["admin"] }, action: "invite", to: "agent", facts });
  const full = jetlink.facts([agent, agent], { limits: { agent: 2 } });
  assert.equal(invite(full).code, "seats-exhausted");
  assert.equal(invite(full).limit, 2);
  assert.equal(invite(jetlink.facts([agent, agent], { limits: { agent: 3 } })).allow, true);
  assert.equal(invite(jetlink.facts([agent], { limits: { agent: 3 }, already_member: true })).code, "already-member");
});

test("somebody with an unknown role is named by place, and a misspelt limit is no silent absence of one", () => {
  const told = (members, options) => {
    try {
      return jelly.facts(members, options);
    } catch (error) {
      assert.ok(error instanceof CaseError);
      return [error.code, error.message];
    }
  };
  assert.deepEqual(told([{ roles: ["owner"] }, { roles: ["king"] }]), ["unknown-id", "unknown role `king`"]);
  assert.deepEqual(told([{ roles: ["owner"] }, { roles: [] }]), ["missing-argument", "`members.1.roles` is empty"]);
  assert.deepEqual(told([], { limits: { agnt: 5 } }), ["unknown-id", "unknown kind of seat `agnt`"]);
  assert.equal(told("nobody")[0], "not-a-case");
  assert.equal(told([], { now: "soon" })[0], "not-a-time");
});

test("ten thousand members are counted while one waits", () => {
  const members = Array.from({ length: 10_000 }, (_, n) => ({ roles: [n % 3 ? "member" : "owner"] }));
  const begun = performance.now();
  assert.equal(jelly.facts(members).active_holders.owner, 3334);
  assert.ok(performance.now() - begun < 2000);
});
