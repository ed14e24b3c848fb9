// Controls against the answers to their commands, wherever the page stands: shared by the page's own test and the widget's.
import assert from "node:assert/strict";
import { join } from "node:path";
import { ELSEWHERE, commands } from "./commands.mjs";
import { serve } from "./server.mjs";

/// The answer to a request, in the words of a control.
async function answer(url, headersAt, [method, path, body]) {
  const text = typeof body === "string";
  const headers = { ...headersAt(url), ...(body === undefined ? {} : { "content-type": text ? "text/csv" : "application/json" }) };
  const got = await fetch(`${url}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : text ? body : JSON.stringify(body) });
  const said = await got.text();
  if (got.ok) return "free";
  const { code: refused, denial } = JSON.parse(said);
  // What no widget does, whoever looks at it, it does not show either.
  if (refused === "not-in-widget") return "absent";
  const code = denial?.code;
  if (!code) return `${got.status} ${said.slice(0, 160)}`;
  return code === "not-permitted" ? "absent" : code;
}

/// A control that stands for several commands: free when one of them is, else the first that shows.
async function best(url, headersAt, tries) {
  let held = "absent";
  for (const one of tries) {
    const now = await answer(url, headersAt, one);
    if (now === "free") return now;
    if (held === "absent") held = now;
  }
  return held;
}

/// Commands in rounds, so that none meets what another one changed: in each at most one about the same person, and one
/// about somebody whom a guard counts; one's own last.
function rounds(free, { view, items }) {
  const guarded = new Set(view.profile.guards.keep_one);
  const counted = new Set(items.filter((m) => [m.role, ...m.additions, ...m.standing].some((x) => guarded.has(x))).map((m) => m.id));
  const all = [];
  for (const command of free) {
    const lane = counted.has(command.target) ? "counted" : (command.target ?? command.key.replace(/^settings\|.*/, "settings"));
    const round = all.find((r) => !r.has(lane)) ?? all[all.push(new Map()) - 1];
    round.set(lane, command);
  }
  return all.map((r) => [...r.values()].sort((a, b) => (a.target === view.me.id) - (b.target === view.me.id)));
}

/// Sums over all viewers, and which endpoints were asked.
export const asked = new Set();
export const sum = { controls: 0, requests: 0, free: 0, held: 0, absent: 0 };
let copies = 0;

/// Where page and server disagree. `seen`: `{controls, context}` of a viewer's pages; `headersAt(url)`: what makes a request
/// theirs; `covered`: the keys whose page was looked at. Copies of the database stand in `dir`.
export async function compare({ server, dir, name, seen, headersAt, covered = () => true }) {
  const state = (key) => seen.controls.get(key) ?? "absent";
  const isHeld = (key) => !["free", "absent"].includes(state(key));
  // What stands in a menu is compared where the menu opens, and its button where it doesn't.
  const every = commands(seen.context).filter((c) => covered(c.key));
  const menus = new Set(every.map((c) => c.under).filter(Boolean));
  const all = every.filter((c) => (c.under ? !isHeld(c.under) : !menus.has(c.key) || state(c.key) !== "free"));

  const known = new Set(every.map((c) => c.key));
  const unknown = [...seen.controls.keys()].filter((key) => !key.startsWith("page ") && !known.has(key) && !ELSEWHERE.some(([like]) => like.test(key)));
  const present = seen.context.items.map((m) => `change-role ${m.id} ${m.role}`);
  const listed = new Set(seen.context.items.map((m) => m.id));
  const beyond = (key) => { const id = key.split(" ")[1]; return id && /^[a-z0-9]{26}$/.test(id) && !listed.has(id); };
  assert.deepEqual(unknown.filter((k) => !present.includes(k) && !beyond(k)), [], `${name}: controls that lib/commands.mjs has no request for`);

  const wrong = [];
  const check = async (url, command) => {
    const [page, http] = [state(command.key), await best(url, headersAt, command.tries)];
    sum.requests += 1;
    sum[page === "free" ? "free" : page === "absent" ? "absent" : "held"] += 1;
    if (page !== http) wrong.push(`${command.key}: the page says ${page}, the server ${http}`);
  };
  const base = join(dir, `${copies++}.db`);
  server.backup(base);
  for (const command of all.filter((c) => state(c.key) !== "free")) await check(server.url, command);
  const reads = (c) => c.tries.every(([method]) => method === "GET");
  const free = all.filter((c) => state(c.key) === "free");
  for (const command of free.filter(reads)) await check(server.url, command);
  await Promise.all([0, 1].map(async (lane) => {
    const mine = rounds(free.filter((c) => !reads(c)), seen.context).filter((_, at) => at % 2 === lane);
    for (const round of mine) {
      const copy = await serve({ from: base });
      try {
        for (const command of round) await check(copy.url, command);
      } finally {
        copy.kill();
        await copy.stop();
      }
    }
  }));
  sum.controls += seen.controls.size;
  for (const command of every) for (const [method, path] of command.tries) asked.add(`${method} ${path.split("?")[0]}`);
  return wrong;
}
