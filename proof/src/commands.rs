//! Every command with every class of argument that a profile knows.

use shared::policy::{
    Action, AdditionId, Command, FieldId, GrantId, KindId, PermissionId, Policy, RoleId, StandingId,
    Successor,
};

/// Batches: one, what Jelly takes at once, and one more (JY3).
const BATCHES: [u32; 4] = [1, 2, 4, 5];
const SUCCESSORS: [Successor; 4] =
    [Successor::Nobody, Successor::Active, Successor::Inactive, Successor::Leaver];

fn ids(count: usize) -> impl Iterator<Item = u8> {
    (0..count).filter_map(|at| u8::try_from(at).ok())
}

/// All commands of a profile.
pub fn commands(policy: &Policy) -> Vec<Command> {
    let mut all = Vec::new();
    for (action, ..) in shared::policy::ACTIONS {
        of(policy, action, &mut all);
    }
    of(policy, Action::Use, &mut all);
    // Permitted by functions of their own alone: nobody can ask for them here.
    all.extend([Command::TakeIn, Command::Join]);
    all
}

/// The commands of one action. Without a catch-all: a new action does not compile until it is in the proof.
fn of(policy: &Policy, action: Action, all: &mut Vec<Command>) {
    let profile = policy.profile();
    let roles = || policy.roles();
    let additions = || ids(profile.additions.len()).map(AdditionId);
    let kinds = || ids(profile.work.len()).map(KindId);
    let work = || std::iter::once(None).chain(kinds().map(Some));
    match action {
        Action::ViewMembers => all.push(Command::ViewMembers),
        Action::Invite => {
            // The id of an addition stands for no main role.
            let none = (!profile.additions.is_empty()).then_some(RoleId(u8::MAX));
            for role in roles().chain(none) {
                for people in BATCHES {
                    all.extend([false, true].map(|known| Command::Invite { role, people, known }));
                }
            }
        }
        Action::ResendInvite => all.push(Command::ResendInvite),
        Action::CancelInvite => all.push(Command::CancelInvite),
        Action::EditMember => {
            all.extend(ids(profile.fields.len()).map(|f| Command::EditMember { field: FieldId(f) }));
        }
        Action::ChangeRole => {
            all.extend(roles().map(|to| Command::ChangeRole { to }));
            if !profile.additions.is_empty() {
                all.push(Command::ChangeRoleToAddition);
            }
        }
        Action::AddRole => {
            all.extend(additions().map(Some).chain([None]).map(|addition| Command::AddRole { addition }));
        }
        Action::RemoveRole => {
            all.extend(additions().map(Some).chain([None]).map(|addition| Command::RemoveRole { addition }));
        }
        Action::SetGrant => {
            for grant in ids(profile.grants.len()).map(GrantId) {
                all.extend([false, true].map(|on| Command::SetGrant { grant, on }));
            }
        }
        Action::SetAccess => all.push(Command::SetAccess),
        Action::Deactivate => all.push(Command::Deactivate),
        Action::Restore => all.push(Command::Restore),
        Action::Delete => all.extend(SUCCESSORS.map(|successor| Command::Delete { successor })),
        Action::SetPassword => all.push(Command::SetPassword),
        Action::AssignWork => all.extend(work().map(|kind| Command::AssignWork { kind })),
        Action::UnassignWork => all.extend(work().map(|kind| Command::UnassignWork { kind })),
        Action::ViewWork => all.extend(kinds().map(|kind| Command::ViewWork { kind })),
        Action::EditWork => all.extend(kinds().map(|kind| Command::EditWork { kind })),
        Action::ImportWork => all.extend(kinds().map(|kind| Command::ImportWork { kind })),
        Action::HandOver => all.push(Command::HandOver),
        Action::SetUnit => all.push(Command::SetUnit),
        Action::SetStanding => {
            for standing in ids(profile.standing.len()).map(StandingId) {
                all.extend([false, true].map(|on| Command::SetStanding { standing, on }));
            }
        }
        Action::ManageUnits => all.push(Command::ManageUnits),
        Action::ManageIntegrations => all.push(Command::ManageIntegrations),
        Action::ReviewAccess => all.push(Command::ReviewAccess),
        Action::ViewAs => all.push(Command::ViewAs),
        Action::EditTeamSettings => all.push(Command::EditTeamSettings),
        Action::ManageSharedResources => all.push(Command::ManageSharedResources),
        Action::ViewBilling => all.push(Command::ViewBilling),
        Action::PurchaseSeats => all.push(Command::PurchaseSeats),
        Action::DeleteTeam => all.push(Command::DeleteTeam),
        Action::ViewAudit => all.push(Command::ViewAudit),
        Action::EditOwnPreferences => all.push(Command::EditOwnPreferences),
        Action::Use => {
            let permissions = ids(policy.permission_names().len()).map(PermissionId);
            all.extend(permissions.map(|permission| Command::Use { permission }));
        }
    }
}
