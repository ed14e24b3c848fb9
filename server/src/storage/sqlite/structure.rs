//! How a team is divided: units, resources, settings; and what its people are told.

use super::super::{StructureReader, StructureTx};
use super::SqliteTx;
use async_trait::async_trait;

#[async_trait]
impl StructureReader for SqliteTx {}

#[async_trait]
impl StructureTx for SqliteTx {}
