//! Importing a kind of work from a file (JT9): choose it, see what its columns are, say who gets the items, check, import.

mod columns;
mod ended;
mod faults;
mod file;
mod people;
mod wizard;

use super::kind::Kind;
use crate::api;
use crate::features::links::{Links, Place};
use crate::state::Team;
use crate::ui::{Icon, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use wizard::{Stage, Wizard};

/// * `kind`: what the lines of the file become.
#[component(part = work)]
pub fn Import(team: Team, links: Links, kind: String) -> AnyView {
    let may = |k: &Kind| k.is_imported() && k.judge(k.import_command()).is_free();
    let Some(kind) = Kind::of(team, &kind).filter(may) else { return super::no_such_page() };
    let w = Wizard::new(kind);
    w.earlier();
    team.on_news("imports", move || w.again());
    let stage = Memo::new(move |_| w.stage().name());
    let body = move || {
        stage.with(|_| ());
        // What was pressed is gone with its step.
        dom::after_draw(dom::rescue_focus);
        match untrack(|| w.stage()) {
            Stage::Choose => file::choose(w),
            Stage::Reading(name) => file::reading(name),
            Stage::Plan => plan(w),
            Stage::Running => ended::running(w),
            Stage::Ended => ended::ended(w, links),
        }
    };
    let back = links.to(Place::Work { kind: kind.name(), assignee: None });
    view! {
        <main class="page narrow" id="main">
            <p class="small"><a class="back" href=back>{icon(Icon::Back)}{kind.plural()}</a></p>
            <div class="page-head"><div><h1 tabindex="-1">{fill(W::ImportTitle, &[("kind", &kind.noun(0))])}</h1><p>{t(W::ImportLead)}</p></div></div>
            <div class="stack import">{body}{ended::earlier(w)}</div>
        </main>
    }
}

/// The file is read: columns, people, check.
fn plan(w: Wizard) -> AnyView {
    view! { {file::facts(w)}{columns::columns(w)}{people::people(w)}{faults::check(w)} }
}

/// Where all faults of a file are.
fn faults_file(w: Wizard) -> String {
    let id = w.now.with(|n| n.as_ref().map(|n| n.id.clone()).unwrap_or_default());
    api::import_faults(&w.kind.team.id(), &id)
}
