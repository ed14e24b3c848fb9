//! `GET /teams/{team}/departures`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::flow::departure;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Departures;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/departures", Access::Team, handle)
        .for_another()
        .about("Who has gone, and what still runs in their name")
        .gives::<Departures>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = departure::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
