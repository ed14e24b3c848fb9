//! `GET /teams/{team}/people`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{People, PeopleQuery};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/people", Access::Team, handle)
        .for_another()
        .about("Active members by what is typed")
        .query::<PeopleQuery>()
        .gives::<People>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Params(query): Params<PeopleQuery>,
) -> Result<Response, Refusal> {
    let found = work::people(&app, &who, &query).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, found))
}
