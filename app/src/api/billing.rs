//! Seats and what is paid for.

use super::calls::team;
use super::fetch::{Asked, ask, get};
use shared::api::{BillingView, BuySeats, Revised};

pub fn billing(t: &str) -> Asked<BillingView> {
    get(team(t, "/billing"))
}

/// The same `once` twice buys once.
pub fn buy_seats(t: &str, order: &BuySeats) -> Asked<Revised> {
    ask("POST", team(t, "/seats"), order)
}
