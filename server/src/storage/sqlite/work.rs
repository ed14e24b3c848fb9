//! Work: items, lists, assignment, history.

use super::super::{WorkReader, WorkTx};
use super::SqliteTx;
use async_trait::async_trait;

#[async_trait]
impl WorkReader for SqliteTx {}

#[async_trait]
impl WorkTx for SqliteTx {}
