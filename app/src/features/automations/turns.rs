//! The rotation: its people in order, who is next, who is skipped and why.

use crate::state::TeamData;
use crate::ui::{Avatar, Badge, Tone};
use crate::view::prelude::*;
use crate::words::{W, fill, lower, number, t};
use shared::api::{AutomationView, TurnView};

/// Why somebody is skipped, in words. The ids are those of `shared::policy::Skip`.
fn skipped(data: &TeamData, why: &str, kind: &str) -> String {
    let word = match why {
        "away" => t(W::SkipAway).to_owned(),
        "pending" => t(W::SkipPending).to_owned(),
        "deactivated" => lower(&data.word("deactivated")),
        _ => fill(W::SkipCannotHold, &[("many", &super::kind_word(data, kind, 2))]),
    };
    fill(W::Skipped, &[("why", &word)])
}

pub fn rotation(data: &TeamData, a: &AutomationView) -> AnyView {
    let one = |m: &TurnView| {
        let (name, id) = (m.name.clone(), m.id.clone());
        let next = a.on && a.next.as_deref() == Some(&m.id) && m.skipped.is_none();
        let badge = match &m.skipped {
            Some(why) => Some((Tone::Off, skipped(data, why, &a.kind))),
            None if next => Some((Tone::Ok, t(W::NextInTurn).to_owned())),
            None => None,
        };
        let served = fill(W::Served, &[("n", &number(m.served))]);
        let shown = name.clone();
        view! {
            <li data-member=id.clone() data-skipped=m.skipped.clone() data-next=next.then_some("true") class:off=m.skipped.is_some()>
                <Avatar name=Signal::derive(move || shown.clone()) key=id size="s"/><bdi class="clip">{name}</bdi>
                {badge.map(|(tone, text)| view! { <Badge tone=tone text=text/> })}
                <span class="end dim small num">{served}</span>
            </li>
        }
    };
    let rows: Vec<_> = a.members.iter().map(one).collect();
    view! { <ol class="turns" aria-label=t(W::Rotation)>{rows}</ol> }
}
