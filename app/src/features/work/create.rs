//! A new item.

use super::desk::Desk;
use super::fields::Draft;
use super::link::LinkPicker;
use crate::api;
use crate::features::action::mark;
use crate::features::form::Form;
use crate::features::people::{Person, PersonPicker};
use crate::state::Verdict;
use crate::ui::{Avatar, Button, Dialog, Icon, SelectField, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{NewWork, WorkRef};
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Create(desk: Desk) -> AnyView {
    let kind = desk.kind;
    let team = kind.team;
    let form = Form::new();
    let draft = Draft::new(kind, None);
    let parent = RwSignal::new(None::<WorkRef>);
    let (resource, unit) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // Mine unless told: what one makes one usually looks after, and some see only what is theirs.
    let whose = RwSignal::new(kind.me().map(|m| Person { id: m.id, name: m.name }));
    let close = Callback::new(move |()| desk.close());
    let submit = move || {
        if !form.begin() {
            return;
        }
        draft.check(form);
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let given = |s: RwSignal<String>| Some(s.get_untracked()).filter(|v| !v.is_empty());
        let new = NewWork {
            title: draft.title.with_untracked(|t| t.trim().to_owned()),
            fields: untrack(|| draft.values()),
            assignee: whose.with_untracked(|w| w.as_ref().map(|p| p.id.clone())),
            parent: parent.with_untracked(|p| p.as_ref().map(|p| p.id.clone())),
            resource: given(resource),
            unit: given(unit),
        };
        spawn_local(async move {
            match api::new_work(&team.id(), &kind.name(), &new).await {
                Ok(made) => {
                    desk.close();
                    team.toasts.say(fill(W::DidAddWork, &[("title", &made.item.title)]));
                    desk.store.ask();
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    let link = kind.parent().map(|parent_kind| view! { <LinkPicker kind=parent_kind chosen=parent/> });
    let verdict = kind.judge(kind.edit_command());
    let label = fill(W::AddWork, &[("kind", &kind.noun(1))]);
    view! {
        <Dialog title=label.clone() busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">
                    {form.notice()}
                    {draft.draw(form, kind, false, true)}
                    {link}
                    {resources(desk, form, resource)}
                    {units(desk, unit)}
                    {(kind.assigns() == Verdict::Free).then(|| assignee(desk, whose))}
                </div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/>
                    <Button kind="primary" label=label submit=true busy=form.busy mark=mark(&verdict, kind.edit_command(), None)/></div>
            </form>
        </Dialog>
    }
}

fn assignee(desk: Desk, whose: RwSignal<Option<Person>>) -> AnyView {
    let kind = desk.kind;
    let team = kind.team;
    let face = move || match whose.get() {
        Some(p) => {
            let name = p.name.clone();
            view! { <Avatar name=Signal::derive(move || name.clone()) key=p.id size="s"/><span class="clip"><bdi>{p.name}</bdi></span> }
        }
        None => view! { <span class="clip dim">{team.word("unassigned")}</span> },
    };
    view! {
        <div class="field">
            <span class="legend">{team.word("assigned-to")}</span>
            <PersonPicker team=team kind=kind.name() command=kind.assign_command() nobody=(team.word("unassigned"), kind.unassign_command()) name=team.word("assigned-to") said=true
                class="assignee input" ask=t(W::FindPerson) chosen=Signal::derive(move || whose.with(|w| w.as_ref().map(|p| p.id.clone()).unwrap_or_default()))
                on_pick=Callback::new(move |p| whose.set(p))>{face}{icon(Icon::Down)}</PersonPicker>
        </div>
    }
}

/// What it belongs to, where the profile says that it does (VA4).
fn resources(desk: Desk, form: Form, chosen: RwSignal<String>) -> AnyView {
    let data = desk.kind.team.data.get_untracked();
    let Some(def) = data.policy.profile().resources.clone().filter(|_| desk.kind.has_resource()) else {
        return ().into_any();
    };
    let mut options = vec![(String::new(), t(W::NoChoice).to_owned())];
    options.extend(data.resources.iter().map(|r| (r.id.clone(), r.name.clone())));
    view! { <SelectField label=def.one value=chosen options=RwSignal::new(options) name="resource" error=form.error("resource")/> }
}

/// The part of the organization that it belongs to (JL4).
fn units(desk: Desk, chosen: RwSignal<String>) -> AnyView {
    let data = desk.kind.team.data.get_untracked();
    let Some(def) = data.policy.profile().units.clone().filter(|_| desk.kind.has_unit()) else {
        return ().into_any();
    };
    let mut options = vec![(String::new(), t(W::WholeTeam).to_owned())];
    options.extend(data.units.iter().map(|u| (u.id.clone(), u.name.clone())));
    view! { <SelectField label=def.label value=chosen options=RwSignal::new(options) name="unit"/> }
}
