//! `GET /teams/{team}/lists/{list}`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::lists;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{Entries, EntryQuery};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/lists/{list}", Access::Team, handle)
        .for_another()
        .about("The entries of a list that the team shares")
        .query::<EntryQuery>()
        .gives::<Entries>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, list)): Ids<(String, String)>,
    Params(query): Params<EntryQuery>,
) -> Result<Response, Refusal> {
    let all = lists::entries(&app, &who, &list, &query).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
