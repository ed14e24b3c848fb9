//! `POST /teams/{team}/seats`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::billing;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{BuySeats, Revised};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/seats", Access::Team, handle)
        .about("Buys seats; the same key twice buys once")
        .takes::<BuySeats>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<BuySeats>,
) -> Result<Response, Refusal> {
    let done = billing::buy(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
