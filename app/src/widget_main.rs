//! What the element's script calls. One element, one instance of this module.

use app::widget;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

#[wasm_bindgen]
pub fn start(place: web_sys::Element, host: app::host::Host, team: String, view: &str) {
    widget::start(place, host, team, view);
}

#[wasm_bindgen]
pub fn show(view: &str) {
    widget::show(view);
}

#[wasm_bindgen]
pub fn speak() {
    widget::speak();
}

#[wasm_bindgen]
pub fn end() {
    widget::end();
}
