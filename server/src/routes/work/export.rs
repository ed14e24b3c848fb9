//! `GET /teams/{team}/work/{kind}/export`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::{Member, SignedIn};
use crate::state::App;
use axum::extract::State;
use axum::response::Response;
use shared::api::{WorkQuery, WorkSort};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/work/{kind}/export", Access::Team, handle)
        .about("The list as a CSV file")
        .query::<WorkQuery>()
        .mentions::<WorkSort>()
        .answers(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    person: SignedIn,
    Ids((_, kind)): Ids<(String, String)>,
    Params(query): Params<WorkQuery>,
) -> Result<Response, Refusal> {
    let body = work::export(&app, &person, &who, &kind, &query).await?;
    // The kind is one of the profile's ids by now: letters, digits and hyphens.
    Ok(reply::file(reply::CSV, &format!("{kind}.csv"), body))
}
