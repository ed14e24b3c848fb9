//! A list of many rows that one walks with the arrows: sticky head, rows drawn for what is in sight, one tab stop.

use super::{VirtualList, dom, vlist};
use crate::view::prelude::*;
use crate::words::digits;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Where a row stands, and whether the arrows stand on it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct RowAt {
    pub place: Signal<usize>,
    here: Memo<usize>,
    at: RwSignal<Option<String>>,
}

impl RowAt {
    /// The tabindex of the row and of what can be focused in it.
    pub fn tab(self) -> &'static str {
        if self.here.get() == self.place.get() { "0" } else { "-1" }
    }

    /// Counted from the head, as a screen reader is told.
    pub fn index(self) -> usize {
        self.place.get() + 2
    }

    /// The arrows go on from here: something in the row has focus.
    pub fn hold(self, id: &str) {
        if self.at.try_with_untracked(|a| a.as_deref() != Some(id)).unwrap_or(false) {
            self.at.set(Some(id.to_owned()));
        }
    }
}

/// * `count`: all rows, loaded or not; `id_at`: what stands at a place, as far as it is loaded; `place_of`: the other way round.
/// * `mark`: the attribute that a row carries its id in.
/// * `head`: the row of column heads; `row`: draws a row of the id at its place, or one that is not loaded yet.
#[component]
pub fn Rows(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] class: String,
    mark: &'static str,
    #[prop(into)] count: Signal<usize>,
    id_at: Callback<usize, Option<String>>,
    place_of: Callback<String, Option<usize>>,
    #[prop(into)] stale: Signal<bool>,
    #[prop(into)] hidden: Signal<bool>,
    many: bool,
    seen: Callback<Range<usize>>,
    head: View,
    row: Callback<RowAt, AnyView>,
) -> AnyView {
    let node: NodeRef = NodeRef::new();
    // By id, so that it moves along when the order changes.
    let at = RwSignal::new(None::<String>);
    let here = Memo::new(move |_| at.get().and_then(|id| place_of.run(id)).unwrap_or_default());
    let key = Callback::new(move |i: usize| id_at.run(i).unwrap_or_else(|| ["#", &digits(i)].concat()));
    let one = Callback::new(move |place: Signal<usize>| row.run(RowAt { place, here, at }));
    // Moves focus to a row, drawing and loading what is there.
    let go = move |to: usize| {
        // Not loaded yet: as far as it goes; the rest comes as it is seen.
        let Some((to, id)) = (0..=to).rev().find_map(|i| id_at.run(i).map(|id| (i, id))) else { return };
        at.set(Some(id.clone()));
        let Some(list) = node.get_untracked() else { return };
        vlist::reveal(&list, to);
        dom::after_draw(move || {
            let selector = ["[", mark, "=\"", &id, "\"]"].concat();
            if let Some(list) = node.try_get_untracked().flatten()
                && let Ok(Some(row)) = list.unchecked_ref::<Element>().query_selector(&selector)
            {
                dom::focus(&row);
            }
        });
    };
    let on_key = move |e: KeyboardEvent| {
        let n = count.get_untracked();
        let target = event_target::<Element>(&e);
        let typing =
            target.tag_name() == "INPUT" && target.get_attribute("type").as_deref() != Some("checkbox");
        if n == 0 || typing || e.ctrl_key() || e.meta_key() || e.alt_key() {
            return;
        }
        let here = here.get_untracked();
        let to = match e.key().as_str() {
            "ArrowDown" => here + 1,
            "ArrowUp" => here.saturating_sub(1),
            "Home" => 0,
            "End" => n - 1,
            "PageDown" => here + 10,
            "PageUp" => here.saturating_sub(10),
            _ => return,
        };
        e.prevent_default();
        go(to.min(n - 1));
    };
    view! {
        <div class=class class:stale=move || stale.get() role="grid" node_ref=node aria-label=move || label.get()
            aria-rowcount=move || count.get() + 1 aria-busy=move || stale.get().then_some("true") aria-multiselectable=many.then_some("true")
            hidden=move || hidden.get() on:keydown=on_key>
            {head}
            <VirtualList count=count key=key row=one seen=seen keep=Signal::derive(move || Some(here.get()))/>
        </div>
    }
}
