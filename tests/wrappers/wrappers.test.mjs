// The wrappers in a browser: React 18 and 19 (strict, as people develop), and Vue 3, each with an element that tells what is done
// to it.
import assert from "node:assert/strict";
import test from "node:test";
import { build } from "esbuild";
import { open, person } from "../e2e/lib/browser.mjs";
import { createServer } from "node:http";
import { drawnOnServer } from "./server.mjs";

const HOSTS = { "React 18": ["react", "-18"], "React 19": ["react", ""], "Vue 3": ["vue", ""] };
const ALL = ["ready", "invited", "role-changed", "deactivated", "removed", "denied", "error", "navigate"];

async function bundled(page, version) {
  const alias = Object.fromEntries(["react", "react-dom"].map((name) => [name, `${name}${version}`]));
  const { outputFiles } = await build({
    entryPoints: [`pages/${page}.js`],
    absWorkingDir: import.meta.dirname,
    nodePaths: [`${import.meta.dirname}/node_modules`],
    bundle: true,
    write: false,
    format: "iife",
    // With the frameworks' own complaints.
    define: { "process.env.NODE_ENV": '"development"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true" },
    ...(version && { alias }),
    logLevel: "error",
  });
  return outputFiles[0].text;
}

let browser;
test.before(async () => {
  browser = await open();
});
test.after(() => browser.close());

async function host(t, name, html = "") {
  const script = await bundled(...HOSTS[name]);
  const server = createServer((req, res) => {
    const found = req.url === "/page.js" ? ["text/javascript", script] : ["text/html", `<!doctype html><title>${name}</title><div id="place">${html}</div><script src="page.js"></script>`];
    res.writeHead(200, { "content-type": `${found[0]}; charset=utf-8` }).end(found[1]);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const who = await person(browser, { url: `http://127.0.0.1:${server.address().port}` });
  await who.page.goto("/");
  return who;
}

for (const name of Object.keys(HOSTS)) {
  test(`${name}: attributes, the property, a late definition, and changes`, async (t) => {
    const who = await host(t, name);
    const seen = await who.page.evaluate(async () => {
      const { page } = globalThis;
      const first = async () => "one";
      await page.draw({ apiBase: "https://rolecall.example", team: "t1", view: "members", locale: "tr", theme: "dark", getToken: first, className: "wide", id: "team" }, "a");
      const node = page.node();
      const attributes = () => Object.fromEntries([...node.attributes].map((a) => [a.name, a.value]));
      const before = { attributes: attributes(), own: node.getToken === first };
      page.define();
      const defined = { did: [...node.did], get: node.getToken === first, reached: page.reached() };
      const second = async () => "two";
      await page.draw({ apiBase: "https://rolecall.example", team: "t2", theme: "light", getToken: second, id: "team" }, "b");
      const after = { attributes: attributes(), same: page.node() === node, token: await node.getToken(), reached: page.reached() };
      page.reload();
      return { before, defined, after, did: node.did, html: node.outerHTML };
    });
    assert.deepEqual(seen.before, {
      attributes: { "api-base": "https://rolecall.example", team: "t1", view: "members", locale: "tr", theme: "dark", class: "wide", id: "team" },
      own: true,
    });
    assert.deepEqual(seen.defined, { did: ["token", "connected"], get: true, reached: true });
    assert.deepEqual(seen.after, {
      attributes: { "api-base": "https://rolecall.example", team: "t2", theme: "light", id: "team" },
      same: true, token: "two", reached: true,
    });
    assert.deepEqual(seen.did, ["token", "connected", "token", "reload"]);
    assert.ok(!/gettoken/i.test(seen.html), seen.html);
    await who.leave();
  });

  test(`${name}: each event once, to the newest handler, and none is left behind`, async (t) => {
    const who = await host(t, name);
    const seen = await who.page.evaluate(async (all) => {
      const { page } = globalThis;
      page.define();
      const getToken = async () => "one";
      await page.draw({ team: "t1", getToken }, "a");
      const node = page.node();
      for (const name of all) node.tell(name, { name });
      await page.draw({ team: "t1", getToken }, "b");
      node.tell("denied", { code: "last-holder" });
      // Another widget's event that bubbles through is not this one's.
      const inner = document.createElement("b");
      node.append(inner);
      inner.dispatchEvent(new CustomEvent("ts-denied", { detail: {}, bubbles: true, composed: true }));
      inner.remove();
      const heard = page.heard.splice(0);
      const hanging = page.listeners(node);
      page.end();
      node.tell("ready", {});
      const after = [page.heard.length, page.listeners(node), node.did.at(-1)];
      const counts = [];
      for (let n = 0; n < 50; n += 1) {
        await page.draw({ team: "t1", getToken }, "c");
        const again = page.node();
        again.tell("ready", {});
        page.end();
        counts.push(page.heard.splice(0).length, page.listeners(again));
      }
      return { heard, hanging, after, counts: [...new Set(counts)].sort() };
    }, ALL);
    assert.deepEqual(seen.heard, [
      ...ALL.map((name) => ["a", `ts-${name}`, { name }]),
      ["b", "ts-denied", { code: "last-holder" }],
    ]);
    assert.equal(seen.hanging, ALL.length);
    assert.equal(seen.after[0], 0, "nothing is heard after the end");
    assert.equal(seen.after[2], "disconnected");
    // Vue leaves listeners on what it throws away: they go with it, and each counts once.
    assert.ok([0, ALL.length].includes(seen.after[1]), String(seen.after));
    assert.deepEqual(seen.counts.filter((n) => n !== ALL.length), name.startsWith("React") ? [0, 1] : [1]);
    await who.leave();
  });

  test(`${name}: without a token nothing is set but nothing breaks`, async (t) => {
    const who = await host(t, name);
    const seen = await who.page.evaluate(async () => {
      const { page } = globalThis;
      page.define();
      await page.draw({ team: "t1", getToken: undefined }, "a");
      const early = page.node().getToken;
      await page.draw({ team: "t1", getToken: async () => "late" }, "a");
      return [early, await page.node().getToken()];
    });
    assert.deepEqual(seen.map((v) => v ?? null), [null, "late"]);
    await who.leave();
  });

  test(`${name}: what a server drew is taken over`, async (t) => {
    const html = drawnOnServer(name);
    assert.match(html, /^<team-settings api-base="https:\/\/rolecall\.example" team="t1"[^>]*><\/team-settings>$/);
    assert.ok(!/token/i.test(html), html);
    const who = await host(t, name, html);
    const seen = await who.page.evaluate(async () => {
      const { page } = globalThis;
      page.define();
      const node = page.node();
      await page.draw({ apiBase: "https://rolecall.example", team: "t1", getToken: async () => "one" }, "a", { hydrate: true });
      await new Promise((next) => setTimeout(next, 100));
      node.tell("ready", { team: "t1" });
      return { same: page.node() === node, token: await node.getToken(), heard: page.heard };
    });
    assert.deepEqual(seen, { same: true, token: "one", heard: [["a", "ts-ready", { team: "t1" }]] });
    // Among them what frameworks say of markup that differs.
    await who.leave();
  });
}
