// "View as": one sees what another member would see, to the last control, and can change nothing by it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "./lib/axe.mjs";
import { api, arrived, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { controls, go } from "./lib/controls.mjs";
import { act, closed, dialog, entry, line, memberId, more, status, toast } from "./lib/members.mjs";
import { DEMO_PASSWORD, serve } from "./lib/server.mjs";

/// Team, who looks, and as whom.
const PAIRS = [
  ["jtek", "rachel@juniper.example", ["tyler@juniper.example"]],
  ["jetlink", "admin@jetlink.example", ["agent@jetlink.example", "reporter@jetlink.example", "trainer@jetlink.example"]],
  ["salestrekker", "admin@salestrekker.example", ["owner@salestrekker.example", "broker@salestrekker.example", "henry@salestrekker.example", "processor@salestrekker.example"]],
  ["salestrekker-enterprise", "owner@harbour.example", ["agent@harbour.example", "mai@harbour.example"]],
  ["salestrekker-enterprise", "agent@harbour.example", ["broker@harbour.example"]],
  ["voice-agents", "admin@voice.example", ["aisha@voice.example", "member@voice.example", "chloe@voice.example"]],
  ["jelly", "owner@jelly.example", ["admin@jelly.example", "member@jelly.example"]],
  ["jelly", "admin@jelly.example", ["zoe@jelly.example", "sam@jelly.example"]],
];
/// People whose details are opened, beside the one who is looked at.
const DETAILS = 2;
const HEIGHT = 1100;

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([serve(), open()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const strip = (who) => who.page.locator(".strip.eyes");
const places = (who) => who.page.locator(".side nav a.nav-link").evaluateAll((all) => all.map((a) => [a.getAttribute("href"), a.textContent]));

/// Everything that the person of this address is called by, looked up as the viewer.
async function found(who, team, email) {
  const { json } = await api(who, "GET", `/teams/${team}/members?q=${encodeURIComponent(email)}`);
  return json.items.find((m) => m.email === email);
}

/// From the member list, by the menu, as a person would.
async function look(who, team, member) {
  await who.page.locator("input[type=search]").fill(member.email);
  const row = who.page.locator(`.line[data-member="${member.id}"]`);
  await row.waitFor();
  await row.locator(".c-more button").click();
  await who.page.locator(`[role=menu]:visible [data-action="view-as"][data-target="${member.id}"]`).click();
  await strip(who).getByRole("status").getByText(member.name).waitFor();
  await arrived(who);
}

/// Lists draw the rows in sight, and some more: how many depends on when they looked. Those at the top are always there.
const steady = (who) => who.page.evaluate(() => {
  const top = new CSSStyleSheet();
  top.replaceSync(".space > .slot:nth-child(n + 13) { display: none; }");
  document.adoptedStyleSheets = [top];
});

/// Every page that the sidebar leads to, with its controls; and the details of people.
async function everything(who, team, ids) {
  const all = new Map();
  // Some controls of a row show under the pointer alone: it stands on none.
  await who.page.mouse.move(1, 1);
  await go(who, `/t/${team}/me`);
  const links = await places(who);
  all.set("sidebar", JSON.stringify(links));
  for (const path of [`/t/${team}/me`, ...links.map(([href]) => href)]) {
    await go(who, path);
    all.set(`${path}: heading`, await who.page.locator("main h1").innerText());
    for (const [key, state] of await controls(who)) all.set(`${path}: ${key}`, state);
  }
  if (!links.some(([href]) => href.endsWith("/members"))) return all;
  for (const id of ids) {
    await go(who, `/t/${team}/members`);
    await who.page.locator("dialog[open]").waitFor({ state: "detached" });
    await go(who, `/t/${team}/members/${id}`);
    await who.page.locator("dialog[open] form.panel-form").waitFor();
    for (const [key, state] of await controls(who, "aside, dialog[open]")) all.set(`details of ${id}: ${key}`, state);
  }
  return all;
}

const sum = { pairs: 0, controls: 0, states: new Map() };

for (const [team, viewer, others] of PAIRS) {
  for (const other of others) {
    test(`view_as_shows_exactly_what_they_see_${team}_${viewer.split("@")[0]}_as_${other.split("@")[0]}`, async () => {
      const who = await person(browser, server, { height: HEIGHT });
      await signIn(who, viewer);
      await visit(who, `/t/${team}/members`);
      const member = await found(who, team, other);
      const listed = (await api(who, "GET", `/teams/${team}/members?limit=${DETAILS}`)).json.items;
      const ids = [member.id, ...listed.map((m) => m.id)];
      const own = await places(who);
      await look(who, team, member);
      const left = [];
      who.page.on("request", (r) => {
        if (r.method() !== "GET") left.push(`${r.method()} ${r.url()}`);
      });
      await steady(who);
      const seen = await everything(who, team, ids);
      assert.deepEqual(left, [], "nothing but reading leaves the page");

      const them = await person(browser, server, { height: HEIGHT });
      await signIn(them, other);
      await steady(them);
      const theirs = await everything(them, team, ids);
      await them.leave();
      const apart = [...new Set([...seen.keys(), ...theirs.keys()])].filter((key) => seen.get(key) !== theirs.get(key));
      assert.deepEqual(apart.map((key) => `${key}: seen ${seen.get(key)}, theirs ${theirs.get(key)}`), [], `${viewer} as ${other}`);
      sum.pairs += 1;
      sum.controls += seen.size;
      for (const state of seen.values()) sum.states.set(state, (sum.states.get(state) ?? 0) + 1);

      if (await who.page.locator("dialog[open]").count()) await who.page.keyboard.press("Escape");
      await closed(who);
      await strip(who).getByRole("button", { name: "Stop" }).click();
      await strip(who).waitFor({ state: "detached" });
      await arrived(who);
      assert.deepEqual(await places(who), own, "one's own pages are back");
      await who.leave();
    });
  }
}

test("view_as_in_numbers", () => {
  const held = [...sum.states].filter(([s]) => /^[a-z]+(-[a-z]+)+$/.test(s)).reduce((n, [, c]) => n + c, 0);
  console.log(`view as: ${sum.pairs} pairs, ${sum.controls} controls and headings, ${sum.states.get("free") ?? 0} free, ${held} held`);
  assert.ok(sum.pairs === PAIRS.flatMap(([, , all]) => all).length && sum.controls > 400 && held > 60, JSON.stringify([...sum.states]));
});

/// Olivia on the list of Jelly's people, and what leaves her page from now on.
async function olivia({ locale } = {}) {
  const who = await person(browser, server, locale ? { locale } : {});
  if (locale) {
    await who.page.goto("/sign-in");
    await who.page.locator("input[type=email]").fill("owner@jelly.example");
    await who.page.locator("input[type=password]").fill(DEMO_PASSWORD);
    await who.page.locator("button[type=submit]").click();
    await arrived(who);
  } else {
    await signIn(who, "owner@jelly.example");
  }
  await visit(who, "/t/jelly/members");
  const sent = [];
  who.page.on("request", (r) => {
    if (r.method() !== "GET") sent.push(`${r.method()} ${new URL(r.url()).pathname}`);
  });
  return { who, sent };
}

test("view_as_what_they_could_do_is_shown_and_not_done", async () => {
  const { who, sent } = await olivia();
  const noah = await found(who, "jelly", "admin@jelly.example");
  await look(who, "jelly", noah);
  assert.deepEqual(sent.splice(0), [`POST /api/v1/teams/jelly/members/${noah.id}/view-as`]);
  await go(who, "/t/jelly/members");
  const text = "You are viewing as somebody else";
  // At once, from a menu.
  await act(who, "Mina Park", "deactivate");
  const box = dialog(who);
  if (await box.waitFor({ timeout: 1_500 }).then(() => true, () => false)) await box.locator("button[data-action=deactivate]").click();
  await who.page.getByText(text).first().waitFor();
  if (await dialog(who).count()) await who.page.keyboard.press("Escape");
  await closed(who);
  assert.equal(await status(who, "Mina Park"), "Active");
  // From a form: what was typed stays.
  await who.page.locator("main .page-head").getByRole("button", { name: "Invite" }).first().click();
  await dialog(who).locator("input").first().fill("new@x.example");
  await dialog(who).locator("button[type=submit], .foot .btn.primary").last().click();
  await dialog(who).getByText(text).waitFor();
  await who.page.keyboard.press("Escape");
  await closed(who);
  // As another from there: no further.
  await act(who, "Mina Park", "view-as");
  await toast(who, text);
  // One's own page says what it leaves out, and saves nothing.
  await go(who, "/t/jelly/me");
  await who.page.getByText("personal settings are Noah Fischer's alone and not shown").waitFor();
  assert.equal(await who.page.locator("main [name=language], main input[type=password]").count(), 0);
  await who.page.locator("main").getByRole("button", { name: "Save" }).first().click();
  await who.page.locator("main").getByText(text).waitFor();
  // Files are fetched by the browser itself, as whoever is signed in: not now.
  await go(who, "/t/jelly/work/conversation");
  const fetched = [];
  who.page.on("request", (r) => fetched.push(r.url()));
  await who.page.locator("main a[download]").first().click();
  await toast(who, text);
  assert.ok(!fetched.some((u) => u.includes("/export")), fetched.join());
  // Notices are theirs alone.
  await who.page.getByRole("button", { name: /^Notifications/ }).click();
  await dialog(who).getByText("notifications and personal settings are Noah Fischer's alone").waitFor();
  await who.page.keyboard.press("Escape");
  await closed(who);
  assert.deepEqual(sent, [], "nothing has left the page");
  await who.page.locator(".who-btn.me").click();
  await who.page.getByRole("menuitem", { name: "Sign out" }).click();
  await who.page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.deepEqual(sent, ["DELETE /api/v1/session"], "signing out is possible");
  // The next one who signs in here is themself.
  await signIn(who, "owner@jelly.example");
  assert.equal(await strip(who).count(), 0);
  assert.equal((await who.page.locator(".who-btn.me b").innerText()).trim(), "Olivia Brandt");
  await who.leave();
});

test("view_as_follows_their_role_and_ends_with_their_access", async () => {
  const { who } = await olivia();
  const boss = await person(browser, server);
  await signIn(boss, "owner@jelly.example");
  await visit(boss, "/t/jelly/members");
  const arthur = await found(who, "jelly", "arthur@jelly.example");
  await look(who, "jelly", arthur);
  await until("a member's pages", async () => !(await places(who)).some(([href]) => href.endsWith("/audit")));
  assert.equal((await api(boss, "PUT", `/teams/jelly/members/${arthur.id}/role`, { role: "admin" })).status, 200);
  await until("an admin's pages", async () => (await places(who)).some(([href]) => href.endsWith("/audit")));
  await strip(who).getByText("(Admin)").waitFor();
  assert.equal((await api(boss, "POST", `/teams/jelly/members/${arthur.id}/deactivate`, {})).status, 200);
  await toast(who, "Arthur Dean can't be viewed any more");
  await strip(who).waitFor({ state: "detached" });
  await arrived(who);
  assert.equal((await who.page.locator(".who-btn.me b").innerText()).trim(), "Olivia Brandt");
  assert.equal((await api(boss, "POST", `/teams/jelly/members/${arthur.id}/restore`, {})).status, 200);
  assert.equal((await api(boss, "PUT", `/teams/jelly/members/${arthur.id}/role`, { role: "member" })).status, 200);
  // The log says who looked, and as whom.
  const log = (await api(boss, "GET", "/teams/jelly/audit")).json.items;
  assert.ok(log.some((e) => e.action === "view-as" && e.actor === "Olivia Brandt" && e.target === "Arthur Dean"));
  await boss.leave();
  await who.leave();
});

test("view_as_ends_when_the_viewers_own_right_does", async () => {
  const boss = await person(browser, server);
  await signIn(boss, "owner@jelly.example");
  await visit(boss, "/t/jelly/members");
  const zoe = await memberId(boss, "Zoë Lambert");
  const who = await person(browser, server);
  await signIn(who, "zoe@jelly.example");
  await visit(who, "/t/jelly/members");
  await look(who, "jelly", await found(who, "jelly", "sam@jelly.example"));
  assert.equal((await api(boss, "PUT", `/teams/jelly/members/${zoe}/role`, { role: "member" })).status, 200);
  await toast(who, "Sam Okafor can't be viewed any more");
  await until("her own pages", async () => (await who.page.locator(".who-btn.me b").innerText()).trim() === "Zoë Lambert");
  const menu = line(who, "Mina Park").locator(".c-more button");
  await go(who, "/t/jelly/members");
  if (await menu.count()) assert.equal(await entry(await more(who, "Mina Park"), "view-as").count(), 0);
  assert.equal((await api(boss, "PUT", `/teams/jelly/members/${zoe}/role`, { role: "admin" })).status, 200);
  await boss.leave();
  await who.leave();
});

test("view_as_somebody_above_says_what_it_cannot_show", async () => {
  const who = await person(browser, server);
  await signIn(who, "admin@jelly.example");
  await visit(who, "/t/jelly/members");
  await look(who, "jelly", await found(who, "jelly", "owner@jelly.example"));
  const billing = (await places(who)).map(([href]) => href).find((href) => href.endsWith("/billing"));
  assert.ok(billing, "an owner has the page");
  await go(who, billing);
  await who.page.getByText("Not shown: they may see this, and you may not.").waitFor();
  await who.leave();
});

test("view_as_by_keyboard_and_said_to_a_screen_reader", async () => {
  const { who } = await olivia();
  const { page } = who;
  const mina = await found(who, "jelly", "member@jelly.example");
  const button = line(who, "Mina Park").getByRole("button", { name: "More for Mina Park" });
  await button.focus();
  await page.keyboard.press("Enter");
  const item = page.locator(`[role=menu]:visible [data-action="view-as"]`);
  await item.waitFor();
  assert.equal((await item.innerText()).split("\n")[0].trim(), "View as Mina Park");
  await item.focus();
  await page.keyboard.press("Enter");
  const said = strip(who).getByRole("status");
  await said.getByText("You see what Mina Park (Member) would see. Nothing can be changed here.").waitFor();
  await until("the heading to have the focus", async () => page.evaluate(() => document.activeElement?.tagName === "H1"));
  // Escape does not end it.
  await page.keyboard.press("Escape");
  assert.equal(await strip(who).count(), 1);
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Stop", "the way back is before the page");
  await page.keyboard.press("Enter");
  await strip(who).waitFor({ state: "detached" });
  await toast(who, "You see your own pages again");
  // From the details as well; loading the page anew ends it.
  await visit(who, `/t/jelly/members/${mina.id}`);
  await dialog(who).getByRole("button", { name: "More for Mina Park" }).click();
  await page.locator(`[role=menu]:visible [data-action="view-as"]`).click();
  await strip(who).waitFor();
  await closed(who);
  await visit(who, "/t/jelly/members");
  assert.equal(await strip(who).count(), 0);
  await who.leave();
});

test("view_as_is_accessible_in_each_look_and_in_turkish", async () => {
  const { who } = await olivia();
  const noah = await found(who, "jelly", "admin@jelly.example");
  const shots = [];
  await look(who, "jelly", noah);
  await inspect(who, "as Noah", shots);
  await go(who, "/t/jelly/me");
  await inspect(who, "as Noah, his page", shots);
  assert.deepEqual(shots, []);
  await who.leave();
  const { who: leyla } = await olivia({ locale: "tr-TR" });
  await look(leyla, "jelly", noah);
  await strip(leyla).getByText("Burada hiçbir şey değiştirilemez.").waitFor();
  await strip(leyla).getByRole("button", { name: "Bitir" }).click();
  await strip(leyla).waitFor({ state: "detached" });
  await leyla.leave();
});
