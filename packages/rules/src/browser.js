// For browsers, workers and bundlers: the module is fetched, so somebody must wait for it once.
import { CaseError, ProfileError, RulesError, connect } from "./core.js";

const { engine, loadProfile, checkProfile } = connect();
let started;

/** Compiles what it is given: a URL, a response, bytes, a module, or a promise of one. */
async function compiled(source) {
  const given = await (source ?? new URL("../dist/rules.wasm", import.meta.url));
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  const response = typeof Response !== "undefined" && given instanceof Response ? given : await fetch(given);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  // By its bytes, for servers that don't know the type `application/wasm`.
  return WebAssembly.compile(await response.arrayBuffer());
}

function init(source) {
  started ??= compiled(source).then(
    (module) => engine.use(module),
    (cause) => {
      // The network may be back at the next try.
      started = undefined;
      throw new RulesError("not-ready", `rules.wasm could not be had: ${cause?.message ?? cause}`, { cause });
    },
  );
  return started;
}

export { CaseError, ProfileError, RulesError, checkProfile, init, loadProfile };
