// The example back end, as it is started: what Rolecall's page hides or dims, it refuses with the same code.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import test from "node:test";
import { ROOT } from "./lib.mjs";

async function start(t) {
  const child = spawn("node", ["start.mjs"], {
    cwd: `${ROOT}/examples/express`, env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (d) => (log += d));
  t.after(() => child.kill());
  const url = await new Promise((found, failed) => {
    child.stdout.on("data", (d) => {
      const line = /listening on (http:\/\/\S+)/.exec(String(d));
      if (line) found(line[1]);
    });
    child.once("exit", (code) => failed(new Error(`the example ended with ${code}: ${log}`)));
  });
  return async (user, method, path, body, raw) => {
    const answer = await fetch(url + path, {
      method,
      headers: { "content-type": "application/json", ...(user && { "x-user": user }) },
      body: raw ?? (body && JSON.stringify(body)),
    });
    const text = await answer.text();
    const type = answer.headers.get("content-type") ?? "";
    const json = type.includes("json") ? JSON.parse(text) : undefined;
    assert.equal(type.startsWith("application/problem+json"), answer.status >= 400, `${answer.status} ${type} ${text} ${log}`);
    if (json?.status && answer.status >= 400) assert.equal(json.status, answer.status);
    return { status: answer.status, code: json?.code, json, text };
  };
}

const [ADA, BEN, CLEO] = ["1", "2", "3"];

test("allowed, and done", async (t) => {
  const ask = await start(t);
  assert.equal((await ask(BEN, "GET", "/members")).json.length, 3);
  const promoted = await ask(ADA, "PUT", "/members/2/role", { role: "manager" });
  assert.deepEqual([promoted.status, promoted.json.role], [200, "manager"]);
  assert.equal((await ask(BEN, "GET", "/deals.csv")).status, 200, "Ben is a manager from now on");
  assert.equal((await ask(BEN, "POST", "/members/1/deactivate")).json.status, "deactivated");
  assert.deepEqual((await ask(ADA, "GET", "/members")).code, "not-signed-in", "Ada is out at the next request");
});

test("refused with the code, and nothing is changed", async (t) => {
  const ask = await start(t);
  const before = (await ask(ADA, "GET", "/members")).text;
  for (const [user, method, path, body, status, code] of [
    [BEN, "PUT", "/members/3/role", { role: "manager" }, 403, "not-permitted"],
    [BEN, "POST", "/members/3/deactivate", undefined, 403, "not-permitted"],
    [BEN, "POST", "/invitations", { email: "dora@harbour.test" }, 403, "not-permitted"],
    [BEN, "GET", "/deals.csv", undefined, 403, "not-permitted"],
    [ADA, "PUT", "/members/1/role", { role: "agent" }, 409, "last-holder"],
    [ADA, "POST", "/members/1/deactivate", undefined, 409, "self-action"],
    [ADA, "POST", "/invitations", { email: "cleo@harbour.test" }, 409, "already-member"],
  ]) {
    const answer = await ask(user, method, path, body);
    assert.deepEqual([answer.status, answer.code, answer.json.denial.code], [status, code, code], `${user} ${method} ${path}`);
  }
  const last = (await ask(ADA, "PUT", "/members/1/role", { role: "agent" })).json;
  assert.deepEqual(last.denial, { code: "last-holder", subject: "manager", lift: "make-another-holder" });
  assert.equal((await ask(ADA, "GET", "/members")).text, before);
});

test("seats run out", async (t) => {
  const ask = await start(t);
  assert.equal((await ask(ADA, "POST", "/invitations", { email: "dora@harbour.test" })).status, 201);
  const full = await ask(ADA, "POST", "/invitations", { email: "ed@harbour.test", role: "agent" });
  assert.deepEqual([full.status, full.json.denial], [409, { code: "seats-exhausted", subject: "user", lift: "free-seat", limit: 4 }]);
  assert.equal((await ask(ADA, "POST", "/members/3/deactivate")).status, 200);
  assert.equal((await ask(ADA, "POST", "/invitations", { email: "ed@harbour.test", role: "agent" })).status, 201);
});

test("what is malformed is a fault of the request, never of the server", async (t) => {
  const ask = await start(t);
  for (const [user, method, path, body, raw, status, code] of [
    [undefined, "GET", "/members", undefined, undefined, 401, "not-signed-in"],
    ["17", "GET", "/members", undefined, undefined, 401, "not-signed-in"],
    [ADA, "PUT", "/members/17/role", { role: "agent" }, undefined, 404, "not-found"],
    [ADA, "PUT", "/members/2/role", { role: "emperor" }, undefined, 422, "unknown-id"],
    [ADA, "PUT", "/members/2/role", { role: "__proto__" }, undefined, 422, "unknown-id"],
    [ADA, "PUT", "/members/2/role", { role: ["manager"] }, undefined, 422, "not-a-case"],
    [ADA, "PUT", "/members/2/role", { rolle: "agent" }, undefined, 422, "missing-argument"],
    [ADA, "PUT", "/members/2/role", undefined, undefined, 422, "missing-argument"],
    [ADA, "PUT", "/members/2/role", undefined, "{", 400, "invalid-json"],
    [CLEO, "POST", "/invitations", undefined, "[[", 400, "invalid-json"],
  ]) {
    const answer = await ask(user, method, path, body, raw);
    assert.deepEqual([answer.status, answer.code], [status, code], `${method} ${path} ${raw ?? JSON.stringify(body)}`);
  }
});
