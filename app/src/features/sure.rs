//! The question before something that can't be undone: it names the thing and the consequence, and waits for the answer.

use super::fetched::Asked;
use super::form::Form;
use crate::state::Team;
use crate::ui::{Button, Dialog, Mark};
use crate::view::prelude::*;
use crate::words::{W, t};
use wasm_bindgen_futures::spawn_local;

/// What is asked.
#[derive(Clone)]
pub struct Sure {
    pub title: String,
    pub text: String,
    /// The button that does it.
    pub go: String,
    /// The action's id, and the thing it is done to.
    pub action: &'static str,
    pub target: String,
    pub work: Callback<(), Asked<()>>,
    /// What is said afterwards.
    pub said: String,
    pub done: Callback<()>,
}

/// Draws the open question, if any.
pub fn sure_dialog(team: Team, open: RwSignal<Option<Sure>>) -> AnyView {
    let view = move || {
        open.get().map(|s| {
            let form = Form::new();
            let close = Callback::new(move |()| {
                open.try_set(None);
            });
            let mark = Mark { target: Some(s.target), ..Mark::action(s.action) };
            let (work, said, done) = (s.work, s.said, s.done);
            let act = Callback::new(move |()| {
                if !form.begin() {
                    return;
                }
                form.busy.set(true);
                let said = said.clone();
                spawn_local(async move {
                    match work.run(()).await {
                        Ok(()) => {
                            open.try_set(None);
                            team.toasts.say(said);
                            done.run(());
                        }
                        Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
                    }
                });
            });
            view! {
                <Dialog title=s.title lead=s.text busy=form.busy on_close=close>
                    <div class="body thin">{form.notice()}</div>
                    <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary danger" label=s.go busy=form.busy mark=mark on_press=act/></div>
                </Dialog>
            }
        })
    };
    view.into_any()
}
