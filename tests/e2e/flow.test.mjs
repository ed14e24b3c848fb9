// What runs by itself: automations in turn, routing by expertise, who is away, and what somebody leaves behind (JT11, JL3, JL9, JY13, JT16).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, entry, giveRole, line, more, seesStatus, toast } from "./lib/members.mjs";
import { pickIn } from "./lib/work.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, rachel;

before(async () => {
  server = await serve();
  browser = await open();
  rachel = await person(browser, server);
  await signIn(rachel, "rachel@juniper.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const plate = (who, name) => who.page.locator("section.plate").filter({ has: who.page.getByRole("heading", { name, exact: true }) });
/// Name → what stands beside it: the rotation as the page says it.
const turns = (who, name) => plate(who, name).locator(".turns li").evaluateAll((all) =>
  all.map((li) => [li.querySelector("bdi").textContent, li.dataset.skipped ?? (li.dataset.next ? "next" : "")]));

/// A program outside sends something in.
async function send(secret, body) {
  const answer = await fetch(`${server.url}/api/v1/intake`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: await answer.json().catch(() => undefined) };
}

/// Makes a key on the page and reads it off there, as a person does once.
async function newKey(who, team, name) {
  await visit(who, `/t/${team}/integrations`);
  await who.page.getByRole("button", { name: "New key" }).click();
  await dialog(who).locator("[name=key-name]").fill(name);
  await dialog(who).getByRole("button", { name: "Create key" }).click();
  const secret = await dialog(who).locator("input[name=secret]").inputValue();
  await dialog(who).getByRole("button", { name: "I have stored it" }).click();
  await closed(who);
  assert.ok(!(await who.page.locator("body").innerText()).includes(secret), "shown once");
  return secret;
}

/// A new automation over these people, in this order; gives its id.
async function newAutomation(who, team, name, people) {
  await visit(who, `/t/${team}/automations`);
  await who.page.locator(".page-head").getByRole("button", { name: "New automation" }).click();
  await dialog(who).locator("[name=automation-name]").fill(name);
  for (const p of people) {
    await dialog(who).getByRole("button", { name: "Add a person" }).click();
    await pickIn(who, p);
  }
  await dialog(who).getByRole("button", { name: "Save" }).click();
  await closed(who);
  await plate(who, name).waitFor();
  return plate(who, name).getAttribute("data-automation");
}

let secret, leads;

test("jt11_new_leads_go_round_over_the_chosen_members", async () => {
  secret = await newKey(rachel, "jtek", "Landing page");
  leads = await newAutomation(rachel, "jtek", "Landing page leads", ["Rachel Vasquez", "Tyler Chen"]);
  assert.deepEqual(await turns(rachel, "Landing page leads"), [["Rachel Vasquez", "next"], ["Tyler Chen", ""]]);
  const got = [];
  for (let n = 0; n < 4; n += 1) got.push((await send(secret, { title: `Lead ${n}`, automation: leads })).json.name);
  assert.deepEqual(got, ["Rachel Vasquez", "Tyler Chen", "Rachel Vasquez", "Tyler Chen"]);
  // The page follows without being asked.
  await until("two each", async () => (await plate(rachel, "Landing page leads").locator(".turns .end").allInnerTexts()).every((t) => t === "2 so far"));
  // Nobody without a pending person: they cannot be chosen, and the list says why.
  await visit(rachel, "/t/jtek/work/contact");
  await rachel.page.locator(".line[data-item]").filter({ hasText: "Lead 3" }).waitFor();
});

test("jt11_a_deactivated_member_is_skipped_at_once_and_the_page_says_so", async () => {
  await visit(rachel, "/t/jtek/members");
  await act(rachel, "Tyler Chen", "deactivate");
  await dialog(rachel).locator("[data-action=deactivate]").click();
  await seesStatus(rachel, "Tyler Chen", "Deactivated");
  const got = [];
  for (let n = 4; n < 7; n += 1) got.push((await send(secret, { title: `Lead ${n}`, automation: leads })).json.name);
  assert.deepEqual(got, ["Rachel Vasquez", "Rachel Vasquez", "Rachel Vasquez"]);
  await visit(rachel, "/t/jtek/automations");
  await until("the rotation", async () => (await turns(rachel, "Landing page leads")).length === 2);
  assert.deepEqual(await turns(rachel, "Landing page leads"), [["Rachel Vasquez", "next"], ["Tyler Chen", "deactivated"]]);
  assert.match(await plate(rachel, "Landing page leads").innerText(), /Skipped: deactivated/i);
  // Back again: next in turn.
  await visit(rachel, "/t/jtek/members");
  await act(rachel, "Tyler Chen", "restore");
  await seesStatus(rachel, "Tyler Chen", "Active");
  assert.equal((await send(secret, { title: "Lead 7", automation: leads })).json.name, "Tyler Chen");
});

test("jt11_resting_it_leaves_new_leads_unassigned_and_nobody_left_is_said", async () => {
  await visit(rachel, "/t/jtek/automations");
  const box = plate(rachel, "Landing page leads");
  await box.getByRole("switch").click();
  await until("it to rest", async () => (await box.getByRole("switch").getAttribute("aria-checked")) === "false");
  await until("the server to know", async () => (await api(rachel, "GET", "/teams/jtek/automations")).json.items.some((a) => a.id === leads && !a.on));
  await box.getByRole("switch").click();
  await until("it to run", async () => (await api(rachel, "GET", "/teams/jtek/automations")).json.items.some((a) => a.id === leads && a.on));
});

test("jt16_after_an_admin_has_gone_a_checklist_leads_through_what_they_left", async () => {
  // Tyler becomes an admin, sets things up and goes.
  await visit(rachel, "/t/jtek/members");
  await giveRole(rachel, "Tyler Chen", "Admin");
  const tyler = await person(browser, server, { strict: false });
  await signIn(tyler, "tyler@juniper.example");
  const his = await newKey(tyler, "jtek", "Tyler's script");
  await newAutomation(tyler, "jtek", "Tyler's leads", ["Rachel Vasquez"]);
  await visit(rachel, "/t/jtek/members");
  await act(rachel, "Tyler Chen", "deactivate");
  await dialog(rachel).locator("[data-action=deactivate]").click();
  await seesStatus(rachel, "Tyler Chen", "Deactivated");
  assert.equal((await send(his, { title: "From the script" })).status, 201, "the key works until somebody revokes it");
  // The members page points to the list.
  await rachel.page.reload();
  const banner = rachel.page.locator("main").getByText(/far-reaching rights and may have left keys or automations behind/);
  await banner.first().waitFor();
  await visit(rachel, "/t/jtek/departures");
  const list = rachel.page.locator("section.plate[data-departure]").filter({ has: rachel.page.getByRole("heading", { name: "Tyler Chen" }) });
  await list.waitFor();
  const thing = (name) => list.locator("li[data-thing]").filter({ hasText: name });
  await list.getByText("Change your own password").waitFor();
  await list.getByRole("checkbox").first().check();
  // Take over the one, revoke the other.
  await thing("Tyler's leads").getByRole("button", { name: "Take over" }).click();
  await until("the automation to be hers", async () => (await thing("Tyler's leads").count()) === 0);
  await thing("Tyler's script").getByRole("button", { name: "Revoke" }).click();
  await dialog(rachel).getByRole("button", { name: "Revoke" }).click();
  await until("the key to be gone", async () => (await thing("Tyler's script").count()) === 0);
  assert.equal((await send(his, { title: "Once more" })).status, 401);
  const made = (await api(rachel, "GET", "/teams/jtek/automations")).json.items.find((a) => a.name === "Tyler's leads");
  assert.equal(made.made_by.name, "Rachel Vasquez");
  await list.getByText("No keys, webhooks or automations of theirs are left.").waitFor();
  await list.getByRole("button", { name: "Close the list" }).click();
  await list.getByText("Closed").waitFor();
  await rachel.page.reload();
  await list.getByText("Closed").waitFor();
  assert.equal(await list.getByRole("checkbox").first().isChecked(), true);
});

test("jt16_nobody_else_has_that_page", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  for (const place of ["departures", "integrations", "automations"]) {
    assert.equal(await mina.page.locator(`header nav a[href$="/${place}"]`).count(), 0);
    await mina.page.goto(`/t/jelly/${place}`);
    await mina.page.locator("main").getByText("Not for your role").last().waitFor();
  }
  await mina.leave();
});

test("jy13_whoever_is_away_is_skipped_and_comes_back_by_their_own_word", async () => {
  const owner = await person(browser, server);
  await signIn(owner, "owner@jelly.example");
  const key = await newKey(owner, "jelly", "Contact form");
  const inbox = await newAutomation(owner, "jelly", "Front desk", ["Mina Park", "Arthur Dean"]);
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  const say = async (value) => {
    await visit(mina, "/t/jelly/me");
    await mina.page.locator("main").getByLabel("Availability").selectOption(value);
    await mina.page.locator("main").getByRole("button", { name: "Save" }).click();
    await toast(mina, "Saved");
  };
  await say("Away");
  await until("the owner's page to say so", async () => (await turns(owner, "Front desk")).some(([n, s]) => n === "Mina Park" && s === "away"));
  assert.match(await plate(owner, "Front desk").innerText(), /Skipped: away/);
  for (let n = 0; n < 3; n += 1) assert.equal((await send(key, { title: `Question ${n}`, automation: inbox })).json.name, "Arthur Dean");
  await say("Available");
  assert.equal((await send(key, { title: "Question 3", automation: inbox })).json.name, "Mina Park", "who waited longest is next");
  await mina.leave();
  await owner.leave();
});

test("jl3_jl9_conversations_go_by_expertise_and_customers_see_the_visible_name", async () => {
  const admin = await person(browser, server);
  await signIn(admin, "admin@jetlink.example");
  const key = await newKey(admin, "jetlink", "Widget");
  const all = (await api(admin, "GET", "/teams/jetlink/members?limit=500&role=agent&status=active")).json.items;
  const [knows, kept, any] = all.slice(0, 3);
  // What they know is set where a person sets it: in each member's details.
  const set = async (m, expertise, only, visible) => {
    await visit(admin, `/t/jetlink/members/${m.id}`);
    const box = dialog(admin);
    await box.waitFor();
    for (const subject of ["Sales", "Support", "Billing", "Shipping", "Returns"]) {
      await box.getByLabel(subject, { exact: true }).setChecked(expertise.includes(subject));
    }
    await box.locator("[name=visible-name]").fill(visible);
    const turn = box.getByRole("switch", { name: /^Only assign from expertise/ });
    if (((await turn.getAttribute("aria-checked")) === "true") !== only) await turn.click();
    await box.getByRole("button", { name: /^Save/ }).click();
    await toast(admin, "Saved");
  };
  await set(knows, ["Billing"], false, "Your billing desk");
  await set(kept, ["Returns"], true, "");
  await set(any, [], false, "");
  const id = await newAutomation(admin, "jetlink", "By topic", [kept.name, any.name, knows.name]);
  const to = async (topic) => (await send(key, { title: "A customer", automation: id, fields: topic ? { topic } : {} })).json;
  for (let n = 0; n < 3; n += 1) assert.equal((await to("Billing")).name, "Your billing desk", "whoever knows it, first and always");
  assert.equal((await to("Returns")).name, kept.name);
  const rest = new Set();
  for (let n = 0; n < 4; n += 1) rest.add((await to("Sales")).name);
  assert.deepEqual([...rest].sort(), [any.name, "Your billing desk"].sort(), "never beyond an expertise that binds");
  // The page of such a conversation says what the customer sees (JL9).
  const taken = await to("Billing");
  await visit(admin, `/t/jetlink/work/conversation/${taken.id}`);
  await admin.page.getByText("Customers see Your billing desk").waitFor();
  await admin.leave();
});

test("the_page_did_not_complain", async () => rachel.leave());
