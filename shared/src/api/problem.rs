//! What every refused request answers: `application/problem+json` (RFC 9457).

use crate::policy::Denial;
use serde::{Deserialize, Serialize};

/// A refusal. `code` is stable; `title` is for developers and may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank`: the code says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short English sentence for developers.
    pub title: String,
    /// The HTTP status once more.
    pub status: u16,
    /// Stable, kebab-case: a denial code, or `not-found`, `not-signed-in`, `invalid-fields`, `too-many-requests`, ….
    pub code: String,
    /// Longer explanation, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// With 422: what is wrong, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// With a denial by the rules: the whole of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denial: Option<Denial>,
    /// What to quote to the operator; the server's log has the same id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
}

/// One field's fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The field's id; `people.2.email` for the third invitee's address.
    pub field: String,
    /// Stable, kebab-case: `required`, `too-long`, `not-an-address`, `too-short`, ….
    pub code: String,
}
