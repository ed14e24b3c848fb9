// The page and the server never disagree (A15): every control on every page, for every kind of viewer, against the server's
// answer to that very command, sent by that viewer's own session. Free is accepted; held is refused with the same code; what
// is not there is refused as `not-permitted`. What is accepted happens on throw-away copies of the database.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { api, open, person, signIn, visit } from "./lib/browser.mjs";
import { controls, go } from "./lib/controls.mjs";
import { BY_JOURNEY, commands, ELSEWHERE } from "./lib/commands.mjs";
import { serve } from "./lib/server.mjs";

const VIEWERS = [
  ["jtek", "rachel@juniper.example"],
  ["jtek", "tyler@juniper.example"],
  ["jetlink", "admin@jetlink.example"],
  ["jetlink", "agent@jetlink.example"],
  ["jetlink", "reporter@jetlink.example"],
  ["salestrekker", "owner@salestrekker.example"],
  ["salestrekker", "admin@salestrekker.example"],
  ["salestrekker", "henry@salestrekker.example"],
  ["salestrekker", "broker@salestrekker.example"],
  ["salestrekker-enterprise", "owner@harbour.example"],
  ["salestrekker-enterprise", "agent@harbour.example"],
  ["voice-agents", "admin@voice.example"],
  ["voice-agents", "member@voice.example"],
  ["jelly", "owner@jelly.example"],
  ["jelly", "admin@jelly.example"],
  ["jelly", "member@jelly.example"],
];
/// Rows of the list that are compared, and people whose details are opened.
const ROWS = 9, DETAILS = 3;

let server, browser, dir;
before(async () => {
  [server, browser, dir] = await Promise.all([serve(), open(), mkdtemp(join(tmpdir(), "rolecall-parity-"))]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(dir, { recursive: true, force: true });
});

/// Every control of every page that the sidebar leads to: key → `free` or the code that holds it.
async function everything(who, team) {
  const all = new Map();
  await visit(who, `/t/${team}/me`);
  const links = await who.page.locator("nav a.nav-link").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const view = (await api(who, "GET", `/teams/${team}`)).json;
  const list = await api(who, "GET", `/teams/${team}/members?limit=${ROWS}`);
  const items = list.json?.items ?? [];
  const detailed = items.slice(0, DETAILS).map((m) => m.id);
  for (const path of [`/t/${team}/me`, ...links]) {
    const page = path.slice(`/t/${team}/`.length);
    all.set(`page ${page}`, "free");
    await go(who, path);
    for (const [key, state] of await controls(who)) all.set(page === "members" ? key : `${page}|${key}`, state);
  }
  for (const id of detailed) {
    // The last one's details are gone before the next one's come.
    await go(who, `/t/${team}/members`);
    await who.page.locator("dialog[open]").waitFor({ state: "detached" });
    await go(who, `/t/${team}/members/${id}`);
    await who.page.locator("dialog[open] form.panel-form").waitFor();
    // The details of somebody show each field by itself; one that is free makes the whole free.
    for (const [key, state] of await controls(who, "aside, dialog[open]")) if (all.get(key) !== "free") all.set(key, state);
  }
  return { controls: all, context: { team, view, items, detailed } };
}

/// The answer to a request, in the words of a control.
async function answer(url, cookie, [method, path, body]) {
  const text = typeof body === "string";
  const headers = { cookie, origin: url, ...(body === undefined ? {} : { "content-type": text ? "text/csv" : "application/json" }) };
  const got = await fetch(`${url}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : text ? body : JSON.stringify(body) });
  const said = await got.text();
  if (got.ok) return "free";
  const code = JSON.parse(said).denial?.code;
  if (!code) return `${got.status} ${said.slice(0, 160)}`;
  return code === "not-permitted" ? "absent" : code;
}

/// A control that stands for several commands: free when one of them is, else the first that shows.
async function best(url, cookie, tries) {
  let held = "absent";
  for (const one of tries) {
    const now = await answer(url, cookie, one);
    if (now === "free") return now;
    if (held === "absent") held = now;
  }
  return held;
}

/// Commands in rounds, so that none meets what another one changed: in each at most one about the same person, and one
/// about somebody whom a guard counts; one's own last.
function rounds(free, { view, items }) {
  const guarded = new Set(view.profile.guards.keep_one);
  const counted = new Set(items.filter((m) => [m.role, ...m.additions, ...m.standing].some((x) => guarded.has(x))).map((m) => m.id));
  const all = [];
  for (const command of free) {
    const lane = counted.has(command.target) ? "counted" : (command.target ?? command.key.replace(/^settings\|.*/, "settings"));
    const round = all.find((r) => !r.has(lane)) ?? all[all.push(new Map()) - 1];
    round.set(lane, command);
  }
  return all.map((r) => [...r.values()].sort((a, b) => (a.target === view.me.id) - (b.target === view.me.id)));
}

const asked = new Set();
let copies = 0;
const sum = { controls: 0, requests: 0, free: 0, held: 0, absent: 0 };

/// Where page and server disagree, for this viewer. `prepare`: done to the page before it is opened.
async function disagreements(team, email, prepare = async () => {}) {
  const who = await person(browser, server, { height: 1100 });
  await prepare(who);
  await signIn(who, email);
  const seen = await everything(who, team);
  const cookie = (await who.context.cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  await who.leave();
  const state = (key) => seen.controls.get(key) ?? "absent";
  const isHeld = (key) => !["free", "absent"].includes(state(key));
  // What stands in a menu is compared where the menu opens, and its button where it doesn't.
  const every = commands(seen.context);
  const menus = new Set(every.map((c) => c.under).filter(Boolean));
  const all = every.filter((c) => (c.under ? !isHeld(c.under) : !menus.has(c.key) || state(c.key) !== "free"));

  const known = new Set(every.map((c) => c.key));
  const unknown = [...seen.controls.keys()].filter((key) => !key.startsWith("page ") && !known.has(key) && !ELSEWHERE.some(([like]) => like.test(key)));
  const present = seen.context.items.map((m) => `change-role ${m.id} ${m.role}`);
  const listed = new Set(seen.context.items.map((m) => m.id));
  const beyond = (key) => { const id = key.split(" ")[1]; return id && /^[a-z0-9]{26}$/.test(id) && !listed.has(id); };
  assert.deepEqual(unknown.filter((k) => !present.includes(k) && !beyond(k)), [], `${email}: controls that lib/commands.mjs has no request for`);

  const wrong = [];
  const check = async (url, command) => {
    const [page, http] = [state(command.key), await best(url, cookie, command.tries)];
    sum.requests += 1;
    sum[page === "free" ? "free" : page === "absent" ? "absent" : "held"] += 1;
    if (page !== http) wrong.push(`${command.key}: the page says ${page}, the server ${http}`);
  };
  const name = join(dir, `${copies++}.db`);
  server.backup(name);
  for (const command of all.filter((c) => state(c.key) !== "free")) await check(server.url, command);
  const reads = (c) => c.tries.every(([method]) => method === "GET");
  const free = all.filter((c) => state(c.key) === "free");
  for (const command of free.filter(reads)) await check(server.url, command);
  await Promise.all([0, 1].map(async (lane) => {
    const mine = rounds(free.filter((c) => !reads(c)), seen.context).filter((_, at) => at % 2 === lane);
    for (const round of mine) {
      const copy = await serve({ from: name });
      try {
        for (const command of round) await check(copy.url, command);
      } finally {
        copy.kill();
        await copy.stop();
      }
    }
  }));
  sum.controls += seen.controls.size;
  for (const command of every) for (const [method, path] of command.tries) asked.add(`${method} ${path.split("?")[0]}`);
  return wrong;
}

for (const [team, email] of VIEWERS) {
  test(`a15_dom_is_http_${team}_${email.split("@")[0]}`, async () => {
    assert.deepEqual(await disagreements(team, email), [], `${email} in ${team}`);
  });
}

/// The page's own rules without a guard: what a careless change would make of it.
const CONTROLS = [
  ["not_oneself", (profile) => (profile.guards.not_oneself = []), /^deactivate \S+: the page says last-holder, the server self-action$/],
  ["keep_one", (profile) => (profile.guards.keep_one = ["admin"]), /^change-role \S+ member: the page says free, the server last-holder$/],
];
for (const [what, cut, told] of CONTROLS) {
  test(`a15_a_page_without_${what}_does_not_pass`, async () => {
    const wrong = await disagreements("jelly", "owner@jelly.example", (who) =>
      who.page.route("**/api/v1/teams/jelly", async (route) => {
        const answer = await route.fetch();
        const json = await answer.json();
        cut(json.profile);
        await route.fulfill({ response: answer, json });
      }));
    console.log(`without ${what}: ${wrong.join("; ")}`);
    assert.ok(wrong.some((line) => told.test(line)), `noticed: ${JSON.stringify(wrong)}`);
  });
}

test("a15_no_command_of_the_api_is_out_of_the_pages_reach", async () => {
  const { paths } = await (await fetch(`${server.url}/api/openapi.json`)).json();
  const likes = [...asked].map((a) => a.split(" "));
  const fits = (path) => new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`);
  const left = [];
  for (const [path, methods] of Object.entries(paths)) {
    if (!path.startsWith("/api/v1/teams/{team}")) continue;
    for (const method of Object.keys(methods).map((m) => m.toUpperCase())) {
      const like = fits(path);
      const sent = likes.some(([m, p]) => m === method && like.test(`/api/v1${p}`));
      if (method !== "GET" && !sent) left.push(`${method} ${path.slice("/api/v1/teams/{team}".length)}`);
    }
  }
  assert.deepEqual(left.sort(), Object.keys(BY_JOURNEY).sort(), "writes that no control of lib/commands.mjs sends, and those with a reason");
});

test("a15_dom_is_http_in_numbers", () => {
  console.log(`DOM = HTTP: ${VIEWERS.length} viewers and ${CONTROLS.length} control pages, ${sum.controls} controls, ${sum.requests} commands: ${sum.free} free, ${sum.held} held, ${sum.absent} absent`);
  assert.ok(sum.free > 200 && sum.held > 200 && sum.absent > 200, JSON.stringify(sum));
});
