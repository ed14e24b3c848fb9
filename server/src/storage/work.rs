//! Work: items, lists, assignment, history.

use async_trait::async_trait;

/// Reads.
#[async_trait]
pub trait WorkReader: Send {}

/// Writes.
#[async_trait]
pub trait WorkTx: WorkReader {}
