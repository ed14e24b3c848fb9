// The members page as a person handles it: by what it says, not by how it is built.
import assert from "node:assert/strict";
import { until } from "./browser.mjs";

const quote = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export const heading = (who) => who.page.locator("main h1");

/// The line of the person of this name (or of this address, where the name is not known yet).
export const line = (who, name) =>
  who.page.locator(".line[data-member]").filter({ has: who.page.getByRole("button", { name: new RegExp(`^${quote(name)}$`) }) });

export const memberId = async (who, name) => line(who, name).getAttribute("data-member");

/// The word in the status column.
export const status = async (who, name) => (await line(who, name).locator(".c-status").innerText()).trim();

export const role = async (who, name) => (await line(who, name).locator(".c-role").innerText()).trim();

export async function seesStatus(who, name, expected) {
  await until(`${name} to be ${expected}`, async () => (await status(who, name)) === expected);
}

/// Narrows the list by one of the chips; the chip's words begin with `label`.
export async function show(who, label) {
  const chip = who.page.locator(".filters button").filter({ hasText: new RegExp(`^${quote(label)}`) });
  await chip.click();
  await until(`the filter ${label}`, async () => (await chip.getAttribute("aria-pressed")) === "true");
  await settled(who);
}

/// Waits until the list shows the answer to the last question.
export async function settled(who) {
  await until("the list to settle", async () => (await who.page.locator(".list[aria-busy=true], main [aria-busy=true]").count()) === 0);
}

/// Opens the ⋮ menu of a line; gives the menu.
export async function more(who, name) {
  const button = line(who, name).getByRole("button", { name: `More for ${name}` });
  await button.click();
  const menu = who.page.locator("[role=menu]:visible");
  await menu.waitFor();
  return menu;
}

export const entry = (menu, action) => menu.locator(`[data-action="${action}"]`);

/// What a menu offers: action id → `free` or the code that holds it.
export async function offers(menu) {
  const rows = await menu.locator("[data-action]").evaluateAll((all) =>
    all.map((e) => [e.dataset.action, e.getAttribute("aria-disabled") === "true" ? (e.dataset.denial ?? "?") : "free"]));
  return Object.fromEntries(rows);
}

/// Picks an action from the ⋮ menu; `words` is what the product calls it.
export async function act(who, name, action, words) {
  const menu = await more(who, name);
  const item = entry(menu, action);
  if (words) assert.equal((await item.innerText()).split("\n")[0].trim(), words);
  await item.click();
}

/// Deactivates somebody who has work: asked what becomes of it, it stays under their name.
export async function deactivateKeepingWork(who, name) {
  await act(who, name, "deactivate");
  const box = dialog(who);
  await box.waitFor();
  await box.locator("button[data-action=deactivate]").click();
  await closed(who);
}

/// Gives another role from the row's menu.
export async function giveRole(who, name, roleLabel) {
  await line(who, name).locator(".c-role button[data-action]").click();
  const menu = who.page.locator("[role=menu]:visible");
  await menu.waitFor();
  await menu.getByRole("menuitemradio", { name: new RegExp(`^${quote(roleLabel)}`) }).first().click();
  await until(`${name} to be ${roleLabel}`, async () => (await role(who, name)).startsWith(roleLabel));
}

/// Waits for the news at the bottom of the page.
export async function toast(who, text) {
  await who.page.locator(".toast", { hasText: text }).first().waitFor();
}

export const dialog = (who) => who.page.locator("dialog[open]").last();

/// Opens the invite form by the product's own words for it.
export async function openInvite(who, words) {
  await who.page.locator(".page .page-head").getByRole("button", { name: words, exact: true }).click();
  await dialog(who).waitFor();
  assert.equal(await dialog(who).locator("h2").innerText(), words);
  return dialog(who);
}

/// The labels of a dialog's inputs, in order, once its form is there.
export async function labels(box) {
  const all = box.locator("label[for], fieldset > legend");
  await all.first().waitFor();
  return all.evaluateAll((found) => found.map((l) => l.textContent.trim()));
}

/// Fills a dialog's inputs by their names.
export async function fill(box, values) {
  for (const [name, value] of Object.entries(values)) await box.locator(`[name="${name}"]`).fill(value);
}

export async function closed(who) {
  await until("the dialog to close", async () => (await who.page.locator("dialog[open]").count()) === 0);
}

/// Signs the other person out by what the server says at their next request: they stand before the sign-in page.
export async function thrownOut(who) {
  await who.page.reload();
  await who.page.getByRole("button", { name: "Sign in" }).waitFor();
}
