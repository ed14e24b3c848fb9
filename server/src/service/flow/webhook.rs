//! Webhooks: other systems that hear of what happens in a team.

use super::maker::{Makers, noted, oneself};
use crate::error::{NOT_FOUND, Refusal};
use crate::random;
use crate::service::Act;
use crate::service::read::may;
use crate::session::Member;
use crate::state::App;
use crate::storage::{DeliveryRow, Reader, WebhookRow};
use crate::webhook::check_url;
use shared::api::{Deliveries, DeliveryView, FieldProblem, MadeWebhook, NewWebhook, WebhookView, Webhooks};
use shared::policy::Command;

/// What a webhook can be told of.
pub const TOPICS: [&str; 2] = [MEMBER, WORK];
/// Members came, went or changed.
pub const MEMBER: &str = "member";
/// Something happened to work.
pub const WORK: &str = "work";
/// The list comes in one piece, and each of them costs a delivery.
const MANY: usize = 20;

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

/// How deliveries to one went.
pub async fn deliveries(app: &App, who: &Member, id: &str) -> Result<Deliveries, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ManageIntegrations).await?;
    let hook = db.webhook(id).await?.filter(|h| h.team == who.team.id).ok_or(NOT_FOUND)?;
    let one = |row: DeliveryRow| DeliveryView {
        id: row.id,
        delivery: row.letter,
        topic: row.topic,
        at: row.at,
        attempt: row.attempt,
        error: row.error,
        retry_at: row.retry_at,
    };
    let items = db.deliveries(&who.team.id, &hook.id).await?.into_iter().map(one).collect();
    Ok(Deliveries { items, waiting: db.waiting_for(&hook.id).await? })
}

/// Makes one. The answer is the only place where its secret ever stands.
pub async fn add(app: &App, who: &Member, request: NewWebhook) -> Result<(MadeWebhook, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = make(&mut act, request).await;
    let (made, done) = act.settled(outcome).await?;
    Ok((made, done.revision))
}

async fn make(act: &mut Act, request: NewWebhook) -> Result<MadeWebhook, Refusal> {
    let permit = act.judge(Command::ManageIntegrations, None)?;
    let topics = checked(act, &request)?;
    if act.tx.webhooks(&act.team.id).await?.len() >= MANY {
        return Err(Refusal::field("url", "too-many"));
    }
    let row = WebhookRow {
        id: random::id(act.app.random())?,
        team: act.team.id.clone(),
        url: request.url,
        topics,
        secret: format!("whsec_{}", random::token(act.app.random())?),
        made_by: oneself(&act.actor),
        created_at: act.now,
        delivered_at: None,
        error: String::new(),
    };
    act.tx.insert_webhook(&permit, &row).await?;
    noted(act, &format!("+ {}", row.url)).await?;
    let (team, secret) = (act.team.id.clone(), row.secret.clone());
    let all = views(act.tx.as_mut(), &team, vec![row]).await?;
    let webhook = all.into_iter().next().ok_or_else(|| Refusal::internal("a webhook without a view"))?;
    Ok(MadeWebhook { webhook, secret })
}

/// The topics, each once, when all is well with the request.
fn checked(act: &Act, request: &NewWebhook) -> Result<Vec<String>, Refusal> {
    let mut problems = Vec::new();
    let mut problem =
        |field: String, code: &str| problems.push(FieldProblem { field, code: code.to_owned() });
    if let Err(bad) = check_url(&request.url, act.app.config().private_webhooks) {
        problem("url".into(), bad.code());
    }
    if request.topics.is_empty() {
        problem("topics".into(), "required");
    }
    for (at, topic) in request.topics.iter().enumerate() {
        if !TOPICS.contains(&topic.as_str()) {
            problem(format!("topics.{at}"), "not-a-choice");
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::Fields(problems));
    }
    Ok(TOPICS.iter().filter(|t| request.topics.iter().any(|r| r == *t)).map(|t| (*t).to_owned()).collect())
}
