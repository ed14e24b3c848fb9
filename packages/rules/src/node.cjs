"use strict";
// For Node, by `require` and by `import` (node.js): the module is read from its file when it is first needed.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { CaseError, ProfileError, RulesError, connect } = require("../dist/core.cjs");

const { engine, ...rules } = connect();

function start() {
  if (!engine.ready) engine.use(new WebAssembly.Module(readFileSync(join(__dirname, "../dist/rules.wasm"))));
}

module.exports = {
  CaseError,
  ProfileError,
  RulesError,
  /** Nothing to wait for here; the same code runs in browsers. */
  init: async () => start(),
  loadProfile: (source, options) => (start(), rules.loadProfile(source, options)),
  checkProfile: (source, options) => (start(), rules.checkProfile(source, options)),
};
