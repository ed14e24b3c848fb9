//! Making a key and changing what it may do.

use super::made::Made;
use super::{Desk, MANAGE};
use crate::api;
use crate::features::form::Form;
use crate::features::members::put;
use crate::ui::{Button, CheckRow, Dialog, Mark, Reason, TextArea, TextField, chips::legend};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::{EditKey, KeyScope, KeyView, NewKey};
use shared::validate::{check_name, check_origin};
use wasm_bindgen_futures::spawn_local;

/// The scope in words, and a line about it.
fn scope_words(scope: KeyScope) -> (W, W) {
    match scope {
        KeyScope::Intake => (W::ScopeIntake, W::ScopeIntakeAbout),
        KeyScope::Lists => (W::ScopeLists, W::ScopeListsAbout),
        KeyScope::Widget => (W::ScopeWidget, W::ScopeWidgetAbout),
        KeyScope::Members => (W::ScopeMembers, W::ScopeMembersAbout),
    }
}

pub fn scope_word(id: &str) -> String {
    KeyScope::from_id(id).map_or_else(|| id.to_owned(), |scope| t(scope_words(scope).0).to_owned())
}

/// One origin a line; people also put commas between them.
fn lines(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || c == ',').filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

/// A new key, or another one's new shape.
#[component]
pub fn KeyForm(desk: Desk, #[prop(optional)] old: Option<KeyView>) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| {
        desk.adding.try_set(None);
        desk.editing.try_set(None);
    });
    let form = Form::new();
    let first = old.as_ref();
    let name = RwSignal::new(first.map_or_else(String::new, |k| k.name.clone()));
    let usual = || [KeyScope::Intake, KeyScope::Lists].iter().map(|s| s.id().to_owned()).collect();
    let scopes: RwSignal<Vec<String>> = RwSignal::new(first.map_or_else(usual, |k| k.scopes.clone()));
    let origins = RwSignal::new(first.map_or_else(String::new, |k| k.origins.join("\n")));
    let row = move |scope: KeyScope| {
        let (label, about) = scope_words(scope);
        let on = Signal::derive(move || scopes.with(|all| all.iter().any(|x| x == scope.id())));
        let change = Callback::new(move |yes: bool| scopes.update(|all| put(all, scope.id(), yes)));
        view! { <CheckRow label=t(label) about=t(about) on=on on_change=change/> }
    };
    let rows = KeyScope::ALL.into_iter().map(row).collect::<Vec<_>>();
    let placed = Memo::new(move |_| {
        scopes.with(|all| all.iter().filter_map(|id| KeyScope::from_id(id)).any(KeyScope::has_origins))
    });
    let hold = Signal::derive(move || {
        scopes.with(Vec::is_empty).then(|| Reason {
            why: t(W::NoScope).into(),
            remedy: String::new(),
            ask: None,
        })
    });
    let id = first.map(|k| k.id.clone());
    let (title, lead, go) = match first {
        Some(_) => (W::EditKey, W::KeyYours, W::Save),
        None => (W::NewKey, W::NewKeyLead, W::CreateKey),
    };
    let submit = move || {
        if !form.begin() || hold.with_untracked(Option::is_some) {
            return;
        }
        let new = name.get_untracked().trim().to_owned();
        if let Err(code) = check_name(&new) {
            form.mark("name", code, 0);
        }
        let places = if placed.get_untracked() { lines(&origins.get_untracked()) } else { Vec::new() };
        if placed.get_untracked() && places.is_empty() {
            form.mark("origins", "required", 0);
        }
        if let Some(code) = places.iter().find_map(|origin| check_origin(origin).err()) {
            form.mark("origins", code, 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let (id, scopes) = (id.clone(), Some(scopes.get_untracked()));
        spawn_local(async move {
            let done = match id {
                Some(id) => {
                    let edit = EditKey { name: Some(new), scopes, origins: Some(places) };
                    api::edit_key(&team.id(), &id, &edit).await.map(|()| None)
                }
                None => {
                    api::add_key(&team.id(), &NewKey { name: new, scopes, origins: places }).await.map(Some)
                }
            };
            match done {
                Ok(made) => {
                    desk.keys.ask();
                    close.run(());
                    match made {
                        Some(made) => desk.show(made),
                        None => team.toasts.say(t(W::DidSave)),
                    }
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    let places = move || {
        placed.get().then(|| {
            view! { <TextArea label=t(W::KeyOrigins) value=origins name="key-origins" hint=t(W::KeyOriginsHint) placeholder="https://crm.example" error=form.error("origins")/> }
        })
    };
    view! {
        <Dialog title=t(title).to_string() lead=t(lead).to_string() busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}
                    <TextField label=t(W::Name) value=name name="key-name" hint=t(W::KeyNameHint) required=true autofocus=true error=form.error("name")/>
                    <fieldset>{legend(t(W::KeyScopes), false)}<div class="stack">{rows}</div></fieldset>
                    {places}
                </div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary" label=t(go).to_string() submit=true busy=form.busy hold=hold mark=Mark::action(MANAGE.action().id())/></div>
            </form>
        </Dialog>
    }
}

impl Desk {
    /// Shows the secret of a key, this once.
    pub fn show(self, made: shared::api::MadeKey) {
        let note = t(W::KeyOnce).to_owned();
        self.made.try_set(Some(Made { name: made.key.name, secret: made.secret, note }));
    }
}
