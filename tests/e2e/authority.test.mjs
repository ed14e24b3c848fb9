// Controls say what the rules say: hidden, held with the code, or free, for each viewer and each row; and a page that was
// patched to show more is refused by the server with the same code (A15).
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { api, arrived, open, person, signIn, until, visit } from "./lib/browser.mjs";
import { line, memberId, offers } from "./lib/members.mjs";
import { decide, serve } from "./lib/server.mjs";

let server, browser;
before(async () => {
  server = await serve();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const VIEWERS = [
  ["jtek", "rachel@juniper.example"],
  ["jetlink", "admin@jetlink.example"],
  ["salestrekker", "owner@salestrekker.example"],
  ["salestrekker", "admin@salestrekker.example"],
  ["salestrekker", "henry@salestrekker.example"],
  ["salestrekker-enterprise", "owner@harbour.example"],
  ["salestrekker-enterprise", "agent@harbour.example"],
  ["salestrekker-enterprise", "naomi@harbour.example"],
  ["voice-agents", "admin@voice.example"],
  ["jelly", "owner@jelly.example"],
  ["jelly", "admin@jelly.example"],
  ["jelly", "member@jelly.example"],
];
const SIMPLE = ["resend-invite", "cancel-invite", "restore", "deactivate", "hand-over", "set-password", "view-as"];

const someone = (m) => ({
  roles: [m.role, ...m.additions],
  grants: m.grants,
  organization_owner: m.standing.includes("organization-owner"),
  managing_agent: m.standing.includes("managing-agent"),
  status: m.status,
});

/// What `rolecall decide` says about commands on these members: id → one of `free`, `hidden`, or the code that holds it.
function verdicts(team, questions) {
  const { counts } = team;
  const facts = {
    active_holders: counts.holders,
    seats: Object.fromEntries(Object.entries(counts.seats).map(([id, s]) => [id, { used: s.used + s.pending, ...(s.limit === undefined ? {} : { limit: s.limit }) }])),
    enterprise: team.enterprise,
  };
  const now = new Date(team.now).toISOString();
  const answers = decide(questions.map(({ target, ...question }) => ({
    profile: team.profile.id,
    actor: someone(team.me),
    target: { ...someone(target), self: target.id === team.me.id, shared_account: target.account === "shared", ...(target.expires_at ? { expires_at: new Date(target.expires_at).toISOString() } : {}) },
    facts: { ...facts, manages_target_unit: target.in_my_unit },
    now,
    ...question,
  })));
  return answers.map((a) => (a.verdict === "allow" ? "free" : a.code === "not-permitted" ? "hidden" : a.code));
}

/// Free when one of them is, else the first that shows, else hidden: how one control stands for several commands.
const best = (all) => (all.includes("free") ? "free" : (all.find((v) => v !== "hidden") ?? "hidden"));
const shown = (all) => Object.fromEntries(Object.entries(all).filter(([, v]) => v !== "hidden"));

async function openMenu(who, button) {
  await button.click();
  const menu = who.page.locator("[role=menu]:visible");
  await menu.waitFor();
  return menu;
}
const shut = async (who) => {
  await who.page.keyboard.press("Escape");
  await until("the menu to close", async () => (await who.page.locator("[role=menu]:visible").count()) === 0);
};

for (const [teamId, email] of VIEWERS) {
  test(`controls_are_what_the_rules_say_${teamId}_${email.split("@")[0]}`, async () => {
    const who = await person(browser, server, { height: 1100 });
    await signIn(who, email);
    await visit(who, `/t/${teamId}/members`);
    const team = (await api(who, "GET", `/teams/${teamId}`)).json;
    const { items } = (await api(who, "GET", `/teams/${teamId}/members?limit=14`)).json;
    assert.ok(items.length > 1);
    const { profile } = team;
    const actions = profile.delete ? [...SIMPLE, "delete"] : SIMPLE;
    const roles = Object.keys(profile.roles);
    const additions = Object.keys(profile.additions ?? {});
    const ask = [];
    for (const m of items) {
      for (const action of actions) ask.push({ target: m, action, ...(action === "delete" ? { successor: "active" } : {}) });
      for (const to of roles) if (to !== m.role) ask.push({ target: m, action: "change-role", to });
      for (const to of additions) ask.push({ target: m, action: m.additions.includes(to) ? "remove-role" : "add-role", to });
    }
    const answers = verdicts(team, ask);
    const of = (m, ...kinds) => ask.map((q, i) => [q, answers[i]]).filter(([q]) => q.target.id === m.id && kinds.includes(q.action));

    for (const m of items) {
      const row = who.page.locator(`.line[data-member="${m.id}"]`);
      await row.waitFor();
      const wanted = shown(Object.fromEntries(of(m, ...actions).map(([q, v]) => [q.action, v])));
      const dots = row.locator(".c-more button");
      if (await dots.count()) {
        const { "edit-member": _, ...seen } = await offers(await openMenu(who, dots));
        assert.deepEqual(seen, wanted, `${email} on ${m.name}`);
        await shut(who);
      } else {
        assert.deepEqual({}, wanted, `${email} on ${m.name}: no menu`);
      }

      const choices = of(m, "change-role", "add-role", "remove-role");
      const control = row.locator(".c-role button[data-action]");
      const whole = best(choices.map(([, v]) => v));
      if (whole === "hidden") {
        assert.equal(await control.count(), 0, `${email} on the role of ${m.name}: plain text`);
      } else if (whole !== "free") {
        assert.equal(await control.getAttribute("data-denial"), whole, `${email} on the role of ${m.name}`);
        assert.equal(await control.getAttribute("aria-disabled"), "true");
      } else {
        const menu = await openMenu(who, control);
        const seen = Object.fromEntries(await menu.locator("[data-to]").evaluateAll((all) =>
          all.map((e) => [`${e.dataset.action} ${e.dataset.to}`, e.getAttribute("aria-disabled") === "true" ? e.dataset.denial : "free"])));
        assert.deepEqual(seen, shown({ ...Object.fromEntries(choices.map(([q, v]) => [`${q.action} ${q.to}`, v])), [`change-role ${m.role}`]: "free" }), `${email} on the role of ${m.name}`);
        await shut(who);
      }
    }
    await who.leave();
  });
}

test("each_control_that_stands_for_an_action_carries_its_marks", async () => {
  const who = await person(browser, server);
  await signIn(who, "owner@salestrekker.example");
  await line(who, "Priya Raman").waitFor();
  const bad = await who.page.locator("main [data-action]").evaluateAll((all) =>
    all.filter((e) => (e.getAttribute("aria-disabled") === "true") !== !!e.dataset.denial || e.disabled).map((e) => e.outerHTML.slice(0, 200)));
  assert.deepEqual(bad, [], "held controls are aria-disabled with a code, focusable, and no others are");
  const rows = await who.page.locator(".line [data-action]").evaluateAll((all) => all.every((e) => e.dataset.target === e.closest(".line").dataset.member));
  assert.equal(rows, true, "controls of a row name its member");
  await who.leave();
});

test("a15_a_page_patched_to_show_hidden_buttons_is_refused_by_the_server", async () => {
  const mina = await person(browser, server);
  await signIn(mina, "member@jelly.example");
  await visit(mina, "/t/jelly/members");
  const [arthur, hannah, grace] = await Promise.all(["Arthur Dean", "hannah@jelly.example", "Grace Obi"].map((n) => memberId(mina, n)));
  const base = "/api/v1/teams/jelly";
  const patched = [
    ["POST", `${base}/members/${arthur}/deactivate`],
    ["POST", `${base}/members/${grace}/restore`],
    ["POST", `${base}/members/${hannah}/resend`],
    ["DELETE", `${base}/members/${hannah}/invitation`],
    ["PUT", `${base}/members/${arthur}/role`, { role: "admin" }],
    ["PATCH", `${base}/members/${arthur}`, { fields: { name: "Arthur the Great" }, version: 1 }],
    ["DELETE", `${base}/members/${arthur}`, {}],
    ["PUT", `${base}/members/${arthur}/password`, { password: "mina was here" }],
    ["POST", `${base}/invitations`, { people: [{ email: "friend@lantern.example", fields: {} }], role: "owner" }],
    ["PATCH", base, { name: "Mina's" }],
  ];
  const before = (await api(mina, "GET", "/teams/jelly")).json.revision;
  // Buttons where the page has none, as somebody with the developer tools would put them there.
  await mina.page.evaluate((all) => {
    all.forEach(([method, url, body], i) => {
      const b = document.createElement("button");
      b.id = `patched-${i}`;
      b.textContent = `${method} ${url}`;
      b.addEventListener("click", async () => {
        const answer = await fetch(url, { method, headers: body ? { "content-type": "application/json" } : {}, body: body && JSON.stringify(body) });
        b.dataset.answer = JSON.stringify([answer.status, (await answer.json()).code]);
      });
      document.querySelector("main").prepend(b);
    });
  }, patched);
  for (let i = 0; i < patched.length; i++) {
    const button = mina.page.locator(`#patched-${i}`);
    await button.click();
    const answer = JSON.parse(await until("an answer", () => button.getAttribute("data-answer")));
    assert.deepEqual(answer, [403, "not-permitted"], patched[i].join(" "));
  }
  assert.equal((await api(mina, "GET", "/teams/jelly")).json.revision, before, "nothing changed");
  await mina.leave();
});

test("a15_a7_nobody_lifts_themself_by_any_way", async () => {
  const noah = await person(browser, server);
  await signIn(noah, "admin@jelly.example");
  await visit(noah, "/t/jelly/members");
  const me = await memberId(noah, "Noah Fischer");
  const olivia = await memberId(noah, "Olivia Brandt");
  assert.equal((await api(noah, "PUT", `/teams/jelly/members/${me}/role`, { role: "owner" })).status, 403);
  assert.ok([400, 422].includes((await api(noah, "PATCH", "/me", { team: "jelly", fields: {}, role: "owner" })).status), "a field that is none of its business");
  assert.ok([400, 422].includes((await api(noah, "PATCH", `/teams/jelly/members/${me}`, { fields: { role: "owner" }, version: 1 })).status));
  assert.equal((await api(noah, "POST", "/teams/jelly/invitations", { people: [{ email: "n2@lantern.example", fields: {} }], role: "owner" })).status, 403, "A8");
  assert.equal((await api(noah, "POST", `/teams/jelly/members/${olivia}/deactivate`)).status, 403, "A6");
  await noah.leave();
});

test("a15_a_held_control_made_clickable_does_nothing_and_the_server_holds_it_too", async () => {
  const rachel = await person(browser, server);
  await signIn(rachel, "rachel@juniper.example");
  const me = await memberId(rachel, "Rachel Vasquez");
  const role = line(rachel, "Rachel Vasquez").locator(".c-role button[data-action]");
  assert.equal(await role.getAttribute("data-denial"), "last-holder");
  await role.evaluate((e) => { e.removeAttribute("aria-disabled"); e.removeAttribute("data-denial"); });
  await role.click();
  const held = rachel.page.locator("[role=menu]:visible [data-to=user]:not([aria-disabled])");
  assert.equal(await held.count(), 0, "the menu behind it offers nothing");
  for (const [method, path, body] of [
    ["PUT", `/teams/jtek/members/${me}/role`, { role: "user" }],
    ["POST", `/teams/jtek/members/${me}/deactivate`],
    ["DELETE", `/teams/jtek/members/${me}`, {}],
  ]) {
    const answer = await api(rachel, method, path, body);
    assert.deepEqual([answer.status, answer.json.code], [409, "last-holder"], `${method} ${path}`);
  }
  await rachel.page.reload();
  await arrived(rachel);
  await rachel.leave();
});

test("a13_a_tab_whose_rules_no_longer_fit_loses_its_controls_by_itself", async () => {
  const zoe = await person(browser, server);
  const olivia = await person(browser, server);
  await signIn(zoe, "zoe@jelly.example");
  await visit(zoe, "/t/jelly/members");
  await line(zoe, "Arthur Dean").locator(".c-role button[data-action]").waitFor();
  await signIn(olivia, "owner@jelly.example");
  const id = await memberId(olivia, "Zoë Lambert");
  assert.equal((await api(olivia, "PUT", `/teams/jelly/members/${id}/role`, { role: "member" })).status, 200);
  await until("the controls to go", async () => (await zoe.page.locator("main .line [data-action]").count()) === 0);
  await olivia.leave();
  await zoe.leave();
});

test("an_old_tab_whose_rules_no_longer_fit_learns_it_at_its_next_step", async () => {
  const noah = await person(browser, server);
  const olivia = await person(browser, server);
  // Where no live event gets through, and nothing says so: a page that is told asks again by itself.
  await noah.page.route("**/api/v1/teams/*/live", () => undefined);
  await signIn(noah, "admin@jelly.example");
  await visit(noah, "/t/jelly/members");
  await line(noah, "Arthur Dean").waitFor();
  await signIn(olivia, "owner@jelly.example");
  const id = await memberId(olivia, "Noah Fischer");
  assert.equal((await api(olivia, "PUT", `/teams/jelly/members/${id}/role`, { role: "member" })).status, 200);
  await line(noah, "Arthur Dean").locator(".c-role button[data-action]").click();
  await noah.page.locator("[role=menu]:visible [data-to=admin]").click();
  await noah.page.locator(".toast.bad").waitFor();
  await until("the controls to go", async () => (await noah.page.locator("main [data-action]").count()) === 0);
  await olivia.leave();
  await noah.leave();
});
