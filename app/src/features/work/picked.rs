//! Which rows are ticked: some by their ids, or all that match, without some.

use shared::api::{AssignWork, WorkFilter};

/// The server takes so many ids at once; more only as "all that match".
pub const MOST: usize = 1_000;

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// All that match are ticked, loaded or not; `ids` are then those that are not.
    pub all: bool,
    ids: Vec<String>,
}

impl Picked {
    pub fn has(&self, id: &str) -> bool {
        self.ids.iter().any(|x| x == id) != self.all
    }

    /// Ticks or unticks one. Answers false when there are as many as can be.
    pub fn set(&mut self, id: &str, on: bool) -> bool {
        self.ids.retain(|x| x != id);
        if on == self.all {
            return true;
        }
        let fits = self.ids.len() < MOST;
        if fits {
            self.ids.push(id.to_owned());
        }
        fits
    }

    /// Ticks these and no others.
    pub fn only(ids: Vec<String>) -> Self {
        Self { all: false, ids }
    }

    /// All that match.
    pub fn everything() -> Self {
        Self { all: true, ids: Vec::new() }
    }

    /// How many, of `total` that match.
    pub fn count(&self, total: u32) -> u32 {
        let n = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        if self.all { total.saturating_sub(n) } else { n }
    }

    pub fn is_empty(&self) -> bool {
        !self.all && self.ids.is_empty()
    }

    /// The command that gives them to `to`; `filter` is what the list is narrowed to.
    pub fn command(&self, to: Option<String>, filter: WorkFilter) -> AssignWork {
        if self.all {
            AssignWork { to, items: None, filter: Some(filter), except: self.ids.clone() }
        } else {
            AssignWork { to, items: Some(self.ids.clone()), filter: None, except: Vec::new() }
        }
    }
}
