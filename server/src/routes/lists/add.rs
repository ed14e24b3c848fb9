//! `POST /teams/{team}/lists/{list}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::lists;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{EntryView, NewEntry};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/lists/{list}", Access::Team, handle)
        .about("Adds an entry to a list that the team shares")
        .takes::<NewEntry>()
        .gives::<EntryView>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, list)): Ids<(String, String)>,
    Body(request): Body<NewEntry>,
) -> Result<Response, Refusal> {
    let (made, revision) = lists::add(&app, &who, &list, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, made))
}
