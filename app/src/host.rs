//! The page that we are a guest in, as the element's script (widget/team-settings.js) offers it. The full app has none.

use crate::view::prelude::embedded;
use std::cell::OnceCell;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventSource, RequestInit};

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    pub type Host;

    /// `fetch` of a path below the API, with the host's token and without cookies.
    #[wasm_bindgen(method)]
    pub fn fetch(this: &Host, path: &str, init: &RequestInit) -> js_sys::Promise;

    /// Like `new EventSource(path)`, with the token in a header.
    #[wasm_bindgen(method)]
    pub fn listen(this: &Host, path: &str) -> EventSource;

    /// Puts the picture at `path` into an `<img>`, or sends it an `error`.
    #[wasm_bindgen(method)]
    pub fn picture(this: &Host, img: &Element, path: &str);

    /// Saves the file at `path`.
    #[wasm_bindgen(method)]
    pub fn save(this: &Host, path: &str);

    /// Tells the host's page: the event's name without `ts-`, and its one detail.
    #[wasm_bindgen(method)]
    pub fn tell(this: &Host, event: &str, detail: &str);

    /// BCP 47 tag that the host asks for, or empty.
    #[wasm_bindgen(method, getter)]
    pub fn locale(this: &Host) -> String;
}

thread_local! {
    static HOST: OnceCell<Host> = const { OnceCell::new() };
}

/// Once, before anything else.
pub fn arrive(host: Host) {
    let _ = HOST.with(|h| h.set(host));
}

/// None in the full app.
pub fn host() -> Option<Host> {
    // It arrives before anything else runs.
    embedded().then(|| HOST.with(|h| h.get().cloned()).unwrap_or_else(|| JsValue::NULL.unchecked_into()))
}
