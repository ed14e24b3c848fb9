//! What every refused request answers: `application/problem+json` (RFC 9457).

use crate::policy::Denial;

/// A refusal. `code` is stable; `title` is for developers and may change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
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
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub detail: Option<String>,
    /// With 422: what is wrong, field by field.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: Vec<FieldProblem>,
    /// With a denial by the rules: the whole of it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub denial: Option<Denial>,
    /// What to quote to the operator; the server's log has the same id.
    #[cfg_attr(feature = "serde", serde(default))]
    pub request_id: String,
}

impl Problem {
    /// A refusal by the rules. Only the request's id is left to be filled in.
    pub fn denied(denial: Denial) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: "the rules of this team refuse that".to_owned(),
            status: denial.code.http_status(),
            code: denial.code.id().to_owned(),
            detail: None,
            fields: Vec::new(),
            denial: Some(denial),
            request_id: String::new(),
        }
    }
}

/// One field's fault.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The field's id; `people.2.email` for the third invitee's address.
    pub field: String,
    /// Stable, kebab-case: `required`, `too-long`, `not-an-address`, `too-short`, ….
    pub code: String,
}
