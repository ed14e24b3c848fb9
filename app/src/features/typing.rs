//! What the server finds while one types, for a list to choose from.

use crate::api::Failure;
use crate::features::paged::TYPING;
use crate::view::prelude::*;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// An answer on its way.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<Vec<T>, Failure>>>>;

/// Cheap to copy.
pub struct Typing<T: 'static> {
    ask: Callback<String, Answer<T>>,
    pub found: RwSignal<Vec<T>>,
    /// What was typed last, found or not.
    pub text: RwSignal<String>,
    pub busy: RwSignal<bool>,
    /// Counts questions; an answer to an older one is dropped.
    turn: StoredValue<u32>,
}

impl<T: 'static> Clone for Typing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Typing<T> {}

impl<T: 'static> Typing<T> {
    /// `ask` is what the server is asked for a text.
    pub fn new(ask: impl Fn(String) -> Answer<T> + 'static) -> Self {
        Self {
            ask: Callback::new(ask),
            found: RwSignal::new(Vec::new()),
            text: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Nothing is typed yet: what is offered of itself may stand there.
    pub fn is_empty(self) -> bool {
        self.text.with(|t| t.trim().is_empty())
    }

    /// Told what is typed; the empty text, at opening, is asked for at once.
    pub fn typed(self, text: String) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.busy.set(true);
        self.text.set(text.clone());
        let wait = if text.is_empty() { 0 } else { TYPING };
        let now = move || self.turn.try_get_value() == Some(turn);
        set_timeout(
            move || {
                if !now() {
                    return;
                }
                let answer = self.ask.run(text);
                spawn_local(async move {
                    let answer = answer.await;
                    if now() {
                        // A failure shows as nothing found: choosing goes on with another letter.
                        self.found.set(answer.unwrap_or_default());
                        self.busy.set(false);
                    }
                });
            },
            wait,
        );
    }
}
