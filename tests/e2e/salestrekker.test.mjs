// Salestrekker: brokers' accounts, disabled and billed, deleted with an heir (ST1, ST3–ST7, ST9–ST14).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, fillSignIn, followMail, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, fill, giveRole, heading, labels, line, memberId, more, offers, openInvite, role, seesStatus, show, status, thrownOut, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";
import { giveTo, heirs, list, lines, item, pickIn } from "./lib/work.mjs";

let server, browser, owner, admin, nadia;
const NADIA = "Nadia Ferrer";
const EMAIL = "nadia@harbour.example";
const PASSWORD = "every boat needs a harbour";

before(async () => {
  server = await serve();
  browser = await open();
  owner = await person(browser, server);
  admin = await person(browser, server);
  nadia = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const billed = async () => Number(/\d+/.exec(await owner.page.locator("main .seats").innerText())[0]);

/// The temporary password of a mail.
const passwordIn = (mail) => /^[0-9a-z]{5}(-[0-9a-z]{5}){3}$/m.exec(mail.text)[0];

test("st5_settings_users_add_new_asks_email_first_name_and_family_name", async () => {
  await signIn(owner, "owner@salestrekker.example");
  assert.equal(await heading(owner).innerText(), "Users");
  const button = owner.page.locator("main .page-head").getByRole("button", { name: "Add New" });
  const box = await button.boundingBox();
  assert.ok(box.x > 900 && box.y < 120, `Add New stands at the top right, not at ${JSON.stringify(box)}`);
  const form = await openInvite(owner, "Add New");
  const asked = (await labels(form)).sort();
  assert.deepEqual(asked, ["Email address", "Family name", "First name"], "the account type is set afterwards (ST7)");
  await fill(form, { email: EMAIL, "first-name": "Nadia", "last-name": "Ferrer" });
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await closed(owner);
  await toast(owner, `Invitation sent to ${EMAIL}`);
  await line(owner, NADIA).waitFor();
  assert.equal(await status(owner, NADIA), "Pending");
});

test("st6_the_mail_has_the_login_link_and_a_temporary_password_that_leads_to_a_choice", async () => {
  const [first] = await server.mails(EMAIL);
  const temporary = passwordIn(first);
  // Sent again: the first one is dead.
  await act(owner, NADIA, "resend-invite");
  await until("the second mail", async () => (await server.mails(EMAIL)).length === 2);
  const [mail] = await server.mails(EMAIL);
  assert.match(await followMail(nadia, EMAIL, /Harbour Home Loans on Salestrekker/), /\/sign-in$/);
  await fillSignIn(nadia, EMAIL, temporary);
  await nadia.page.locator(".note.bad").waitFor();
  assert.notEqual(passwordIn(mail), temporary);
  // Typed as one reads it aloud.
  await fillSignIn(nadia, EMAIL, passwordIn(mail).toUpperCase().replaceAll("-", " "));
  await nadia.page.getByLabel("Choose a password").waitFor();
  assert.equal((await api(nadia, "GET", "/session")).status, 401, "nobody is signed in yet");
});

test("st5_pending_turns_active_and_st6_the_temporary_password_is_worth_nothing_then", async () => {
  const [mail] = await server.mails(EMAIL);
  await nadia.page.getByLabel("Choose a password").fill(PASSWORD);
  await nadia.page.getByRole("button", { name: "Join Harbour Home Loans" }).click();
  await arrived(nadia);
  await owner.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await seesStatus(owner, NADIA, "Active");
  const again = await person(browser, server);
  await fillSignIn(again, EMAIL, passwordIn(mail));
  await again.page.locator(".note.bad").waitFor();
  await again.leave();
});

test("st4_only_an_organization_owner_adds_and_removes", async () => {
  await signIn(admin, "admin@salestrekker.example");
  assert.equal(await heading(admin).innerText(), "Users");
  await line(admin, NADIA).waitFor();
  assert.equal(await admin.page.getByRole("button", { name: "Add New" }).count(), 0);
  assert.equal(await admin.page.locator(".line .pick input").count(), 0, "nothing to tick for who may not delete");
  const tom = await memberId(admin, "Tom Aldridge");
  assert.equal((await api(admin, "DELETE", `/teams/salestrekker/members/${tom}`, {})).status, 403);
  const invite = { people: [{ email: "x@harbour.example", fields: { "first-name": "X", "last-name": "Y" } }] };
  assert.equal((await api(admin, "POST", "/teams/salestrekker/invitations", invite)).status, 403);
});

test("st3_account_type_settings_are_for_admin_accounts", async () => {
  const broker = await person(browser, server);
  await signIn(broker, "broker@salestrekker.example");
  await broker.page.getByRole("heading", { name: "Your profile" }).waitFor();
  const id = await memberId(admin, NADIA);
  const answer = await api(broker, "PUT", `/teams/salestrekker/members/${id}/role`, { role: "processor" });
  assert.equal(answer.status, 403);
  assert.equal(answer.json.code, "not-permitted");
  await broker.leave();
});

test("st7_the_account_type_is_set_after_adding", async () => {
  assert.equal(await role(admin, NADIA), "Broker");
  await giveRole(admin, NADIA, "Processor (Assistant)");
  await giveRole(admin, NADIA, "Broker");
});

test("st1_mentor_and_administrator_are_additions_to_a_broker", async () => {
  await line(admin, NADIA).locator(".c-role button[data-action]").click();
  let menu = admin.page.locator("[role=menu]:visible");
  await menu.locator("[data-action=add-role][data-to=mentor]").click();
  await toast(admin, `${NADIA} is now Mentor too`);
  await until("the addition in the row", async () => /Mentor/.test(await role(admin, NADIA)));
  // As long as the addition is held, the account type that carries it stays.
  await line(admin, NADIA).locator(".c-role button[data-action]").click();
  menu = admin.page.locator("[role=menu]:visible");
  const held = menu.locator("[data-action=change-role][data-to=processor]");
  assert.equal(await held.getAttribute("data-denial"), "addition-needs-role");
  assert.match(await held.innerText(), /Take mentor away first/);
  await menu.locator("[data-action=remove-role][data-to=mentor]").click();
  await until("the addition to go", async () => (await role(admin, NADIA)) === "Broker");
  // A processor has none.
  await line(admin, "Lucia Moretti").locator(".c-role button[data-action]").click();
  menu = admin.page.locator("[role=menu]:visible");
  assert.equal(await menu.locator("[data-action=add-role][data-to=mentor]").getAttribute("data-denial"), "addition-needs-role");
  await admin.page.keyboard.press("Escape");
});

test("st14_disable_is_for_organization_owners_only", async () => {
  // An administrator's account alone has workflows to offer in this row, and nothing of this kind.
  await line(admin, "Priya Raman").waitFor();
  assert.ok(!("deactivate" in (await offers(await more(admin, "Priya Raman")))));
  await admin.page.keyboard.press("Escape");
  assert.ok((await offers(await more(owner, "Priya Raman"))).deactivate, "an owner has it in the same row");
  await owner.page.keyboard.press("Escape");
  const id = await memberId(admin, NADIA);
  assert.equal((await api(admin, "POST", `/teams/salestrekker/members/${id}/deactivate`)).status, 403);
});

test("st11_disable_takes_access_away_and_st13_keeps_the_bill", async () => {
  const before = await billed();
  await act(owner, NADIA, "deactivate", "Disable");
  await seesStatus(owner, NADIA, "Disabled");
  assert.equal(await billed(), before, "disabled users are billed like active ones");
  await thrownOut(nadia);
  await fillSignIn(nadia, EMAIL, PASSWORD);
  await nadia.page.locator(".note.bad").waitFor();
});

test("st12_a_disabled_user_is_activated_again", async () => {
  await show(owner, "Disabled users");
  await act(owner, NADIA, "restore", "Activate");
  await until("the row to leave the section", async () => (await line(owner, NADIA).count()) === 0);
  await toast(owner, `${NADIA} activated`);
  await show(owner, "All");
  assert.equal(await status(owner, NADIA), "Active");
  await fillSignIn(nadia, EMAIL, PASSWORD);
  await arrived(nadia);
});

test("st10_deleting_asks_for_the_person_who_gets_everything", async () => {
  // She has worked a little.
  for (const kind of ["deal", "contact", "task", "note"]) {
    await list(owner, "salestrekker", kind);
    const title = (await lines(owner).first().locator(".c-title .title").innerText()).trim();
    await item(owner, title).locator("button.assignee").click();
    await pickIn(owner, NADIA);
  }
  await visit(owner, "/t/salestrekker/members");
  await line(owner, NADIA).waitFor();
  const before = await billed();
  await act(owner, NADIA, "delete", "Delete");
  const box = dialog(owner);
  assert.match(await box.innerText(), /All ownership moves to the user you choose/);
  const remove = box.getByRole("button", { name: "Delete", exact: true });
  assert.equal(await remove.getAttribute("data-denial"), "successor-required");
  assert.equal(await remove.getAttribute("aria-disabled"), "true");
  await box.getByText("Allocate all deals, contacts, tasks and notes to").waitFor();
  // What moves is told by kind before anything happens, and it is what the server has.
  const has = async (id) => (await api(owner, "GET", `/teams/salestrekker/members/${id}/work`)).json.kinds;
  const [nadia_id, priya_id] = [await memberId(owner, NADIA), await memberId(owner, "Priya Raman")];
  const [hers, before_move] = [await has(nadia_id), await has(priya_id)];
  for (const { kind, n } of hers) assert.match(await box.locator(`[data-kind="${kind}"]`).innerText(), new RegExp(`^${n.toLocaleString("en-GB")} `));
  const names = await heirs(owner, box);
  assert.equal(names["Priya Raman"], "free");
  assert.ok(!(NADIA in names), "not to the one who goes");
  assert.ok(!("Sofie Lindqvist" in names), "not to one who is disabled");
  await giveTo(owner, box, "Priya Raman");
  await box.getByRole("button", { name: "Delete", exact: true }).click();
  await closed(owner);
  await until("the row to go", async () => (await line(owner, NADIA).count()) === 0);
  await until("the bill to sink", async () => (await billed()) === before - 1);
  const sum = (all, kind) => all.find((k) => k.kind === kind)?.n ?? 0;
  const now = await has(priya_id);
  for (const kind of ["deal", "contact", "task", "note"]) assert.equal(sum(now, kind), sum(before_move, kind) + sum(hers, kind), `${kind}s moved`);
  await thrownOut(nadia);
});

test("st9_many_rows_are_ticked_and_deleted_at_once", async () => {
  for (const name of ["Tom Aldridge", "Kwame Mensah", "Declan Byrne"]) await line(owner, name).getByRole("checkbox").check();
  const bar = owner.page.locator(".bulk");
  await bar.getByText("3 selected").waitFor();
  await bar.locator("[data-action=delete]").click();
  const box = dialog(owner);
  assert.match(await box.locator("h2").innerText(), /Delete 3 people\?/);
  for (const name of ["Tom Aldridge", "Kwame Mensah", "Declan Byrne"]) assert.match(await box.innerText(), new RegExp(name));
  const names = await heirs(owner, box);
  assert.ok(!("Tom Aldridge" in names) && !("Kwame Mensah" in names), "not to one who goes as well");
  await giveTo(owner, box, "Ines Carvalho");
  await box.getByRole("button", { name: "Delete", exact: true }).click();
  await closed(owner);
  for (const name of ["Tom Aldridge", "Kwame Mensah", "Declan Byrne"]) await until(`${name} to go`, async () => (await line(owner, name).count()) === 0);
  assert.equal(await bar.count(), 0, "nothing is ticked any more");
});

test("st9_one_that_may_not_go_holds_the_whole_deletion_with_its_reason", async () => {
  await line(owner, "Marguerite Okonkwo").getByRole("checkbox").check();
  await line(owner, "Priya Raman").getByRole("checkbox").check();
  const button = owner.page.locator(".bulk [data-action=delete]");
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  assert.ok(["self-action", "last-holder"].includes(await button.getAttribute("data-denial")));
  await owner.page.getByRole("button", { name: "Clear selection" }).click();
});

test("st4_the_only_owner_neither_disables_nor_deletes_the_own_account", async () => {
  const menu = await more(owner, "Marguerite Okonkwo");
  const all = await offers(menu);
  for (const action of ["deactivate", "delete"]) assert.ok(["self-action", "last-holder"].includes(all[action]), `${action}: ${all[action]}`);
  await owner.page.keyboard.press("Escape");
});

test("the_pages_complained_about_nothing", async () => {
  await owner.leave();
  await admin.leave();
  await nadia.leave();
});
