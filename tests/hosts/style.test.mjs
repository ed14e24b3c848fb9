// The widget's script brings the style that its first page needs; the rest comes with the first later part (xtask/src/app/widget.rs).
// Nothing of the first page may wait for that: it would be drawn twice.
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { OWNERS, painted, scene } from "./lib/scene.mjs";

const widget = new URL("../../dist/widget/", import.meta.url);
const [later] = readdirSync(widget).filter((name) => /^more-.*\.css$/.test(name));
const LATER = readFileSync(new URL(later, widget), "utf8");

/** What of the element's page looks otherwise once the later sheet is there. */
const changed = (page) =>
  page.evaluate(async (text) => {
    const root = document.querySelector("team-settings").shadowRoot;
    const still = new CSSStyleSheet();
    still.replaceSync("*, *::before, *::after { animation: none !important; transition: none !important }");
    const [first, more] = root.adoptedStyleSheets;
    root.adoptedStyleSheets = [first, more, still];
    const drawn = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    const look = () =>
      [...root.querySelectorAll("*")].flatMap((el) =>
        [null, "::before", "::after"].map((pseudo) => {
          const style = getComputedStyle(el, pseudo);
          return [...style].filter((name) => !name.startsWith("--")).map((name) => `${el.tagName}.${el.className} ${name}: ${style.getPropertyValue(name)}`);
        }),
      );
    await drawn();
    const empty = more.cssRules.length === 0;
    const before = look();
    more.replaceSync(text);
    await drawn();
    const after = look();
    const other = before.flatMap((lines, i) => lines.filter((line, k) => line !== after[i][k]));
    return { empty, seen: before.length, other: [...new Set(other)] };
  }, LATER);

for (const team of Object.keys(OWNERS)) {
  test(`the_first_page_needs_no_later_style_${team}`, async () => {
    const all = await scene("plain", { main: [team, OWNERS[team]] });
    try {
      for (const width of [1280, 420]) {
        const visitor = await all.visitor({ width });
        await painted(visitor);
        const { empty, seen, other } = await changed(visitor.page);
        assert.ok(empty, "the later sheet is not fetched for the first page");
        assert.ok(seen > 300, `${seen} looks compared`);
        assert.deepEqual(other, [], `at ${width} px`);
        await visitor.leave();
      }
    } finally {
      await all.stop();
    }
  });
}
