//! `GET /teams/{team}/work/{kind}`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{WorkPage, WorkQuery, WorkSort};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/work/{kind}", Access::Team, handle)
        .for_another()
        .about("A page of work of one kind")
        .query::<WorkQuery>()
        .mentions::<WorkSort>()
        .gives::<WorkPage>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind)): Ids<(String, String)>,
    Params(query): Params<WorkQuery>,
) -> Result<Response, Refusal> {
    let page = work::list(&app, &who, &kind, &query).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, page))
}
