//! `PATCH /teams/{team}/departures/{departure}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::flow::departure;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{DepartureView, EditDeparture};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/departures/{departure}", Access::Team, handle)
        .about("Ticks a departure's checklist, or closes it")
        .takes::<EditDeparture>()
        .gives::<DepartureView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
    Body(request): Body<EditDeparture>,
) -> Result<Response, Refusal> {
    let (edited, revision) = departure::edit(&app, &who, &id, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, edited))
}
