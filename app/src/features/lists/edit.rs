//! A new entry, and editing one: its name and the fields that the profile says.

use super::{Desk, MANAGE, value};
use crate::api;
use crate::features::form::Form;
use crate::features::work::field;
use crate::ui::{Button, Dialog, Mark, TextField};
use crate::view::prelude::*;
use crate::words::{W, fill, lower, t};
use shared::api::{EditEntry, EntryView, FieldValues, NewEntry};
use shared::profile::WorkFieldDef;
use shared::validate::{check_name, check_work_field};
use wasm_bindgen_futures::spawn_local;

type Fields = Vec<(String, WorkFieldDef, RwSignal<String>)>;

#[component]
pub fn Edit(desk: Desk, entry: EntryView) -> AnyView {
    let team = desk.team;
    let new = entry.id.is_empty();
    let form = Form::new();
    let close = Callback::new(move |()| {
        desk.editing.try_set(None);
    });
    let name = RwSignal::new(entry.name.clone());
    let fields: StoredValue<Fields> = StoredValue::new(desk.def.with_value(|d| {
        let one = |(id, def): (&str, &WorkFieldDef)| {
            (id.to_owned(), def.clone(), RwSignal::new(value(&entry, id).to_owned()))
        };
        d.fields.iter().map(one).collect()
    }));
    let (label, called) = desk.def.with_value(|d| (d.label.clone(), d.name.clone()));
    let title = if new { fill(W::AddThing, &[("one", &lower(&label))]) } else { entry.name.clone() };
    let target = (!new).then(|| entry.id.clone());
    // The version that was seen; after a refusal the newest one: whoever saves again has been told.
    let seen = StoredValue::new(entry.version);
    let submit = move || {
        if !form.begin() {
            return;
        }
        let title = name.with_untracked(|n| n.trim().to_owned());
        if let Err(code) = check_name(&title) {
            form.mark("name", code, 0);
        }
        let values: FieldValues = fields.with_value(|all| {
            for (id, def, v) in all {
                if let Err(code) = v.with_untracked(|v| check_work_field(def, v.trim())) {
                    form.mark(id.clone(), code, 0);
                }
            }
            all.iter().map(|(id, _, v)| (id.clone(), v.with_untracked(|v| v.trim().to_owned()))).collect()
        });
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let (path, id) = (desk.path(), entry.id.clone());
        spawn_local(async move {
            let answer = if id.is_empty() {
                let new = NewEntry { name: title.clone(), fields: values, before: None };
                api::add_entry(path, &new).await
            } else {
                let version = seen.try_get_value().unwrap_or_default();
                let edit = EditEntry { name: Some(title.clone()), fields: Some(values), version };
                api::edit_entry(&path, &id, &edit).await
            };
            match answer {
                Ok(_) => {
                    desk.list.ask();
                    desk.editing.try_set(None);
                    let done = if id.is_empty() {
                        fill(W::DidCreate, &[("name", &title)])
                    } else {
                        t(W::DidSave).to_owned()
                    };
                    team.toasts.say(done);
                }
                Err(f) => {
                    if f.code() == "stale-version" {
                        desk.list.ask();
                        if let Ok(now) = api::entries(desk.path.try_get_value().unwrap_or_default()).await
                            && let Some(e) = now.items.iter().find(|e| e.id == id)
                        {
                            seen.try_set_value(e.version);
                        }
                    }
                    form.failed(team.data.try_get_untracked().as_deref(), &f, 0);
                }
            }
        });
    };
    let rest = fields
        .with_value(|all| all.iter().map(|(id, def, v)| field(form, id, def, *v, false)).collect::<Vec<_>>());
    let mark = Mark { target, ..Mark::action(MANAGE.action().id()) };
    view! {
        <Dialog title=title class="entry-form" busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">
                    {form.notice()}
                    <TextField label=called value=name name="name" required=true autofocus=true error=form.error("name")/>
                    {rest}
                </div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy mark=mark/></div>
            </form>
        </Dialog>
    }
}
