//! The list itself, with its heads, and what stands there instead of it.

use super::desk::{Ask, Desk};
use super::kind::Columns;
use super::picked::{MOST, Picked};
use super::row::{bones, line};
use super::store::{ME, NOBODY, Narrow};
use crate::features::explain::failure;
use crate::features::paged::Load;
use crate::ui::{Button, Empty, Icon, RowAt, Rows, Skeleton, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};
use shared::api::WorkSort;

#[component]
pub fn List(desk: Desk) -> AnyView {
    let (kind, list) = (desk.kind, desk.store.list);
    let columns = StoredValue::new(kind.columns());
    let pick = kind.assigns().shows();
    let row = Callback::new(move |at: RowAt| match list.data_at(at.place.get_untracked()) {
        Some(item) => line(desk, item, at, columns, pick),
        None => bones(pick),
    });
    // 0: first load, 1: rows, 2: none, 3: failed.
    let state = Memo::new(move |_| match (list.load.get(), list.count()) {
        (Load::First, _) => 0_usize,
        (Load::Ready, 1..) => 1,
        (Load::Ready, 0) => 2,
        (Load::Failed(_), _) => 3,
    });
    let own = columns.with_value(|c| c.own.len());
    let class = [
        "list work ",
        ["c0", "c1", "c2"].get(own).copied().unwrap_or("c2"),
        if pick { "" } else { " no-pick" },
    ]
    .concat();
    let instead = move || match state.get() {
        0 => view! { <Skeleton rows=6/> },
        2 => nothing(desk),
        3 => {
            let Load::Failed(f) = list.load.get_untracked() else { return ().into_any() };
            let text = kind.team.data.with_untracked(|d| failure(Some(d), &f));
            view! { <Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=text><Button label=t(W::Retry).to_string() on_press=Callback::new(move |()| list.ask())/></Empty> }
        }
        _ => ().into_any(),
    };
    let said = move || {
        (!list.stale.get()).then(|| {
            let n = list.total.get();
            let shown = if desk.store.counts_part() { W::WorkShownMore } else { W::WorkShown };
            fill(shown, &[("n", &number(n)), ("kind", &kind.noun(n))])
        })
    };
    let searching = move || desk.store.narrow.with(|n| !n.q.trim().is_empty());
    view! {
        <p class="found dim small" class:sr=move || !searching() role="status">{said}</p>
        <Rows label=Signal::derive(move || kind.plural()) class=class mark="data-item" count=Signal::derive(move || list.count())
            id_at=Callback::new(move |i| list.id_at(i)) place_of=Callback::new(move |id: String| list.place_of(&id)) stale=list.stale
            hidden=Signal::derive(move || state.get() != 1) many=pick seen=Callback::new(move |r| list.seen(r)) head=head(desk, columns, pick) row=row/>
        {instead}
    }
}

fn head(desk: Desk, columns: StoredValue<Columns>, pick: bool) -> AnyView {
    let kind = desk.kind;
    let narrow = desk.store.narrow;
    let sort = move |label: String, by: WorkSort| {
        let on = move || narrow.with(|n| n.sort == by);
        let order = if by == WorkSort::Title { "ascending" } else { "descending" };
        view! {
            <span role="columnheader" aria-sort=move || on().then_some(order)>
                <button type="button" on:click=move |_| narrow.update(|n| n.sort = by)>{label}{move || on().then(|| icon(Icon::Down))}</button>
            </span>
        }
    };
    let own: Vec<_> = columns
        .with_value(|c| c.own.clone())
        .into_iter()
        .map(|(_, label)| view! { <span role="columnheader">{label}</span> })
        .collect();
    view! {
        <div class="head" role="row" aria-rowindex="1">
            {pick.then(|| view! { <span role="columnheader" class="pick">{tick_loaded(desk)}</span> })}
            {sort(kind.title(), WorkSort::Title)}
            {own}
            <span role="columnheader">{kind.team.word("assigned-to")}</span>
            {sort(t(W::AddedWhen).into(), WorkSort::Newest)}
        </div>
    }
}

/// Ticks what is loaded, as far as it can be ticked one by one; the bar below offers all that match.
fn tick_loaded(desk: Desk) -> AnyView {
    let rows = desk.store.list.rows;
    let some = move || rows.with(|r| r.iter().take(MOST).map(|x| x.id.clone()).collect::<Vec<_>>());
    let all = move || {
        rows.with(|r| !r.is_empty() && desk.picked.with(|p| r.iter().take(MOST).all(|x| p.has(&x.id))))
    };
    view! {
        <input type="checkbox" aria-label=t(W::SelectAll) prop:checked=all
            on:change=move |e| {
                let ids = if event_target_checked(&e) { untrack(some) } else { Vec::new() };
                desk.picked.set(Picked::only(ids));
            }/>
    }
}

/// Nothing yet, nothing of mine, nothing that matches: what it means, and the next step.
fn nothing(desk: Desk) -> AnyView {
    let kind = desk.kind;
    let noun = kind.noun(0);
    let of = |id: W| fill(id, &[("kind", &noun)]);
    let narrow = desk.store.narrow.get_untracked();
    let only_mine = untrack(|| kind.scope().assigned);
    let show_all = move || {
        view! { <Button label=t(W::ShowAll).to_string() on_press=Callback::new(move |()| {
            desk.narrow_to(String::new());
            desk.store.narrow.update(|n| *n = Narrow { sort: n.sort, ..Narrow::default() });
        })/> }
    };
    if narrow.is_all() && only_mine {
        return view! { <Empty glyph=kind.icon() title=t(W::EmptyMine) text=of(W::EmptyMineText)/> };
    }
    if narrow.is_all() {
        let adds = kind.judge(kind.edit_command()).is_free();
        let text = if adds { W::EmptyWorkText } else { W::EmptyWorkPlain };
        let add = adds.then(|| {
            let label = fill(W::AddWork, &[("kind", &kind.noun(1))]);
            view! { <Button kind="primary" glyph=Icon::Plus label=label on_press=Callback::new(move |()| desk.ask.set(Some(Ask::Create)))/> }
        });
        return view! { <Empty glyph=kind.icon() title=of(W::EmptyWork) text=t(text)>{add}</Empty> };
    }
    let alone = narrow.q.trim().is_empty() && narrow.resource.is_empty();
    let (title, text) = match narrow.assignee.as_str() {
        ME if alone => (t(W::EmptyMine).to_owned(), of(W::EmptyMineText)),
        NOBODY if alone => (of(W::EmptyUnassigned), t(W::EmptyUnassignedText).to_owned()),
        _ => (of(W::EmptyMatch), t(W::EmptyMatchText).to_owned()),
    };
    view! { <Empty glyph=Icon::Search title=title text=text>{show_all()}</Empty> }
}
