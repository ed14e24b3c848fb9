//! `DELETE /teams/{team}/units/{unit}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::units;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/units/{unit}", Access::Team, handle)
        .about("Deletes a unit that nobody and nothing belongs to")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, unit)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = units::delete(&app, &who, &unit).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
