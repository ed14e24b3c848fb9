// docs/embedding.md shows code that runs here: each of its blocks is, letter by letter, a marked region of a file that the
// journeys use.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const read = (path) => readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/** The region between `@snippet name` and `@end`, without what it is indented by. */
function region(text, name) {
  const lines = text.split("\n");
  const from = lines.findIndex((l) => new RegExp(`@snippet ${name}\\b`).test(l));
  const to = lines.findIndex((l, at) => at > from && /@end\b/.test(l));
  assert.ok(from >= 0 && to > from, `there is no region ${name}`);
  const inside = lines.slice(from + 1, to);
  const indent = Math.min(...inside.filter((l) => l.trim()).map((l) => /^ */.exec(l)[0].length));
  return inside.map((l) => l.slice(indent)).join("\n").trim();
}

test("docs_embedding_shows_what_the_hosts_run", async () => {
  const docs = await read("docs/embedding.md");
  const blocks = [...docs.matchAll(/^<!-- @snippet (\S+) (\S+) -->\n\n?```\w+\n([\s\S]*?)\n```$/gm)];
  assert.ok(blocks.length >= 5, `${blocks.length} blocks`);
  for (const [, path, name, shown] of blocks) assert.equal(shown, region(await read(path), name), `${path}, ${name}`);
  // No code of a page stands there untested.
  const all = [...docs.matchAll(/^```(js|jsx|html|css|vue|svelte)$/gm)];
  assert.equal(all.length, blocks.length, "a block without its file");
});
