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
import { BY_JOURNEY } from "./lib/commands.mjs";
import { asked, compare, sum } from "./lib/parity.mjs";
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

/// Where page and server disagree, for this viewer. `prepare`: done to the page before it is opened.
async function disagreements(team, email, prepare = async () => {}) {
  const who = await person(browser, server, { height: 1100 });
  await prepare(who);
  await signIn(who, email);
  const seen = await everything(who, team);
  const cookie = (await who.context.cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  await who.leave();
  return compare({ server, dir, name: email, seen, headersAt: (url) => ({ cookie, origin: url }) });
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
