//! What a number of items of each kind of work is called: "312 contacts, 41 opportunities".

use crate::state::TeamData;
use crate::ui::Icon;
use crate::view::prelude::*;
use crate::words::{lower, number};
use shared::api::KindCount;
use shared::profile::WorkIcon;

/// What a kind looks like.
pub fn kind_icon(icon: WorkIcon) -> Icon {
    match icon {
        WorkIcon::Card => Icon::Card,
        WorkIcon::Case => Icon::Case,
        WorkIcon::Bubble => Icon::Bubble,
        WorkIcon::Phone => Icon::Phone,
        WorkIcon::Task => Icon::Task,
        WorkIcon::Note => Icon::Note,
    }
}

/// A kind's word for this many, in the product's own; its id where the rules don't know it.
pub fn kind_word(data: &TeamData, kind: &str, n: u32) -> String {
    match data.policy.kind(kind).and_then(|k| data.policy.kind_def(k)) {
        Some((_, def)) => lower(if n == 1 { &def.label } else { &def.plural }),
        None => kind.to_owned(),
    }
}

pub fn tally(data: &TeamData, kinds: &[KindCount]) -> String {
    let each = kinds.iter().map(|k| [number(k.n).as_str(), " ", &kind_word(data, &k.kind, k.n)].concat());
    each.collect::<Vec<_>>().join(", ")
}

/// The same as a row of small labels. `href`: where each leads, if anywhere.
pub fn tally_chips(
    data: &TeamData,
    kinds: &[KindCount],
    href: impl Fn(&KindCount) -> Option<String>,
) -> AnyView {
    let one = |k: &KindCount| {
        let inside = view! { <b class="num">{number(k.n)}</b>" "{kind_word(data, &k.kind, k.n)} };
        let view = match href(k) {
            Some(to) => view! { <li data-kind=k.kind.clone()><a href=to>{inside}</a></li> },
            None => view! { <li data-kind=k.kind.clone()>{inside}</li> },
        };
        view.into_any()
    };
    let all: Vec<AnyView> = kinds.iter().map(one).collect();
    view! { <ul class="tally" role="list">{all}</ul> }.into_any()
}
