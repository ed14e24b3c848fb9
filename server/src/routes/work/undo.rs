//! `POST /teams/{team}/work/undo`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{MovedWork, UndoMove};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/work/undo", Access::Team, handle)
        .about("Takes a move of work back")
        .takes::<UndoMove>()
        .gives::<MovedWork>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<UndoMove>,
) -> Result<Response, Refusal> {
    let moved = work::undo(&app, &who, &request.batch).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, moved.revision, moved))
}
