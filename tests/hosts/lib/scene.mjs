// Rolecall, a host with a key of its own, and a browser between the two.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { open, person, until } from "../../e2e/lib/browser.mjs";
import { DEMO_PASSWORD, serve } from "../../e2e/lib/server.mjs";
import { host } from "./backend.mjs";
import { watch } from "./watch.mjs";

/** Who makes the key of a team: it speaks for nobody who stands above its maker. */
export const OWNERS = { jtek: "rachel@juniper.example", jelly: "owner@jelly.example", jetlink: "admin@jetlink.example", salestrekker: "owner@salestrekker.example" };

/** A session of this person's with Rolecall itself, as a program has one. `(method, path, body) → {status, json}`. */
export async function session(server, email) {
  const headers = { origin: server.url, "content-type": "application/json" };
  const signed = await fetch(`${server.url}/api/v1/session`, { method: "POST", headers, body: JSON.stringify({ email, password: DEMO_PASSWORD }) });
  assert.equal(signed.ok, true, `${email} signs in: ${signed.status}`);
  const cookie = signed.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
  return async (method, path, body) => {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { ...headers, cookie, ...(Buffer.isBuffer(body) && { "content-type": "application/octet-stream" }) },
      body: Buffer.isBuffer(body) ? body : body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, json: text ? JSON.parse(text) : null };
  };
}

/** A key for widgets at these origins. */
export async function key(server, team, origins) {
  const owner = await session(server, OWNERS[team]);
  const made = await owner("POST", `/teams/${team}/keys`, { name: "Harbour CRM", scopes: ["widget"], origins });
  assert.equal(made.status, 201, JSON.stringify(made.json));
  return { id: made.json.key.id, secret: made.json.secret };
}

const built = (name) => fileURLToPath(new URL(["plain", "hostile", "two", "bench"].includes(name) ? `../${name}` : `../dist/${name}`, import.meta.url));

/** `who`: place → `[team, email]`. */
export async function scene(name, who = { main: ["jtek", OWNERS.jtek] }, options = {}) {
  const [server, browser] = await Promise.all([options.server ?? serve(options.serve), open(options.flags)]);
  const accounts = {};
  const page = await host({ rolecall: server.url, page: built(name), accounts });
  for (const [place, [team, email]] of Object.entries(who)) {
    const { id, secret } = await key(server, team, [page.url]);
    accounts[place] = { team, email, key: secret, id };
  }
  return {
    server,
    browser,
    host: page,
    accounts,
    /** A browser that stands before the host's page. */
    visitor: async (how = {}) => {
      const visitor = await person(browser, { ...server, url: page.url }, how);
      visitor.requests = [];
      visitor.page.on("request", (r) => visitor.requests.push(`${r.method()} ${r.url()}`));
      if (how.watched !== false) await visitor.context.addInitScript(watch);
      await how.before?.(visitor);
      if (how.path !== null) await visitor.page.goto(how.path ?? "/");
      return visitor;
    },
    stop: async () => {
      await browser.close();
      await page.stop();
      await server.stop();
      assert.deepEqual(page.complaints, options.complaints ?? [], "the host's back end complained");
    },
  };
}

/** One element of a page, for what is written for a whole page (tests/e2e/lib/members.mjs). */
export const within = (visitor, selector = "team-settings") => {
  const element = visitor.page.locator(selector);
  return {
    ...visitor,
    // Their `getByRole` says what a line has, which is asked of the line.
    page: { locator: (...a) => element.locator(...a), getByRole: (...a) => visitor.page.getByRole(...a), keyboard: visitor.page.keyboard },
  };
};

/** Until the rows are painted. */
export const painted = (visitor, selector = "team-settings") => visitor.page.locator(`${selector} .line[data-member]`).first().waitFor();

/** What the host has heard, in order: `[name, detail]`. */
export const news = (visitor) => visitor.page.locator("#news li").evaluateAll((all) => all.map((li) => [li.dataset.event, JSON.parse(li.textContent)]));

/** The first of the host's news of this name that fits. */
export const told = (visitor, name, fits = () => true) =>
  until(`the host to hear ${name}`, async () => (await news(visitor)).filter(([n]) => n === name).map(([, d]) => d).find(fits));

/** Chooses in the host's own head. */
export async function choose(visitor, name, value) {
  await visitor.page.locator(`.choices [name=${name}]`).selectOption(value);
}
