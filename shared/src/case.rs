//! Verdict cases: one JSON case in, one JSON verdict out (`rolecall decide`). See `docs/verdicts.md`.

use crate::Millis;
use crate::policy::{
    Action, Asked, Command, Explanation, Facts, KindId, Lines, PermissionId, Policy, RoleId, SeatFact, Set,
    Status, Subject, Successor, Target, decide,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    profile: String,
    actor: Person,
    action: String,
    to: Option<String>,
    field: Option<String>,
    grant: Option<String>,
    value: Option<bool>,
    #[serde(rename = "resources")]
    _resources: Option<Vec<String>>,
    successor: Option<String>,
    kind: Option<String>,
    standing: Option<String>,
    #[serde(alias = "people", alias = "count")]
    batch: Option<u32>,
    target: Option<Person>,
    #[serde(default)]
    facts: CaseFacts,
    now: Option<String>,
    /// Labels that a table of cases may carry; they don't matter.
    #[serde(rename = "id")]
    _id: Option<serde::de::IgnoredAny>,
    #[serde(rename = "note")]
    _note: Option<serde::de::IgnoredAny>,
    #[serde(rename = "why")]
    _why: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    roles: Vec<String>,
    #[serde(default)]
    grants: Vec<String>,
    status: Option<String>,
    #[serde(default)]
    managing_agent: bool,
    #[serde(default)]
    organization_owner: bool,
    #[serde(default, rename = "self")]
    oneself: bool,
    #[serde(default)]
    shared_account: bool,
    expires_at: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFacts {
    #[serde(default)]
    active_holders: BTreeMap<String, u32>,
    #[serde(default)]
    seats: BTreeMap<String, CaseSeat>,
    manages_target_unit: Option<bool>,
    #[serde(default)]
    enterprise: bool,
    #[serde(default)]
    already_member: bool,
    batch: Option<u32>,
    /// An identity provider is set up.
    sso: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSeat {
    used: u32,
    limit: Option<u32>,
}

/// A compiled profile, with the lines of its text.
type Loaded = Result<Rc<(Policy, Lines)>, String>;

/// Answers cases; compiled policies are kept from line to line.
pub struct Cases<R> {
    read: R,
    policies: BTreeMap<String, Loaded>,
    explains: bool,
}

/// A verdict on one line: the denial's code, and which line of the profile decided.
struct Judged {
    code: Option<&'static str>,
    explanation: Option<Explanation>,
}

impl Judged {
    /// As JSON. Nothing is different where nobody asked for an explanation.
    fn json(&self) -> String {
        let verdict = match self.code {
            None => r#"{"verdict":"allow""#.to_owned(),
            Some(code) => format!(r#"{{"verdict":"deny","code":"{code}""#),
        };
        match self.explanation.as_ref().and_then(|e| serde_json::to_string(e).ok()) {
            None => verdict + "}",
            Some(explanation) => format!(r#"{verdict},"explain":{explanation}}}"#),
        }
    }
}

impl<R: FnMut(&str) -> Result<String, String>> Cases<R> {
    /// `read` gives the text of a profile file for a path that is no built-in id.
    pub fn new(read: R) -> Self {
        Self { read, policies: BTreeMap::new(), explains: false }
    }

    /// Each verdict names the line of the profile that decided.
    #[must_use]
    pub fn explaining(mut self) -> Self {
        self.explains = true;
        self
    }

    /// The verdict on one line, as JSON: `{"verdict":"allow"}`, `{"verdict":"deny","code":"…"}`.
    ///
    /// # Errors
    /// What is malformed, as a sentence; the caller prints it as `{"error":"…"}` and goes on.
    pub fn answer(&mut self, line: &str) -> Result<String, String> {
        let case: Case = serde_json::from_str(line).map_err(|e| format!("not a case: {e}"))?;
        let loaded = self.policy(&case.profile)?;
        let (policy, lines) = &*loaded;
        Ok(case.judge(policy, self.explains.then_some(lines))?.json())
    }

    /// Answers a line in any case: malformed ones with `{"error":"…"}`; the flag says whether it was well-formed.
    pub fn answer_or_error(&mut self, line: &str) -> (String, bool) {
        match self.answer(line) {
            Ok(verdict) => (verdict, true),
            Err(error) => (serde_json::json!({ "error": error }).to_string(), false),
        }
    }

    fn policy(&mut self, name: &str) -> Loaded {
        if let Some(known) = self.policies.get(name) {
            return known.clone();
        }
        let loaded = self.load(name);
        self.policies.insert(name.to_owned(), loaded.clone());
        loaded
    }

    fn load(&mut self, name: &str) -> Loaded {
        let (file, text) = match crate::profile::BUILTIN.iter().find(|(id, _)| *id == name) {
            Some((id, text)) => ([id, ".toml"].concat(), (*text).to_owned()),
            None => (name.to_owned(), (self.read)(name)?),
        };
        let profile = crate::profile::load(&file, &text)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let policy = Policy::compile(profile).map_err(|bad| {
            bad.iter().map(|b| format!("{}: {}", b.key, b.reason)).collect::<Vec<_>>().join("; ")
        })?;
        Ok(Rc::new((policy, Lines::of(&file, &text))))
    }
}

fn time(text: &str) -> Result<Millis, String> {
    time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)
        .map(|t| i64::try_from(t.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX))
        .map_err(|_| format!("`{text}` is not a time like 2026-01-01T00:00:00Z"))
}

fn unknown(what: &str, id: &str) -> String {
    format!("unknown {what} `{id}`")
}

impl Person {
    fn subject(&self, policy: &Policy, who: &str) -> Result<Subject, String> {
        let (main, additions) = self.roles.split_first().ok_or_else(|| format!("`{who}.roles` is empty"))?;
        let role = policy.role(main).ok_or_else(|| {
            let addition = policy.addition(main).is_some();
            if addition { format!("`{main}` is an addition, not a main role") } else { unknown("role", main) }
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

impl Case {
    fn judge(&self, policy: &Policy, lines: Option<&Lines>) -> Result<Judged, String> {
        let now = self.now.as_deref().map(time).transpose()?.unwrap_or(0);
        let actor = self.actor.subject(policy, "actor")?;
        let target = match &self.target {
            None => None,
            Some(person) => Some(Target {
                subject: person.subject(policy, "target")?,
                oneself: person.oneself,
                shared_account: person.shared_account,
            }),
        };
        let command = self.command(policy, target.is_some())?;
        if command.action().has_target() && target.is_none() {
            return Err(format!("`{}` needs a target", self.action));
        }
        let (target, facts) = (target.as_ref(), self.facts(policy));
        let denial = decide(policy, &actor, command, target, &facts, now).err();
        let explanation = lines.map(|lines| {
            let asked = Asked { policy, lines, actor: &actor, command, facts: &facts };
            asked.explain(denial.as_ref())
        });
        Ok(Judged { code: denial.map(|d| d.code.id()), explanation })
    }

    fn facts(&self, policy: &Policy) -> Facts {
        let profile = policy.profile();
        let seat = |id: &str| {
            self.facts
                .seats
                .get(id)
                .map_or_else(SeatFact::default, |s| SeatFact { used: s.used, limit: s.limit })
        };
        Facts {
            holders: profile
                .guards
                .keep_one
                .iter()
                .map(|id| self.facts.active_holders.get(id).copied())
                .collect(),
            seats: profile
                .seats
                .iter()
                .map(|(id, def)| SeatFact { limit: seat(id).limit.filter(|_| def.limited), ..seat(id) })
                .collect(),
            // Who invites without naming a unit invites into one that they manage.
            manages_target_unit: self.facts.manages_target_unit.unwrap_or(self.target.is_none()),
            enterprise: self.facts.enterprise,
            sso_missing: self.facts.sso == Some(false),
        }
    }

    fn role(&self, policy: &Policy) -> Result<Option<RoleId>, String> {
        self.to.as_deref().map(|id| policy.role(id).ok_or_else(|| unknown("role", id))).transpose()
    }

    fn kind(&self, policy: &Policy) -> Result<Option<KindId>, String> {
        self.kind.as_deref().map(|id| policy.kind(id).ok_or_else(|| unknown("kind of work", id))).transpose()
    }

    fn one_kind(&self, policy: &Policy) -> Result<KindId, String> {
        self.kind(policy)?.ok_or_else(|| format!("`{}` needs `kind`", self.action))
    }

    fn needed<'a>(&self, key: &str, value: Option<&'a String>) -> Result<&'a str, String> {
        value.map(String::as_str).ok_or_else(|| format!("`{}` needs `{key}`", self.action))
    }

    fn command(&self, policy: &Policy, with_target: bool) -> Result<Command, String> {
        if let Some(id) = self.action.strip_prefix("use:") {
            let permission: PermissionId = policy.permission(id).ok_or_else(|| unknown("permission", id))?;
            return Ok(Command::Use { permission });
        }
        let action = Action::from_id(&self.action).ok_or_else(|| unknown("action", &self.action))?;
        let addition = || {
            let id = self.needed("to", self.to.as_ref())?;
            match (policy.addition(id), policy.role(id)) {
                (None, None) => Err(unknown("role", id)),
                (found, _) => Ok(found),
            }
        };
        Ok(match action {
            Action::Invite => {
                let role = match self.role(policy) {
                    Err(_) if self.to.as_deref().is_some_and(|id| policy.addition(id).is_some()) => {
                        RoleId(u8::MAX)
                    }
                    found => found?.unwrap_or_else(|| policy.default_role()),
                };
                let people = self.batch.or(self.facts.batch).unwrap_or(1);
                Command::Invite { role, people, known: self.facts.already_member || with_target }
            }
            Action::ChangeRole => {
                let id = self.needed("to", self.to.as_ref())?;
                match policy.role(id) {
                    Some(to) => Command::ChangeRole { to },
                    None if policy.addition(id).is_some() => Command::ChangeRoleToAddition,
                    None => return Err(unknown("role", id)),
                }
            }
            Action::AddRole => Command::AddRole { addition: addition()? },
            Action::RemoveRole => Command::RemoveRole { addition: addition()? },
            Action::EditMember => {
                let changeable = || {
                    policy.profile().fields.iter().find(|(_, f)| !f.immutable).map(|(id, _)| id.to_owned())
                };
                let id =
                    self.field.as_ref().map(|f| f.replace('_', "-")).or_else(changeable).unwrap_or_default();
                Command::EditMember { field: policy.field(&id).ok_or_else(|| unknown("field", &id))? }
            }
            Action::SetGrant => {
                let id = self.needed("grant", self.grant.as_ref())?;
                let grant = policy.grant(id).ok_or_else(|| unknown("grant", id))?;
                Command::SetGrant { grant, on: self.value.unwrap_or(true) }
            }
            Action::Delete => Command::Delete {
                successor: match self.successor.as_deref() {
                    None | Some("none") => Successor::Nobody,
                    Some("active") => Successor::Active,
                    Some("deactivated" | "pending" | "expired") => Successor::Inactive,
                    Some("self-target") => Successor::Leaver,
                    Some(other) => return Err(unknown("successor", other)),
                },
            },
            Action::AssignWork => Command::AssignWork { kind: self.kind(policy)? },
            Action::UnassignWork => Command::UnassignWork { kind: self.kind(policy)? },
            Action::ViewWork => Command::ViewWork { kind: self.one_kind(policy)? },
            Action::EditWork => Command::EditWork { kind: self.one_kind(policy)? },
            Action::ImportWork => Command::ImportWork { kind: self.one_kind(policy)? },
            Action::SetStanding => {
                let id = self.needed("standing", self.standing.as_ref())?;
                let standing = policy.standing(id).ok_or_else(|| unknown("standing", id))?;
                Command::SetStanding { standing, on: self.value.unwrap_or(true) }
            }
            // `use` has no id of its own.
            _ => action.plain().ok_or_else(|| unknown("action", &self.action))?,
        })
    }
}
