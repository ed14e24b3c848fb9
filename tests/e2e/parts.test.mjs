// Parts of the page that are fetched when they are used: what one sees when that fails, and that it heals.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arrived, open, person, signIn, visit } from "./lib/browser.mjs";
import { dialog } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, rachel;
before(async () => {
  server = await serve();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/// Everybody starts with an empty cache. `cut`: no file of this part comes through until `mend`.
async function visitor(part) {
  // The browser itself reports a request that failed: that is the point here.
  rachel = await person(browser, server, { strict: false });
  const asked = [];
  rachel.page.on("request", (r) => asked.push(new URL(r.url()).pathname));
  await signIn(rachel, "rachel@juniper.example");
  const files = `**/assets/${part}-*.wasm`;
  return {
    asked: () => asked.filter((p) => p.includes(`/${part}-`)).length,
    cut: () => rachel.page.route(files, (r) => r.abort()),
    mend: () => rachel.page.unroute(files),
  };
}
const press = (name) => rachel.page.getByRole("button", { name, exact: true }).click();
const invite = () => rachel.page.locator(".page-head [data-action=invite]").click();

test("a_form_that_cannot_be_fetched_says_so_and_comes_when_tried_again", async () => {
  const net = await visitor("forms");
  assert.equal(net.asked(), 0, "the form is no part of the first load");
  await net.cut();
  await invite();
  await rachel.page.getByRole("alert").getByText("could not be loaded").waitFor();
  await net.mend();
  await press("Try again");
  await dialog(rachel).waitFor();
  assert.ok(await dialog(rachel).evaluate((d) => d.contains(document.activeElement)), "focus is in the form");
  await rachel.leave();
});

test("a_form_is_fetched_once", async () => {
  const net = await visitor("forms");
  await invite();
  await dialog(rachel).waitFor();
  const asked = net.asked();
  await rachel.page.keyboard.press("Escape");
  await dialog(rachel).waitFor({ state: "detached" });
  await invite();
  await dialog(rachel).waitFor();
  assert.equal(net.asked(), asked);
  await rachel.leave();
});

test("a_page_that_cannot_be_fetched_leaves_the_frame_and_comes_when_tried_again", async () => {
  const net = await visitor("pages");
  await net.cut();
  await rachel.page.getByRole("link", { name: "Roles and permissions" }).first().click();
  await rachel.page.locator("main h2", { hasText: "could not be loaded" }).waitFor();
  await net.mend();
  await press("Try again");
  await rachel.page.getByRole("heading", { name: "Roles and permissions", level: 1 }).waitFor();
  await rachel.leave();
});

test("a_page_opened_at_its_own_address_comes_with_its_heading_focused_by_nobody", async () => {
  await visitor("pages");
  await visit(rachel, "/t/jtek/roles");
  await arrived(rachel);
  assert.equal(await rachel.page.evaluate(() => document.activeElement?.tagName), "BODY");
  await rachel.page.getByRole("link", { name: "Audit log" }).first().click();
  await rachel.page.locator("main:not([aria-busy]) h1", { hasText: "Audit" }).waitFor();
  await rachel.page.waitForFunction(() => document.activeElement?.matches("main h1"));
  await rachel.leave();
});
