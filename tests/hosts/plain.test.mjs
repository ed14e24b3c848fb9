// Harbour CRM without a framework: the whole journey, and what the page around it must not feel.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { attributes, leftAlone, wholeJourney } from "./lib/journey.mjs";
import { painted, scene } from "./lib/scene.mjs";
import { surroundings } from "./lib/watch.mjs";

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
test("w2_plain_the_page_around_the_element_is_as_it_was", async () => {
  await painted(visitor);
  const now = await surroundings(visitor.page);
  // The host itself has set the attributes that its choices stand for.
  assert.deepEqual(now, before_);
  await leftAlone(visitor, all);
  await visitor.leave();
});
