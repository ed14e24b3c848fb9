// Jtek: the CRM's people, from the invitation to the deletion (JT1–JT5, JT12, JT13, JT15).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, fillSignIn, followMail, open, person, signIn, until } from "./lib/browser.mjs";
import { act, closed, dialog, entry, fill, giveRole, heading, labels, line, memberId, more, offers, openInvite, role, seesStatus, show, status, thrownOut, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, rachel, mara;
const MARA = "Mara Lindt";
const EMAIL = "mara@juniper.example";
const PASSWORD = "correct horse battery";
let firstLink;

before(async () => {
  server = await serve();
  browser = await open();
  rachel = await person(browser, server);
  mara = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("jt1_the_team_members_page_lists_avatar_role_and_status", async () => {
  await signIn(rachel, "rachel@juniper.example");
  assert.equal(await heading(rachel).innerText(), "Team Members");
  assert.equal(await rachel.page.locator("header nav a[aria-current=page]").innerText(), "Team Members");
  assert.equal(await rachel.page.locator("header .section").last().innerText().then((s) => s.toLowerCase()), "settings");
  await line(rachel, "Rachel Vasquez").waitFor();
  assert.equal(await rachel.page.locator(".line[data-member]").count(), 3, "exactly the three of the document's picture");
  for (const [name, initials, title, state] of [
    ["Rachel Vasquez", "RV", "Admin", "Active"],
    ["Tyler Chen", "TC", "User", "Active"],
    ["Natalie Wong", "NW", "User", "Pending"],
  ]) {
    assert.equal(await line(rachel, name).locator(".av").innerText(), initials);
    assert.equal(await role(rachel, name), title);
    assert.equal(await status(rachel, name), state);
  }
});

test("jt2_the_form_asks_names_email_phone_and_role", async () => {
  const form = await openInvite(rachel, "Add User");
  assert.deepEqual(await labels(form), ["First name", "Last name", "Email", "Phone optional", "Role"]);
  assert.deepEqual(await form.locator(".cards label b").allInnerTexts(), ["Admin", "User"]);
  assert.match(await form.innerText(), /never used to sign in/i);
  // Faults stand by their fields, in words, and what was typed stays.
  await fill(form, { "first-name": "Mara", email: "mara" });
  await form.getByRole("button", { name: "Send Invite" }).click();
  await form.getByText("This is not an email address.").waitFor();
  await form.getByText("Please fill this in.").waitFor();
  assert.equal(await form.locator("[name=first-name]").inputValue(), "Mara");
  await until("focus on the first fault", () => form.locator("[name=last-name]").evaluate((e) => e === document.activeElement));
});

test("jt3_send_invite_mails_a_link_and_the_invitee_sets_a_password", async () => {
  const form = dialog(rachel);
  await fill(form, { "first-name": "Mara", "last-name": "Lindt", email: EMAIL, phone: "+1 512 555 0199" });
  await form.getByRole("button", { name: "Send Invite" }).click();
  await closed(rachel);
  await toast(rachel, `Invitation sent to ${EMAIL}`);
  await line(rachel, MARA).waitFor();
  assert.equal(await status(rachel, MARA), "Pending");
  assert.equal(await role(rachel, MARA), "User", "the lesser role is the form's own choice");

  firstLink = await followMail(mara, EMAIL, /invited you to Juniper Realty/);
  assert.equal(await mara.page.getByRole("heading", { level: 1 }).innerText(), "Join Juniper Realty");
  // The secret is gone from the address bar: no bookmark, no screenshot, no referrer holds it.
  assert.equal(new URL(mara.page.url()).hash, "");
});

test("jt4_resend_from_the_pending_section_hints_at_spam_and_kills_the_old_link", async () => {
  await show(rachel, "Pending");
  assert.match(await rachel.page.locator(".section-head").innerText(), /spam or junk/i);
  await act(rachel, MARA, "resend-invite", "Resend invitation");
  await toast(rachel, `Invitation sent again to ${EMAIL}`);
  await until("the second mail", async () => (await server.mails(EMAIL)).length === 2);
  await show(rachel, "All");

  const late = await person(browser, server);
  await late.page.goto(firstLink);
  await late.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  assert.doesNotMatch(await late.page.locator("main").innerText(), /Juniper/, "I9: no team name on a dead link");
  await late.leave();
});

test("jt3_pending_turns_active", async () => {
  await followMail(mara, EMAIL);
  await mara.page.getByLabel("Choose a password").fill("short");
  await mara.page.getByRole("button", { name: "Join Juniper Realty" }).click();
  await mara.page.getByText("At least 8 characters.").first().waitFor();
  await mara.page.getByLabel("Choose a password").fill(PASSWORD);
  await mara.page.getByRole("button", { name: "Join Juniper Realty" }).click();
  await mara.page.getByRole("heading", { name: "Your profile" }).waitFor();

  // Rachel comes back to her tab: no reload needed.
  await rachel.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await seesStatus(rachel, MARA, "Active");
});

test("jt5_a_user_has_no_members_page_and_no_way_to_it", async () => {
  assert.equal(await mara.page.locator("header nav").getByText("Team Members").count(), 0);
  const answer = await api(mara, "GET", "/teams/jtek/members");
  assert.equal(answer.status, 403);
  assert.equal(answer.json.code, "not-permitted");
});

test("jt5_the_roles_page_shows_the_eight_rows_of_the_document", async () => {
  await rachel.page.locator("header nav").getByRole("link", { name: "Roles and permissions" }).click();
  await rachel.page.getByRole("heading", { name: "Roles and permissions", level: 1 }).waitFor();
  const table = await rachel.page.locator("#permissions tr").evaluateAll((rows) =>
    rows.map((r) => [...r.children].map((c) => c.textContent.trim())));
  assert.deepEqual(table, [
    ["Feature", "Admin", "User"],
    ["View & message contacts", "Yes", "Yes"],
    ["Create & manage opportunities", "Yes", "Yes"],
    ["Use calendars & book appointments", "Yes", "Yes"],
    ["View & run automations", "Yes", "No"],
    ["Edit account settings", "Yes", "No"],
    ["Add or remove team members", "Yes", "No"],
    ["Manage billing & integrations", "Yes", "No"],
    ["View reports & analytics", "Yes", "No"],
  ]);
  await rachel.page.goBack();
  await line(rachel, MARA).waitFor();
});

test("jt5_a_changed_role_is_felt_at_once", async () => {
  await giveRole(rachel, MARA, "Admin");
  await toast(rachel, `${MARA} is now Admin`);
  await mara.page.reload();
  await mara.page.locator("header nav").getByText("Team Members").waitFor();
  await giveRole(rachel, MARA, "User");
  await mara.page.reload();
  await mara.page.getByRole("heading", { name: "Your profile" }).waitFor();
  assert.equal(await mara.page.locator("header nav").getByText("Team Members").count(), 0);
});

test("jt12_the_row_menu_has_deactivate_and_delete", async () => {
  const menu = await more(rachel, MARA);
  const all = await offers(menu);
  assert.equal(all.deactivate, "free");
  assert.equal(all.delete, "free");
  assert.match(await entry(menu, "deactivate").innerText(), /^Deactivate/);
  assert.match(await entry(menu, "delete").innerText(), /^Delete/);
  await rachel.page.keyboard.press("Escape");
});

test("jt13_deactivate_ends_sign_in_and_sessions_at_once_and_undo_brings_both_back", async () => {
  await act(rachel, MARA, "deactivate", "Deactivate");
  await seesStatus(rachel, MARA, "Deactivated");
  await thrownOut(mara);
  await fillSignIn(mara, EMAIL, PASSWORD);
  await mara.page.locator(".note.bad").waitFor();

  await rachel.page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await seesStatus(rachel, MARA, "Active");
  await fillSignIn(mara, EMAIL, PASSWORD);
  await mara.page.getByRole("heading", { name: "Your profile" }).waitFor();
});

test("jt13_restore_from_former_members", async () => {
  await act(rachel, MARA, "deactivate", "Deactivate");
  await show(rachel, "Former members");
  await act(rachel, MARA, "restore", "Restore");
  await until("the row to leave the section", async () => (await line(rachel, MARA).count()) === 0);
  await show(rachel, "All");
  assert.equal(await status(rachel, MARA), "Active");
});

test("jt12_the_last_admin_cannot_go_and_the_page_says_why", async () => {
  const menu = await more(rachel, "Rachel Vasquez");
  const all = await offers(menu);
  assert.equal(all.deactivate, "last-holder");
  assert.equal(all.delete, "last-holder");
  assert.match(await entry(menu, "delete").innerText(), /The only admin\. Make somebody else admin first\./);
  await entry(menu, "delete").click({ force: true });
  assert.equal(await rachel.page.locator("dialog[open]").count(), 0, "a held control does nothing");
  await rachel.page.keyboard.press("Escape");
});

test("jt15_delete_is_permanent_says_so_and_asks_for_the_name", async () => {
  const id = await memberId(rachel, MARA);
  await act(rachel, MARA, "delete", "Delete");
  const box = dialog(rachel);
  assert.match(await box.innerText(), /permanently removes the user record and cannot be undone/);
  assert.match(await box.innerText(), /contacts and conversation history remain/);
  await box.getByLabel(`Type ${MARA} to confirm`).fill("Mara");
  await box.getByRole("button", { name: "Delete" }).click();
  await box.locator("[aria-invalid=true]").waitFor();
  await box.getByLabel(`Type ${MARA} to confirm`).fill(MARA);
  await box.getByRole("button", { name: "Delete" }).click();
  await closed(rachel);
  await until("the row to go", async () => (await line(rachel, MARA).count()) === 0);
  assert.equal((await api(rachel, "GET", `/teams/jtek/members/${id}`)).status, 404);
  await thrownOut(mara);
});

test("jt4_a_mistyped_address_is_mended_and_the_invitation_follows_it", async () => {
  await act(rachel, "Natalie Wong", "edit-member");
  await fill(dialog(rachel), { email: "natalie.wong@juniper.example" });
  await dialog(rachel).getByRole("button", { name: "Save changes" }).click();
  await closed(rachel);
  await until("the mail to the new address", async () => (await server.mails("natalie.wong@juniper.example")).some((m) => /\/join#/.test(m.text)));
  const old = (await server.mails("natalie@juniper.example")).filter((m) => /\/join#/.test(m.text));
  const late = await person(browser, server);
  for (const mail of old) {
    await late.page.goto(/https?:\S+\/join#\S+/.exec(mail.text)[0]);
    await late.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  }
  await late.leave();
});

test("jt4_a_cancelled_invitation_is_dead", async () => {
  await act(rachel, "Natalie Wong", "cancel-invite", "Cancel invitation");
  await dialog(rachel).getByRole("button", { name: "Cancel invitation" }).click();
  await until("the row to go", async () => (await line(rachel, "Natalie Wong").count()) === 0);
  const natalie = await person(browser, server);
  await followMail(natalie, "natalie.wong@juniper.example");
  await natalie.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  await natalie.leave();
});

test("jt13_an_admin_who_is_not_the_last_may_leave_and_is_asked_before", async () => {
  await giveRole(rachel, "Tyler Chen", "Admin");
  const tyler = await person(browser, server);
  await signIn(tyler, "tyler@juniper.example");
  await act(tyler, "Tyler Chen", "deactivate", "Deactivate");
  // Nobody is left here to press Undo: so it is a question.
  await dialog(tyler).getByRole("heading", { name: "Deactivate Tyler Chen?" }).waitFor();
  await dialog(tyler).getByRole("button", { name: "Cancel" }).click();
  await closed(tyler);
  await act(tyler, "Tyler Chen", "deactivate");
  await dialog(tyler).getByRole("button", { name: "Deactivate", exact: true }).click();
  await tyler.page.getByRole("heading", { name: "Sign in to Rolecall" }).waitFor();
  await tyler.leave();
  await rachel.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await seesStatus(rachel, "Tyler Chen", "Deactivated");
});

test("the_pages_complained_about_nothing", async () => {
  await rachel.leave();
  await mara.leave();
});
