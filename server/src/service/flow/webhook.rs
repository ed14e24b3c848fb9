//! Webhooks: other systems that hear of what happens in a team.

use super::maker::Makers;
use crate::error::Refusal;
use crate::service::read::may;
use crate::session::Member;
use crate::state::App;
use crate::storage::{Reader, WebhookRow};
use shared::api::{WebhookView, Webhooks};
use shared::policy::Command;

/// All of the team.
pub async fn list(app: &App, who: &Member) -> Result<Webhooks, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ManageIntegrations).await?;
    let rows = db.webhooks(&who.team.id).await?;
    Ok(Webhooks { items: views(db.as_mut(), &who.team.id, rows).await? })
}

/// Rows on the wire; never the secret.
pub async fn views(
    db: &mut dyn Reader,
    team: &str,
    rows: Vec<WebhookRow>,
) -> Result<Vec<WebhookView>, Refusal> {
    let makers = Makers::of(db, team, &rows.iter().map(|r| &r.made_by).collect::<Vec<_>>()).await?;
    let view = |row: WebhookRow| WebhookView {
        id: row.id,
        url: row.url,
        topics: row.topics,
        made_by: makers.view(row.made_by),
        created_at: row.created_at,
        delivered_at: row.delivered_at,
        error: row.error,
    };
    Ok(rows.into_iter().map(view).collect())
}
