//! Asks a billing system: a signed POST of `{team, kind, n, once}`; what it answers decides.

use super::{Billing, Order, Unsold};
use crate::webhook::{BadUrl, Call, answered, check_url};
use async_trait::async_trait;
use axum::http::StatusCode;
use serde_json::json;

/// A billing system behind a URL. It is the operator's own choice, so it may stand in the operator's network, and without
/// TLS.
pub struct Webhook {
    url: String,
    secret: String,
}

impl Webhook {
    /// Asks at `url`; orders are signed with `secret`, as webhooks are.
    pub fn new(url: &str, secret: &str) -> Result<Self, BadUrl> {
        check_url(url, true)?;
        Ok(Self { url: url.to_owned(), secret: secret.to_owned() })
    }
}

#[async_trait]
impl Billing for Webhook {
    async fn order(&self, order: &Order<'_>, seconds: i64) -> Result<(), Unsold> {
        let Order { team, kind, n, once } = order;
        let body = json!({ "team": team, "kind": kind, "n": n, "once": once }).to_string();
        let call = Call {
            url: &self.url,
            secret: &self.secret,
            id: &[*team, ".", *once].concat(),
            seconds,
            body: &body,
        };
        match answered(&call, true).await {
            Ok(status) if status.is_success() => Ok(()),
            Ok(StatusCode::PAYMENT_REQUIRED | StatusCode::CONFLICT) => Err(Unsold::Declined),
            Ok(status) => Err(Unsold::Unreachable(format!("answered {}", status.as_u16()))),
            Err(why) => Err(Unsold::Unreachable(why)),
        }
    }

    fn external(&self) -> bool {
        true
    }
}
