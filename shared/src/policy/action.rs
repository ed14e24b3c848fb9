//! What can be asked for: the action ids of the decision interface, and the permission that each needs.

use super::PermissionId;

/// An action; `Use` stands for what the product itself guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Action {
    /// See the member list, its counts and details.
    ViewMembers,
    /// Invite people.
    Invite,
    /// Send an invitation again.
    ResendInvite,
    /// Withdraw an invitation.
    CancelInvite,
    /// Change a detail of a member.
    EditMember,
    /// Give another main role.
    ChangeRole,
    /// Give an addition (ST1).
    AddRole,
    /// Take an addition (ST1).
    RemoveRole,
    /// Turn a switch (VA3).
    SetGrant,
    /// Choose the resources of a member (VA4).
    SetAccess,
    /// Take access away, undoably.
    Deactivate,
    /// Give access back.
    Restore,
    /// Remove for good.
    Delete,
    /// Set somebody's password (VA8).
    SetPassword,
    /// Assign work to a member.
    AssignWork,
    /// Team name and settings (JY14).
    EditTeamSettings,
    /// Rules, saved replies, automations (JY15).
    ManageSharedResources,
    /// See billing (JY16).
    ViewBilling,
    /// Buy seats (JL6).
    PurchaseSeats,
    /// Delete the team (JY16).
    DeleteTeam,
    /// See the audit log.
    ViewAudit,
    /// One's own details, notifications and availability (JY13).
    EditOwnPreferences,
    /// See a kind of work.
    ViewWork,
    /// Make and edit work, and write notes on it.
    EditWork,
    /// Make work nobody's.
    UnassignWork,
    /// Import work from a file (JT9).
    ImportWork,
    /// Give all work of a member to others (JT14).
    HandOver,
    /// Put a member into a unit (ST2).
    SetUnit,
    /// Make somebody organization owner or managing agent, or no longer (ST2).
    SetStanding,
    /// Make, rename and delete units (ST2).
    ManageUnits,
    /// API keys, webhooks, and the checklist for those who have gone (JT16).
    ManageIntegrations,
    /// Review who still needs access (VA11).
    ReviewAccess,
    /// See the pages as another member sees them. The right to change roles: who gives a role may look at what it gives.
    ViewAs,
    /// What the product itself guards.
    Use,
}

/// Every action but `Use`, with its id, the permission it needs, and whether it is done to a member.
pub const ACTIONS: [(Action, &str, &str, bool); 33] = [
    (Action::ViewMembers, "view-members", "members.view", false),
    (Action::Invite, "invite", "members.invite", false),
    (Action::ResendInvite, "resend-invite", "members.invite", true),
    (Action::CancelInvite, "cancel-invite", "members.invite", true),
    (Action::EditMember, "edit-member", "members.edit", true),
    (Action::ChangeRole, "change-role", "members.change-role", true),
    (Action::AddRole, "add-role", "members.change-role", true),
    (Action::RemoveRole, "remove-role", "members.change-role", true),
    (Action::SetGrant, "set-grant", "members.set-grant", true),
    (Action::SetAccess, "set-access", "members.set-access", true),
    (Action::Deactivate, "deactivate", "members.deactivate", true),
    (Action::Restore, "restore", "members.restore", true),
    (Action::Delete, "delete", "members.delete", true),
    (Action::SetPassword, "set-password", "members.set-password", true),
    (Action::AssignWork, "assign-work", "work.assign", true),
    (Action::EditTeamSettings, "edit-team-settings", "team-settings.edit", false),
    (Action::ManageSharedResources, "manage-shared-resources", "shared-resources.edit", false),
    (Action::ViewBilling, "view-billing", "billing.view", false),
    (Action::PurchaseSeats, "purchase-seats", "seats.purchase", false),
    (Action::DeleteTeam, "delete-team", "team.delete", false),
    (Action::ViewAudit, "view-audit", "audit.view", false),
    (Action::EditOwnPreferences, "edit-own-preferences", "own-preferences.edit", false),
    (Action::ViewWork, "view-work", KIND, false),
    (Action::EditWork, "edit-work", KIND, false),
    (Action::UnassignWork, "unassign-work", "work.assign", false),
    (Action::ImportWork, "import-work", "work.import", false),
    (Action::HandOver, "hand-over", "members.deactivate", true),
    (Action::SetUnit, "set-unit", "units.manage", true),
    (Action::SetStanding, "set-standing", "members.set-standing", true),
    (Action::ManageUnits, "manage-units", "units.manage", false),
    (Action::ManageIntegrations, "manage-integrations", "integrations.manage", false),
    (Action::ReviewAccess, "review-access", "access.review", false),
    (Action::ViewAs, "view-as", "members.change-role", true),
];

/// Stands where the permission is the one that the kind of work names.
const KIND: &str = "";

/// Permissions that every policy knows, by bit. Several actions may need the same one.
pub(super) const MANAGEMENT: [&str; 24] = [
    "members.view",
    "members.invite",
    "members.edit",
    "members.change-role",
    "members.set-grant",
    "members.set-access",
    "members.deactivate",
    "members.restore",
    "members.delete",
    "members.set-password",
    "work.assign",
    "team-settings.edit",
    "shared-resources.edit",
    "billing.view",
    "seats.purchase",
    "team.delete",
    "audit.view",
    "own-preferences.edit",
    "work.see-all",
    "work.import",
    "integrations.manage",
    "units.manage",
    "members.set-standing",
    "access.review",
];

impl Action {
    fn row(self) -> Option<&'static (Action, &'static str, &'static str, bool)> {
        ACTIONS.get(self as usize)
    }

    /// The id of the decision interface (`change-role`); `use` for what the product guards.
    pub fn id(self) -> &'static str {
        self.row().map_or("use", |row| row.1)
    }

    /// The action of an id; `None` for unknown ones and for `use`.
    pub fn from_id(id: &str) -> Option<Self> {
        ACTIONS.iter().find(|row| row.1 == id).map(|row| row.0)
    }

    /// False for what is done in the product itself only, never in a widget inside somebody else's page: what is about a secret,
    /// ends the team, or shows it through another's eyes. Refused there as `not-in-widget`, whatever the rights.
    pub fn in_widget(self) -> bool {
        !matches!(self, Self::SetPassword | Self::ManageIntegrations | Self::DeleteTeam | Self::ViewAs)
    }

    /// True when it is done to a member.
    pub fn has_target(self) -> bool {
        self.row().is_some_and(|row| row.3)
    }

    /// The permission that it needs; `None` for `Use`, which names its own, and where the kind of work does.
    pub fn permission(self) -> Option<PermissionId> {
        let name = self.row()?.2;
        let bit = MANAGEMENT.iter().position(|p| *p == name)?;
        u8::try_from(bit).ok().map(PermissionId)
    }
}
