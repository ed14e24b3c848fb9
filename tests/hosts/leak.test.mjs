// Mounted and taken out a thousand times: what is held then is what was held after ten.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { painted, scene } from "./lib/scene.mjs";

/** Mounts at the beginning and in all, how many at once (each has a line to the server, and browsers allow six), and how much
 *  more may be held at the end. */
const FIRST = 10, ALL = 1000, AT_ONCE = 4, MORE = 1.05;

let all, visitor, cdp, browser;
before(async () => {
  // Code that the engine makes of what runs often grows with the runs, whoever holds it.
  all = await scene("plain", undefined, { flags: ["--js-flags=--no-sparkplug --no-maglev --no-turbofan"] });
  visitor = await all.visitor({ watched: false, path: null });
  await visitor.context.addInitScript(() => {
    // Instances that are still there: each has a memory of its own, which no heap counts.
    let alive = 0;
    const gone = new FinalizationRegistry(() => (alive -= 1));
    const real = WebAssembly.instantiate;
    WebAssembly.instantiate = async function (...given) {
      const done = await real.apply(this, given);
      alive += 1;
      gone.register(done.instance ?? done);
      return done;
    };
    globalThis.instances = () => alive;
  });
  await visitor.page.goto("/");
  await painted(visitor);
  cdp = await visitor.context.newCDPSession(visitor.page);
  browser = await all.browser.newBrowserCDPSession();
  await cdp.send("Performance.enable");
});
after(() => all?.stop());

/** Each is begun for real: its rows' team is there before it goes. */
const mount = (times) => visitor.page.evaluate(async ([times, atOnce]) => {
  const place = document.querySelector("#elsewhere");
  const { token } = await (await fetch("/api/rolecall-token", { method: "POST" })).json();
  const one = async () => {
    const element = document.createElement("team-settings");
    const first = document.querySelector("#team");
    for (const name of ["api-base", "team"]) element.setAttribute(name, first.getAttribute(name));
    element.getToken = () => token;
    await new Promise((ready, failed) => {
      element.addEventListener("ts-ready", ready, { once: true });
      element.addEventListener("ts-error", (e) => failed(new Error(e.detail.code)), { once: true });
      place.append(element);
    });
    element.remove();
  };
  for (let done = 0; done < times; done += atOnce) await Promise.all(Array.from({ length: Math.min(atOnce, times - done) }, one));
}, [times, AT_ONCE]);

async function held() {
  // What goes by finalizers goes in the round after the next.
  for (let i = 0; i < 4; i++) {
    await cdp.send("HeapProfiler.collectGarbage");
    await visitor.page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
  }
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (name) => metrics.find((m) => m.name === name).value;
  const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
  const sizes = await Promise.all(processInfo.filter((p) => p.type === "renderer").map(async ({ id }) => {
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    return Number(/RssAnon:\s*(\d+)/.exec(status)?.[1] ?? 0);
  }));
  return {
    heap: of("JSHeapUsedSize"),
    nodes: of("Nodes"),
    listeners: of("JSEventListeners"),
    instances: await visitor.page.evaluate(() => globalThis.instances()),
    // With the answers that a driver of browsers keeps of all requests, so it is told and not judged.
    process: Math.max(...sizes) * 1024,
  };
}

test("w8_after_a_thousand_mounts_as_much_is_held_as_after_ten", async () => {
  await mount(FIRST);
  const first = await held();
  const begun = Date.now();
  await mount(ALL - FIRST);
  const seconds = Math.round((Date.now() - begun) / 1000);
  const last = await held();
  console.log(`held after ${FIRST} mounts and after ${ALL} (${seconds} s):`);
  for (const what of Object.keys(first)) console.log(`  ${what.padEnd(10)} ${String(first[what]).padStart(12)} ${String(last[what]).padStart(12)} ${(100 * (last[what] / first[what] - 1)).toFixed(1).padStart(6)} %`);
  for (const what of ["heap", "nodes", "listeners", "instances"]) assert.ok(last[what] <= first[what] * MORE, `${what}: ${first[what]} after ${FIRST}, ${last[what]} after ${ALL}`);
  await visitor.leave();
});
