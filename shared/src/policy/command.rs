//! A command: an action with its arguments, as the rules see it.

use super::{Action, AdditionId, FieldId, GrantId, KindId, PermissionId, RoleId, StandingId};

/// Who is named to get the work of somebody who is deleted (ST10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Successor {
    /// Nobody is named.
    Nobody,
    /// An active member other than the one who goes.
    Active,
    /// Somebody who cannot work: deactivated, pending or gone.
    Inactive,
    /// The very person who goes.
    Leaver,
}

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// See the member list.
    ViewMembers,
    /// Invite `people` as `role`; `known` when one of them is a member or has an invitation already.
    Invite {
        /// Main role to give.
        role: RoleId,
        /// How many addresses.
        people: u32,
        /// One of them is in the team already (I5).
        known: bool,
    },
    /// Send an invitation again.
    ResendInvite,
    /// Withdraw an invitation.
    CancelInvite,
    /// Change a detail.
    EditMember {
        /// Which one.
        field: FieldId,
    },
    /// Give another main role.
    ChangeRole {
        /// Which one.
        to: RoleId,
    },
    /// Give an addition.
    AddRole {
        /// Which one; `None` for a main role, which cannot be added.
        addition: Option<AdditionId>,
    },
    /// Take an addition.
    RemoveRole {
        /// Which one; `None` for a main role, which cannot be removed.
        addition: Option<AdditionId>,
    },
    /// Ask for a main role that is only an addition: never possible.
    ChangeRoleToAddition,
    /// Turn a switch.
    SetGrant {
        /// Which one.
        grant: GrantId,
        /// On or off.
        on: bool,
    },
    /// Choose the resources of a member.
    SetAccess,
    /// Take access away, undoably.
    Deactivate,
    /// Give access back.
    Restore,
    /// Remove for good.
    Delete {
        /// Who gets the work.
        successor: Successor,
    },
    /// Set somebody's password.
    SetPassword,
    /// Assign work to a member.
    AssignWork {
        /// Which kind; `None` asks for work in general.
        kind: Option<KindId>,
    },
    /// Make work nobody's.
    UnassignWork {
        /// Which kind; `None` asks for work in general.
        kind: Option<KindId>,
    },
    /// See a kind of work.
    ViewWork {
        /// Which one.
        kind: KindId,
    },
    /// Make and edit work of a kind.
    EditWork {
        /// Which one.
        kind: KindId,
    },
    /// Import work of a kind.
    ImportWork {
        /// Which one.
        kind: KindId,
    },
    /// Give all of a member's work to others.
    HandOver,
    /// Put a member into a unit.
    SetUnit,
    /// Give or take a standing.
    SetStanding {
        /// Which one.
        standing: StandingId,
        /// The person holds it afterwards.
        on: bool,
    },
    /// Make, rename and delete units.
    ManageUnits,
    /// API keys, webhooks, departures.
    ManageIntegrations,
    /// Review who still needs access.
    ReviewAccess,
    /// See the pages as this member sees them.
    ViewAs,
    /// Team name and settings.
    EditTeamSettings,
    /// Rules, saved replies, automations.
    ManageSharedResources,
    /// See billing.
    ViewBilling,
    /// Buy seats.
    PurchaseSeats,
    /// Delete the team.
    DeleteTeam,
    /// See the audit log.
    ViewAudit,
    /// One's own details.
    EditOwnPreferences,
    /// What the product itself guards.
    Use {
        /// Its permission.
        permission: PermissionId,
    },
    /// Work from outside: permitted by [`super::take_in`] alone.
    TakeIn,
    /// Take up an invitation or found a team: permitted by [`super::accept`] and [`super::found_team`] alone.
    Join,
}

impl Command {
    /// The action that it is an instance of.
    pub fn action(self) -> Action {
        match self {
            Self::ViewMembers => Action::ViewMembers,
            Self::Invite { .. } => Action::Invite,
            Self::ResendInvite => Action::ResendInvite,
            Self::CancelInvite => Action::CancelInvite,
            Self::EditMember { .. } => Action::EditMember,
            Self::ChangeRole { .. } | Self::ChangeRoleToAddition => Action::ChangeRole,
            Self::AddRole { .. } => Action::AddRole,
            Self::RemoveRole { .. } => Action::RemoveRole,
            Self::SetGrant { .. } => Action::SetGrant,
            Self::SetAccess => Action::SetAccess,
            Self::Deactivate => Action::Deactivate,
            Self::Restore => Action::Restore,
            Self::Delete { .. } => Action::Delete,
            Self::SetPassword => Action::SetPassword,
            Self::AssignWork { .. } => Action::AssignWork,
            Self::UnassignWork { .. } => Action::UnassignWork,
            Self::ViewWork { .. } => Action::ViewWork,
            Self::EditWork { .. } => Action::EditWork,
            Self::ImportWork { .. } => Action::ImportWork,
            Self::HandOver => Action::HandOver,
            Self::SetUnit => Action::SetUnit,
            Self::SetStanding { .. } => Action::SetStanding,
            Self::ManageUnits => Action::ManageUnits,
            Self::ManageIntegrations => Action::ManageIntegrations,
            Self::ReviewAccess => Action::ReviewAccess,
            Self::ViewAs => Action::ViewAs,
            Self::EditTeamSettings => Action::EditTeamSettings,
            Self::ManageSharedResources => Action::ManageSharedResources,
            Self::ViewBilling => Action::ViewBilling,
            Self::PurchaseSeats => Action::PurchaseSeats,
            Self::DeleteTeam => Action::DeleteTeam,
            Self::ViewAudit => Action::ViewAudit,
            Self::EditOwnPreferences => Action::EditOwnPreferences,
            Self::Use { .. } | Self::Join | Self::TakeIn => Action::Use,
        }
    }
}

impl Action {
    /// The command of an action that asks for nothing further; `None` for those that name a role, a field, a kind, …
    pub fn plain(self) -> Option<Command> {
        Some(match self {
            Self::ViewMembers => Command::ViewMembers,
            Self::ResendInvite => Command::ResendInvite,
            Self::CancelInvite => Command::CancelInvite,
            Self::SetAccess => Command::SetAccess,
            Self::Deactivate => Command::Deactivate,
            Self::Restore => Command::Restore,
            Self::SetPassword => Command::SetPassword,
            Self::HandOver => Command::HandOver,
            Self::SetUnit => Command::SetUnit,
            Self::ManageUnits => Command::ManageUnits,
            Self::ManageIntegrations => Command::ManageIntegrations,
            Self::ReviewAccess => Command::ReviewAccess,
            Self::ViewAs => Command::ViewAs,
            Self::EditTeamSettings => Command::EditTeamSettings,
            Self::ManageSharedResources => Command::ManageSharedResources,
            Self::ViewBilling => Command::ViewBilling,
            Self::PurchaseSeats => Command::PurchaseSeats,
            Self::DeleteTeam => Command::DeleteTeam,
            Self::ViewAudit => Command::ViewAudit,
            Self::EditOwnPreferences => Command::EditOwnPreferences,
            Self::Invite
            | Self::EditMember
            | Self::ChangeRole
            | Self::AddRole
            | Self::RemoveRole
            | Self::SetGrant
            | Self::Delete
            | Self::AssignWork
            | Self::UnassignWork
            | Self::ViewWork
            | Self::EditWork
            | Self::ImportWork
            | Self::SetStanding
            | Self::Use => return None,
        })
    }
}
