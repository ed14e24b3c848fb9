//! `GET /teams/{team}/who-can`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::routes::{Access, Route, reply};
use crate::service::who_can;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{WhoCan, WhoCanQuery};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/who-can", Access::Team, handle)
        .for_another()
        .about("Members who may give this command now")
        .query::<WhoCanQuery>()
        .gives::<WhoCan>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Params(query): Params<WhoCanQuery>,
) -> Result<Response, Refusal> {
    let found = who_can::find(&app, &who, &query).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, found))
}
