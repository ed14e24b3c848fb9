//! `GET /teams/{team}/work/{kind}/{item}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::WorkDetail;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/work/{kind}/{item}", Access::Team, handle)
        .for_another()
        .about("An item with its history")
        .gives::<WorkDetail>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind, item)): Ids<(String, String, String)>,
) -> Result<Response, Refusal> {
    let detail = work::detail(&app, &who, &kind, &item).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, detail))
}
