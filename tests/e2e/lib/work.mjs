// What a person does on the pages of work.
import assert from "node:assert/strict";
import { until, visit } from "./browser.mjs";
import { settled } from "./members.mjs";

const quote = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/// Opens a kind's list and waits for its first lines.
export async function list(who, team, kind) {
  await visit(who, `/t/${team}/work/${kind}`);
  await lines(who).first().waitFor();
  await settled(who);
}

/// The lines that are drawn: the list keeps only those in sight.
export const lines = (who) => who.page.locator(".line[data-item]");

/// The line of an item, by its title.
export const item = (who, title) => lines(who).filter({ has: who.page.locator(".c-title .title", { hasText: new RegExp(`^${quote(title)}$`) }) }).first();

/// Whose the line says it is.
export const whose = async (line) => (await line.locator(".c-whose .assignee > .clip").innerText()).trim();

/// The chip's number.
export async function chip(who, label) {
  const text = await who.page.locator(".filters button").filter({ hasText: new RegExp(`^${quote(label)}`) }).innerText();
  return Number(/([\d,]+)\s*$/.exec(text)[1].replaceAll(",", ""));
}

export async function pressChip(who, label) {
  const button = who.page.locator(".filters button").filter({ hasText: new RegExp(`^${quote(label)}`) });
  await button.click();
  await until(`the filter ${label}`, async () => (await button.getAttribute("aria-pressed")) === "true");
  await settled(who);
}

/// Narrows the list to one person by typing into the "Assigned To" filter.
export async function filterBy(who, name) {
  await who.page.locator("main .tools .whose").click();
  await pickIn(who, name);
  await settled(who);
}

/// Types into the list that is open and takes the entry with this text.
export async function pickIn(who, name) {
  const pop = who.page.locator(".pop.combo:popover-open");
  await pop.waitFor();
  await pop.locator("input").fill(name);
  const option = pop.locator("[role=option]").filter({ hasText: name }).first();
  await option.waitFor();
  await option.click();
  await pop.waitFor({ state: "hidden" });
}

/// Everybody in the successor's list of this dialog: name → `free` or the code that holds them.
export async function heirs(who, box) {
  await box.locator("[data-to=successor]").click();
  const pop = who.page.locator(".pop.combo:popover-open");
  await pop.locator("[role=option]").first().waitFor();
  await until("the people to choose from", async () => (await pop.locator("input").getAttribute("aria-busy")) !== "true");
  const rows = await pop.locator("[role=option]").evaluateAll((all) =>
    all.map((o) => [o.querySelector(".grow").innerText.split("\n")[0].trim(), o.getAttribute("aria-disabled") === "true" ? (o.dataset.denial ?? "?") : "free"]));
  await who.page.keyboard.press("Escape");
  return Object.fromEntries(rows);
}

/// Chooses who gets the work.
export async function giveTo(who, box, name) {
  await box.locator("[data-to=successor]").click();
  await pickIn(who, name);
}

/// Searches, and waits for the answer.
export async function search(who, text) {
  await who.page.locator("main .tools input[type=search]").fill(text);
  await until("the search to be asked", async () => (await who.page.locator("main .tools input[type=search]").inputValue()) === text);
  await who.page.waitForTimeout(250);
  await settled(who);
}

/// All items of a kind that this person's list has, page by page, as the page itself asks for them.
export async function everything(who, team, kind, query = "") {
  return who.page.evaluate(async ([team, kind, query]) => {
    const all = [];
    let after = "";
    for (;;) {
      const answer = await fetch(`/api/v1/teams/${team}/work/${kind}?limit=500${query}${after}`);
      const page = await answer.json();
      all.push(...page.items);
      if (!page.next) return all;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
  }, [team, kind, query]);
}

/// Every line that is drawn belongs to `name`.
export async function allOf(who, name) {
  await until(`only lines of ${name}`, async () => {
    const names = await who.page.locator(".line[data-item] .c-whose .assignee > .clip").allInnerTexts();
    return names.length > 0 && names.every((n) => n.trim().startsWith(name));
  });
}

export const panel = (who) => who.page.locator("dialog.panel[open]").last();

export async function openItem(who, title) {
  await item(who, title).locator(".title").click();
  await panel(who).waitFor();
  await panel(who).getByText("History").first().waitFor();
  return panel(who);
}

export async function closePanel(who) {
  await panel(who).getByRole("button", { name: "Close", exact: true }).last().click();
  await until("the panel to close", async () => (await who.page.locator("dialog[open]").count()) === 0);
}

export function equalSets(a, b, what) {
  assert.deepEqual([...a].sort(), [...b].sort(), what);
}
