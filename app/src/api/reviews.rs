//! Access reviews.

use super::calls::{Answer, enc, team};
use super::fetch::{ask, get};
use super::work::with_query;
use shared::api::{BASE, CloseReview, DecideLine, ReviewDetail, ReviewView, Reviews, StartReview};

fn of(t: &str, review: &str, tail: &str) -> String {
    team(t, &["/reviews/", &enc(review), tail].concat())
}

/// `days`: how many people would such a review take?
pub async fn reviews(t: &str, days: Option<u32>) -> Answer<Reviews> {
    let days = days.map(|d| d.to_string());
    get(with_query(team(t, "/reviews"), &[("days", days.as_deref())])).await
}

pub async fn review(t: &str, id: &str) -> Answer<ReviewDetail> {
    get(of(t, id, "")).await
}

pub async fn start_review(t: &str, days: u32) -> Answer<ReviewView> {
    ask("POST", team(t, "/reviews"), &StartReview { days }).await
}

pub async fn decide_line(t: &str, id: &str, member: &str, outcome: String) -> Answer<ReviewView> {
    ask("PUT", of(t, id, &["/lines/", &enc(member)].concat()), &DecideLine { outcome }).await
}

pub async fn close_review(t: &str, id: &str, undecided: u32) -> Answer<ReviewView> {
    ask("POST", of(t, id, "/close"), &CloseReview { undecided }).await
}

/// Where the record is as a file.
pub fn review_export(t: &str, id: &str) -> String {
    [BASE, &of(t, id, "/export.csv")].concat()
}
