// Without a pointer: everything reachable, the focus always seen and never lost.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, open, person, until } from "./lib/browser.mjs";
import { closed, dialog, fill, line, memberId, role, seesStatus, status } from "./lib/members.mjs";
import { DEMO_PASSWORD, serve } from "./lib/server.mjs";

let server, browser, rachel;

before(async () => {
  server = await serve();
  browser = await open();
  rachel = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const key = (k) => rachel.page.keyboard.press(k);
/// What has focus, as a screen reader would name it.
const focused = () =>
  rachel.page.evaluate(() => {
    const e = document.activeElement;
    const by = e.getAttribute("aria-labelledby");
    const label = e.labels?.[0]?.textContent ?? (by && document.getElementById(by)?.textContent);
    return { tag: e.tagName, role: e.getAttribute("role"), text: (e.getAttribute("aria-label") ?? label ?? e.innerText ?? "").trim(), row: e.getAttribute("role") === "row" ? String(e.getAttribute("aria-rowindex") - 2) : undefined, action: e.dataset.action };
  });
/// Whether the focused element shows its ring: an outline, or a shadow or border colour that others of its kind lack.
const ring = () =>
  rachel.page.evaluate(() => {
    const e = document.activeElement;
    const s = getComputedStyle(e);
    const outline = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1;
    return outline || s.boxShadow !== "none" || !!e.closest(":focus-within.chips, .find");
  });
async function tabUntil(what, check, key_ = "Tab", most = 40) {
  for (let i = 0; i < most; i++) {
    await key(key_);
    const f = await focused();
    assert.ok(await ring(), `no focus ring on ${JSON.stringify(f)}`);
    if (check(f)) return f;
  }
  assert.fail(`Tab never reached ${what}`);
}

test("sign_in_by_keyboard_alone", async () => {
  await rachel.page.goto("/sign-in");
  await until("focus in the first field", async () => (await focused()).text === "Email");
  await rachel.page.keyboard.type("rachel@juniper.example");
  await key("Tab");
  await rachel.page.keyboard.type(DEMO_PASSWORD);
  await key("Enter");
  await arrived(rachel);
  await line(rachel, "Tyler Chen").waitFor();
});

test("tab_order_is_the_order_of_the_page_and_each_stop_has_a_ring", async () => {
  await rachel.page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
  const stops = [];
  for (let i = 0; i < 40; i++) {
    await key("Tab");
    const f = await focused();
    if (f.tag === "BODY") break;
    assert.ok(await ring(), `no focus ring on ${JSON.stringify(f)}`);
    assert.ok(f.text, `a stop without a name: ${JSON.stringify(f)}`);
    stops.push(f.text.split("\n")[0]);
    if (f.text.startsWith("More for")) break;
  }
  const order = ["Skip to content", "Team Members", "Roles and permissions", "Your account", "Add User", "Search name or email", "All"];
  const places = order.map((name) => stops.findIndex((s) => s.startsWith(name)));
  assert.ok(!places.includes(-1), `${order} in ${stops}`);
  assert.deepEqual(places, [...places].sort((a, b) => a - b), stops.join(" | "));
});

test("the_skip_link_leads_past_the_sidebar", async () => {
  await rachel.page.reload();
  await arrived(rachel);
  await key("Tab");
  assert.equal((await focused()).text, "Skip to content");
  await key("Enter");
  await until("focus on the heading", async () => (await focused()).tag === "H1");
});

test("slash_goes_to_the_search_and_escape_empties_it", async () => {
  await key("/");
  await until("focus in the search", async () => (await focused()).text === "Search name or email");
  await rachel.page.keyboard.type("tyl");
  await until("one line", async () => (await rachel.page.locator(".line[data-member]").count()) === 1);
  await key("Escape");
  await until("all lines", async () => (await rachel.page.locator(".line[data-member]").count()) === 3);
  await rachel.page.keyboard.type("a/b");
  assert.equal(await rachel.page.getByRole("searchbox").inputValue(), "a/b", "typed, not caught");
  await key("Escape");
  await until("all lines", async () => (await rachel.page.locator(".line[data-member]").count()) === 3);
});

test("arrows_walk_the_list_enter_opens_and_escape_returns_to_the_line", async () => {
  await tabUntil("the list", (f) => f.row !== undefined || f.role === "row");
  const start = Number((await focused()).row);
  const lands = (row) => until(`focus on line ${row}`, async () => (await focused()).row === String(row));
  await key("ArrowDown");
  await lands(start + 1);
  await key("End");
  await lands(2);
  await key("Home");
  await lands(0);
  await key("ArrowDown");
  await lands(1);
  assert.ok(await ring());
  await key("Enter");
  await dialog(rachel).waitFor();
  assert.match(rachel.page.url(), /\/members\/.+/);
  assert.equal(await dialog(rachel).locator("h2").innerText(), "Rachel Vasquez");
  await until("focus inside the panel", () => rachel.page.evaluate(() => !!document.activeElement.closest("dialog")));
  await key("Escape");
  await closed(rachel);
  await until("focus on the line again", async () => (await focused()).row === "1");
  assert.match(rachel.page.url(), /\/members$/);
});

test("a_role_changes_by_keyboard", async () => {
  await key("End");
  await tabUntil("the role of Tyler", (f) => f.text.startsWith("Role of Tyler"));
  await key("Enter");
  await rachel.page.locator("[role=menu]:visible").waitFor();
  await until("focus on the present role", async () => (await focused()).role === "menuitemradio");
  await rachel.page.keyboard.press("a");
  assert.match((await focused()).text, /^Admin/);
  await key("Enter");
  await until("the new role", async () => (await role(rachel, "Tyler Chen")) === "Admin");
  await until("focus on the control again", async () => (await focused()).text.startsWith("Role of Tyler"));
});

test("deactivate_and_undo_by_keyboard", async () => {
  // Somebody with work is asked about first; without any it is done at once, and can be taken back.
  const id = await memberId(rachel, "Tyler Chen");
  assert.equal((await api(rachel, "POST", `/teams/jtek/members/${id}/hand-over`, {})).status, 200);
  await tabUntil("the menu of Tyler", (f) => f.text === "More for Tyler Chen");
  await key("Enter");
  await until("focus in the menu", async () => (await focused()).role === "menuitem");
  for (let i = 0; i < 8 && (await focused()).action !== "deactivate"; i++) await key("ArrowDown");
  assert.equal((await focused()).action, "deactivate");
  await key("Enter");
  await seesStatus(rachel, "Tyler Chen", "Deactivated");
  await until("focus somewhere on the page", async () => (await focused()).tag !== "BODY");
  await tabUntil("Undo", (f) => f.text === "Undo", "Tab", 60);
  await key("Enter");
  await seesStatus(rachel, "Tyler Chen", "Active");
  await until("focus somewhere on the page", async () => (await focused()).tag !== "BODY");
});

test("a_held_item_is_reached_and_says_why", async () => {
  await line(rachel, "Tyler Chen").getByRole("button", { name: "More for Tyler Chen" }).focus();
  await key("Enter");
  await until("focus in the menu", async () => (await focused()).role === "menuitem");
  await key("End");
  const f = await focused();
  assert.equal(await rachel.page.evaluate(() => document.activeElement.getAttribute("aria-disabled")), "true");
  assert.match(f.text, /\.$/, "its second line is the reason");
  await key("Enter");
  assert.equal(await rachel.page.locator("dialog[open]").count(), 0);
  await key("Escape");
  await until("the menu to close", async () => (await rachel.page.locator("[role=menu]:visible").count()) === 0);
  await until("focus on its button", async () => (await focused()).text === "More for Tyler Chen");
});

test("the_invite_form_keeps_focus_inside_and_gives_it_back", async () => {
  const button = rachel.page.getByRole("button", { name: "Add User" });
  await button.focus();
  await key("Enter");
  await dialog(rachel).waitFor();
  await until("focus in the first field", async () => (await focused()).text === "First name");
  for (let i = 0; i < 14; i++) {
    await key("Tab");
    const inside = await rachel.page.evaluate(() => !!document.activeElement.closest("dialog") || document.activeElement === document.body);
    assert.ok(inside, `focus left the dialog: ${JSON.stringify(await focused())}`);
  }
  await fill(dialog(rachel), { "first-name": "Kim", "last-name": "Lee", email: "kim@juniper.example" });
  await key("Enter");
  await closed(rachel);
  await line(rachel, "Kim Lee").waitFor();
  assert.equal(await status(rachel, "Kim Lee"), "Pending");
  await until("focus on the button again", async () => (await focused()).text === "Add User");
  await key("Enter");
  await dialog(rachel).waitFor();
  await key("Escape");
  await closed(rachel);
  await until("focus on the button again", async () => (await focused()).text === "Add User");
});

test("the_palette_finds_pages_and_people", async () => {
  await key("Control+k");
  await dialog(rachel).waitFor();
  await rachel.page.keyboard.type("kim");
  await dialog(rachel).getByRole("option", { name: /Kim Lee/ }).waitFor();
  await key("Enter");
  await until("the details", async () => (await dialog(rachel).locator("h2").innerText()) === "Kim Lee");
  await key("Escape");
  await closed(rachel);
  await key("Control+k");
  await dialog(rachel).waitFor();
  await rachel.page.keyboard.type("roles");
  await key("Enter");
  await rachel.page.getByRole("heading", { name: "Roles and permissions", level: 1 }).waitFor();
  await until("focus on the new page's heading", async () => (await focused()).tag === "H1");
  await key("Control+k");
  await dialog(rachel).waitFor();
  await key("Escape");
  await closed(rachel);
});

test("back_and_forward_walk_the_pages", async () => {
  await rachel.page.goBack();
  await rachel.page.getByRole("heading", { name: "Team Members", level: 1 }).waitFor();
  await rachel.page.goForward();
  await rachel.page.getByRole("heading", { name: "Roles and permissions", level: 1 }).waitFor();
});

test("the_look_is_chosen_and_kept", async () => {
  await rachel.page.getByRole("button", { name: "Your account" }).focus();
  await key("Enter");
  await until("focus in the menu", async () => (await focused()).role?.startsWith("menuitem"));
  await rachel.page.getByRole("menuitemradio", { name: "Look: Dark" }).press("Enter");
  const ground = () => rachel.page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0));
  await until("a dark ground", async () => (await ground()) < 200);
  await rachel.page.reload();
  await arrived(rachel);
  assert.ok((await ground()) < 200);
});

test("the_pages_complained_about_nothing", async () => {
  await rachel.leave();
});
