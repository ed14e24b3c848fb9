//! `POST /teams/{team}/work/{kind}/{item}/notes`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{NewNote, WorkDetail};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/work/{kind}/{item}/notes", Access::Team, handle)
        .about("Writes a note on an item")
        .takes::<NewNote>()
        .gives::<WorkDetail>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind, item)): Ids<(String, String, String)>,
    Body(request): Body<NewNote>,
) -> Result<Response, Refusal> {
    let (detail, revision) = work::note(&app, &who, &kind, &item, &request.text).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, detail))
}
