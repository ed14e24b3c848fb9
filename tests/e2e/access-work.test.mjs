// The pages of work, of what runs by itself and of what an organization is made of: for everybody (axe: WCAG 2.2 AA) and within
// their policy (S4), light and dark, wide and at 360 px.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "./lib/axe.mjs";
import { open, person, signIn, visit } from "./lib/browser.mjs";
import { act, closed, dialog, line, settled } from "./lib/members.mjs";
import { lines, list } from "./lib/work.mjs";
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

const gone = async (who) => {
  await who.page.keyboard.press("Escape");
  await closed(who);
};

const options = (who) => who.page.locator(".pop.combo:popover-open [role=option]").first().waitFor();

test("axe_finds_nothing_and_s4_the_policy_holds_on_the_pages_of_work", async () => {
  const found = [];
  const who = await person(browser, server);
  await signIn(who, "rachel@juniper.example");
  await list(who, "jtek", "contact");
  await inspect(who, "contacts", found);
  await who.page.locator("main .tools .whose").click();
  await options(who);
  await inspect(who, "filter by person", found);
  await who.page.keyboard.press("Escape");
  await lines(who).nth(1).locator("button.assignee").click();
  await options(who);
  await inspect(who, "assign", found);
  await who.page.keyboard.press("Escape");
  await lines(who).nth(1).getByRole("checkbox").check();
  await inspect(who, "bulk bar of work", found);
  await who.page.locator(".bulk [data-action=assign-work]").click();
  await dialog(who).waitFor();
  await inspect(who, "assign many", found);
  await gone(who);
  await list(who, "jtek", "contact");
  await lines(who).nth(2).locator(".title").click();
  await who.page.locator(".events li").first().waitFor();
  await inspect(who, "details of a contact", found);
  await gone(who);
  await list(who, "jtek", "opportunity");
  await who.page.locator(".page-head [data-action=edit-work]").click();
  await dialog(who).waitFor();
  await inspect(who, "a new opportunity", found);
  await gone(who);
  await who.page.getByRole("searchbox").fill("zzzz");
  await who.page.locator(".empty").waitFor();
  await inspect(who, "nothing found", found);
  await visit(who, "/t/jtek/work/contact/import");
  await who.page.locator(".drop").waitFor();
  await inspect(who, "import", found);
  const file = "Full name;E-mail;Notes\nAda Lane;ada@x.example;met in May\n;no address;\n";
  await who.page.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await who.page.locator(".columns").waitFor();
  await inspect(who, "columns", found);
  await who.page.getByText("Nobody yet").click();
  await who.page.locator("[data-action=import-work]").click();
  await who.page.locator(".faults").waitFor();
  await inspect(who, "faults", found);
  await who.leave();
  assert.deepEqual(found, []);
});

test("axe_finds_nothing_and_s4_the_policy_holds_on_lists_of_the_other_products", async () => {
  const found = [];
  for (const [email, team, kind] of [
    ["admin@jetlink.example", "jetlink", "conversation"],
    ["owner@salestrekker.example", "salestrekker", "deal"],
    ["member@voice.example", "voice-agents", "call"],
    ["member@jelly.example", "jelly", "conversation"],
  ]) {
    const who = await person(browser, server);
    await signIn(who, email);
    await list(who, team, kind);
    await inspect(who, `${team} ${kind}`, found);
    await who.leave();
  }
  assert.deepEqual(found, []);
});

test("axe_finds_nothing_and_s4_the_policy_holds_on_what_runs_by_itself", async () => {
  const found = [];
  const who = await person(browser, server);
  await signIn(who, "rachel@juniper.example");
  for (const page of ["automations", "integrations", "departures", "settings"]) {
    await visit(who, `/t/jtek/${page}`);
    await settled(who);
    await inspect(who, page, found);
  }
  await visit(who, "/t/jtek/automations");
  await who.page.getByRole("button", { name: "More for New web leads" }).click();
  await who.page.getByRole("menuitem", { name: "Edit" }).click();
  await dialog(who).waitFor();
  await inspect(who, "an automation", found);
  await gone(who);
  await visit(who, "/t/jtek/integrations");
  await who.page.getByRole("button", { name: "New webhook" }).click();
  await dialog(who).waitFor();
  await inspect(who, "a new webhook", found);
  await gone(who);
  await who.page.getByRole("button", { name: "New key" }).click();
  await dialog(who).locator("[name=key-name]").fill("A form");
  await dialog(who).getByRole("button", { name: "Create key" }).click();
  await dialog(who).locator("[name=secret]").waitFor();
  await inspect(who, "a new key", found);
  await gone(who);
  await visit(who, "/t/jtek/members");
  await line(who, "Tyler Chen").waitFor();
  await who.page.locator("button.bell").click();
  await dialog(who).waitFor();
  await inspect(who, "the bell", found);
  await gone(who);
  await act(who, "Tyler Chen", "deactivate");
  await dialog(who).locator("input[value=give]").check();
  await inspect(who, "somebody with work leaves", found);
  await gone(who);
  await act(who, "Tyler Chen", "hand-over");
  await dialog(who).locator("[data-to=successor]").click();
  await options(who);
  await inspect(who, "hand over", found);
  await who.leave();
  assert.deepEqual(found, []);
});

test("axe_finds_nothing_and_s4_the_policy_holds_on_units_and_resources", async () => {
  const found = [];
  const who = await person(browser, server);
  await signIn(who, "owner@harbour.example");
  await visit(who, "/t/salestrekker-enterprise/units");
  await settled(who);
  await inspect(who, "units", found);
  await who.page.locator(".add-person").first().click();
  await options(who);
  await inspect(who, "appoint", found);
  await who.page.keyboard.press("Escape");
  await visit(who, "/t/salestrekker-enterprise/resources");
  await settled(who);
  await inspect(who, "workflows", found);
  await who.page.locator("li[data-resource]").first().getByRole("button").first().click();
  await dialog(who).waitFor();
  await inspect(who, "a workflow", found);
  await gone(who);
  await visit(who, "/t/salestrekker-enterprise/members");
  await settled(who);
  await inspect(who, "members with units", found);
  await who.leave();
  assert.deepEqual(found, []);
});
