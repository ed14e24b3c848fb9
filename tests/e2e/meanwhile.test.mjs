// What is offered stays true while somebody else changes the team: controls follow by live events within two seconds, and a
// command that is sent in the gap is refused with the reason and taken back on the page.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { entry, line, memberId, more, offers, role, settled, status } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, olivia, deaf, defne;
/// How long a change may take to another's screen.
const SOON = 2_000;

before(async () => {
  server = await serve();
  browser = await open();
  olivia = await person(browser, server);
  deaf = await person(browser, server);
  defne = await person(browser, server);
  // No live event reaches this one, and it does not learn that: what it sends is sent in the gap.
  await deaf.context.route("**/api/v1/teams/*/live", () => undefined);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const put = async (who, id, to) => (await api(who, "PUT", `/teams/jelly/members/${id}/role`, { role: to })).status;
const hold = (who, name) => line(who, name).locator(".c-role [data-action]").first().getAttribute("data-denial");
/// What the menu of a line offers, read and closed again.
async function menuOf(who, name) {
  const all = await offers(await more(who, name));
  await who.page.keyboard.press("Escape");
  await who.page.locator("[role=menu]:visible").waitFor({ state: "hidden" });
  return all;
}

test("the_last_owner_is_held_as_soon_as_the_other_owner_is_none", async () => {
  await signIn(olivia, "owner@jelly.example");
  await visit(olivia, "/t/jelly/members");
  const noah = await memberId(olivia, "Noah Fischer");
  assert.equal(await put(olivia, noah, "owner"), 200);
  await until("two owners", async () => (await role(olivia, "Noah Fischer")).startsWith("Owner"));
  await until("one of two owners to be free to step down", async () => (await hold(olivia, "Olivia Brandt")) === null, SOON);
  // Noah steps down by himself, in another browser.
  await signIn(defne, "admin@jelly.example");
  assert.equal(await put(defne, noah, "admin"), 200);
  await until("the last owner to be held", async () => (await hold(olivia, "Olivia Brandt")) === "last-holder", SOON);
  await until("the other's role", async () => (await role(olivia, "Noah Fischer")).startsWith("Admin"), SOON);
});

test("in_the_gap_the_last_owners_step_down_is_refused_with_the_reason_and_taken_back", async () => {
  const noah = await memberId(olivia, "Noah Fischer");
  assert.equal(await put(olivia, noah, "owner"), 200);
  await signIn(deaf, "owner@jelly.example");
  await visit(deaf, "/t/jelly/members");
  await line(deaf, "Noah Fischer").waitFor();
  assert.equal(await put(defne, noah, "admin"), 200);
  await line(deaf, "Olivia Brandt").locator(".c-role button[data-action]").click();
  await deaf.page.locator("[role=menu]:visible [data-to=member]").click();
  const sure = deaf.page.locator("dialog[open] .foot [data-action], dialog[open] .foot .btn.primary").last();
  if (await sure.isVisible().catch(() => false)) await sure.click();
  const said = deaf.page.locator(".toast.bad, dialog[open] [role=alert]").first();
  await said.waitFor();
  assert.match(await said.innerText(), /only owner|last owner/i);
  await deaf.page.keyboard.press("Escape");
  await until("the role as it is", async () => (await role(deaf, "Olivia Brandt")).startsWith("Owner"));
});

test("the_last_seat_that_is_taken_elsewhere_holds_what_needs_one", async () => {
  const buyer = await person(browser, server);
  const other = await person(browser, server);
  await signIn(buyer, "admin@jetlink.example");
  await signIn(other, "admin@jetlink.example");
  const agents = (await api(buyer, "GET", "/teams/jetlink/members?status=deactivated&role=agent")).json.items;
  assert.ok(agents.length > 0, "nobody to restore");
  const name = agents[0].name;
  await visit(buyer, "/t/jetlink/members");
  await buyer.page.locator("main input[type=search]").fill(name);
  await settled(buyer);
  await line(buyer, name).waitFor();
  assert.equal((await menuOf(buyer, name)).restore, "free");
  const { used, pending, limit } = (await api(other, "GET", "/teams/jetlink")).json.counts.seats.agent;
  for (let n = used + pending; n < limit; n += 1) {
    const people = [{ email: `seat${n}@meridian.example`, fields: { "first-name": "Seat", "last-name": "Taker" } }];
    assert.equal((await api(other, "POST", "/teams/jetlink/invitations", { people, role: "agent" })).status, 201);
  }
  const begun = Date.now();
  await until("the seat to be missed", async () => (await menuOf(buyer, name)).restore === "seats-exhausted", SOON);
  assert.ok(Date.now() - begun < SOON + 1_000);
  await buyer.leave();
  await other.leave();
});

test("whoever_is_lowered_loses_the_controls_and_whoever_is_raised_gets_them", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  await visit(mina, "/t/jelly/members");
  await line(mina, "Olivia Brandt").waitFor();
  assert.equal(await mina.page.locator("main .line [data-action]").count(), 0);
  await visit(olivia, "/t/jelly/members");
  const id = await memberId(olivia, "Mina Park");
  assert.equal(await put(olivia, id, "admin"), 200);
  await until("controls", async () => (await mina.page.locator("main .line [data-action]").count()) > 0, SOON);
  assert.equal(await put(olivia, id, "member"), 200);
  await until("no controls", async () => (await mina.page.locator("main .line [data-action]").count()) === 0, SOON);
  await mina.leave();
});

// Last: days pass, and sessions with them.
test("an_invitation_that_ends_by_the_clock_is_an_ended_one_without_a_word_from_anybody", async () => {
  const sender = await person(browser, server);
  await signIn(sender, "owner@jelly.example");
  const email = "just.in.time@jelly.example";
  const sent = await api(sender, "POST", "/teams/jelly/invitations", { people: [{ email, fields: {} }], role: "member" });
  assert.equal(sent.status, 201);
  const { expires_at: ends } = sent.json.members[0];
  const now = (await api(sender, "GET", "/teams/jelly")).json.now;
  await server.advance(ends - now - 5_000);
  await visit(sender, "/t/jelly/members");
  await line(sender, email).waitFor();
  assert.equal(await status(sender, email), "Pending");
  const asked = [];
  sender.page.on("request", (r) => asked.push(r.method()));
  await until("the invitation to end", async () => (await status(sender, email)) === "Expired", 9_000);
  assert.ok(asked.every((m) => m === "GET"));
  const menu = await more(sender, email);
  await entry(menu, "resend-invite").waitFor();
  await sender.page.keyboard.press("Escape");
  await sender.leave();
});

test("the_pages_complained_about_nothing", async () => {
  for (const who of [olivia, deaf, defne]) await who.leave();
});
