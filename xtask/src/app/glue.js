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

const FILES = ["@FILES@"];
const files = [];
/// Fetches a file and starts it, once. What has failed is tried again when it is wanted again.
const file = (at) =>
  (files[at] ??= (async () => {
    try {
      await WebAssembly.instantiate(await fetched(FILES[at]), { __wasm_split: { "@SHARED@": 0 } });
    } catch (error) {
      files[at] = 0;
      throw error;
    }
  })());

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
