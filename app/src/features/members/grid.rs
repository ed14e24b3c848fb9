//! The list itself: sticky head, rows drawn for what is in sight, arrows, and its empty and failed states.

use super::desk::Desk;
use super::row::{bones, line};
use super::store::{Load, Narrow};
use crate::features::explain::failure;
use crate::features::members::delete_many_allowed;
use crate::ui::{Button, Empty, Icon, Skeleton, VirtualList, dom, icon, vlist};
use crate::words::{W, fill, t};

use crate::view::prelude::*;
use shared::api::Sort;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

#[component]
pub fn Grid(desk: Desk) -> AnyView {
    let (team, store) = (desk.team, desk.store);
    let node: NodeRef = NodeRef::new();
    // Which row the arrows stand on: by member, so that it moves along when the order changes.
    let at = RwSignal::new(None::<String>);
    let here = Memo::new(move |_| {
        at.with(|a| {
            a.as_ref()
                .and_then(|id| store.rows.with(|r| r.iter().position(|x| x.id == *id)))
                .unwrap_or_default()
        })
    });
    let pick = delete_many_allowed(team);
    let count = Signal::derive(move || (store.total.get() as usize).max(store.rows.with(Vec::len)));
    let key = Callback::new(move |i: usize| {
        store.rows.with(|r| r.get(i).map(|r| r.id.clone())).unwrap_or_else(|| ["#", &i.to_string()].concat())
    });
    let row = Callback::new(move |place: Signal<usize>| {
        match store.rows.with_untracked(|r| r.get(place.get_untracked()).map(|r| r.data.clone())) {
            Some(m) => line(desk, m, place, here, at),
            None => bones(pick),
        }
    });
    // 0: first load, 1: rows, 2: none, 3: failed.
    let state = Memo::new(move |_| match (store.load.get(), count.get()) {
        (Load::First, _) => 0_usize,
        (Load::Ready, 1..) => 1,
        (Load::Ready, 0) => 2,
        (Load::Failed(_), _) => 3,
    });
    let on_key = move |e: KeyboardEvent| {
        let n = count.get_untracked();
        let target = event_target::<Element>(&e);
        let typing =
            target.tag_name() == "INPUT" && target.get_attribute("type").as_deref() != Some("checkbox");
        if n == 0 || typing || e.ctrl_key() || e.meta_key() || e.alt_key() {
            return;
        }
        let here = here.get_untracked();
        let to = match e.key().as_str() {
            "ArrowDown" => here + 1,
            "ArrowUp" => here.saturating_sub(1),
            "Home" => 0,
            "End" => n - 1,
            "PageDown" => here + 10,
            "PageUp" => here.saturating_sub(10),
            _ => return,
        };
        e.prevent_default();
        go(desk, node, at, to.min(n - 1));
    };
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
    let list = view! {
        <div class="list" class:no-pick=!pick class:stale=move || store.stale.get() role="grid" node_ref=node aria-label=move || team.word("members")
            aria-rowcount=move || count.get() + 1 aria-busy=move || store.stale.get().then_some("true") aria-multiselectable=pick.then_some("true")
            hidden=move || state.get() != 1 on:keydown=on_key>
            {head}
            <VirtualList count=count key=key row=row seen=Callback::new(move |r| store.seen(r)) keep=Signal::derive(move || Some(here.get()))/>
        </div>
    };
    let instead = move || match state.get() {
        0 => view! { <Skeleton rows=6/> }.into_any(),
        3 => {
            let Load::Failed(f) = store.load.get_untracked() else { return ().into_any() };
            let text = team.data.with_untracked(|d| failure(Some(d), &f));
            view! { <Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=text><Button label=t(W::Retry).to_string() on_press=Callback::new(move |()| store.ask())/></Empty> }
                .into_any()
        }
        2 => nothing(desk),
        _ => ().into_any(),
    };
    view! {
        {list}{instead}
        <p class="sr" role="status">{move || (!store.stale.get()).then(|| fill(W::MembersShown, &[("n", &count.get().to_string())]))}</p>
    }
}

/// Moves focus to a row, drawing and loading what is there.
fn go(desk: Desk, node: NodeRef, at: RwSignal<Option<String>>, to: usize) {
    // Not loaded yet: as far as it goes; the rest comes as it is seen.
    let to = to.min(desk.store.rows.with_untracked(Vec::len).saturating_sub(1));
    let Some(id) = desk.store.rows.with_untracked(|r| r.get(to).map(|r| r.id.clone())) else { return };
    at.set(Some(id.clone()));
    let Some(list) = node.get_untracked() else { return };
    vlist::reveal(&list, to);
    dom::after_draw(move || {
        let selector = ["[data-member=\"", &id, "\"]"].concat();
        if let Some(list) = node.try_get_untracked().flatten()
            && let Ok(Some(row)) = list.unchecked_ref::<Element>().query_selector(&selector)
        {
            dom::focus(&row);
        }
    });
}

fn select_all(desk: Desk) -> AnyView {
    let all = move || {
        desk.store.rows.with(|r| !r.is_empty() && desk.picked.with(|p| r.iter().all(|x| p.contains(&x.id))))
    };
    view! {
        <input type="checkbox" aria-label=t(W::SelectAll) prop:checked=all
            on:change=move |e| {
                let on = event_target_checked(&e);
                let ids = desk.store.rows.with_untracked(|r| r.iter().take(200).map(|x| x.id.clone()).collect());
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
