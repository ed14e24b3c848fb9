//! What the full app's frame and the widget's have in common around a team's pages.

use crate::features::ending::Ending;
use crate::features::who_can::{WhoCan, may_ask};
use crate::state::Team;
use crate::ui::dom;
use crate::unsent;
use crate::view::prelude::*;
use crate::words::digits;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

/// The open team for what is drawn anew with it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Ready {
    team: RwSignal<Option<Team>>,
    shape: Memo<String>,
}

impl Ready {
    /// Pages are drawn anew when the rules or my own place in them change; counts and names change in place.
    pub fn new(team: RwSignal<Option<Team>>) -> Self {
        Self { team, shape: Memo::new(move |_| team.get().map(Team::shape).unwrap_or_default()) }
    }

    pub fn get(self) -> Option<Team> {
        // Reading it is what makes a memo run; tracking alone does not.
        self.shape.with(|_| ());
        self.team.get_untracked()
    }

    /// Changes when the page may be drawn anew: never from under a form that somebody has in hand.
    pub fn settled(self) -> RwSignal<String> {
        unsent::watch();
        unsent::settled(self.shape)
    }

    pub fn get_untracked(self) -> Option<Team> {
        self.team.get_untracked()
    }

    /// The strip over a team that somebody has deleted. Nothing of it is fetched while nobody has.
    pub fn ending(self) -> AnyView {
        let ends = Memo::new(move |_| {
            let at = self.get().and_then(|t| t.data.with(|d| d.deletes_at));
            at.map(digits).unwrap_or_default()
        });
        (move || {
            let at = ends.with(|text| shared::json::read(text));
            at.zip(self.get_untracked()).map(|(at, team)| view! { <Ending team=team at=at/> })
        })
        .into_any()
    }
}

/// "Who can do this?", asked beside a held control or in a table of rights. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Asked(RwSignal<Option<(Element, Element)>>);

impl Asked {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// For a click that comes up from anywhere.
    pub fn hear(self, e: &MouseEvent) {
        let pressed = e.target().and_then(|t| t.dyn_into::<Element>().ok());
        let Some(from) = pressed.and_then(|el| el.closest("[data-who]").ok().flatten()) else { return };
        let around = from.closest(".held,.asks").ok().flatten();
        let control = around.and_then(|a| a.query_selector("[data-action]").ok().flatten());
        let control = control.unwrap_or_else(|| from.clone());
        // The tip goes away with the press: the focus comes back to what it explains.
        dom::focus(&control);
        self.0.set(Some((from, control)));
    }

    /// Whoever may not ask is not offered to.
    pub fn mute(self, ready: Ready) -> bool {
        !ready.get().is_some_and(may_ask)
    }

    pub fn answer(self, ready: Ready) -> AnyView {
        let close = Callback::new(move |()| self.0.set(None));
        (move || {
            self.0.get().zip(ready.get_untracked()).map(|((from, control), team)| {
                view! { <WhoCan team=team from=from control=control on_close=close/> }
            })
        })
        .into_any()
    }
}

/// `/` leads to the page's search, unless somebody is typing or a dialog is open.
pub fn search_key(e: &KeyboardEvent) {
    let typing = e
        .target()
        .and_then(|t| t.dyn_into::<HtmlElement>().ok())
        .is_some_and(|t| matches!(t.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"));
    if e.key() == "/"
        && !typing
        && !e.ctrl_key()
        && !e.meta_key()
        && !e.alt_key()
        && query("dialog[open]").is_none()
        && let Some(search) = query(".page input[type=search]")
    {
        e.prevent_default();
        dom::focus(&search);
    }
}
