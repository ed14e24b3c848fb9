//! What a page asks the server for, and asks again when somebody changed it: what is shown stays until the answer is there.

use super::explain::failure;
use crate::api::Failure;
use crate::state::Team;
use crate::ui::{Button, Empty, Icon, Skeleton, dom};
use crate::view::prelude::*;
use crate::words::{W, t};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// An answer on its way.
pub type Asked<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// Cheap to copy.
pub struct Fetched<T: 'static> {
    team: Team,
    /// What `load` is told: the team's id, unless there are several of a kind.
    key: StoredValue<String>,
    load: fn(String) -> Asked<T>,
    /// The last answer.
    pub value: RwSignal<Option<T>>,
    failed: RwSignal<Option<Failure>>,
    /// Counts questions; an answer to an older one is dropped.
    turn: StoredValue<u32>,
}

impl<T: 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Fetched<T> {}

impl<T: 'static> Fetched<T> {
    /// Asks at once, and again at each piece of news of the topic.
    pub fn new(team: Team, topic: &'static str, load: fn(String) -> Asked<T>) -> Self {
        Self::of(team, topic, team.id(), load)
    }

    /// The same, for one of several things of a kind.
    pub fn of(team: Team, topic: &'static str, key: String, load: fn(String) -> Asked<T>) -> Self {
        let this = Self {
            team,
            key: StoredValue::new(key),
            load,
            value: RwSignal::new(None),
            failed: RwSignal::new(None),
            turn: StoredValue::new(0),
        };
        this.ask();
        team.on_news(topic, move || this.ask());
        this
    }

    pub fn ask(self) {
        let turn = self.turn.try_update_value(|t| {
            *t = t.wrapping_add(1);
            *t
        });
        // The page may have been left.
        let Some(key) = self.key.try_get_value() else { return };
        spawn_local(async move {
            let answer = (self.load)(key).await;
            if turn.is_none() || self.turn.try_get_value() != turn {
                return;
            }
            match answer {
                Ok(value) => {
                    // A row that had the focus may go with the old answer.
                    let had = dom::active_element().is_some_and(|e| e.tag_name() != "BODY");
                    self.failed.try_set(None);
                    self.value.try_set(Some(value));
                    if had {
                        dom::after_draw(dom::rescue_focus);
                    }
                }
                Err(f) => {
                    self.failed.try_set(Some(f));
                }
            }
        });
    }

    /// Reads the answer; `None` before the first one.
    pub fn with<U>(self, f: impl FnOnce(&T) -> U) -> Option<U> {
        self.value.try_with(|v| v.as_ref().map(f)).flatten()
    }

    /// A skeleton, a failure with another try, or what `draw` makes. `draw` runs once; what it reads keeps it true.
    pub fn view(self, draw: impl Fn() -> AnyView + 'static) -> AnyView {
        let state = Memo::new(move |_| {
            let name = match (self.value.with(Option::is_some), self.failed.with(Option::is_some)) {
                (true, _) => "here",
                (_, true) => "failed",
                _ => "wait",
            };
            name.to_owned()
        });
        let view = move || match state.get().as_str() {
            "here" => untrack(&draw),
            "wait" => view! { <div aria-busy="true"><Skeleton rows=4/></div> },
            _ => {
                let data = self.team.data.get_untracked();
                let text = self.failed.with_untracked(|f| f.as_ref().map(|f| failure(Some(&data), f)));
                if self.failed.with_untracked(|f| f.as_ref().is_some_and(|f| f.code() == "beyond-you")) {
                    return view! { <Empty glyph=Icon::Lock title=text.unwrap_or_default() text=""/> };
                }
                let again = Callback::new(move |()| {
                    self.failed.set(None);
                    self.ask();
                });
                view! { <Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=text.unwrap_or_default()><Button label=t(W::Retry).to_string() on_press=again/></Empty> }
            }
        };
        view.into_any()
    }
}

/// Runs a write on its own: says what went wrong, otherwise `done`.
pub fn run(team: Team, work: Asked<()>, done: impl FnOnce() + 'static) {
    fn erased(team: Team, work: Asked<()>, done: Box<dyn FnOnce()>) {
        spawn_local(async move {
            match work.await {
                Ok(()) => done(),
                Err(f) => team.toasts.fail(failure(team.data.try_get_untracked().as_deref(), &f)),
            }
        });
    }
    erased(team, work, Box::new(done));
}
