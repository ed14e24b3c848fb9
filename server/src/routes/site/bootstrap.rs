//! `GET /bootstrap`

use crate::error::Refusal;
use crate::routes::{Access, Route};
use crate::service::account;
use crate::session::Maybe;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use shared::api::Bootstrap;

pub fn route() -> Route {
    Route::get("/api/v1/bootstrap", Access::Public, handle)
        .about("What a page must know first: whether to set up, and who is signed in")
        .gives::<Bootstrap>(200)
}

async fn handle(State(app): State<App>, Maybe(person): Maybe) -> Result<Json<Bootstrap>, Refusal> {
    let needs_setup = app.read().await?.is_empty().await?;
    // The choice of profiles is for the first run alone.
    let profiles = if needs_setup { app.policies().choices() } else { Vec::new() };
    let session = match &person {
        Some(person) => Some(account::show(&app, person).await?),
        None => None,
    };
    let sso = app.sso().map(|provider| provider.name().to_owned());
    Ok(Json(Bootstrap { needs_setup, demo: app.config().demo, profiles, sso, session }))
}
