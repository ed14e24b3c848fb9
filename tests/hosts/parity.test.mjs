// What the element shows and what the server answers to its token: every control of its members, details, roles and settings,
// against the answer to that very command, sent with a token of that viewer's (A15, as tests/e2e/parity.test.mjs asks of the
// page). What no widget may do is not there.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../e2e/lib/browser.mjs";
import { controls } from "../e2e/lib/controls.mjs";
import { compare, sum } from "../e2e/lib/parity.mjs";
import { settled } from "../e2e/lib/members.mjs";
import { key, scene, told } from "./lib/scene.mjs";

const VIEWERS = [
  ["jtek", "rachel@juniper.example"],
  ["salestrekker", "admin@salestrekker.example"],
  ["jelly", "admin@jelly.example"],
  ["jelly", "member@jelly.example"],
];
const ROWS = 9, DETAILS = 2;
const OTHER = /\||^page /;
/// Of the pages that are opened here.
const covered = (name) => !OTHER.test(name) || name.startsWith("settings|");

let all, dir;
before(async () => {
  [all, dir] = await Promise.all([scene("plain"), mkdtemp(join(tmpdir(), "rolecall-widget-"))]);
});
after(async () => {
  await all?.stop();
  await rm(dir, { recursive: true, force: true });
});

async function everything(visitor, team, ask) {
  const found = new Map();
  const show = async (view) => {
    await visitor.page.evaluate((view) => document.querySelector("team-settings").setAttribute("view", view), view);
    await visitor.page.locator("team-settings .page:not([aria-busy]) h1").first().waitFor();
    await settled(visitor);
  };
  const view = await ask(`/teams/${team}`);
  const { items = [] } = await ask(`/teams/${team}/members?limit=${ROWS}`);
  for (const page of ["roles", "settings", "members"]) {
    await show(page);
    // Rows are drawn as there is room for them.
    if (page === "members") await until("all rows", async () => (await visitor.page.locator("team-settings .line[data-member]").count()) >= items.length);
    for (const [name, state] of await controls(visitor, undefined, "team-settings")) found.set(page === "members" ? name : `${page}|${name}`, state);
  }
  const detailed = items.slice(0, DETAILS).map((m) => m.id);
  const panel = visitor.page.locator("team-settings dialog[open]");
  for (const id of detailed) {
    await show("members");
    await until("no panel", async () => (await panel.count()) === 0);
    await show(`members/${id}`);
    await panel.locator("form.panel-form").waitFor();
    for (const [name, state] of await controls(visitor, "aside, dialog[open]", "team-settings")) if (found.get(name) !== "free") found.set(name, state);
  }
  return { controls: found, context: { team, view, items, detailed } };
}

for (const [team, email] of VIEWERS) {
  test(`a15_widget_is_http_${team}_${email.split("@")[0]}`, async () => {
    Object.assign(all.accounts.main, { team, email, key: (await key(all.server, team, [all.host.url])).secret });
    const given = await fetch(`${all.host.url.replace("crm.localhost", "127.0.0.1")}/api/rolecall-token`, { method: "POST" });
    const { token } = await given.json();
    const headersAt = () => ({ authorization: `Bearer ${token}`, origin: all.host.url });
    const ask = async (path) => (await fetch(`${all.server.url}/api/v1${path}`, { headers: headersAt() })).json();
    const visitor = await all.visitor({ height: 2200, watched: false });
    // All rows are drawn where there is room for them.
    await visitor.page.evaluate(() => document.querySelector("team-settings").style.setProperty("--ts-max-height", "2000px"));
    await told(visitor, "ts-ready");
    const seen = await everything(visitor, team, ask);
    await visitor.leave();
    const wrong = await compare({ server: all.server, dir, name: email, seen, headersAt, covered });
    assert.deepEqual(wrong, [], `${email} in ${team}`);
  });
}

test("a15_widget_is_http_in_numbers", () => {
  console.log(`widget = HTTP: ${VIEWERS.length} viewers, ${sum.controls} controls, ${sum.requests} commands: ${sum.free} free, ${sum.held} held, ${sum.absent} absent`);
  assert.ok(sum.free > 40 && sum.held > 10 && sum.absent > 40, JSON.stringify(sum));
});
