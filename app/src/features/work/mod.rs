//! Work: each kind's list, its items, and how they come to people.

mod assignee;
mod bulk;
mod create;
mod desk;
mod detail;
mod fields;
mod filters;
mod history;
mod import;
mod kind;
mod link;
mod list;
pub mod picked;
mod row;
mod store;

pub use fields::field;
pub use import::Import;

use crate::api;
use crate::features::action::ActionButton;
use crate::features::links::{Links, Place};
use crate::state::Team;
use crate::ui::{Empty, Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, noun, t};
use desk::{Ask, Desk};
use kind::Kind;
use picked::Picked;
use store::{Narrow, Store};

/// * `kind`: which kind of work.
/// * `of`: whose items the list shows, from the address bar; `on_of` is told when that changes here.
/// * `open`: the item whose details are shown; `on_open` asks to show others or none.
#[component(part = work)]
pub fn Work(
    team: Team,
    links: Links,
    kind: String,
    of: Signal<String>,
    on_of: Callback<String>,
    open: Signal<Option<String>>,
    on_open: Callback<Option<String>>,
) -> AnyView {
    let Some(kind) = Kind::of(team, &kind) else { return no_such_page() };
    let start = Narrow { assignee: of.get_untracked(), ..Narrow::default() };
    let desk = Desk {
        kind,
        store: Store::new(kind, start),
        ask: RwSignal::new(None),
        picked: RwSignal::new(Picked::default()),
        links,
        open: on_open,
        of: on_of,
        moves: RwSignal::new(0),
    };
    // Back and Forward.
    later(move || {
        let of = of.get();
        if desk.store.narrow.with_untracked(|n| n.assignee != of) {
            desk.picked.set(Picked::default());
            desk.store.narrow.update(|n| n.assignee = of);
        }
    });
    let questions = move || {
        let ask = desk.ask.get();
        // Drawn once each: a form must not begin anew when something in the team changes.
        untrack(|| match ask {
            None => ().into_any(),
            Some(Ask::Create) => view! { <create::Create desk=desk/> },
            Some(Ask::Assign) => view! { <bulk::AssignMany desk=desk/> },
        })
    };
    let details = move || open.get().map(|id| view! { <detail::Details desk=desk id=id/> });
    view! {
        <main class="page" id="main">
            <div class="page-head">
                <div><h1 tabindex="-1">{kind.plural()}</h1><p>{kind.about()}</p>{move || narrowed(kind)}</div>
                <div class="row">{export(desk)}{import_link(desk)}{add(desk)}</div>
            </div>
            <filters::Filters desk=desk/>
            <list::List desk=desk/>
            <bulk::Bulk desk=desk/>
            {questions}
            {details}
        </main>
    }
}

/// A kind that does not exist and one that is not for this viewer look the same.
fn no_such_page() -> AnyView {
    view! { <main class="page" id="main"><h1 class="sr">{t(W::PageGone)}</h1><Empty glyph=Icon::Empty title=t(W::PageGone) text=t(W::PageGoneText)/></main> }
}

/// Whoever sees only a part should know that it is one.
fn narrowed(kind: Kind) -> AnyView {
    let scope = kind.scope();
    let resources =
        kind.team.data.with(|d| d.policy.profile().resources.as_ref().map(|r| noun(0, &r.one, &r.label)));
    let words = [("kind", kind.noun(0)), ("resources", resources.unwrap_or_default())];
    let words = words.each_ref().map(|(k, v)| (*k, v.as_str()));
    let line =
        |on: bool, id: W| on.then(|| view! { <p class="narrowed">{icon(Icon::Eye)}{fill(id, &words)}</p> });
    view! { {line(scope.assigned, W::NarrowAssigned)}{line(scope.access, W::NarrowAccess)}{line(scope.unit, W::NarrowUnit)} }
}

/// What the list shows now, as a file.
fn export(desk: Desk) -> AnyView {
    let kind = desk.kind;
    let href = move || {
        desk.store.narrow.with(|n| api::work_export(&kind.team.id(), &kind.name(), &n.query(None, None)))
    };
    view! { <a class="btn" href=href download="" aria-label=t(W::ExportWork) data-action=kind.view_command().action().id()>{icon(Icon::Download)}<span class="wide">{t(W::ExportWork)}</span></a> }
}

fn import_link(desk: Desk) -> AnyView {
    let kind = desk.kind;
    let command = kind.import_command();
    if !kind.is_imported() || !kind.judge(command).is_free() {
        return ().into_any();
    }
    let href = desk.links.to(Place::Import { kind: kind.name() });
    view! { <a class="btn" href=href aria-label=t(W::ImportWork) data-action=command.action().id()>{icon(Icon::Upload)}<span class="wide">{t(W::ImportWork)}</span></a> }
}

fn add(desk: Desk) -> AnyView {
    let kind = desk.kind;
    let command = kind.edit_command();
    let label = fill(W::AddWork, &[("kind", &kind.noun(1))]);
    view! {
        <ActionButton team=kind.team command=command verdict=Callback::new(move |()| kind.judge(command)) label=label kind="primary" glyph=Icon::Plus
            on_press=Callback::new(move |()| desk.ask.set(Some(Ask::Create)))/>
    }
}
