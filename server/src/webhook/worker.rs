//! The one that calls webhooks: several at a time, each in order.

use super::client::{Call, call};
use super::{Delivery, KIND};
use crate::clock::{DAY, Millis, SECOND};
use crate::mail::BACKOFF;
use crate::state::App;
use crate::storage::{Attempt, DeliveryRow, Letter, StoreError, WebhookRow};
use std::time::Duration;
use tokio::task::JoinSet;

/// Webhooks that are called at a time.
const AT_ONCE: usize = 8;
/// Letters that are looked at in one go.
const LETTERS: u32 = 64;
/// What could not be delivered for so long is given up: nobody wants to hear of it any more.
const OLDEST: Millis = DAY;

/// Delivers until it is dropped.
pub async fn run(app: App) {
    loop {
        match deliver_due(&app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "webhooks"),
        }
        let _ = tokio::time::timeout(pause(&app).await, app.hooks_woken()).await;
    }
}

async fn pause(app: &App) -> Duration {
    let longest = 5 * SECOND;
    let next = async { app.read().await?.next_letter_at(KIND).await }.await.ok().flatten();
    let wait = next.map_or(longest, |at| at.saturating_sub(app.now()).clamp(100, longest));
    Duration::from_millis(u64::try_from(wait).unwrap_or(1_000))
}

/// Tries what is due; says how much was done.
pub async fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let letters = app.read().await?.due_letters(KIND, app.now(), LETTERS).await?;
    let mut groups: Vec<(String, Vec<(Letter, Delivery)>)> = Vec::new();
    let mut n = 0_usize;
    for letter in letters {
        n = n.saturating_add(1);
        match serde_json::from_str::<Delivery>(&letter.payload) {
            Ok(delivery) => match groups.iter_mut().find(|(hook, _)| *hook == delivery.webhook) {
                Some((_, of_hook)) => of_hook.push((letter, delivery)),
                None => groups.push((delivery.webhook.clone(), vec![(letter, delivery)])),
            },
            Err(_) => note(app, &letter, None, &Attempt::Failed("cannot be read".into())).await?,
        }
    }
    let mut calls = JoinSet::new();
    // The others are still due when this returns.
    for (hook, of_hook) in groups.into_iter().take(AT_ONCE) {
        let app = app.clone();
        calls.spawn(async move { in_order(&app, &hook, of_hook).await });
    }
    while let Some(done) = calls.join_next().await {
        if let Ok(Err(error)) = done {
            return Err(error);
        }
    }
    Ok(n)
}

/// One webhook's letters, oldest first. After a failure the others wait for the next try: a webhook that is down costs one
/// call a step, and keeps nobody else's waiting.
async fn in_order(app: &App, hook: &str, letters: Vec<(Letter, Delivery)>) -> Result<(), StoreError> {
    for (letter, delivery) in letters {
        let Some(row) = app.read().await?.webhook(hook).await? else {
            note(app, &letter, None, &Attempt::Failed("the webhook has ended".into())).await?;
            continue;
        };
        let attempt = tried(app, &row, &letter, &delivery).await;
        note(app, &letter, Some((&row, &delivery)), &attempt).await?;
        if matches!(attempt, Attempt::Retry(..)) {
            return Ok(());
        }
    }
    Ok(())
}

async fn tried(app: &App, hook: &WebhookRow, letter: &Letter, delivery: &Delivery) -> Attempt {
    let now = app.now();
    if now.saturating_sub(letter.made_at) > OLDEST {
        return Attempt::Failed("not delivered within a day".into());
    }
    let request = Call {
        url: &hook.url,
        secret: &hook.secret,
        id: &letter.id.to_string(),
        seconds: now.div_euclid(SECOND),
        body: &delivery.body,
    };
    let Err(error) = call(&request, app.config().private_webhooks).await else { return Attempt::Sent };
    tracing::warn!(letter = letter.id, webhook = hook.id, error, "webhook was not delivered");
    match BACKOFF.get(usize::try_from(letter.attempts).unwrap_or(usize::MAX)) {
        Some(wait) => Attempt::Retry(now.saturating_add(*wait), error),
        None => Attempt::Failed(error),
    }
}

/// Writes how it went, on the letter, on the webhook, and in the webhook's log.
async fn note(
    app: &App,
    letter: &Letter,
    hook: Option<(&WebhookRow, &Delivery)>,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    let now = app.now();
    let mut tx = app.write().await?;
    tx.note_attempt(letter.id, attempt).await?;
    // One that was ended meanwhile has no log any more.
    let there = match hook {
        Some((row, _)) => tx.webhook(&row.id).await?.is_some(),
        None => false,
    };
    if let (Some((row, delivery)), true) = (hook, there) {
        let (error, retry_at) = match attempt {
            Attempt::Sent => ("", None),
            Attempt::Retry(at, error) => (error.as_str(), Some(*at)),
            Attempt::Failed(error) => (error.as_str(), None),
        };
        tx.note_delivery(&row.id, now, if error.is_empty() { Ok(()) } else { Err(error) }).await?;
        let body: serde_json::Value = serde_json::from_str(&delivery.body).unwrap_or_default();
        tx.insert_delivery(&DeliveryRow {
            id: 0,
            team: row.team.clone(),
            webhook: row.id.clone(),
            letter: letter.id,
            topic: body.get("topic").and_then(|t| t.as_str()).unwrap_or_default().to_owned(),
            at: now,
            attempt: letter.attempts.saturating_add(1),
            error: error.to_owned(),
            retry_at,
        })
        .await?;
        if let Some(until) = retry_at {
            tx.postpone_deliveries(&row.id, until).await?;
        }
    }
    tx.commit().await
}
