//! The port through which seats are bought (JL6): this server grants them by itself, or a billing system is asked.

mod grant;
mod webhook;

pub use grant::Grant;
pub use webhook::Webhook;

use async_trait::async_trait;

/// An order of seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// The team.
    pub team: &'a str,
    /// Kind of seat.
    pub kind: &'a str,
    /// How many.
    pub n: u32,
    /// The same one twice is one order: a try that is made again after a lost answer must not cost twice.
    pub once: &'a str,
}

/// Why an order was not granted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsold {
    /// The billing system says no: no means of payment, not enough money.
    #[error("the billing system declined")]
    Declined,
    /// It could not be asked, or answered something else. The sentence is for the operator.
    #[error("the billing system was not reached: {0}")]
    Unreachable(String),
}

/// Where seats are bought.
#[async_trait]
pub trait Billing: Send + Sync + 'static {
    /// Orders; granted when this is `Ok`. `seconds`: now, since 1970.
    async fn order(&self, order: &Order<'_>, seconds: i64) -> Result<(), Unsold>;
    /// A system outside of this server is asked.
    fn external(&self) -> bool;
}
