//! `POST /teams/{team}/notices/read`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::notice;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{Notices, ReadNotices};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/notices/read", Access::Team, handle)
        .about("Marks the own notices up to one as read")
        .takes::<ReadNotices>()
        .gives::<Notices>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<ReadNotices>,
) -> Result<Response, Refusal> {
    let all = notice::read(&app, &who, &request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
