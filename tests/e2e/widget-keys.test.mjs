// Keys for widgets: what a key may do and where, another secret with an overlap or at once, and its end; all shown once (S6).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { inspect } from "./lib/axe.mjs";
import { closed, dialog, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

const CRM = "https://crm.example";
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

const row = (who, name) => who.page.locator("li[data-thing]").filter({ has: who.page.getByText(name, { exact: true }) });
const choose = async (who, name, entry) => {
  await row(who, name).getByRole("button", { name: `More for ${name}` }).click();
  await who.page.getByRole("menuitem", { name: entry }).click();
};
/// Reads the secret off the page, as a person does once.
async function reads(who) {
  const secret = await dialog(who).locator("input[name=secret]").inputValue();
  await dialog(who).getByRole("button", { name: "I have stored it" }).click();
  await closed(who);
  assert.ok(!(await who.page.locator("body").innerText()).includes(secret), "shown once");
  return secret;
}

async function mint(secret, origin = CRM) {
  const answer = await fetch(`${server.url}/api/v1/widget-tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ email: "tyler@juniper.example", origin }),
  });
  return { status: answer.status, ...(await answer.json()) };
}

let secret;

test("s6_a_key_for_widgets_names_its_pages_and_only_true_ones_are_taken", async () => {
  await visit(rachel, "/t/jtek/integrations");
  await rachel.page.getByRole("button", { name: "New key" }).click();
  const form = dialog(rachel);
  await form.locator("[name=key-name]").fill("CRM");
  assert.equal(await form.locator("[name=key-origins]").count(), 0, "no pages without a widget");
  for (const off of ["Send in work", "Read shared lists"]) await form.getByRole("checkbox", { name: off }).uncheck();
  // Nothing chosen: the button says why it does nothing.
  assert.equal(await form.getByRole("button", { name: "Create key" }).getAttribute("aria-disabled"), "true");
  await form.getByRole("checkbox", { name: "Show the widget" }).check();
  await form.getByRole("button", { name: "Create key" }).click();
  await form.getByText("Fill this in").or(form.locator(".err")).first().waitFor();
  for (const [text, words] of [["https://*.crm.example", "Write it like"], ["http://crm.example", "Only https"], [`${CRM}/team`, "Write it like"]]) {
    await form.locator("[name=key-origins]").fill(text);
    await form.getByRole("button", { name: "Create key" }).click();
    await form.locator(".err").filter({ hasText: words }).waitFor();
    assert.equal(await form.locator("[name=key-origins]").inputValue(), text, "nothing typed is lost");
  }
  await form.locator("[name=key-origins]").fill(`${CRM}\nhttp://localhost:5173`);
  const found = [];
  await inspect(rachel, "a new key", found);
  assert.deepEqual(found, []);
  await form.getByRole("button", { name: "Create key" }).click();
  secret = await reads(rachel);
  await row(rachel, "CRM").getByText("Show the widget").waitFor();
  await row(rachel, "CRM").getByText("http://localhost:5173").waitFor();
  // Used while its menu is open: the row says so and the menu stays.
  await row(rachel, "CRM").getByRole("button", { name: "More for CRM" }).click();
  await rachel.page.getByRole("menuitem", { name: "Edit" }).waitFor();
  await row(rachel, "CRM").getByText("never used", { exact: false }).waitFor();
  assert.equal((await mint(secret)).status, 201);
  await row(rachel, "CRM").getByText("never used", { exact: false }).waitFor({ state: "detached" });
  assert.ok(await rachel.page.getByRole("menuitem", { name: "Edit" }).isVisible(), "the menu stays open");
  await rachel.page.keyboard.press("Escape");
  assert.equal((await mint(secret, "https://other.example")).code, "origin-not-granted");
});

test("s6_what_a_key_may_do_is_changed_and_holds_at_the_next_request", async () => {
  await choose(rachel, "CRM", "Edit");
  const form = dialog(rachel);
  assert.equal(await form.locator("[name=key-origins]").inputValue(), `http://localhost:5173\n${CRM}`);
  await form.locator("[name=key-origins]").fill("https://other.example");
  await form.getByRole("button", { name: "Save" }).click();
  await closed(rachel);
  await toast(rachel, "Saved");
  await row(rachel, "CRM").getByText("https://other.example").waitFor();
  assert.equal((await mint(secret)).code, "origin-not-granted");
  assert.equal((await mint(secret, "https://other.example")).status, 201);
});

test("s5_another_secret_with_the_old_one_for_a_while_or_not_at_all", async () => {
  await choose(rachel, "CRM", "New secret");
  await dialog(rachel).getByRole("radio", { name: "works for another hour" }).check();
  await dialog(rachel).getByRole("button", { name: "New secret" }).click();
  const second = await reads(rachel);
  await row(rachel, "CRM").getByText("The old secret ends").waitFor();
  const at = "https://other.example";
  assert.deepEqual([(await mint(secret, at)).status, (await mint(second, at)).status], [201, 201]);
  await server.advance(60 * 60 * 1000);
  // The hour ends while the menu is open: the row says so at the next use, and the menu stays.
  await row(rachel, "CRM").getByRole("button", { name: "More for CRM" }).click();
  await rachel.page.getByRole("menuitem", { name: "New secret" }).waitFor();
  assert.deepEqual([(await mint(secret, at)).code, (await mint(second, at)).status], ["unknown-key", 201]);
  await row(rachel, "CRM").getByText("The old secret ends").waitFor({ state: "detached" });
  assert.ok(await rachel.page.getByRole("menuitem", { name: "New secret" }).isVisible(), "the menu stays open");
  await rachel.page.keyboard.press("Escape");
  const { token } = await mint(second, at);
  const ask = () => fetch(`${server.url}/api/v1/teams/jtek`, { headers: { authorization: `Bearer ${token}`, origin: at } });
  assert.equal((await ask()).status, 200);
  await choose(rachel, "CRM", "New secret");
  await dialog(rachel).getByRole("radio", { name: /ends at once/ }).check();
  await dialog(rachel).getByRole("button", { name: "New secret" }).click();
  const third = await reads(rachel);
  assert.deepEqual([(await mint(second, at)).code, (await mint(third, at)).status, (await ask()).status], ["unknown-key", 201, 401]);
});

test("a12_a_revoked_key_ends_its_widgets", async () => {
  await choose(rachel, "CRM", "Revoke");
  await dialog(rachel).locator("[data-action=manage-integrations]").click();
  await closed(rachel);
  await until("the row to go", async () => (await row(rachel, "CRM").count()) === 0);
  const log = (await api(rachel, "GET", "/teams/jtek/audit")).json.items.map((e) => e.detail);
  assert.deepEqual(log.slice(0, 3), ["− CRM", "↻ CRM", "↻ CRM"]);
  await rachel.leave();
});

test("i10_the_log_of_a_webhook_shows_what_went_wrong_and_when_it_is_tried_again", async () => {
  const who = await person(browser, server);
  await signIn(who, "rachel@juniper.example");
  await visit(who, "/t/jtek/integrations");
  const hook = who.page.locator("li[data-thing]").filter({ hasText: "hooks.juniper.example" });
  // Somebody does something, and the address of the demo leads nowhere.
  const made = await api(who, "POST", "/teams/jtek/work/contact", { title: "A contact" });
  assert.equal(made.status, 201, JSON.stringify(made.json));
  await until("an attempt", async () => {
    const { items } = (await api(who, "GET", "/teams/jtek/webhooks")).json;
    const mine = items.find((h) => h.url.includes("hooks.juniper.example"));
    return (await api(who, "GET", `/teams/jtek/webhooks/${mine.id}/deliveries`)).json.items.length > 0;
  });
  await hook.getByRole("button", { name: /^More for/ }).click();
  await who.page.getByRole("menuitem", { name: "Deliveries" }).click();
  const line = dialog(who).locator("[data-delivery]").first();
  await line.getByText("Failed:").waitFor();
  assert.match(await line.innerText(), /attempt 1[\s\S]*next attempt/);
  const found = [];
  await inspect(who, "the deliveries", found);
  assert.deepEqual(found, []);
  await dialog(who).getByRole("button", { name: "Close" }).last().click();
  await closed(who);
  await who.leave();
});
