//! `POST /teams/{team}/units`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::units;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{NewUnit, UnitRef};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/units", Access::Team, handle)
        .about("Makes a unit")
        .takes::<NewUnit>()
        .gives::<UnitRef>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<NewUnit>,
) -> Result<Response, Refusal> {
    let (made, revision) = units::add(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, made))
}
