//! `POST /teams/{team}/work/{kind}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{NewWork, WorkDetail};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/work/{kind}", Access::Team, handle)
        .about("Makes an item")
        .takes::<NewWork>()
        .gives::<WorkDetail>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind)): Ids<(String, String)>,
    Body(request): Body<NewWork>,
) -> Result<Response, Refusal> {
    let (detail, revision) = work::create(&app, &who, &kind, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, detail))
}
