//! The list itself: sticky head, rows drawn for what is in sight, arrows, and its empty and failed states.

use super::desk::Desk;
use super::row::{bones, line};
use super::store::Narrow;
use crate::features::explain::failure;
use crate::features::members::delete_many_allowed;
use crate::features::paged::Load;
use crate::ui::{Button, Empty, Icon, RowAt, Rows, Skeleton, icon};
use crate::view::prelude::*;
use crate::words::{W, digits, fill, t};
use shared::api::Sort;

#[component]
pub fn Grid(desk: Desk) -> AnyView {
    let (team, store) = (desk.team, desk.store);
    let list = store.list;
    let pick = delete_many_allowed(team);
    let row = Callback::new(move |at: RowAt| match list.data_at(at.place.get_untracked()) {
        Some(m) => line(desk, m.into(), at),
        None => bones(pick),
    });
    // 0: first load, 1: rows, 2: none, 3: failed.
    let state = Memo::new(move |_| match (list.load.get(), list.count()) {
        (Load::First, _) => 0_usize,
        (Load::Ready, 1..) => 1,
        (Load::Ready, 0) => 2,
        (Load::Failed(_), _) => 3,
    });
    let sort = move |label: W, by: Sort| {
        let on = move || store.narrow.with(|n| n.sort == by);
        view! {
            <span role="columnheader" aria-sort=move || on().then_some(if by == Sort::Name { "ascending" } else { "other" })>
                <button type="button" on:click=move |_| store.narrow.update(|n| n.sort = by)>{t(label)}{move || on().then(|| icon(Icon::Down))}</button>
            </span>
        }
    };
    let head = view! {
        <div class="head" role="row" aria-rowindex="1">
            {pick.then(|| view! { <span role="columnheader" class="pick">{select_all(desk)}</span> })}
            {sort(W::Name, Sort::Name)}
            <span role="columnheader">{move || team.word("role")}</span>
            <span role="columnheader">{t(W::Status)}</span>
            {sort(W::LastActive, Sort::LastActive)}
            <span role="columnheader"><span class="sr">{t(W::Actions)}</span></span>
        </div>
    };
    let instead = move || match state.get() {
        0 => view! { <Skeleton rows=6/> }.into_any(),
        3 => {
            let Load::Failed(f) = list.load.get_untracked() else { return ().into_any() };
            let text = team.data.with_untracked(|d| failure(Some(d), &f));
            view! { <Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=text><Button label=t(W::Retry).to_string() on_press=Callback::new(move |()| store.ask())/></Empty> }
                .into_any()
        }
        2 => nothing(desk),
        _ => ().into_any(),
    };
    let class = if pick { "list" } else { "list no-pick" };
    view! {
        <Rows label=Signal::derive(move || team.word("members")) class=class mark="data-member" count=Signal::derive(move || list.count())
            id_at=Callback::new(move |i| list.id_at(i)) place_of=Callback::new(move |id: String| list.place_of(&id)) stale=list.stale
            hidden=Signal::derive(move || state.get() != 1) many=pick seen=Callback::new(move |r| list.seen(r)) head=head row=row/>
        {instead}
        <p class="sr" role="status">{move || (!list.stale.get()).then(|| fill(W::MembersShown, &[("n", &digits(list.count()))]))}</p>
    }
}

fn select_all(desk: Desk) -> AnyView {
    let all = move || {
        desk.store
            .list
            .rows
            .with(|r| !r.is_empty() && desk.picked.with(|p| r.iter().all(|x| p.contains(&x.id))))
    };
    view! {
        <input type="checkbox" aria-label=t(W::SelectAll) prop:checked=all
            on:change=move |e| {
                let on = event_target_checked(&e);
                let ids = desk.store.list.rows.with_untracked(|r| r.iter().take(200).map(|x| x.id.clone()).collect());
                desk.picked.set(if on { ids } else { Default::default() });
            }/>
    }
    .into_any()
}

fn nothing(desk: Desk) -> AnyView {
    let narrow = desk.store.narrow;
    let clear = Callback::new(move |()| narrow.set(Narrow::default()));
    let n = narrow.get_untracked();
    let searching = !n.q.is_empty() || n.role.is_some();
    match n.status {
        _ if searching => view! {
            <Empty glyph=Icon::Search title=t(W::EmptySearch) text=t(W::EmptySearchText)><Button label=t(W::ClearSearch).to_string() on_press=clear/></Empty>
        }
        .into_any(),
        Some("pending") => view! { <Empty glyph=Icon::Mail title=t(W::EmptyPending)/> }.into_any(),
        Some("deactivated") => view! { <Empty glyph=Icon::Empty title=t(W::EmptyFormer)/> }.into_any(),
        _ => view! { <Empty glyph=Icon::People title=t(W::EmptyTeam)/> }.into_any(),
    }
}
