//! `PATCH /teams/{team}/lists/{list}/{entry}`

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
use shared::api::{EditEntry, EntryView};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/lists/{list}/{entry}", Access::Team, handle)
        .about("Changes an entry of a list")
        .takes::<EditEntry>()
        .gives::<EntryView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, list, entry)): Ids<(String, String, String)>,
    Body(request): Body<EditEntry>,
) -> Result<Response, Refusal> {
    let (edited, revision) = lists::edit(&app, &who, &list, &entry, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, edited))
}
