//! Where other pages are, without knowing the address bar: the frame says what each place's address is.

use crate::view::prelude::*;

/// What a feature may link to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// One item of work.
    Item {
        kind: String,
        id: String,
    },
    /// The list of a kind; only what this member has, where one is named.
    Work {
        kind: String,
        assignee: Option<String>,
    },
    /// The page that imports a kind from a file.
    Import {
        kind: String,
    },
    Me,
    Departures,
    Reviews,
    /// The record of an access review.
    Review {
        id: String,
    },
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Links {
    path: Callback<Place, String>,
    open: Callback<Place>,
}

impl Links {
    pub fn new(path: Callback<Place, String>, open: Callback<Place>) -> Self {
        Self { path, open }
    }

    /// The address, for a link.
    pub fn to(self, place: Place) -> String {
        self.path.run(place)
    }

    /// Goes there.
    pub fn go(self, place: Place) {
        self.open.run(place);
    }
}
