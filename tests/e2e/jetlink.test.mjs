// Jetlink: customer messaging, agents with expertise and seats, a team of two hundred (JL1–JL7).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, fillSignIn, followMail, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, entry, fill, giveRole, heading, labels, line, memberId, more, offers, openInvite, role, seesStatus, settled, show, status, thrownOut, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, defne, pia;
const PIA = "Pia Adler-Voss";
const EMAIL = "pia@meridian.example";
const PASSWORD = "seven seas of messages";

before(async () => {
  server = await serve();
  browser = await open();
  defne = await person(browser, server);
  pia = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const search = async (text) => {
  await defne.page.getByRole("searchbox").fill(text);
  // The store waits a moment while one types: the answer is there when the first line matches.
  await until(`the list for ${JSON.stringify(text)}`, async () => {
    const first = defne.page.locator(".line[data-member]").first();
    return (await defne.page.locator(".list[aria-busy=true]").count()) === 0 && (!text || (await first.innerText()).toLowerCase().includes(text.toLowerCase()));
  });
};

test("jl1_settings_team_members_and_the_button_at_the_top_left", async () => {
  await signIn(defne, "admin@jetlink.example");
  assert.equal(await heading(defne).innerText(), "Team Members");
  assert.equal((await defne.page.locator("header .section").last().innerText()).toLowerCase(), "settings");
  const title = await heading(defne).boundingBox();
  const button = await defne.page.getByRole("button", { name: "Add a New Team Member" }).boundingBox();
  assert.ok(Math.abs(button.x - title.x) < 8, "below the title, at the start of the line");
  assert.ok(button.y < 220);
});

test("jl2_first_name_last_name_email_and_the_four_roles", async () => {
  const form = await openInvite(defne, "Add a New Team Member");
  const asked = await labels(form);
  for (const wanted of ["First name", "Last name", "Email address", "Role"]) assert.ok(asked.includes(wanted), `${wanted} in ${asked}`);
  assert.deepEqual(await form.locator(".cards label b").allInnerTexts(), ["Admin", "Agent", "Reporting", "Jetbot Trainer"]);
});

test("jl3_expertise_and_what_goes_with_it_are_for_agents_only", async () => {
  const form = dialog(defne);
  await fill(form, { "first-name": "Pia" });
  assert.equal(await form.getByText("Agent expertise").count(), 1, "agent is the form's own choice");
  await form.getByRole("radio", { name: /^Reporting/ }).click();
  await until("the agent's part to go", async () => (await form.getByText("Agent expertise").count()) === 0);
  assert.equal(await form.locator("[data-to=expertise-only]").count(), 0);
  assert.equal(await form.locator("[name=first-name]").inputValue(), "Pia", "what was typed stays");
  await form.getByRole("radio", { name: /^Agent/ }).click();
  await form.getByText("Agent expertise").waitFor();
  assert.deepEqual(await form.locator("[data-action=set-grant]").evaluateAll((all) => all.map((e) => e.dataset.to)), ["group-companies.view", "assigned-only", "expertise-only", "external-sso"]);
});

test("jl6_the_form_counts_the_seats_before_anything_is_sent", async () => {
  const form = dialog(defne);
  assert.match(await form.locator(".foot .aside").innerText(), /Uses 1 of 3 free agent seats/);
  assert.match(await defne.page.locator("main .seats:not(dialog *)").innerText(), /\d+ of \d+ agent seats/);
});

test("jl5_save_sends_the_mail_that_leads_to_a_password_and_into_the_panel", async () => {
  const form = dialog(defne);
  await fill(form, { "first-name": "Pia", "last-name": "Adler-Voss", email: EMAIL, "visible-name": "Pia from Meridian" });
  await form.getByText("Returns", { exact: true }).click();
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await closed(defne);
  await toast(defne, `Invitation sent to ${EMAIL}`);
  await followMail(pia, EMAIL, /Meridian Retail on Jetlink/);
  await pia.page.getByLabel("Choose a password").fill(PASSWORD);
  await pia.page.getByRole("button", { name: "Join Meridian Retail" }).click();
  await pia.page.getByRole("heading", { name: "Your profile" }).waitFor();
  await search("pia@meridian");
  await seesStatus(defne, PIA, "Active");
});

test("jl7_agent_reporter_and_trainer_have_their_part_and_no_member_management", async () => {
  assert.equal((await api(pia, "GET", "/teams/jetlink/members")).status, 403);
  await visit(pia, "/t/jetlink/roles");
  const cells = async (label) => pia.page.locator("#permissions tr", { hasText: label }).locator("td").allInnerTexts();
  assert.deepEqual(await cells("Engage with customers in conversations"), ["Yes", "Yes", "No", "No"]);
  assert.deepEqual(await cells("View reports"), ["Yes", "No", "Yes", "No"]);
  assert.deepEqual(await cells("Train Jetbot content"), ["Yes", "No", "No", "Yes"]);
  assert.deepEqual(await cells("View group companies"), ["Yes", "By switch", "By switch", "By switch"]);
});

test("jl7_the_admin_changes_roles", async () => {
  await giveRole(defne, PIA, "Reporting");
  await giveRole(defne, PIA, "Agent");
});

test("deactivate_throws_out_and_restore_lets_in", async () => {
  await act(defne, PIA, "deactivate");
  await seesStatus(defne, PIA, "Deactivated");
  await thrownOut(pia);
  await fillSignIn(pia, EMAIL, PASSWORD);
  await pia.page.locator(".note.bad").waitFor();
  await act(defne, PIA, "restore");
  await seesStatus(defne, PIA, "Active");
  await fillSignIn(pia, EMAIL, PASSWORD);
  await arrived(pia);
});

test("jl6_no_free_seat_is_known_before_the_click_and_nothing_typed_is_lost", async () => {
  await search("");
  for (const n of [1, 2, 3]) {
    // Pia took one of the three; one more than fits is asked for.
    const form = await openInvite(defne, "Add a New Team Member");
    await fill(form, { "first-name": "Extra", "last-name": `Agent ${n}`, email: `extra${n}@meridian.example` });
    const send = form.locator("[data-action=invite]");
    if (n < 3) {
      await send.click();
      await closed(defne);
      continue;
    }
    // Who may buy seats goes on to the purchase (seats.test.mjs); the meter says that there is none.
    await until("the way on", async () => (await send.innerText()) === "Continue");
    assert.match(await form.locator(".foot .aside").innerText(), /None of \d+ agent seats is free/);
    assert.equal(await form.locator("[name=email]").inputValue(), "extra3@meridian.example");
    // A role that takes no agent seat is still free.
    await form.getByRole("radio", { name: /^Reporting/ }).click();
    await until("the button to send again", async () => (await send.innerText()) === "Save");
    await form.getByRole("button", { name: "Cancel" }).click();
    await closed(defne);
  }
});

test("delete_asks_for_the_name_and_ends_access", async () => {
  await search("pia@meridian");
  const id = await memberId(defne, PIA);
  await act(defne, PIA, "delete", "Delete");
  const box = dialog(defne);
  assert.match(await box.innerText(), /removes their account from the panel for good\. Their conversations stay/);
  await box.getByLabel(`Type ${PIA} to confirm`).fill(PIA);
  await box.getByRole("button", { name: "Delete", exact: true }).click();
  await closed(defne);
  await until("the row to go", async () => (await line(defne, PIA).count()) === 0);
  assert.equal((await api(defne, "GET", `/teams/jetlink/members/${id}`)).status, 404);
  await thrownOut(pia);
});

test("filters_by_status_and_role_with_counts", async () => {
  await search("");
  for (const [label, word] of [["Pending", /Pending|Expired/], ["Former members", /Deactivated/], ["Active", /Active/]]) {
    await show(defne, label);
    const words = await defne.page.locator(".line[data-member] .c-status").allInnerTexts();
    assert.ok(words.length > 3);
    for (const w of words) assert.match(w, word);
  }
  await defne.page.locator(".role-filter").selectOption({ label: "Reporting" });
  await until("reporters only", async () => {
    const roles = await defne.page.locator(".line[data-member] .c-role").allInnerTexts();
    return roles.length > 3 && roles.every((r) => r.trim() === "Reporting");
  });
  await defne.page.locator(".role-filter").selectOption({ label: "Any role" });
  await show(defne, "All");
});

test("an_expired_invitation_is_dead_until_it_is_sent_again", async () => {
  await show(defne, "Pending");
  const late = defne.page.locator(".line[data-member]").filter({ hasText: "Expired" }).first();
  const name = (await late.locator(".name").innerText()).trim();
  const menu = await more(defne, name);
  const all = await offers(menu);
  assert.equal(all["resend-invite"], "free");
  assert.equal(all["cancel-invite"], "free");
  await entry(menu, "resend-invite").click();
  await seesStatus(defne, name, "Pending");
  await show(defne, "All");
});

test("two_hundred_people_and_only_the_lines_in_sight_are_drawn", async () => {
  await settled(defne);
  const drawn = await defne.page.locator(".line").count();
  assert.ok(drawn > 5 && drawn < 60, `${drawn} lines drawn`);
  assert.ok(Number(await defne.page.locator(".list").getAttribute("aria-rowcount")) > 200);
});

test("the_pages_complained_about_nothing", async () => {
  await defne.leave();
  await pia.leave();
});
