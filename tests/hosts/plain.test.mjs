// Harbour CRM without a framework: the whole journey, and what the page around it must not feel.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { attributes, leftAlone, silent, wholeJourney } from "./lib/journey.mjs";
import { painted, scene } from "./lib/scene.mjs";
import { seen, surroundings } from "./lib/watch.mjs";

let all, visitor, before_;
before(async () => {
  all = await scene("plain");
  visitor = await all.visitor({ before: (v) => v.context.route("**/widget/team-settings.js", async (route) => {
    // The page as it is before the widget's script is there.
    await v.page.waitForSelector("footer");
    before_ = await surroundings(v.page);
    await route.continue();
  }) });
});
after(() => all?.stop());

test("w1_plain_the_whole_journey_and_the_host_hears_of_each_once", () => wholeJourney(all, visitor));
test("w1_plain_other_pages_a_language_and_a_scheme_by_attribute", () => attributes(visitor));
test("w3_plain_axe_is_silent", async () => {
  // In a page of its own: axe itself is a global.
  const other = await all.visitor();
  await silent(other, "plain");
  await other.leave();
});
test("w2_plain_the_page_around_the_element_is_as_it_was", async () => {
  await painted(visitor);
  const now = await surroundings(visitor.page);
  // The host itself has set the attributes that its choices stand for.
  assert.deepEqual(now, before_);
  await leftAlone(visitor, all);
  await visitor.leave();
});

test("w2_a_rude_script_would_be_noticed", async () => {
  const rude = `addEventListener("keydown", () => {}); document.body.addEventListener("click", () => {}); history.replaceState({}, "");
    localStorage.setItem("a", "b"); document.querySelector("[name=locale]").focus(); window.mine = 1;
    document.head.append(document.createElement("style")); document.documentElement.lang = "tr"; document.cookie = "a=b";`;
  const other = await all.visitor({ strict: false, before: (v) => v.context.route("**/widget/rude.js", (route) => route.fulfill({ contentType: "text/javascript", body: rude })) });
  await painted(other);
  const before = await surroundings(other.page);
  await other.page.locator("[name=view]").focus();
  await other.page.evaluate(() => import("/widget/rude.js"));
  const { listeners, history, stored, focused } = await seen(other.page);
  assert.deepEqual([listeners, history, stored, focused.length], [["window keydown", "body click"], ["replaceState"], ["a"], 1]);
  const now = await surroundings(other.page);
  for (const what of ["html", "head", "globals", "storage"]) assert.notDeepEqual(now[what], before[what], what);
  await other.leave();
});
