//! A person in a case.

use super::malformed::{Malformed, unknown};
use crate::Millis;
use crate::policy::{Policy, Set, Status, Subject};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    roles: Vec<String>,
    #[serde(default)]
    grants: Vec<String>,
    status: Option<String>,
    #[serde(default)]
    managing_agent: bool,
    #[serde(default)]
    organization_owner: bool,
    #[serde(default, rename = "self")]
    pub oneself: bool,
    #[serde(default)]
    pub shared_account: bool,
    expires_at: Option<String>,
}

pub(super) fn time(text: &str) -> Result<Millis, Malformed> {
    time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)
        .map(|t| i64::try_from(t.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX))
        .map_err(|_| Malformed::NotATime(text.to_owned()))
}

impl Person {
    pub(super) fn subject(&self, policy: &Policy, who: &str) -> Result<Subject, Malformed> {
        let (main, additions) =
            self.roles.split_first().ok_or_else(|| Malformed::Missing(format!("`{who}.roles` is empty")))?;
        let role = policy.role(main).ok_or_else(|| {
            let addition = policy.addition(main).is_some();
            if addition { Malformed::NotAMainRole(main.clone()) } else { unknown("role", main) }
        })?;
        let mut subject = Subject { role, ..policy.founder() };
        subject.additions = Set::EMPTY;
        for id in additions {
            let found = policy.addition(id).ok_or_else(|| unknown("addition", id))?;
            subject.additions = subject.additions.with(found.0);
        }
        for id in &self.grants {
            let found = policy.grant(id).ok_or_else(|| unknown("grant", id))?;
            subject.grants = subject.grants.with(found.0);
        }
        subject.standing = Set::EMPTY;
        for (held, id) in
            [(self.managing_agent, "managing-agent"), (self.organization_owner, "organization-owner")]
        {
            if let (true, Some(at)) = (held, policy.profile().standing.position(id)) {
                subject.standing = subject.standing.with(u8::try_from(at).unwrap_or(u8::MAX));
            }
        }
        let status = self.status.as_deref().unwrap_or("active");
        subject.status = Status::from_id(status).ok_or_else(|| unknown("status", status))?;
        subject.expires_at = self.expires_at.as_deref().map(time).transpose()?;
        Ok(subject)
    }
}
