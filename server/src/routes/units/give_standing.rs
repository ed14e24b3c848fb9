//! `PUT /teams/{team}/members/{member}/standing/{standing}`

use crate::error::Refusal;
use crate::http::body::OptionalBody;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::units;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{Revised, SetStanding};

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/members/{member}/standing/{standing}", Access::Team, handle)
        .about("Gives a standing, over one more unit where it is about units")
        .takes::<SetStanding>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target, standing)): Ids<(String, String, String)>,
    OptionalBody(request): OptionalBody<SetStanding>,
) -> Result<Response, Refusal> {
    let done = units::set_standing(&app, &who, &target, &standing, request, true).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
