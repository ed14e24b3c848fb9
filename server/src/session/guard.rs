//! The access class of a route, enforced before its handler runs.

use super::bearer::{self, Admitted};
use super::eyes;
use crate::clock::{MINUTE, Millis};
use crate::error::{NOT_FOUND, NOT_IN_WIDGET, PASSWORD_REQUIRED, Refusal, SSO_REQUIRED, TOKEN_INVALID};
use crate::locale;
use crate::policies::Rules;
use crate::random;
use crate::routes::reply::tell_rules;
use crate::service::way_in;
use crate::session::cookie;
use crate::state::App;
use crate::storage::{Account, MemberRow, SessionRow, StoreError, Team, WidgetTokenRow};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use axum::middleware::Next;
use axum::response::Response;
use shared::api::POLICY_HASH;
use shared::policy::Via;
use std::sync::Arc;

/// What somebody has shown to be let in.
#[derive(Clone)]
pub enum Shown {
    /// The session of a browser, in its cookie.
    Session(SessionRow),
    /// A token of the widget: one member in one team.
    Widget(WidgetTokenRow),
}

/// The person who is signed in.
#[derive(Clone)]
pub struct SignedIn {
    /// By what.
    pub shown: Shown,
    /// Whose it is.
    pub account: Account,
    /// The language of the request.
    pub accepts: Option<String>,
}

impl SignedIn {
    /// The session, for what is about the account: no widget reaches that.
    pub fn session(&self) -> Result<&SessionRow, Refusal> {
        match &self.shown {
            Shown::Session(session) => Ok(session),
            Shown::Widget(_) => Err(NOT_IN_WIDGET.into()),
        }
    }

    /// They are signed in by a session that was opened in this way.
    pub fn came_by(&self, way: Via) -> bool {
        matches!(&self.shown, Shown::Session(session) if session.via == way)
    }
}

/// The person as an active member of the team in the path.
#[derive(Clone)]
pub struct Member {
    /// The team as it was before the handler. Writes load it again in their transaction.
    pub team: Team,
    /// The member, likewise.
    pub row: MemberRow,
    /// The team's rules.
    pub rules: Arc<Rules>,
    /// The person's language: chosen, else the request's (JL10).
    pub speaks: Option<String>,
    /// What the session was opened with; in a widget the member's own way in.
    pub via: Via,
    /// Who asks, where `row` is another member as whom they look: they may see no more than themself.
    pub asked: Option<Box<MemberRow>>,
    /// They act in a widget: nothing about anybody's account is for them.
    pub in_widget: bool,
}

/// The person, where somebody is signed in: for public routes.
pub struct Maybe(pub Option<SignedIn>);

/// How exact "last seen" is: each request would otherwise be a write.
const SEEN_EVERY: Millis = MINUTE;

async fn find(app: &App, headers: &HeaderMap, extensions: &Extensions) -> Result<Option<SignedIn>, Refusal> {
    // Whoever shows a token or a key is nobody else, whatever cookie comes along (S5).
    if let Some(admitted) = extensions.get::<Admitted>() {
        return Ok(Some(admitted.0.clone()));
    }
    if bearer::is_shown(headers) {
        return Ok(None);
    }
    let Some(token) = cookie::read(headers) else { return Ok(None) };
    let now = app.now();
    let mut db = app.read().await?;
    let Some(session) = db.session(&random::hash(token)).await? else { return Ok(None) };
    if ended(app, &session) {
        return Ok(None);
    }
    let Some(account) = db.account(&session.account).await? else { return Ok(None) };
    drop(db);
    if now.saturating_sub(session.seen_at) >= SEEN_EVERY
        && let Some(mut tx) = app.write_soon().await?
    {
        tx.touch_session(&session.token_hash, now).await?;
        tx.commit().await?;
    }
    let shown = Shown::Session(session);
    Ok(Some(SignedIn { shown, account, accepts: locale::accepted(headers) }))
}

/// Lets only signed-in people through.
pub async fn require_session(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let person = find(&app, request.headers(), request.extensions()).await?.ok_or(Refusal::NotSignedIn)?;
    eyes::refuse(request.headers())?;
    request.extensions_mut().insert(person);
    Ok(next.run(request).await)
}

/// Lets only active members of the team in the path through. A team that doesn't exist and one that somebody doesn't
/// belong to give the same answer (A3, A4).
pub async fn require_member(
    State(app): State<App>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let (person, member) = of_path(&app, path, request.headers(), request.extensions()).await?;
    eyes::refuse(request.headers())?;
    let (rules, revision) = (Arc::clone(&member.rules), member.team.revision);
    request.extensions_mut().insert(member);
    request.extensions_mut().insert(person);
    // Refusals tell of the rules too: who was refused by rules that their page does not know gets them.
    let mut response = next.run(request).await;
    if !response.headers().contains_key(POLICY_HASH) {
        tell_rules(response.headers_mut(), &rules, revision);
    }
    Ok(response)
}

/// The person, and their place in the team that the path names.
pub(super) async fn of_path(
    app: &App,
    path: Result<RawPathParams, RawPathParamsRejection>,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Result<(SignedIn, Member), Refusal> {
    let person = find(app, headers, extensions).await?.ok_or(Refusal::NotSignedIn)?;
    let path = path.map_err(|_| Refusal::from(NOT_FOUND))?;
    let team =
        path.iter().find(|(name, _)| *name == "team").map(|(_, value)| value.to_owned()).unwrap_or_default();
    let member = member_in(app, &person, &team).await?;
    Ok((person, member))
}

/// The person's place in a team, where they are active in it.
pub async fn member_in(app: &App, person: &SignedIn, team: &str) -> Result<Member, Refusal> {
    if let Shown::Widget(token) = &person.shown
        && token.team != team
    {
        // Of a team that exists or not: the token says nothing about either (S5).
        return Err(TOKEN_INVALID.into());
    }
    let mut db = app.read().await?;
    let row = db.member_of_account(team, &person.account.id).await?.filter(|m| m.status.has_access());
    let team = db.team(team).await?.filter(|t| !t.has_ended(app.now()));
    let (Some(row), Some(team)) = (row, team) else { return Err(NOT_FOUND.into()) };
    drop(db);
    let rules = app.rules(&team.profile).ok_or_else(|| {
        Refusal::internal(format!("team {} has the unknown profile {}", team.id, team.profile))
    })?;
    // The host says who is at the widget, however that person comes in here.
    let way = way_in(&rules, &row)?;
    let via = if let Shown::Session(session) = &person.shown { session.via } else { way };
    if way != via {
        return Err(if via == Via::Sso { PASSWORD_REQUIRED } else { SSO_REQUIRED }.into());
    }
    let now = app.now();
    if row.last_active_at.is_none_or(|at| now.saturating_sub(at) >= SEEN_EVERY)
        && let Some(mut tx) = app.write_soon().await?
    {
        tx.touch_member(&team.id, &row.id, now).await?;
        tx.commit().await?;
    }
    let speaks = person.account.language.clone().or_else(|| person.accepts.clone());
    let in_widget = matches!(person.shown, Shown::Widget(_));
    Ok(Member { team, row, rules, speaks, via, asked: None, in_widget })
}

/// The person and their place in a team as they are now, by reading alone; `None` when the session has ended or they are
/// no longer active in it. For what goes on after its request was let through.
pub async fn still_there(
    app: &App,
    person: &SignedIn,
    team: &str,
) -> Result<Option<(Team, MemberRow)>, StoreError> {
    let mut db = app.read().await?;
    let shown = match &person.shown {
        Shown::Session(session) => session,
        Shown::Widget(token) if token.team != team => return Ok(None),
        Shown::Widget(token) => {
            return Ok(bearer::standing(app, db.as_mut(), &token.token_hash)
                .await?
                .ok()
                .map(|s| (s.team, s.row)));
        }
    };
    let Some(session) = db.session(&shown.token_hash).await? else { return Ok(None) };
    if ended(app, &session) || session.account != person.account.id {
        return Ok(None);
    }
    let row = db.member_of_account(team, &person.account.id).await?;
    let Some(row) = row.filter(|m| m.status.has_access()) else { return Ok(None) };
    let Some(team) = db.team(team).await?.filter(|t| !t.has_ended(app.now())) else { return Ok(None) };
    let rules = app.rules(&team.profile);
    let opens = rules.is_some_and(|r| way_in(&r, &row).is_ok_and(|way| way == session.via));
    Ok(opens.then_some((team, row)))
}

/// Its time is over, or nobody has used it for too long.
fn ended(app: &App, session: &SessionRow) -> bool {
    let now = app.now();
    now >= session.expires_at || now >= session.seen_at.saturating_add(app.config().session_idle)
}

fn missing() -> Refusal {
    Refusal::internal("the route's access class does not provide what its handler asks for")
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

impl FromRequestParts<App> for Maybe {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        find(app, &parts.headers, &parts.extensions).await.map(Self)
    }
}
