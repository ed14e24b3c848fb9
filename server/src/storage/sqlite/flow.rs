//! What flows in and out: imports, automations, keys, webhooks, departures.

use super::super::{FlowReader, FlowTx};
use super::SqliteTx;
use async_trait::async_trait;

#[async_trait]
impl FlowReader for SqliteTx {}

#[async_trait]
impl FlowTx for SqliteTx {}
