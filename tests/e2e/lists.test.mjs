// Lists that a team shares: rules, saved replies. Everybody reads and copies; admins and owners write (JY15).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "./lib/axe.mjs";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { closed, dialog, fill, heading, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, noah, mina;

before(async () => {
  server = await serve();
  browser = await open();
  noah = await person(browser, server);
  await signIn(noah, "admin@jelly.example");
  mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const RULES = "/t/jelly/lists/rules";
const REPLIES = "/t/jelly/lists/saved-replies";
const entry = (who, name) => who.page.locator("li[data-entry]").filter({ has: who.page.getByRole("heading", { name, exact: true }) });
const names = (who) => who.page.locator("li[data-entry] h2").allInnerTexts();
const grip = (who, name) => entry(who, name).getByRole("button", { name: `Move ${name}` });
/// The names as the server has them.
const stored = async (who, list) => (await api(who, "GET", `/teams/jelly/lists/${list}`)).json.items.map((e) => e.name);
async function pick(who, name, item) {
  await entry(who, name).getByRole("button", { name: `More for ${name}` }).click();
  await who.page.locator("[role=menu]:visible").getByRole("menuitem", { name: item, exact: true }).click();
}
const shows = (who, wanted) => until(`the order ${wanted}`, async () => JSON.stringify(await names(who)) === JSON.stringify(wanted));
const keeps = (who, wanted) => until(`the stored order ${wanted}`, async () => JSON.stringify(await stored(who, "rules")) === JSON.stringify(wanted));

test("jy15_an_admin_makes_and_edits_a_rule_and_the_other_browser_follows", async () => {
  await visit(mina, RULES);
  await noah.page.locator(".side").getByRole("link", { name: "Rules" }).click();
  await until("the page", async () => (await heading(noah).innerText()) === "Rules");
  await noah.page.locator(".page-head").getByRole("button", { name: "Add rule" }).click();
  const form = dialog(noah);
  await form.waitFor();
  await form.getByRole("button", { name: "Save" }).click();
  // Each fault stands at its field, and what is typed stays.
  await until("the faults", async () => (await form.locator("[aria-invalid=true]").count()) === 4);
  assert.equal(await noah.page.evaluate(() => document.activeElement.name), "name");
  await fill(form, { name: "Job applications", value: "application" });
  await form.locator("[name=when]").selectOption("Has in its subject");
  await form.locator("[name=action]").selectOption("Assign to");
  await form.locator("[name=argument]").fill("Olivia Brandt");
  await form.getByRole("button", { name: "Save" }).click();
  await closed(noah);
  await toast(noah, "Job applications was added");
  const said = "When a new conversation has in its subject application → Assign to Olivia Brandt";
  for (const who of [noah, mina]) {
    await entry(who, "Job applications").waitFor();
    const text = (await entry(who, "Job applications").locator(".sentence").innerText()).replace(/\s+/g, " ").replace(", then: ", "").trim();
    assert.equal(text, said);
  }
  await pick(noah, "Job applications", "Edit");
  assert.equal(await dialog(noah).locator("[name=value]").inputValue(), "application");
  await dialog(noah).locator("[name=argument]").fill("Zoë Lambert");
  await dialog(noah).getByRole("button", { name: "Save" }).click();
  await closed(noah);
  await until("the edit at the other's", async () => (await entry(mina, "Job applications").innerText()).includes("Zoë Lambert"));
  // A name that there is already is told at its field.
  await pick(noah, "Job applications", "Edit");
  await dialog(noah).locator("[name=name]").fill("School visits");
  await dialog(noah).getByRole("button", { name: "Save" }).click();
  await dialog(noah).getByText("There is one of this name already.").waitFor();
  assert.equal(await dialog(noah).locator("[name=name]").inputValue(), "School visits");
  await dialog(noah).getByRole("button", { name: "Cancel" }).click();
  await closed(noah);
});

test("jy15_whoever_edits_what_another_has_changed_is_told_and_keeps_what_was_typed", async () => {
  await visit(noah, REPLIES);
  await pick(noah, "Gift cards", "Edit");
  await dialog(noah).locator("[name=text]").fill("Mine");
  const { id, version } = (await api(noah, "GET", "/teams/jelly/lists/saved-replies?q=gift%20cards")).json.items[0];
  await api(noah, "PATCH", `/teams/jelly/lists/saved-replies/${id}`, { fields: { text: "Theirs" }, version });
  await dialog(noah).getByRole("button", { name: "Save" }).click();
  await dialog(noah).getByText("Somebody else changed this meanwhile").waitFor();
  assert.equal(await dialog(noah).locator("[name=text]").inputValue(), "Mine");
  await dialog(noah).getByRole("button", { name: "Save" }).click();
  await closed(noah);
  await until("my text", async () => (await entry(noah, "Gift cards").locator(".entry-text").innerText()) === "Mine");
});

test("jy15_a_deleted_rule_comes_back_to_its_place_with_undo", async () => {
  await visit(noah, RULES);
  await entry(noah, "Damaged parcels").waitFor();
  const was = await names(noah);
  await pick(noah, "Damaged parcels", "Delete");
  const without = was.filter((n) => n !== "Damaged parcels");
  for (const who of [noah, mina]) await shows(who, without);
  await noah.page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  for (const who of [noah, mina]) await shows(who, was);
  assert.match(await entry(noah, "Damaged parcels").locator(".sentence").innerText(), /damaged[^]*Assign to[^]*Mina Park/);
});

test("jy15_rules_are_put_in_order_by_keyboard_and_the_focus_goes_along", async () => {
  await visit(noah, RULES);
  await entry(noah, "School visits").waitFor();
  const [first, second, ...rest] = await names(noah);
  await grip(noah, first).focus();
  await noah.page.keyboard.press("ArrowDown");
  await shows(noah, [second, first, ...rest]);
  await until("the focus on what was moved", () =>
    noah.page.evaluate((name) => document.activeElement.getAttribute("aria-label") === `Move ${name}`, first));
  assert.match(await noah.page.locator("main [role=status]").last().innerText(), new RegExp(`${first} is now 2 of ${rest.length + 2}`));
  await keeps(noah, [second, first, ...rest]);
  await shows(mina, [second, first, ...rest]);
  // Several in a row end where the last one says; beyond the end nothing happens.
  await noah.page.keyboard.press("ArrowUp");
  await until("the focus again", () => noah.page.evaluate((name) => document.activeElement.getAttribute("aria-label") === `Move ${name}`, first));
  await noah.page.keyboard.press("ArrowUp");
  await keeps(noah, [first, second, ...rest]);
  await shows(noah, [first, second, ...rest]);
  await pick(noah, first, "Move down");
  await keeps(noah, [second, first, ...rest]);
  await pick(noah, first, "Move up");
  await keeps(noah, [first, second, ...rest]);
});

test("jy15_rules_are_put_in_order_by_pointer", async () => {
  await visit(noah, RULES);
  await entry(noah, "School visits").waitFor();
  const [first, second, third, ...rest] = await names(noah);
  const middle = async (where) => {
    const box = await where.boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  await noah.page.mouse.move(...(await middle(grip(noah, third))));
  await noah.page.mouse.down();
  const [x, y] = await middle(entry(noah, first));
  await noah.page.mouse.move(x, y + 30, { steps: 4 });
  await noah.page.mouse.move(x, y - 10, { steps: 4 });
  await noah.page.mouse.up();
  await shows(noah, [third, first, second, ...rest]);
  await keeps(noah, [third, first, second, ...rest]);
  // Let go where it was: nothing is written.
  const { revision } = (await api(noah, "GET", "/teams/jelly")).json;
  const began = await middle(grip(noah, second));
  await noah.page.mouse.move(...began);
  await noah.page.mouse.down();
  await noah.page.mouse.move(x, y, { steps: 3 });
  await noah.page.locator("li.above").waitFor();
  await noah.page.mouse.move(...began, { steps: 3 });
  await noah.page.mouse.up();
  await shows(noah, [third, first, second, ...rest]);
  assert.equal((await api(noah, "GET", "/teams/jelly")).json.revision, revision);
});

test("jy15_an_order_that_is_refused_is_taken_back", async () => {
  await visit(noah, RULES);
  await entry(noah, "School visits").waitFor();
  const was = await names(noah);
  await noah.page.route("**/lists/rules/order", (route) =>
    route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "", status: 409, code: "stale-version", fields: [], request_id: "" }) }));
  await grip(noah, was[0]).focus();
  await noah.page.keyboard.press("ArrowDown");
  await toast(noah, "Somebody else changed this meanwhile");
  await shows(noah, was);
  await noah.page.unroute("**/lists/rules/order");
  await keeps(noah, was);
});

test("jy15_the_search_filters_while_one_types_and_a_text_is_copied", async () => {
  await visit(mina, REPLIES);
  await entry(mina, "Opening hours").waitFor();
  await mina.page.keyboard.press("/");
  await mina.page.keyboard.type("ZOE readings");
  await shows(mina, ["Author readings"]);
  await mina.page.keyboard.type(" nothing");
  await mina.page.getByText("Nothing found").waitFor();
  await mina.page.keyboard.press("Escape");
  await until("all of them", async () => (await names(mina)).length === (await stored(mina, "saved-replies")).length);
  const text3 = entry(mina, "Sending a book back").locator(".entry-text");
  const folded = (await text3.boundingBox()).height;
  await entry(mina, "Damaged in the post").waitFor();
  await entry(mina, "Where is my order?").getByRole("button", { name: "Where is my order?", exact: true }).click();
  const all = await entry(mina, "Where is my order?").locator(".entry-text").boundingBox();
  assert.ok(all.height > folded, "a long text opens");
  await mina.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await entry(mina, "Opening hours").getByRole("button", { name: "Copy text" }).click();
  await toast(mina, "Copied");
  const text = (await api(mina, "GET", "/teams/jelly/lists/saved-replies?q=opening")).json.items[0].fields.text;
  assert.equal(await mina.page.evaluate(() => navigator.clipboard.readText()), text);
});

test("jy15_a_member_sees_no_control_and_the_server_holds_what_the_page_holds", async () => {
  for (const [path, list] of [[RULES, "rules"], [REPLIES, "saved-replies"]]) {
    await visit(mina, path);
    await until("the entries", async () => (await names(mina)).length > 3);
    assert.equal(await mina.page.locator("main [data-action]").count(), 0);
    assert.equal(await mina.page.locator("main .grip, main [aria-haspopup=menu]").count(), 0);
    const answer = await api(mina, "POST", `/teams/jelly/lists/${list}`, { name: "Mine", fields: {} });
    assert.deepEqual([answer.status, answer.json.code], [403, "not-permitted"]);
  }
  await visit(mina, "/t/jelly/lists/spells");
  assert.equal(await heading(mina).innerText(), "There is nothing here");
});

test("jy15_the_empty_list_offers_the_next_step", async () => {
  await visit(noah, REPLIES);
  await entry(noah, "Opening hours").waitFor();
  for (const e of (await api(noah, "GET", "/teams/jelly/lists/saved-replies")).json.items) {
    await api(noah, "DELETE", `/teams/jelly/lists/saved-replies/${e.id}`, {});
  }
  await noah.page.getByText("No saved replies yet").waitFor();
  await noah.page.locator(".empty").getByRole("button", { name: "Add saved reply" }).click();
  await fill(dialog(noah), { name: "Hello", text: "Good morning\n\nYours" });
  await dialog(noah).getByRole("button", { name: "Save" }).click();
  await closed(noah);
  await entry(noah, "Hello").waitFor();
});

test("jy15_lists_are_for_everybody_axe_and_the_audit_log_agree", async () => {
  const found = [];
  await visit(noah, RULES);
  await entry(noah, "School visits").waitFor();
  await inspect(noah, "rules", found);
  await pick(noah, "School visits", "Edit");
  await inspect(noah, "a rule", found);
  await noah.page.keyboard.press("Escape");
  await closed(noah);
  await visit(noah, REPLIES);
  await entry(noah, "Hello").waitFor();
  await inspect(noah, "saved replies", found);
  await visit(mina, RULES);
  await entry(mina, "School visits").waitFor();
  await inspect(mina, "rules of a member", found);
  assert.deepEqual(found, []);
  await visit(noah, "/t/jelly/audit");
  await noah.page.getByText("Rules: new order").first().waitFor();
  await noah.page.getByText("Saved replies: + Hello").waitFor();
  await noah.leave();
  await mina.leave();
});
