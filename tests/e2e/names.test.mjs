// Names that mean harm or merely are unusual: kept as they are or refused, never run, never turning what stands beside them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { followMail, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, fill, line, openInvite, settled, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, rachel;
before(async () => {
  server = await serve();
  browser = await open();
  rachel = await person(browser, server);
  await rachel.context.addInitScript(() => { window.alert = () => { window.harmed = true; }; });
  await signIn(rachel, "rachel@juniper.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const HARM = [
  ["<script>alert(1)</script>", "Vasquez"],
  ['"><img src=x onerror=alert(1)>', "{{7*7}}"],
  ["javascript:alert(1)", "${7*7}"],
];
const ODD = [
  ["😀👩‍👩‍👧", "Ünïcödé"],
  ["محمد", "عبد الله"],
  ["שרה", "כהן"],
  ["Nguyễn Thị Minh", "Khai"],
  ["O'Brien-Smith", "d’Arc; DROP TABLE--"],
];

async function invite(first, last, email) {
  const form = await openInvite(rachel, "Add User");
  await fill(form, { "first-name": first, "last-name": last, email });
  await form.getByRole("button", { name: "Send Invite" }).click();
  return form;
}
const unharmed = async () => assert.equal(await rachel.page.evaluate(() => window.harmed === true), false);

for (const [i, [first, last]] of [...HARM, ...ODD].entries()) {
  test(`${i < HARM.length ? "n2" : "n1"}_${i}_a_name_is_kept_exactly_and_does_nothing: ${JSON.stringify(first)}`, async () => {
    await invite(first, last, `odd${i}@juniper.example`);
    await closed(rachel);
    await toast(rachel, `odd${i}@juniper.example`);
    const row = rachel.page.locator(".line[data-member]").filter({ hasText: `odd${i}@juniper.example` });
    await row.waitFor();
    const name = row.locator(".name bdi");
    assert.equal(await name.textContent(), `${first} ${last}`);
    assert.equal(await name.evaluate((e) => getComputedStyle(e).unicodeBidi), "isolate", "its direction is its own");
    assert.equal(await row.locator("script, img").count(), 0);
    await unharmed();
  });
}

test("n2_the_mail_and_its_page_are_inert", async () => {
  const invitee = await person(browser, server);
  await invitee.context.addInitScript(() => { window.alert = () => { window.harmed = true; }; });
  await followMail(invitee, "odd0@juniper.example");
  await invitee.page.getByRole("heading", { name: "Join Juniper Realty" }).waitFor();
  await invitee.page.getByLabel("Choose a password").fill("nothing up my sleeve");
  await invitee.page.getByRole("button", { name: "Join Juniper Realty" }).click();
  await invitee.page.getByRole("heading", { name: "Your profile" }).waitFor();
  assert.equal(await invitee.page.evaluate(() => window.harmed === true), false);
  assert.match(await invitee.page.getByRole("button", { name: /Your account/ }).innerText(), /<script>alert\(1\)<\/script> Vasquez/);
  await invitee.leave();
});

test("n2_questions_toasts_details_and_the_audit_log_are_inert", async () => {
  const [first, last] = HARM[0];
  await rachel.page.reload();
  await act(rachel, `${first} ${last}`, "delete");
  assert.match(await dialog(rachel).locator("h2").innerText(), /Delete <script>alert\(1\)<\/script> Vasquez\?/);
  await rachel.page.keyboard.press("Escape");
  await closed(rachel);
  await line(rachel, `${first} ${last}`).locator(".name button").click();
  await dialog(rachel).waitFor();
  await rachel.page.keyboard.press("Escape");
  await closed(rachel);
  await act(rachel, `${first} ${last}`, "deactivate");
  await toast(rachel, "<script>alert(1)</script>");
  await visit(rachel, "/t/jtek/audit");
  await settled(rachel);
  await until("the log", async () => (await rachel.page.locator("main").innerText()).includes("<script>alert(1)</script>"));
  assert.equal(await rachel.page.locator("main script, main img").count(), 0);
  await unharmed();
  await visit(rachel, "/t/jtek/members");
});

test("n1_overrides_zero_width_and_floods_are_refused_by_the_field_in_words", async () => {
  for (const [first, words] of [
    ["Eve \u202Egpj.exe", /invisible characters/],
    ["Ev\u200Be", /invisible characters/],
    ["E" + "\u0301".repeat(40), /too many accents/],
    ["x".repeat(400), /too long/],
  ]) {
    const form = await invite(first, "Long", "eve@juniper.example");
    const fault = form.locator(".field").filter({ has: rachel.page.locator("[name=first-name]") }).locator(".err");
    await fault.waitFor();
    assert.match(await fault.innerText(), words);
    assert.equal(await form.locator("[name=first-name]").inputValue(), first, "what was typed stays");
    await rachel.page.keyboard.press("Escape");
    await closed(rachel);
  }
  assert.equal((await server.mails("eve@juniper.example")).length, 0);
});

test("n1_the_longest_name_breaks_no_layout", async () => {
  const first = "Maximiliana-Wilhelmina-Ferdinanda-Josephina-Theodora-Antonia-";
  await invite(first, "W".repeat(60), "long@juniper.example");
  await closed(rachel);
  const row = rachel.page.locator(".line[data-member]").filter({ hasText: "long@juniper.example" });
  await row.waitFor();
  for (const width of [1280, 360]) {
    await rachel.page.setViewportSize({ width, height: 800 });
    await rachel.page.getByRole("searchbox").fill("maximiliana");
    await row.waitFor();
    await settled(rachel);
    const sideways = await rachel.page.evaluate(() => [document.documentElement, document.querySelector(".content")].map((e) => e.scrollWidth - e.clientWidth));
    assert.deepEqual(sideways, [0, 0], `${width} px`);
    await row.locator(".name button").click();
    await dialog(rachel).waitFor();
    assert.ok((await dialog(rachel).evaluate((e) => e.scrollWidth - e.clientWidth)) <= 0, `details at ${width} px`);
    await rachel.page.keyboard.press("Escape");
    await closed(rachel);
  }
  await rachel.page.setViewportSize({ width: 1280, height: 800 });
});

test("n1_a_right_to_left_page_mirrors_and_nothing_sticks_out", async () => {
  await visit(rachel, "/t/jtek/members");
  await line(rachel, "Tyler Chen").waitFor();
  await rachel.page.evaluate(() => { document.documentElement.dir = "rtl"; });
  const side = await rachel.page.locator("header.side").boundingBox();
  assert.ok(side.x > 600, `the sidebar stands on the right, not at ${side.x}`);
  assert.equal(await rachel.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
});

test("the_pages_complained_about_nothing", async () => {
  await rachel.leave();
});
