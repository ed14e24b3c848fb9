//! `DELETE /teams/{team}/lists/{list}/{entry}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::lists;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/lists/{list}/{entry}", Access::Team, handle)
        .about("Deletes an entry of a list")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, list, entry)): Ids<(String, String, String)>,
) -> Result<Response, Refusal> {
    let done = lists::delete(&app, &who, &list, &entry).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
