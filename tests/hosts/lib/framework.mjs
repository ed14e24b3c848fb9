// What every framework's host is asked.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { until } from "../../e2e/lib/browser.mjs";
import { attributes, leftAlone, silent, wholeJourney } from "./journey.mjs";
import { choose, news, painted, scene } from "./scene.mjs";

export function inFramework(name) {
  let all, visitor;
  before(async () => {
    all = await scene(name);
    visitor = await all.visitor();
  });
  after(() => all?.stop());

  test(`w1_${name}_the_whole_journey_and_the_host_hears_of_each_once`, () => wholeJourney(all, visitor));
  test(`w1_${name}_other_pages_a_language_and_a_scheme_by_attribute`, () => attributes(visitor));
  test(`w1_${name}_taken_out_and_put_in_again`, async () => {
    const shown = visitor.page.locator(".choices [name=shown]");
    await choose(visitor, "view", "members");
    await painted(visitor);
    const asked = all.host.tokens();
    await shown.uncheck();
    await visitor.page.locator("team-settings").waitFor({ state: "detached" });
    await shown.check();
    await painted(visitor);
    await until("a token of its own", () => all.host.tokens() === asked + 1);
    assert.deepEqual((await news(visitor)).filter(([n]) => n === "ts-error"), []);
  });
  test(`w3_${name}_axe_is_silent`, () => silent(visitor, name));
  test(`w2_${name}_nothing_around_the_element_is_touched`, async () => {
    await leftAlone(visitor, all);
    await visitor.leave();
  });
}
