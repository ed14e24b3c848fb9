//! The rows of the list of members: what it is narrowed to, and what writes make of it.

use crate::api;
use crate::features::paged::{Asked, Keyed, Page, Paged};
use crate::state::Team;
use crate::view::prelude::*;
use shared::api::{MemberQuery, MemberView, Revised, Sort};
use shared::policy::Status;

impl Keyed for MemberView {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What the list is narrowed to.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub q: String,
    pub status: Option<&'static str>,
    pub role: Option<String>,
    pub sort: Sort,
}

impl Narrow {
    fn query(&self, after: Option<String>, limit: u32) -> MemberQuery {
        MemberQuery {
            q: (!self.q.trim_ascii().is_empty()).then(|| self.q.trim_ascii().to_owned()),
            status: self.status.map(str::to_owned),
            role: self.role.clone(),
            sort: Some(self.sort),
            after,
            limit: Some(limit),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Store {
    team: Team,
    pub list: Paged<MemberView>,
    pub narrow: RwSignal<Narrow>,
    revision: StoredValue<i64>,
}

impl Store {
    pub fn new(team: Team, status: Option<&'static str>) -> Self {
        let narrow = RwSignal::new(Narrow { status, ..Narrow::default() });
        let fetch = move |(after, limit): (Option<String>, u32)| -> Asked<MemberView> {
            let q = narrow.with_untracked(|n| n.query(after, limit));
            Box::pin(async move {
                let page = api::members(&team.id(), &q).await?;
                Ok(Page { items: page.items, next: page.next, total: page.total })
            })
        };
        let revision = StoredValue::new(team.data.with_untracked(|d| d.revision));
        let store = Self { team, list: Paged::new(Callback::new(fetch)), narrow, revision };
        let mut before: Option<Narrow> = None;
        later(move || {
            let now = narrow.get();
            match &before {
                // Typing waits a moment; everything else acts at once.
                Some(b) if b.q != now.q => store.list.ask_soon(),
                Some(b) if *b == now => {}
                Some(_) | None => store.ask(),
            }
            before = Some(now);
        });
        // Somebody else changed the team: the same list again, without a flash.
        later(move || {
            let revision = team.data.with(|d| d.revision);
            if revision > store.revision.get_value() {
                store.revision.set_value(revision);
                store.ask();
            }
        });
        store
    }

    /// Asks for the list from its beginning. What is shown stays until the answer is there.
    pub fn ask(self) {
        if self.revision.try_get_value().is_some() {
            self.list.ask();
        }
    }

    pub fn get(self, id: &str) -> Option<ArcRwSignal<MemberView>> {
        self.list.get(id)
    }

    /// Takes over what a write answered: fresh rows in place, rows out that are gone or no longer belong to the list.
    pub fn took(self, revised: &Revised) {
        let Some(before) = self.revision.try_get_value() else {
            // The page was left while the write was on its way: what is shown now asks for itself.
            return self.team.took_revised(revised);
        };
        self.revision.set_value(revised.revision);
        self.team.took_revised(revised);
        let status = self.narrow.with_untracked(|n| n.status).and_then(Status::listed);
        let mut gone: Vec<String> = revised.removed.clone();
        // A list that is on its way may have been read before this write; one with another filter may lack the row.
        // More than one step ahead: somebody else wrote in between, and that news would be taken for my own.
        let mut again = self.list.stale.get_untracked() || revised.revision > before.saturating_add(1);
        for m in &revised.members {
            match self.get(&m.id) {
                Some(row) => row.set(m.clone()),
                None => again |= status.is_some_and(|s| m.status.stands_under(s)),
            }
            if status.is_some_and(|s| !m.status.stands_under(s)) {
                gone.push(m.id.clone());
            }
        }
        self.list.drop_rows(&gone);
        if again {
            self.ask();
        }
    }

    /// After inviting: where the new rows stand in the order only the server knows.
    pub fn grew(self, revision: i64) {
        self.revision.set_value(revision);
        self.ask();
    }
}
