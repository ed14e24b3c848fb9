//! `PATCH /teams/{team}/work/{kind}/{item}`

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
use shared::api::{EditWork, WorkDetail};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/work/{kind}/{item}", Access::Team, handle)
        .about("Changes an item")
        .takes::<EditWork>()
        .gives::<WorkDetail>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind, item)): Ids<(String, String, String)>,
    Body(request): Body<EditWork>,
) -> Result<Response, Refusal> {
    let (detail, revision) = work::edit(&app, &who, &kind, &item, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, detail))
}
