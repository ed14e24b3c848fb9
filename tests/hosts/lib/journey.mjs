// What a person does with the team page in somebody else's product, and what that product must hear and must not feel.
import assert from "node:assert/strict";
import { inspect } from "../../e2e/lib/axe.mjs";
import { until } from "../../e2e/lib/browser.mjs";
import { act, closed, dialog, fill, giveRole, line, openInvite, role, seesStatus, status, toast } from "../../e2e/lib/members.mjs";
import { choose, news, painted, told, within } from "./scene.mjs";
import { seen } from "./watch.mjs";

const MARA = "Mara Lindt";
const EMAIL = "mara@juniper.example";

/** From the rows to the removal of somebody; the host hears of each once, after the server's yes. */
export async function wholeJourney({ server }, visitor) {
  const who = within(visitor);
  await told(visitor, "ts-ready", (d) => d.team === "jtek");
  await painted(visitor);
  assert.equal(await role(who, "Rachel Vasquez"), "Admin");
  // Invited, from the form to the mail.
  const form = await openInvite(who, "Add User");
  await fill(form, { "first-name": "Mara", "last-name": "Lindt", email: EMAIL });
  assert.deepEqual((await news(visitor)).filter(([n]) => n === "ts-invited"), [], "nothing is told before the server has said yes");
  await form.getByRole("button", { name: "Send Invite" }).click();
  await closed(who);
  await toast(who, `Invitation sent to ${EMAIL}`);
  const [mail] = await until("the mail", async () => (await server.mails(EMAIL)).length === 1 && server.mails(EMAIL));
  assert.match(mail.subject, /invited you to Juniper Realty/);
  const { members: [mara] } = await told(visitor, "ts-invited", (d) => d.members[0]?.email === EMAIL);
  assert.deepEqual({ ...mara, id: "" }, { id: "", name: MARA, email: EMAIL, role: "user", status: "pending" });
  assert.equal(await status(who, MARA), "Pending");
  // Another role.
  await giveRole(who, MARA, "Admin");
  assert.equal((await told(visitor, "ts-role-changed")).members[0].role, "admin");
  // Somebody who works here is deactivated; what is theirs stays under their name.
  await act(who, "Tyler Chen", "deactivate");
  await dialog(who).locator("button[data-action=deactivate]").click();
  await closed(who);
  await seesStatus(who, "Tyler Chen", "Deactivated");
  const { members: [tyler] } = await told(visitor, "ts-deactivated");
  assert.deepEqual([tyler.email, tyler.status], ["tyler@juniper.example", "deactivated"]);
  // Removed for good, by the typed name.
  await act(who, MARA, "delete");
  const box = dialog(who);
  await box.locator("[name=confirm-name]").fill(MARA);
  await box.locator("button[data-action=delete]").click();
  await closed(who);
  await line(who, MARA).waitFor({ state: "detached" });
  assert.deepEqual((await told(visitor, "ts-removed")).removed, [mara.id]);
  const names = (await news(visitor)).map(([n]) => n);
  assert.deepEqual(names, ["ts-ready", "ts-invited", "ts-role-changed", "ts-deactivated", "ts-removed"], "each exactly once");
}

/** Other pages, another language, another scheme: by the host's own controls. */
export async function attributes(visitor) {
  const heading = visitor.page.locator("team-settings h1:not(.sr)");
  const head = async (text) => until(`the page ${text}`, async () => (await heading.first().innerText()) === text);
  await choose(visitor, "view", "roles");
  await head("Roles and permissions");
  await visitor.page.locator("team-settings #permissions").getByText("View & message contacts").waitFor();
  await choose(visitor, "view", "work");
  await visitor.page.locator("team-settings .line[data-item]").first().waitFor();
  await head("Contacts");
  assert.equal(await visitor.page.locator("team-settings").getByRole("button", { name: "Back", exact: true }).count(), 0, "where the host leads, the host leads back");
  await choose(visitor, "view", "invitations");
  await visitor.page.locator("team-settings .line[data-member]").filter({ hasText: "Natalie Wong" }).waitFor();
  await choose(visitor, "view", "members");
  await head("Team Members");
  await choose(visitor, "locale", "tr");
  await visitor.page.locator("team-settings").getByRole("heading", { name: "Ekip üyeleri" }).waitFor();
  assert.equal(await visitor.page.evaluate(() => [document.querySelector("team-settings").shadowRoot.querySelector(".ts").lang, document.documentElement.lang].join()), "tr,en");
  await choose(visitor, "locale", "en");
  await head("Team Members");
  const ground = () => visitor.page.evaluate(() => getComputedStyle(document.querySelector("team-settings").shadowRoot.querySelector(".ts")).colorScheme);
  const before = await visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await choose(visitor, "theme", "dark");
  assert.equal(await ground(), "dark");
  assert.equal(await visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor), before, "the host's own colours stay");
  await choose(visitor, "theme", "light");
  assert.equal(await ground(), "light");
}

/** Nothing outside of the element has been touched, and no token stands anywhere. */
export async function leftAlone(visitor, { host, server }) {
  const page = visitor.page;
  assert.deepEqual(await seen(page), { listeners: [], history: [], stored: [], focused: [], violations: [] });
  assert.deepEqual(await visitor.context.cookies(), [], "no cookie of anybody");
  const secret = /(wt|rk)_[A-Za-z0-9]/;
  for (const line of [...visitor.requests, ...host.asked]) assert.doesNotMatch(line, secret, "an address holds a token");
  assert.doesNotMatch(server.log(), secret, "the log holds a token");
  assert.doesNotMatch(await page.content(), secret, "the markup holds a token");
  const inside = await page.evaluate(() => [...document.querySelectorAll("team-settings")].map((e) => e.outerHTML + (e.shadowRoot?.innerHTML ?? "")).join());
  assert.doesNotMatch(inside, secret, "the element's markup holds a token");
}

/** axe in each look, on the list and on an open form. */
export async function silent(visitor, name) {
  const found = [];
  await painted(visitor);
  await inspect(visitor, `${name}, members`, found);
  const who = within(visitor);
  await openInvite(who, "Add User");
  await inspect(visitor, `${name}, invite`, found);
  await visitor.page.keyboard.press("Escape");
  await closed(who);
  assert.deepEqual(found, []);
}
