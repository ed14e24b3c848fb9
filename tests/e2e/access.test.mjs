// Every page for everybody (axe: WCAG 2.2 AA) and within its policy (S4), light and dark, wide and at 360 px.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "./lib/axe.mjs";
import { open, person, signIn, visit } from "./lib/browser.mjs";
import { act, closed, dialog, line, more, openInvite, settled, show } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

let server, empty, browser;
before(async () => {
  server = await serve();
  empty = await serve({ demo: false });
  browser = await open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await empty?.stop();
});

const gone = async (who) => {
  await who.page.keyboard.press("Escape");
  await closed(who);
};

test("axe_finds_nothing_and_s4_the_policy_holds_before_a_session", async () => {
  const found = [];
  const who = await person(browser, server);
  for (const [path, wait] of [
    ["/sign-in", "Sign in to Rolecall"],
    ["/forgot", "Forgot your password?"],
    ["/join#nothing", "This link no longer works"],
    ["/reset#nothing", "Set a new password"],
  ]) {
    await who.page.goto("/dev/mail");
    await who.page.goto(path);
    await who.page.getByRole("heading", { name: wait }).waitFor();
    await inspect(who, path, found);
  }
  await who.page.goto("/sign-in");
  await who.page.getByRole("button", { name: "Sign in" }).click();
  await who.page.locator("[aria-invalid=true]").first().waitFor();
  await inspect(who, "/sign-in with faults", found);
  await who.page.goto("/dev/mail");
  await inspect(who, "/dev/mail", found);
  await who.leave();
  const first = await person(browser, empty);
  await first.page.goto("/");
  await first.page.getByRole("heading", { name: "Set up the first team" }).waitFor();
  await inspect(first, "first run", found);
  await first.leave();
  assert.deepEqual(found, []);
});

test("axe_finds_nothing_and_s4_the_policy_holds_in_a_team", async () => {
  const found = [];
  const who = await person(browser, server);
  await signIn(who, "owner@jelly.example");
  await line(who, "Olivia Brandt").waitFor();
  await inspect(who, "members", found);
  await more(who, "Arthur Dean");
  await inspect(who, "row menu", found);
  await who.page.keyboard.press("Escape");
  await line(who, "Olivia Brandt").locator(".c-role button[data-action]").focus();
  await who.page.locator("[role=tooltip]:visible").waitFor();
  await inspect(who, "reason", found);
  await openInvite(who, "Invite");
  await dialog(who).locator("[name=email]").fill("nobody");
  await dialog(who).locator("[name=email]").press("Enter");
  await inspect(who, "invite form", found);
  await gone(who);
  await act(who, "viktor@jelly.example", "cancel-invite");
  await dialog(who).waitFor();
  await inspect(who, "question", found);
  await gone(who);
  await line(who, "Zoë Lambert").locator(".name button").click();
  await dialog(who).waitFor();
  await inspect(who, "details", found);
  await gone(who);
  await show(who, "Pending");
  await inspect(who, "pending", found);
  await show(who, "Former");
  await inspect(who, "former", found);
  await who.page.getByRole("searchbox").fill("zzzz");
  await who.page.getByText("Nobody found").waitFor();
  await inspect(who, "nobody found", found);
  await who.page.keyboard.press("Control+k");
  await dialog(who).waitFor();
  await inspect(who, "palette", found);
  await gone(who);
  await who.page.getByRole("button", { name: "Your account" }).click();
  await who.page.locator("[role=menu]:visible").waitFor();
  await inspect(who, "user menu", found);
  for (const page of ["roles", "audit", "settings", "me"]) {
    await visit(who, `/t/jelly/${page}`);
    await settled(who);
    await inspect(who, page, found);
  }
  await who.leave();
  assert.deepEqual(found, []);
});

test("axe_finds_nothing_and_s4_the_policy_holds_in_the_other_products", async () => {
  const found = [];
  const elena = await person(browser, server);
  await signIn(elena, "admin@voice.example");
  await line(elena, "Aisha Khan").waitFor();
  await inspect(elena, "voice members", found);
  await openInvite(elena, "Invite");
  await inspect(elena, "voice invite", found);
  await elena.page.getByRole("switch", { name: "Send invitation email" }).click();
  await elena.page.locator("[name=first-password]").waitFor();
  await inspect(elena, "voice create", found);
  await gone(elena);
  await act(elena, "Aisha Khan", "edit-member");
  await inspect(elena, "voice details", found);
  await gone(elena);
  await act(elena, "Aisha Khan", "set-password");
  await inspect(elena, "voice password", found);
  await elena.leave();

  const owner = await person(browser, server);
  await signIn(owner, "owner@salestrekker.example");
  await line(owner, "Priya Raman").getByRole("checkbox").check();
  await inspect(owner, "bulk bar", found);
  await owner.page.locator(".bulk [data-action=delete]").click();
  await dialog(owner).waitFor();
  await inspect(owner, "successor", found);
  await owner.leave();

  const defne = await person(browser, server);
  await signIn(defne, "admin@jetlink.example");
  await defne.page.locator(".line[data-member]").first().waitFor();
  await inspect(defne, "jetlink members", found);
  await openInvite(defne, "Add a New Team Member");
  await inspect(defne, "jetlink invite", found);
  await gone(defne);
  await visit(defne, "/t/jetlink/roles");
  await inspect(defne, "jetlink roles", found);
  await defne.leave();

  const tyler = await person(browser, server);
  await signIn(tyler, "tyler@juniper.example");
  await visit(tyler, "/t/jtek/audit");
  await inspect(tyler, "not for your role", found);
  await tyler.leave();
  assert.deepEqual(found, []);
});

test("s3_s4_headers_of_the_page", async () => {
  for (const path of ["/", "/t/jtek/members", "/join", "/dev/mail"]) {
    const answer = await fetch(server.url + path);
    const policy = answer.headers.get("content-security-policy");
    assert.ok(policy, `${path} has a policy`);
    assert.match(policy, /default-src 'none'|default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.equal(answer.headers.get("referrer-policy") !== null, true);
  }
});

test("s3_the_page_is_never_framed", async () => {
  const who = await person(browser, server, { strict: false });
  const { createServer } = await import("node:http");
  const host = createServer((_, res) => res.setHeader("content-type", "text/html").end(`<iframe src="${server.url}/sign-in"></iframe>`));
  await new Promise((done) => host.listen(0, "127.0.0.1", done));
  try {
    await who.page.goto(`http://127.0.0.1:${host.address().port}/`);
    await who.page.locator("iframe").waitFor();
    const frame = who.page.frames().find((f) => f !== who.page.mainFrame());
    await frame?.waitForLoadState().catch(() => {});
    assert.equal(await who.page.frameLocator("iframe").getByRole("button", { name: "Sign in" }).count(), 0);
  } finally {
    host.closeAllConnections();
    host.close();
    await who.leave();
  }
});
