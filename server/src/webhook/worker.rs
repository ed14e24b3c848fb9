//! The one that calls webhooks. Several at a time, so that one which doesn't answer keeps no other waiting.

use super::client::{Call, call};
use super::{Delivery, KIND};
use crate::clock::SECOND;
use crate::mail::BACKOFF;
use crate::state::App;
use crate::storage::{Attempt, Letter, StoreError};
use std::time::Duration;
use tokio::task::JoinSet;

/// Deliveries at a time.
const AT_ONCE: u32 = 8;

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

/// Tries what is due; says how many there were.
pub async fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let letters = app.read().await?.due_letters(KIND, app.now(), AT_ONCE).await?;
    let n = letters.len();
    let mut calls = JoinSet::new();
    for letter in letters {
        let app = app.clone();
        calls.spawn(async move { deliver(&app, &letter).await });
    }
    while let Some(done) = calls.join_next().await {
        // A call that panicked is tried again like one that failed: nothing was written about it.
        if let Ok(Err(error)) = done {
            return Err(error);
        }
    }
    Ok(n)
}

async fn deliver(app: &App, letter: &Letter) -> Result<(), StoreError> {
    let now = app.now();
    let Ok(delivery) = serde_json::from_str::<Delivery>(&letter.payload) else {
        return note(app, letter, None, Attempt::Failed("cannot be read".into())).await;
    };
    let Some(hook) = app.read().await?.webhook(&delivery.webhook).await? else {
        return note(app, letter, None, Attempt::Failed("the webhook has ended".into())).await;
    };
    let request = Call {
        url: &hook.url,
        secret: &hook.secret,
        id: letter.id,
        seconds: now.div_euclid(SECOND),
        body: &delivery.body,
    };
    let attempt = match call(&request, app.config().private_webhooks).await {
        Ok(()) => Attempt::Sent,
        Err(error) => {
            tracing::warn!(letter = letter.id, webhook = hook.id, error, "webhook was not delivered");
            match BACKOFF.get(usize::try_from(letter.attempts).unwrap_or(usize::MAX)) {
                Some(wait) => Attempt::Retry(now.saturating_add(*wait), error),
                None => Attempt::Failed(error),
            }
        }
    };
    note(app, letter, Some(&hook.id), attempt).await
}

/// Writes how it went, on the letter and on the webhook.
async fn note(app: &App, letter: &Letter, hook: Option<&str>, attempt: Attempt) -> Result<(), StoreError> {
    let mut tx = app.write().await?;
    tx.note_attempt(letter.id, &attempt).await?;
    if let Some(id) = hook {
        let outcome = match &attempt {
            Attempt::Sent => Ok(()),
            Attempt::Retry(_, error) | Attempt::Failed(error) => Err(error.as_str()),
        };
        tx.note_delivery(id, app.now(), outcome).await?;
    }
    tx.commit().await
}
