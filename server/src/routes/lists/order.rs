//! `PUT /teams/{team}/lists/{list}/order`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::lists;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{OrderEntries, Revised};

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/lists/{list}/order", Access::Team, handle)
        .about("Puts the entries of an ordered list into another order")
        .takes::<OrderEntries>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, list)): Ids<(String, String)>,
    Body(request): Body<OrderEntries>,
) -> Result<Response, Refusal> {
    let done = lists::order(&app, &who, &list, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
