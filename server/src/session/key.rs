//! Programs: they come with an API key instead of a session, reach what the key is for and nothing else, and no page of a browser can be tricked into sending their key.

use crate::clock::{MINUTE, Millis};
use crate::error::{NOT_FOUND, NOT_IN_GRANT, Refusal, UNKNOWN_KEY};
use crate::http::source::Source;
use crate::limits::Limit;
use crate::policies::Rules;
use crate::random;
use crate::service::flow::key::START;
use crate::state::App;
use crate::storage::{KeyRow, Team};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use shared::api::KeyScope;
use std::sync::Arc;

/// Whoever has shown an API key of a team.
#[derive(Clone)]
pub struct Program {
    /// The key's row.
    pub key: KeyRow,
    /// What the key is looked up by: a write looks again in its transaction.
    pub hash: Vec<u8>,
    /// The key's team.
    pub team: Team,
    /// The team's rules.
    pub rules: Arc<Rules>,
}

impl Program {
    /// The key is for this.
    pub fn may(&self, scope: KeyScope) -> bool {
        self.key.scopes.iter().any(|id| id == scope.id())
    }
}

/// How exact "last used" is.
const USED_EVERY: Millis = MINUTE;
/// Longer ones are nobody's.
const LONGEST: usize = 128;

/// Lets only programs with a key through. The key is looked up by its hash: how long that takes says nothing about how much
/// of a guess is right (I7).
pub async fn require_key(
    scope: KeyScope,
    State(app): State<App>,
    source: Source,
    path: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let program = match find(&app, request.headers()).await? {
        Some(program) => program,
        None => {
            app.limits().take(Limit::KeySource, &source.0)?;
            return Err(UNKNOWN_KEY.into());
        }
    };
    app.limits().take(Limit::Key, &program.key.id)?;
    if !program.may(scope) {
        return Err(NOT_IN_GRANT.into());
    }
    // A path that names a team names the key's own.
    let other = path.iter().flat_map(|p| p.iter()).any(|(n, team)| n == "team" && team != program.team.id);
    if other {
        return Err(NOT_FOUND.into());
    }
    request.extensions_mut().insert(program);
    Ok(next.run(request).await)
}

async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Program>, Refusal> {
    let Some(secret) = shown(headers) else { return Ok(None) };
    let hash = random::hash(secret);
    let now = app.now();
    let mut db = app.read().await?;
    let Some(key) = db.key_by_hash(&hash, now).await? else { return Ok(None) };
    let Some(team) = db.team(&key.team).await?.filter(|t| !t.has_ended(now)) else { return Ok(None) };
    drop(db);
    if key.last_used_at.is_none_or(|at| now.saturating_sub(at) >= USED_EVERY)
        && let Some(mut tx) = app.write_soon().await?
    {
        tx.touch_key(&key.id, now).await?;
        tx.commit().await?;
    }
    let rules = app.rules(&team.profile).ok_or_else(|| {
        Refusal::internal(format!("team {} has the unknown profile {}", team.id, team.profile))
    })?;
    Ok(Some(Program { key, hash, team, rules }))
}

/// The key in the one `authorization` header.
fn shown(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (value, None) = (all.next()?.to_str().ok()?, all.next()) else { return None };
    let (scheme, secret) = value.split_once(' ')?;
    let secret = secret.trim();
    let fits = scheme.eq_ignore_ascii_case("bearer") && secret.starts_with(START) && secret.len() <= LONGEST;
    fits.then_some(secret)
}

impl FromRequestParts<App> for Program {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let missing =
            || Refusal::internal("the route's access class does not provide what its handler asks for");
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn s5_one_key_in_one_header_and_nothing_else_counts() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
            }
            shown(&headers).map(str::to_owned)
        };
        assert_eq!(of(&["Bearer rk_abc"]).as_deref(), Some("rk_abc"));
        assert_eq!(of(&["bearer  rk_abc "]).as_deref(), Some("rk_abc"));
        for odd in ["rk_abc", "Basic rk_abc", "Bearer abc", "Bearer", ""] {
            assert_eq!(of(&[odd]), None, "{odd}");
        }
        assert_eq!(of(&["Bearer rk_abc", "Bearer rk_abc"]), None);
        assert_eq!(of(&[]), None);
    }
}
