//! The few places where the kit talks to the browser directly.

use crate::view::prelude::*;
use crate::view::{focused, within};
use crate::words::digits;
use std::sync::atomic::{AtomicUsize, Ordering};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

static NEXT: AtomicUsize = AtomicUsize::new(1);

/// An id that no other element of this page has: for `aria-describedby` and its like.
pub fn uid(prefix: &str) -> String {
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut s = String::from(prefix);
    s.push('-');
    s.push_str(&digits(n));
    s
}

pub fn focus(el: &Element) {
    if let Some(el) = el.dyn_ref::<HtmlElement>() {
        // An element that went away meanwhile cannot take focus; nothing is lost by that.
        let _ = el.focus();
    }
}

/// Where what had focus is gone: the list's present line, else the page's heading.
pub fn rescue_focus() {
    if active_element().is_some_and(|n| n.tag_name() != "BODY") {
        return;
    }
    for selector in [".page [role=row][tabindex='0']", ":is(main, .page) h1"] {
        if let Some(el) = query(selector) {
            if !el.has_attribute("tabindex") {
                let _ = el.set_attribute("tabindex", "-1");
            }
            return focus(&el);
        }
    }
}

/// After navigation: the new page's heading, so that a screen reader says where one is.
pub fn focus_heading() {
    // A guest takes no focus that was not its own: the host may have changed the page.
    if embedded() && !within() {
        return;
    }
    after_draw(|| {
        if let Some(h) = query(":is(main, .page) h1") {
            let _ = h.set_attribute("tabindex", "-1");
            focus(&h);
        }
    });
}

pub fn active_element() -> Option<HtmlElement> {
    focused().and_then(|e| e.dyn_into().ok())
}

/// All elements under `root` that match, in order.
pub fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)).filter_map(|n| n.dyn_into().ok()).collect()
}

fn call(el: &Element, method: &str) {
    if let Ok(f) = js_sys::Reflect::get(el, &JsValue::from_str(method))
        && let Some(f) = f.dyn_ref::<js_sys::Function>()
    {
        // Showing what is shown already throws; the state asked for is reached either way.
        let _ = f.call0(el);
    }
}

pub fn show_popover(el: &Element) {
    call(el, "showPopover");
}

pub fn hide_popover(el: &Element) {
    call(el, "hidePopover");
}

pub fn popover_open(el: &Element) -> bool {
    el.matches(":popover-open").unwrap_or(false)
}

fn viewport() -> (f64, f64) {
    let w = window();
    let n = |v: Result<JsValue, JsValue>| v.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    (n(w.inner_width()), n(w.inner_height()))
}

pub fn px(v: f64) -> String {
    let mut s = digits(v.round() as i64);
    s.push_str("px");
    s
}

pub fn set_style(el: &HtmlElement, name: &str, value: &str) {
    let _ = el.style().set_property(name, value);
}

/// Puts a shown popover under its anchor, or above where there is more room, inside the window.
pub fn place(pop: &HtmlElement, anchor: &Element, at_end: bool) {
    const GAP: f64 = 4.0;
    const EDGE: f64 = 8.0;
    let a = anchor.get_bounding_client_rect();
    let (vw, vh) = viewport();
    let (w, h) = (f64::from(pop.offset_width()), f64::from(pop.offset_height()));
    let rtl = anchor.closest("[dir=rtl]").ok().flatten().is_some();
    let left = if at_end != rtl { a.right() - w } else { a.left() };
    let left = left.min(vw - w - EDGE).max(EDGE);
    let below = a.bottom() + GAP;
    let top = if below + h > vh - EDGE && a.top() > vh - a.bottom() { a.top() - GAP - h } else { below };
    set_style(pop, "left", &px(left));
    set_style(pop, "top", &px(top.max(EDGE)));
}

/// Runs after the browser has drawn what was just changed.
pub fn after_draw(f: impl FnOnce() + 'static) {
    request_animation_frame(f);
}
