//! The few browser calls that every part needs.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Event, HtmlInputElement, Window};

/// The page's window. The app runs nowhere without one.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

pub fn document() -> Document {
    // A window always has one; `null` would only fail at its first use.
    window().document().unwrap_or_else(|| JsValue::NULL.unchecked_into())
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
        let f = send_wrapper::SendWrapper::new(f);
        reactive_graph::owner::on_cleanup(move || {
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

/// A listener on the window until the present owner goes. Only the app's frame has such.
pub fn window_event_listener(event: &'static str, f: Box<dyn FnMut(Event)>) {
    let f = Closure::wrap(f);
    let _ = window().add_event_listener_with_callback(event, f.as_ref().unchecked_ref());
    let f = send_wrapper::SendWrapper::new(f);
    reactive_graph::owner::on_cleanup(move || {
        let _ = window().remove_event_listener_with_callback(event, f.as_ref().unchecked_ref());
    });
}
