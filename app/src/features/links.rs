//! Where other pages are, without knowing the address bar: the frame says what each place's address is.

use crate::view::prelude::*;

/// What a feature may link to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// One item of work.
    Item { kind: String, id: String },
    /// The list of a kind; only what this member has, where one is named.
    Work { kind: String, assignee: Option<String> },
    Me,
    Departures,
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Links(Callback<Place, String>);

impl Links {
    pub fn new(path: impl Fn(Place) -> String + Send + Sync + 'static) -> Self {
        Self(Callback::new(path))
    }

    pub fn to(self, place: Place) -> String {
        self.0.run(place)
    }
}
