// The end of wasm-bindgen's script, in place of its own (glue.rs): how the module starts and how its parts come to it.
// What stands around this says `fetched(name)`, which compiles a part's file, and `gone`, what `wasm` is after the end.

let wasm;

/// What the browser refuses is an error in Rust.
const guarded =
  (call) =>
  (...all) => {
    try {
      return call(...all);
    } catch (error) {
      wasm.__wbindgen_exn_store(addToExternrefTable0(error));
    }
  };

/// Puts a text where Rust looks for it, or that there is none.
const give = (at, text) => {
  const start = isLikeNone(text) ? 0 : passStringToWasm0(text, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
  const view = getDataViewMemory0();
  view.setInt32((at >>> 0) + 4, WASM_VECTOR_LEN, true);
  view.setInt32(at >>> 0, start, true);
};

const FILES = ["@FILES@"];
/// The small ones, which come together: each is a section of a module that is empty otherwise. What has failed is tried again.
let together;
const small = () =>
  (together ??= fetched("@SMALL@").catch((error) => {
    together = undefined;
    throw error;
  }));
/// The code of a file. A number: it is one of the small ones.
const code = async (at) =>
  at >= 0 ? WebAssembly.compile(WebAssembly.Module.customSections(await small(), at)[0]) : fetched(at);
const files = [];
/// Fetches a file and starts it, once. What has failed is tried again when it is wanted again.
const file = (at) =>
  (files[at] ??= code(FILES[at])
    .then((module) => WebAssembly.instantiate(module, { __wasm_split: { "@SHARED@": 0 } }))
    .catch((error) => {
      files[at] = undefined;
      throw error;
    }));

/// Loads a part, which consists of these files, and tells the module whether it is here.
const part =
  (...all) =>
  async (told, data) => {
    let here = 1;
    try {
      await Promise.all(all.map(file));
    } catch (error) {
      if (wasm !== gone) console.error(error);
      here = 0;
    }
    wasm.__indirect_function_table.get(told)(data, here);
  };

/// Starts the compiled module.
async function begin(module) {
  const instance = await WebAssembly.instantiate(module, { a: ["@IMPORTS@"] });
  wasm = instance.exports;
  wasm.__wbindgen_start();
}
