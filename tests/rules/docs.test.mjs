// The page of docs: every snippet stands in a file that is tested, and every transcript is what the example answers.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import test from "node:test";
import { brotliCompressSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { ROOT, text } from "./lib.mjs";

const blocks = (page) => [...page.matchAll(/(?:^`([\w./-]+)`:\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm)]
  .map(([, file, language, body]) => ({ file, language, body }));

const PAGES = ["docs/rules-in-javascript.md", "packages/rules/README.md"];

for (const page of PAGES) {
  test(`${page}: its snippets are the tested files`, () => {
    const found = blocks(text(page));
    assert.ok(found.some((b) => b.file), "there is no snippet");
    for (const { file, language, body } of found) {
      if (["sh", "json"].includes(language)) continue;
      assert.ok(file, `a snippet of no file:\n${body}`);
      assert.ok(text(file).includes(body), `${file} has no such lines:\n${body}`);
    }
  });
}

test("its transcripts are what the example answers", async (t) => {
  const child = spawn("node", ["start.mjs"], {
    cwd: `${ROOT}/examples/express`, env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill());
  const address = await new Promise((found) => child.stdout.on("data", (d) => found(/http:\/\/(\S+)/.exec(String(d))[1])));
  const all = blocks(text(PAGES[0]));
  let run = 0;
  for (const [at, { language, body }] of all.entries()) {
    if (language !== "sh" || !body.startsWith("curl")) continue;
    const want = all[at + 1];
    assert.equal(want.language, "json", `${body} has no answer`);
    const { stdout, stderr, status } = spawnSync("sh", ["-c", body.replaceAll("localhost:3000", address)], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(want.body), body);
    run += 1;
  }
  assert.ok(run >= 2, `only ${run} transcripts`);
  assert.equal(all.filter((b) => b.language === "json").length, run, "an answer without its question");
});

test("its sizes are the package's, to a quarter: toolchains differ", () => {
  const module = readFileSync(`${ROOT}/packages/rules/dist/rules.wasm`);
  const code = ["src/core.js", "src/node.cjs", "src/node.js"].reduce((sum, f) => sum + statSync(`${ROOT}/packages/rules/${f}`).size, 0);
  const sizes = [module.length, brotliCompressSync(module).length, code].map((bytes) => bytes / 1000);
  for (const page of PAGES) {
    const told = /`rules\.wasm` has (\d+) KB \((\d+) KB with brotli\), the JavaScript around it (\d+) KB/.exec(text(page).replaceAll("\n", " "));
    assert.ok(told, `${page} names no sizes`);
    for (const [at, size] of sizes.entries()) {
      const said = Number(told[at + 1]);
      assert.ok(Math.abs(said - size) <= Math.max(size / 4, 1), `${page} says ${said} KB where it is ${size.toFixed(1)}`);
    }
  }
});
