// What an organization is made of: branches and their managing agents, workflows and agents with their members, and work that
// moves with whoever leaves (ST2, ST8, ST10, VA6).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, entry, line, memberId, more, offers, toast } from "./lib/members.mjs";
import { everything, giveTo, heirs, pickIn } from "./lib/work.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, owner;
const TEAM = "salestrekker-enterprise";

before(async () => {
  server = await serve();
  browser = await open();
  owner = await person(browser, server);
  await signIn(owner, "owner@harbour.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const unit = (who, name) => who.page.locator("li[data-unit]").filter({ has: who.page.locator("b", { hasText: new RegExp(`^${name}$`) }) });
const managers = (who, name) => unit(who, name).locator(".managers li bdi").allInnerTexts();

test("st2_a_branch_is_made_and_a_managing_agent_appointed_by_name", async () => {
  await visit(owner, `/t/${TEAM}/units`);
  await owner.page.locator(".page-head [data-action=manage-units]").click();
  await dialog(owner).locator("[name=unit-name]").fill("Geelong");
  await dialog(owner).locator("[name=unit-kind]").selectOption("Branch");
  await dialog(owner).getByRole("button", { name: "Save" }).click();
  await closed(owner);
  await unit(owner, "Geelong").waitFor();
  // Only system administrators can be: a broker stands there with the reason.
  await unit(owner, "Geelong").locator("button[data-action=set-standing]").last().click();
  const pop = owner.page.locator(".pop.combo:popover-open");
  await pop.locator("input").fill("Tadhg");
  const broker = pop.locator("[role=option]").filter({ hasText: "Tadhg Kearney" });
  await broker.waitFor();
  assert.equal(await broker.getAttribute("aria-disabled"), "true");
  assert.equal(await broker.getAttribute("data-denial"), "addition-needs-role");
  await pickIn(owner, "Viktor Lindgren");
  await until("the manager", async () => (await managers(owner, "Geelong")).includes("Viktor Lindgren"));
});

test("st2_a_managing_agent_manages_the_accounts_of_the_own_branch_and_no_others", async () => {
  const rafael = await person(browser, server);
  await signIn(rafael, "agent@harbour.example");
  await visit(rafael, `/t/${TEAM}/members`);
  const own = await offers(await more(rafael, "Joel Hartigan"));
  assert.equal(own.delete, "free", JSON.stringify(own));
  await rafael.page.keyboard.press("Escape");
  const other = await offers(await more(rafael, "Bruno Salas"));
  assert.notEqual(other.delete, "free", JSON.stringify(other));
  if (other.delete) assert.equal(other.delete, "unit-not-managed");
  await rafael.page.keyboard.press("Escape");
  // The server holds what the page holds (A15).
  const id = await memberId(rafael, "Bruno Salas");
  const answer = await api(rafael, "DELETE", `/teams/${TEAM}/members/${id}`, { successor: await memberId(rafael, "Joel Hartigan") });
  assert.deepEqual([answer.status, answer.json.code], [403, "unit-not-managed"]);
  await rafael.leave();
});

test("st2_somebody_is_put_into_another_branch_and_their_manager_changes_with_it", async () => {
  await visit(owner, `/t/${TEAM}/members`);
  await line(owner, "Bruno Salas").getByRole("button", { name: "Bruno Salas", exact: true }).click();
  await dialog(owner).waitFor();
  await dialog(owner).locator("select[name=unit]").selectOption({ label: "Branch: Newcastle" });
  await toast(owner, "Bruno Salas belongs to Newcastle now");
  const rafael = await person(browser, server);
  await signIn(rafael, "agent@harbour.example");
  await visit(rafael, `/t/${TEAM}/members`);
  assert.equal((await offers(await more(rafael, "Bruno Salas"))).delete, "free");
  await rafael.leave();
});

test("st2_a_branch_with_people_cannot_be_deleted_and_says_why_an_empty_one_can", async () => {
  await visit(owner, `/t/${TEAM}/units`);
  const menu = async (name) => {
    await unit(owner, name).getByRole("button", { name: `More for ${name}` }).click();
    const box = owner.page.locator("[role=menu]:visible");
    await box.waitFor();
    return box;
  };
  const held = (await menu("Newcastle")).getByRole("menuitem", { name: /^Delete/ });
  assert.equal(await held.getAttribute("aria-disabled"), "true");
  assert.match(await held.innerText(), /people belong to it/);
  await owner.page.keyboard.press("Escape");
  // Geelong: dismiss its manager first.
  await unit(owner, "Geelong").getByRole("button", { name: "Dismiss Viktor Lindgren" }).click();
  await until("nobody to manage it", async () => (await managers(owner, "Geelong")).length === 0);
  await (await menu("Geelong")).getByRole("menuitem", { name: /^Delete/ }).click();
  await dialog(owner).getByRole("button", { name: "Delete" }).click();
  await closed(owner);
  await until("it to be gone", async () => (await unit(owner, "Geelong").count()) === 0);
});

test("st8_team_members_are_added_to_a_workflow_by_typing_a_name", async () => {
  const admin = await person(browser, server);
  await signIn(admin, "admin@salestrekker.example");
  await visit(admin, "/t/salestrekker/resources");
  const open = async () => {
    await admin.page.locator("li[data-resource]").filter({ hasText: "Refinance" }).getByRole("button").first().click();
    await dialog(admin).waitFor();
  };
  const has = () => dialog(admin).locator("li[data-member] bdi").allInnerTexts();
  await open();
  assert.ok(!(await has()).includes("Tom Aldridge"));
  await dialog(admin).getByRole("button", { name: "Add team members" }).click();
  await pickIn(admin, "Tom Ald");
  await until("Tom to be in it", async () => (await has()).includes("Tom Aldridge"));
  await admin.page.reload();
  await open();
  await until("the list", async () => (await has()).length > 0);
  assert.ok((await has()).includes("Tom Aldridge"));
  await dialog(admin).getByRole("button", { name: "Remove Tom Aldridge" }).click();
  await until("Tom to be out of it", async () => !(await has()).includes("Tom Aldridge"));
  await admin.leave();
});

test("st10_deleting_shows_what_moves_by_kind_and_moves_all_of_it", async () => {
  const boss = await person(browser, server);
  await signIn(boss, "owner@salestrekker.example");
  await visit(boss, "/t/salestrekker/members");
  const id = await memberId(boss, "Priya Raman");
  const heir = await memberId(boss, "Tom Aldridge");
  const work = async (who) => Object.fromEntries((await api(boss, "GET", `/teams/salestrekker/members/${who}/work`)).json.kinds.map((k) => [k.kind, k.n]));
  const [moves, had] = [await work(id), await work(heir)];
  assert.ok(Object.keys(moves).length >= 3, JSON.stringify(moves));
  await line(boss, "Priya Raman").getByRole("checkbox").check();
  await boss.page.locator(".bulk").getByRole("button", { name: /Actions|Delete/ }).first().click();
  const item = boss.page.locator("[role=menu]:visible [data-action=delete]");
  if (await item.count()) await item.click();
  const box = dialog(boss);
  await box.waitFor();
  for (const n of Object.values(moves)) await box.getByText(new RegExp(`\\b${n.toLocaleString("en-GB")}\\b`)).first().waitFor();
  const go = box.locator("button[data-action=delete]");
  assert.equal(await go.getAttribute("aria-disabled"), "true", "nobody is chosen yet");
  const choice = await heirs(boss, box);
  assert.equal(choice["Tom Aldridge"], "free");
  assert.ok(!("Priya Raman" in choice) || choice["Priya Raman"] !== "free");
  assert.ok(!("Sofie Lindqvist" in choice), "somebody disabled inherits nothing");
  await giveTo(boss, box, "Tom Aldridge");
  await go.click();
  await closed(boss);
  await until("Priya to be gone", async () => (await line(boss, "Priya Raman").count()) === 0);
  const now = await work(heir);
  for (const [kind, n] of Object.entries(moves)) assert.equal(now[kind], (had[kind] ?? 0) + n, kind);
  assert.equal((await everything(boss, "salestrekker", "deal", `&assignee=${id}`)).length, 0, "nothing is left behind");
  await boss.leave();
});

test("va6_va4_edit_agents_changes_at_once_whose_calls_a_member_sees", async () => {
  const elena = await person(browser, server);
  await signIn(elena, "admin@voice.example");
  const jonas = await person(browser, server);
  await signIn(jonas, "member@voice.example");
  const agents = async () => [...new Set((await everything(jonas, "voice-agents", "call")).map((c) => c.resource))].sort();
  assert.deepEqual(await agents(), ["reception"]);
  await visit(elena, "/t/voice-agents/members");
  await act(elena, "Jonas Weber", "edit-member");
  const box = dialog(elena);
  assert.match(await box.innerText(), /Northwind Dental[\s\S]*Northwind Physio/, "grouped by company");
  await box.getByLabel("Appointment booking").check();
  await box.getByLabel("Reception").uncheck();
  await box.getByRole("button", { name: "Save changes" }).click();
  await toast(elena, "Saved");
  assert.deepEqual(await agents(), ["booking"]);
  await elena.leave();
  await jonas.leave();
});

test("the_page_did_not_complain", async () => owner.leave());
