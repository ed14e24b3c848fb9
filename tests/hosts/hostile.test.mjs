// A page that does everything to everything: styles of its own for all elements, changed prototypes, its own keys, zoom, from
// right to left, a strict policy, and the element in a modal dialog of 320 px.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "../e2e/lib/axe.mjs";
import { closed, openInvite } from "../e2e/lib/members.mjs";
import { leftAlone, wholeJourney } from "./lib/journey.mjs";
import { painted, scene, within } from "./lib/scene.mjs";

let all, visitor;
before(async () => {
  all = await scene("hostile");
  visitor = await all.visitor({ height: 1000 });
  await visitor.page.locator("#open").click();
});
after(() => all?.stop());

test("w7_hostile_the_element_looks_as_it_does_elsewhere", async () => {
  await painted(visitor);
  const looks = await visitor.page.evaluate(() => {
    const root = document.querySelector("team-settings").shadowRoot;
    const of = (selector) => {
      const { fontFamily, fontSize, color, boxSizing, display, letterSpacing, textTransform, float: side, borderTopStyle } = getComputedStyle(root.querySelector(selector));
      return { fontFamily, fontSize, red: color === "rgb(255, 0, 0)", boxSizing, display, letterSpacing, textTransform, side, dotted: borderTopStyle === "dotted" };
    };
    return [of(".ts"), of("h1"), of(".line[data-member] button"), of("input[type=search]")];
  });
  for (const look of looks) {
    assert.doesNotMatch(look.fontFamily, /fantasy/);
    assert.deepEqual([look.red, look.dotted, look.boxSizing, look.textTransform, look.letterSpacing === "8px", look.side], [false, false, "border-box", "none", false, "none"], JSON.stringify(look));
  }
  const box = await visitor.page.locator("team-settings").boundingBox();
  assert.ok(Math.round(box.width) <= 400, `320 px at a zoom of 1.25, not ${box.width}`);
  const wide = await visitor.page.evaluate(() => {
    const place = document.querySelector("team-settings").shadowRoot.querySelector(".content");
    return place.scrollWidth - place.clientWidth;
  });
  assert.equal(wide, 0, "nothing sticks out sideways");
});

test("w7_hostile_the_whole_journey", () => wholeJourney(all, visitor));

test("w7_hostile_escape_and_clicks_inside_are_not_the_hosts", async () => {
  const who = within(visitor);
  await visitor.page.evaluate(() => { window.before.keys = []; window.before.outside = 0; });
  await openInvite(who, "Add User");
  await visitor.page.keyboard.press("Escape");
  await closed({ page: visitor.page.locator("team-settings") });
  const host = await visitor.page.evaluate(() => ({ keys: window.before.keys, outside: window.before.outside, open: document.querySelector("#outer").open }));
  assert.equal(host.open, true, "the host's own dialog stays");
  assert.deepEqual(host.keys.filter((k) => k === "Escape"), []);
  assert.equal(host.outside, 0, "a press in our dialogs and menus is none outside of the host's");
});

test("w7_hostile_axe_finds_nothing_in_the_element", async () => {
  const found = [];
  // axe itself does not live with such prototypes.
  await visitor.page.evaluate(() => window.before.mend());
  await inspect(visitor, "hostile", found);
  assert.deepEqual(found.filter((f) => /team-settings/.test(f)), []);
});

test("w7_hostile_no_violation_no_token_in_an_address", async () => {
  const urls = await visitor.page.evaluate(() => window.before.urls);
  assert.ok(urls.length > 5, "the page's log has our requests");
  for (const url of urls) assert.doesNotMatch(url, /wt_|token=/);
  await leftAlone(visitor, all);
  await visitor.leave();
});
