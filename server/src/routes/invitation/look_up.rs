//! `POST /invitations/lookup`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::routes::{Access, Route};
use crate::service::join;
use crate::session::Maybe;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use shared::api::{InvitationView, LookUpInvitation};

pub fn route() -> Route {
    Route::post("/api/v1/invitations/lookup", Access::Public, handle)
        .about("Says what a link is for; uses nothing up")
        .takes::<LookUpInvitation>()
        .gives::<InvitationView>(200)
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Maybe(person): Maybe,
    Body(request): Body<LookUpInvitation>,
) -> Result<Json<InvitationView>, Refusal> {
    Ok(Json(join::look_up(&app, &source, person.as_ref(), &request.token).await?))
}
