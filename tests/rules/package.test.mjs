// What npm would publish: its files, its two ways in, its types.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { statSync } from "node:fs";
import test from "node:test";
import * as imported from "@rolecall/rules";
import * as forBrowsers from "../../packages/rules/src/browser.js";
import { PRODUCTS, ROOT, text } from "./lib.mjs";

const FOLDER = `${ROOT}/packages/rules`;
const HERE = `${ROOT}/tests/rules`;
const require = createRequire(import.meta.url);
const NAMES = ["CaseError", "ProfileError", "RulesError", "checkProfile", "init", "loadProfile"];

test("import and require are one package, and browsers get the same names", () => {
  const required = require("@rolecall/rules");
  assert.deepEqual(Object.keys(imported).sort(), NAMES);
  assert.deepEqual(Object.keys(forBrowsers).sort(), NAMES);
  for (const name of NAMES) assert.equal(required[name], imported[name], name);
  const declared = [...text("packages/rules/index.d.ts").matchAll(/^export (?:class|function) (\w+)/gm)].map((m) => m[1]);
  assert.deepEqual([...new Set(declared)].sort(), NAMES);
  assert.ok(statSync(require.resolve("@rolecall/rules/rules.wasm")).size > 100_000);
  assert.ok(require.resolve("@rolecall/rules/profiles/jelly.toml"));
});

test("what goes to npm is what is needed", () => {
  const run = spawnSync("npm", ["pack", "--dry-run", "--json"], { cwd: FOLDER, encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  const [{ files, name }] = Object.values(JSON.parse(run.stdout));
  assert.equal(name, "@rolecall/rules");
  assert.deepEqual(files.map((f) => f.path).sort(), [
    "README.md", "dist/core.cjs", "dist/index.d.cts", ...PRODUCTS.map((id) => `dist/profiles/${id}.toml`), "dist/rules.wasm",
    "index.d.ts", "package.json", "src/browser.js", "src/core.js", "src/node.cjs", "src/node.js",
  ].sort());
  const manifest = JSON.parse(text("packages/rules/package.json"));
  const ways = JSON.stringify(manifest.exports).match(/\.\/[^"*]+\.[a-z]+/g);
  const kept = new Set([...files.map((f) => `./${f.path}`), "./rules.wasm"]);
  for (const way of ways) assert.ok(kept.has(way), `${way} is not in the package`);
  assert.equal(manifest.dependencies, undefined);
});

test("types: strict, for import, require and bundlers", () => {
  const tsc = require.resolve("typescript/bin/tsc");
  for (const options of [
    ["--module", "nodenext", "types/consumer.ts", "types/consumer.cts"],
    ["--module", "esnext", "--moduleResolution", "bundler", "types/consumer.ts"],
  ]) {
    const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022"];
    const libraries = ["--lib", "es2022"];
    const run = spawnSync("node", [tsc, ...strict, ...libraries, ...options], { cwd: HERE, encoding: "utf8" });
    assert.equal(run.status, 0, `${options.join(" ")}\n${run.stdout}${run.stderr}`);
  }
});
