// What stands behind each control: the key that the page's marks give it, and the request that its press would send. The
// one table of the page's commands; a control that is not in it fails the test.

const STATES = ["resend-invite", "cancel-invite", "restore", "deactivate", "hand-over", "set-password", "view-as"];

/// A value that a field takes and doesn't have.
function other(def, now) {
  if (def.choices?.length) return def.choices.find((c) => c !== now) ?? "";
  const by = { name: "Some Body", email: "changed@x.example", phone: "+1 555 0199" };
  return by[def.kind] ?? "Some text";
}

function ofMember({ team, view, items }, m, detailed) {
  const { profile, me } = view;
  const base = `/teams/${team}/members/${m.id}`;
  const all = [];
  const put = (key, ...tries) => all.push({ key, target: m.id, tries });
  const role = [];
  const choice = (key, request) => { role.push(request); all.push({ key, target: m.id, under: `change-role ${m.id}`, tries: [request] }); };
  const heir = m.id === me.id ? items.find((o) => o.status === "active" && o.id !== me.id)?.id : me.id;
  const simple = {
    "resend-invite": ["POST", "/resend"],
    "cancel-invite": ["DELETE", "/invitation"],
    restore: ["POST", "/restore"],
    deactivate: ["POST", "/deactivate"],
    "hand-over": ["POST", "/hand-over", { to: null }],
    "set-password": ["PUT", "/password", { password: "another password" }],
    "view-as": ["POST", "/view-as"],
  };
  for (const action of STATES) {
    const [method, rest, body] = simple[action];
    put(`${action} ${m.id}`, [method, base + rest, body]);
  }
  if (profile.delete) put(`delete ${m.id}`, ["DELETE", base, heir ? { successor: heir } : {}]);
  for (const to of Object.keys(profile.roles)) {
    if (to !== m.role) choice(`change-role ${m.id} ${to}`, ["PUT", `${base}/role`, { role: to }]);
  }
  for (const to of Object.keys(profile.additions ?? {})) {
    const has = m.additions.includes(to);
    choice(`${has ? "remove-role" : "add-role"} ${m.id} ${to}`, [has ? "DELETE" : "PUT", `${base}/additions/${to}`]);
  }
  // The button that opens their menu: while it is held, the rows are not there to be seen.
  put(`change-role ${m.id}`, ...role);
  const shows = (def) => !def.for_roles?.length || def.for_roles.includes(m.role);
  const edit = (what) => ["PATCH", base, { version: m.version, ...what }];
  const fields = Object.entries(profile.fields).filter(([, def]) => shows(def))
    .map(([id, def]) => edit({ fields: { [id]: other(def, id === "email" ? m.email : m.fields[id]) } }));
  const toggled = (g) => (m.grants.includes(g) ? m.grants.filter((x) => x !== g) : [...m.grants, g]);
  const grants = Object.entries(profile.grants ?? {}).filter(([, def]) => shows(def)).map(([id]) => [id, edit({ grants: toggled(id) })]);
  const resource = view.resources.find((r) => !m.access.includes(r.id));
  const access = profile.resources && resource ? [edit({ access: [...m.access, resource.id] })] : [];
  put(`edit-member ${m.id}`, ...fields, ...grants.map(([, request]) => request), ...access);
  if (detailed) {
    for (const [id, request] of grants) put(`set-grant ${m.id} ${id}`, request);
    if (access.length) put(`set-access ${m.id}`, ...access);
    const unit = view.units.find((u) => u.id !== m.unit);
    if (unit) put(`set-unit ${m.id}`, ["PUT", `${base}/unit`, { unit: unit.id }]);
  }
  return all;
}

/// What a list's entry needs at least.
const entry = (def) => ({
  name: "Another",
  fields: Object.fromEntries(Object.entries(def.fields ?? {}).filter(([, f]) => f.required).map(([id, f]) => [id, other(f)])),
});

function ofTeam({ team, view }) {
  const { profile, me } = view;
  const base = `/teams/${team}`;
  const all = [];
  const put = (key, ...tries) => all.push({ key, tries });
  const asked = (profile.invitation.fields ?? []).map((id) => [id, profile.fields[id]]).filter(([, def]) => def?.required && def.kind !== "email");
  const person = { email: "new@x.example", fields: Object.fromEntries(asked.map(([id, def]) => [id, other(def)])) };
  put("invite", ...Object.keys(profile.roles).map((role) => ["POST", `${base}/invitations`, { people: [person], role }]));
  const own = Object.entries(profile.fields).find(([, def]) => def.kind === "name" || def.kind === "text");
  put("me|edit-own-preferences", ["PATCH", "/me", { team, fields: { [own[0]]: other(own[1]) } }]);
  put("settings|edit-team-settings", ["PATCH", base, { name: "Another name" }]);
  for (const id of Object.keys(profile.settings ?? {})) {
    const settings = view.settings.includes(id) ? view.settings.filter((x) => x !== id) : [...view.settings, id];
    put(`settings|edit-team-settings ${id}`, ["PATCH", base, { settings }]);
  }
  if (profile.delete_team) put("settings|delete-team", ["POST", `${base}/deletion`, { name: view.name }]);
  const sold = Object.entries(profile.seats ?? {}).find(([, def]) => def.limited);
  if (sold) put("billing|purchase-seats", ["POST", `${base}/seats`, { kind: sold[0], n: 1, once: "a-key" }]);
  put("integrations|manage-integrations", ["POST", `${base}/keys`, { name: "A form" }]);
  if (profile.resources) put("resources|manage-shared-resources", ["POST", `${base}/resources`, { name: "One more" }]);
  if (profile.routing) put("automations|manage-shared-resources", ["POST", `${base}/automations`, { name: "In turn", members: [me.id] }]);
  for (const [id, def] of Object.entries(profile.lists ?? {})) put(`lists/${id}|manage-shared-resources`, ["POST", `${base}/lists/${id}`, entry(def)]);
  if (profile.units && (view.enterprise || !profile.units.enterprise_only)) put("units|manage-units", ["POST", `${base}/units`, { name: "One more", kind: profile.units.kinds[0] }]);
  if (profile.review) put("reviews|review-access", ["POST", `${base}/reviews`, { days: 30 }]);
  for (const [kind, def] of Object.entries(profile.work ?? {})) {
    const work = `${base}/work/${kind}`;
    const at = def.resource && view.resources.length ? { resource: (view.resources.find((r) => me.access.includes(r.id)) ?? view.resources[0]).id } : {};
    put(`work/${kind}|view-work`, ["GET", `${work}/export`]);
    put(`work/${kind}|edit-work`, ["POST", work, { title: "Something new", ...at }]);
    if (def.import) put(`work/${kind}|import-work`, ["POST", `${work}/imports?file=a.csv`, "Name\nSomebody\n"]);
  }
  return all;
}

/// Pages whose link in the sidebar is itself the control.
function ofPages({ team }) {
  const pages = { members: "/members", audit: "/audit", billing: "/billing", integrations: "/keys", departures: "/departures", reviews: "/reviews" };
  return Object.entries(pages).map(([page, path]) => ({ key: `page ${page}`, tries: [["GET", `/teams/${team}${path}`]] }));
}

/// Every command that the page could offer this viewer: `{key, target?, tries: [[method, path, body]]}`. A control with
/// several tries stands for all of them, and is free when one is.
export function commands(context) {
  return [
    ...context.items.flatMap((m) => ofMember(context, m, context.detailed.includes(m.id))),
    ...ofTeam(context),
    ...ofPages(context),
  ];
}

/// Controls that are compared under another key, or not here, and why.
export const ELSEWHERE = [
  [/\|assign-work/, "of each item and each person who may get it: access-work.test.mjs"],
  [/^(lists\/\S+|automations|integrations|departures|resources|units|reviews)\|\S+ \S+/, "of one thing: the same command as the page's own button"],
  [/^set-standing /, "beside the person: structure.test.mjs"],
  [/^\S+\|(set-access|set-standing|set-unit|invite)/, "the same command as at the member"],
  [/^members\|purchase-seats/, "as on the billing page"],
];

/// Writes that this table does not send, and the journey that presses their control on the page. The rules ask the same
/// command of them as of the control that stands here, which tests/parity compares endpoint by endpoint.
const OF_ONE_THING = "the menu of one thing, drawn by the same command as the page's own button: ";
export const BY_JOURNEY = {
  "DELETE /automations/{automation}": `${OF_ONE_THING}flow.test.mjs`,
  "PATCH /automations/{automation}": `${OF_ONE_THING}flow.test.mjs`,
  "POST /automations/{automation}/take-over": "the checklist of who has gone: flow.test.mjs",
  "DELETE /keys/{key}": `${OF_ONE_THING}flow.test.mjs`,
  "PATCH /keys/{key}": "the menu of a key: widget-keys.test.mjs",
  "POST /keys/{key}/rotate": "the menu of a key: widget-keys.test.mjs",
  "POST /keys/{key}/take-over": "the checklist of who has gone: flow.test.mjs",
  "POST /webhooks": "the second form of the same page: flow.test.mjs",
  "DELETE /webhooks/{webhook}": `${OF_ONE_THING}flow.test.mjs`,
  "POST /webhooks/{webhook}/take-over": "the checklist of who has gone: flow.test.mjs",
  "PATCH /departures/{departure}": "the checklist of who has gone: flow.test.mjs",
  "PATCH /lists/{list}/{entry}": `${OF_ONE_THING}lists.test.mjs`,
  "DELETE /lists/{list}/{entry}": `${OF_ONE_THING}lists.test.mjs`,
  "PUT /lists/{list}/order": `${OF_ONE_THING}lists.test.mjs`,
  "PATCH /resources/{resource}": `${OF_ONE_THING}structure.test.mjs`,
  "DELETE /resources/{resource}": `${OF_ONE_THING}structure.test.mjs`,
  "PUT /resources/{resource}/members/{member}": "set-access from the other side: structure.test.mjs",
  "DELETE /resources/{resource}/members/{member}": "set-access from the other side: structure.test.mjs",
  "PATCH /units/{unit}": `${OF_ONE_THING}structure.test.mjs`,
  "DELETE /units/{unit}": `${OF_ONE_THING}structure.test.mjs`,
  "PUT /members/by-reference/{reference}": "no page at all: a host's back end sends it with a key (tests/api/host_api.rs)",
  "PUT /members/{member}/standing/{standing}": "beside the person and in the units: structure.test.mjs",
  "DELETE /members/{member}/standing/{standing}": "beside the person and in the units: structure.test.mjs",
  "POST /work/{kind}/assign": "of each item: work.test.mjs, access-work.test.mjs",
  "PATCH /work/{kind}/{item}": "the details of an item: work.test.mjs",
  "POST /work/{kind}/{item}/notes": "the details of an item: work.test.mjs",
  "POST /work/undo": "the news of one's own move: work.test.mjs",
  "POST /imports/{import}/check": "the steps of one's own import: import.test.mjs",
  "POST /imports/{import}/start": "the steps of one's own import: import.test.mjs",
  "POST /imports/{import}/cancel": "the steps of one's own import: import.test.mjs",
  "PUT /reviews/{review}/lines/{member}": "a review that is open: review.test.mjs",
  "POST /reviews/{review}/close": "a review that is open: review.test.mjs",
  "POST /actions/delete": "several picked rows, with delete's own verdict on each: salestrekker.test.mjs",
  "DELETE /deletion": "the banner of a team that ends, with delete-team's verdict: team.test.mjs",
  "POST /notices/read": "one's own bell: work.test.mjs",
  "PUT /me/avatar": "one's own picture, with edit-own-preferences' verdict: avatar.test.mjs",
  "DELETE /me/avatar": "one's own picture, with edit-own-preferences' verdict: avatar.test.mjs",
};
