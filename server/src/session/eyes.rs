//! The guard of what is also answered to somebody who looks as another member (`x-view-as`).

use super::guard::{Member, SignedIn, of_path, require_member};
use crate::error::{BEYOND_YOU, NOT_IN_WIDGET, Refusal, VIEWING_AS};
use crate::service::view_as;
use crate::state::App;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use shared::api::VIEW_AS;

/// The member as whom the request asks; an unreadable id is nobody's.
pub(super) fn asked(headers: &HeaderMap) -> Option<&str> {
    headers.get(VIEW_AS).map(|id| id.to_str().unwrap_or_default())
}

/// Nothing is changed in another's name, and what is somebody's own is not shown to those who look as them.
pub(super) fn refuse(headers: &HeaderMap) -> Result<(), Refusal> {
    if asked(headers).is_some() { Err(VIEWING_AS.into()) } else { Ok(()) }
}

/// As [`require_member`]; and where another member is named, the answer is theirs, given only where the person who asks is
/// answered as well.
pub async fn require_member_or_eyes(
    State(app): State<App>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let Some(other) = asked(request.headers()).map(str::to_owned) else {
        return require_member(State(app), path, request, next).await;
    };
    let (person, me) = of_path(&app, path, request.headers(), request.extensions()).await?;
    if me.in_widget {
        return Err(NOT_IN_WIDGET.into());
    }
    let other = view_as::through(&app, &me, &other).await?;
    let (parts, _) = request.into_parts();
    let ask = |person: &SignedIn, member: Member| {
        let mut again = Request::from_parts(parts.clone(), Body::empty());
        again.extensions_mut().insert(member);
        again.extensions_mut().insert(person.clone());
        next.clone().run(again)
    };
    let answer = ask(&person, other).await;
    if !answer.status().is_success() {
        return Ok(answer);
    }
    let own = ask(&person, me).await;
    match own.status() {
        ok if ok.is_success() => Ok(answer),
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Err(BEYOND_YOU.into()),
        _ => Ok(own),
    }
}
