//! After somebody with far-reaching rights has gone: what they leave behind, as a checklist (JT16).

mod card;

use crate::api::{self, Thing};
use crate::features::fetched::Fetched;
use crate::features::integrations::MANAGE;
use crate::features::links::Links;
use crate::features::sure::{Sure, sure_dialog};
use crate::state::Team;
use crate::ui::{Empty, Icon};
use crate::view::prelude::*;
use crate::words::{W, t};
use card::card;
use shared::api::DepartureView;

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    links: Links,
    list: Fetched<Vec<DepartureView>>,
    sure: RwSignal<Option<Sure>>,
}

#[component(part = admin)]
pub fn DeparturesPage(team: Team, links: Links) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(MANAGE, None)).is_free() {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::Departures)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    }
    let list =
        Fetched::new(team, "flow", |id| Box::pin(async move { Ok(api::departures(&id).await?.items) }));
    // Somebody has gone or come back.
    team.on_news("members", move || list.ask());
    let desk = Desk { team, links, list, sure: RwSignal::new(None) };
    // Work of theirs may change hands meanwhile.
    for (kind, _) in team.data.get_untracked().policy.profile().work.iter() {
        team.on_news(["work:", kind].concat(), move || desk.list.ask());
    }
    let body = desk.list.view(move || {
        let empty = Memo::new(move |_| desk.list.with(Vec::is_empty).unwrap_or(true));
        let rows = move || {
            desk.list.with(|l| l.iter().map(|d| d.id.clone()).collect::<Vec<_>>()).unwrap_or_default()
        };
        view! {
            {move || empty.get().then(|| view! { <Empty glyph=Icon::Out title=t(W::NoDepartures) text=t(W::NoDeparturesText)/> })}
            <div class="plates">{keyed(rows, String::clone, move |id| card(desk, id))}</div>
        }
    });
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::Departures)}</h1><p>{t(W::DeparturesLead)}</p></div></div>
            {body}
            {sure_dialog(team, desk.sure)}
        </main>
    }
    .into_any()
}

/// What each thing is called on a checklist.
fn thing_word(thing: Thing) -> &'static str {
    t(match thing {
        Thing::Key => W::ApiKey,
        Thing::Webhook => W::Webhook,
        Thing::Automation => W::Automation,
    })
}
