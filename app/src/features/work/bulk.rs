//! What can be done with the ticked rows: all that match instead of some, and giving them to somebody (JT14).

use super::desk::{Ask, Desk};
use super::picked::Picked;
use crate::features::action::ActionButton;
use crate::features::explain::failure;
use crate::features::people::{Person, PersonPicker};
use crate::ui::{Avatar, Button, Dialog, Icon, Mark, Reason, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};

/// How many are ticked.
fn ticked(desk: Desk) -> u32 {
    desk.picked.with(|p| p.count(desk.store.list.total.get()))
}

/// Rises when rows are ticked.
#[component]
pub fn Bulk(desk: Desk) -> AnyView {
    let kind = desk.kind;
    let list = desk.store.list;
    // Other rows match now: what was ticked is no longer what was meant.
    let before = StoredValue::new(desk.store.narrow.get_untracked());
    later(move || {
        let mut now = desk.store.narrow.get();
        // Another order has the same rows.
        now.sort = before.with_value(|b| b.sort);
        if before.with_value(|b| *b != now) {
            before.set_value(now);
            desk.picked.set(Picked::default());
        }
    });
    let any = Memo::new(move |_| desk.picked.with(|p| !p.is_empty()));
    let all = Memo::new(move |_| desk.picked.with(|p| p.all));
    let said = move || {
        let n = ticked(desk);
        match (all.get() && n == list.total.get(), desk.store.counts_part()) {
            (true, true) => t(W::AllSelectedMore).to_owned(),
            (true, false) => fill(W::AllSelected, &[("n", &number(n))]),
            _ => fill(W::SelectedN, &[("n", &number(n))]),
        }
    };
    let more = move || {
        let total = list.total.get();
        let offer = !all.get() && ticked(desk) < total;
        offer.then(|| {
            let label = if desk.store.counts_part() { t(W::SelectMatchingMore).to_owned() } else { fill(W::SelectMatching, &[("n", &number(total))]) };
            view! { <Button kind="link" label=label on_press=Callback::new(move |()| desk.picked.set(Picked::everything()))/> }
        })
    };
    let verdict = Callback::new(move |()| kind.assigns());
    move || {
        any.get().then(|| {
            view! {
                <div class="bulk" role="region" aria-label=t(W::Actions)>
                    <span class="dim" role="status">{said}</span>
                    {more}
                    <ActionButton team=kind.team command=kind.assign_command() verdict=verdict label=Signal::derive(move || kind.team.word("assign-to")) glyph=Icon::Person
                        on_press=Callback::new(move |()| desk.ask.set(Some(Ask::Assign)))/>
                    <Button kind="icon" glyph=Icon::Close name=t(W::ClearSelection) on_press=Callback::new(move |()| desk.picked.set(Picked::default()))/>
                </div>
            }
        })
    }
}

/// Who gets what is ticked: the number is said again before it happens.
#[component]
pub fn AssignMany(desk: Desk) -> AnyView {
    let kind = desk.kind;
    let team = kind.team;
    let close = Callback::new(move |()| desk.close());
    // `None`: not chosen yet; inside, `None` stands for nobody.
    let chosen = RwSignal::new(None::<Option<Person>>);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let n = untrack(|| ticked(desk));
    let many = match desk.store.counts_part() && desk.picked.with_untracked(|p| p.all) {
        true => [number(n).as_str(), "+"].concat(),
        false => number(n),
    };
    let noun = kind.noun(n);
    let title = fill(W::AskAssignN, &[("word", &team.word("assign-to")), ("n", &many), ("kind", &noun)]);
    let face = move || match chosen.get() {
        None => view! { <span class="clip dim">{t(W::ChooseReceiver)}</span> },
        Some(None) => view! { <span class="clip">{team.word("unassigned")}</span> },
        Some(Some(p)) => {
            let name = p.name.clone();
            view! { <Avatar name=Signal::derive(move || name.clone()) key=p.id size="s"/><span class="clip"><bdi>{p.name}</bdi></span> }
        }
    };
    let go_label = Signal::derive(move || match chosen.get() {
        Some(None) => fill(W::UnassignGo, &[("n", &many)]),
        Some(Some(p)) => fill(W::AssignGo, &[("word", &team.word("assign-to")), ("name", &p.name)]),
        None => team.word("assign-to"),
    });
    let done = Callback::new(move |answer: Result<(), crate::api::Failure>| {
        busy.try_set(false);
        match answer {
            Ok(()) => desk.close(),
            Err(f) => {
                wrong.try_set(Some(team.data.with_untracked(|d| failure(Some(d), &f))));
            }
        }
    });
    let go = Callback::new(move |()| {
        let Some(to) = chosen.get_untracked() else { return };
        busy.set(true);
        wrong.set(None);
        desk.assign_picked(to, done);
    });
    let hold = Signal::derive(move || {
        chosen.with(Option::is_none).then(|| Reason {
            why: t(W::ChooseReceiver).into(),
            remedy: String::new(),
            ask: None,
        })
    });
    let mark = move || {
        let target = chosen.with_untracked(|c| c.as_ref().and_then(|p| p.as_ref().map(|p| p.id.clone())));
        Mark { target, ..Mark::action(kind.assign_command().action().id()) }
    };
    view! {
        <Dialog title=title lead=t(W::AskAssignText).to_string() busy=busy on_close=close>
            <div class="body">
                {move || wrong.get().map(|w| view! { <p class="note bad" role="alert">{icon(Icon::Warn)}<span>{w}</span></p> })}
                <div class="field">
                    <span class="legend">{team.word("assigned-to")}</span>
                    <PersonPicker team=team kind=kind.name() command=kind.assign_command() nobody=(team.word("unassigned"), kind.unassign_command())
                        name=team.word("assign-to") said=true class="assignee input" ask=t(W::FindPerson)
                        on_pick=Callback::new(move |p| chosen.set(Some(p)))>{face}{icon(Icon::Down)}</PersonPicker>
                </div>
            </div>
            <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/>
                {move || { chosen.track(); view! { <Button kind="primary" label=go_label busy=busy hold=hold mark=mark() on_press=go/> } }}</div>
        </Dialog>
    }
}
