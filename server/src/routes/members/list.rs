//! `GET /teams/{team}/members`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::routes::{Access, Route, reply};
use crate::service::read;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{MemberQuery, MembersPage, Sort};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/members", Access::Team, handle)
        .for_another()
        .about("A page of members")
        .query::<MemberQuery>()
        .mentions::<Sort>()
        .gives::<MembersPage>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Params(query): Params<MemberQuery>,
) -> Result<Response, Refusal> {
    let page = read::members(&app, &who, &query).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, page))
}
