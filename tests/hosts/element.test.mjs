// What the element does on its own: tokens that end, people who are out, refusals, several on one page, moves, keys, cookies.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { until } from "../e2e/lib/browser.mjs";
import { act, closed, dialog, fill, giveRole, line, openInvite, role, seesStatus } from "../e2e/lib/members.mjs";
import { leftAlone } from "./lib/journey.mjs";
import { OWNERS, choose, key, news, painted, scene, session, told, within } from "./lib/scene.mjs";
import { seen } from "./lib/watch.mjs";

const MINUTE = 60_000;
let all;
before(async () => {
  all = await scene("plain");
});
after(() => all?.stop());

const named = async (visitor, name) => (await news(visitor)).filter(([n]) => n === name).map(([, d]) => d);
const memberNamed = async (name) => {
  const rachel = await session(all.server, OWNERS.jtek);
  const { items } = (await rachel("GET", "/teams/jtek/members")).json;
  return [rachel, items.find((m) => m.name === name)];
};

test("w4_a_token_that_ends_is_asked_for_again_and_nothing_is_lost", async () => {
  const visitor = await all.visitor();
  const who = within(visitor);
  await painted(visitor);
  const form = await openInvite(who, "Add User");
  await fill(form, { "first-name": "Late", "last-name": "Comer", email: "late@juniper.example" });
  const asked = all.host.tokens();
  // The server's clock alone: the element still believes in what it has, and is told better.
  await all.server.advance(16 * MINUTE);
  await form.getByRole("button", { name: "Send Invite" }).click();
  await closed(who);
  await line(who, "Late Comer").waitFor();
  assert.ok(all.host.tokens() > asked, "the host's back end was asked again");
  assert.equal((await told(visitor, "ts-invited")).members[0].email, "late@juniper.example");
  assert.deepEqual(await named(visitor, "ts-error"), []);
  await leftAlone(visitor, all);
  await visitor.leave();
});

test("w4_the_rules_refusal_is_told_with_its_code", async () => {
  const visitor = await all.visitor();
  const who = within(visitor);
  await painted(visitor);
  const [rachel, tyler] = await memberNamed("Tyler Chen");
  // Somebody else is quicker by the time of one request: the page has not heard of it yet.
  await visitor.page.route("**/api/v1/teams/jtek/members/*/deactivate", async (route) => {
    if (route.request().method() === "POST") assert.equal((await rachel("POST", `/teams/jtek/members/${tyler.id}/deactivate`, {})).status, 200);
    await route.continue();
  });
  await act(who, "Tyler Chen", "deactivate");
  await dialog(who).locator("button[data-action=deactivate]").click();
  const { code, status, denial } = await told(visitor, "ts-denied");
  assert.deepEqual([code, status, denial.code], ["wrong-status", 409, "wrong-status"]);
  assert.deepEqual(await named(visitor, "ts-deactivated"), [], "what the server has refused is told as nothing else");
  assert.equal((await rachel("POST", `/teams/jtek/members/${tyler.id}/restore`, {})).status, 200);
  await visitor.leave();
});

test("w4_who_is_deactivated_is_out_at_the_next_request", async () => {
  // An admin of the host's who is nobody's maker.
  const [rachel, tyler] = await memberNamed("Tyler Chen");
  assert.equal((await rachel("PUT", `/teams/jtek/members/${tyler.id}/role`, { role: "admin" })).status, 200);
  all.accounts.main.email = tyler.email;
  try {
    const visitor = await all.visitor();
    await painted(visitor);
    assert.equal((await rachel("POST", `/teams/jtek/members/${tyler.id}/deactivate`, {})).status, 200);
    const { code } = await told(visitor, "ts-error");
    assert.equal(code, "token-failed", "the host's back end gets no token for them");
    // A calm page that says so, and no row of anybody's.
    await until("no rows", async () => (await visitor.page.locator("team-settings .line[data-member]").count()) === 0);
    await visitor.page.locator("team-settings .empty").waitFor();
    const asked = all.host.tokens();
    await visitor.page.waitForTimeout(3000);
    assert.ok(all.host.tokens() - asked <= 1, "and it does not ask again and again");
    await visitor.leave();
  } finally {
    all.accounts.main.email = OWNERS.jtek;
    await rachel("POST", `/teams/jtek/members/${tyler.id}/restore`, {});
    // The host's back end was refused a token meanwhile, which is its business to say.
    const said = all.host.complaints.splice(0);
    assert.ok(said.length > 0 && said.every((c) => /409 wrong-status/.test(c)), said.join());
  }
});

test("w5_what_others_change_shows_by_itself", async () => {
  const visitor = await all.visitor();
  const who = within(visitor);
  await painted(visitor);
  const [rachel, tyler] = await memberNamed("Tyler Chen");
  const now = (await role(who, "Tyler Chen")).startsWith("Admin") ? ["user", "User"] : ["admin", "Admin"];
  const begun = Date.now();
  assert.equal((await rachel("PUT", `/teams/jtek/members/${tyler.id}/role`, { role: now[0] })).status, 200);
  await until("the row to follow", async () => (await role(who, "Tyler Chen")).startsWith(now[1]));
  assert.ok(Date.now() - begun < 5000, `by its line to the server, not by asking now and then: ${Date.now() - begun} ms`);
  assert.deepEqual(await named(visitor, "ts-role-changed"), [], "what others do is no event of this one's");
  await visitor.leave();
});

test("w6_pictures_and_files_come_through_the_hosts_policy", async () => {
  const visitor = await all.visitor({ watched: true });
  const who = within(visitor);
  await painted(visitor);
  // A picture of Rachel's, given with Rolecall itself.
  const dot = await visitor.page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 200, height: 200 });
    canvas.getContext("2d").fillRect(0, 0, 200, 200);
    return canvas.toDataURL("image/png").split(",")[1];
  });
  const rachel = await session(all.server, OWNERS.jtek);
  assert.equal((await rachel("PUT", "/teams/jtek/me/avatar", Buffer.from(dot, "base64"))).status, 200);
  const face = line(who, "Rachel Vasquez").locator(".av img");
  await until("the picture to load", () => face.evaluate((i) => i.complete && i.naturalWidth === 128));
  assert.match(await face.evaluate((i) => i.src), /^blob:/);
  await visitor.page.evaluate(() => document.querySelector("team-settings").setAttribute("view", "work/contact"));
  const save = visitor.page.locator("team-settings [data-action=view-work]").first();
  await save.waitFor();
  const [download] = await Promise.all([visitor.page.waitForEvent("download"), save.click()]);
  assert.match(download.suggestedFilename(), /\.csv$/);
  assert.match(download.url(), /^blob:/);
  await leftAlone(visitor, all);
  await visitor.leave();
});

test("w5_moved_in_the_page_it_keeps_what_it_shows_and_what_is_typed", async () => {
  const visitor = await all.visitor();
  const who = within(visitor);
  await painted(visitor);
  const asked = all.host.tokens();
  await visitor.page.locator("team-settings input[type=search]").fill("tyler");
  await until("one row", async () => (await visitor.page.locator("team-settings .line[data-member]").count()) === 1);
  await visitor.page.evaluate(() => {
    window.row = document.querySelector("team-settings").shadowRoot.querySelector(".line[data-member]");
    document.querySelector("#elsewhere").append(document.querySelector("team-settings"));
  });
  await visitor.page.waitForTimeout(300);
  assert.equal(await visitor.page.locator("#elsewhere team-settings input[type=search]").inputValue(), "tyler");
  assert.equal(await visitor.page.evaluate(() => window.row.isConnected && document.querySelector("#elsewhere team-settings").shadowRoot.contains(window.row)), true, "the very same row");
  assert.equal(all.host.tokens(), asked);
  await giveRole(who, "Tyler Chen", (await role(who, "Tyler Chen")).startsWith("User") ? "Admin" : "User");
  await told(visitor, "ts-role-changed");
  await visitor.leave();
});

test("w5_it_takes_no_focus_and_keeps_its_own_keys_and_clicks_to_itself", async () => {
  const visitor = await all.visitor({
    before: (v) => v.context.addInitScript(() => {
      document.addEventListener("DOMContentLoaded", () => {
        document.querySelector("[name=view]").focus();
        window.heard = [];
        document.addEventListener("keydown", (e) => window.heard.push(e.key));
        document.addEventListener("click", (e) => window.heard.push(`click ${e.target.localName}`));
      });
    }),
  });
  const who = within(visitor);
  await painted(visitor);
  const focus = () => visitor.page.evaluate(() => document.activeElement.name ?? document.activeElement.localName);
  assert.equal(await focus(), "view", "begun without taking the focus");
  await choose(visitor, "view", "roles");
  await visitor.page.locator("team-settings #permissions").waitFor();
  assert.equal(await focus(), "view", "another page without taking it");
  await choose(visitor, "view", "members");
  await painted(visitor);
  assert.deepEqual((await seen(visitor.page)).focused, []);
  // Escape closes our dialog or menu, and nothing of the host's.
  await openInvite(who, "Add User");
  await visitor.page.keyboard.press("Escape");
  await closed(who);
  await line(who, "Tyler Chen").getByRole("button", { name: "More for Tyler Chen" }).click();
  await visitor.page.locator("team-settings [role=menu]:visible").waitFor();
  await visitor.page.keyboard.press("Escape");
  await visitor.page.locator("team-settings [role=menu]:visible").waitFor({ state: "detached" }).catch(() => {});
  assert.deepEqual((await visitor.page.evaluate(() => window.heard)).filter((k) => k === "Escape"), []);
  // The host hears clicks as such of the element, as of any other.
  assert.ok((await visitor.page.evaluate(() => window.heard)).every((k) => !k.startsWith("click") || /click (team-settings|select)/.test(k)));
  await visitor.leave();
});

test("w6_third_party_cookies_are_blocked_and_it_works", async () => {
  const other = await scene("plain", { main: ["jelly", OWNERS.jelly] }, { flags: ["--test-third-party-cookie-phaseout"] });
  try {
    const visitor = await other.visitor();
    // Rolecall's site has a cookie that may go with any request, if the browser lets it.
    const secure = other.server.url.replace("http:", "https:");
    await visitor.context.addCookies([{ name: "probe", value: "1", url: secure, sameSite: "None", secure: true }]);
    const sent = [];
    visitor.context.on("request", async (r) => {
      if (r.url().startsWith(other.server.url) && (await r.allHeaders().catch(() => ({}))).cookie) sent.push(r.url());
    });
    await visitor.page.reload();
    await painted(visitor);
    // Also one that wants its cookies to go along; the answer is not for this page to see.
    const asked = `${other.server.url}/api/v1/bootstrap`;
    await visitor.page.evaluate((url) => fetch(url, { mode: "no-cors", credentials: "include" }).catch(() => 0), asked);
    assert.deepEqual(sent, [], "no request from another site carries a cookie");
    assert.equal(await visitor.page.evaluate(() => navigator.cookieEnabled), true, "the host's own are");
    // Rolecall opened by itself gets it: so a cookie that goes along is seen here.
    await (await visitor.context.newPage()).goto(other.server.url);
    await until("Rolecall's own page to send it", async () => sent.length > 0);
    await visitor.leave();
  } finally {
    await other.stop();
  }
});

test("w5_two_elements_with_other_people_teams_and_languages", async () => {
  const other = await scene("two", { main: ["jtek", OWNERS.jtek], right: ["jelly", OWNERS.jelly] });
  try {
    const visitor = await other.visitor({ width: 1600 });
    await Promise.all([painted(visitor, "#left"), painted(visitor, "#right")]);
    const names = (id) => visitor.page.locator(`#${id} .line[data-member]`).allInnerTexts();
    assert.match((await names("left")).join(), /Rachel Vasquez/);
    assert.doesNotMatch((await names("right")).join(), /Rachel Vasquez/);
    await visitor.page.locator("#left").getByRole("heading", { name: "Team Members" }).waitFor();
    const [left, right] = await visitor.page.evaluate(() => ["left", "right"].map((id) => {
      const place = document.getElementById(id).shadowRoot.querySelector(".ts");
      return [place.lang, getComputedStyle(place).colorScheme];
    }));
    assert.deepEqual(right, ["tr", "dark"]);
    assert.notDeepEqual(left, right);
    await giveRole(within(visitor, "#left"), "Tyler Chen", "Admin");
    await until("the left one's news", async () => (await news(visitor)).some(([n]) => n === "left ts-role-changed"));
    assert.deepEqual((await news(visitor)).filter(([n]) => n.startsWith("right") && !/ready/.test(n)), [], "the other one's are its own");
    // One goes; the other goes on.
    await visitor.page.evaluate(() => document.querySelector("#right").remove());
    await giveRole(within(visitor, "#left"), "Tyler Chen", "User");
    await leftAlone(visitor, other);
    await visitor.leave();
  } finally {
    await other.stop();
  }
});

test("w5_ways_inside_are_told_and_the_hosts_own_are_not", async () => {
  const visitor = await all.visitor();
  const who = within(visitor);
  await painted(visitor);
  const [, tyler] = await memberNamed("Tyler Chen");
  const url = visitor.page.url();
  await line(who, "Tyler Chen").getByRole("button", { name: "Tyler Chen", exact: true }).click();
  await dialog(who).locator("form.panel-form").waitFor();
  assert.deepEqual(await told(visitor, "ts-navigate"), { team: "jtek", view: `members/${tyler.id}` });
  await visitor.page.keyboard.press("Escape");
  await closed(who);
  await told(visitor, "ts-navigate", (d) => d.view === "members");
  const before = (await named(visitor, "ts-navigate")).length;
  await choose(visitor, "view", "roles");
  await visitor.page.locator("team-settings #permissions").waitFor();
  assert.equal(await visitor.page.locator("team-settings").getByRole("button", { name: "Back", exact: true }).count(), 0, "the host has its own ways");
  assert.equal((await named(visitor, "ts-navigate")).length, before);
  assert.equal(visitor.page.url(), url);
  await visitor.leave();
});

test("w4_another_user_of_the_host_by_reload_and_a_key_that_is_revoked", async () => {
  const other = await scene("plain", { main: ["jelly", OWNERS.jelly] });
  try {
    const visitor = await other.visitor();
    await painted(visitor);
    const mine = async () => (await visitor.page.locator("team-settings .line[data-member]").filter({ has: visitor.page.getByText("you", { exact: true }) }).first().innerText()).split("\n")[0];
    const first = await mine();
    other.accounts.main.email = "admin@jelly.example";
    await visitor.page.evaluate(() => document.querySelector("team-settings").reload());
    await until("the other one's page", async () => (await mine()) !== first);
    assert.deepEqual((await news(visitor)).map(([n]) => n), ["ts-ready", "ts-ready"]);
    // Without its key the host's origin is nobody any more: the browser itself keeps the answers back, as without a network.
    const owner = await session(other.server, OWNERS.jelly);
    const gone = await owner("DELETE", `/teams/jelly/keys/${other.accounts.main.id}`);
    assert.ok(gone.status < 300, JSON.stringify(gone.json));
    await choose(visitor, "view", "invitations");
    assert.equal((await told(visitor, "ts-error")).code, "offline");
    await visitor.page.locator("team-settings [role=alert]").first().waitFor();
    await visitor.page.waitForTimeout(2500);
    assert.equal((await named(visitor, "ts-error")).length, 1, "told once, however often it is tried");
    visitor.complaints.splice(0).forEach((c) => assert.match(c, /CORS policy/));
    await visitor.leave();
  } finally {
    other.host.complaints.length = 0;
    await other.stop();
  }
});

test("w5_it_works_in_a_shadow_root_of_the_hosts_and_its_events_come_out", async () => {
  const visitor = await all.visitor();
  await painted(visitor);
  await visitor.page.evaluate(() => {
    window.heard = [];
    document.addEventListener("ts-ready", (e) => window.heard.push([e.target.id, e.composed, JSON.stringify(e.detail)]));
    const first = document.querySelector("#team");
    const box = Object.assign(document.createElement("section"), { id: "box" });
    const element = document.createElement("team-settings");
    for (const name of ["api-base", "team"]) element.setAttribute(name, first.getAttribute(name));
    element.getToken = first.getToken;
    box.attachShadow({ mode: "open" }).append(element);
    first.replaceWith(box);
  });
  await painted(visitor, "#box team-settings");
  assert.deepEqual(await visitor.page.evaluate(() => window.heard), [["box", true, '{"team":"jtek"}']]);
  const who = within(visitor, "#box team-settings");
  await openInvite(who, "Add User");
  await visitor.page.keyboard.press("Escape");
  await closed(who);
  await giveRole(who, "Tyler Chen", "Admin");
  await giveRole(who, "Tyler Chen", "User");
  await leftAlone(visitor, all);
  await visitor.leave();
});

test("w5_what_the_manifest_calls_a_part_is_one_and_takes_the_hosts_style", async () => {
  const { modules } = JSON.parse(await readFile(new URL("../../packages/widget/custom-elements.json", import.meta.url), "utf8"));
  const parts = modules[0].declarations[0].cssParts.map((part) => part.name);
  const visitor = await all.visitor();
  await painted(visitor);
  await openInvite(within(visitor), "Add User");
  const shown = await visitor.page.evaluate(() => {
    const root = document.querySelector("team-settings").shadowRoot;
    const badge = root.querySelector("[part=badge]");
    return { parts: [...root.querySelectorAll("[part]")].map((el) => el.getAttribute("part")), radius: getComputedStyle(badge).borderTopLeftRadius };
  });
  assert.equal(shown.radius, "4px", "host.css says so");
  for (const part of new Set(shown.parts)) assert.ok(parts.includes(part), `${part} is not in the manifest`);
  for (const part of ["root", "row", "button", "badge", "menu", "dialog"]) assert.ok(shown.parts.includes(part), `no ${part}`);
  await visitor.leave();
});
