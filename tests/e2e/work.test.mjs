// Work: whose it is, who sees it, and how it changes hands (JT6–JT8, JT10, JT14, JT17, JT18, JL4, VA4).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { act, closed, dialog, line, seesStatus, settled, toast } from "./lib/members.mjs";
import { allOf, chip, closePanel, everything, filterBy, item, lines, list, openItem, panel, pickIn, pressChip, search, whose } from "./lib/work.mjs";
import { serve } from "./lib/server.mjs";

let server, browser, rachel, tyler;

before(async () => {
  server = await serve();
  browser = await open();
  rachel = await person(browser, server);
  tyler = await person(browser, server);
  await signIn(rachel, "rachel@juniper.example");
  await signIn(tyler, "tyler@juniper.example");
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const titleOf = async (line) => (await line.locator(".c-title .title").innerText()).trim();

test("jt17_unassigned_contacts_are_counted_and_one_press_away", async () => {
  await list(rachel, "jtek", "contact");
  const n = await chip(rachel, "Unassigned");
  assert.ok(n > 100, `the demo has ${n} unassigned contacts`);
  await pressChip(rachel, "Unassigned");
  await allOf(rachel, "Unassigned");
  const all = await everything(rachel, "jtek", "contact", "&assignee=none");
  assert.equal(all.length, n, "the chip counts what the list has");
  // Shared by its address.
  const url = rachel.page.url();
  await rachel.page.reload();
  await arrived(rachel);
  await allOf(rachel, "Unassigned");
  assert.equal(rachel.page.url(), url);
});

test("jt10_contacts_and_opportunities_filter_by_assigned_to_with_an_unassigned_choice", async () => {
  for (const kind of ["contact", "opportunity"]) {
    await list(rachel, "jtek", kind);
    const total = await chip(rachel, "All");
    await filterBy(rachel, "Tyler Chen");
    await allOf(rachel, "Tyler Chen");
    const his = (await everything(rachel, "jtek", kind)).filter((w) => w.assignee?.name === "Tyler Chen").length;
    assert.match(await rachel.page.locator("main [role=status], main .count").allInnerTexts().then((t) => t.join(" ")), new RegExp(his.toLocaleString("en-GB")), `${kind}: ${his} of ${total} are his`);
    await filterBy(rachel, "Unassigned");
    await allOf(rachel, "Unassigned");
  }
});

test("jt7_a_contact_is_assigned_from_its_list_and_from_its_details", async () => {
  await list(rachel, "jtek", "contact");
  await pressChip(rachel, "Unassigned");
  const before = await chip(rachel, "Unassigned");
  const title = await titleOf(lines(rachel).first());
  await item(rachel, title).locator("button.assignee").click();
  await rachel.page.locator(".pop.combo:popover-open [role=option]", { hasText: "Tyler Chen" }).waitFor();
  const choices = await rachel.page.locator(".pop.combo:popover-open [role=option]").allInnerTexts();
  assert.ok(choices.some((c) => c.includes("Tyler Chen")) && choices.some((c) => c.includes("Rachel Vasquez")), choices.join(" | "));
  assert.ok(!choices.some((c) => c.includes("Natalie Wong")), "an invitation is nobody to work");
  await pickIn(rachel, "Tyler Chen");
  await until("one less unassigned", async () => (await chip(rachel, "Unassigned")) === before - 1);
  await pressChip(rachel, "All");
  await search(rachel, title);
  await until("it to be his", async () => (await whose(item(rachel, title))) === "Tyler Chen");
  const box = await openItem(rachel, title);
  await box.locator("[data-field=assigned-to] button.assignee").click();
  await pickIn(rachel, "Rachel Vasquez");
  await box.getByText(/Rachel Vasquez/).first().waitFor();
  await until("the history to say both", async () => {
    const text = await box.innerText();
    return /Tyler Chen/.test(text.slice(text.indexOf("History"))) && /Rachel Vasquez/.test(text.slice(text.indexOf("History")));
  });
  await closePanel(rachel);
  assert.equal(await whose(item(rachel, title)), "Rachel Vasquez");
});

test("jt18_the_assignee_is_told_of_an_assignment_and_of_activity_by_bell_and_mail", async () => {
  // Tyler asks for mails on his own page (JY13's kind of setting).
  await visit(tyler, "/t/jtek/me");
  await tyler.page.getByRole("checkbox", { name: "Assignments to me" }).check();
  await tyler.page.getByRole("checkbox", { name: "Activity on my contacts" }).check();
  await tyler.page.getByRole("button", { name: /^Save/ }).first().click();
  await tyler.page.locator(".toast").first().waitFor();
  await list(tyler, "jtek", "contact");

  await list(rachel, "jtek", "contact");
  await pressChip(rachel, "Unassigned");
  const title = await titleOf(lines(rachel).nth(1));
  await item(rachel, title).locator("button.assignee").click();
  await pickIn(rachel, "Tyler Chen");
  // Without a reload: the news comes by itself.
  const bell = tyler.page.getByRole("button", { name: /Notifications/ });
  await until("the bell to count", async () => /1/.test(await bell.innerText()), 10_000);
  const mail = await until("the mail", async () => (await server.mails("tyler@juniper.example")).find((m) => m.text.includes(title)));
  assert.match(mail.subject, /assigned/i);
  assert.match(mail.text, /\/t\/jtek\/work\/contact\//, "with a link to it");

  await pressChip(rachel, "All");
  await search(rachel, title);
  const box = await openItem(rachel, title);
  await box.locator("textarea").fill("Called back, wants a viewing on Friday.");
  await box.getByRole("button", { name: /Add note/ }).click();
  await box.getByText("wants a viewing on Friday").last().waitFor();
  await closePanel(rachel);
  await until("the second mail", async () => (await server.mails("tyler@juniper.example")).length >= 2);

  await until("the bell to count on", async () => /2/.test(await bell.innerText()), 10_000);
  await bell.click();
  const news = panel(tyler);
  await news.locator("li").nth(1).waitFor();
  assert.equal(await news.locator("li", { hasText: title }).count(), 2);
  await news.locator("li", { hasText: title }).first().locator("a").click();
  await tyler.page.locator("dialog.panel[open] h2", { hasText: title }).waitFor();
  await until("the bell to rest", async () => !/\d/.test(await bell.innerText().catch(() => "")));
});

test("jt8_an_opportunity_has_an_assignee_of_its_own", async () => {
  await list(rachel, "jtek", "opportunity");
  const all = await everything(rachel, "jtek", "opportunity");
  const contacts = new Map((await everything(rachel, "jtek", "contact")).map((c) => [c.id, c]));
  const apart = all.find((o) => o.parent && o.assignee?.name === "Tyler Chen" && contacts.get(o.parent.id)?.assignee?.name === "Rachel Vasquez");
  assert.ok(apart, "the demo has an opportunity of one person with a contact of another");
  await visit(rachel, `/t/jtek/work/opportunity/${apart.id}`);
  const box = panel(rachel);
  await box.locator("[data-field=assigned-to]").getByText("Tyler Chen").waitFor();
  await box.getByRole("link", { name: apart.parent.title }).click();
  const contact = rachel.page.locator("dialog.panel[open]").filter({ has: rachel.page.locator("h2", { hasText: apart.parent.title }) });
  await contact.locator("[data-field=assigned-to]").getByText("Rachel Vasquez").waitFor();
  // The contact's other assignee stays when the opportunity's changes.
  const row = contact.locator("ul.linked li", { hasText: apart.title }).first();
  await row.locator("button.assignee").click();
  await pickIn(rachel, "Unassigned");
  await until("the opportunity to be nobody's", async () => {
    const now = (await api(rachel, "GET", `/teams/jtek/work/opportunity/${apart.id}`)).json;
    return now.item.assignee === undefined;
  });
  const same = (await api(rachel, "GET", `/teams/jtek/work/contact/${apart.parent.id}`)).json;
  assert.equal(same.item.assignee.name, "Rachel Vasquez");
});

test("jt6_assigned_only_narrows_what_users_see_everywhere_and_at_once", async () => {
  await list(tyler, "jtek", "contact");
  const whole = await chip(tyler, "All");
  const others = (await everything(tyler, "jtek", "contact")).find((c) => c.assignee?.name === "Rachel Vasquez");
  await visit(rachel, "/t/jtek/settings");
  await rachel.page.getByRole("switch", { name: /Assigned Only/ }).check();
  await rachel.page.locator(".toast").first().waitFor();
  // Tyler's page follows without a reload.
  await until("fewer contacts", async () => (await chip(tyler, "All")) < whole, 10_000);
  await tyler.page.locator(".narrowed").waitFor();
  const left = await everything(tyler, "jtek", "contact");
  assert.ok(left.length > 0 && left.every((c) => c.assignee?.name === "Tyler Chen"));
  assert.equal(await chip(tyler, "All"), left.length);
  assert.equal((await api(tyler, "GET", `/teams/jtek/work/contact/${others.id}`)).status, 404);
  await search(tyler, others.title);
  await until("nothing of hers", async () => !(await tyler.page.locator(".line[data-item] .title").allInnerTexts()).includes(others.title) || left.some((c) => c.title === others.title));
  const csv = await tyler.page.evaluate(async () => (await fetch("/api/v1/teams/jtek/work/contact/export")).text());
  assert.equal(csv.trim().split("\n").length, left.length + 1, "the export has the same and a head");
  // An admin sees everything as before.
  await list(rachel, "jtek", "contact");
  assert.equal(await chip(rachel, "All"), whole);
  await visit(rachel, "/t/jtek/settings");
  await rachel.page.getByRole("switch", { name: /Assigned Only/ }).uncheck();
  await rachel.page.locator(".toast").first().waitFor();
});

test("jt14_a_departing_members_contacts_are_assigned_in_bulk_after_deactivating_and_undone", async () => {
  await visit(rachel, "/t/jtek/members");
  await act(rachel, "Tyler Chen", "deactivate", "Deactivate");
  const ask = dialog(rachel);
  await ask.getByText(/contacts/).first().waitFor();
  assert.match(await ask.innerText(), /[\d,]+ contacts/, "it says what he has");
  await ask.getByRole("button", { name: "Deactivate", exact: true }).click();
  await seesStatus(rachel, "Tyler Chen", "Deactivated");

  await list(rachel, "jtek", "contact");
  await filterBy(rachel, "Tyler Chen");
  await allOf(rachel, "Tyler Chen");
  const n = (await everything(rachel, "jtek", "contact")).filter((c) => c.assignee?.name === "Tyler Chen").length;
  await rachel.page.locator(".list [role=columnheader] input[type=checkbox]").check();
  const bar = rachel.page.locator(".bulk");
  await bar.getByRole("button", { name: new RegExp(n.toLocaleString("en-GB")) }).click();
  await bar.getByText(new RegExp(`${n.toLocaleString("en-GB")}`)).first().waitFor();
  await bar.locator("[data-action=assign-work]").click();
  const box = dialog(rachel);
  assert.match(await box.locator("h2").innerText(), new RegExp(n.toLocaleString("en-GB")));
  await box.locator("button.assignee").click();
  await pickIn(rachel, "Rachel Vasquez");
  await box.locator(".foot button.primary").click();
  await closed(rachel);
  await until("all to be hers", async () => (await everything(rachel, "jtek", "contact")).every((c) => c.assignee?.name !== "Tyler Chen"));
  const notice = rachel.page.locator(".toast").filter({ has: rachel.page.getByRole("button", { name: "Undo" }) });
  await notice.getByRole("button", { name: "Undo" }).click();
  await until("all to be his again", async () => (await everything(rachel, "jtek", "contact")).filter((c) => c.assignee?.name === "Tyler Chen").length === n);
});

test("jt14_all_work_of_somebody_who_is_gone_is_handed_over_from_the_members_page", async () => {
  await visit(rachel, "/t/jtek/members");
  await line(rachel, "Tyler Chen").waitFor();
  await act(rachel, "Tyler Chen", "hand-over");
  const box = dialog(rachel);
  await box.getByText(/contacts/).first().waitFor();
  await box.locator("[data-to=successor]").click();
  await pickIn(rachel, "Rachel Vasquez");
  await box.locator(".foot [data-action=hand-over]").click();
  await closed(rachel);
  for (const kind of ["contact", "opportunity", "conversation"]) {
    await until(`no ${kind} of his`, async () => (await everything(rachel, "jtek", kind)).every((w) => w.assignee?.name !== "Tyler Chen"));
  }
});

test("va4_a_member_sees_calls_of_the_agents_given_to_them_and_no_others", async () => {
  const [admin, member] = [await person(browser, server), await person(browser, server)];
  await signIn(admin, "admin@voice.example");
  await signIn(member, "member@voice.example");
  await list(member, "voice-agents", "call");
  const seen = await everything(member, "voice-agents", "call");
  assert.ok(seen.length > 0 && seen.every((c) => c.resource === "reception"));
  assert.ok(seen.every((c) => c.fields.recording === undefined), "no recording without the switch");
  const all = await everything(admin, "voice-agents", "call");
  assert.ok(all.length > seen.length && all.some((c) => c.fields.recording));
  // Another agent by its check box, under its company: the calls come without a reload.
  await visit(admin, "/t/voice-agents/members");
  await act(admin, "Jonas Weber", "edit-member", "Edit agents");
  const form = dialog(admin);
  await form.getByText("Northwind Physio").waitFor();
  await form.getByRole("checkbox", { name: "Patient intake" }).check();
  await form.getByRole("button", { name: "Save changes" }).click();
  await closed(admin);
  const more = all.filter((c) => ["reception", "intake"].includes(c.resource)).length;
  await until("the calls of both agents", async () => (await chip(member, "All")) === more, 10_000);
  await admin.leave();
  await member.leave();
});

test("jl4_an_agent_with_only_assigned_conversations_sees_those_and_group_companies_widen_the_view", async () => {
  const admin = await person(browser, server);
  const agent = await person(browser, server);
  await signIn(admin, "admin@jetlink.example");
  await signIn(agent, "agent@jetlink.example");
  await list(agent, "jetlink", "conversation");
  const own = await everything(agent, "jetlink", "conversation");
  const units = new Set(own.map((c) => c.unit ?? ""));
  assert.ok([...units].filter(Boolean).length <= 1, `one company at most, not ${[...units]}`);
  const all = await everything(admin, "jetlink", "conversation");
  assert.ok(all.length > own.length);

  const change = async (label, on) => {
    await visit(admin, "/t/jetlink/members");
    await admin.page.locator("main input[type=search]").fill("Liam");
    await line(admin, "Liam O’Connor").waitFor();
    await act(admin, "Liam O’Connor", "edit-member");
    const form = dialog(admin);
    await form.getByRole("switch", { name: label }).setChecked(on);
    await form.getByRole("button", { name: "Save changes" }).click();
    await closed(admin);
  };
  await change("Can view group companies", true);
  await until("all companies", async () => (await chip(agent, "All")) === all.length, 10_000);
  await change("Can only view assigned conversations", true);
  const his = all.filter((c) => c.assignee?.name === "Liam O’Connor").length;
  await until("only his", async () => (await chip(agent, "All")) === his, 10_000);
  await admin.leave();
  await agent.leave();
});

test("the_pages_complained_about_nothing", async () => {
  await rachel.leave();
  await tyler.leave();
});
