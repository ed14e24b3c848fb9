//! `GET /session`

use crate::error::Refusal;
use crate::routes::{Access, Route};
use crate::service::account;
use crate::session::SignedIn;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use shared::api::SessionView;

pub fn route() -> Route {
    Route::get("/api/v1/session", Access::SignedIn, handle)
        .about("Who is signed in, and where they belong")
        .gives::<SessionView>(200)
}

async fn handle(State(app): State<App>, person: SignedIn) -> Result<Json<SessionView>, Refusal> {
    Ok(Json(account::show(&app, &person).await?))
}
