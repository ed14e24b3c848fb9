//! How a team is divided: units, resources, settings; and what its people are told.

use super::{MemberRow, Resource, Result};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::FieldValues;
use shared::policy::{Permit, Status};

/// A unit of an organization (ST2, JL4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Id.
    pub id: String,
    /// One of the profile's kinds of unit.
    pub kind: String,
    /// Name.
    pub name: String,
}

/// Somebody who is named beside a unit or a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The unit's or the resource's id.
    pub of: String,
    /// Member id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Main role.
    pub role: String,
    /// Status.
    pub status: Status,
    /// Their details.
    pub fields: FieldValues,
}

/// What stands in the way of deleting a unit or a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InUse {
    /// Members who belong to it, in every status.
    pub members: u32,
    /// Members who manage it.
    pub managers: u32,
    /// Items of work that belong to it, those of an import under way included.
    pub work: u32,
}

impl std::fmt::Display for InUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "members: {}, managers: {}, work: {}", self.members, self.managers, self.work)
    }
}

/// Something for somebody's bell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// The team.
    pub team: String,
    /// Member id.
    pub member: String,
    /// When.
    pub at: Millis,
    /// What it is about (`assigned`).
    pub kind: String,
    /// Name of who caused it; empty for the system.
    pub actor: String,
    /// Kind of work.
    pub work: String,
    /// The item, where it is one.
    pub item: Option<String>,
    /// How many items.
    pub n: u32,
}

/// Something in somebody's bell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Id; newer ones are larger.
    pub id: i64,
    /// When.
    pub at: Millis,
    /// What it is about.
    pub kind: String,
    /// Name of who caused it.
    pub actor: String,
    /// Kind of work.
    pub work: String,
    /// The item, while it is there.
    pub item: Option<String>,
    /// How many items.
    pub n: u32,
    /// Read already.
    pub read: bool,
}

/// Reads.
#[async_trait]
pub trait StructureReader: Send {
    /// All units, by kind then name.
    async fn units(&mut self, team: &str) -> Result<Vec<Unit>>;
    /// One of them.
    async fn unit(&mut self, team: &str, unit: &str) -> Result<Option<Unit>>;
    /// How many members belong to each unit.
    async fn unit_sizes(&mut self, team: &str) -> Result<Vec<(String, u32)>>;
    /// Who manages each unit, by name.
    async fn unit_managers(&mut self, team: &str) -> Result<Vec<Beside>>;
    /// What stands in the way of deleting the unit.
    async fn unit_in_use(&mut self, team: &str, unit: &str) -> Result<InUse>;
    /// A resource.
    async fn resource(&mut self, team: &str, resource: &str) -> Result<Option<Resource>>;
    /// Who is given each resource, active and invited, by name.
    async fn resource_members(&mut self, team: &str) -> Result<Vec<Beside>>;
    /// What stands in the way of deleting the resource.
    async fn resource_in_use(&mut self, team: &str, resource: &str) -> Result<InUse>;
    /// A member's newest notices, newest first.
    async fn notices(&mut self, team: &str, member: &str, limit: u32) -> Result<Vec<Notice>>;
    /// Active members whose field of the kind `choices` has this choice.
    async fn members_who_chose(&mut self, team: &str, field: &str, choice: &str) -> Result<Vec<MemberRow>>;
    /// How many of a member's notices are unread.
    async fn unread(&mut self, team: &str, member: &str) -> Result<u32>;
}

/// Writes.
#[async_trait]
pub trait StructureTx: StructureReader {
    /// A new unit.
    async fn insert_unit(&mut self, permit: &Permit, team: &str, unit: &Unit) -> Result<()>;
    /// Another name.
    async fn rename_unit(&mut self, permit: &Permit, team: &str, unit: &str, name: &str) -> Result<()>;
    /// Removes the unit; nothing may belong to it.
    async fn delete_unit(&mut self, permit: &Permit, team: &str, unit: &str) -> Result<()>;
    /// Another name or group.
    async fn update_resource(&mut self, permit: &Permit, team: &str, resource: &Resource) -> Result<()>;
    /// Removes the resource, and takes it from everybody who was given it; answers who that was.
    async fn delete_resource(&mut self, permit: &Permit, team: &str, resource: &str) -> Result<Vec<String>>;
    /// The settings that are on from now on.
    async fn set_settings(&mut self, permit: &Permit, team: &str, settings: &[String]) -> Result<()>;
    /// Rings somebody's bell. Only the newest few hundred of a member are kept.
    async fn insert_notice(&mut self, notice: &NewNotice) -> Result<()>;
    /// Marks a member's notices up to this one as read; says whether there were any.
    async fn read_notices(&mut self, team: &str, member: &str, up_to: i64, at: Millis) -> Result<bool>;
}
