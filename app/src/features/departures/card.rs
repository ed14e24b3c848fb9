//! One departure: each thing with what can be done about it, and what is done already.

use super::{Desk, thing_word};
use crate::api::{self, Thing};
use crate::features::action::ActionButton;
use crate::features::fetched::run;
use crate::features::integrations::{MANAGE, revoke, take};
use crate::features::kinds::tally_chips;
use crate::features::links::Place;
use crate::ui::{Ago, Avatar, Badge, Button, CheckRow, Icon, Mark, Tone, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, lower, t};
use shared::api::{DepartureView, EditDeparture};
use shared::policy::Command;

/// Something of theirs that still works.
#[derive(Clone, PartialEq, Eq)]
struct Left {
    thing: Thing,
    id: String,
    name: String,
    note: String,
}

fn left(d: &DepartureView) -> Vec<Left> {
    let mut all = Vec::new();
    for k in &d.keys {
        let note = [k.prefix.as_str(), "…"].concat();
        all.push(Left { thing: Thing::Key, id: k.id.clone(), name: k.name.clone(), note });
    }
    for h in &d.webhooks {
        all.push(Left { thing: Thing::Webhook, id: h.id.clone(), name: h.url.clone(), note: String::new() });
    }
    for a in &d.automations {
        let note = if a.on { t(W::Running).to_owned() } else { String::new() };
        all.push(Left { thing: Thing::Automation, id: a.id.clone(), name: a.name.clone(), note });
    }
    all
}

pub fn card(desk: Desk, id: String) -> AnyView {
    let (team, find) = (desk.team, id.clone());
    let item: Memo<Option<DepartureView>> = Memo::new(move |before: Option<&Option<DepartureView>>| {
        let now = desk.list.with(|l| l.iter().find(|d| d.id == find).cloned()).flatten();
        now.or_else(|| before.cloned().flatten())
    });
    let Some(first) = item.get_untracked() else { return ().into_any() };
    let data = team.data.get_untracked();
    let now = data.now();
    let how = match first.how.as_str() {
        "deactivated" => data.word("deactivated"),
        _ => t(W::Deleted).to_owned(),
    };
    let (name, tint) = (first.name.clone(), first.member.clone());
    let closed = Memo::new(move |_| item.with(|d| d.as_ref().is_some_and(|d| d.closed_at.is_some())));
    let things = move || item.with(|d| d.as_ref().map(left).unwrap_or_default());
    let nothing = Memo::new(move |_| item.with(|d| d.as_ref().is_none_or(|d| left(d).is_empty())));
    let done = Signal::derive(move || item.with(|d| d.as_ref().is_some_and(|d| d.password_done)));
    let (ticked, closing) = (id.clone(), id.clone());
    let tick = Callback::new(move |yes: bool| {
        edit(desk, &ticked, EditDeparture { password_done: Some(yes), closed: None });
    });
    let close = Callback::new(move |()| {
        edit(desk, &closing, EditDeparture { password_done: None, closed: Some(true) });
    });
    let work = move || {
        item.with(|d| {
            d.as_ref().map(|d| {
                let data = team.data.get_untracked();
                let member = d.member.clone();
                let href = |k: &shared::api::KindCount| {
                    let place = Place::Work { kind: k.kind.clone(), assignee: Some(member.clone()) };
                    Some(desk.links.to(place))
                };
                if d.work.is_empty() {
                    step(true, view! { <span>{t(W::NoWorkLeft)}</span> })
                } else {
                    step(false, view! { <div class="grow"><span>{fill(W::WorkLeft, &[("name", &d.name)])}</span>{tally_chips(&data, &d.work, href)}</div> })
                }
            })
        })
    };
    let mark = Mark { target: Some(id.clone()), ..Mark::action(MANAGE.action().id()) };
    view! {
        <section class="plate" data-departure=id class:closed=move || closed.get()>
            <div class="plate-head">
                <Avatar name=Signal::derive(move || name.clone()) key=tint/>
                <div class="grow"><h2><bdi>{first.name.clone()}</bdi></h2>
                    <p class="dim small">{data.label(&first.role)}" · "{lower(&how)}" "<Ago at=first.at now=now/>" "{fill(W::MadeBy, &[("name", &first.by)])}</p></div>
                {move || closed.get().then(|| view! { <Badge tone=Tone::Off text=t(W::Closed)/> })}
            </div>
            <ul class="steps" role="list">
                <li class:done=move || done.get()>
                    <div class="grow"><CheckRow label=t(W::ChangeOwn) about=t(W::ChangeOwnAbout) on=done on_change=tick/></div>
                    <a class="btn" href=desk.links.to(Place::Me)>{t(W::ChangePassword)}</a>
                </li>
                {keyed(things, |l: &Left| l.id.clone(), move |l| thing_row(desk, l))}
                {move || nothing.get().then(|| step(true, view! { <span>{t(W::NothingLeft)}</span> }))}
                {work}
            </ul>
            {move || (!closed.get()).then(|| view! { <div class="plate-foot"><span class="grow dim small">{t(W::CloseNote)}</span><Button label=t(W::CloseList).to_string() mark=mark.clone() on_press=close/></div> })}
        </section>
    }
}

/// A line that needs no control of its own.
fn step(done: bool, content: AnyView) -> AnyView {
    let glyph = if done { Icon::Check } else { Icon::Info };
    view! { <li class:done=done><span class="disc">{icon(glyph)}</span>{content}</li> }
}

fn thing_row(desk: Desk, l: Left) -> AnyView {
    let team = desk.team;
    // An automation is everybody's who manages shared things; keys and webhooks are the integrators'.
    let command = if l.thing == Thing::Automation { Command::ManageSharedResources } else { MANAGE };
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(command, None)));
    let again = move || desk.list.ask();
    let (id, name, target) = (l.id.clone(), l.name.clone(), l.id.clone());
    let take_over = Callback::new(move |()| take(team, l.thing, &id, &name, again));
    let (id, name) = (l.id.clone(), l.name.clone());
    let end = Callback::new(move |()| desk.sure.set(Some(revoke(team, l.thing, &id, &name, again))));
    let end_word = t(if l.thing == Thing::Automation { W::Delete } else { W::Revoke });
    let glyph = match l.thing {
        Thing::Key => Icon::Key,
        Thing::Webhook => Icon::Plug,
        Thing::Automation => Icon::Bolt,
    };
    let note = [thing_word(l.thing), if l.note.is_empty() { "" } else { " · " }, &l.note].concat();
    view! {
        <li data-thing=l.id>
            <span class="disc">{icon(glyph)}</span>
            <div class="grow"><b class="wrap"><bdi>{l.name}</bdi></b><p class="dim small">{note}</p></div>
            <div class="row">
                <ActionButton team=team command=command target=target.clone() verdict=verdict label=t(W::TakeOver).to_string() on_press=take_over/>
                <ActionButton team=team command=command target=target verdict=verdict label=end_word.to_string() kind="danger" on_press=end/>
            </div>
        </li>
    }
}

/// Shown at once; the list comes again in any case.
fn edit(desk: Desk, id: &str, change: EditDeparture) {
    let (team, id) = (desk.team, id.to_owned());
    let shown = (id.clone(), change.password_done);
    desk.list.value.update(|l| {
        if let (Some(d), Some(yes)) = (l.iter_mut().flatten().find(|d| d.id == shown.0), shown.1) {
            d.password_done = yes;
        }
    });
    let team_id = team.id();
    let closed = change.closed == Some(true);
    run(team, Box::pin(async move { api::edit_departure(&team_id, &id, &change).await }), move || {
        if closed {
            team.toasts.say(t(W::DidClose));
        }
        desk.list.ask();
    });
}
