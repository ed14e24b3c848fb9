//! `GET /dev/mail.json`: only with `--demo`.

use crate::error::Refusal;
use crate::routes::{Access, Route};
use crate::state::App;
use crate::storage::MailboxMail;
use axum::Json;
use axum::extract::State;

pub fn route() -> Route {
    Route::get("/dev/mail.json", Access::Public, handle).about("The mailbox, newest first").answers(200)
}

async fn handle(State(app): State<App>) -> Result<Json<Vec<MailboxMail>>, Refusal> {
    Ok(Json(app.read().await?.mailbox(500).await?))
}
