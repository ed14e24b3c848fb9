//! Parts that the invite form and the details share: profile fields, switches, resources.

use crate::features::action::{mark, reason};
use crate::features::form::Form;
use crate::state::{Team, TeamData, Verdict};
use crate::ui::{CheckRow, SelectField, Switch, TextField, chips::legend};
use crate::view::prelude::*;
use crate::words::say;
use shared::api::{MemberView, ResourceView};
use shared::policy::{Command, GrantId, RoleId};
use shared::profile::{FieldDef, FieldKind};

/// The value of an id.
pub fn find<T: Copy>(all: &[(String, T)], id: &str) -> Option<T> {
    all.iter().find(|x| x.0 == id).map(|x| x.1)
}

/// Puts an id into a set, or takes it out. A short list: a tree would cost more to download than it saves.
pub fn put(set: &mut Vec<String>, id: &str, on: bool) {
    set.retain(|x| x != id);
    if on {
        set.push(id.to_owned());
    }
}

/// One profile field. `held`: why it can't be changed, and the verdict's mark.
pub fn profile_field(
    form: Form,
    key: String,
    id: &str,
    def: &FieldDef,
    value: RwSignal<String>,
    first: bool,
) -> AnyView {
    match def.kind {
        FieldKind::Choices => choices(def, value),
        FieldKind::Choice => {
            let options: Vec<(String, String)> = def.choices.iter().map(|c| (c.clone(), say(c))).collect();
            // The first stands until the person chooses.
            if let (true, Some(first)) = (value.with_untracked(String::is_empty), def.choices.first()) {
                value.set(first.clone());
            }
            view! {
                <SelectField label=def.label.clone() value=value options=RwSignal::new(options) hint=def.hint.clone() name=id.to_owned()
                    error=form.error(key)/>
            }
            .into_any()
        }
        kind => {
            let (input, complete) = match kind {
                FieldKind::Email => ("email", "off"),
                FieldKind::Phone => ("tel", "off"),
                _ => ("text", "off"),
            };
            view! {
                <TextField label=def.label.clone() value=value hint=def.hint.clone() kind=input complete=complete name=id.to_owned() optional=!def.required
                    required=def.required autofocus=first error=form.error(key)/>
            }
            .into_any()
        }
    }
}

/// Several of a list, kept as one value joined by commas.
fn choices(def: &FieldDef, value: RwSignal<String>) -> AnyView {
    let row = |choice: String| {
        let (mine, own) = (choice.clone(), choice.clone());
        let on = Signal::derive(move || value.with(|v| v.split(',').any(|x| x.trim() == mine)));
        let change = Callback::new(move |yes: bool| {
            value.update(|v| {
                let mut all: Vec<&str> =
                    v.split(',').map(str::trim).filter(|x| !x.is_empty() && *x != own).collect();
                if yes {
                    all.push(&own);
                }
                *v = all.join(",");
            });
        });
        view! { <CheckRow label=say(&choice) on=on on_change=change/> }
    };
    let rows: Vec<_> = def.choices.iter().cloned().map(row).collect();
    view! {
        <fieldset>{legend(def.label.clone(), !def.required)}
            {(!def.hint.is_empty()).then(|| view! { <p class="hint">{def.hint.clone()}</p> })}
            <div class="checks">{rows}</div>
        </fieldset>
    }
    .into_any()
}

/// The switches that make a difference for a role. `member`: for whom; verdicts are judged on them.
pub fn switches(team: Team, member: &MemberView, role: RoleId, on: RwSignal<Vec<String>>) -> AnyView {
    let data = team.data.get();
    let data = &*data;
    let row = |grant: GrantId| {
        let (id, def) = data.policy.profile().grants.at(usize::from(grant.0))?;
        // What a press would do: a switch that is on may be turned off where it could not be turned on.
        let command = Command::SetGrant { grant, on: !member.grants.iter().any(|g| g == id) };
        let verdict = data.judge(command, Some(member));
        if !verdict.shows() || !data.policy.grant_shows(grant, role) {
            return None;
        }
        let mut marks = mark(&verdict, command, (!member.id.is_empty()).then_some(member));
        marks.to = Some(id.to_owned());
        let hold = reason(data, &verdict, command);
        let (mine, own) = (id.to_owned(), id.to_owned());
        let state = Signal::derive(move || on.with(|s| s.contains(&mine)));
        let change = Callback::new(move |yes: bool| {
            on.update(|s| put(s, &own, yes));
        });
        Some(
            view! { <div class="item"><Switch label=def.label.clone() about=def.about.clone() on=state hold=hold mark=marks on_change=change/></div> },
        )
    };
    let rows: Vec<_> = data.policy.grants().filter_map(row).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <fieldset>{legend(crate::words::t(crate::words::W::Permissions), false)}<div class="group">{rows}</div></fieldset> }.into_any()
}

fn groups(data: &TeamData) -> Vec<(String, Vec<ResourceView>)> {
    let mut all: Vec<(String, Vec<ResourceView>)> = Vec::new();
    for r in &data.resources {
        match all.iter_mut().find(|g| g.0 == r.group) {
            Some(group) => group.1.push(r.clone()),
            None => all.push((r.group.clone(), vec![r.clone()])),
        }
    }
    all
}

/// What the member may use, by check boxes grouped by company (VA4).
pub fn resources(team: Team, member: &MemberView, on: RwSignal<Vec<String>>) -> AnyView {
    let data = team.data.get();
    let data = &*data;
    let Some(def) = data.policy.profile().resources.clone() else { return ().into_any() };
    let verdict = data.judge(Command::SetAccess, Some(member));
    if verdict == Verdict::Hidden || data.resources.is_empty() {
        return ().into_any();
    }
    let hold = reason(data, &verdict, Command::SetAccess);
    let denial = verdict.denial().map(|d| d.code.id());
    let target = (!member.id.is_empty()).then(|| member.id.clone());
    let row = |r: ResourceView| {
        let (mine, own) = (r.id.clone(), r.id.clone());
        let state = Signal::derive(move || on.with(|s| s.contains(&mine)));
        let change = Callback::new(move |yes: bool| {
            on.update(|s| put(s, &own, yes));
        });
        let hold = hold.clone();
        view! { <div class="item"><CheckRow label=r.name on=state hold=hold on_change=change/></div> }
    };
    let group = |(name, list): (String, Vec<ResourceView>)| {
        let head = if name.is_empty() { String::new() } else { name };
        let rows: Vec<_> = list.into_iter().map(row).collect();
        view! { <div class="group">{(!head.is_empty()).then(|| view! { <div class="head">{head.clone()}</div> })}{rows}</div> }
    };
    let all: Vec<_> = groups(data).into_iter().map(group).collect();
    view! {
        <fieldset data-action="set-access" data-target=target data-denial=denial>
            {legend(def.label, false)}<p class="hint">{def.about}</p><div class="stack">{all}</div>
        </fieldset>
    }
    .into_any()
}
