//! The decision. Total: every combination of arguments has an answer, and time and facts are arguments.

use super::authority::Authority;
use super::compile::Policy;
use super::{
    Action, AdditionId, Code, Command, Denial, Facts, FieldId, KindId, Lift, RoleId, StandingId, Status,
    Subject, Successor, Target,
};
use crate::Millis;
use crate::profile::FieldKind;

/// Proof that the rules allow a command. Only this module's decisions make one, and the storage's write methods ask
/// for it: a write that nobody judged does not compile. Nor can anybody else make one:
///
/// ```compile_fail
/// # use shared::policy::{Command, Permit};
/// let forged = Permit { command: Command::Deactivate };
/// ```
/// ```compile_fail
/// # use shared::policy::{Command, Permit};
/// let forged = Permit::new(Command::Deactivate);
/// ```
/// ```compile_fail
/// # use shared::policy::Permit;
/// fn twice(once: &Permit) -> Permit {
///     once.clone()
/// }
/// ```
/// The same without the forgery:
/// ```
/// # use shared::policy::{Command, Permit};
/// fn twice(once: &Permit) -> Command {
///     once.command()
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Permit {
    command: Command,
}

impl Permit {
    pub(super) fn new(command: Command) -> Self {
        Self { command }
    }

    /// What is permitted.
    pub fn command(&self) -> Command {
        self.command
    }
}

/// May `actor` give `command` now?
///
/// Actions on a member need `target`; without one the answer is `not-permitted`. The order of the checks is the order
/// of the codes' weight: first whether the actor may do such a thing at all (the page hides what isn't), then whether
/// it can be done to this member now.
///
/// # Errors
/// The denial, with what would lift it.
pub fn decide(
    policy: &Policy,
    actor: &Subject,
    command: Command,
    target: Option<&Target>,
    facts: &Facts,
    now: Millis,
) -> Result<Permit, Denial> {
    let case = Case { policy, actor, reach: policy.authority(actor, facts.enterprise), facts, now };
    case.judge(command, target)?;
    Ok(Permit::new(command))
}

/// The first role that the actor could invite somebody as now: what an Invite button's state follows.
///
/// # Errors
/// The weightiest denial: any other than `not-permitted`, if there is one.
pub fn decide_invite(policy: &Policy, actor: &Subject, facts: &Facts, now: Millis) -> Result<RoleId, Denial> {
    let mut denial = None;
    let others = policy.roles().filter(|r| *r != policy.default_role());
    for role in std::iter::once(policy.default_role()).chain(others) {
        match decide(policy, actor, Command::Invite { role, people: 1, known: false }, None, facts, now) {
            Ok(_) => return Ok(role),
            Err(d) if d.hides() || d.code == Code::RoleNotAssignable => {
                denial.get_or_insert(d);
            }
            Err(d) => denial = Some(d),
        }
    }
    Err(denial.unwrap_or_else(|| Denial::new(Code::NotPermitted)))
}

struct Case<'a> {
    policy: &'a Policy,
    actor: &'a Subject,
    reach: Authority,
    facts: &'a Facts,
    now: Millis,
}

type Verdict = Result<(), Denial>;

fn deny(code: Code) -> Denial {
    Denial::new(code)
}

impl Case<'_> {
    fn judge(&self, command: Command, target: Option<&Target>) -> Verdict {
        self.permission(command)?;
        match (command, target) {
            (Command::Invite { role, people, known }, _) => self.invite(role, people, known),
            (command, None) if command.action().has_target() => Err(deny(Code::NotPermitted)),
            (command, Some(target)) if command.action().has_target() => self.on_member(command, target),
            _ => Ok(()),
        }
    }

    /// Whether the actor may do such a thing at all.
    fn permission(&self, command: Command) -> Verdict {
        let needed = match command {
            Command::Use { permission } => Some(permission),
            Command::Join | Command::TakeIn => None,
            Command::ViewWork { kind } | Command::EditWork { kind } => return self.opens(kind),
            // Kinds that the profile doesn't import, nobody does (JT9).
            Command::ImportWork { kind } if !self.imports(kind) => None,
            Command::AssignWork { kind: Some(kind) }
            | Command::UnassignWork { kind: Some(kind) }
            | Command::ImportWork { kind } => {
                self.opens(kind)?;
                command.action().permission()
            }
            // Units where there are none, and a standing over them, are nobody's to give.
            Command::ManageUnits | Command::SetUnit if !self.policy.has_units(self.facts.enterprise) => None,
            // What the profile doesn't have, nobody does.
            Command::DeleteTeam if self.policy.profile().delete_team.is_none() => None,
            Command::ReviewAccess if self.policy.profile().review.is_none() => None,
            Command::SetStanding { standing, .. } if !self.standing_exists(standing) => None,
            // Whoever looks through another's eyes sees the people whom they look through.
            Command::ViewAs => {
                self.permission(Command::ViewMembers)?;
                command.action().permission()
            }
            other => other.action().permission(),
        };
        let Some(needed) = needed else { return Err(deny(Code::NotPermitted)) };
        let reachable = match command {
            Command::ChangeRole { to } => self.reach.may_assign(to),
            Command::AddRole { addition: Some(a) } | Command::RemoveRole { addition: Some(a) } => {
                self.reach.may_add(a)
            }
            _ => true,
        };
        if !reachable {
            return Err(deny(Code::NotPermitted).lifted_by(Lift::AskSomebodyElse));
        }
        if self.reach.may(needed) {
            return Ok(());
        }
        if self.reach.unit_permissions.has(needed.0) {
            if self.facts.manages_target_unit {
                return Ok(());
            }
            return Err(deny(Code::UnitNotManaged).lifted_by(Lift::AskUnitManager));
        }
        Err(deny(Code::NotPermitted).lifted_by(Lift::AskSomebodyElse))
    }

    /// Whether a kind of work exists for the actor.
    fn opens(&self, kind: KindId) -> Verdict {
        if self.policy.can_hold(self.actor, kind, self.facts.enterprise) {
            return Ok(());
        }
        Err(deny(Code::NotPermitted).lifted_by(Lift::AskSomebodyElse))
    }

    fn imports(&self, kind: KindId) -> bool {
        self.policy.kind_def(kind).is_some_and(|(_, def)| def.import)
    }

    /// A standing over units exists only where there are units (ST2).
    fn standing_exists(&self, standing: StandingId) -> bool {
        usize::from(standing.0) < self.policy.standing.len()
            && (!self.policy.standing_has_units(standing) || self.policy.has_units(self.facts.enterprise))
    }

    fn invite(&self, role: RoleId, people: u32, known: bool) -> Verdict {
        let profile = self.policy.profile();
        if !self.policy.invite_roles.has(role.0) {
            return Err(deny(Code::RoleNotAssignable)
                .about(self.policy.role_name(role))
                .lifted_by(Lift::ChangeRoleLater));
        }
        if !self.reach.invites.has(role.0) {
            return Err(deny(Code::NotPermitted).lifted_by(Lift::AskSomebodyElse));
        }
        if people > profile.invitation.at_once {
            return Err(deny(Code::BatchTooLarge)
                .lifted_by(Lift::InviteFewer)
                .limited_to(profile.invitation.at_once));
        }
        if known {
            return Err(deny(Code::AlreadyMember).lifted_by(Lift::NothingToDo));
        }
        let guest = Subject { role, ..Subject::nobody() };
        self.seats(None, Some(&guest), people)
    }

    fn on_member(&self, command: Command, target: &Target) -> Verdict {
        let who = &target.subject;
        let action = command.action();
        if target.oneself && matches!(command, Command::ViewAs) {
            // There is nothing to it: one's own pages are open already.
            return Err(deny(Code::NotPermitted));
        }
        self.status(action, who.status_at(self.now))?;
        if target.oneself && self.policy.not_oneself.has(action as u8) {
            return Err(deny(Code::SelfAction).lifted_by(Lift::AskSomebodyElse));
        }
        if let Command::AssignWork { kind } = command {
            return self.receiver(who, kind);
        }
        if matches!(command, Command::ViewAs) {
            // Nothing is done to them, and nobody is shown what they may not see themself: rank doesn't matter.
            return Ok(());
        }
        self.rank(target)?;
        self.arguments(command, target)?;
        self.policy.sign_in(command, target, self.facts)?;
        let after = self.policy.after(command, who, self.now);
        self.guards(target, after.as_ref())?;
        if let Command::Delete { successor } = command {
            self.successor(successor, who.status)?;
        }
        self.seats(Some(who), after.as_ref(), 1)
    }

    /// Whoever gets work must be able to look after it.
    fn receiver(&self, who: &Subject, kind: Option<KindId>) -> Verdict {
        match kind {
            Some(kind) if !self.policy.can_hold(who, kind, self.facts.enterprise) => {
                Err(deny(Code::CannotHoldWork)
                    .about(self.policy.kind_name(kind))
                    .lifted_by(Lift::ChooseSomebodyElse))
            }
            _ => Ok(()),
        }
    }

    fn status(&self, action: Action, status: Status) -> Verdict {
        use Status::{Active, Deactivated, Expired, Pending};
        let wrong = |lift| Err(deny(Code::WrongStatus).about(status.id()).lifted_by(lift));
        match (action, status) {
            (Action::ResendInvite | Action::CancelInvite, Pending | Expired)
            | (Action::Deactivate | Action::SetPassword | Action::AssignWork | Action::ViewAs, Active)
            | (Action::Restore, Deactivated)
            // Work is handed over before and after somebody is deactivated (JT14).
            | (Action::HandOver, Active | Deactivated)
            // Where somebody belongs is put in order whatever their status.
            | (Action::SetUnit, _) => Ok(()),
            (Action::Delete, status) if self.policy.delete_from.has(status as u8) => Ok(()),
            (
                Action::Deactivate
                | Action::SetPassword
                | Action::AssignWork
                | Action::Delete
                | Action::HandOver
                | Action::ViewAs
                | Action::SetStanding,
                Pending | Expired,
            ) => wrong(Lift::AwaitAcceptance),
            (Action::Delete, Active) => wrong(Lift::DeactivateFirst),
            (Action::ResendInvite | Action::CancelInvite | Action::Restore, _)
            | (Action::Deactivate, Deactivated) => wrong(Lift::NothingToDo),
            (_, Active | Pending) => Ok(()),
            (_, Expired) => Err(deny(Code::InviteExpired).lifted_by(Lift::ResendFirst)),
            (_, Deactivated) => wrong(Lift::RestoreFirst),
        }
    }

    fn rank(&self, target: &Target) -> Verdict {
        let who = &target.subject;
        let too_low = |subject: &str| Err(deny(Code::RankTooLow).about(subject).lifted_by(Lift::AskHolder));
        if !self.reach.may_manage(who.role) {
            return too_low(self.policy.role_name(who.role));
        }
        for at in who.standing.iter() {
            let Some(standing) = self.policy.standing.get(usize::from(at)) else { continue };
            if standing.managed_by.is_some_and(|by| !by.include(self.actor)) {
                let name = self.policy.profile().standing.at(usize::from(at)).map_or("", |(id, _)| id);
                return too_low(name);
            }
        }
        Ok(())
    }

    fn arguments(&self, command: Command, target: &Target) -> Verdict {
        let who = &target.subject;
        match command {
            Command::ChangeRole { to } => self.additions_fit(who, to),
            Command::ChangeRoleToAddition
            | Command::AddRole { addition: None }
            | Command::RemoveRole { addition: None } => Err(deny(Code::RoleNotAssignable)),
            Command::AddRole { addition: Some(addition) } => self.addition(who, addition),
            Command::RemoveRole { addition: Some(addition) } if !who.additions.has(addition.0) => {
                Err(deny(Code::RoleNotAssignable)
                    .about(self.addition_name(addition))
                    .lifted_by(Lift::NothingToDo))
            }
            Command::EditMember { field } => self.field(field, target),
            Command::SetStanding { standing, on: true } => self.standing(who, standing),
            Command::SetStanding { standing, on: false } if !who.standing.has(standing.0) => {
                Err(deny(Code::RoleNotAssignable)
                    .about(self.standing_name(standing))
                    .lifted_by(Lift::NothingToDo))
            }
            Command::SetPassword if target.shared_account => {
                Err(deny(Code::AccountShared).lifted_by(Lift::AskThePerson))
            }
            _ => Ok(()),
        }
    }

    fn standing_name(&self, standing: StandingId) -> &str {
        self.policy.profile().standing.at(usize::from(standing.0)).map_or("", |(id, _)| id)
    }

    /// A standing that belongs to a role is given to its holders only (ST2).
    fn standing(&self, who: &Subject, standing: StandingId) -> Verdict {
        let found = self.policy.standing.get(usize::from(standing.0)).and_then(|s| s.grantable_to);
        if found.is_none_or(|base| base.include(&self.policy.fitting(who))) {
            return Ok(());
        }
        let def = self.policy.profile().standing.at(usize::from(standing.0)).map(|(_, def)| def);
        let base = def.and_then(|d| d.grantable_to.as_deref()).unwrap_or_default();
        Err(deny(Code::AdditionNeedsRole).about(base).lifted_by(Lift::GiveRoleFirst))
    }

    fn addition_name(&self, addition: AdditionId) -> &str {
        self.policy.profile().additions.at(usize::from(addition.0)).map_or("", |(id, _)| id)
    }

    /// A new main role must still carry the additions that the person has (ST1).
    fn additions_fit(&self, who: &Subject, to: RoleId) -> Verdict {
        for at in who.additions.iter() {
            if self.policy.additions.get(usize::from(at)).is_some_and(|a| a.needs != to) {
                return Err(deny(Code::AdditionNeedsRole)
                    .about(self.addition_name(AdditionId(at)))
                    .lifted_by(Lift::RemoveAdditionFirst));
            }
        }
        Ok(())
    }

    fn addition(&self, who: &Subject, addition: AdditionId) -> Verdict {
        let Some(found) = self.policy.additions.get(usize::from(addition.0)) else {
            return Err(deny(Code::RoleNotAssignable));
        };
        if who.additions.has(addition.0) {
            return Err(deny(Code::RoleNotAssignable)
                .about(self.addition_name(addition))
                .lifted_by(Lift::NothingToDo));
        }
        if found.needs != who.role {
            return Err(deny(Code::AdditionNeedsRole)
                .about(self.policy.role_name(found.needs))
                .lifted_by(Lift::GiveRoleFirst));
        }
        Ok(())
    }

    fn field(&self, field: FieldId, target: &Target) -> Verdict {
        match self.policy.profile().fields.at(usize::from(field.0)) {
            Some((_, def)) if def.kind == FieldKind::Email && target.shared_account && !def.immutable => {
                Err(deny(Code::AccountShared).lifted_by(Lift::AskThePerson))
            }
            // What somebody sets for themself, nobody else sees a control for (JY13).
            Some((_, def)) if def.own && !target.oneself => Err(deny(Code::NotPermitted)),
            Some((id, def)) if def.immutable => {
                Err(deny(Code::FieldImmutable).about(id).lifted_by(Lift::InviteAnew))
            }
            _ => Ok(()),
        }
    }

    /// Nobody takes the last active holder of a guarded role away (JY9).
    fn guards(&self, target: &Target, after: Option<&Subject>) -> Verdict {
        let who = &target.subject;
        for (at, id) in self.policy.profile().guards.keep_one.iter().enumerate() {
            let loses =
                self.policy.holds_guard(at, who) && !after.is_some_and(|a| self.policy.holds_guard(at, a));
            if !loses {
                continue;
            }
            let Some(holders) = self.facts.holders.get(at).copied().flatten() else { continue };
            if holders <= 1 {
                return Err(deny(Code::LastHolder).about(id).lifted_by(Lift::MakeAnotherHolder));
            }
        }
        Ok(())
    }

    fn successor(&self, successor: Successor, leaver: Status) -> Verdict {
        let required = self.policy.profile().delete.as_ref().is_some_and(|d| d.successor);
        match successor {
            // Somebody who never came has no work to hand over.
            Successor::Nobody if required && !leaver.is_invited() => {
                Err(deny(Code::SuccessorRequired).lifted_by(Lift::ChooseSuccessor))
            }
            Successor::Inactive | Successor::Leaver => {
                Err(deny(Code::SuccessorInvalid).lifted_by(Lift::ChooseSuccessor))
            }
            _ => Ok(()),
        }
    }

    /// Whoever takes a seat that they didn't have needs a free one (JL6).
    fn seats(&self, before: Option<&Subject>, after: Option<&Subject>, people: u32) -> Verdict {
        let Some(after) = after else { return Ok(()) };
        for (at, (id, _)) in self.policy.profile().seats.iter().enumerate() {
            let had = before.is_some_and(|b| self.policy.takes_seat(at, b, self.now));
            if had || !self.policy.takes_seat(at, after, self.now) {
                continue;
            }
            let Some(fact) = self.facts.seats.get(at) else { continue };
            if let Some(limit) = fact.limit
                && fact.used.saturating_add(people) > limit
            {
                return Err(deny(Code::SeatsExhausted).about(id).lifted_by(Lift::FreeSeat).limited_to(limit));
            }
        }
        Ok(())
    }
}

impl Subject {
    /// Somebody without anything who has not come yet, to start from.
    pub(super) fn nobody() -> Self {
        Self {
            role: RoleId(u8::MAX),
            additions: super::Set::EMPTY,
            grants: super::Set::EMPTY,
            standing: super::Set::EMPTY,
            status: Status::Pending,
            expires_at: None,
        }
    }
}

impl Policy {
    /// What a command makes of a person; `None` when they are gone.
    pub(crate) fn after(&self, command: Command, who: &Subject, now: Millis) -> Option<Subject> {
        let mut after = *who;
        match command {
            Command::ChangeRole { to } => after.role = to,
            Command::AddRole { addition: Some(a) } => after.additions = after.additions.with(a.0),
            Command::RemoveRole { addition: Some(a) } => after.additions = after.additions.without(a.0),
            Command::SetStanding { standing, on: true } => after.standing = after.standing.with(standing.0),
            Command::SetStanding { standing, on: false } => {
                after.standing = after.standing.without(standing.0);
            }
            Command::SetGrant { grant, on: true } => after.grants = after.grants.with(grant.0),
            Command::SetGrant { grant, on: false } => after.grants = after.grants.without(grant.0),
            Command::ResendInvite => {
                after.status = Status::Pending;
                after.expires_at = Some(now.saturating_add(self.expiry));
            }
            Command::Join | Command::Restore => {
                after.status = Status::Active;
                after.expires_at = None;
            }
            Command::Deactivate => after.status = Status::Deactivated,
            Command::Delete { .. } | Command::CancelInvite => return None,
            _ => {}
        }
        Some(after)
    }
}
