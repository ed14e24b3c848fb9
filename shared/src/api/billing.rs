//! Seats and what is paid for.

/// One kind of seat, as it is billed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeatLine {
    /// Kind of seat.
    pub kind: String,
    /// Taken by people.
    pub used: u32,
    /// Taken by invitations that can still be accepted.
    pub pending: u32,
    /// Bought; absent where seats are only counted.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<u32>,
}

/// A purchase of seats.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurchaseView {
    /// When.
    pub at: i64,
    /// Who, by name.
    pub by: String,
    /// Kind of seat.
    pub kind: String,
    /// How many.
    pub n: u32,
}

/// `GET /teams/{team}/billing` (JY16, ST13).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillingView {
    /// What is counted.
    pub seats: Vec<SeatLine>,
    /// What was bought, newest first; at most 100.
    pub purchases: Vec<PurchaseView>,
    /// Seats are bought from a billing system; otherwise this server grants them.
    pub external: bool,
}

/// `POST /teams/{team}/seats` (JL6).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BuySeats {
    /// Kind of seat.
    pub kind: String,
    /// How many, 1 to 1,000.
    pub n: u32,
    /// A key of the page's choice: the same one twice buys once.
    pub once: String,
}
