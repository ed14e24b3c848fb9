//! The own picture: chosen or dropped, shown at once as the server drew it, and removed with a way back (VA1).

use super::action::ActionButton;
use super::explain::failure;
use crate::api::{self, Answer, Failure};
use crate::state::{Team, Verdict};
use crate::ui::{Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::Revised;
use shared::policy::Command;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DragEvent, HtmlInputElement};

/// The largest file that the server takes, in bytes.
const LARGEST: f64 = 5.0 * 1024.0 * 1024.0;
const COMMAND: Command = Command::EditOwnPreferences;

/// Cheap to copy.
#[derive(Clone, Copy)]
struct Own {
    team: Team,
    busy: RwSignal<bool>,
    /// What was wrong with the last one.
    wrong: RwSignal<String>,
}

impl Own {
    fn verdict(self) -> Verdict {
        self.team.data.with(|d| d.judge(COMMAND, None))
    }

    /// Begins something, unless something is under way.
    fn begin(self) -> bool {
        let free = untrack(|| self.verdict().is_free()) && !self.busy.get_untracked();
        if free {
            self.wrong.set(String::new());
            self.busy.set(true);
        }
        free
    }

    /// Takes over what the server made of it.
    fn done(self, answer: Answer<Revised>) -> bool {
        self.busy.try_set(false);
        match answer {
            Ok(revised) => {
                self.team.took_revised(&revised);
                true
            }
            Err(f) => {
                // The page may be another by now: it is said where it is seen.
                let text = why(self.team, &f);
                if self.wrong.try_set(text.clone()).is_some() {
                    self.team.toasts.fail(text);
                }
                false
            }
        }
    }

    fn send(self, file: Blob) {
        let fault = if file.size() > LARGEST {
            W::PictureTooLarge
        } else if file.size() < 1.0 {
            W::NotAPicture
        } else {
            self.put(file, W::DidSave);
            return;
        };
        self.wrong.set(t(fault).to_owned());
    }

    fn put(self, file: Blob, said: W) {
        if !self.begin() {
            return;
        }
        spawn_local(async move {
            let answer = api::set_picture(&self.team.id(), &file).await;
            if self.done(answer) {
                self.team.toasts.say(t(said));
            }
        });
    }

    /// The picture is fetched before it goes, so that it can come back.
    fn remove(self) {
        let url = self.team.data.with_untracked(|d| api::picture_of(&d.id, &d.me));
        if url.is_empty() || !self.begin() {
            return;
        }
        spawn_local(async move {
            let (kept, answer) = match api::picture(&url).await {
                Ok(kept) => (Some(kept), api::remove_picture(&self.team.id()).await),
                Err(f) => (None, Err(f)),
            };
            if self.done(answer)
                && let Some(kept) = kept
            {
                let undo = Callback::new(move |()| back(self.team, kept.clone()));
                self.team.toasts.undo(t(W::PictureRemoved), undo);
            }
        });
    }
}

/// Puts a removed picture back, wherever one is by now.
fn back(team: Team, file: Blob) {
    spawn_local(async move {
        match api::set_picture(&team.id(), &file).await {
            Ok(revised) => {
                team.took_revised(&revised);
                team.toasts.say(t(W::DidSave));
            }
            Err(f) => team.toasts.fail(why(team, &f)),
        }
    });
}

fn why(team: Team, f: &Failure) -> String {
    let code = match f {
        Failure::Refused(p) => p.fields.first().map_or(p.code.as_str(), |x| x.code.as_str()),
        _ => "",
    };
    match code {
        "not-a-picture" => t(W::NotAPicture).to_owned(),
        "picture-too-large" | "too-slow" => t(W::PictureTooLarge).to_owned(),
        "picture-too-many-pixels" => t(W::PictureTooManyPixels).to_owned(),
        _ => failure(team.data.try_get_untracked().as_deref(), f),
    }
}

/// Below the own name.
pub fn own_picture(team: Team) -> AnyView {
    let own = Own { team, busy: RwSignal::new(false), wrong: RwSignal::new(String::new()) };
    let over = RwSignal::new(false);
    let input: NodeRef = NodeRef::new();
    let has = Memo::new(move |_| team.data.with(|d| d.me.avatar.is_some()));
    let label =
        Signal::derive(move || t(if has.get() { W::PictureChange } else { W::PictureAdd }).to_owned());
    let verdict = Callback::new(move |()| own.verdict());
    let browse = Callback::new(move |()| {
        if let Some(i) = input.get_untracked() {
            i.click();
        }
    });
    let dropped = move |e: web_sys::Event| {
        e.prevent_default();
        over.set(false);
        let files = e.unchecked_ref::<DragEvent>().data_transfer().and_then(|d| d.files());
        if let Some(file) = files.and_then(|f| f.get(0)) {
            own.send(file.into());
        }
    };
    let remove = move || {
        has.get().then(|| view! { <ActionButton team=team command=COMMAND verdict=verdict label=Signal::derive(|| t(W::PictureRemove).to_owned()) glyph=Icon::Trash busy=own.busy on_press=Callback::new(move |()| own.remove())/> })
    };
    let wrong = move || match own.wrong.get() {
        text if text.is_empty() => ().into_any(),
        text => view! { <p class="note bad" role="alert">{icon(Icon::Warn)}<span>{text}</span></p> },
    };
    view! {
        <div class="drop picture" class:over=move || over.get()
            on:dragover=move |e: web_sys::Event| { e.prevent_default(); over.set(true) }
            on:dragleave=move |_| over.set(false) on:drop=dropped>
            <div class="row">
                <ActionButton team=team command=COMMAND verdict=verdict label=label glyph=Icon::Upload busy=own.busy on_press=browse/>
                {remove}
            </div>
            <p class="dim small">{t(W::PictureHint)}</p>
            <input type="file" class="sr" tabindex="-1" node_ref=input name="picture" accept="image/png,image/jpeg,image/webp" aria-label=move || label.get()
                on:change=move |e| {
                    let input = event_target::<HtmlInputElement>(&e);
                    if let Some(file) = input.files().and_then(|f| f.get(0)) {
                        own.send(file.into());
                    }
                    // The same file can be chosen again.
                    input.set_value("");
                }/>
        </div>
        {wrong}
    }
}
