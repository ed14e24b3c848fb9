// Ten thousand members: opens, scrolls, filters while one types; only the lines in sight are drawn. Times are printed, not judged,
// beyond a generous sanity.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { open, person, signIn, until } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

const SIZE = 10_000;
const MOST_LINES = 80;
let server, browser, defne;

const lines = () => defne.page.locator(".line[data-member]");
const drawn = () => defne.page.locator(".line").count();
const timed = async (t, what, work, sane) => {
  const start = performance.now();
  const result = await work();
  const ms = performance.now() - start;
  t.diagnostic(`${what}: ${ms.toFixed(0)} ms`);
  assert.ok(ms < sane, `${what} took ${ms.toFixed(0)} ms`);
  return result;
};

before(async () => {
  server = await serve({ size: SIZE });
  browser = await open();
  defne = await person(browser, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a_team_of_ten_thousand_opens", async (t) => {
  await signIn(defne, "admin@jetlink.example");
  await lines().first().waitFor();
  await timed(t, "reload until the first line", async () => {
    await defne.page.reload();
    await lines().first().waitFor();
  }, 10_000);
  assert.equal(await defne.page.locator(".list").getAttribute("aria-rowcount"), String(SIZE + 1));
  assert.match(await defne.page.locator(".filters button").first().innerText(), /10000|10,000/);
  assert.ok((await drawn()) < MOST_LINES, `${await drawn()} lines drawn`);
});

test("it_scrolls_to_the_end_and_the_last_person_is_there", async (t) => {
  // The head is line 1 of the grid.
  const last = `.line[data-member][aria-rowindex="${SIZE + 1}"]`;
  await timed(t, "jump to the end until the last line has its name", async () => {
    await defne.page.evaluate(() => { const c = document.querySelector(".content"); c.scrollTop = c.scrollHeight; });
    await defne.page.locator(last).waitFor({ timeout: 30_000 });
  }, 30_000);
  assert.ok((await drawn()) < MOST_LINES, `${await drawn()} lines drawn`);
  const names = await lines().locator(".name").allInnerTexts();
  assert.ok(names.every((n) => n.trim()), "each has a name");
});

test("scrolling_stays_smooth", async (t) => {
  const frames = await defne.page.evaluate(async () => {
    const c = document.querySelector(".content");
    c.scrollTop = 0;
    const times = [];
    let before = performance.now();
    for (let i = 0; i < 120; i++) {
      c.scrollTop += 400;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    return times.sort((a, b) => a - b);
  });
  const at = (p) => frames[Math.floor((frames.length - 1) * p)];
  t.diagnostic(`frame while scrolling: median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, longest ${at(1).toFixed(1)} ms`);
  assert.ok(at(0.5) < 250, `median frame ${at(0.5)} ms`);
  assert.ok((await drawn()) < MOST_LINES);
});

test("filtering_while_one_types_shows_results_without_a_stall", async (t) => {
  const box = defne.page.getByRole("searchbox");
  await box.click();
  await defne.page.evaluate(() => {
    // The longest time that the page answered nothing while somebody typed.
    window.longest = 0;
    let before = performance.now();
    const tick = () => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - before);
      before = now;
      window.ticking = requestAnimationFrame(tick);
    };
    tick();
  });
  await timed(t, "typing “yılmaz” until only they are shown", async () => {
    await box.pressSequentially("yilmaz", { delay: 60 });
    await until("only that family", async () => {
      const names = await lines().locator(".name").allInnerTexts();
      return names.length > 3 && names.every((n) => n.includes("Yılmaz"));
    });
  }, 20_000);
  t.diagnostic(`longest frame while typing: ${(await defne.page.evaluate(() => { cancelAnimationFrame(window.ticking); return window.longest; })).toFixed(0)} ms`);
  assert.ok((await drawn()) < MOST_LINES);
  await timed(t, "emptying the search", async () => {
    await box.fill("");
    await until("everybody", async () => (await defne.page.locator(".list").getAttribute("aria-rowcount")) === String(SIZE + 1));
  }, 20_000);
});

test("filters_and_sorting_answer", async (t) => {
  await timed(t, "only pending invitations", async () => {
    await defne.page.locator(".filters button", { hasText: "Pending" }).click();
    await until("pending only", async () => {
      const words = await lines().locator(".c-status").allInnerTexts();
      return words.length > 3 && words.every((w) => /Pending|Expired/.test(w));
    });
  }, 20_000);
  await defne.page.locator(".filters button", { hasText: "All" }).click();
  await timed(t, "by last activity", async () => {
    await defne.page.getByRole("columnheader", { name: "Last active" }).getByRole("button").click();
    await until("the order", async () => (await defne.page.getByRole("columnheader", { name: "Last active" }).getAttribute("aria-sort")) !== null && (await defne.page.locator(".list[aria-busy=true]").count()) === 0);
  }, 20_000);
  assert.ok((await drawn()) < MOST_LINES);
});

test("the_pages_complained_about_nothing", async () => {
  await defne.leave();
});
