//! What happened to an item, newest first.

use super::kind::Kind;
use crate::ui::{Ago, Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::WorkEvent;

/// What happened, and what was said with it.
fn words(e: &WorkEvent) -> (Icon, String, String) {
    let said = e.text.clone();
    let names = [("from", e.from.as_str()), ("to", e.to.as_str())];
    match e.kind.as_str() {
        "assigned" if e.to.is_empty() => (Icon::Person, fill(W::EvUnassigned, &names), said),
        "assigned" if e.from.is_empty() => (Icon::Person, fill(W::EvAssigned, &names), said),
        "assigned" => (Icon::Swap, fill(W::EvReassigned, &names), said),
        "edited" => (Icon::Edit, fill(W::EvEdited, &[("text", &said)]), String::new()),
        "note" => (Icon::Note, t(W::EvNote).into(), said),
        "activity" => (Icon::Bolt, t(W::EvActivity).into(), said),
        "arrived" => (Icon::Bolt, t(W::EvArrived).into(), said),
        "imported" => (Icon::Upload, t(W::EvImported).into(), said),
        _ => (Icon::Plus, t(W::EvMade).into(), said),
    }
}

pub fn history(kind: Kind, events: Vec<WorkEvent>) -> AnyView {
    let now = kind.team.data.with_untracked(|d| d.now());
    let one = |e: WorkEvent| {
        let (glyph, what, said) = words(&e);
        let actor = if e.actor.is_empty() { t(W::System).to_owned() } else { e.actor };
        view! {
            <li>
                <span class="disc">{icon(glyph)}</span>
                <div><p>{what}</p>{(!said.is_empty()).then(|| view! { <p class="said"><bdi>{said}</bdi></p> })}
                    <p class="dim small"><bdi>{actor}</bdi>" · "<Ago at=e.at now=now/></p></div>
            </li>
        }
    };
    let rows: Vec<_> = events.into_iter().map(one).collect();
    view! { <section class="stack"><h3>{t(W::History)}</h3><ol class="events">{rows}</ol></section> }
}
