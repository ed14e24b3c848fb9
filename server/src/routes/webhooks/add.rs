//! `POST /teams/{team}/webhooks`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::flow::webhook;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{MadeWebhook, NewWebhook};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/webhooks", Access::Team, handle)
        .about("Makes a webhook; its secret is shown in this answer alone")
        .takes::<NewWebhook>()
        .gives::<MadeWebhook>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<NewWebhook>,
) -> Result<Response, Refusal> {
    let (made, revision) = webhook::add(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, made))
}
