//! `DELETE /session`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::account;
use crate::session::SignedIn;
use crate::state::App;
use axum::extract::State;
use axum::response::Response;

pub fn route() -> Route {
    Route::delete("/api/v1/session", Access::SignedIn, handle)
        .about("Signs out: the session ends on the server")
}

async fn handle(State(app): State<App>, person: SignedIn) -> Result<Response, Refusal> {
    account::sign_out(&app, &person).await?;
    Ok(reply::signed_out(&app))
}
