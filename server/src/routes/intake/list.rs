//! `GET /lists/{list}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::lists;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use shared::api::{Entries, KeyScope};

pub fn route() -> Route {
    Route::get("/api/v1/lists/{list}", Access::Key(KeyScope::Lists), handle)
        .about("A list that the team shares, for the product that runs its rules and offers its replies")
        .gives::<Entries>(200)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Ids(list): Ids<String>,
) -> Result<Json<Entries>, Refusal> {
    Ok(Json(lists::for_program(&app, &program, &list).await?))
}
