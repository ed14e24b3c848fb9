// The same package in a browser, under a strict policy and without a build step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import test from "node:test";
import { open, person } from "../e2e/lib/browser.mjs";
import { ROOT } from "./lib.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".toml": "text/plain" };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";

function file(path) {
  const found = /^\/node_modules\/@rolecall\/rules\/(src\/[a-z]+\.js|dist\/rules\.wasm)$/.exec(path);
  if (found) return `${ROOT}/packages/rules/${found[1]}`;
  if (path === "/team.toml") return `${ROOT}/examples/express/team.toml`;
  return /^\/[a-z.]+$/.test(path) ? `${ROOT}/tests/rules/page${path}` : undefined;
}

test("the page gets its verdict; a network that comes back is tried again", async (t) => {
  let broken = false;
  const server = createServer((req, res) => {
    try {
      if (broken && req.url.endsWith(".wasm")) throw new Error("broken");
      const path = file(req.url === "/" ? "/index.html" : req.url);
      res.writeHead(200, { "content-type": TYPES[extname(path)], "content-security-policy": POLICY });
      res.end(readFileSync(path));
    } catch {
      res.writeHead(503).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const browser = await open();
  t.after(() => browser.close());
  const who = await person(browser, { url: `http://127.0.0.1:${server.address().port}` });
  await who.page.goto("/");
  await who.page.locator("#verdict", { hasNotText: "asking" }).waitFor();
  assert.equal(await who.page.locator("#verdict").innerText(), "last-holder");
  broken = true;
  const own = `/node_modules/@rolecall/rules/src/browser.js`;
  await who.page.route("**/blank.html", (route) => route.fulfill({
    contentType: "text/html", body: "<!doctype html><title>blank</title>", headers: { "content-security-policy": POLICY },
  }));
  await who.page.goto("/blank.html");
  const tried = (source) => who.page.evaluate(async ([own, source]) => {
    const { init, loadProfile } = await import(own);
    const early = await Promise.resolve().then(() => loadProfile("")).catch((e) => [e.name, e.code]);
    try {
      await init(source && (await (await fetch(source)).arrayBuffer()));
      return [early, "ready", loadProfile(await (await fetch("/team.toml")).text()).id];
    } catch (e) {
      return [early, e.name, e.code];
    }
  }, [own, source]);
  const notReady = ["RulesError", "not-ready"];
  assert.deepEqual(await tried(), [notReady, ...notReady]);
  broken = false;
  assert.deepEqual(await tried("/node_modules/@rolecall/rules/dist/rules.wasm"), [notReady, "ready", "harbour"]);
  assert.deepEqual((await tried()).slice(1), ["ready", "harbour"], "once is enough");
  await who.leave();
});
