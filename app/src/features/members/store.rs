//! The rows of the list: keyset pages, loaded as they come into sight; each row a signal of its own, so that a change redraws
//! that row and focus stays where it is.

use crate::api::{self, Failure};
use crate::state::Team;
use crate::view::prelude::*;
use shared::api::{MemberQuery, MemberView, MembersPage, Revised, Sort};
use std::ops::Range;
use wasm_bindgen_futures::spawn_local;

const PAGE: u32 = 200;
/// While scrolled far ahead of what is loaded.
const BIG_PAGE: u32 = 500;
/// Rows loaded beyond what is in sight.
const AHEAD: usize = 60;
/// Milliseconds of rest before a search is sent.
const TYPING: i32 = 140;

/// A row: its id, and what is known of it.
#[derive(Clone)]
pub struct Row {
    pub id: String,
    pub data: ArcRwSignal<MemberView>,
}

/// What the list is narrowed to.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub q: String,
    pub status: Option<&'static str>,
    pub role: Option<String>,
    pub sort: Sort,
}

#[derive(Clone, PartialEq)]
pub enum Load {
    First,
    Ready,
    Failed(Failure),
}

#[derive(Clone, Copy)]
pub struct Store {
    team: Team,
    pub rows: RwSignal<Vec<Row>>,
    pub total: RwSignal<u32>,
    pub load: RwSignal<Load>,
    pub narrow: RwSignal<Narrow>,
    /// A narrower list is on its way; what is shown is the old one.
    pub stale: RwSignal<bool>,
    next: StoredValue<Option<String>>,
    /// Counts questions; an answer to an older one is dropped.
    turn: StoredValue<u32>,
    loading: StoredValue<bool>,
    want: StoredValue<usize>,
    revision: StoredValue<i64>,
}

impl Store {
    pub fn new(team: Team, status: Option<&'static str>) -> Self {
        let store = Self {
            team,
            rows: RwSignal::new(Vec::new()),
            total: RwSignal::new(0),
            load: RwSignal::new(Load::First),
            narrow: RwSignal::new(Narrow { status, ..Narrow::default() }),
            stale: RwSignal::new(false),
            next: StoredValue::new(None),
            turn: StoredValue::new(0),
            loading: StoredValue::new(false),
            want: StoredValue::new(0),
            revision: StoredValue::new(team.data.with_untracked(|d| d.revision)),
        };
        let mut before: Option<Narrow> = None;
        later(move || {
            let now = store.narrow.get();
            match &before {
                // Typing waits a moment; everything else acts at once.
                Some(b) if b.q != now.q => store.ask_after(TYPING),
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

    fn query(self, after: Option<String>, limit: u32) -> MemberQuery {
        self.narrow.with_untracked(|n| MemberQuery {
            q: (!n.q.trim().is_empty()).then(|| n.q.trim().to_owned()),
            status: n.status.map(str::to_owned),
            role: n.role.clone(),
            sort: Some(n.sort),
            after,
            limit: Some(limit),
        })
    }

    fn next_turn(self) -> u32 {
        self.turn
            .try_update_value(|t| {
                *t = t.wrapping_add(1);
                *t
            })
            .unwrap_or_default()
    }

    fn ask_after(self, wait: i32) {
        let turn = self.next_turn();
        self.stale.set(true);
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) {
                    self.ask();
                }
            },
            wait,
        );
    }

    /// Asks for the list from its beginning. What is shown stays until the answer is there.
    pub fn ask(self) {
        let turn = self.next_turn();
        self.stale.set(true);
        let shown = self.rows.with_untracked(Vec::len) as u32;
        spawn_local(async move {
            let answer = api::members(&self.team.id(), &self.query(None, shown.clamp(PAGE, BIG_PAGE))).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => self.replace(page),
                Err(f) => self.load.set(Load::Failed(f)),
            }
            self.stale.set(false);
        });
    }

    fn replace(self, page: MembersPage) {
        let old = self.rows.get_untracked();
        let rows = page.items.into_iter().map(|m| keep(&old, m)).collect();
        self.next.set_value(page.next);
        self.loading.set_value(false);
        self.rows.set(rows);
        self.total.set(page.total);
        self.load.set(Load::Ready);
        self.more();
    }

    /// Told by the list which rows are in sight.
    pub fn seen(self, range: Range<usize>) {
        self.want.set_value(range.end + AHEAD);
        self.more();
    }

    fn more(self) {
        let have = self.rows.with_untracked(Vec::len);
        let want = self.want.get_value();
        let Some(after) = self.next.get_value() else { return };
        if have >= want || self.loading.get_value() {
            return;
        }
        self.loading.set_value(true);
        let turn = self.turn.get_value();
        let limit = if want - have > PAGE as usize { BIG_PAGE } else { PAGE };
        spawn_local(async move {
            let answer = api::members(&self.team.id(), &self.query(Some(after), limit)).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.loading.set_value(false);
            match answer {
                Ok(page) => {
                    self.next.set_value(page.next);
                    self.rows.update(|rows| {
                        let more: Vec<Row> = page
                            .items
                            .into_iter()
                            .filter(|m| !rows.iter().rev().take(3).any(|r| r.id == m.id))
                            .map(row)
                            .collect();
                        rows.extend(more);
                    });
                    self.total.set(page.total);
                    self.more();
                }
                Err(f) => self.load.set(Load::Failed(f)),
            }
        });
    }

    pub fn get(self, id: &str) -> Option<ArcRwSignal<MemberView>> {
        self.rows.with_untracked(|rows| rows.iter().find(|r| r.id == id).map(|r| r.data.clone()))
    }

    /// Takes over what a write answered: fresh rows in place, rows out that are gone or no longer belong to the list.
    pub fn took(self, revised: &Revised) {
        self.revision.set_value(revised.revision);
        self.team.took_revised(revised);
        let status = self.narrow.with_untracked(|n| n.status);
        let mut gone: Vec<String> = revised.removed.clone();
        // A list that is on its way may have been read before this write; one with another filter may lack the row.
        let mut again = self.stale.get_untracked();
        for m in &revised.members {
            match self.get(&m.id) {
                Some(row) => row.set(m.clone()),
                None => again |= status == Some(m.status.id()),
            }
            if status.is_some_and(|s| s != m.status.id()) {
                gone.push(m.id.clone());
            }
        }
        self.rows.update(|rows| {
            let before = rows.len();
            rows.retain(|r| !gone.contains(&r.id));
            let out = u32::try_from(before - rows.len()).unwrap_or_default();
            self.total.update(|t| *t = t.saturating_sub(out));
        });
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

fn row(m: MemberView) -> Row {
    Row { id: m.id.clone(), data: ArcRwSignal::new(m) }
}

/// The same row object when the member was shown already.
fn keep(old: &[Row], m: MemberView) -> Row {
    match old.iter().find(|r| r.id == m.id) {
        Some(r) => {
            if r.data.with_untracked(|d| *d != m) {
                r.data.set(m);
            }
            r.clone()
        }
        None => row(m),
    }
}
