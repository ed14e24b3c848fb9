//! `GET /intake/{item}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::flow::intake;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use shared::api::{KeyScope, TakenIn};

pub fn route() -> Route {
    Route::get("/api/v1/intake/{item}", Access::Key(KeyScope::Intake), handle)
        .about("Whose an item is, by the name that customers see")
        .gives::<TakenIn>(200)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Ids(item): Ids<String>,
) -> Result<Json<TakenIn>, Refusal> {
    Ok(Json(intake::look(&app, &program, &item).await?))
}
