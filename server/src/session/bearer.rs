//! Tokens of the widget: a host's page shows them instead of a cookie. Each request is judged on the key, the token and the
//! member as they are now, and reaches what `routes/widget.rs` lists and nothing else.

use super::guard::{Shown, SignedIn};
use crate::error::{
    Fixed, NOT_IN_WIDGET, Refusal, TOKEN_EXPIRED, TOKEN_INVALID, TOKEN_ORIGIN, TOKEN_REVOKED,
};
use crate::http::origin::is_for_programs;
use crate::locale;
use crate::random;
use crate::routes::widget;
use crate::service::flow::widget::may_speak;
use crate::state::App;
use crate::storage::{Account, MemberRow, Reader, StoreError, Team, WidgetTokenRow};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// How every token begins: told apart from keys and session ids at a glance, and found by scanners for secrets.
pub const START: &str = "wt_";
/// Longer ones are nobody's.
const LONGEST: usize = 128;

/// Whom a token has let in, for the guards that come after.
#[derive(Clone)]
pub(super) struct Admitted(pub SignedIn);

/// A token has let somebody in: no cookie of this request counts.
pub fn is_admitted(extensions: &Extensions) -> bool {
    extensions.get::<Admitted>().is_some()
}

/// A token that stands now.
pub(super) struct Standing {
    token: WidgetTokenRow,
    account: Account,
    /// The team.
    pub team: Team,
    /// The member.
    pub row: MemberRow,
}

/// The request shows a bearer's secret of any kind: then no cookie counts. A proxy's own password (`Basic`) is none.
pub fn is_shown(headers: &HeaderMap) -> bool {
    headers.get_all(header::AUTHORIZATION).iter().any(|value| secret(value).is_some())
}

/// The widget's token that the request shows, right or wrong: the one secret of the one header.
pub fn shown(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return None };
    secret(value).filter(|secret| secret.starts_with(START))
}

/// The secret of one header of a bearer; of one that is no text an empty one.
fn secret(value: &HeaderValue) -> Option<&str> {
    let Ok(text) = value.to_str() else { return Some("") };
    let (scheme, rest) = text.split_once(' ').unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| rest.trim())
}

/// Judges a request that shows a token, before anything else looks at it.
pub async fn admit(State(app): State<App>, mut request: Request, next: Next) -> Result<Response, Refusal> {
    let Some(secret) = shown(request.headers()) else { return Ok(next.run(request).await) };
    let Some(path) = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_owned()) else {
        return Ok(next.run(request).await);
    };
    // With a token nobody is a program: the guard of keys says so.
    if is_for_programs(&path) {
        return Ok(next.run(request).await);
    }
    if secret.len() > LONGEST {
        return Err(TOKEN_INVALID.into());
    }
    let found = standing(&app, app.read().await?.as_mut(), &random::hash(secret)).await??;
    if !from(request.headers(), &found.token.origin) {
        return Err(TOKEN_ORIGIN.into());
    }
    if !widget::is_in(request.method(), &path) {
        return Err(NOT_IN_WIDGET.into());
    }
    let accepts = locale::accepted(request.headers());
    let person = SignedIn { shown: Shown::Widget(found.token), account: found.account, accepts };
    request.extensions_mut().insert(Admitted(person));
    Ok(next.run(request).await)
}

/// Where the browser says that the request comes from is where the token is for. A program on the host's own server says
/// nothing.
fn from(headers: &HeaderMap, origin: &str) -> bool {
    let mut said = headers.get_all(header::ORIGIN).iter();
    match (said.next(), said.next()) {
        (None, _) => true,
        (Some(one), None) => one.as_bytes() == origin.as_bytes(),
        _ => false,
    }
}

/// The token with all that it rests on, as it is now; otherwise why it opens nothing.
pub(super) async fn standing(
    app: &App,
    db: &mut dyn Reader,
    hash: &[u8],
) -> Result<Result<Standing, Fixed>, StoreError> {
    let Some(token) = db.widget_token(hash).await? else { return Ok(Err(TOKEN_INVALID)) };
    let now = app.now();
    if now >= token.expires_at {
        return Ok(Err(TOKEN_EXPIRED));
    }
    let key = db.key(&token.team, &token.key).await?.filter(|k| k.origins.contains(&token.origin));
    let team = db.team(&token.team).await?.filter(|t| !t.has_ended(now));
    let row = db.member(&token.team, &token.member).await?.filter(|m| m.status.has_access());
    let (Some(key), Some(team), Some(row)) = (key, team, row) else { return Ok(Err(TOKEN_REVOKED)) };
    let account = match &row.account {
        Some(id) => db.account(id).await?,
        None => None,
    };
    let (Some(account), Some(rules)) = (account, app.rules(&team.profile)) else {
        return Ok(Err(TOKEN_REVOKED));
    };
    // Rights may have been given, or taken from the key's maker, since the token was made (A7).
    match may_speak(db, &rules, &team, &key, &row, now).await {
        Ok(_) => Ok(Ok(Standing { token, account, team, row })),
        Err(Refusal::Internal(cause)) => {
            tracing::error!(%cause, "a widget's token cannot be judged");
            Ok(Err(TOKEN_REVOKED))
        }
        Err(_) => Ok(Err(TOKEN_REVOKED)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&'static str]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for value in values {
            map.append(header::AUTHORIZATION, HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn s5_one_token_in_one_header_and_whatever_else_is_shown_rules_the_cookie_out() {
        assert_eq!(shown(&headers(&["Bearer wt_abc"])), Some("wt_abc"));
        assert_eq!(shown(&headers(&["bearer  wt_abc "])), Some("wt_abc"));
        for odd in ["Bearer abc", "Bearer", "Bearer rk_abc", "bearer "] {
            assert_eq!(shown(&headers(&[odd])), None, "{odd}");
            assert!(is_shown(&headers(&[odd])), "{odd}");
        }
        assert_eq!(shown(&headers(&["Bearer wt_abc", "Bearer wt_abc"])), None);
        assert_eq!(shown(&headers(&["Basic x", "Bearer wt_abc"])), None);
        assert!(is_shown(&headers(&["Bearer wt_abc", "Bearer wt_abc"])));
        for none in ["Basic d3RfYWJj", "wt_abc", ""] {
            assert!(!is_shown(&headers(&[none])), "{none}");
        }
        assert!(!is_shown(&headers(&[])));
    }

    #[test]
    fn s3_the_origin_is_compared_letter_by_letter() {
        let said = |values: &[&'static str]| {
            let mut map = HeaderMap::new();
            for value in values {
                map.append(header::ORIGIN, HeaderValue::from_static(value));
            }
            from(&map, "https://crm.example")
        };
        assert!(said(&["https://crm.example"]) && said(&[]));
        for other in ["null", "", "https://crm.example/", "https://CRM.example", "https://crm.example.evil"] {
            assert!(!said(&[other]), "{other}");
        }
        assert!(!said(&["https://crm.example", "https://crm.example"]));
    }
}
