//! Access reviews (VA11): who has been inactive, and what was done about it.

use super::MemberView;

/// One person in a review, as they were when it began.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewLine {
    /// Member id at that time.
    pub member: String,
    /// Name.
    pub name: String,
    /// Main role's id.
    pub role: String,
    /// Ids of the switches that were on.
    pub grants: Vec<String>,
    /// Ids of the resources that they were given.
    pub access: Vec<String>,
    /// Ids of their additions.
    #[cfg_attr(feature = "serde", serde(default))]
    pub additions: Vec<String>,
    /// Last request; absent for never.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub last_active_at: Option<i64>,
    /// `kept`, `reduced` or `removed`; empty while open.
    #[cfg_attr(feature = "serde", serde(default))]
    pub outcome: String,
    /// Who decided, by name.
    #[cfg_attr(feature = "serde", serde(default))]
    pub by: String,
    /// When.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub at: Option<i64>,
    /// What is true now, while the review is open: `kept` while nothing was taken away, `reduced`, `removed`; empty once
    /// it is closed.
    #[cfg_attr(feature = "serde", serde(default))]
    pub now: String,
}

/// A review. It stays as a record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewView {
    /// Id.
    pub id: String,
    /// When it began.
    pub started_at: i64,
    /// Who began it, by name.
    pub by: String,
    /// Who has not been active for so many days is in it.
    pub days: u32,
    /// When it was closed; absent while open.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub closed_at: Option<i64>,
    /// How many people are in it.
    pub people: u32,
    /// How many keep their access.
    pub kept: u32,
    /// How many have less of it.
    pub reduced: u32,
    /// How many have none any more.
    pub removed: u32,
}

impl ReviewView {
    /// How many are decided.
    pub fn decided(&self) -> u32 {
        self.kept.saturating_add(self.reduced).saturating_add(self.removed)
    }

    /// How many are not decided.
    pub fn undecided(&self) -> u32 {
        self.people.saturating_sub(self.decided())
    }
}

/// `GET /teams/{team}/reviews` query.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ReviewQuery {
    /// Asks how many people a review of so many days would take, 0 to 3,650.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub days: Option<u32>,
}

/// `GET /teams/{team}/reviews`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reviews {
    /// Newest first; at most 100.
    pub items: Vec<ReviewView>,
    /// How many people a review of the days that were asked about would take.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub inactive: Option<u32>,
}

/// `GET /teams/{team}/reviews/{review}`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewDetail {
    /// The review.
    pub review: ReviewView,
    /// Longest inactive first; who never came stands before all others.
    pub lines: Vec<ReviewLine>,
    /// The people in it as they are now, where they are still here; nobody once the review is closed.
    #[cfg_attr(feature = "serde", serde(default))]
    pub members: Vec<MemberView>,
}

/// `POST /teams/{team}/reviews`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartReview {
    /// 0 to 3,650 days; 0 takes everybody.
    pub days: u32,
}

/// `PUT /teams/{team}/reviews/{review}/lines/{member}`. It must be true by then, else 409 `not-kept` (the access is gone),
/// `not-reduced` or `not-removed`. Another outcome may be given until the review is closed.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecideLine {
    /// `kept`, `reduced` or `removed`.
    pub outcome: String,
}

/// `POST /teams/{team}/reviews/{review}/close`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CloseReview {
    /// How many lines stay undecided, as whoever closes it has seen; another number answers 409 `review-undecided`.
    pub undecided: u32,
}
