//! A list that draws only the rows in sight, however many there are.
//!
//! It scrolls with the nearest ancestor that has the class `content` (or `scroller`), so a page has one scroll bar. All rows have
//! the same height, which is read from the style sheet's `--ts-row` and so may change with the container's width.

use super::dom;
use crate::view::prelude::*;
use std::ops::Range;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement};

/// Rows drawn above and below what is in sight, so that scrolling shows no blank edge.
const SPARE: usize = 6;

/// The rows in sight of a list of `count` rows of `height`, whose top stands `offset` below the top of a window of `view` height.
pub fn window_of(count: usize, height: f64, offset: f64, view: f64) -> Range<usize> {
    let height = height.max(1.0);
    let first = ((-offset / height).floor().max(0.0) as usize).saturating_sub(SPARE).min(count);
    let last = (((view - offset) / height).ceil().max(0.0) as usize).saturating_add(SPARE).min(count);
    first..last.max(first)
}

/// * `count`: how many rows there are, loaded or not.
/// * `keep`: a row that stays drawn even out of sight (the one with focus).
/// * `seen`: told which rows are in sight, to load them.
/// * `key`: what stands at a place. A row keeps its elements while its key stays, wherever it moves to.
/// * `row`: draws a row; its place is a signal.
#[component]
pub fn VirtualList(
    #[prop(into)] count: Signal<usize>,
    #[prop(optional, into)] keep: Signal<Option<usize>>,
    #[prop(optional)] seen: Option<Callback<Range<usize>>>,
    key: Callback<usize, String>,
    row: Callback<Signal<usize>, AnyView>,
) -> AnyView {
    let space: NodeRef = NodeRef::new();
    let shown = RwSignal::new(0..0_usize);
    let height = RwSignal::new(57.0_f64);
    let spots = RwSignal::new(Vec::<(String, usize)>::new());
    let measure = move || {
        let Some(el) = space.try_get_untracked().flatten() else { return };
        let Some(scroller) = scroller(&el) else { return };
        let h = row_height(&el);
        if (h - height.get_untracked()).abs() > 0.5 {
            height.set(h);
        }
        let (top, view) = (el.get_bounding_client_rect().top(), scroller.get_bounding_client_rect());
        let next = window_of(count.get_untracked(), h, top - view.top(), view.height());
        if next != shown.get_untracked() {
            shown.set(next);
        }
    };
    // Listens on the scroller, not on the window, and lets go with the list.
    later(move || {
        let Some(el) = space.get() else { return };
        let Some(root) = scroller(&el) else { return };
        let on_scroll = Closure::<dyn FnMut()>::new(measure);
        let f = on_scroll.as_ref().unchecked_ref::<js_sys::Function>();
        let _ = root.add_event_listener_with_callback("scroll", f);
        let resize = web_sys::ResizeObserver::new(f).ok();
        if let Some(r) = &resize {
            r.observe(&root);
        }
        measure();
        on_cleanup(move || {
            let _ = root.remove_event_listener_with_callback("scroll", on_scroll.as_ref().unchecked_ref());
            if let Some(r) = resize {
                r.disconnect();
            }
        });
    });
    later(move || {
        count.track();
        measure();
    });
    later(move || {
        let total = dom::px(count.get() as f64 * height.get());
        if let Some(el) = space.get() {
            dom::set_style(&el, "height", &total);
        }
    });
    if let Some(seen) = seen {
        later(move || seen.run(shown.get()));
    }
    let places = move || {
        let range = shown.get();
        let n = count.get();
        let extra = keep.get().filter(|k| *k < n && !range.contains(k));
        let drawn: Vec<(usize, String)> =
            range.filter(|i| *i < n).chain(extra).map(|i| (i, key.run(i))).collect();
        let now: Vec<(String, usize)> = drawn.iter().map(|(i, k)| (k.clone(), *i)).collect();
        if spots.with_untracked(|s| *s != now) {
            spots.set(now);
        }
        drawn
    };
    let one = move |(first, k): (usize, String)| {
        let place = Memo::new(move |before: Option<&usize>| {
            spots.with(|s| s.iter().find(|x| x.0 == k).map(|x| x.1)).or(before.copied()).unwrap_or(first)
        });
        let node: NodeRef = NodeRef::new();
        later(move || {
            if let Some(el) = node.get() {
                let y = ["translateY(", dom::px(place.get() as f64 * height.get()).as_str(), ")"].concat();
                dom::set_style(&el, "transform", &y);
            }
        });
        view! { <div class="slot" role="presentation" node_ref=node>{row.run(place.into())}</div> }
    };
    view! { <div class="space" role="rowgroup" node_ref=space>{keyed(places, |p: &(usize, String)| p.1.clone(), one)}</div> }
}

fn scroller(el: &Element) -> Option<Element> {
    el.closest(".content, .scroller").ok().flatten()
}

fn row_height(el: &HtmlElement) -> f64 {
    let style = window().get_computed_style(el).ok().flatten();
    let raw = style.and_then(|s| s.get_property_value("--ts-row").ok()).unwrap_or_default();
    // A whole number: reading decimals would cost a table of ten kilobytes.
    let digits = raw.trim_ascii().bytes().take_while(u8::is_ascii_digit);
    let height = digits.fold(0, |n: u32, d| n.saturating_mul(10).saturating_add(u32::from(d & 15)));
    if height == 0 { 57.0 } else { f64::from(height) }
}

/// Scrolls so that row `index` stands in sight, below a sticky head.
pub fn reveal(list: &Element, index: usize) {
    let (Ok(Some(space)), Some(root)) = (list.query_selector(".space"), scroller(list)) else { return };
    let Some(space) = space.dyn_ref::<HtmlElement>() else { return };
    let h = row_height(space);
    let top =
        space.get_bounding_client_rect().top() - root.get_bounding_client_rect().top() + index as f64 * h;
    let view = root.get_bounding_client_rect().height();
    const HEAD: f64 = 44.0;
    let by = if top < HEAD {
        top - HEAD
    } else if top + h > view - 8.0 {
        top + h - view + 8.0
    } else {
        return;
    };
    root.set_scroll_top(root.scroll_top() + by.round() as i32);
}
