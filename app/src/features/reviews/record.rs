//! A review to look up: everybody in it with what was decided, and the same as a file.

use super::line::{held, role};
use super::{outcome_word, tally, who};
use crate::api::{self, Failure};
use crate::features::explain::failure;
use crate::features::links::{Links, Place};
use crate::state::Team;
use crate::ui::{Ago, Empty, Icon, Skeleton, icon, time};
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};
use shared::api::{ReviewDetail, ReviewLine};
use wasm_bindgen_futures::spawn_local;

pub fn page(team: Team, links: Links, id: String) -> AnyView {
    let found = RwSignal::new(None::<Result<ReviewDetail, Failure>>);
    let wanted = id.clone();
    let load = move || {
        let id = wanted.clone();
        spawn_local(async move {
            found.try_set(Some(api::review(&team.id(), &id).await));
        });
    };
    load();
    // An open one is still being written.
    team.on_news("reviews", load);
    let body = move || {
        found.with(|f| match f {
            None => view! { <div aria-busy="true"><Skeleton rows=4/></div> },
            Some(Err(f)) => {
                let text = team.data.with_untracked(|d| failure(Some(d), f));
                view! { <Empty glyph=Icon::Empty title=t(W::LoadFailed) text=text/> }
            }
            Some(Ok(r)) => shown(team, r),
        })
    };
    let back = links.to(Place::Reviews);
    let file = api::review_export(&team.id(), &id);
    view! {
        <main class="page" id="main">
            <a class="btn quiet back" href=back>{icon(Icon::Back)}{t(W::Reviews)}</a>
            <div class="page-head"><div><h1 tabindex="-1">{t(W::ReviewRecord)}</h1></div>
                <div class="row"><a class="btn" href=file download="" aria-label=t(W::ExportWork)>{icon(Icon::Download)}<span class="wide">{t(W::ExportWork)}</span></a></div></div>
            <div class="stack">{body}</div>
        </main>
    }
}

fn shown(team: Team, r: &ReviewDetail) -> AnyView {
    let now = team.data.with_untracked(|d| d.now());
    let head = &r.review;
    let ago = |at: i64| view! { <Ago at=at now=now/> }.into_any();
    let days = who(head.days);
    // A record says its days in full.
    let began = time::full(head.started_at);
    let closed = match head.closed_at {
        Some(at) => [t(W::Closed), ": ", &time::full(at)].concat().into_any(),
        None => t(W::OpenReview).into_any(),
    };
    if r.lines.is_empty() {
        let title = fill(W::ReviewNobody, &[("n", &number(head.days))]);
        return view! { <p class="dim">{days}" · "<bdi>{head.by.clone()}</bdi>" · "{began}" · "{closed}</p><Empty glyph=Icon::Check title=title/> };
    }
    let row = |l: &ReviewLine| {
        let decided = l
            .at
            .map(|at| view! { <span class="dim small block"><bdi>{l.by.clone()}</bdi>" · "{ago(at)}</span> });
        let seen = l.last_active_at.map_or_else(|| t(W::Never).into_any(), ago);
        view! {
            <tr data-outcome=l.outcome.clone()><th scope="row"><bdi>{l.name.clone()}</bdi></th><td>{role(&team.data.get_untracked(), l)}</td>
                <td class="may">{held(team, l)}</td><td class="dim">{seen}</td><td>{t(outcome_word(&l.outcome))}{decided}</td></tr>
        }
    };
    let rows: Vec<AnyView> = r.lines.iter().map(row).collect();
    view! {
        <p class="dim">{days}" · "<bdi>{head.by.clone()}</bdi>" · "{began}" · "{closed}</p>
        {tally(head)}
        <div class="scroll-x" tabindex="0" role="region" aria-label=t(W::ReviewRecord)><table class="matrix audit review-record">
            <thead><tr><th scope="col">{t(W::Name)}</th><th scope="col">{team.word("role")}</th><th scope="col">{t(W::Permissions)}</th><th scope="col">{t(W::LastActive)}</th><th scope="col">{t(W::Outcome)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}
