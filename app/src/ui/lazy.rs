//! Components whose code is fetched when they are first drawn: `#[component(part = group)]`. All of a group share one file.
//!
//! Only the released build has such parts (feature `split`, `cargo xtask app`); elsewhere these components are plain functions.
//! A part that cannot be fetched says so and offers another try; nothing else on the page suffers.

use super::parts::Part;
use super::{Button, Empty, Icon, Skeleton, dom};
use crate::view::prelude::*;
use crate::words::{W, t};
use std::rc::Rc;

type Make = Box<dyn FnOnce() -> View>;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Wait,
    Here,
    Failed,
}

/// The component that `make` draws, once its part is here; until then a sign of it. The group tells what it will look like.
pub fn later(part: Part, make: Make) -> View {
    if part.here() {
        return make();
    }
    let group = part.group;
    let state = RwSignal::new(State::Wait);
    let fetch = move || {
        part.fetch(Box::new(move |well| {
            // The place may be gone by now.
            state.try_set(if well { State::Here } else { State::Failed });
        }));
    };
    fetch();
    let tried = StoredValue::new(false);
    let again = Callback::new(move |()| {
        // Failing twice in a row while there is a network: this page is older than what the server has now.
        if tried.get_value() && !embedded() && window().navigator().on_line() {
            let _ = window().location().reload();
            return;
        }
        tried.set_value(true);
        state.set(State::Wait);
        fetch();
    });
    let make = Rc::new(std::cell::Cell::new(Some(make)));
    View::Live(Box::new(move || match state.get() {
        State::Wait => waiting(group),
        State::Failed => failed(group, again),
        State::Here => {
            // A heading that was focused after navigation goes with the skeleton: the real one takes its place.
            if dom::active_element().is_some_and(|e| matches!(e.closest(".page[aria-busy]"), Ok(Some(_)))) {
                dom::after_draw(dom::rescue_focus);
            }
            untrack(|| make.take().map(|m| m())).unwrap_or_default()
        }
    }))
}

fn is_page(group: &str) -> bool {
    matches!(group, "pages" | "gate" | "work" | "admin")
}

fn around(group: &str, busy: bool, content: View) -> View {
    let main = view! { <main class="page" aria-busy=busy.then_some("true")>{content}</main> };
    if group == "gate" {
        view! { <div class="gate">{main}</div> }
    } else {
        main
    }
}

fn waiting(group: &str) -> View {
    if is_page(group) {
        return around(group, true, view! { <h1 class="sr">{t(W::Loading)}</h1><Skeleton rows=5/> });
    }
    if group == "menus" {
        return view! { <p class="hint" role="status">{t(W::Loading)}</p> };
    }
    view! { <p class="sr" role="status">{t(W::Loading)}</p> }
}

fn failed(group: &str, again: Callback<()>) -> View {
    let retry = move || view! { <Button label=t(W::Retry).to_string() on_press=again/> };
    if is_page(group) {
        let content = view! { <h1 class="sr">{t(W::LoadFailed)}</h1><Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=t(W::UnreachableText)>{retry()}</Empty> };
        return around(group, false, content);
    }
    view! { <div class="bulk" role="alert"><span>{t(W::LoadFailed)}</span>{retry()}</div> }
}
