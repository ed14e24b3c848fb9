//! Where a member belongs in the organization: their unit, and the standing that they hold (ST2, ST4). Both act at once.

use super::desk::Desk;
use crate::features::action::{mark, reason};
use crate::state::{TeamData, Verdict};
use crate::ui::{Mark, Switch};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::MemberView;
use shared::policy::Command;

/// A unit's name; its id where the page doesn't know it.
pub fn unit_name(data: &TeamData, id: &str) -> String {
    data.units.iter().find(|u| u.id == id).map_or_else(|| id.to_owned(), |u| u.name.clone())
}

/// The unit as plain text, for the facts.
pub fn unit_text(data: &TeamData, m: &MemberView) -> Option<String> {
    if !data.policy.has_units(data.enterprise) || data.units.is_empty() {
        return None;
    }
    Some(m.unit.as_ref().map_or_else(|| t(W::NoUnit).to_owned(), |u| unit_name(data, u)))
}

/// The units that the member manages, for the facts.
pub fn managed_text(data: &TeamData, m: &MemberView) -> String {
    m.manages.iter().map(|u| unit_name(data, u)).collect::<Vec<_>>().join(", ")
}

/// May I put this member into a unit?
pub fn unit_verdict(data: &TeamData, m: &MemberView) -> Verdict {
    if data.units.is_empty() { Verdict::Hidden } else { data.judge(Command::SetUnit, Some(m)) }
}

pub fn belonging(desk: Desk, member: &ArcRwSignal<MemberView>) -> AnyView {
    let team = desk.team;
    let data = team.data.get();
    let m = member.get_untracked();
    let unit = unit_verdict(&data, &m).is_free().then(|| unit_select(desk, &data, member));
    let mut rows = Vec::new();
    for (id, def) in data.policy.profile().standing.iter() {
        let Some(standing) = data.policy.standing(id) else { continue };
        // One that is held over units is given where the units are.
        if data.policy.standing_has_units(standing) {
            continue;
        }
        let own = id.to_owned();
        let has = {
            let member = member.clone();
            Signal::derive(move || member.with(|m| m.standing.contains(&own)))
        };
        let command = move |on: bool| Command::SetStanding { standing, on };
        let judged = member.clone();
        let verdict = Callback::new(move |()| {
            judged.with(|m| team.data.with(|d| d.judge(command(!has.get()), Some(m))))
        });
        if !untrack(|| verdict.run(())).shows() {
            continue;
        }
        let hold = Signal::derive(move || {
            let now = verdict.run(());
            team.data.with(|d| reason(d, &now, command(true)))
        });
        let denial = Live::from(move || verdict.run(()).denial().map(|d| d.code.id()));
        let marks = Mark { to: Some(id.to_owned()), denial, ..mark(&Verdict::Free, command(true), Some(&m)) };
        let (target, id) = (member.clone(), id.to_owned());
        let change =
            Callback::new(move |on: bool| desk.set_standing(&target.get_untracked(), id.clone(), on));
        rows.push(view! { <div class="item"><Switch label=def.label.clone() about=def.about.clone() on=has hold=hold mark=marks on_change=change/></div> });
    }
    let standing = (!rows.is_empty()).then(|| view! { <div class="group">{rows}</div> });
    view! { {unit}{standing} }
}

fn unit_select(desk: Desk, data: &TeamData, member: &ArcRwSignal<MemberView>) -> AnyView {
    let id = crate::ui::dom::uid("unit");
    let label = data.policy.profile().units.as_ref().map_or_else(String::new, |u| u.label.clone());
    let now = {
        let member = member.clone();
        Signal::derive(move || member.with(|m| m.unit.clone().unwrap_or_default()))
    };
    let mut options = vec![(String::new(), t(W::NoUnit).to_owned())];
    let several = data.policy.profile().units.as_ref().is_some_and(|u| u.kinds.len() > 1);
    options.extend(data.units.iter().map(|u| {
        let text = if several {
            [crate::words::say(&u.kind).as_str(), ": ", &u.name].concat()
        } else {
            u.name.clone()
        };
        (u.id.clone(), text)
    }));
    let rows: Vec<_> = options
        .into_iter()
        .map(|(value, text)| {
            let mine = value.clone();
            view! { <option value=value selected=move || now.with(|n| *n == mine)>{text}</option> }
        })
        .collect();
    let (target, m) = (member.get_untracked().id, member.clone());
    view! {
        <div class="field"><label for=id.clone()>{label}</label>
            <select class="input" id=id name="unit" data-action=Command::SetUnit.action().id() data-target=target
                on:change=move |e| desk.set_unit(&m.get_untracked(), Some(event_target_value(&e)).filter(|v| !v.is_empty()))>{rows}</select>
        </div>
    }
}
