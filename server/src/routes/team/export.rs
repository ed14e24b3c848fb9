//! `GET /teams/{team}/export`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::export;
use crate::session::{Member, SignedIn};
use crate::state::App;
use axum::extract::State;
use axum::response::Response;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/export", Access::Team, handle)
        .about("The whole team as a JSON file, for whoever may delete it")
        .answers(200)
}

async fn handle(State(app): State<App>, who: Member, person: SignedIn) -> Result<Response, Refusal> {
    let export = export::team(&app, &person, &who).await?;
    Ok(reply::file("application/json", &export.name, export.body))
}
