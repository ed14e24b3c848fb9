//! A person as the rules see them.

use super::{RoleId, Set};
use crate::Millis;

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// Invited; the invitation can be accepted.
    #[serde(rename = "pending")]
    Pending,
    /// Invited; the invitation has ended (JY5). Never stored: it follows from the time.
    #[serde(rename = "expired")]
    Expired,
    /// Has access.
    #[serde(rename = "active")]
    Active,
    /// Has lost access and can be restored.
    #[serde(rename = "deactivated")]
    Deactivated,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Expired, Self::Active, Self::Deactivated];

    /// Its id (`deactivated`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Expired => "expired",
            Self::Active => "active",
            Self::Deactivated => "deactivated",
        }
    }

    /// The status of an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.id() == id)
    }

    /// This stored status at a time: a pending invitation expires at its very end (I1).
    pub fn at(self, expires_at: Option<Millis>, now: Millis) -> Self {
        match (self, expires_at) {
            (Self::Pending, Some(end)) if now >= end => Self::Expired,
            (status, _) => status,
        }
    }

    /// May sign in and act: the door of a team, before any command is judged.
    pub fn has_access(self) -> bool {
        matches!(self, Self::Active)
    }

    /// Had access, and may get it back.
    pub fn is_former(self) -> bool {
        matches!(self, Self::Deactivated)
    }

    /// As it is stored: an ended invitation is one that is pending.
    pub fn stored(self) -> Self {
        if matches!(self, Self::Expired) { Self::Pending } else { self }
    }

    /// The status that a list can be narrowed to. An ended invitation stands among the pending ones.
    pub fn listed(id: &str) -> Option<Self> {
        Self::from_id(id).filter(|s| !matches!(s, Self::Expired))
    }

    /// Stands in a list that is narrowed to `wanted`.
    pub fn stands_under(self, wanted: Self) -> bool {
        self.stored() == wanted.stored()
    }

    /// Invited and not yet here, whether the invitation still holds or not.
    pub fn is_invited(self) -> bool {
        matches!(self, Self::Pending | Self::Expired)
    }
}

/// A person's place in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Main role.
    pub role: RoleId,
    /// Additions, by index in the profile.
    pub additions: Set,
    /// Switches, by index in the profile.
    pub grants: Set,
    /// Standing, by index in the profile.
    pub standing: Set,
    /// As stored; [`Subject::status_at`] takes the time into account.
    pub status: Status,
    /// Pending: the instant from which the invitation can no longer be accepted (I1).
    pub expires_at: Option<Millis>,
}

impl Subject {
    /// The status at a time.
    pub fn status_at(&self, now: Millis) -> Status {
        self.status.at(self.expires_at, now)
    }
}

/// The person whom a command is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// Who they are.
    pub subject: Subject,
    /// They are the actor.
    pub oneself: bool,
    /// Their account is used in another team too: nobody here sets its password or address.
    pub shared_account: bool,
}
