//! The one that empties the outbox.

use super::smtp::SmtpError;
use super::{KIND, Mail, Smtp};
use crate::clock::{HOUR, MINUTE, Millis, SECOND};
use crate::state::App;
use crate::storage::{Attempt, Letter, MailboxMail, StoreError};
use std::time::Duration;

/// Where mail goes.
pub enum Delivery {
    /// Into the database's own mailbox.
    Mailbox,
    /// To an SMTP server.
    Smtp(Smtp),
}

/// How long to wait after each failure; after the last the mail is given up.
pub(crate) const BACKOFF: [Millis; 8] =
    [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];

/// The mailbox keeps so many letters at a time in one go.
const AT_ONCE: u32 = 50;

/// Delivers until it is dropped.
pub async fn run(app: App, delivery: Delivery) {
    loop {
        match deliver_due(&app, &delivery).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "outbox"),
        }
        let _ = tokio::time::timeout(pause(&app).await, app.outbox_woken()).await;
    }
}

async fn pause(app: &App) -> Duration {
    let longest = 5 * SECOND;
    let next = async { app.read().await?.next_letter_at(KIND).await }.await.ok().flatten();
    let wait = next.map_or(longest, |at| at.saturating_sub(app.now()).clamp(100, longest));
    Duration::from_millis(u64::try_from(wait).unwrap_or(1_000))
}

/// Tries every letter that is due; says how many there were.
pub async fn deliver_due(app: &App, delivery: &Delivery) -> Result<usize, StoreError> {
    let letters = app.read().await?.due_letters(KIND, app.now(), AT_ONCE).await?;
    for letter in &letters {
        deliver(app, delivery, letter).await?;
    }
    Ok(letters.len())
}

async fn deliver(app: &App, delivery: &Delivery, letter: &Letter) -> Result<(), StoreError> {
    let now = app.now();
    let mail = match serde_json::from_str::<Mail>(&letter.payload) {
        Ok(mail) => mail,
        Err(_) => return note(app, letter, Attempt::Failed("cannot be read".into())).await,
    };
    match delivery {
        Delivery::Mailbox => {
            let Mail { to, subject, text, html, .. } = mail;
            let mut tx = app.write().await?;
            // Both in one transaction: no letter is delivered twice.
            tx.insert_mailbox(&MailboxMail { id: 0, at: now, to, subject, text, html }).await?;
            tx.note_attempt(letter.id, &Attempt::Sent).await?;
            tx.commit().await
        }
        Delivery::Smtp(smtp) => {
            let attempt = match smtp.send(letter.id, &mail).await {
                Ok(()) => Attempt::Sent,
                Err(SmtpError::Permanent(e)) => Attempt::Failed(e),
                Err(SmtpError::Transient(e)) => {
                    let tried = usize::try_from(letter.attempts).unwrap_or(usize::MAX);
                    match BACKOFF.get(tried) {
                        Some(wait) => Attempt::Retry(now.saturating_add(*wait), e),
                        None => Attempt::Failed(e),
                    }
                }
            };
            if let Attempt::Retry(_, error) | Attempt::Failed(error) = &attempt {
                tracing::warn!(letter = letter.id, error, "mail was not delivered");
            }
            note(app, letter, attempt).await
        }
    }
}

async fn note(app: &App, letter: &Letter, attempt: Attempt) -> Result<(), StoreError> {
    let mut tx = app.write().await?;
    tx.note_attempt(letter.id, &attempt).await?;
    tx.commit().await
}
