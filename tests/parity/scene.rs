//! A team as the rules see it, counted anew from its rows.

use crate::commands::Try;
use rolecall::clock::Millis;
use rolecall::storage::{ListFilter, MemberRow, Page, Team};
use shared::policy::{Action, Code, Facts, Policy, Subject, Target, decide};
use shared::roster::Counts;
use std::sync::Arc;
use tests::{Failure, TestApp};

/// What is expected of a server: by which rules, and at which moment. A control build differs from its server in one of them.
#[derive(Clone)]
pub struct Truth {
    pub policy: Arc<Policy>,
    pub now: Millis,
}

pub struct Scene {
    truth: Truth,
    pub team: Team,
    pub rows: Vec<MemberRow>,
    pub counts: Counts,
}

impl Scene {
    pub async fn of(app: &TestApp, team: &str, truth: &Truth) -> Result<Self, Failure> {
        let mut db = app.app.read().await?;
        let team = db.team(team).await?.ok_or("no such team")?;
        let page =
            Page { filter: ListFilter::default(), sort: Default::default(), after: None, limit: 1_000 };
        let rows = db.members(&team.id, &page).await?;
        let mut counts = Counts::default();
        for row in &rows {
            counts.count(&truth.policy, &subject(&truth.policy, row)?, truth.now, true);
        }
        for (kind, limit) in &team.seats {
            counts.seats.entry(kind.clone()).or_default().limit = Some(*limit);
        }
        Ok(Self { truth: truth.clone(), team, rows, counts })
    }

    pub fn truth(&self) -> &Truth {
        &self.truth
    }

    pub fn policy(&self) -> &Policy {
        &self.truth.policy
    }

    fn facts(&self, actor: &MemberRow, target: Option<&MemberRow>) -> Facts {
        let manages = match target {
            Some(target) => target.unit.as_ref().is_some_and(|unit| actor.manages.contains(unit)),
            // Whoever manages one unit invites into that one without saying so.
            None => actor.manages.len() == 1,
        };
        // These servers have no identity provider.
        Facts { sso_missing: true, ..self.counts.facts(self.policy(), self.team.enterprise, manages) }
    }

    /// The code that the rules deny with; nothing when they allow.
    pub fn verdict(
        &self,
        actor: &MemberRow,
        target: Option<&MemberRow>,
        a: &Try,
    ) -> Result<Option<Code>, Failure> {
        let policy = self.policy();
        let seen = match target {
            Some(t) => Some(Target {
                subject: subject(policy, t)?,
                oneself: t.id == actor.id,
                shared_account: t.shared_account,
            }),
            None => None,
        };
        let (who, facts) = (subject(policy, actor)?, self.facts(actor, target));
        let verdict = decide(policy, &who, a.command, seen.as_ref(), &facts, self.truth.now);
        Ok(verdict.err().map(|denial| denial.code))
    }

    /// Whether somebody may do one of these to anybody.
    pub fn holds_any(&self, row: &MemberRow, actions: &[Action]) -> Result<bool, Failure> {
        let reach = self.policy().authority(&subject(self.policy(), row)?, self.team.enterprise);
        let mut needed = actions.iter().filter_map(|a| a.permission());
        Ok(needed.any(|p| reach.may(p) || reach.unit_permissions.has(p.0)))
    }

    /// What the rules can tell of a row apart from who it is.
    pub fn kind(&self, row: &MemberRow, actor: Option<&MemberRow>) -> Result<String, Failure> {
        let who = subject(self.policy(), row)?;
        let status = who.status_at(self.truth.now).id();
        let oneself = actor.is_some_and(|a| a.id == row.id);
        Ok(format!(
            "{} {:?} {:?} {:?} {status} {oneself} {} {:?} {:?}",
            row.role, row.additions, row.standing, row.grants, row.shared_account, row.unit, row.manages
        ))
    }

    /// Somebody in the words of a report.
    pub fn told(&self, row: &MemberRow) -> Result<String, Failure> {
        let mut parts = vec![row.role.clone()];
        parts.extend(row.additions.iter().chain(&row.standing).chain(&row.grants).map(|x| format!("+{x}")));
        parts.extend(row.unit.iter().map(|u| format!("in {u}")));
        parts.extend(row.manages.iter().map(|u| format!("managing {u}")));
        parts.push(subject(self.policy(), row)?.status_at(self.truth.now).id().to_owned());
        Ok(format!("{} ({})", row.email, parts.join(" ")))
    }
}

pub fn subject(policy: &Policy, row: &MemberRow) -> Result<Subject, Failure> {
    policy
        .subject(&row.role, &row.additions, &row.grants, &row.standing, row.status, row.expires_at)
        .ok_or_else(|| format!("{} has an unknown role", row.email).into())
}

/// The status that goes with a code (architecture.md).
pub fn status_of(code: Code) -> u16 {
    match code {
        Code::NotPermitted | Code::RankTooLow | Code::RoleNotAssignable | Code::UnitNotManaged => 403,
        Code::InviteExpired => 410,
        _ => 409,
    }
}
