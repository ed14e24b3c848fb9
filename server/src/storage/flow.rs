//! What flows in and out: imports, automations, keys, webhooks, departures.

use async_trait::async_trait;

/// Reads.
#[async_trait]
pub trait FlowReader: Send {}

/// Writes.
#[async_trait]
pub trait FlowTx: FlowReader {}
