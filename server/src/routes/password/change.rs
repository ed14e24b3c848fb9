//! `POST /me/password`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route};
use crate::service::account;
use crate::session::SignedIn;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use shared::api::ChangePassword;

pub fn route() -> Route {
    Route::post("/api/v1/me/password", Access::SignedIn, handle)
        .about("Changes the own password, and ends every other session")
        .takes::<ChangePassword>()
}

async fn handle(
    State(app): State<App>,
    person: SignedIn,
    Body(request): Body<ChangePassword>,
) -> Result<StatusCode, Refusal> {
    account::change_password(&app, &person, request).await?;
    Ok(StatusCode::NO_CONTENT)
}
