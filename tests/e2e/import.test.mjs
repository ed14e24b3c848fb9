// Contacts from a file: the columns are guessed, one chosen person gets them all, and it is all of the file or nothing (JT9).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { open, person, signIn, until, visit } from "./lib/browser.mjs";
import { settled } from "./lib/members.mjs";
import { everything, pickIn } from "./lib/work.mjs";
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

const main = () => rachel.page.locator("main");
const go = () => main().locator("button[data-action=import-work]").last();
const field = (header) => main().getByLabel(`${header} becomes`);

/// From the list by its Import button, with this file.
async function choose(name, bytes) {
  await visit(rachel, "/t/jtek/work/contact");
  await main().locator(".page-head [data-action=import-work]").first().click();
  await rachel.page.waitForURL(/\/import$/);
  await main().locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(bytes) });
}

/// One person, by typing the name.
async function giveTo(name) {
  await main().getByRole("radio", { name: /^One person/ }).check();
  await main().locator("button.assignee.input").click();
  await pickIn(rachel, name);
}

async function check() {
  await until("the check to be free", async () => (await go().getAttribute("aria-disabled")) !== "true");
  await go().click();
}

const contacts = () => everything(rachel, "jtek", "contact");

test("jt9_a_file_as_spreadsheets_write_it_is_read_mapped_and_assigned_to_one_person", async () => {
  const before = await contacts();
  // Semicolons and Windows-1252, as a German spreadsheet saves it.
  const latin = (text) => Buffer.from(text, "latin1");
  await choose("leads märz.csv", latin("Name;E-Mail;Firma\r\nJörg Weiß;joerg@x.example;Weiß & Söhne\r\n\"Müller; Anna\";anna@x.example;\r\n"));
  await main().getByText("2 lines · windows-1252 · separated by semicolons").waitFor();
  assert.equal(await field("Name").inputValue(), "title");
  assert.equal(await field("E-Mail").inputValue(), "email", "guessed by its name");
  // What was not guessed is corrected.
  await field("Firma").selectOption("company");
  await giveTo("Tyler Chen");
  await check();
  await main().getByText("All 2 lines can be imported.").waitFor();
  assert.equal(await go().innerText(), "Import 2 contacts");
  await go().click();
  await main().getByText("2 contacts are in").first().waitFor();
  await main().getByRole("link", { name: /^Show contacts/i }).click();
  await settled(rachel);
  const now = await contacts();
  const fresh = now.filter((c) => !before.some((b) => b.id === c.id));
  assert.deepEqual(fresh.map((c) => [c.title, c.fields.email, c.fields.company ?? "", c.assignee.name]).sort(), [
    ["Jörg Weiß", "joerg@x.example", "Weiß & Söhne", "Tyler Chen"],
    ["Müller; Anna", "anna@x.example", "", "Tyler Chen"],
  ].sort());
});

test("n4_jt9_each_broken_line_is_named_and_nothing_is_imported_until_all_are_mended", async () => {
  const before = (await contacts()).length;
  await choose("broken.csv", "Name,Email\nGood One,good@x.example\n,nobody@x.example\nBad Address,not an address\n");
  await main().getByRole("radio", { name: /^Nobody yet/ }).check();
  await check();
  await main().getByText("2 problems. Nothing is imported while there is one.").waitFor();
  const rows = await main().locator(".faults tbody tr").evaluateAll((all) => all.map((r) => [...r.children].map((c) => c.textContent.trim())));
  assert.deepEqual(rows.map((r) => [r[0], r[1]]), [["3", "Name"], ["4", "Email"]]);
  assert.equal(rows[1][3], "not an address");
  assert.equal((await contacts()).length, before);
  // Mended, the same page takes it.
  await main().getByRole("button", { name: "Choose another file" }).click();
  await main().locator("input[type=file]").setInputFiles({ name: "mended.csv", mimeType: "text/csv", buffer: Buffer.from("Name,Email\nGood One,good@x.example\n") });
  await main().getByRole("radio", { name: /^Nobody yet/ }).check();
  await check();
  await main().getByText(/can be imported/).waitFor();
  await go().click();
  await main().getByText(/1 contacts? (is|are) in/i).waitFor();
  assert.equal((await contacts()).length, before + 1);
});

test("jt9_several_people_get_them_in_turn", async () => {
  const before = await contacts();
  await choose("turn.csv", "Name\n" + Array.from({ length: 6 }, (_, n) => `Turn ${n}`).join("\n"));
  await main().getByRole("radio", { name: /^Several in turn/ }).check();
  for (const name of ["Rachel Vasquez", "Tyler Chen"]) {
    await main().getByRole("button", { name: "Add a person" }).click();
    await pickIn(rachel, name);
  }
  await check();
  await main().getByText("All 6 lines can be imported.").waitFor();
  await go().click();
  await main().getByText(/6 contacts are in/i).waitFor();
  const fresh = (await contacts()).filter((c) => !before.some((b) => b.id === c.id));
  const of = (name) => fresh.filter((c) => c.assignee.name === name).length;
  assert.deepEqual([of("Rachel Vasquez"), of("Tyler Chen")], [3, 3]);
});

test("jt9_a_large_file_shows_how_far_it_is_leaves_others_alone_and_can_be_cancelled", async () => {
  const before = (await contacts()).length;
  await choose("large.csv", "Name,Email\n" + Array.from({ length: 50_000 }, (_, n) => `Lead ${n},lead${n}@x.example`).join("\n"));
  await main().getByText("50,000 lines").waitFor();
  await main().getByRole("radio", { name: /^Nobody yet/ }).check();
  await check();
  await main().getByText("All 50,000 lines can be imported.").waitFor();
  await go().click();
  const bar = main().getByRole("progressbar");
  await bar.waitFor();
  await until("progress", async () => Number(await bar.getAttribute("aria-valuenow")) > 0);
  // Somebody else's page answers meanwhile, and shows none of it.
  const tyler = await person(browser, server);
  await signIn(tyler, "tyler@juniper.example");
  const start = Date.now();
  const seen = await tyler.page.evaluate(async () => (await (await fetch("/api/v1/teams/jtek/work/contact?q=lead")).json()).items.filter((i) => /^Lead \d/.test(i.title)).length);
  assert.equal(seen, 0, "half an import is seen by nobody");
  assert.ok(Date.now() - start < 5_000, `another request took ${Date.now() - start} ms`);
  await tyler.leave();
  await main().getByRole("button", { name: "Cancel import" }).click();
  await main().getByText("The import was cancelled").waitFor();
  assert.equal((await contacts()).length, before, "all or nothing");
  await main().locator(".earlier li").filter({ hasText: "large.csv" }).getByText("Cancelled").waitFor();
});

test("the_page_did_not_complain", async () => rachel.leave());
