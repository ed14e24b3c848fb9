//! Every refusal of the API, and its one way onto the wire: `application/problem+json`.

use crate::limits::TooMany;
use crate::password::PasswordError;
use crate::random::RandomError;
use crate::storage::{InUse, StoreError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::api::{FieldProblem, Problem};
use shared::policy::Denial;

/// Why a request was refused.
#[derive(Debug)]
pub enum Refusal {
    /// 401: nobody is signed in, or the session has ended.
    NotSignedIn,
    /// 403, or 409 where the state stands in the way, or 410 for an ended invitation: the rules say no.
    Denied(Denial),
    /// Another fixed answer.
    Plain(Fixed),
    /// 422: what is wrong, field by field.
    Fields(Vec<FieldProblem>),
    /// 409: something belongs to what was to be deleted.
    InUse(InUse),
    /// 409: so many lines of a review are not decided, and whoever closed it thought otherwise (VA11).
    Undecided(u32),
    /// 429.
    TooMany(TooMany),
    /// 500: logged here, opaque outside.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// A status with its stable code and a sentence for developers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed(pub StatusCode, pub &'static str, pub &'static str);

/// No API key, or one that was revoked.
pub const UNKNOWN_KEY: Fixed =
    Fixed(StatusCode::UNAUTHORIZED, "unknown-key", "send an API key of a team as a bearer token");
/// The key is not for this.
pub const NOT_IN_GRANT: Fixed =
    Fixed(StatusCode::FORBIDDEN, "not-in-grant", "this API key was not made for that");
/// The key does not name the origin that a token is asked for.
pub const ORIGIN_NOT_GRANTED: Fixed =
    Fixed(StatusCode::FORBIDDEN, "origin-not-granted", "this API key does not name that origin");
/// Nobody knows any more what the key's maker could do.
pub const KEY_WITHOUT_MAKER: Fixed = Fixed(
    StatusCode::FORBIDDEN,
    "key-without-maker",
    "whoever made this API key is gone: somebody must take it over",
);
/// A widget's token that was never made, is another team's, or ended with its key's secret (S5).
pub const TOKEN_INVALID: Fixed =
    Fixed(StatusCode::UNAUTHORIZED, "token-invalid", "this token opens nothing; ask for another");
/// A widget's token whose time is over.
pub const TOKEN_EXPIRED: Fixed =
    Fixed(StatusCode::UNAUTHORIZED, "token-expired", "this token has ended; ask for another");
/// A widget's token whose member, key or origin has lost what it rests on (A12).
pub const TOKEN_REVOKED: Fixed = Fixed(
    StatusCode::UNAUTHORIZED,
    "token-revoked",
    "the member, the API key or its origin has no access any more",
);
/// A widget's token from another page than it is for.
pub const TOKEN_ORIGIN: Fixed =
    Fixed(StatusCode::UNAUTHORIZED, "token-origin", "this token is for another origin");
/// Not for widgets: it is about an account, a secret, or the end of the team.
pub const NOT_IN_WIDGET: Fixed =
    Fixed(StatusCode::FORBIDDEN, "not-in-widget", "this is done in the product itself, not in the widget");
/// The team imports something already.
pub const IMPORT_RUNNING: Fixed =
    Fixed(StatusCode::CONFLICT, "import-running", "an import of this team is under way");
/// The import has been started already, or is over.
pub const IMPORT_OVER: Fixed =
    Fixed(StatusCode::CONFLICT, "import-over", "this import has been started already, or is over");
/// Lines are not as they should be: nothing is imported.
pub const IMPORT_FAULTS: Fixed =
    Fixed(StatusCode::CONFLICT, "import-faults", "some lines cannot be imported");
/// Unknown, or another team's: one answer for both, to the last byte but the request's id.
pub const NOT_FOUND: Fixed = Fixed(StatusCode::NOT_FOUND, "not-found", "there is no such thing here");
/// Somebody who looks as another member may see less than they: what is beyond the viewer is not shown.
pub const BEYOND_YOU: Fixed =
    Fixed(StatusCode::FORBIDDEN, "beyond-you", "the other member may see this, and you may not");
/// While somebody looks as another member nothing is changed, and what is that member's alone is not shown.
pub const VIEWING_AS: Fixed = Fixed(
    StatusCode::CONFLICT,
    "viewing-as",
    "this is not done, and not shown, while looking as another member",
);
/// The method does not exist on this path.
pub const NO_SUCH_METHOD: Fixed =
    Fixed(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "this path has no such method");
/// An unsafe request from elsewhere (S2).
pub const BAD_ORIGIN: Fixed = Fixed(
    StatusCode::FORBIDDEN,
    "bad-origin",
    "requests that change something must come from this site's own pages",
);
/// An unsafe request whose body is not declared as JSON (S2).
pub const NOT_JSON: Fixed =
    Fixed(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", "the body must be declared as application/json");
/// The body is no JSON at all.
pub const INVALID_JSON: Fixed = Fixed(StatusCode::BAD_REQUEST, "invalid-json", "the body is not valid JSON");
/// The body is larger than the server reads.
pub const TOO_LARGE: Fixed = Fixed(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "the body is too large");
/// The picture's file is larger than the server reads.
pub const PICTURE_TOO_LARGE: Fixed =
    Fixed(StatusCode::PAYLOAD_TOO_LARGE, "picture-too-large", "a picture may have 5 MB");
/// The request took too long.
pub const TOO_SLOW: Fixed = Fixed(StatusCode::REQUEST_TIMEOUT, "too-slow", "the request took too long");
/// More requests wait for the database than it can take.
pub const BUSY: Fixed = Fixed(StatusCode::SERVICE_UNAVAILABLE, "busy", "the server is busy; try again");
/// Unknown address or wrong password: one answer for both.
pub const WRONG_CREDENTIALS: Fixed =
    Fixed(StatusCode::UNAUTHORIZED, "wrong-credentials", "the address or the password is wrong");
/// The password is right, and access has ended in every team (JY10).
pub const NO_ACCESS: Fixed =
    Fixed(StatusCode::FORBIDDEN, "no-access", "this account has no active membership in any team");
/// The password is right, but the person signs in through the identity provider in every team (JL8).
pub const SSO_REQUIRED: Fixed = Fixed(
    StatusCode::FORBIDDEN,
    "sso-required",
    "this is opened by signing in through the identity provider",
);
/// The session was opened through the identity provider, and this team is opened by a password.
pub const PASSWORD_REQUIRED: Fixed =
    Fixed(StatusCode::FORBIDDEN, "password-required", "this is opened by signing in with a password");
/// The operator has named no identity provider.
pub const SSO_NOT_CONFIGURED: Fixed =
    Fixed(StatusCode::CONFLICT, "sso-not-configured", "no identity provider is set up on this server");
/// The identity provider does not answer, or not as it should.
pub const SSO_UNAVAILABLE: Fixed =
    Fixed(StatusCode::SERVICE_UNAVAILABLE, "sso-unavailable", "the identity provider cannot be used now");
/// The current password was not that.
pub const WRONG_PASSWORD: Fixed = Fixed(StatusCode::FORBIDDEN, "wrong-password", "the password is wrong");
/// A link that is used, replaced, cancelled or was never made (I7, I9).
pub const NO_SUCH_LINK: Fixed = Fixed(StatusCode::NOT_FOUND, "not-found", "this link does not work");
/// A link whose time is over (I1, I9).
pub const LINK_EXPIRED: Fixed = Fixed(StatusCode::GONE, "invite-expired", "this link has expired");
/// Somebody else is signed in here (I4).
pub const SIGNED_IN_AS_ANOTHER: Fixed =
    Fixed(StatusCode::CONFLICT, "signed-in-as-another", "somebody else is signed in; sign out first");
/// The row was changed since it was read.
pub const STALE_VERSION: Fixed =
    Fixed(StatusCode::CONFLICT, "stale-version", "somebody else changed this in the meantime");
/// The database has a team already.
pub const ALREADY_SET_UP: Fixed =
    Fixed(StatusCode::CONFLICT, "already-set-up", "this server has been set up already");
/// The billing system said no (JL6).
pub const PURCHASE_DECLINED: Fixed =
    Fixed(StatusCode::CONFLICT, "purchase-declined", "the billing system declined the purchase");
/// The billing system could not be asked; nothing was granted.
pub const BILLING_UNREACHABLE: Fixed = Fixed(
    StatusCode::BAD_GATEWAY,
    "billing-unreachable",
    "the billing system was not reached; nothing was bought",
);
/// One review at a time (VA11).
pub const REVIEW_OPEN: Fixed =
    Fixed(StatusCode::CONFLICT, "review-open", "close the review that is open before another begins");
/// A closed review is a record.
pub const REVIEW_CLOSED: Fixed =
    Fixed(StatusCode::CONFLICT, "review-closed", "this review is closed and stays as it is");
/// The access is gone: it was not kept.
pub const NOT_KEPT: Fixed =
    Fixed(StatusCode::CONFLICT, "not-kept", "this person has no access any more that could be kept");
/// Nothing was taken away since the review began, or everything.
pub const NOT_REDUCED: Fixed = Fixed(
    StatusCode::CONFLICT,
    "not-reduced",
    "this person does not have less access than when the review began",
);
/// The person still has access.
pub const NOT_REMOVED: Fixed =
    Fixed(StatusCode::CONFLICT, "not-removed", "this person has not been removed or deactivated");
/// The address is somebody else's already.
pub const ALREADY_MEMBER: Fixed =
    Fixed(StatusCode::CONFLICT, "already-member", "somebody else has this address already");
/// An account with this address exists: it can be invited, not made.
pub const ACCOUNT_EXISTS: Fixed = Fixed(
    StatusCode::CONFLICT,
    "account-exists",
    "somebody with this address has an account; invite them by mail",
);

impl Refusal {
    /// 422 about one field.
    pub fn field(field: &str, code: &str) -> Self {
        Self::Fields(vec![FieldProblem { field: field.to_owned(), code: code.to_owned() }])
    }

    /// 500 for something that a correct program does not reach.
    pub fn internal(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(what.into())
    }

    /// The problem as it goes onto the wire, without the request's id.
    pub fn problem(&self) -> Problem {
        let request_id = crate::http::request_id::current();
        let (Fixed(status, code, title), fields) = match self {
            // The same for hosts that ask the rules themselves (docs/rules-in-javascript.md).
            Self::Denied(denial) => return Problem { request_id, ..Problem::denied(denial.clone()) },
            Self::NotSignedIn => {
                (Fixed(StatusCode::UNAUTHORIZED, "not-signed-in", "sign in first"), Vec::new())
            }
            Self::Plain(fixed) => (*fixed, Vec::new()),
            Self::Fields(fields) => (
                Fixed(StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields", "some fields are not valid"),
                fields.clone(),
            ),
            Self::InUse(_) => {
                (Fixed(StatusCode::CONFLICT, "in-use", "something belongs to this"), Vec::new())
            }
            Self::Undecided(_) => (
                Fixed(StatusCode::CONFLICT, "review-undecided", "some lines of the review are not decided"),
                Vec::new(),
            ),
            Self::TooMany(_) => (
                Fixed(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "too many requests; wait a little"),
                Vec::new(),
            ),
            Self::Internal(_) => (
                Fixed(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something went wrong in the server"),
                Vec::new(),
            ),
        };
        Problem {
            kind: "about:blank".into(),
            title: title.into(),
            status: status.as_u16(),
            code: code.into(),
            detail: match self {
                Self::InUse(used) => Some(used.to_string()),
                Self::Undecided(n) => Some(format!("undecided: {n}")),
                _ => None,
            },
            fields,
            denial: None,
            request_id,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = self.problem();
        if let Self::Internal(cause) = &self {
            tracing::error!(request_id = problem.request_id, %cause, "request failed");
        }
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Self::TooMany(t) = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(t.retry_after));
        }
        response
    }
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl From<Fixed> for Refusal {
    fn from(fixed: Fixed) -> Self {
        Self::Plain(fixed)
    }
}

impl From<TooMany> for Refusal {
    fn from(t: TooMany) -> Self {
        Self::TooMany(t)
    }
}

impl From<StoreError> for Refusal {
    fn from(e: StoreError) -> Self {
        if e.is_busy() {
            tracing::warn!(error = %e, "too many requests wait for the database");
            return BUSY.into();
        }
        Self::internal(e)
    }
}

impl From<PasswordError> for Refusal {
    fn from(e: PasswordError) -> Self {
        Self::internal(e)
    }
}

impl From<RandomError> for Refusal {
    fn from(e: RandomError) -> Self {
        Self::internal(e)
    }
}
