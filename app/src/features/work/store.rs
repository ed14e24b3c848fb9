//! The list of a kind: what it is narrowed to, its rows, and how many whose.

use super::kind::Kind;
use crate::api;
use crate::features::paged::{Asked, Keyed, Page, Paged};
use crate::view::prelude::*;
use shared::api::{PersonCount, WorkFilter, WorkQuery, WorkSort, WorkTally, WorkView};
use wasm_bindgen_futures::spawn_local;

impl Keyed for WorkView {
    fn id(&self) -> &str {
        &self.id
    }
}

/// With a search the server counts no further.
pub const COUNTED: u32 = 1_000;

/// What the list is narrowed to.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub q: String,
    /// A member's id, [`ME`], [`NOBODY`], or empty for everybody.
    pub assignee: String,
    pub resource: String,
    pub sort: WorkSort,
}

/// Assigned to the viewer.
pub const ME: &str = "me";
/// Assigned to nobody.
pub const NOBODY: &str = "none";

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Narrow {
    pub fn is_all(&self) -> bool {
        self.q.trim().is_empty() && self.assignee.is_empty() && self.resource.is_empty()
    }

    pub fn query(&self, after: Option<String>, limit: Option<u32>) -> WorkQuery {
        WorkQuery {
            q: some(&self.q),
            assignee: some(&self.assignee),
            resource: some(&self.resource),
            sort: Some(self.sort),
            after,
            limit,
        }
    }

    /// The same for a command about all that match.
    pub fn filter(&self) -> WorkFilter {
        WorkFilter { q: some(&self.q), assignee: some(&self.assignee), resource: some(&self.resource) }
    }
}

#[derive(Clone, Copy)]
pub struct Store {
    pub kind: Kind,
    pub list: Paged<WorkView>,
    pub narrow: RwSignal<Narrow>,
    pub tally: RwSignal<WorkTally>,
    /// Who has how many, most first.
    pub people: RwSignal<Vec<PersonCount>>,
}

impl Store {
    pub fn new(kind: Kind, narrow: Narrow) -> Self {
        let team = kind.team;
        let narrow = RwSignal::new(narrow);
        let tally = RwSignal::new(WorkTally::default());
        let fetch = move |(after, limit): (Option<String>, u32)| -> Asked<WorkView> {
            let q = narrow.with_untracked(|n| n.query(after, Some(limit)));
            Box::pin(async move {
                let page = api::work(&team.id(), &kind.name(), &q).await?;
                tally.try_set(page.tally);
                Ok(Page { items: page.items, next: page.next, total: page.total })
            })
        };
        let list = Paged::new(Callback::new(fetch));
        let store = Self { kind, list, narrow, tally, people: RwSignal::new(Vec::new()) };
        let mut before: Option<Narrow> = None;
        later(move || {
            let now = narrow.get();
            match &before {
                // Typing waits a moment; everything else acts at once.
                Some(b) if b.q != now.q => list.ask_soon(),
                Some(b) if *b == now => {}
                Some(_) | None => list.ask(),
            }
            before = Some(now);
        });
        store.count();
        // Somebody changed something: the same list again, without a flash.
        team.on_news(["work:", &kind.name()].concat(), move || {
            list.ask();
            store.count();
        });
        store
    }

    /// Asks who has how many.
    pub fn count(self) {
        let kind = self.kind;
        spawn_local(async move {
            // A filter without its counts still filters.
            if let Ok(counts) = api::work_counts(&kind.team.id(), &kind.name()).await {
                self.people.try_set(counts.people);
                self.tally.try_set(counts.tally);
            }
        });
    }

    /// The list and its counts, after something was done.
    pub fn ask(self) {
        self.list.ask();
        self.count();
    }

    /// True while the count of what matches may be less than there is.
    pub fn counts_part(self) -> bool {
        self.narrow.with(|n| !n.q.trim().is_empty()) && self.list.total.get() >= COUNTED
    }
}
