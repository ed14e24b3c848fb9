// Seats and billing: what is free while one types, buying what is missing without losing what was typed, the bill (JL6, ST13,
// JY16).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { api, arrived, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { closed, dialog, fill, heading, openInvite, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, defne, sam;
const ADD = "Add a New Team Member";

before(async () => {
  server = await serve();
  browser = await open();
  defne = await person(browser, server);
  sam = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const seats = async (who) => (await api(who, "GET", "/teams/jetlink")).json.counts.seats.agent;
const invite = (who, email) =>
  api(who, "POST", "/teams/jetlink/invitations", { people: [{ email, fields: { "first-name": "Extra", "last-name": "Agent" } }], role: "agent" });
/// Takes every free seat but so many.
async function leave(who, left) {
  const { used, pending, limit } = await seats(who);
  for (let n = left; n < limit - used - pending; n += 1) assert.equal((await invite(who, `n${n}-${limit}@meridian.example`)).status, 201);
}
const typed = (form) => form.locator("form").first().evaluate((f) => Object.fromEntries(["first-name", "last-name", "email", "visible-name"].map((n) => [n, f.elements[n].value])));
const NOOR = { "first-name": "Noor", "last-name": "Haddad", email: "noor@meridian.example", "visible-name": "Noor from Meridian" };

test("jl6_without_a_free_seat_the_form_leads_on_to_a_purchase_that_keeps_everything", async () => {
  await signIn(defne, "admin@jetlink.example");
  await leave(defne, 0);
  await defne.page.reload();
  await arrived(defne);
  const before = await seats(defne);
  const form = await openInvite(defne, ADD);
  await fill(form, NOOR);
  await form.getByText("Returns", { exact: true }).click();
  assert.match(await form.locator(".foot .aside").first().innerText(), /None of \d+ agent seats is free/);
  await form.getByRole("button", { name: "Continue", exact: true }).click();
  await form.getByText("More agent seats are needed: 1").waitFor();
  assert.equal(await defne.page.evaluate(() => document.activeElement.name), "seats", "the number is asked for at once");
  // Back, and nothing is gone.
  await form.getByRole("button", { name: "Back", exact: true }).click();
  assert.deepEqual(await typed(form), NOOR);
  assert.equal(await defne.page.evaluate(() => document.activeElement.type), "submit");
  await form.getByRole("button", { name: "Continue", exact: true }).click();
  // One to spare.
  await form.getByRole("button", { name: "One more" }).click();
  await form.getByRole("button", { name: "Buy 2 seats and invite" }).click();
  await closed(defne);
  await toast(defne, `Invitation sent to ${NOOR.email}`);
  const after = await seats(defne);
  assert.equal(after.limit, before.limit + 2);
  assert.equal(after.pending, before.pending + 1);
  const row = (await api(defne, "GET", "/teams/jetlink/members?q=noor%40meridian")).json.items[0];
  assert.deepEqual([row.fields["visible-name"], row.fields.expertise], [NOOR["visible-name"], "Returns"]);
});

test("jl6_of_two_admins_one_gets_the_last_seat_and_the_other_buys_with_all_kept", async () => {
  // Somebody else signed in with the same right: one seat is left.
  await signIn(sam, "admin@jetlink.example");
  await leave(defne, 1);
  await sam.page.reload();
  await arrived(sam);
  const form = await openInvite(sam, ADD);
  const mia = { "first-name": "Mia", "last-name": "Stone", email: "mia@meridian.example", "visible-name": "" };
  await fill(form, mia);
  // The page still believes in the seat when Save is pressed.
  await sam.context.route("**/api/v1/teams/jetlink/invitations", async (route) => {
    assert.equal((await invite(defne, "quicker@meridian.example")).status, 201);
    await route.continue();
  }, { times: 1 });
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await form.locator(".buy-step").getByText("Somebody else took the last seat in the meantime.").waitFor();
  await form.getByText("More agent seats are needed: 1").waitFor();
  assert.deepEqual(await typed(form), mia);
  await form.getByRole("button", { name: "Buy 1 seat and invite" }).click();
  await closed(sam);
  await toast(sam, `Invitation sent to ${mia.email}`);
  const { used, pending, limit } = await seats(sam);
  assert.equal(used + pending, limit);
});

test("jl6_a_lost_answer_buys_nothing_twice", async () => {
  await leave(defne, 0);
  const before = await seats(defne);
  await visit(defne, "/t/jetlink/billing");
  await defne.page.getByRole("button", { name: "Buy seats" }).click();
  const box = dialog(defne);
  await defne.context.route("**/api/v1/teams/jetlink/seats", async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await box.getByRole("button", { name: "Buy 1 seat" }).click();
  await box.locator("[role=alert]").waitFor();
  await box.getByRole("button", { name: "Buy 1 seat" }).click();
  await closed(defne);
  assert.equal((await seats(defne)).limit, before.limit + 1);
});

test("jl6_the_bill_says_what_is_taken_and_who_bought_what", async () => {
  assert.equal(await heading(defne).innerText(), "Billing");
  const { used, pending, limit } = await seats(defne);
  const main = defne.page.locator("main");
  await main.getByText(`${used + pending} of ${limit} agent seats`).waitFor();
  const rows = await main.locator(".bill").first().locator(".item").allInnerTexts();
  assert.deepEqual(rows.map((r) => r.replace(/\s+/g, " ").trim()), [`Used ${used}`, `Invited ${pending}`, `Free ${limit - used - pending}`]);
  const me = (await api(defne, "GET", "/teams/jetlink")).json.me.name;
  assert.match(await main.locator(".bill").nth(1).innerText(), new RegExp(`1 agent seats[\\s\\S]*${me}`));
  // Bought elsewhere: this page hears of it.
  await api(sam, "POST", "/teams/jetlink/seats", { kind: "agent", n: 3, once: "from-elsewhere" });
  await main.getByText(`of ${limit + 3} agent seats`).waitFor();
  await main.getByText("3 agent seats").waitFor();
});

test("jl6_who_may_not_see_billing_has_no_such_place", async () => {
  const agent = await person(browser, server);
  await signIn(agent, "agent@jetlink.example");
  assert.equal(await agent.page.locator("a[href='/t/jetlink/billing']").count(), 0);
  await visit(agent, "/t/jetlink/billing");
  await agent.page.getByRole("heading", { name: "Not for your role" }).or(agent.page.locator("main .empty h2")).first().waitFor();
  await agent.leave();
});

test("st13_the_page_shows_the_billed_count_with_the_disabled", async () => {
  const owner = await person(browser, server);
  await signIn(owner, "owner@salestrekker.example");
  await visit(owner, "/t/salestrekker/billing");
  const row = owner.page.locator("main .bill .item");
  const billed = async () => Number(/\d+/.exec(await row.first().innerText())[0]);
  const before = await billed();
  assert.equal(before, 10, "eight active, two disabled");
  assert.equal(await owner.page.getByRole("button", { name: "Buy seats" }).count(), 0, "they are counted, not bought");
  const all = (await api(owner, "GET", "/teams/salestrekker/members")).json.items;
  const tom = all.find((m) => m.name === "Tom Aldridge").id;
  const priya = all.find((m) => m.name === "Priya Raman").id;
  await api(owner, "POST", `/teams/salestrekker/members/${tom}/deactivate`, {});
  await owner.page.reload();
  await row.first().waitFor();
  assert.equal(await billed(), before, "disabled: billed all the same");
  await api(owner, "DELETE", `/teams/salestrekker/members/${tom}`, { successor: priya });
  await until("the bill to follow", async () => (await billed()) === before - 1);
  await owner.leave();
});

test("jy16_the_owner_reaches_billing", async () => {
  const owner = await person(browser, server);
  await signIn(owner, "owner@jelly.example");
  await owner.page.locator("a[href='/t/jelly/billing']").click();
  await owner.page.getByRole("heading", { name: "No seats are counted here" }).waitFor();
  await owner.leave();
});

test("jl6_who_may_not_buy_is_told_whom_to_ask", async () => {
  // Jetlink with a role that invites agents and buys nothing.
  const dir = await mkdtemp(join(tmpdir(), "rolecall-profile-"));
  const source = await readFile(fileURLToPath(new URL("../../shared/profiles/jetlink.toml", import.meta.url)), "utf8");
  const lead = '[roles.lead]\nlabel = "Lead"\nabout = "Invites agents"\npermissions = ["members.view", "members.invite", "own-preferences.edit"]\nassigns = ["agent"]\n\n';
  const profile = source
    .replace('id = "jetlink"', 'id = "leads"')
    .replace('assigns = ["admin", "agent", "reporter", "jetbot-trainer"]', 'assigns = ["admin", "agent", "reporter", "jetbot-trainer", "lead"]')
    .replace("[roles.agent]", `${lead}[roles.agent]`)
    .replace("[invitation]\n", "[invitation]\nmail_optional = true\n");
  await writeFile(join(dir, "leads.toml"), profile);
  const own = await serve({ demo: false, more: ["--profiles", dir] });
  try {
    const [founder, lee] = [await person(browser, own), await person(browser, own)];
    await founder.page.goto("/");
    const setup = { team_name: "Leads", profile: "leads", email: "ada@leads.example", name: "Ada King", password: "long enough" };
    const team = (await api(founder, "POST", "/setup", setup)).json.teams[0].team;
    const fields = { "first-name": "Lee", "last-name": "Marsh" };
    const made = await api(founder, "POST", `/teams/${team}/invitations`, { people: [{ email: "lee@leads.example", fields }], role: "lead", send_mail: false, password: "long enough too" });
    assert.equal(made.status, 201, made.text);
    await signIn(lee, "lee@leads.example", "long enough too");
    // Agents are all that a lead invites: the way to the form says it already.
    const add = lee.page.locator("main .page-head").getByRole("button", { name: ADD, exact: true });
    await until("the button to be held", async () => (await add.getAttribute("data-denial")) === "seats-exhausted");
    await add.focus();
    const tip = lee.page.locator("[role=tooltip]:visible");
    await tip.waitFor();
    assert.match(await tip.innerText(), /All 0 agent seats are taken\.[\s\S]*Ask somebody who may buy more: Admin\./);
    await founder.leave();
    await lee.leave();
  } finally {
    await own.stop();
    await rm(dir, { recursive: true, force: true });
  }
});

test("the_pages_complained_about_nothing", async () => {
  await defne.leave();
  await sam.leave();
});
