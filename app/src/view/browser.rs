//! The few browser calls that every part needs.

use super::owner::on_cleanup;
use std::cell::OnceCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, HtmlInputElement, NodeList, Window};

/// The page's window. The app runs nowhere without one.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

pub fn document() -> Document {
    // A window always has one; `null` would only fail at its first use.
    window().document().unwrap_or_else(|| JsValue::NULL.unchecked_into())
}

thread_local! {
    /// What stands for the page inside another page: the widget's own element.
    static PLACE: OnceCell<Element> = const { OnceCell::new() };
}

/// From now on `el`, in a shadow root of its own, stands for the page. Once, before anything is drawn.
pub fn stay_inside(el: Element) {
    let _ = PLACE.with(|p| p.set(el));
}

/// Are we a guest in somebody else's page? Then nothing outside of our element is touched.
pub fn embedded() -> bool {
    PLACE.with(|p| p.get().is_some())
}

/// The element that says language, direction and scheme for all that we draw.
pub fn root() -> Element {
    let whole = || document().document_element().unwrap_or_else(|| JsValue::NULL.unchecked_into());
    PLACE.with(|p| p.get().cloned()).unwrap_or_else(whole)
}

/// Where to look for elements of ours: the document, or the shadow root. Only what both have may be called on it.
fn tree() -> Document {
    PLACE.with(|p| p.get().map(|el| el.get_root_node().unchecked_into())).unwrap_or_else(document)
}

/// The first element of ours that matches.
pub fn query(selector: &str) -> Option<Element> {
    tree().query_selector(selector).ok().flatten()
}

/// All elements of ours that match.
pub fn query_all(selector: &str) -> Option<NodeList> {
    tree().query_selector_all(selector).ok()
}

/// Has something of ours the focus?
pub fn within() -> bool {
    tree().active_element().is_some()
}

/// What has the focus, be it ours or not.
pub fn focused() -> Option<Element> {
    tree().active_element().or_else(|| document().active_element())
}

/// What the event happened on.
pub fn event_target<T: JsCast>(e: &Event) -> T {
    e.target().map_or(JsValue::NULL, JsValue::from).unchecked_into()
}

pub fn event_target_value(e: &Event) -> String {
    // Inputs and selects alike have `value`.
    event_target::<HtmlInputElement>(e).value()
}

pub fn event_target_checked(e: &Event) -> bool {
    event_target::<HtmlInputElement>(e).checked()
}

fn once(f: Box<dyn FnOnce()>) -> js_sys::Function {
    Closure::once_into_js(f).unchecked_into()
}

/// Runs after `ms` milliseconds.
pub fn set_timeout(f: impl FnOnce() + 'static, ms: i32) {
    fn erased(f: Box<dyn FnOnce()>, ms: i32) {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&once(f), ms);
    }
    erased(Box::new(f), ms);
}

/// Runs after `ms` milliseconds, unless the present owner goes before.
pub fn timer(f: impl FnOnce() + 'static, ms: i32) {
    fn erased(f: Box<dyn FnOnce()>, ms: i32) {
        let f = Closure::once(f);
        let set = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(f.as_ref().unchecked_ref(), ms)
            .ok();
        on_cleanup(move || {
            if let Some(set) = set {
                window().clear_timeout_with_handle(set);
            }
            drop(f);
        });
    }
    erased(Box::new(f), ms);
}

/// Runs before the next drawing.
pub fn request_animation_frame(f: impl FnOnce() + 'static) {
    fn erased(f: Box<dyn FnOnce()>) {
        let _ = window().request_animation_frame(&once(f));
    }
    erased(Box::new(f));
}

/// A listener on the window until the present owner goes; a guest's is on its own element.
pub fn window_event_listener(event: &'static str, f: Box<dyn FnMut(Event)>) {
    let f = Closure::wrap(f);
    let target: EventTarget = if embedded() { root().into() } else { window().into() };
    let _ = target.add_event_listener_with_callback(event, f.as_ref().unchecked_ref());
    on_cleanup(move || {
        let _ = target.remove_event_listener_with_callback(event, f.as_ref().unchecked_ref());
    });
}
