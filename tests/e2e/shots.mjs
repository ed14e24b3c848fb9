// Pictures of every page and dialog, light, dark and narrow, into artifacts/shots/: for looking at, not for comparing.
// `cargo xtask shots [NAME…]` draws those whose name holds one of the words.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { followMail, open, person, signIn, visit } from "./lib/browser.mjs";
import { dialog, line, settled } from "./lib/members.mjs";
import { serve } from "./lib/server.mjs";

const DIR = fileURLToPath(new URL("../../artifacts/shots/", import.meta.url));
const README = fileURLToPath(new URL("../../docs/screenshot.png", import.meta.url));
const LOOKS = [
  ["light", { width: 1280, height: 800 }],
  ["dark", { width: 1280, height: 800, dark: true }],
  ["narrow", { width: 360, height: 740 }],
  ["narrow-dark", { width: 360, height: 740, dark: true }],
];
const words = process.argv.slice(2).filter((a) => !a.startsWith("-"));
const wanted = (name) => words.length === 0 || words.some((w) => name.includes(w));

const press = (who, name) => who.page.getByRole("button", { name, exact: true }).first().click();
const more = (who, name) => line(who, name).getByRole("button", { name: `More for ${name}` }).click();
const pick = (who, action) => who.page.locator(`[role=menu]:visible [data-action="${action}"]`).click();
const first = (who) => who.page.locator(".line[data-member]").first().waitFor();

/// Work: a kind's list, its lines, the choices of an open list.
const works = async (w, path) => { await visit(w, `/t/${path}`); await item(w).first().waitFor(); };
const item = (w) => w.page.locator(".line[data-item]");
const option = (w) => w.page.locator("[role=option]:visible");
const FILE = "Full name;E-mail;Mobile;Company;Notes\nAda Lane;ada@mail.example;+44 20 7946 0100;Lane & Sons;met in May\nBen Ode;ben@mail.example;+44 20 7946 0101;Ode Ltd;";
const chooseFile = async (w, more) => {
  await visit(w, "/t/jtek/work/contact/import");
  await w.page.locator("input[type=file]").setInputFiles({ name: "contacts.csv", mimeType: "text/csv", buffer: Buffer.from(FILE + more) });
  await w.page.locator(".columns").waitFor();
};

const TEAMS = [
  ["jtek", "rachel@juniper.example"],
  ["jetlink", "admin@jetlink.example"],
  ["salestrekker", "owner@salestrekker.example"],
  ["voice-agents", "admin@voice.example"],
  ["jelly", "owner@jelly.example"],
];

/// Name of the picture, who looks (an address, or nobody), how to get there, and how to leave it as it was.
const SHOTS = [
  ["sign-in", null, async (w) => w.page.goto("/sign-in")],
  ["sign-in-refused", null, async (w) => {
    await w.page.goto("/sign-in");
    await w.page.getByLabel("Email").fill("rachel@juniper.example");
    await w.page.getByLabel("Password", { exact: true }).fill("not the password");
    await press(w, "Sign in");
    await w.page.locator(".note.bad").waitFor();
  }],
  ["forgot", null, async (w) => w.page.goto("/forgot")],
  ["forgot-sent", null, async (w, look) => {
    await w.page.goto("/forgot");
    // One address gets so many mails an hour.
    await w.page.getByLabel("Email").fill(`rachel.${look}@juniper.example`);
    await press(w, "Send the link");
    await w.page.locator(".note.good").waitFor();
  }],
  ["reset", null, async (w) => followMail(w, "rachel@juniper.example")],
  ["join-dead", null, async (w) => w.page.goto("/join#nothing")],
  ["join-password", null, async (w) => followMail(w, "natalie@juniper.example")],
  ["join-name", null, async (w) => followMail(w, "hannah@jelly.example")],
  ["join-somebody-else", "rachel@juniper.example", async (w) => followMail(w, "hannah@jelly.example")],
  ["dev-mail", null, async (w) => w.page.goto("/dev/mail")],
  ...TEAMS.flatMap(([team, who]) => [
    [`${team}-members`, who, async (w) => { await visit(w, `/t/${team}/members`); await first(w); }],
    [`${team}-invite`, who, async (w) => {
      await visit(w, `/t/${team}/members`);
      await w.page.locator(".page-head [data-action=invite]").click();
      await dialog(w).waitFor();
    }],
    [`${team}-roles`, who, async (w) => visit(w, `/t/${team}/roles`)],
  ]),
  ["members-menu", "owner@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await more(w, "Olivia Brandt"); }],
  ["members-menu-admin-row", "rachel@juniper.example", async (w) => { await visit(w, "/t/jtek/members"); await more(w, "Rachel Vasquez"); }],
  ["members-role-menu", "owner@salestrekker.example", async (w) => { await visit(w, "/t/salestrekker/members"); await line(w, "Ines Carvalho").locator(".c-role button[data-action]").click(); }],
  ["members-reason", "owner@jelly.example", async (w) => {
    await visit(w, "/t/jelly/members");
    await line(w, "Olivia Brandt").locator(".c-role button[data-action]").focus();
    await w.page.locator("[role=tooltip]:visible").waitFor();
  }],
  ["members-pending", "owner@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await w.page.locator(".filters button", { hasText: "Pending" }).click(); await settled(w); }],
  ["members-former", "owner@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await w.page.locator(".filters button", { hasText: "Former" }).click(); await settled(w); }],
  ["members-nobody", "owner@jelly.example", async (w) => {
    await visit(w, "/t/jelly/members");
    await w.page.getByRole("searchbox").fill("zzzz");
    await w.page.getByText("Nobody found").waitFor();
  }],
  ["members-as-member", "member@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await first(w); }],
  ["members-bulk", "owner@salestrekker.example", async (w) => {
    await visit(w, "/t/salestrekker/members");
    for (const n of ["Amelia Tran", "Brandon Hughes"]) await line(w, n).getByRole("checkbox").check();
  }],
  ["delete-many", "owner@salestrekker.example", async (w) => {
    await visit(w, "/t/salestrekker/members");
    for (const n of ["Amelia Tran", "Brandon Hughes"]) await line(w, n).getByRole("checkbox").check();
    await w.page.locator(".bulk [data-action=delete]").click();
    await dialog(w).waitFor();
  }],
  ["delete-typed-name", "rachel@juniper.example", async (w) => { await visit(w, "/t/jtek/members"); await more(w, "Tyler Chen"); await pick(w, "delete"); await dialog(w).waitFor(); }],
  ["cancel-invite", "owner@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await more(w, "hannah@jelly.example"); await pick(w, "cancel-invite"); await dialog(w).waitFor(); }],
  ["set-password", "admin@voice.example", async (w) => { await visit(w, "/t/voice-agents/members"); await more(w, "Aisha Khan"); await pick(w, "set-password"); await dialog(w).waitFor(); }],
  ["details-voice", "admin@voice.example", async (w) => { await visit(w, "/t/voice-agents/members"); await more(w, "Aisha Khan"); await pick(w, "edit-member"); await dialog(w).waitFor(); }],
  ["details-jtek", "rachel@juniper.example", async (w) => { await visit(w, "/t/jtek/members"); await line(w, "Tyler Chen").locator(".name button").click(); await dialog(w).waitFor(); }],
  ["invite-four", "owner@jelly.example", async (w) => {
    await visit(w, "/t/jelly/members");
    await w.page.locator(".page-head [data-action=invite]").click();
    const box = dialog(w).locator("[name=email]");
    for (const a of ["ada@lantern.example", "ben@lantern.example", "not-an-address", "member@jelly.example", "eve@lantern.example"]) { await box.fill(a); await box.press("Enter"); }
  }],
  ["invite-faults", "rachel@juniper.example", async (w) => {
    await visit(w, "/t/jtek/members");
    await w.page.locator(".page-head [data-action=invite]").click();
    await dialog(w).locator("[name=email]").fill("mara");
    await dialog(w).locator("[data-action=invite]").click();
    await dialog(w).locator("[aria-invalid=true]").first().waitFor();
  }],
  ["toast-undo", "owner@jelly.example", async (w) => {
    await visit(w, "/t/jelly/members");
    await more(w, "Arthur Dean");
    await pick(w, "deactivate");
    await w.page.locator(".toast").waitFor();
  }, async (w) => { await press(w, "Undo"); await w.page.locator(".toast", { hasText: "restored" }).waitFor(); }],
  ["palette", "owner@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await w.page.keyboard.press("Control+k"); await dialog(w).waitFor(); }],
  ["user-menu", "owner@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await w.page.getByRole("button", { name: "Your account" }).click(); await w.page.locator("[role=menu]:visible").waitFor(); }],
  ["team-menu", "sam@jelly.example", async (w) => { await visit(w, "/t/jelly/members"); await w.page.getByRole("button", { name: /^Switch team/ }).click(); await w.page.locator("[role=menu]:visible").waitFor(); }],
  ...[["jtek-contacts", "rachel@juniper.example", "jtek/work/contact"], ["jtek-opportunities", "rachel@juniper.example", "jtek/work/opportunity"], ["jetlink-conversations", "admin@jetlink.example", "jetlink/work/conversation"],
    ["salestrekker-deals", "owner@salestrekker.example", "salestrekker/work/deal"], ["voice-calls", "admin@voice.example", "voice-agents/work/call"], ["jelly-conversations", "owner@jelly.example", "jelly/work/conversation"]]
    .map(([name, who, path]) => [`work-${name}`, who, async (w) => works(w, path)]),
  ["work-unassigned", "rachel@juniper.example", async (w) => { await works(w, "jtek/work/contact/of/none"); await item(w).nth(1).hover(); }],
  ["work-filter", "rachel@juniper.example", async (w) => { await works(w, "jtek/work/contact"); await w.page.locator("button.whose").click(); await option(w).last().waitFor(); }],
  ["work-assign", "rachel@juniper.example", async (w) => { await works(w, "jtek/work/contact"); await item(w).nth(1).locator(".assignee").click(); await option(w).last().waitFor(); }],
  ["work-bulk", "rachel@juniper.example", async (w) => { await works(w, "jtek/work/contact"); for (const n of [1, 2]) await item(w).nth(n).getByRole("checkbox").check(); }],
  ["work-bulk-assign", "rachel@juniper.example", async (w) => {
    await works(w, "jtek/work/contact");
    await item(w).nth(1).getByRole("checkbox").check();
    await w.page.locator(".bulk .link").click();
    await w.page.locator(".bulk [data-action=assign-work]").click();
    await dialog(w).waitFor();
  }],
  ["work-nothing-found", "rachel@juniper.example", async (w) => { await works(w, "jtek/work/contact"); await w.page.getByRole("searchbox").fill("zzzz"); await w.page.locator(".empty").waitFor(); }],
  ["work-details", "rachel@juniper.example", async (w) => { await works(w, "jtek/work/contact"); await item(w).nth(2).locator(".title").click(); await w.page.locator(".events li").first().waitFor(); }],
  ["work-add", "rachel@juniper.example", async (w) => { await works(w, "jtek/work/opportunity"); await w.page.locator(".page-head [data-action=edit-work]").click(); await dialog(w).waitFor(); }],
  ["import", "rachel@juniper.example", async (w) => { await visit(w, "/t/jtek/work/contact/import"); await w.page.locator(".drop").waitFor(); }],
  ["import-columns", "rachel@juniper.example", async (w) => { await chooseFile(w, ""); }],
  ["import-faults", "rachel@juniper.example", async (w) => {
    await chooseFile(w, "\n;not-an-address;none;;\nA;b;c\n");
    await w.page.getByText("Nobody yet").click();
    await w.page.locator("[data-action=import-work]").click();
    await w.page.locator(".faults").waitFor();
  }],
  ["palette-work", "rachel@juniper.example", async (w) => {
    await works(w, "jtek/work/contact");
    const title = await item(w).nth(3).locator(".title").innerText();
    await w.page.keyboard.press("Control+k");
    await dialog(w).waitFor();
    await w.page.keyboard.type(title);
    await dialog(w).locator("[role=option]", { hasText: title }).first().waitFor();
  }],
  ["me", "owner@jelly.example", async (w) => visit(w, "/t/jelly/me")],
  ["audit", "owner@jelly.example", async (w) => { await visit(w, "/t/jelly/audit"); await settled(w); }],
  // What runs by itself, who belongs where, who leaves.
  ...[["automations", "jtek/automations"], ["integrations", "jtek/integrations"], ["departures", "jtek/departures"], ["settings-switches", "jtek/settings"]]
    .map(([name, path]) => [name, "rachel@juniper.example", async (w) => { await visit(w, `/t/${path}`); await settled(w); }]),
  ["automation-edit", "rachel@juniper.example", async (w) => {
    await visit(w, "/t/jtek/automations");
    await w.page.getByRole("button", { name: "More for New web leads" }).click();
    await w.page.getByRole("menuitem", { name: "Edit" }).click();
    await dialog(w).locator(".add-person").click();
    await option(w).last().waitFor();
  }],
  ["webhook-new", "rachel@juniper.example", async (w) => { await visit(w, "/t/jtek/integrations"); await press(w, "New webhook"); await dialog(w).waitFor(); }],
  ["bell", "rachel@juniper.example", async (w) => { await visit(w, "/t/jtek/members"); await w.page.locator("button.bell").click(); await dialog(w).locator(".notices, .empty").waitFor(); }],
  ["deactivate-with-work", "rachel@juniper.example", async (w) => {
    await visit(w, "/t/jtek/members");
    await more(w, "Tyler Chen");
    await pick(w, "deactivate");
    await dialog(w).locator("input[value=give]").check();
  }],
  ["hand-over", "rachel@juniper.example", async (w) => {
    await visit(w, "/t/jtek/members");
    await more(w, "Tyler Chen");
    await pick(w, "hand-over");
    await dialog(w).locator("[data-to=successor]").click();
    await option(w).last().waitFor();
  }],
  ["delete-with-successor", "owner@salestrekker.example", async (w) => { await visit(w, "/t/salestrekker/members"); await more(w, "Ines Carvalho"); await pick(w, "delete"); await dialog(w).locator(".tally").waitFor(); }],
  ["units", "owner@harbour.example", async (w) => { await visit(w, "/t/salestrekker-enterprise/units"); await settled(w); }],
  ["units-appoint", "owner@harbour.example", async (w) => { await visit(w, "/t/salestrekker-enterprise/units"); await w.page.locator(".add-person").first().click(); await option(w).last().waitFor(); }],
  ["unit-of-member", "owner@harbour.example", async (w) => { await visit(w, "/t/salestrekker-enterprise/members"); await more(w, "Naomi Castellan"); await pick(w, "edit-member"); await dialog(w).locator("[name=unit]").waitFor(); }],
  ["invite-into-unit", "naomi@harbour.example", async (w) => { await visit(w, "/t/salestrekker-enterprise/members"); await w.page.locator(".page-head [data-action=invite]").click(); await dialog(w).locator("[name=unit]").waitFor(); }],
  ["companies", "admin@jetlink.example", async (w) => { await visit(w, "/t/jetlink/units"); await settled(w); }],
  ["workflows", "owner@salestrekker.example", async (w) => { await visit(w, "/t/salestrekker/resources"); await settled(w); }],
  ["workflow", "owner@salestrekker.example", async (w) => { await visit(w, "/t/salestrekker/resources"); await w.page.locator(".row-press").last().click(); await dialog(w).waitFor(); }],
  ["agents", "admin@voice.example", async (w) => { await visit(w, "/t/voice-agents/resources"); await settled(w); }],
  ["settings", "owner@jelly.example", async (w) => visit(w, "/t/jelly/settings")],
  ["not-for-your-role", "tyler@juniper.example", async (w) => visit(w, "/t/jtek/audit")],
  ["nothing-here", "tyler@juniper.example", async (w) => { await w.page.goto("/t/nowhere/members"); await w.page.locator(".empty").waitFor(); }],
];

const started = Date.now();
await mkdir(DIR, { recursive: true });
const server = await serve();
const empty = wanted("first-run") ? await serve({ demo: false }) : null;
const browser = await open();
let drawn = 0;
const failed = [];

/// Mails that some pictures need: an invitation sent anew, a reset link.
async function prepare() {
  for (const [who, team, name] of [["rachel@juniper.example", "jtek", "Natalie Wong"], ["owner@jelly.example", "jelly", "hannah@jelly.example"]]) {
    const w = await person(browser, server, { strict: false });
    await signIn(w, who);
    await visit(w, `/t/${team}/members`);
    await more(w, name);
    await pick(w, "resend-invite");
    await w.page.locator(".toast").waitFor();
    await w.leave();
  }
  const w = await person(browser, server, { strict: false });
  await w.page.goto("/forgot");
  await w.page.getByLabel("Email").fill("rachel@juniper.example");
  await press(w, "Send the link");
  await w.page.locator(".note.good").waitFor();
  await w.leave();
}

async function shoot(name, look, path, w) {
  await w.page.evaluate(() => document.fonts.ready);
  await w.page.screenshot({ path, animations: "disabled", caret: "hide" });
  drawn += 1;
}

process.once("exit", () => server.kill());
await prepare();
for (const [look, options] of LOOKS) {
  // One signed-in person a look and address: signing in is slow on purpose.
  const people = new Map();
  const somebody = async (email) => {
    if (!people.has(email)) {
      const w = await person(browser, server, { ...options, strict: false });
      if (email) await signIn(w, email);
      people.set(email, w);
    }
    return people.get(email);
  };
  for (const [name, email, go, undo] of SHOTS.filter(([n]) => wanted(n))) {
    try {
      const w = await somebody(email);
      await go(w, look);
      await w.page.locator("h1").first().waitFor();
      await settled(w);
      await shoot(name, look, `${DIR}${name}.${look}.png`, w);
      await undo?.(w);
    } catch (e) {
      failed.push(`${name}.${look}: ${String(e.message).split("\n")[0]}`);
    }
  }
  if (empty) {
    const w = await person(browser, empty, { ...options, strict: false });
    await w.page.goto("/");
    await w.page.getByRole("heading", { name: "Set up the first team" }).waitFor();
    await shoot("first-run", look, `${DIR}first-run.${look}.png`, w);
    await w.leave();
  }
  for (const w of people.values()) await w.leave();
}
if (words.length === 0 || words.includes("screenshot")) {
  const w = await person(browser, server, { width: 1280, height: 800, strict: false });
  await signIn(w, "admin@jetlink.example");
  await first(w);
  // Not until the network rests: the live connection never does.
  await settled(w);
  await w.page.screenshot({ path: README, animations: "disabled" });
  await w.leave();
}
await browser.close();
await server.stop();
await empty?.stop();
console.log(`${drawn} pictures in artifacts/shots/ (${((Date.now() - started) / 1000).toFixed(0)} s)`);
if (failed.length) {
  console.error(failed.join("\n"));
  process.exitCode = 1;
}
