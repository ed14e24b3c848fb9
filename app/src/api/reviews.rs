//! Access reviews.

use super::calls::{enc, team};
use super::fetch::{Asked, ask, get};
use super::work::with_query;
use shared::api::{BASE, CloseReview, DecideLine, ReviewDetail, ReviewView, Reviews, StartReview};

fn of(t: &str, review: &str, tail: &str) -> String {
    team(t, &["/reviews/", &enc(review), tail].concat())
}

/// `days`: how many people would such a review take?
pub fn reviews(t: &str, days: Option<u32>) -> Asked<Reviews> {
    let days = days.map(|d| d.to_string());
    get(with_query(team(t, "/reviews"), &[("days", days.as_deref())]))
}

pub fn review(t: &str, id: &str) -> Asked<ReviewDetail> {
    get(of(t, id, ""))
}

pub fn start_review(t: &str, days: u32) -> Asked<ReviewView> {
    ask("POST", team(t, "/reviews"), &StartReview { days })
}

pub fn decide_line(t: &str, id: &str, member: &str, outcome: String) -> Asked<ReviewView> {
    ask("PUT", of(t, id, &["/lines/", &enc(member)].concat()), &DecideLine { outcome })
}

pub fn close_review(t: &str, id: &str, undecided: u32) -> Asked<ReviewView> {
    ask("POST", of(t, id, "/close"), &CloseReview { undecided })
}

/// Where the record is as a file.
pub fn review_export(t: &str, id: &str) -> String {
    [BASE, &of(t, id, "/export.csv")].concat()
}
