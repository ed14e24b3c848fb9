// Every page for everybody: axe (WCAG 2.2 AA) in each look, and nothing that sticks out sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  ["light", 1280, "light"],
  ["dark", 1280, "dark"],
  ["dark at 360 px", 360, "dark"],
  ["light at 360 px", 360, "light"],
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Lets axe look at the page as it stands, in each look; also that nothing sticks out sideways. Colours are all that the dark
/// looks change.
export async function inspect(who, where, found) {
  const { page } = who;
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  for (const [look, width, colorScheme] of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    const runOnly = colorScheme === "dark" ? { type: "rule", values: ["color-contrast"] } : { type: "tag", values: TAGS };
    const violations = await page.evaluate(async (runOnly) => {
      // Colours on their way from one look to the other are nobody's.
      if (!document.adoptedStyleSheets.length) {
        const still = new CSSStyleSheet();
        still.replaceSync("*, ::before, ::after { transition: none !important; }");
        document.adoptedStyleSheets = [still];
        for (const { shadowRoot } of document.querySelectorAll("team-settings")) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, still];
      }
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return (await window.axe.run(document, { runOnly, resultTypes: ["violations"] })).violations;
    }, runOnly);
    for (const v of violations) {
      const nodes = v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} ${n.failureSummary?.split("\n")[1]?.trim() ?? ""}`);
      found.push(`${where}, ${look}: ${v.id} (${v.help}): ${nodes.join(" ; ")}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) found.push(`${where}, ${look}: the page is ${wide} px wider than the window`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
