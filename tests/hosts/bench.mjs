// From the element's connection to painted rows, beside the same rows made by hand, for `cargo xtask bench`: medians of seven,
// each in a browser with an empty cache.
import { scene } from "./lib/scene.mjs";

const TIMES = 7;
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

const all = await scene("bench", { main: ["jetlink", "admin@jetlink.example"] });
try {
  const measure = async (path) => {
    const visitor = await all.visitor({ path, watched: false });
    const [times, bytes] = await visitor.page.evaluate(async () => {
      const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
      while (at("painted") === undefined) await new Promise((next) => setTimeout(next, 5));
      const rows = document.querySelector("team-settings")?.shadowRoot ?? document;
      if (!rows.querySelector(".line")) throw new Error("no rows");
      const fetched = performance.getEntriesByType("resource").map((e) => e.name);
      return [[at("painted") - at("connected"), at("painted")], fetched.length];
    });
    await visitor.leave();
    return [...times, bytes];
  };
  const pages = { "<team-settings>": "/", "by hand": "/by-hand.html" };
  const found = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
  // The first of each warms the server.
  for (let i = 0; i <= TIMES; i++) for (const [name, path] of Object.entries(pages)) found[name].push(await measure(path));
  console.log(`rows painted, median of ${TIMES}, milliseconds      from connected   from navigation   requests`);
  for (const [name, [, ...times]] of Object.entries(found)) {
    const [connected, navigation, requests] = [0, 1, 2].map((at) => Math.round(median(times.map((t) => t[at]))));
    console.log(`  ${name.padEnd(44)} ${String(connected).padStart(12)} ${String(navigation).padStart(17)} ${String(requests).padStart(10)}`);
  }
} finally {
  await all.stop();
}
