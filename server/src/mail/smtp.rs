//! Sending through an SMTP server.

use super::Mail;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::time::Duration;

/// A configured SMTP server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// The mail was not delivered.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// It can never be sent like this.
    #[error("{0}")]
    Permanent(String),
    /// Later it may work.
    #[error("{0}")]
    Transient(String),
}

impl Smtp {
    /// Connects later; `url` as `smtp://user:password@host:587?tls=required` or `smtp://127.0.0.1:1025`.
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpError> {
        // The URL may hold a password: it is not repeated in the error.
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|e| SmtpError::Permanent(format!("--smtp-url cannot be used: {e}")))?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let from =
            from.parse().map_err(|e| SmtpError::Permanent(format!("--mail-from is not an address: {e}")))?;
        Ok(Self { transport, from })
    }

    /// Sends one mail. `id` names it for receivers that drop what they have already (I10).
    pub async fn send(&self, id: i64, mail: &Mail) -> Result<(), SmtpError> {
        let never = |e: &dyn std::fmt::Display| SmtpError::Permanent(e.to_string());
        // Address and headers go through the library's types: no name or address can add a header (N5).
        let to: Address = mail.to.parse().map_err(|e| never(&e))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .message_id(Some(format!("<rolecall-{id}@{}>", self.from.email.domain())))
            .multipart(
                MultiPart::alternative()
                    .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.text.clone()))
                    .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(mail.html.clone())),
            )
            .map_err(|e| never(&e))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(e) if e.is_permanent() => Err(SmtpError::Permanent(e.to_string())),
            Err(e) => Err(SmtpError::Transient(e.to_string())),
        }
    }
}
