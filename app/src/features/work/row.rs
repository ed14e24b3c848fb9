//! One line of the list: title and what tells it apart, whose it is, since when. On a narrow page the same line is a card.

use super::assignee::Assignee;
use super::desk::Desk;
use super::kind::{Columns, value};
use crate::features::kinds::shown;
use crate::features::links::Place;
use crate::ui::{Ago, RowAt};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::WorkView;
use shared::profile::WorkFieldDef;

/// What stands under the title: what the item is linked to, where it belongs, or the field that tells namesakes apart.
fn second(desk: Desk, columns: &Columns, item: &WorkView, tab: &'static str) -> AnyView {
    if let Some(p) = &item.parent {
        let href = desk.links.to(Place::Item { kind: p.kind.clone(), id: p.id.clone() });
        return view! { <a class="clip" href=href tabindex=tab><bdi>{p.title.clone()}</bdi></a> };
    }
    let kind = desk.kind;
    let field = columns.second.as_ref().map(|id| value(item, id)).filter(|v| !v.is_empty());
    let text = field
        .or_else(|| item.resource.as_ref().and_then(|r| kind.resource_name(r)))
        .or_else(|| item.unit.as_ref().and_then(|u| kind.unit_name(u)));
    view! { <bdi class="clip">{text.unwrap_or_default()}</bdi> }
}

/// Ticks a row or unticks it; says why when there are as many as can be.
pub fn tick(desk: Desk, id: &str, on: bool) {
    let mut fits = true;
    desk.picked.update(|p| fits = p.set(id, on));
    if !fits {
        let most = crate::words::number(u32::try_from(super::picked::MOST).unwrap_or_default());
        let text =
            [fill(W::TooManyTicked, &[("n", &most)]).as_str(), " ", t(W::TooManyTickedRemedy)].concat();
        desk.kind.team.toasts.fail(text);
    }
}

pub fn line(
    desk: Desk,
    item: ArcRwSignal<WorkView>,
    row: RowAt,
    columns: StoredValue<Columns>,
    pick: bool,
) -> AnyView {
    let tab = move || row.tab();
    let id = item.with_untracked(|w| w.id.clone());
    let title = {
        let item = item.clone();
        Signal::derive(move || item.with(|w| w.title.clone()))
    };
    let tick_box = pick.then(|| {
        let (mine, own) = (id.clone(), id.clone());
        view! {
            <span class="cell pick" role="gridcell">
                <input type="checkbox" tabindex=tab aria-label=move || fill(W::SelectOne, &[("name", &title.get())])
                    prop:checked=move || desk.picked.with(|p| p.has(&mine))
                    on:change=move |e| tick(desk, &own, event_target_checked(&e))/>
            </span>
        }
    });
    let [a, b, c] = [(); 3].map(|()| item.clone());
    let own: Vec<_> = columns.with_value(|all| all.own.clone());
    let own: Vec<_> = own
        .into_iter()
        .enumerate()
        .map(|(i, (field, WorkFieldDef { label, kind: holds, .. }))| {
            let item = item.clone();
            let class = if i == 0 { "cell c-own c-one" } else { "cell c-own c-two" };
            view! {
                <span class=class role="gridcell"><span class="sr">{label}": "</span><bdi class="clip">{move || item.with(|w| shown(holds, &value(w, &field)))}</bdi></span>
            }
        })
        .collect();
    let kind = desk.kind;
    let href = desk.links.to(Place::Item { kind: kind.name(), id: id.clone() });
    let (opened, toggled, picked, mine) = (id.clone(), id.clone(), id.clone(), id.clone());
    let below = move || a.with(|w| columns.with_value(|all| second(desk, all, w, row.tab())));
    let when = move || {
        let now = kind.team.data.with_untracked(|d| d.now());
        b.with(|w| view! { <Ago at=w.created_at now=now/> })
    };
    view! {
        <div class="line" part="row" role="row" tabindex=tab data-item=id
            aria-rowindex=move || row.index() aria-selected=move || if desk.picked.with(|p| p.has(&picked)) { "true" } else { "false" }
            on:focusin=move |_| row.hold(&mine)
            on:keydown=move |e| {
                // Keys on a control inside the row are that control's.
                if event_target::<web_sys::Element>(&e).get_attribute("role").as_deref() != Some("row") { return }
                match e.key().as_str() {
                    "Enter" => { e.prevent_default(); desk.open.run(Some(opened.clone())) }
                    " " if pick => {
                        e.prevent_default();
                        let on = !desk.picked.with_untracked(|p| p.has(&toggled));
                        tick(desk, &toggled, on);
                    }
                    _ => {}
                }
            }>
            {tick_box}
            <span class="cell c-title" role="gridcell">
                <a class="clip title" href=href tabindex=tab><bdi>{move || title.get()}</bdi></a>
                <small class="clip">{below}</small>
            </span>
            {own}
            <span class="cell c-whose" role="gridcell"><Assignee desk=desk kind=kind item=c class="role" tab=Live::from(move || Some(row.tab()))/></span>
            <span class="cell c-when dim small" role="gridcell">{when}</span>
        </div>
    }
}

/// A line that is not loaded yet.
pub fn bones(pick: bool) -> AnyView {
    view! {
        <div class="line" role="row" aria-hidden="true">
            {pick.then(|| view! { <span class="cell pick"></span> })}
            <span class="cell c-title"><span class="bone w2"></span><span class="bone w1"></span></span>
            <span class="cell c-whose"><span class="bone w2"></span></span>
        </div>
    }
}
