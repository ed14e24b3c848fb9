//! A long list from the server: keyset pages, loaded as they come into sight; each row a signal of its own, so that a change
//! redraws that row and focus stays where it is.

use crate::api::Failure;
use crate::view::prelude::*;
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

const PAGE: u32 = 200;
/// While scrolled far ahead of what is loaded.
const BIG_PAGE: u32 = 500;
/// Rows loaded beyond what is in sight.
const AHEAD: usize = 60;
/// Milliseconds of rest before a search is sent.
pub const TYPING: i32 = 140;

/// What a row shows, known by its id.
pub trait Keyed: Clone + PartialEq + 'static {
    fn id(&self) -> &str;
}

/// A row: its id, and what is known of it.
pub struct Row<T: Keyed> {
    pub id: String,
    pub data: ArcRwSignal<T>,
}

impl<T: Keyed> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), data: self.data.clone() }
    }
}

/// What the server answered.
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
    pub total: u32,
}

/// An answer on its way.
pub type Asked<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Failure>>>>;

#[derive(Clone, PartialEq)]
pub enum Load {
    First,
    Ready,
    Failed(Failure),
}

/// The list. Cheap to copy.
pub struct Paged<T: Keyed> {
    pub rows: RwSignal<Vec<Row<T>>>,
    pub total: RwSignal<u32>,
    pub load: RwSignal<Load>,
    /// A fresh list is on its way; what is shown is the old one.
    pub stale: RwSignal<bool>,
    /// Asks for the page after a place, with so many rows.
    fetch: Callback<(Option<String>, u32), Asked<T>>,
    next: StoredValue<Option<String>>,
    /// Counts questions; an answer to an older one is dropped.
    turn: StoredValue<u32>,
    loading: StoredValue<bool>,
    want: StoredValue<usize>,
}

impl<T: Keyed> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Keyed> Copy for Paged<T> {}

impl<T: Keyed> Paged<T> {
    pub fn new(fetch: Callback<(Option<String>, u32), Asked<T>>) -> Self {
        Self {
            rows: RwSignal::new(Vec::new()),
            total: RwSignal::new(0),
            load: RwSignal::new(Load::First),
            stale: RwSignal::new(false),
            fetch,
            next: StoredValue::new(None),
            turn: StoredValue::new(0),
            loading: StoredValue::new(false),
            want: StoredValue::new(0),
        }
    }

    fn next_turn(self) -> u32 {
        self.turn
            .try_update_value(|t| {
                *t = t.wrapping_add(1);
                *t
            })
            .unwrap_or_default()
    }

    /// Asks once nothing more is typed.
    pub fn ask_soon(self) {
        let turn = self.next_turn();
        self.stale.set(true);
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) {
                    self.ask();
                }
            },
            TYPING,
        );
    }

    /// Asks for the list from its beginning. What is shown stays until the answer is there.
    pub fn ask(self) {
        let turn = self.next_turn();
        self.stale.set(true);
        let shown = self.rows.with_untracked(Vec::len) as u32;
        let asked = self.fetch.run((None, shown.clamp(PAGE, BIG_PAGE)));
        spawn_local(async move {
            let answer = asked.await;
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

    fn replace(self, page: Page<T>) {
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
        let asked = self.fetch.run((Some(after), limit));
        spawn_local(async move {
            let answer = asked.await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.loading.set_value(false);
            match answer {
                Ok(page) => {
                    self.next.set_value(page.next);
                    self.rows.update(|rows| {
                        let known = |id: &str| rows.iter().rev().take(3).any(|r| r.id == id);
                        let more: Vec<Row<T>> =
                            page.items.into_iter().filter(|m| !known(m.id())).map(row).collect();
                        rows.extend(more);
                    });
                    self.total.set(page.total);
                    self.more();
                }
                Err(f) => self.load.set(Load::Failed(f)),
            }
        });
    }

    pub fn get(self, id: &str) -> Option<ArcRwSignal<T>> {
        self.rows.with_untracked(|rows| rows.iter().find(|r| r.id == id).map(|r| r.data.clone()))
    }

    pub fn place_of(self, id: &str) -> Option<usize> {
        self.rows.with(|rows| rows.iter().position(|r| r.id == id))
    }

    pub fn id_at(self, place: usize) -> Option<String> {
        self.rows.with(|rows| rows.get(place).map(|r| r.id.clone()))
    }

    pub fn data_at(self, place: usize) -> Option<ArcRwSignal<T>> {
        self.rows.with_untracked(|rows| rows.get(place).map(|r| r.data.clone()))
    }

    /// All rows, loaded or not.
    pub fn count(self) -> usize {
        (self.total.get() as usize).max(self.rows.with(Vec::len))
    }

    /// Takes rows out that are gone or no longer belong to the list.
    pub fn drop_rows(self, gone: &[String]) {
        self.rows.update(|rows| {
            let before = rows.len();
            rows.retain(|r| !gone.contains(&r.id));
            let out = u32::try_from(before - rows.len()).unwrap_or_default();
            self.total.update(|t| *t = t.saturating_sub(out));
        });
    }
}

fn row<T: Keyed>(item: T) -> Row<T> {
    Row { id: item.id().to_owned(), data: ArcRwSignal::new(item) }
}

/// The same row object when the item was shown already.
fn keep<T: Keyed>(old: &[Row<T>], item: T) -> Row<T> {
    match old.iter().find(|r| r.id == item.id()) {
        Some(r) => {
            if r.data.with_untracked(|d| *d != item) {
                r.data.set(item);
            }
            r.clone()
        }
        None => row(item),
    }
}
