//! Who has not been here for long, what is done about it, and the records of it (VA11).

mod line;
mod open;
mod record;
mod start;

use crate::api;
use crate::features::fetched::Fetched;
use crate::features::links::{Links, Place};
use crate::features::members::{Ask, Desk as People, Details, Questions, Store};
use crate::features::sure::{Sure, sure_dialog};
use crate::state::Team;
use crate::ui::{Ago, Empty, Icon};
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};
use shared::api::{ReviewDetail, ReviewView, Sort};
use shared::policy::Command;

pub const REVIEW: Command = Command::ReviewAccess;
/// How long the answer to a write may take to be seen.
const LATE: i32 = 4_000;
const KEPT: &str = "kept";
const REDUCED: &str = "reduced";
const REMOVED: &str = "removed";

/// What the page shows.
struct Shown {
    past: Vec<ReviewView>,
    open: Option<ReviewDetail>,
}

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    links: Links,
    page: Fetched<Shown>,
    /// The dialogs of the member list, with what they write to.
    people: People,
    /// Whose access is being taken from here: once it is, their line says so by itself.
    watched: RwSignal<Vec<String>>,
    /// Whose line is being written.
    busy: RwSignal<Vec<String>>,
    sure: RwSignal<Option<Sure>>,
}

/// * `review`: the record to show; otherwise the review that is open, and the list.
#[component(part = admin)]
pub fn ReviewsPage(team: Team, links: Links, review: Option<String>) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(REVIEW, None)).is_free() {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::NoRightTitle)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> };
    }
    match review {
        Some(id) => record::page(team, links, id),
        None => current(team, links),
    }
}

fn current(team: Team, links: Links) -> AnyView {
    let page = Fetched::new(team, "reviews", |id| {
        Box::pin(async move {
            let all = api::reviews(&id, None).await?.items;
            let (open, past): (Vec<_>, Vec<_>) = all.into_iter().partition(|r| r.closed_at.is_none());
            let open = match open.first() {
                Some(r) => Some(api::review(&id, &r.id).await?),
                None => None,
            };
            Ok(Shown { past, open })
        })
    });
    team.on_news("members", move || page.ask());
    let panel = RwSignal::new(None);
    let store = Store::new(team, None);
    // The people of a review stand at the beginning of this order.
    store.narrow.update(|n| n.sort = Sort::LastActive);
    let people = People {
        team,
        store,
        ask: RwSignal::new(None::<Ask>),
        picked: RwSignal::new(Vec::new()),
        busy: RwSignal::new(Vec::new()),
        open: Callback::new(move |id: Option<String>| panel.set(id)),
        links,
    };
    let desk = Desk {
        team,
        links,
        page,
        people,
        watched: RwSignal::new(Vec::new()),
        busy: RwSignal::new(Vec::new()),
        sure: RwSignal::new(None),
    };
    // What was written here is looked at again at once, also while the live connection is away.
    let mut first = true;
    later(move || {
        team.data.with(|d| d.revision);
        if !std::mem::take(&mut first) {
            untrack(|| page.ask());
        }
    });
    // What happens after a dialog was left is somebody else's doing.
    later(move || {
        if panel.with(Option::is_none)
            && people.ask.with(Option::is_none)
            && !desk.watched.with(Vec::is_empty)
        {
            set_timeout(
                move || {
                    let left = panel.try_with_untracked(Option::is_none) == Some(true)
                        && people.ask.try_with_untracked(Option::is_none) == Some(true);
                    if left {
                        desk.watched.try_set(Vec::new());
                    }
                },
                LATE,
            );
        }
    });
    let open = Memo::new(move |_| {
        page.with(|p| p.open.as_ref().map(|o| o.review.id.clone())).flatten().unwrap_or_default()
    });
    let body = page.view(move || {
        let top = move || {
            let id = open.get();
            untrack(|| if id.is_empty() { start::form(desk) } else { open::review(desk, id) })
        };
        view! { {top}{past(desk)} }
    });
    let asked = Memo::new(move |_| people.ask.with(Option::is_some));
    let details = move || panel.get().map(|id| view! { <Details desk=people id=id/> });
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::Reviews)}</h1><p>{t(W::ReviewsLead)}</p></div></div>
            {body}
            {move || asked.get().then(|| view! { <Questions desk=people/> })}
            {details}
            {sure_dialog(team, desk.sure)}
        </main>
    }
}

/// The records, newest first.
fn past(desk: Desk) -> AnyView {
    let rows = move || desk.page.with(|p| p.past.clone()).unwrap_or_default();
    let none = Memo::new(move |_| desk.page.with(|p| p.past.is_empty()).unwrap_or(true));
    let row = move |r: ReviewView| {
        let now = desk.team.data.with_untracked(|d| d.now());
        let at = r.closed_at.unwrap_or(r.started_at);
        let days = who(r.days);
        let href = desk.links.to(Place::Review { id: r.id.clone() });
        view! {
            <li class="item press" data-review=r.id.clone()><a class="row-press past" href=href>
                <span class="grow"><b><Ago at=at now=now/></b><small class="dim block"><bdi>{r.by.clone()}</bdi>" · "{days}</small></span>
                {tally(&r)}
            </a></li>
        }
    };
    view! {
        <section class="block-section"><div class="section-head"><h2>{t(W::PastReviews)}</h2></div>
            {move || none.get().then(|| view! { <p class="dim none">{t(W::NoPastReviews)}</p> })}
            <ul class="group things" role="list" hidden=move || none.get()>{keyed(rows, |r: &ReviewView| r.id.clone(), row)}</ul>
        </section>
    }
}

/// Who was taken into it.
fn who(days: u32) -> String {
    if days == 0 { t(W::ReviewAll).to_owned() } else { fill(W::ReviewOf, &[("n", &number(days))]) }
}

/// How many of each outcome.
fn tally(r: &ReviewView) -> AnyView {
    let all = [
        (W::Kept, r.kept, "ok"),
        (W::Reduced, r.reduced, "wait"),
        (W::Removed, r.removed, "off"),
        (W::NotDecided, r.undecided(), "bad"),
    ];
    let one = |(word, n, tone): (W, u32, &'static str)| {
        let class = ["badge ", tone].concat();
        let text = [t(word), ": ", &number(n)].concat();
        (n > 0).then(|| view! { <span class=class data-outcome=tone>{text}</span> })
    };
    let all: Vec<_> = all.into_iter().filter_map(one).collect();
    view! { <span class="row outcomes">{all}</span> }
}

/// What became of somebody's access, in words.
fn outcome_word(outcome: &str) -> W {
    match outcome {
        KEPT => W::Kept,
        REDUCED => W::Reduced,
        REMOVED => W::Removed,
        _ => W::NotDecided,
    }
}
