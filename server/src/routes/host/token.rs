//! `POST /widget-tokens`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route};
use crate::service::flow::widget;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::api::{KeyScope, NewWidgetToken, WidgetToken};

pub fn route() -> Route {
    Route::post("/api/v1/widget-tokens", Access::Key(KeyScope::Widget), handle)
        .about("Makes a token with which a member acts in the widget: for 15 minutes, in this team, from one origin")
        .takes::<NewWidgetToken>()
        .gives::<WidgetToken>(201)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Body(request): Body<NewWidgetToken>,
) -> Result<(StatusCode, Json<WidgetToken>), Refusal> {
    Ok((StatusCode::CREATED, Json(widget::mint(&app, &program, request).await?)))
}
