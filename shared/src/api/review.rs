//! Access reviews (VA11): who has been inactive, and what was done about it.

/// One person in a review, as they were when it began.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    all(feature = "mini", not(feature = "serde")),
    derive(miniserde::Serialize, miniserde::Deserialize)
)]
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
    /// How many resources they were given.
    pub resources: u32,
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
}

/// A review. It stays as a record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    all(feature = "mini", not(feature = "serde")),
    derive(miniserde::Serialize, miniserde::Deserialize)
)]
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
    /// How many of them are decided.
    pub decided: u32,
}

/// `GET /teams/{team}/reviews`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    all(feature = "mini", not(feature = "serde")),
    derive(miniserde::Serialize, miniserde::Deserialize)
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reviews {
    /// Newest first.
    pub items: Vec<ReviewView>,
}

/// `GET /teams/{team}/reviews/{review}`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    all(feature = "mini", not(feature = "serde")),
    derive(miniserde::Serialize, miniserde::Deserialize)
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewDetail {
    /// The review.
    pub review: ReviewView,
    /// Longest inactive first.
    pub lines: Vec<ReviewLine>,
}

/// `POST /teams/{team}/reviews`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    all(feature = "mini", not(feature = "serde")),
    derive(miniserde::Serialize, miniserde::Deserialize)
)]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartReview {
    /// 0 to 3,650 days; 0 takes everybody.
    pub days: u32,
}

/// `PUT /teams/{team}/reviews/{review}/lines/{member}`. `reduced` and `removed` must be true by then, else 409
/// `not-reduced` or `not-removed`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    all(feature = "mini", not(feature = "serde")),
    derive(miniserde::Serialize, miniserde::Deserialize)
)]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecideLine {
    /// `kept`, `reduced` or `removed`.
    pub outcome: String,
}
