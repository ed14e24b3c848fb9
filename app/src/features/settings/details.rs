//! The team's name and its own details, as the product names them (JY14).

use crate::api;
use crate::features::form::Form;
use crate::features::members::profile_field;
use crate::state::{Team, TeamData};
use crate::ui::{Button, Mark, TextField};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::{EditTeam, FieldValues};
use shared::validate::{check_field, check_name};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The name's own key, in the form and in the server's faults.
const NAME: &str = "name";

/// One input: whose it is, what is typed, and what it was drawn with.
#[derive(Clone)]
struct Input {
    id: String,
    value: RwSignal<String>,
    before: StoredValue<String>,
}

/// What the team has there now.
fn stored(d: &TeamData, id: &str) -> String {
    if id == NAME { d.name.clone() } else { d.fields.get(id).cloned().unwrap_or_default() }
}

impl Input {
    fn new(team: Team, id: &str) -> Self {
        let now = team.data.with_untracked(|d| stored(d, id));
        Self { id: id.to_owned(), value: RwSignal::new(now.clone()), before: StoredValue::new(now) }
    }

    /// What was typed, where it is something else than what was there.
    fn change(&self) -> Option<String> {
        let now = self.value.with_untracked(|v| v.trim().to_owned());
        (self.before.get_value() != now).then_some(now)
    }

    /// Follows what somebody else has changed, where nothing was typed here.
    fn follow(&self, team: Team) {
        let this = self.clone();
        let mut last = self.value.get_untracked();
        let mut first = true;
        later(move || {
            let now = team.data.with(|d| stored(d, &this.id));
            if std::mem::take(&mut first) || now == last {
                return;
            }
            if untrack(|| this.change()).is_none() {
                this.value.set(now.clone());
            }
            this.before.set_value(now.clone());
            last = now;
        });
    }
}

pub fn form(team: Team) -> AnyView {
    let form = Form::new();
    let name = Input::new(team, NAME);
    let data = team.data.get_untracked();
    let defs = &data.policy.profile().team_fields;
    let (mut fields, mut inputs) = (Vec::new(), vec![name.clone()]);
    for (id, def) in defs.iter() {
        let input = Input::new(team, id);
        fields.push(profile_field(form, id.to_owned(), id, def, input.value, false));
        // Of a choice the first stands until one is chosen: that is no change of the person's.
        input.before.set_value(input.value.get_untracked());
        inputs.push(input);
    }
    inputs.iter().for_each(|input| input.follow(team));
    let inputs = Rc::new(inputs);
    let submit = move || {
        if !form.begin() {
            return;
        }
        let mut edit = EditTeam::default();
        let mut changed = FieldValues::new();
        let data = team.data.get_untracked();
        for input in inputs.iter() {
            let Some(new) = input.change() else { continue };
            let def = data.policy.profile().team_fields.get(&input.id);
            let fault = match def {
                Some(def) => check_field(def, &new).err(),
                None => check_name(&new).err(),
            };
            if let Some(code) = fault {
                form.mark(input.id.clone(), code, 0);
            }
            match def {
                Some(_) => {
                    changed.insert(input.id.clone(), new);
                }
                None => edit.name = Some(new),
            }
        }
        if !form.clean() {
            return;
        }
        if !changed.is_empty() {
            edit.fields = Some(changed);
        }
        form.busy.set(true);
        let inputs = inputs.clone();
        spawn_local(async move {
            match api::edit_team(&team.id(), &edit).await {
                Ok(()) => {
                    form.busy.try_set(false);
                    for input in inputs.iter() {
                        if let Some(now) = input.value.try_with_untracked(|v| v.trim().to_owned()) {
                            input.before.try_set_value(now);
                        }
                    }
                    team.edited_details(edit.name, edit.fields);
                    team.toasts.say(t(W::DidSave));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <section class="panel-box">
            <form novalidate class="stack" on:submit=move |e| { e.prevent_default(); submit() }>
                {form.notice()}
                <TextField label=t(W::TeamName) value=name.value name="team-name" required=true error=form.error(NAME)/>
                {fields}
                <div><Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy mark=Mark::action("edit-team-settings")/></div>
            </form>
        </section>
    }
}
