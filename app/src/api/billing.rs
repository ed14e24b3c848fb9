//! Seats and what is paid for.

use super::calls::{Answer, team};
use super::fetch::{ask, get};
use shared::api::{BillingView, BuySeats, Revised};

pub async fn billing(t: &str) -> Answer<BillingView> {
    get(team(t, "/billing")).await
}

/// The same `once` twice buys once.
pub async fn buy_seats(t: &str, order: &BuySeats) -> Answer<Revised> {
    ask("POST", team(t, "/seats"), order).await
}
