// The team as a whole: its own details (JY14), and its end: everything as a file, the typed name, the grace with its banner,
// Undo, and what everybody finds when the time has come (JY16).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inspect } from "./lib/axe.mjs";
import { api, arrived, comeBack, fillSignIn, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { closed, dialog, toast } from "./lib/members.mjs";
import { DEMO_PASSWORD, serve } from "./lib/server.mjs";

let server, browser, olivia, noah;
const SETTINGS = "/t/jelly/settings";

before(async () => {
  server = await serve();
  browser = await open();
  olivia = await person(browser, server);
  noah = await person(browser, server);
  await signIn(olivia, "owner@jelly.example");
  await signIn(noah, "admin@jelly.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const field = (who, label) => who.page.getByLabel(label);
const save = (who) => who.page.getByRole("button", { name: "Save", exact: true }).click();
const banner = (who) => who.page.locator(".strip.ending");
const zone = (who) => who.page.locator("section.panel-box").filter({ has: who.page.getByRole("heading", { name: "Delete team" }) });
const team = async (who) => (await api(who, "GET", "/teams/jelly")).json;

test("jy14_an_admin_says_where_mail_comes_from_and_open_pages_follow", async () => {
  await visit(olivia, SETTINGS);
  await visit(noah, SETTINGS);
  await field(noah, /^Default address/).fill("not an address");
  await field(noah, /^From format/).selectOption("Team");
  await save(noah);
  await noah.page.getByText("This is not an email address.").waitFor();
  assert.equal(await noah.page.evaluate(() => document.activeElement.name), "default-address", "the fault has the focus");
  assert.equal(await field(noah, /^From format/).inputValue(), "Team", "nothing typed is lost");
  assert.deepEqual((await team(noah)).fields, {}, "and nothing of it is saved");
  // Something typed elsewhere stays; what nobody touched follows.
  await field(olivia, "Team name").fill("Lantern & Daughters");
  await field(noah, /^Default address/).fill("hello@lantern.example");
  await save(noah);
  await toast(noah, "Saved");
  await until("the other page to follow", async () => (await field(olivia, /^Default address/).inputValue()) === "hello@lantern.example");
  assert.equal(await field(olivia, /^From format/).inputValue(), "Team");
  assert.equal(await field(olivia, "Team name").inputValue(), "Lantern & Daughters");
  await visit(noah, SETTINGS);
  assert.equal(await field(noah, /^Default address/).inputValue(), "hello@lantern.example");
  await visit(noah, "/t/jelly/audit");
  await noah.page.getByText("Default address: − → hello@lantern.example; From format: − → Team").waitFor();
});

test("jy14_the_server_names_the_field_that_it_refuses", async () => {
  await visit(noah, SETTINGS);
  await noah.context.route("**/api/v1/teams/jelly", (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    const body = JSON.parse(route.request().postData());
    return route.continue({ postData: JSON.stringify({ ...body, fields: { "from-format": "Nobody" } }) });
  });
  await field(noah, /^From format/).selectOption("Person");
  await save(noah);
  await noah.page.getByText("This is not one of the choices.").waitFor();
  assert.equal(await field(noah, /^From format/).getAttribute("aria-invalid"), "true");
  await noah.context.unroute("**/api/v1/teams/jelly");
  await save(noah);
  await toast(noah, "Saved");
  assert.equal((await team(noah)).fields["from-format"], "Person");
});

test("jy14_jy16_members_see_nothing_of_it_and_admins_no_end", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  assert.equal(await mina.page.locator("header nav").getByRole("link", { name: "Team settings" }).count(), 0);
  await visit(mina, SETTINGS);
  assert.equal(await mina.page.locator("main input, main select").count(), 0);
  await visit(noah, SETTINGS);
  await field(noah, "Team name").waitFor();
  assert.equal(await noah.page.locator("[data-action=delete-team]").count(), 0, "admins have no such control");
  const juniper = await person(browser, server);
  await signIn(juniper, "rachel@juniper.example");
  await visit(juniper, "/t/jtek/settings");
  await field(juniper, "Team name").waitFor();
  assert.equal(await juniper.page.locator("[data-action=delete-team]").count(), 0, "another product has no such action");
  await juniper.leave();
  await mina.leave();
});

test("jy16_an_owner_takes_everything_along_as_a_file", async () => {
  await visit(olivia, SETTINGS);
  await zone(olivia).getByRole("button", { name: "Delete team" }).click();
  const box = dialog(olivia);
  await box.getByText("Delete Lantern", { exact: false }).first().waitFor();
  assert.equal(await olivia.page.evaluate(() => document.activeElement.name), "confirm-name");
  const [file] = await Promise.all([olivia.page.waitForEvent("download"), box.getByRole("link", { name: "Download everything" }).click()]);
  assert.match(file.suggestedFilename(), /^[a-z0-9-]+-\d{4}-\d\d-\d\d\.json$/);
  const all = JSON.parse(await readFile(await file.path(), "utf8"));
  assert.deepEqual([all.format, all.version, all.complete, all.team.id], ["rolecall-team", 1, true, "jelly"]);
  const counts = (await team(olivia)).counts;
  assert.equal(all.members.length, counts.active + counts.deactivated);
  assert.ok(all.work.length > 0 && all.work.every((w) => Array.isArray(w.history)));
  await olivia.page.keyboard.press("Escape");
  await closed(olivia);
});

test("jy16_only_the_typed_name_deletes_and_everybody_sees_until_when", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  assert.equal(await banner(mina).count(), 0);
  const { name } = await team(olivia);
  await zone(olivia).getByRole("button", { name: "Delete team" }).click();
  const box = dialog(olivia);
  const go = box.getByRole("button", { name: "Delete team" });
  await go.click();
  await box.getByText("Please fill this in.").waitFor();
  await box.locator("[name=confirm-name]").fill(name.toUpperCase());
  await olivia.page.keyboard.press("Enter");
  await box.getByText("This is not the name.").waitFor();
  assert.equal((await team(olivia)).deletes_at, undefined, "nothing has happened");
  await box.locator("[name=confirm-name]").fill(name);
  await olivia.page.keyboard.press("Enter");
  await closed(olivia);
  await toast(olivia, `${name} will be deleted`);
  const { deletes_at } = await team(olivia);
  const date = await olivia.page.evaluate((at) => new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" }).format(at), deletes_at);
  for (const who of [olivia, mina, noah]) {
    await until("the date", async () => (await banner(who).innerText()).replaceAll("\u202f", " ").includes(`This team will be deleted on ${date.replaceAll("\u202f", " ")}.`));
  }
  assert.equal(await banner(mina).getByRole("button").count(), 0, "who may not undo it has no button");
  assert.equal(await banner(noah).getByRole("button").count(), 0);
  const undo = banner(olivia).locator("[data-action=delete-team]");
  assert.equal(await undo.innerText(), "Undo");
  assert.equal(await zone(olivia).getByRole("button", { name: "Delete team" }).count(), 0, "it is deleted already");
  const mail = await until("a mail", async () => (await server.mails("owner@jelly.example")).find((m) => /will be deleted/.test(m.subject)));
  assert.match(mail.text, /\/t\/jelly\/settings/);
  assert.equal((await server.mails("member@jelly.example")).filter((m) => /will be deleted/.test(m.subject)).length, 0);
  // Every page says so, and works on.
  await visit(mina, "/t/jelly/me");
  await banner(mina).waitFor();
  const found = [];
  await inspect(olivia, "settings of a team that ends", found);
  await inspect(mina, "a page of a team that ends", found);
  assert.deepEqual(found, []);
  await undo.focus();
  await olivia.page.keyboard.press("Enter");
  await toast(olivia, `${name} stays`);
  for (const who of [olivia, mina, noah]) await until("no banner", async () => (await banner(who).count()) === 0);
  await zone(olivia).getByRole("button", { name: "Delete team" }).waitFor();
  await mina.leave();
});

test("jy14_jy16_the_page_and_its_dialog_are_for_everybody", async () => {
  const found = [];
  await visit(olivia, SETTINGS);
  await inspect(olivia, "settings", found);
  await zone(olivia).getByRole("button", { name: "Delete team" }).click();
  await dialog(olivia).waitFor();
  await inspect(olivia, "delete team", found);
  await olivia.page.keyboard.press("Escape");
  await closed(olivia);
  assert.deepEqual(found, []);
});

test("jy16_at_the_end_the_team_is_gone_and_open_pages_say_so", async () => {
  const { name } = await team(olivia);
  await zone(olivia).getByRole("button", { name: "Delete team" }).click();
  await dialog(olivia).locator("[name=confirm-name]").fill(name);
  await olivia.page.keyboard.press("Enter");
  await closed(olivia);
  const { deletes_at, now } = await team(olivia);
  assert.ok(deletes_at > now);
  const LEFT = 20_000;
  await server.advance(deletes_at - now - LEFT);
  // To the last seconds everything is there.
  await comeBack(olivia, "owner@jelly.example");
  await banner(olivia).waitFor();
  // Their page was open all the while: it lands on a calm page that says what happened.
  await olivia.page.getByText(`${name} was deleted.`).waitFor({ timeout: LEFT + 20_000 });
  await olivia.page.getByRole("button", { name: "Sign in" }).waitFor();
  await fillSignIn(olivia, "owner@jelly.example", DEMO_PASSWORD);
  await olivia.page.getByText("The address or the password is not right.").waitFor();
  // Others go on.
  const rachel = await person(browser, server);
  await signIn(rachel, "rachel@juniper.example");
  await rachel.page.goto(SETTINGS);
  await rachel.page.getByText("There is nothing here").first().waitFor();
  await visit(rachel, "/t/jtek/members");
  await arrived(rachel);
  await rachel.leave();
  await noah.leave();
  await olivia.leave();
});
