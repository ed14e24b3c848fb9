// The access review of the voice agents: who was away, what is done about each, and the record of it (VA11).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { inspect } from "./lib/axe.mjs";
import { closed, dialog, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, elena, marcus, jonas;
const PLACE = "/t/voice-agents/reviews";
const found = [];

before(async () => {
  server = await serve();
  browser = await open();
  elena = await person(browser, server);
  marcus = await person(browser, server);
  jonas = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const row = (who, name) => who.page.locator(".review-line").filter({ has: who.page.locator(".name", { hasText: name }) });
const control = (who, name, to) => row(who, name).locator(`[data-to=${to}] button[data-action]`);
const outcome = (who, name) => row(who, name).getAttribute("data-outcome");
const becomes = (who, name, what) => until(`${name} to be ${what}`, async () => (await outcome(who, name)) === what);
const progress = (who) => who.page.locator(".review-progress").innerText();

test("va11_members_without_the_right_have_no_such_place", async () => {
  await signIn(jonas, "member@voice.example");
  assert.equal(await jonas.page.locator(`header a[href="${PLACE}"]`).count(), 0);
  await visit(jonas, PLACE);
  await jonas.page.locator("main .empty").waitFor();
  assert.equal(await jonas.page.locator("main [data-action]").count(), 0);
  // Nor has a product that reviews nothing.
  const olivia = await person(browser, server);
  await signIn(olivia, "owner@jelly.example");
  assert.equal(await olivia.page.locator("header a[href$='/reviews']").count(), 0);
  await olivia.leave();
});

test("va11_the_form_says_how_many_people_it_would_take_before_it_begins", async () => {
  await signIn(elena, "admin@voice.example");
  await elena.page.locator("header").getByRole("link", { name: "Access review" }).click();
  const form = elena.page.locator(".review-start");
  await form.getByText("3 people would be in it.").waitFor();
  const days = form.locator("[name=days]");
  assert.equal(await days.inputValue(), "90", "as the profile has it");
  await inspect(elena, "start", found);
  await days.fill("200");
  await form.getByText("2 people would be in it.").waitFor();
  await days.fill("400");
  await form.getByText("Everybody was active within 400 days").waitFor();
  await days.fill("90");
  await form.getByText("3 people would be in it.").waitFor();
  await form.getByRole("button", { name: "Start a review" }).click();
  await toast(elena, "The review has begun");
  await row(elena, "Chloe Martin").waitFor();
  const order = await elena.page.locator(".review-line .name").allInnerTexts();
  assert.deepEqual(order, ["Theo Lindgren", "Rosa Delgado", "Chloe Martin"]);
  assert.match(await row(elena, "Theo Lindgren").locator(".seen").innerText(), /Not yet/);
  assert.match(await row(elena, "Chloe Martin").locator(".seen").innerText(), /3 months ago/);
  assert.match(await row(elena, "Chloe Martin").innerText(), /Can view recordings/);
  assert.match(await row(elena, "Chloe Martin").innerText(), /Agents: 2/);
  assert.equal(await progress(elena), "0 of 3 decided");
  await inspect(elena, "open review", found);
});

test("va11_keep_is_one_press_and_a_second_reviewer_sees_it_at_once", async () => {
  await signIn(marcus, "marcus@voice.example");
  await visit(marcus, PLACE);
  await row(marcus, "Theo Lindgren").waitFor();
  assert.equal(await outcome(marcus, "Theo Lindgren"), "");
  await control(elena, "Theo Lindgren", "kept").click();
  await becomes(elena, "Theo Lindgren", "kept");
  await becomes(marcus, "Theo Lindgren", "kept");
  assert.match(await row(marcus, "Theo Lindgren").locator(".told").innerText(), /Kept\s+Elena Rossi/);
  assert.equal(await progress(marcus), "1 of 3 decided");
  // What is kept already cannot be kept again, but thought over.
  assert.equal(await control(marcus, "Theo Lindgren", "kept").count(), 0);
  assert.equal(await control(marcus, "Theo Lindgren", "removed").count(), 1);
});

test("va11_reduce_leads_through_the_dialog_and_marks_itself_when_something_was_taken", async () => {
  await control(elena, "Chloe Martin", "reduced").click();
  const panel = dialog(elena);
  await panel.getByRole("switch", { name: "Can view recordings" }).waitFor();
  // Looking alone is no reduction.
  await panel.locator(".foot").getByRole("button", { name: "Close" }).click();
  await closed(elena);
  assert.equal(await outcome(elena, "Chloe Martin"), "");
  await control(elena, "Chloe Martin", "reduced").click();
  await dialog(elena).getByRole("switch", { name: "Can view recordings" }).click();
  await dialog(elena).getByRole("button", { name: "Save changes" }).click();
  await closed(elena);
  await becomes(elena, "Chloe Martin", "reduced");
  await becomes(marcus, "Chloe Martin", "reduced");
  // The line keeps saying what was on when the review began.
  assert.match(await row(elena, "Chloe Martin").innerText(), /Can view recordings/);
  const member = (await api(elena, "GET", "/teams/voice-agents/members?q=chloe")).json.items[0];
  assert.deepEqual(member.grants, ["billable-minutes"]);
});

test("va11_remove_asks_in_the_products_words_and_marks_itself", async () => {
  await control(marcus, "Rosa Delgado", "removed").click();
  const box = dialog(marcus);
  await box.getByText("permanent and cannot be undone").waitFor();
  await box.getByRole("button", { name: "Cancel" }).click();
  await closed(marcus);
  assert.equal(await outcome(marcus, "Rosa Delgado"), "");
  await control(marcus, "Rosa Delgado", "removed").click();
  await dialog(marcus).getByRole("button", { name: "Remove", exact: true }).click();
  await closed(marcus);
  await becomes(marcus, "Rosa Delgado", "removed");
  await becomes(elena, "Rosa Delgado", "removed");
  assert.equal(await row(elena, "Rosa Delgado").locator("[data-action]").count(), 0, "nobody is left to decide about");
  assert.equal(await progress(elena), "3 of 3 decided");
});

test("va11_a_closed_review_is_a_record_to_read_and_to_take_along", async () => {
  await elena.page.getByRole("button", { name: "Close review" }).click();
  await dialog(elena).getByText("nobody can change").waitFor();
  await inspect(elena, "closing", found);
  await dialog(elena).getByRole("button", { name: "Close review" }).click();
  await closed(elena);
  await toast(elena, "The review is closed");
  await elena.page.locator(".review-start").waitFor();
  await marcus.page.locator(".review-start").waitFor();
  const past = elena.page.locator("[data-review] a");
  await until("two records", async () => (await past.count()) === 2);
  assert.match(await past.first().innerText(), /Kept: 1\s+Reduced: 1\s+Removed: 1/);
  await past.first().click();
  const table = elena.page.locator(".review-record");
  await table.waitFor();
  assert.deepEqual(await table.locator("tbody tr").evaluateAll((all) => all.map((r) => [r.cells[0].textContent, r.dataset.outcome])), [
    ["Theo Lindgren", "kept"], ["Rosa Delgado", "removed"], ["Chloe Martin", "reduced"],
  ]);
  assert.equal(await elena.page.locator("main button").count(), 0, "a record has nothing to press");
  await inspect(elena, "record", found);
  const waits = elena.page.waitForEvent("download");
  await elena.page.getByRole("link", { name: "Export" }).click();
  assert.match((await waits).suggestedFilename(), /^access-review-\d{4}-\d\d-\d\d\.csv$/);
  // Its address is its own.
  await elena.page.reload();
  await table.waitFor();
  await elena.page.getByRole("link", { name: "Access review" }).last().click();
  await elena.page.locator(".review-start").waitFor();
});

test("va11_nobody_decides_about_themself_and_open_lines_are_owned_up_to", async () => {
  const form = elena.page.locator(".review-start");
  await form.locator("[name=days]").fill("0");
  await form.getByText("people would be in it.").waitFor();
  await form.getByRole("button", { name: "Start a review" }).click();
  await row(elena, "Elena Rossi").waitFor();
  for (const to of ["kept", "reduced", "removed"]) {
    const held = control(elena, "Elena Rossi", to);
    assert.equal(await held.getAttribute("data-denial"), "self-action", to);
    assert.equal(await held.getAttribute("aria-disabled"), "true");
    assert.equal(await control(marcus, "Elena Rossi", to).getAttribute("aria-disabled"), null);
  }
  assert.equal(await control(elena, "Jonas Weber", "kept").getAttribute("aria-disabled"), null);
  await inspect(elena, "everybody", found);
  await elena.page.getByRole("button", { name: "Close review" }).click();
  await dialog(elena).getByText("9 people are not decided").waitFor();
  // Somebody decides meanwhile: what was asked is no longer true, and nothing is closed.
  await control(marcus, "Jonas Weber", "kept").click();
  await becomes(marcus, "Jonas Weber", "kept");
  await dialog(elena).getByRole("button", { name: "Close review" }).click();
  await dialog(elena).locator(".note").first().waitFor();
  await dialog(elena).getByRole("button", { name: "Cancel" }).click();
  await closed(elena);
  await elena.page.getByRole("button", { name: "Close review" }).click();
  await dialog(elena).getByText("8 people are not decided").waitFor();
  await dialog(elena).getByRole("button", { name: "Close review" }).click();
  await closed(elena);
  await elena.page.locator(".review-start").waitFor();
  assert.match(await elena.page.locator("[data-review] a").first().innerText(), /Not decided: 8/);
});

test("axe_finds_nothing_and_the_pages_complained_about_nothing", async () => {
  assert.deepEqual(found, []);
  await elena.leave();
  await marcus.leave();
  await jonas.leave();
});
