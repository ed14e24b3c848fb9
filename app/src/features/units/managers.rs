//! Who manages a unit's accounts: appointed and dismissed one by one (ST2). Which standing that is, the profile says.

use super::Desk;
use crate::api;
use crate::features::action::{code, reason};
use crate::features::explain::failure;
use crate::features::find::Finder;
use crate::state::{TeamData, Verdict};
use crate::ui::{Avatar, Button, Combo, Icon, Mark, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{MemberView, PersonRef, UnitView};
use shared::policy::{Command, StandingId};
use wasm_bindgen_futures::spawn_local;

/// The standing that is held over units, where the profile has one: its id and label.
fn standing(data: &TeamData) -> Option<(StandingId, String, String)> {
    data.policy.profile().standing.iter().find_map(|(id, def)| {
        let found = data.policy.standing(id).filter(|s| data.policy.standing_has_units(*s))?;
        Some((found, id.to_owned(), def.label.clone()))
    })
}

pub fn managers(desk: Desk, unit: String, item: Memo<Option<UnitView>>) -> AnyView {
    let team = desk.team;
    let Some((which, id, label)) = team.data.with_untracked(|d| standing(d)) else { return ().into_any() };
    let give = Command::SetStanding { standing: which, on: true };
    let people = move || item.with(|u| u.as_ref().map(|u| u.managers.clone()).unwrap_or_default());
    let has =
        move |id: &str| item.with(|u| u.as_ref().is_some_and(|u| u.managers.iter().any(|m| m.id == id)));
    let finder = Finder::new(team, Some("active"));
    let choices = finder.choices(move |d, m| {
        let verdict = if has(&m.id) { Verdict::Hidden } else { d.judge(give, Some(m)) };
        (verdict, give)
    });
    let busy = RwSignal::new(false);
    let may = team.data.with_untracked(|d| d.may(give.action()));
    let (unit_id, standing_id) = (unit.clone(), id.clone());
    let pick = Callback::new(move |who: String| set(desk, busy, &unit_id, &standing_id, &who, true));
    let row = move |m: PersonRef| manager(desk, busy, which, &id, &unit, m, may);
    let empty = Memo::new(move |_| people().is_empty());
    let none = fill(W::NoManager, &[("label", &crate::words::lower(&label))]);
    let ask = fill(W::Appoint, &[("label", &crate::words::lower(&label))]);
    let shown = ask.clone();
    let box_ = may.then(|| {
        let marks = Mark::action(give.action().id());
        view! {
            <Combo class="btn add-person small" name=ask ask=t(W::FindPerson) choices=choices busy=finder.busy typed=finder.typed() on_pick=pick mark=marks>{icon(Icon::Plus)}<span>{shown}</span></Combo>
        }
    });
    view! {
        <div class="managers">
            <ul class="people" role="list" aria-label=label>{keyed(people, |m: &PersonRef| m.id.clone(), row)}</ul>
            {move || empty.get().then(|| view! { <span class="dim small">{none.clone()}</span> })}
            {box_}
        </div>
    }
}

/// One of them. Taking the standing back is judged on the person's own row, which is fetched first.
fn manager(
    desk: Desk,
    busy: RwSignal<bool>,
    which: StandingId,
    standing: &str,
    unit: &str,
    m: PersonRef,
    may: bool,
) -> AnyView {
    let team = desk.team;
    let take = Command::SetStanding { standing: which, on: false };
    let row = RwSignal::new(None::<MemberView>);
    let who = m.id.clone();
    if may {
        let id = m.id.clone();
        spawn_local(async move {
            if let Ok(found) = api::member(&team.id(), &id).await {
                row.try_set(Some(found));
            }
        });
    }
    let verdict = move || {
        row.with(|r| team.data.with(|d| r.as_ref().map_or(Verdict::Hidden, |m| d.judge(take, Some(m)))))
    };
    let hold = Signal::derive(move || {
        let now = verdict();
        team.data.with(|d| reason(d, &now, take))
    });
    let (unit, standing, name, tint) = (unit.to_owned(), standing.to_owned(), m.name.clone(), m.id.clone());
    let shown = name.clone();
    let dismiss = fill(W::DismissManager, &[("name", &name)]);
    let press = Callback::new(move |()| set(desk, busy, &unit, &standing, &who, false));
    let target = m.id.clone();
    let button = move || {
        let now = verdict();
        now.shows().then(|| {
            let marks = Mark {
                target: Some(target.clone()),
                denial: code(now.denial().map(|d| d.code.id())),
                ..Mark::action(take.action().id())
            };
            view! { <Button kind="icon" glyph=Icon::Close name=dismiss.clone() hold=hold mark=marks on_press=press/> }
        })
    };
    view! { <li data-member=m.id><Avatar name=Signal::derive(move || shown.clone()) key=tint size="s"/><bdi class="clip">{name}</bdi>{button}</li> }
}

fn set(desk: Desk, busy: RwSignal<bool>, unit: &str, standing: &str, who: &str, on: bool) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    let team = desk.team;
    let (unit, standing, who) = (unit.to_owned(), standing.to_owned(), who.to_owned());
    spawn_local(async move {
        let answer = api::set_standing(&team.id(), &who, &standing, Some(unit), on).await;
        busy.try_set(false);
        match answer {
            Ok(revised) => {
                // The pressed button is drawn anew with its verdict, or goes.
                let had = dom::active_element().is_some_and(|e| e.tag_name() != "BODY");
                team.took_revised(&revised);
                if had {
                    dom::after_draw(dom::rescue_focus);
                }
                team.toasts.say(t(W::DidSave));
            }
            Err(f) => team.toasts.fail(failure(team.data.try_get_untracked().as_deref(), &f)),
        }
        desk.list.ask();
    });
}
