// Voice agents: members with five switches and assigned agents, made with or without a mail (VA1–VA3, VA5–VA11).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { arrived, fillSignIn, followMail, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, fill, heading, labels, line, memberId, more, offers, openInvite, seesStatus, settled, status, thrownOut, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, elena, iris, karl;
const IRIS = "Iris Novak";
const EMAIL = "iris@northwind.example";
const KARL = "karl@northwind.example";
const PASSWORD = "the quiet operator";

before(async () => {
  server = await serve();
  browser = await open();
  elena = await person(browser, server);
  iris = await person(browser, server);
  karl = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const SWITCHES = ["edit-agents", "advanced-editor", "crm", "billable-minutes", "recordings"];
/// The switches of a dialog, once its form is there: a reloaded page fetches it anew.
async function switches(box) {
  await box.locator("[data-action=set-grant]").first().waitFor();
  return box.locator("[data-action=set-grant]").evaluateAll((all) =>
    Object.fromEntries(all.map((e) => [e.dataset.to, e.getAttribute("aria-checked") === "true"])));
}

test("va1_account_members_shows_avatar_name_with_job_title_and_email", async () => {
  await signIn(elena, "admin@voice.example");
  assert.equal(await heading(elena).innerText(), "Members");
  assert.equal((await elena.page.locator("header .section").last().innerText()).toLowerCase(), "account");
  const row = line(elena, "Aisha Khan");
  // A picture, or the initial letters of who has none.
  assert.equal(await row.locator(".av img").evaluate((img) => img.decode().then(() => img.naturalWidth)), 128);
  assert.equal(await line(elena, "Chloe Martin").locator(".av").innerText(), "CM");
  assert.match(await row.locator(".who").innerText(), /Voice designer/);
  assert.match(await row.innerText(), /aisha@voice\.example/);
  const menu = await more(elena, "Aisha Khan");
  const all = await offers(menu);
  assert.deepEqual(
    (await menu.locator("[role=menuitem]:not([aria-disabled])").allInnerTexts()).map((t) => t.split("\n")[0].trim()),
    // The product's three, and our own between them.
    ["Edit agents", "Change password", "View as Aisha Khan", "Remove"],
  );
  assert.equal(all.deactivate, undefined, "the product knows no deactivation");
  assert.equal(all.restore, undefined);
  await elena.page.keyboard.press("Escape");
});

test("va2_invite_asks_email_name_and_an_optional_job_title", async () => {
  const form = await openInvite(elena, "Invite");
  const asked = await labels(form);
  for (const wanted of ["Email", "Name", "Job title optional"]) assert.ok(asked.includes(wanted), `${wanted} in ${asked}`);
  await form.getByRole("button", { name: "Create & Send Invite" }).click();
  await until("both required fields to be marked", async () => (await form.locator("[aria-invalid=true]").count()) === 2);
});

test("va3_va11_five_switches_and_each_starts_off", async () => {
  const form = dialog(elena);
  assert.deepEqual(await switches(form), Object.fromEntries(SWITCHES.map((s) => [s, false])));
  assert.equal(await form.locator("fieldset input[type=checkbox]:checked").count(), 0);
});

test("va5_create_and_send_invite_mails_a_welcome", async () => {
  const form = dialog(elena);
  assert.equal(await form.getByRole("switch", { name: "Send invitation email" }).getAttribute("aria-checked"), "true");
  await fill(form, { email: EMAIL, name: IRIS, "job-title": "Night desk" });
  await form.locator("[data-action=set-grant][data-to=crm]").click();
  await form.locator("[data-action=set-access]").getByText("Reception", { exact: true }).click();
  assert.deepEqual(await form.locator("[data-action=set-access] .head").allInnerTexts(), ["Northwind Dental", "Northwind Physio"], "grouped by company");
  await form.getByRole("button", { name: "Create & Send Invite" }).click();
  await closed(elena);
  await toast(elena, `Invitation sent to ${EMAIL}`);
  assert.equal(await status(elena, IRIS), "Pending");
  await followMail(iris, EMAIL, /Northwind Voice/);
  await iris.page.getByLabel("Choose a password").fill("five5");
  await iris.page.getByRole("button", { name: "Join Northwind Voice" }).click();
  await iris.page.getByText("At least 6 characters.").first().waitFor();
  await iris.page.getByLabel("Choose a password").fill(PASSWORD);
  await iris.page.getByRole("button", { name: "Join Northwind Voice" }).click();
  await arrived(iris);
  await elena.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await seesStatus(elena, IRIS, "Active");
});

test("va5_without_a_mail_the_button_says_create_member_and_the_account_works_at_once", async () => {
  const form = await openInvite(elena, "Invite");
  await form.getByRole("switch", { name: "Send invitation email" }).click();
  const button = form.locator("[data-action=invite]");
  await until("the other words", async () => (await button.innerText()) === "Create Member");
  await fill(form, { email: KARL, name: "Karl Brandt", "first-password": "karl-starts-here" });
  await button.click();
  await closed(elena);
  await toast(elena, "Karl Brandt was added");
  assert.equal(await status(elena, "Karl Brandt"), "Active");
  assert.equal((await server.mails(KARL)).length, 0);
  await signIn(karl, KARL, "karl-starts-here");
});

test("va6_edit_agents_changes_name_title_switches_and_agents", async () => {
  await act(elena, IRIS, "edit-member", "Edit agents");
  const panel = dialog(elena);
  assert.deepEqual(await switches(panel), { ...Object.fromEntries(SWITCHES.map((s) => [s, false])), crm: true });
  assert.equal(await panel.getByRole("button", { name: "Save changes" }).count(), 0, "nothing to save yet");
  await fill(panel, { name: "Iris Nováková", "job-title": "Day desk" });
  await panel.locator("[data-action=set-grant][data-to=recordings]").click();
  await panel.locator("[data-action=set-access]").getByText("Patient intake", { exact: true }).click();
  await panel.getByRole("button", { name: "Save changes" }).click();
  await closed(elena);
  await toast(elena, "Saved");
  await line(elena, "Iris Nováková").waitFor();
  await elena.page.reload();
  await act(elena, "Iris Nováková", "edit-member");
  const again = dialog(elena);
  assert.equal((await switches(again)).recordings, true);
  assert.equal(await again.locator("[name=job-title]").inputValue(), "Day desk");
  const ticked = await again.locator("[data-action=set-access] label:has(input:checked)").allInnerTexts();
  assert.deepEqual(ticked.map((t) => t.trim()).sort(), ["Patient intake", "Reception"]);
});

test("va7_the_email_never_changes_and_the_form_says_what_to_do_instead", async () => {
  const email = dialog(elena).locator("[name=email]");
  assert.equal(await email.getAttribute("readonly") !== null, true);
  assert.equal(await email.getAttribute("data-denial"), "field-immutable");
  assert.match(await dialog(elena).innerText(), /Remove the member and create a new invitation/);
  await elena.page.keyboard.press("Escape");
  await closed(elena);
});

test("va8_administrators_set_a_new_password_and_the_sessions_end", async () => {
  await act(elena, "Iris Nováková", "set-password", "Change password");
  const box = dialog(elena);
  await box.locator("[name=new-password]").fill("short");
  await box.getByRole("button", { name: "Update Password" }).click();
  await box.getByText("At least 6 characters.").first().waitFor();
  await box.locator("[name=new-password]").fill("sixsix");
  await box.getByRole("button", { name: "Update Password" }).click();
  await closed(elena);
  await thrownOut(iris);
  await fillSignIn(iris, EMAIL, PASSWORD);
  await iris.page.locator(".note.bad").waitFor();
  await fillSignIn(iris, EMAIL, "sixsix");
  await arrived(iris);
});

test("va8_one_does_not_set_the_own_password_this_way", async () => {
  const menu = await more(elena, "Elena Rossi");
  assert.equal((await offers(menu))["set-password"], "self-action");
  assert.match(await menu.locator("[data-action=set-password]").innerText(), /Your profile/);
  await elena.page.keyboard.press("Escape");
});

test("va10_search_filters_by_name_while_one_types", async () => {
  const box = elena.page.getByRole("searchbox");
  await box.pressSequentially("ais");
  await until("one line", async () => (await elena.page.locator(".line[data-member]").count()) === 1);
  await settled(elena);
  assert.equal(await line(elena, "Aisha Khan").count(), 1);
  await box.pressSequentially("xx");
  await elena.page.getByText("Nobody found").waitFor();
  await elena.page.getByRole("button", { name: "Show everybody" }).click();
  await line(elena, "Elena Rossi").waitFor();
  assert.equal(await box.inputValue(), "");
  // Accents and case are no obstacle.
  await box.fill("NOVAKOVA");
  await until("one line", async () => (await elena.page.locator(".line[data-member]").count()) === 1);
  assert.equal(await line(elena, "Iris Nováková").count(), 1);
  await box.fill("");
  await line(elena, "Elena Rossi").waitFor();
});

test("va11_the_list_shows_who_has_been_inactive", async () => {
  assert.match(await line(elena, "Chloe Martin").locator(".c-when").innerText(), /3 months ago|97 days ago/);
  assert.match(await line(elena, "Karl Brandt").locator(".c-when").innerText(), /now|second|minute|just/i);
  await elena.page.getByRole("columnheader", { name: "Last active" }).getByRole("button").click();
  await settled(elena);
  const order = await elena.page.locator(".line[data-member] .name").allInnerTexts();
  // Whoever never came (the invited too) stands before those who were away longest.
  const away = order.filter((name) => /Theo Lindgren|Rosa Delgado|Chloe Martin|Karl Brandt/.test(name));
  assert.deepEqual(away.map((name) => name.split("\n")[0]), ["Theo Lindgren", "Rosa Delgado", "Chloe Martin", "Karl Brandt"]);
});

test("va9_remove_asks_is_permanent_and_ends_access", async () => {
  const id = await memberId(elena, "Iris Nováková");
  await act(elena, "Iris Nováková", "delete", "Remove");
  const box = dialog(elena);
  assert.match(await box.innerText(), /permanent and cannot be undone/);
  assert.match(await box.innerText(), /All their data and access will be permanently deleted/);
  await box.getByRole("button", { name: "Cancel" }).click();
  await closed(elena);
  assert.equal(await memberId(elena, "Iris Nováková"), id);
  await act(elena, "Iris Nováková", "delete", "Remove");
  await dialog(elena).getByRole("button", { name: "Remove", exact: true }).click();
  await closed(elena);
  await until("the row to go", async () => (await line(elena, "Iris Nováková").count()) === 0);
  await thrownOut(iris);
  await fillSignIn(iris, EMAIL, "sixsix");
  await iris.page.locator(".note.bad").waitFor();
});

test("va11_a_member_without_switches_manages_nobody", async () => {
  await visit(karl, "/t/voice-agents/members");
  assert.equal(await karl.page.locator("main [data-action=invite]").count(), 0);
  assert.equal(await karl.page.locator("header nav").getByText("Members", { exact: true }).count(), 0);
});

test("the_pages_complained_about_nothing", async () => {
  await elena.leave();
  await iris.leave();
  await karl.leave();
});
