//! `PATCH /teams/{team}/units/{unit}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::units;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{EditUnit, Revised};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/units/{unit}", Access::Team, handle)
        .about("Renames a unit")
        .takes::<EditUnit>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, unit)): Ids<(String, String)>,
    Body(request): Body<EditUnit>,
) -> Result<Response, Refusal> {
    let done = units::rename(&app, &who, &unit, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
