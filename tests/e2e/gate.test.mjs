// Before and around a session: first run, forgotten password, dead links, another person's link, several teams, own profile.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, fillSignIn, followMail, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, deactivateKeepingWork, heading, line, seesStatus, toast } from "./lib/members.mjs";
import { DAY, DEMO_PASSWORD, serve } from "./lib/server.mjs";

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

test("first_run_an_empty_database_leads_to_a_first_team_and_its_owner", async () => {
  const who = await person(browser, empty);
  await who.page.goto("/");
  await who.page.getByRole("heading", { name: "Set up the first team" }).waitFor();
  assert.deepEqual(await who.page.locator(".cards label b").allInnerTexts(), ["Jtek", "Jetlink", "Salestrekker", "Voice agents", "Jelly"]);
  await who.page.getByRole("button", { name: "Create team" }).click();
  await until("each empty field to be marked", async () => (await who.page.locator("[aria-invalid=true]").count()) === 4);
  await who.page.getByRole("radio", { name: /^Jelly/ }).click();
  await who.page.getByLabel("Team name").fill("Paper Boats");
  await who.page.getByLabel("Your name").fill("Wilma Stein");
  await who.page.getByLabel("Email").fill("wilma@paper.example");
  await who.page.getByLabel("Password", { exact: true }).fill("folded seven times");
  await who.page.getByRole("button", { name: "Create team" }).click();
  await arrived(who);
  assert.equal(await heading(who).innerText(), "Team Members");
  await seesStatus(who, "Wilma Stein", "Active");
  assert.match(await line(who, "Wilma Stein").locator(".c-role").innerText(), /Owner/);
  assert.match(await who.page.locator("header").innerText(), /Paper Boats/);
  await who.leave();

  // The door closes behind the first one.
  const late = await person(browser, empty);
  await late.page.goto("/");
  await late.page.getByRole("heading", { name: "Sign in to Rolecall" }).waitFor();
  const again = { team_name: "Mine", profile: "jelly", name: "Eve", email: "eve@x.example", password: "eve was here too" };
  assert.ok((await api(late, "POST", "/setup", again)).status >= 400);
  assert.equal((await late.page.goto("/dev/mail")).status(), 404, "no mailbox page without --demo");
  await late.leave();
});

test("sign_in_says_one_thing_for_a_wrong_password_and_an_unknown_address", async () => {
  const who = await person(browser, server);
  await fillSignIn(who, "rachel@juniper.example", "wrong");
  const first = await who.page.locator(".note.bad").innerText();
  assert.equal(await who.page.getByLabel("Email").inputValue(), "rachel@juniper.example", "what was typed stays");
  await fillSignIn(who, "nobody@juniper.example", "wrong");
  await who.page.locator(".note.bad").waitFor();
  assert.equal(await who.page.locator(".note.bad").innerText(), first);
  await who.leave();
});

test("sign_in_returns_to_the_page_that_was_asked_for_and_s1_sign_out_ends_the_session", async () => {
  const who = await person(browser, server);
  await who.page.goto("/t/jtek/roles");
  await who.page.getByLabel("Email").fill("rachel@juniper.example");
  await who.page.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
  await who.page.getByRole("button", { name: "Sign in" }).click();
  await arrived(who);
  assert.equal(await heading(who).innerText(), "Roles and permissions");
  const cookies = await who.context.cookies();
  const session = cookies.find((c) => c.name === "rolecall_session");
  assert.equal(session.httpOnly, true);
  assert.equal(session.sameSite, "Lax");
  await who.page.getByRole("button", { name: "Your account" }).click();
  await who.page.getByRole("menuitem", { name: "Sign out" }).click();
  await who.page.getByRole("heading", { name: "Sign in to Rolecall" }).waitFor();
  await who.context.addCookies([session]);
  await who.page.goto("/t/jtek/roles");
  await who.page.getByRole("heading", { name: "Sign in to Rolecall" }).waitFor();
  await who.leave();
});

test("a_forgotten_password_is_set_anew_by_the_mailed_link_once", async () => {
  const tyler = await person(browser, server);
  await signIn(tyler, "tyler@juniper.example");
  const who = await person(browser, server);
  await who.page.goto("/sign-in");
  await who.page.getByRole("link", { name: "Forgot your password?" }).click();
  await who.page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
  await who.page.getByLabel("Email").fill("tyler@juniper.example");
  await who.page.getByRole("button", { name: "Send the link" }).click();
  await who.page.locator(".note.good").waitFor();
  await until("the mail", async () => (await server.mails("tyler@juniper.example")).length === 1);
  const link = await followMail(who, "tyler@juniper.example", /new password/);
  assert.equal(new URL(who.page.url()).hash, "", "the secret leaves the address bar");
  await who.page.getByLabel("New password").fill("tiny");
  await who.page.getByRole("button", { name: "Set password" }).click();
  await who.page.locator("[aria-invalid=true]").waitFor();
  await who.page.getByLabel("New password").fill("a better one this time");
  await who.page.getByRole("button", { name: "Set password" }).click();
  await who.page.getByText("Your new password is set. Sign in with it.").waitFor();
  await fillSignIn(who, "tyler@juniper.example", "a better one this time");
  await arrived(who);
  // The sessions from before have ended, and the link is used up.
  await tyler.page.reload();
  await tyler.page.getByRole("heading", { name: "Sign in to Rolecall" }).waitFor();
  await tyler.page.goto(link);
  await tyler.page.getByLabel("New password").fill("somebody else's choice");
  await tyler.page.getByRole("button", { name: "Set password" }).click();
  await tyler.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  await tyler.leave();
  await who.leave();
});

test("an_unknown_address_gets_the_same_words_and_no_mail", async () => {
  const who = await person(browser, server);
  await who.page.goto("/forgot");
  await who.page.getByLabel("Email").fill("stranger@juniper.example");
  await who.page.getByRole("button", { name: "Send the link" }).click();
  await who.page.locator(".note.good").waitFor();
  assert.equal((await server.mails("stranger@juniper.example")).length, 0);
  await who.leave();
});

test("i8_looking_at_the_invitation_uses_nothing_up_and_i4_somebody_else_may_not_accept_it", async () => {
  const olivia = await person(browser, server);
  await signIn(olivia, "owner@jelly.example");
  await act(olivia, "hannah@jelly.example", "resend-invite");
  await toast(olivia, "Invitation sent again");
  // The one who invited follows the link: the page offers to switch, not to accept.
  const link = await followMail(olivia, "hannah@jelly.example");
  await olivia.page.getByRole("heading", { name: "Join Lantern Books" }).waitFor();
  assert.match(await olivia.page.locator("[role=alert]").innerText(), /signed in as owner@jelly\.example/);
  assert.equal(await olivia.page.getByRole("button", { name: /^Join/ }).count(), 0);
  await olivia.page.getByRole("button", { name: "Sign out and continue" }).click();
  await olivia.page.getByLabel("Your name").waitFor();
  await olivia.leave();
  // A scanner, and the person twice: still open.
  assert.equal((await fetch(link)).status, 200);
  const hannah = await person(browser, server);
  await hannah.page.goto(link);
  await hannah.page.getByLabel("Your name").waitFor();
  await hannah.page.goto("/sign-in");
  await hannah.page.goto(link);
  await hannah.page.getByLabel("Your name").fill("Hannah Blum");
  await hannah.page.getByLabel("Choose a password").fill("spring in the garden");
  await hannah.page.getByRole("button", { name: "Join Lantern Books" }).click();
  await arrived(hannah);
  // Used once.
  const second = await person(browser, server);
  await second.page.goto(link);
  await second.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  await second.leave();
  await hannah.leave();
});

test("i1_i9_an_expired_link_says_so_without_the_teams_name", async () => {
  const olivia = await person(browser, server);
  await signIn(olivia, "owner@jelly.example");
  await act(olivia, "viktor@jelly.example", "resend-invite");
  await toast(olivia, "Invitation sent again");
  await server.advance(7 * DAY + 1000);
  const viktor = await person(browser, server);
  await followMail(viktor, "viktor@jelly.example");
  await viktor.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  assert.doesNotMatch(await viktor.page.locator("main").innerText(), /Lantern/);
  await viktor.leave();
  await olivia.leave();
});

test("people_in_two_teams_switch_between_them_and_each_has_its_own_words", async () => {
  const sam = await person(browser, server);
  await signIn(sam, "sam@jelly.example");
  await visit(sam, "/t/jelly/members");
  assert.equal(await heading(sam).innerText(), "Team Members");
  await sam.page.getByRole("button", { name: /^Switch team/ }).click();
  await sam.page.getByRole("menuitemradio", { name: "Northwind Voice" }).click();
  await until("the other team", async () => /Northwind Voice/.test(await sam.page.locator("header .team").innerText()));
  // A member of the voice product manages nobody: the own profile is what there is.
  await sam.page.getByRole("heading", { name: "Your profile" }).waitFor();
  assert.equal((await sam.page.locator("header .section").last().innerText()).toLowerCase(), "account");
  await sam.leave();
});

test("a3_a4_another_teams_page_does_not_exist", async () => {
  const rachel = await person(browser, server);
  await signIn(rachel, "rachel@juniper.example");
  await rachel.page.goto("/t/jelly/members");
  await rachel.page.getByRole("heading", { name: "There is nothing here", level: 2 }).waitFor();
  assert.doesNotMatch(await rachel.page.locator("body").innerText(), /Lantern/);
  const known = await api(rachel, "GET", "/teams/jelly");
  const unknown = await api(rachel, "GET", "/teams/nowhere");
  assert.equal(known.status, 404);
  assert.equal(known.text.replace(/"request_id":"[^"]*"/, ""), unknown.text.replace(/"request_id":"[^"]*"/, ""), "identical answers");
  await rachel.leave();
});

test("own_profile_and_password_are_changed_by_oneself", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  const other = await person(browser, server);
  await signIn(other, "member@jelly.example");
  await visit(mina, "/t/jelly/me");
  await mina.page.locator("[name=name]").fill("Mina Park-Lee");
  await mina.page.getByRole("button", { name: "Save" }).click();
  await toast(mina, "Saved");
  await until("the name beside the photo", async () => /Mina Park-Lee/.test(await mina.page.getByRole("button", { name: "Your account" }).innerText()));
  await mina.page.getByLabel("Current password").fill("not this one");
  await mina.page.getByLabel("New password").fill("lanterns over water");
  await mina.page.getByRole("button", { name: "Change password" }).click();
  await mina.page.getByText("This is not your present password.").waitFor();
  await mina.page.getByLabel("Current password").fill(DEMO_PASSWORD);
  await mina.page.getByRole("button", { name: "Change password" }).click();
  await toast(mina, "Your password is changed");
  // This session goes on, the others have ended.
  await mina.page.reload();
  await arrived(mina);
  await other.page.reload();
  await fillSignIn(other, "member@jelly.example", "lanterns over water");
  await arrived(other);
  await other.leave();
  await mina.leave();
});

test("jy14_admins_rename_the_team_and_everybody_sees_it", async () => {
  const noah = await person(browser, server);
  await signIn(noah, "admin@jelly.example");
  await noah.page.locator("header nav").getByRole("link", { name: "Team settings" }).click();
  await noah.page.getByLabel("Team name").fill("Lantern & Sons");
  await noah.page.getByRole("button", { name: "Save" }).click();
  await toast(noah, "Saved");
  await until("the name in the corner", async () => /Lantern & Sons/.test(await noah.page.locator("header .team").innerText()));
  await noah.leave();
});

test("the_server_out_of_reach_is_said_and_nothing_is_lost", async () => {
  const noah = await person(browser, server, { strict: false });
  await signIn(noah, "admin@jelly.example");
  await line(noah, "Arthur Dean").waitFor();
  await noah.context.setOffline(true);
  await act(noah, "Arthur Dean", "deactivate");
  await noah.page.locator(".toast.bad").waitFor();
  assert.match(await noah.page.locator(".toast.bad").innerText(), /does not answer/);
  await noah.context.setOffline(false);
  await seesStatus(noah, "Arthur Dean", "Active");
  await deactivateKeepingWork(noah, "Arthur Dean");
  await seesStatus(noah, "Arthur Dean", "Deactivated");
  await noah.leave();
});
