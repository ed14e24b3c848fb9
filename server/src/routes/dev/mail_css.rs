//! `GET /dev/mail.css`: only with `--demo`. A file of its own, because the page's policy takes no inline style.

use crate::routes::{Access, Route};
use axum::http::header;
use axum::response::IntoResponse;

const CSS: &str = include_str!("mail.css");

pub fn route() -> Route {
    Route::get("/dev/mail.css", Access::Public, handle).about("Style of the mailbox").answers(200)
}

async fn handle() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], CSS)
}
