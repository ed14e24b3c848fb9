// What goes wrong on the way: parts that don't come, answers that overtake each other, an impatient hand, a lost session.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, fillSignIn, open, person, signIn, until } from "./lib/browser.mjs";
import { act, closed, deactivateKeepingWork, dialog, fill, line, memberId, openInvite, seesStatus, settled, show, status, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser;
before(async () => {
  server = await serve();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a_part_of_the_page_that_cannot_be_fetched_says_so_and_another_try_brings_it", async () => {
  // Fetching fails on purpose, and the browser says so in the console.
  const rachel = await person(browser, server, { strict: false });
  const parts = (url) => /\.wasm$/.test(url.pathname) && !/\/app-/.test(url.pathname);
  await rachel.page.route(parts, (route) => (/forms|pages/.test(route.request().url()) ? route.abort() : route.continue()));
  await signIn(rachel, "rachel@juniper.example");
  await line(rachel, "Tyler Chen").waitFor();
  await rachel.page.getByRole("button", { name: "Add User" }).click();
  const retry = rachel.page.getByRole("alert").getByRole("button", { name: "Try again" });
  await retry.waitFor();
  assert.match(await rachel.page.getByRole("alert").filter({ has: rachel.page.getByRole("button") }).innerText(), /could not be loaded/);
  await rachel.page.unroute(parts);
  await retry.click();
  await dialog(rachel).waitFor();
  assert.equal(await dialog(rachel).locator("h2").innerText(), "Add User");
  await rachel.leave();
});

test("a_list_that_was_read_before_a_write_is_read_again_after_it", async () => {
  const olivia = await person(browser, server);
  await signIn(olivia, "owner@jelly.example");
  await line(olivia, "Arthur Dean").waitFor();
  // Without work nothing is asked beforehand.
  const id = await memberId(olivia, "Arthur Dean");
  assert.equal((await api(olivia, "POST", `/teams/jelly/members/${id}/hand-over`, {})).status, 200);
  // The write is slow: meanwhile one looks at the former members.
  let free;
  const listed = new Promise((r) => (free = r));
  await olivia.page.route("**/deactivate", async (route) => {
    await listed;
    await route.continue();
  });
  await act(olivia, "Arthur Dean", "deactivate");
  await show(olivia, "Former");
  await line(olivia, "Grace Obi").waitFor();
  assert.equal(await line(olivia, "Arthur Dean").count(), 0);
  free();
  await line(olivia, "Arthur Dean").waitFor();
  await olivia.page.unroute("**/deactivate");
  await olivia.leave();
});

test("an_answer_to_an_older_question_never_replaces_a_newer_one", async () => {
  const olivia = await person(browser, server);
  await signIn(olivia, "owner@jelly.example");
  await line(olivia, "Mina Park").waitFor();
  let free;
  const later = new Promise((r) => (free = r));
  const slow = (url) => url.searchParams.get("q") === "mina";
  await olivia.page.route(slow, async (route) => {
    await later;
    await route.continue().catch(() => {});
  });
  const box = olivia.page.getByRole("searchbox");
  const asked = olivia.page.waitForRequest((r) => slow(new URL(r.url())));
  await box.fill("mina");
  await asked;
  await box.fill("noah");
  await until("Noah alone", async () => (await olivia.page.locator(".line[data-member]").count()) === 1 && (await line(olivia, "Noah Fischer").count()) === 1);
  const answered = olivia.page.waitForResponse((r) => slow(new URL(r.url())));
  free();
  await answered;
  await settled(olivia);
  assert.equal(await line(olivia, "Noah Fischer").count(), 1);
  assert.equal(await line(olivia, "Mina Park").count(), 0);
  await olivia.page.unroute(slow);
  await olivia.leave();
});

test("an_impatient_hand_sends_one_invitation", async () => {
  const rachel = await person(browser, server);
  await signIn(rachel, "rachel@juniper.example");
  await line(rachel, "Tyler Chen").waitFor();
  const form = await openInvite(rachel, "Add User");
  await fill(form, { "first-name": "Ivo", "last-name": "Hast", email: "ivo@juniper.example" });
  let sent = 0;
  rachel.page.on("request", (r) => { sent += Number(r.method() === "POST" && r.url().endsWith("/invitations")); });
  await form.locator("[data-action=invite]").evaluate((b) => { for (let i = 0; i < 5; i++) b.click(); });
  await closed(rachel);
  await toast(rachel, "Invitation sent to ivo@juniper.example");
  assert.equal(sent, 1);
  assert.equal((await server.mails("ivo@juniper.example")).length, 1);
  await rachel.leave();
});

test("i5_a_second_invitation_to_the_same_address_is_refused_by_the_form", async () => {
  const rachel = await person(browser, server);
  await signIn(rachel, "rachel@juniper.example");
  await line(rachel, "Tyler Chen").waitFor();
  const form = await openInvite(rachel, "Add User");
  await fill(form, { "first-name": "Tyler", "last-name": "Again", email: "TYLER@juniper.example" });
  await form.locator("[data-action=invite]").click();
  await form.getByText("Already in this team.").waitFor();
  assert.equal(await form.locator("[name=email]").inputValue(), "TYLER@juniper.example");
  assert.equal((await server.mails("tyler@juniper.example")).length, 0);
  await rachel.leave();
});

test("two_editors_of_one_person_the_later_is_told_and_keeps_what_was_typed", async () => {
  const rachel = await person(browser, server);
  const other = await person(browser, server);
  for (const who of [rachel, other]) {
    await signIn(who, "rachel@juniper.example");
    await act(who, "Tyler Chen", "edit-member");
    await dialog(who).locator("[name=phone]").waitFor();
  }
  await fill(dialog(rachel), { phone: "+1 512 555 0001" });
  await dialog(rachel).getByRole("button", { name: "Save changes" }).click();
  await toast(rachel, "Saved");
  await fill(dialog(other), { "last-name": "Chen-Lopez" });
  await dialog(other).getByRole("button", { name: "Save changes" }).click();
  await dialog(other).locator(".note.bad").waitFor();
  assert.match(await dialog(other).locator(".note.bad").innerText(), /Somebody else changed this meanwhile/);
  assert.equal(await dialog(other).locator("[name=last-name]").inputValue(), "Chen-Lopez");
  await rachel.leave();
  await other.leave();
});

test("a_session_that_ends_in_the_middle_leads_to_sign_in_and_back_to_the_page", async () => {
  const noah = await person(browser, server);
  await signIn(noah, "admin@jelly.example");
  await line(noah, "Mina Park").waitFor();
  const id = await memberId(noah, "Mina Park");
  await noah.context.clearCookies();
  await act(noah, "Mina Park", "deactivate");
  await noah.page.getByRole("heading", { name: "Sign in to Rolecall" }).waitFor();
  await fillSignIn(noah, "admin@jelly.example", "rolecall-demo");
  await arrived(noah);
  assert.match(noah.page.url(), /\/t\/jelly\/members/);
  await line(noah, "Mina Park").waitFor();
  assert.equal(await status(noah, "Mina Park"), "Active", "what was refused did not happen");
  assert.equal(await memberId(noah, "Mina Park"), id);
  await deactivateKeepingWork(noah, "Mina Park");
  await seesStatus(noah, "Mina Park", "Deactivated");
  await noah.leave();
});
