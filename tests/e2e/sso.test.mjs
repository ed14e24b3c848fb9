// Jetlink: people who sign in through the company's identity provider, on its own pages (JL4, JL8).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { api, arrived, followMail, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { closed, dialog, fill, line, openInvite, seesStatus, toast } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";
import { CLIENT, SECRET, provide } from "../sso/provider.mjs";

let server, browser, provider, dir, defne, noor;
const NOOR = "noor@meridian.example";
const sent = [];

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "rolecall-sso-"));
  await writeFile(join(dir, "secret"), `${SECRET}\n`, { mode: 0o600 });
  provider = await provide();
  const sso = ["--oidc-issuer", provider.issuer, "--oidc-client-id", CLIENT, "--oidc-client-secret-file", join(dir, "secret"), "--oidc-name", "Acme ID"];
  server = await serve({ args: sso });
  provider.redirect(`${server.url}/api/v1/sso/callback`);
  browser = await open();
  defne = await person(browser, server);
  noor = await person(browser, server);
  noor.page.on("request", (r) => {
    const { pathname, searchParams } = new URL(r.url());
    if (pathname.endsWith("/sso/callback")) sent.push(...["code", "state"].map((key) => searchParams.get(key)));
  });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.close();
  if (dir) await rm(dir, { recursive: true, force: true });
});

/// The provider's own sign-in page, and its question whether to let us know who it is.
async function atTheProvider(who, login) {
  await who.page.waitForURL((url) => url.origin === provider.issuer);
  await who.page.locator("[name=login]").fill(login);
  await who.page.locator("[name=password]").fill("anything");
  await who.page.getByRole("button", { name: "Sign-in" }).click();
  await who.page.getByRole("button", { name: "Continue" }).click();
}

const alert = (who) => who.page.getByRole("alert");

test("jl8_somebody_is_invited_to_sign_in_there", async () => {
  await signIn(defne, "admin@jetlink.example");
  const form = await openInvite(defne, "Add a New Team Member");
  await form.getByRole("radio", { name: /^Reporting/ }).click();
  await fill(form, { "first-name": "Noor", "last-name": "Haddad", email: NOOR });
  const toggle = form.locator("[data-action=set-grant][data-to=external-sso]");
  assert.equal(await toggle.getAttribute("aria-disabled"), null);
  await toggle.click();
  await form.getByRole("button", { name: "Save" }).click();
  await closed(defne);
  await toast(defne, "Invitation sent");
  const [mail] = await server.mails(NOOR);
  assert.match(mail.text, /Sign in with Acme ID/);
  assert.doesNotMatch(mail.text, /[Ss]et your password/);
});

test("jl8_the_link_leads_to_the_provider_and_from_there_into_the_panel", async () => {
  provider.people({ noor: { email: NOOR, email_verified: true } });
  await followMail(noor, NOOR);
  await noor.page.getByText("You need no password here").waitFor();
  assert.equal(await noor.page.locator("input[type=password]").count(), 0);
  await noor.page.getByRole("button", { name: "Continue with Acme ID" }).click();
  await atTheProvider(noor, "noor");
  await arrived(noor);
  assert.equal(new URL(noor.page.url()).search, "", "nothing of the answer stays in the address");
  await defne.page.reload();
  await arrived(defne);
  await defne.page.getByRole("searchbox").fill("Noor Haddad");
  await line(defne, "Noor Haddad").waitFor();
  await seesStatus(defne, "Noor Haddad", "Active");
});

test("jl8_the_profile_says_how_one_signs_in_and_has_no_password_to_change", async () => {
  await visit(noor, "/t/jetlink/me");
  await noor.page.getByText("You sign in with Acme ID. You have no password here.").waitFor();
  assert.equal(await noor.page.getByLabel("Current password").count(), 0);
  // Who has one sees the form as before.
  await visit(defne, "/t/jetlink/me");
  await defne.page.getByLabel("Current password").waitFor();
});

test("jl8_the_sign_in_page_leads_there_too", async () => {
  await noor.page.getByRole("button", { name: "Your account" }).click();
  await noor.page.getByRole("menuitem", { name: "Sign out" }).click();
  await noor.page.getByRole("button", { name: "Continue with Acme ID" }).click();
  // The provider still knows who it is, and asks nothing.
  await arrived(noor);
});

test("jl8_what_goes_wrong_is_said_in_words", async () => {
  const stranger = await person(browser, server);
  provider.people({ stranger: { email: "stranger@elsewhere.example", email_verified: true }, vague: { email: NOOR, email_verified: false } });
  const begin = async () => {
    await stranger.context.clearCookies();
    await stranger.page.goto("/sign-in");
    await stranger.page.getByRole("button", { name: "Continue with Acme ID" }).click();
  };
  await begin();
  await atTheProvider(stranger, "stranger");
  await until("the reason", async () => /Your address is not set up to sign in with Acme ID here/.test(await alert(stranger).innerText()));
  assert.equal(new URL(stranger.page.url()).hash, "", "the code is out of the address again");
  assert.equal(await stranger.page.getByLabel("Password", { exact: true }).count(), 1, "the other way is still there");
  await begin();
  await atTheProvider(stranger, "vague");
  await until("the reason", async () => /does not confirm your email address/.test(await alert(stranger).innerText()));
  await begin();
  await stranger.page.waitForURL((url) => url.origin === provider.issuer);
  await stranger.page.getByRole("link", { name: /Cancel/ }).click();
  await until("the reason", async () => /You were not signed in/.test(await alert(stranger).innerText()));
  // A code that we never give is no text of ours.
  await stranger.page.goto("/sign-in#call-me-at-evil.example");
  await stranger.page.reload();
  await stranger.page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  assert.equal(await alert(stranger).count(), 0);
  await stranger.leave();
});

test("jl8_the_switch_ends_a_password_and_nobody_turns_their_own", async () => {
  const agent = await person(browser, server);
  await signIn(agent, "agent@jetlink.example");
  await visit(defne, "/t/jetlink/members");
  const panel = async (name) => {
    await defne.page.getByRole("searchbox").fill(name);
    await line(defne, name).getByRole("button", { name, exact: true }).click();
    await dialog(defne).locator("[data-to=external-sso]").waitFor();
    return dialog(defne).locator("[data-to=external-sso]");
  };
  const nameOf = async (who) => (await api(who, "GET", "/session")).json.name;
  const own = await panel(await nameOf(defne));
  assert.equal(await own.getAttribute("data-denial"), "self-action");
  await dialog(defne).getByRole("button", { name: "Close" }).first().click();
  await closed(defne);
  const theirs = await panel(await nameOf(agent));
  await theirs.click();
  await dialog(defne).getByRole("button", { name: /^Save/ }).click();
  await toast(defne, "Saved");
  await agent.page.reload();
  await agent.page.getByRole("button", { name: "Continue with Acme ID" }).waitFor();
  await agent.leave();
});

test("jl8_no_code_and_no_state_stands_in_the_log", async () => {
  assert.ok(sent.length >= 4 && sent.every((s) => s?.length > 20), `${sent}`);
  for (const secret of [...sent, SECRET]) assert.ok(!server.log().includes(secret));
  await noor.leave();
  await defne.leave();
});

test("jl8_without_a_provider_the_switch_is_held_and_says_why", async () => {
  const bare = await serve();
  const admin = await person(browser, bare);
  await admin.page.goto("/sign-in");
  await admin.page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  assert.equal(await admin.page.getByText("Continue with").count(), 0);
  await signIn(admin, "admin@jetlink.example");
  const form = await openInvite(admin, "Add a New Team Member");
  const toggle = form.locator("[data-action=set-grant][data-to=external-sso]");
  assert.equal(await toggle.getAttribute("aria-disabled"), "true");
  assert.equal(await toggle.getAttribute("data-denial"), "sso-not-configured");
  await toggle.focus();
  await form.getByText("No identity provider is set up on this server.").first().waitFor();
  await admin.leave();
  await bare.stop();
});
