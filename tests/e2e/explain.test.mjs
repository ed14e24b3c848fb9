// "Who can do this?" beside what cannot be done, and in the table of rights: the people whom the server would obey.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "./lib/axe.mjs";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { closed, dialog, entry, giveRole, memberId, more } from "./lib/members.mjs";
import { DEMO_PASSWORD, serve } from "./lib/server.mjs";

let server, browser, olivia, noah;
const PEOPLE = "/t/jelly/members";
const ROLES = "/t/jelly/roles";

before(async () => {
  server = await serve();
  browser = await open();
  olivia = await person(browser, server);
  noah = await person(browser, server);
  await signIn(olivia, "owner@jelly.example");
  await signIn(noah, "admin@jelly.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const WORDS = "Who can do this?";
/// Ids of the people in the dialog, once it has its answer.
const named = async (who) => {
  const box = dialog(who);
  await box.locator(".who-can, .body p.dim").first().waitFor();
  assert.equal(await box.locator("h2").innerText(), WORDS);
  return (await box.locator(".who-can li").evaluateAll((all) => all.map((li) => li.dataset.member))).sort();
};
const answer = async (who, query) => {
  const { status, json } = await api(who, "GET", `/teams/jelly/who-can?${query}`);
  assert.equal(status, 200);
  return json.people.map((p) => p.id).sort();
};
const me = async (who) => (await api(who, "GET", "/teams/jelly")).json.me;

test("explain_a_held_row_of_a_menu_says_who_can_do_it", async () => {
  await visit(noah, PEOPLE);
  const own = await me(noah);
  const menu = await more(noah, own.name);
  const row = entry(menu, "deactivate");
  assert.equal(await row.getAttribute("data-denial"), "self-action");
  const ask = menu.locator(".asks").filter({ has: noah.page.locator("[data-action=deactivate]") }).getByRole("menuitem", { name: WORDS });
  // The arrows reach it after the row that it belongs to.
  await row.focus();
  await noah.page.keyboard.press("ArrowDown");
  assert.ok(await ask.evaluate((el) => el === document.activeElement), "the next row is the question");
  await noah.page.keyboard.press("Enter");
  const people = await named(noah);
  assert.deepEqual(people, await answer(noah, `action=deactivate&target=${own.id}`));
  assert.ok(people.length > 0 && !people.includes(own.id), "others can, he can't");
  await noah.page.keyboard.press("Escape");
  await closed(noah);
  const label = await noah.page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.equal(label, `More for ${own.name}`, "the focus is where the menu was opened");
});

test("explain_the_tip_of_a_held_control_leads_on_by_keyboard", async () => {
  const boss = await me(olivia);
  // The only owner keeps the role, whoever asks: nobody is offered who could take it.
  await visit(olivia, PEOPLE);
  const roleOf = (who, id) => who.page.locator(`.line[data-member="${id}"] .c-role [data-action=change-role]`);
  const tip = (who) => who.page.locator("[role=tooltip]:visible");
  assert.equal(await roleOf(olivia, boss.id).getAttribute("data-denial"), "last-holder");
  await roleOf(olivia, boss.id).focus();
  await tip(olivia).waitFor();
  assert.equal(await tip(olivia).locator(".who-can-do").count(), 0);
  // With a second owner, owners can change her role, and an admin can't.
  const zoe = await memberId(olivia, "Zoë Lambert");
  await giveRole(olivia, "Zoë Lambert", "Owner");
  await visit(noah, PEOPLE);
  const role = roleOf(noah, boss.id);
  await until("the role to be held", async () => (await role.getAttribute("data-denial")) === "rank-too-low");
  await role.focus();
  await tip(noah).waitFor();
  await noah.page.keyboard.press("Tab");
  const ask = tip(noah).getByRole("button", { name: WORDS });
  await until("the question to have the focus", async () => ask.evaluate((el) => el === document.activeElement));
  await noah.page.keyboard.press("Enter");
  assert.deepEqual(await named(noah), [boss.id, zoe].sort());
  await noah.page.keyboard.press("Escape");
  await closed(noah);
  assert.ok(await role.evaluate((el) => el === document.activeElement), "the focus is where it was");
  await role.blur();
  await until("the tip to go", async () => (await tip(noah).count()) === 0);
  await giveRole(olivia, "Zoë Lambert", "Admin");
});

test("explain_each_right_in_the_table_names_its_people_and_follows_a_change", async () => {
  await visit(olivia, ROLES);
  const rights = await olivia.page.locator("#permissions tr[data-permission]").evaluateAll((all) => all.map((tr) => tr.dataset.permission));
  assert.ok(rights.length >= 6, `${rights}`);
  for (const right of rights) {
    await olivia.page.locator(`tr[data-permission="${right}"] .who-can-do`).click();
    assert.deepEqual(await named(olivia), await answer(olivia, `action=use:${right}`), right);
    await dialog(olivia).getByRole("button", { name: "Close" }).last().click();
    await closed(olivia);
  }
  // Somebody else's change shows in the open dialog.
  await olivia.page.locator('tr[data-permission="team-settings.edit"] .who-can-do').click();
  const his = (await me(noah)).id;
  assert.ok((await named(olivia)).includes(his));
  const page = await person(browser, server);
  await signIn(page, "owner@jelly.example");
  await visit(page, PEOPLE);
  await giveRole(page, (await me(noah)).name, "Member");
  await until("the list to follow", async () => !(await named(olivia)).includes(his));
  await giveRole(page, (await me(noah)).name, "Admin");
  await until("the list to follow back", async () => (await named(olivia)).includes(his));
  await page.leave();
  await olivia.page.keyboard.press("Escape");
  await closed(olivia);
});

test("explain_the_question_is_not_asked_by_who_sees_no_members", async () => {
  const chloe = await person(browser, server);
  await signIn(chloe, "member@voice.example");
  await visit(chloe, "/t/voice-agents/me");
  assert.equal(await chloe.page.locator(".frame.mute").count(), 1);
  assert.equal(await chloe.page.locator(".who-can-do:visible").count(), 0);
  await chloe.leave();
});

test("explain_the_list_is_accessible_in_each_look_and_in_turkish", async () => {
  const found = [];
  await visit(olivia, ROLES);
  await inspect(olivia, "roles", found);
  await olivia.page.locator('tr[data-permission="billing.view"] .who-can-do').click();
  await named(olivia);
  await inspect(olivia, "who can", found);
  assert.deepEqual(found, []);
  const leyla = await person(browser, server, { locale: "tr-TR" });
  await leyla.page.goto("/sign-in");
  await leyla.page.locator("input[type=email]").fill("member@jelly.example");
  await leyla.page.locator("input[type=password]").fill(DEMO_PASSWORD);
  await leyla.page.locator("button[type=submit]").click();
  await leyla.page.locator(".frame main:not([aria-busy]) h1").waitFor();
  await visit(leyla, ROLES);
  await leyla.page.locator(".who-can-do").first().click();
  await dialog(leyla).getByText("Bunu kim yapabilir?").waitFor();
  await leyla.leave();
});

test("the_pages_complained_about_nothing", async () => {
  await olivia.leave();
  await noah.leave();
});
