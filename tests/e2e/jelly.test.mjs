// Jelly: the shared inbox's team, four at once, former members, always an owner (JY1–JY12).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, comeBack, fillSignIn, followMail, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, entry, giveRole, heading, line, memberId, more, offers, openInvite, role, seesStatus, show, status, thrownOut, toast } from "./lib/members.mjs";
import { DAY, serve } from "./lib/server.mjs";

let server, browser, olivia, noah, ada;
const NAMES = ["ada", "ben", "cleo", "dina"].map((n) => `${n}@lantern.example`);
const PASSWORD = "a lantern in the window";

before(async () => {
  server = await serve();
  browser = await open();
  olivia = await person(browser, server);
  noah = await person(browser, server);
  ada = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("jy1_behind_the_profile_photo_lies_team_members", async () => {
  await signIn(olivia, "owner@jelly.example");
  await olivia.page.getByRole("button", { name: "Your account" }).click();
  await olivia.page.getByRole("menuitem", { name: "Team Members" }).click();
  assert.equal(await heading(olivia).innerText(), "Team Members");
  assert.equal((await olivia.page.locator("header .section").last().innerText()).toLowerCase(), "team settings");
});

test("jy2_a_member_sees_the_team_and_manages_nobody", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  await visit(mina, "/t/jelly/members");
  await line(mina, "Olivia Brandt").waitFor();
  assert.equal(await mina.page.locator("main [data-action]").count(), 0, "no control that a member may never use");
  assert.equal(await mina.page.getByRole("button", { name: "Invite" }).count(), 0);
  await mina.leave();
});

test("jy3_four_addresses_at_once_and_the_fifth_is_refused_in_the_form_with_a_reason", async () => {
  const form = await openInvite(olivia, "Invite");
  const box = form.locator("[name=email]");
  // A pasted list becomes one chip an address.
  await box.focus();
  await box.evaluate((el, text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    el.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, NAMES.slice(0, 3).join(", "));
  await box.fill(NAMES[3]);
  await box.press("Enter");
  assert.equal(await form.locator(".chips li").count(), 4);
  assert.equal(await form.locator(".chips li.no").count(), 0);
  const send = form.locator("[data-action=invite]");
  assert.equal(await send.innerText(), "Send invitations");
  await box.fill("eve@lantern.example");
  await box.press("Enter");
  await form.locator(".chips li.no", { hasText: "eve@lantern.example" }).waitFor();
  assert.match(await form.locator(".chips li.no").innerText(), /at most 4 people/);
  await until("the button to be held", async () => (await send.getAttribute("data-denial")) === "batch-too-large");
  assert.equal(await send.getAttribute("aria-disabled"), "true");
  const why = await send.getAttribute("aria-describedby");
  assert.match(await olivia.page.locator(`#${why}`).textContent(), /At most 4 people at once/);
  await form.getByRole("button", { name: "Remove eve@lantern.example" }).click();
  await until("the button to be free", async () => (await send.getAttribute("aria-disabled")) === null);
});

test("jy3_an_address_that_is_here_already_says_so", async () => {
  const form = dialog(olivia);
  await form.getByRole("button", { name: `Remove ${NAMES[3]}` }).click();
  await form.locator("[name=email]").fill("Member@Jelly.example");
  await form.locator("[name=email]").press("Enter");
  await form.locator(".chips li.no", { hasText: "already in this team" }).waitFor();
  await form.getByRole("button", { name: "Remove Member@Jelly.example" }).click();
  await form.locator("[name=email]").fill(NAMES[3]);
});

test("jy4_each_of_them_gets_a_mail_with_a_link_to_join", async () => {
  await dialog(olivia).locator("[data-action=invite]").click();
  await closed(olivia);
  await toast(olivia, "4 invitations sent");
  for (const to of NAMES) {
    await until(`the mail to ${to}`, async () => (await server.mails(to)).length === 1);
    assert.equal(await status(olivia, to), "Pending");
  }
  await followMail(ada, NAMES[0], /Olivia Brandt invited you to Lantern Books on Jelly/);
  await ada.page.getByLabel("Your name").fill("Ada Marsh");
  await ada.page.getByLabel("Choose a password").fill(PASSWORD);
  await ada.page.getByRole("button", { name: "Join Lantern Books" }).click();
  await arrived(ada);
  await olivia.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await seesStatus(olivia, "Ada Marsh", "Active");
});

test("jy5_pending_shows_the_time_left_and_a_missed_one_is_resent", async () => {
  await show(olivia, "Pending");
  assert.match(await line(olivia, NAMES[1]).locator(".c-when").innerText(), /ends in (6|7) days|ends next week/);
  assert.equal(await status(olivia, "viktor@jelly.example"), "Expired");
  await line(olivia, "viktor@jelly.example").getByRole("button", { name: /^Resend/ }).click();
  await seesStatus(olivia, "viktor@jelly.example", "Pending");
  await until("the mail", async () => (await server.mails("viktor@jelly.example")).length === 1);
});

test("jy6_a_pending_invitation_can_be_cancelled", async () => {
  await act(olivia, NAMES[1], "cancel-invite", "Cancel invitation");
  await dialog(olivia).getByRole("button", { name: "Keep it" }).click();
  await closed(olivia);
  await act(olivia, NAMES[1], "cancel-invite");
  await dialog(olivia).getByRole("button", { name: "Cancel invitation" }).click();
  await until("the row to go", async () => (await line(olivia, NAMES[1]).count()) === 0);
  const ben = await person(browser, server);
  await followMail(ben, NAMES[1]);
  await ben.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  await ben.leave();
  await show(olivia, "All");
});

test("jy7_the_roles_page_lists_what_members_admins_and_owners_do", async () => {
  await visit(olivia, "/t/jelly/roles");
  const cells = async (label) => olivia.page.locator("#permissions tr", { hasText: label }).locator("td").allInnerTexts();
  assert.deepEqual(await cells("View and respond to all conversations"), ["Yes", "Yes", "Yes"]);
  assert.deepEqual(await cells("Create, edit and delete rules"), ["No", "Yes", "Yes"]);
  assert.deepEqual(await cells("Billing and subscriptions"), ["No", "No", "Yes"]);
});

test("jy8_admins_move_people_between_member_and_admin_only", async () => {
  await signIn(noah, "admin@jelly.example");
  await visit(noah, "/t/jelly/members");
  await giveRole(noah, "Ada Marsh", "Admin");
  await line(noah, "Ada Marsh").locator(".c-role button[data-action]").click();
  const menu = noah.page.locator("[role=menu]:visible");
  await menu.waitFor();
  assert.deepEqual(await menu.locator("[data-to]").evaluateAll((all) => all.map((e) => e.dataset.to)), ["member", "admin"], "owner is not an admin's to give");
  await noah.page.keyboard.press("Escape");
  // An owner's role is plain text for an admin, or held with its reason: never a menu that opens.
  const owner = line(noah, "Olivia Brandt").locator(".c-role button[data-action]:not([aria-disabled])");
  assert.equal(await owner.count(), 0);
  assert.equal((await api(noah, "PUT", `/teams/jelly/members/${await memberId(noah, "Olivia Brandt")}/role`, { role: "member" })).status, 403);
});

test("jy8_owners_move_people_between_all_three", async () => {
  await visit(olivia, "/t/jelly/members");
  await giveRole(olivia, "Ada Marsh", "Owner");
  await giveRole(olivia, "Ada Marsh", "Member");
});

test("jy9_the_only_owner_keeps_the_role_and_the_control_says_why", async () => {
  const control = line(olivia, "Olivia Brandt").locator(".c-role button[data-action]");
  assert.equal(await control.getAttribute("data-denial"), "last-holder");
  assert.equal(await control.getAttribute("aria-disabled"), "true");
  await control.focus();
  const tip = olivia.page.locator("[role=tooltip]:visible");
  await tip.waitFor();
  assert.match(await tip.innerText(), /The only owner\.\s*Make somebody else owner first\./);
  await control.click({ force: true });
  assert.equal(await olivia.page.locator("[role=menu]:visible").count(), 0);
});

test("jy10_a_deactivated_member_loses_access_at_once", async () => {
  await act(olivia, "Ada Marsh", "deactivate");
  await seesStatus(olivia, "Ada Marsh", "Deactivated");
  await thrownOut(ada);
  await fillSignIn(ada, NAMES[0], PASSWORD);
  await ada.page.locator(".note.bad").waitFor();
});

test("jy11_former_members_are_restored_at_any_time_and_told_by_mail", async () => {
  await server.advance(40 * DAY);
  const before = (await server.mails(NAMES[0])).length;
  await comeBack(olivia, "owner@jelly.example");
  await show(olivia, "Former Members");
  assert.equal(await olivia.page.locator(".section-head h2").innerText(), "Former Members");
  await act(olivia, "Ada Marsh", "restore", "Restore");
  await until("the row to leave the section", async () => (await line(olivia, "Ada Marsh").count()) === 0);
  await until("the mail", async () => (await server.mails(NAMES[0])).length === before + 1);
  assert.match((await server.mails(NAMES[0]))[0].text, /restored your access to Lantern Books/);
  await fillSignIn(ada, NAMES[0], PASSWORD);
  await arrived(ada);
});

test("jy12_nobody_deactivates_themself_and_the_page_says_whom_to_ask", async () => {
  await show(olivia, "All");
  const menu = await more(olivia, "Olivia Brandt");
  const all = await offers(menu);
  assert.ok(["self-action", "last-holder"].includes(all.deactivate), all.deactivate);
  await olivia.page.keyboard.press("Escape");
  // Another admin is no last holder: there it is the person alone that stands in the way.
  await comeBack(noah, "admin@jelly.example");
  const own = await more(noah, "Noah Fischer");
  assert.equal((await offers(own)).deactivate, "self-action");
  assert.match(await entry(own, "deactivate").innerText(), /ask another admin or owner/);
  await noah.page.keyboard.press("Escape");
});

test("jy13_members_set_their_own_availability_and_notifications_for_themselves_alone", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  await visit(mina, "/t/jelly/me");
  const page = mina.page.locator("main");
  await page.getByLabel("Availability").selectOption("Away");
  await page.getByLabel("Activity on my conversations").check();
  await page.getByRole("button", { name: "Save" }).click();
  await toast(mina, "Saved");
  await comeBack(mina, "member@jelly.example");
  assert.equal(await page.getByLabel("Availability").inputValue(), "Away");
  assert.equal(await page.getByLabel("Activity on my conversations").isChecked(), true);
  assert.equal(await page.getByLabel("New conversations").isChecked(), false);
  // Owners edit people, but not what is a person's own.
  await act(olivia, "Mina Park", "edit-member");
  await dialog(olivia).getByRole("heading", { name: "Mina Park" }).waitFor();
  assert.equal(await dialog(olivia).getByLabel("Availability").count(), 0);
  await olivia.page.keyboard.press("Escape");
  await closed(olivia);
  const id = await memberId(olivia, "Mina Park");
  const { version } = (await api(olivia, "GET", `/teams/jelly/members/${id}`)).json;
  const answer = await api(olivia, "PATCH", `/teams/jelly/members/${id}`, { fields: { availability: "Available" }, version });
  assert.ok(answer.status >= 400, `${answer.status}`);
  await mina.leave();
});

test("jy7_the_product_has_no_deletion_so_there_is_no_control_for_it", async () => {
  for (const name of ["Ada Marsh", "Grace Obi", "hannah@jelly.example"]) {
    const menu = await more(olivia, name);
    assert.equal((await offers(menu)).delete, undefined);
    assert.equal((await offers(menu))["set-password"], undefined);
    await olivia.page.keyboard.press("Escape");
  }
  assert.equal(await role(olivia, "Ada Marsh"), "Member");
});

test("the_pages_complained_about_nothing", async () => {
  await olivia.leave();
  await noah.leave();
  await ada.leave();
});
