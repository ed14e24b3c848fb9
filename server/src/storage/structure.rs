//! How a team is divided: units, resources, settings; and what its people are told.

use async_trait::async_trait;

/// Reads.
#[async_trait]
pub trait StructureReader: Send {}

/// Writes.
#[async_trait]
pub trait StructureTx: StructureReader {}
