// The widget's package: its types, its manifest, and the element that both describe.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";

const FOLDER = new URL("../../packages/widget/", import.meta.url);
const text = (name) => readFileSync(new URL(name, FOLDER), "utf8");
const all = (pattern, source) => [...source.matchAll(pattern)].map((m) => m[1]).sort();
const script = text("../../app/src/widget/team-settings.js");
const types = text("index.d.ts");
const manifest = JSON.parse(text("custom-elements.json"));
const [module] = manifest.modules;
const [declared] = module.declarations;
const names = (list) => list.map((entry) => entry.name).sort();
const block = (begin, source) => source.slice(source.indexOf(begin), source.indexOf("\n}", source.indexOf(begin)));

test("types: strict, for React and Vue", () => {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--module", "nodenext", "--jsx", "react-jsx", "--preserveSymlinks"];
  const run = spawnSync("node", [tsc, ...options, "types/consumer.tsx"], { cwd: import.meta.dirname, encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test("attributes are those that the element observes", () => {
  const [, list] = /observedAttributes = \[([^\]]+)\]/.exec(script);
  const observed = all(/"([a-z-]+)"/g, list);
  assert.ok(observed.length >= 5);
  assert.deepEqual(names(declared.attributes), observed);
  assert.deepEqual(all(/^ {2}"?([a-z-]+)"?\?:/gm, block("interface TeamSettingsAttributes", types)), observed);
});

test("events are those that the element sends, and both wrappers know them", () => {
  const events = all(/^ {2}"(ts-[a-z-]+)":/gm, block("interface TeamSettingsEventMap", types));
  assert.deepEqual(names(declared.events), events);
  const changes = all(/\["([a-z-]+)", \/\^/g, script).map((name) => `ts-${name}`);
  const sent = all(/emit\("([a-z-]+)"/g, script).map((name) => `ts-${name}`);
  assert.ok(changes.length >= 4 && sent.length >= 2, "the element's script is written otherwise than this test reads it");
  for (const event of [...changes, ...sent]) assert.ok(events.includes(event), `${event} is not declared`);
  assert.deepEqual(all(/"(ts-[a-z-]+)": "on/g, text("react.js")), events);
  assert.deepEqual(all(/^ {2}on\w+\?: Handler<"(ts-[a-z-]+)">/gm, text("react.d.ts")), events);
  const [, vue] = /EVENTS = \[([^\]]+)\]/.exec(text("vue.js"));
  assert.deepEqual(all(/"([a-z-]+)"/g, vue).map((name) => `ts-${name}`), events);
});

test("members and the tag's name are the element's", () => {
  assert.equal(manifest.schemaVersion, "2.1.0");
  for (const { name } of declared.members) {
    assert.match(script, new RegExp(`^ {2}(get )?${name}\\(`, "m"), name);
    assert.match(block("class TeamSettingsElement", types), new RegExp(`^ {2}${name}[:(]`, "m"), name);
  }
  assert.match(script, new RegExp(`customElements\\.define\\("${declared.tagName}", ${declared.name}\\)`));
  assert.match(script, new RegExp(`export class ${declared.name} `));
  assert.equal(module.path, "dist/team-settings.js");
});

test("the package needs nothing, and names only what is in it", () => {
  const told = JSON.parse(text("package.json"));
  assert.equal(told.dependencies, undefined);
  for (const peer of Object.keys(told.peerDependencies)) assert.equal(told.peerDependenciesMeta[peer].optional, true);
  for (const way of JSON.stringify(told.exports).match(/"\.\/[a-z.-]+\.(?:js|d\.ts|json)"/g)) {
    const file = JSON.parse(way);
    assert.ok(existsSync(new URL(file, FOLDER)) && (file === "./package.json" || told.files.includes(file.slice(2))), file);
  }
});
