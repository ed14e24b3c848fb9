//! `GET /teams/{team}/work`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{SuggestQuery, Suggestions};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/work", Access::Team, handle)
        .for_another()
        .about("Items of all kinds by what is typed")
        .query::<SuggestQuery>()
        .gives::<Suggestions>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Params(query): Params<SuggestQuery>,
) -> Result<Response, Refusal> {
    let found = work::suggest(&app, &who, &query).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, found))
}
