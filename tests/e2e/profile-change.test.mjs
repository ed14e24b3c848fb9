// The profile's file changes while pages are open (A15): their controls and words follow without anybody's doing, what is typed in a
// form stays, and what is sent by the old rules is refused with the reason and taken back. Once by SIGHUP, once by a restart.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { closed, line, openInvite, role, seesStatus, settled, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let dir, source, server, browser, team, owner, ada, deaf;
/// How long other rules may take to a page that somebody looks at, once the server has them.
const SOON = 2_000;
const PASSWORD = "folded seven times";

/// What is changed in the file, so far. Each pair replaces a text that must be there.
async function profile(...cuts) {
  let text = source;
  for (const [from, to] of cuts) {
    assert.ok(text.includes(from), `the profile has no ${from}`);
    text = text.replace(from, to);
  }
  await writeFile(join(dir, "paper.toml"), text);
}
const NO_INVITING = [
  ['"members.invite", "members.edit"', '"members.edit"'],
  ['"billing.view", "team.delete"', '"billing.view", "team.delete", "members.invite"'],
];
const NOT_ONESELF = ['not_oneself = ["deactivate"]', 'not_oneself = ["deactivate", "change-role"]'];
const MANAGER = ['label = "Admin"', 'label = "Manager"'];
const COORDINATOR = ['label = "Admin"', 'label = "Coordinator"'];

/// The server reads its profiles again.
async function reload(...cuts) {
  await profile(...cuts);
  server.signal("SIGHUP");
}

const invite = (who) => who.page.locator("main .page-head [data-action=invite]");
const own = (who, name) => line(who, name).locator(".c-role [data-action]").first();
/// The page stands since it was last opened: nobody has loaded it anew.
const mark = (who) => who.page.evaluate(() => (window.sameDocument = true));
const same = (who) => who.page.evaluate(() => window.sameDocument === true);

async function joins(who, email, name, role) {
  const people = [{ email, fields: { name } }];
  const made = await api(owner, "POST", `/teams/${team}/invitations`, { people, role, send_mail: false, password: PASSWORD });
  assert.equal(made.status, 201, made.text);
  await signIn(who, email, PASSWORD);
}

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "rolecall-profile-"));
  const jelly = await readFile(fileURLToPath(new URL("../../shared/profiles/jelly.toml", import.meta.url)), "utf8");
  source = jelly.replace('id = "jelly"', 'id = "paper"').replace("[invitation]\n", "[invitation]\nmail_optional = true\n");
  await profile();
  server = await serve({ demo: false, more: ["--profiles", dir] });
  browser = await open();
  owner = await person(browser, server);
  ada = await person(browser, server);
  deaf = await person(browser, server);
  // No live event reaches this one, and it does not learn that: what it sends, it sends by the rules that it has.
  await deaf.context.route("**/api/v1/teams/*/live", () => undefined);
  await owner.page.goto("/");
  const setup = { team_name: "Paper Boats", profile: "paper", email: "wilma@paper.example", name: "Wilma Stein", password: PASSWORD };
  team = (await api(owner, "POST", "/setup", setup)).json.teams[0].team;
  await visit(owner, `/t/${team}/members`);
  await joins(ada, "ada@paper.example", "Ada King", "admin");
  await signIn(deaf, "ada@paper.example", PASSWORD);
  for (const who of [owner, ada, deaf]) {
    await visit(who, `/t/${team}/members`);
    await line(who, "Ada King").waitFor();
    await mark(who);
  }
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(dir, { recursive: true, force: true });
});

test("a_right_that_is_taken_from_a_role_takes_its_control_along", async () => {
  for (const who of [owner, ada, deaf]) await invite(who).waitFor();
  // The deaf one is half way through the form when the right goes.
  const form = await openInvite(deaf, "Invite");
  await form.locator("[name=email]").fill("late@paper.example");
  await reload(...NO_INVITING);
  await until("the control to go", async () => (await invite(ada).count()) === 0, SOON);
  assert.ok(await same(ada), "without loading the page anew");
  assert.equal(await invite(owner).count(), 1, "owners still invite");
  // In the gap: refused, with the reason, and what was typed still there.
  const send = form.locator("[data-action=invite]");
  assert.equal(await send.getAttribute("data-denial"), null, "the old rules allow it");
  const answer = deaf.page.waitForResponse((r) => r.request().method() === "POST" && r.url().endsWith("/invitations"));
  await send.click();
  assert.equal((await answer).status(), 403);
  await form.locator("[role=alert]").first().waitFor();
  assert.match(await form.innerText(), /late@paper\.example/);
  assert.equal((await api(owner, "GET", `/teams/${team}/members?q=late`)).json.items.length, 0);
  // The refusal told by which rules: the page has them now.
  await until("the form's control to be held", async () => (await send.getAttribute("data-denial")) === "not-permitted");
  await until("the deaf page's control to go", async () => (await invite(deaf).count()) === 0);
  // Behind the form the page has waited: it is drawn by the new rules once the form is closed.
  const drawn = () => deaf.page.locator("main:not([data-old])").count();
  await deaf.page.evaluate(() => document.querySelector("main").setAttribute("data-old", ""));
  await form.getByRole("button", { name: "Cancel" }).click();
  await closed(deaf);
  await until("the page to be drawn anew", async () => (await drawn()) === 1);
  await line(deaf, "Ada King").waitFor();
  await settled(deaf);
  assert.ok(await same(deaf));
});

test("a_guard_that_is_added_holds_its_control_with_the_reason", async () => {
  assert.equal(await own(ada, "Ada King").getAttribute("data-denial"), null);
  await reload(...NO_INVITING, NOT_ONESELF);
  await until("the control to be held", async () => (await own(ada, "Ada King").getAttribute("data-denial")) === "self-action", SOON);
  assert.ok(await same(ada));
  // In the gap: the deaf one steps down by the old rules; refused, and the role stands as it was.
  assert.equal(await own(deaf, "Ada King").getAttribute("data-denial"), null);
  await own(deaf, "Ada King").click();
  await deaf.page.locator("[role=menu]:visible [data-to=member]").click();
  const sure = deaf.page.locator("dialog[open] .foot [data-action], dialog[open] .foot .btn.primary").last();
  if (await sure.isVisible().catch(() => false)) await sure.click();
  const said = deaf.page.locator(".toast.bad, dialog[open] [role=alert]").first();
  await said.waitFor();
  assert.match(await said.innerText(), /yourself|own/i);
  await deaf.page.keyboard.press("Escape");
  await until("the role as it is", async () => (await role(deaf, "Ada King")).startsWith("Admin"));
  await until("the deaf page to know", async () => (await own(deaf, "Ada King").getAttribute("data-denial")) === "self-action");
});

test("the_page_waits_with_other_rules_for_the_answer_to_what_is_on_its_way", async () => {
  // Two of them on their way when the rules change: one that will be refused, and one that is accepted.
  for (const [to, status] of [["member", 409], ["admin", 200]]) {
    await reload(...NO_INVITING);
    await until("the control to be free", async () => (await own(ada, "Ada King").getAttribute("data-denial")) === null);
    let go;
    const gate = new Promise((open) => (go = open));
    const mina = to === "admin";
    if (mina) {
      const made = await api(owner, "POST", `/teams/${team}/invitations`, { people: [{ email: "mina@paper.example", fields: {} }], role: "member", send_mail: false, password: PASSWORD });
      assert.equal(made.status, 201, made.text);
      await line(ada, "mina@paper.example").waitFor();
    }
    const name = mina ? "mina@paper.example" : "Ada King";
    await ada.page.route("**/role", async (route) => { await gate; await route.continue(); }, { times: 1 });
    await own(ada, name).click();
    await ada.page.locator(`[role=menu]:visible [data-to=${to}]`).click();
    const sure = ada.page.locator("dialog[open] .foot [data-action], dialog[open] .foot .btn.primary").last();
    if (await sure.isVisible().catch(() => false)) await sure.click();
    await ada.page.evaluate(() => document.querySelector("main").setAttribute("data-old", ""));
    await reload(...NO_INVITING, NOT_ONESELF);
    await until("the control to follow", async () => (await own(ada, "Ada King").getAttribute("data-denial")) === "self-action", SOON);
    const anew = async () => (await ada.page.locator("main:not([data-old])").count()) === 1;
    assert.ok(!(await anew()), "the row that waits for its answer is the same");
    const answer = ada.page.waitForResponse((r) => r.url().endsWith("/role"));
    go();
    assert.equal((await answer).status(), status);
    await until("the role as it is", async () => (await role(ada, name)).startsWith("Admin"));
    await until("the page to be drawn anew", anew);
    assert.equal(await ada.page.locator("dialog[open]").count(), 0);
  }
  // It still listens: the page is alive.
  await reload(...NO_INVITING, NOT_ONESELF, MANAGER);
  await until("the words", async () => (await role(ada, "Ada King")).startsWith("Manager"), SOON);
});

test("an_answer_to_a_page_that_was_left_is_told_and_does_no_harm", async () => {
  let go;
  const gate = new Promise((open) => (go = open));
  await owner.page.route("**/role", async (route) => { await gate; await route.continue(); }, { times: 1 });
  await own(owner, "mina@paper.example").click();
  await owner.page.locator("[role=menu]:visible [data-to=member]").click();
  const sure = owner.page.locator("dialog[open] .foot [data-action], dialog[open] .foot .btn.primary").last();
  if (await sure.isVisible().catch(() => false)) await sure.click();
  await owner.page.locator(".side .places a[href$='/settings']").click();
  await owner.page.waitForURL("**/settings");
  go();
  await toast(owner, "mina@paper.example");
  await owner.page.goBack();
  await line(owner, "mina@paper.example").waitFor();
  assert.ok((await role(owner, "mina@paper.example")).startsWith("Member"));
});

test("other_words_are_shown_and_what_is_typed_in_a_form_stays", async () => {
  const form = await openInvite(owner, "Invite");
  const box = form.locator("[name=email]");
  await box.fill("first@paper.example");
  await box.press("Enter");
  await box.pressSequentially("seco");
  await reload(MANAGER);
  await until("the words", async () => (await role(ada, "Ada King")).startsWith("Manager"), SOON);
  // The form's own words follow too, around what is typed in it.
  await until("the form's words", async () => (await form.innerText()).includes("Manager"), SOON);
  assert.deepEqual(await form.locator(".chips li").allInnerTexts().then((all) => all.map((t) => t.trim().split("\n")[0])), ["first@paper.example"]);
  assert.equal(await box.inputValue(), "seco");
  await until("the place in the form", () => box.evaluate((el) => el === document.activeElement));
  await owner.page.keyboard.type("nd@paper.example");
  await owner.page.keyboard.press("Enter");
  await form.locator("[data-action=invite]").click();
  await closed(owner);
  await line(owner, "second@paper.example").waitFor();
  await until("the page behind it", async () => (await role(owner, "Ada King")).startsWith("Manager"));
  assert.ok(await same(owner));
});

test("a_file_with_a_fault_changes_nothing", async () => {
  await writeFile(join(dir, "paper.toml"), source.replace('assigns = ["member", "admin"]', 'assigns = ["nobody"]'));
  server.signal("SIGHUP");
  await until("a line in the log", () => /paper\.toml: roles\.admin\.assigns/.test(server.log()));
  assert.match(server.log(), /the profiles stay as they are/);
  await visit(ada, `/t/${team}/members`);
  await mark(ada);
  assert.ok((await role(ada, "Ada King")).startsWith("Manager"));
});

test("after_a_restart_open_pages_have_the_new_rules_and_what_was_typed", async () => {
  const form = await openInvite(owner, "Invite");
  await form.locator("[name=email]").pressSequentially("third@pap");
  await server.restart(() => profile(COORDINATOR, NOT_ONESELF, ...NO_INVITING));
  // Nobody touches the pages: they come back by themselves.
  await until("the words", async () => (await role(ada, "Ada King")).startsWith("Coordinator"), SOON);
  await until("the control to be held", async () => (await own(ada, "Ada King").getAttribute("data-denial")) === "self-action", SOON);
  await until("the control to go", async () => (await invite(ada).count()) === 0, SOON);
  await until("the form's words", async () => (await form.innerText()).includes("Coordinator"), SOON);
  assert.equal(await form.locator("[name=email]").inputValue(), "third@pap");
  await until("the place in the form", () => form.locator("[name=email]").evaluate((el) => el === document.activeElement));
  assert.ok((await same(ada)) && (await same(owner)));
  await until("no word of being offline", async () => (await ada.page.locator(".strip").count()) === 0);
  await owner.page.keyboard.type("er.example");
  await owner.page.keyboard.press("Enter");
  await form.locator("[data-action=invite]").click();
  await closed(owner);
  await seesStatus(owner, "third@paper.example", "Pending");
});

test("the_pages_complained_about_nothing", async () => {
  for (const who of [owner, ada, deaf]) await who.leave();
});
