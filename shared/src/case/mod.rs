//! Verdict cases: one JSON case in, one JSON verdict out (`rolecall decide`, and the package for JavaScript). See
//! `docs/verdicts.md`.

mod facts;
mod malformed;
mod person;

pub use facts::count;
pub use malformed::Malformed;

use crate::policy::{
    Action, Asked, Command, Denial, Explanation, KindId, Lines, PermissionId, Policy, RoleId, Successor,
    Target, decide,
};
use facts::CaseFacts;
use malformed::unknown;
use person::{Person, time};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    profile: Option<String>,
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

/// A compiled profile, with the lines of its text.
type Loaded = Result<Rc<(Policy, Lines)>, Malformed>;

/// The rules' verdict on one case, about a profile that is at hand already. The case's own `profile` may be left out; if it
/// is there, it must name this one.
///
/// # Errors
/// What is malformed. The verdict is the `Ok`: its error is the denial.
pub fn judge(policy: &Policy, case: &str) -> Result<Result<(), Denial>, Malformed> {
    let case = Case::read(case)?;
    match &case.profile {
        Some(other) if *other != policy.profile().id => Err(Malformed::OtherProfile(other.clone())),
        _ => Ok(case.judge(policy, None)?.denial.map_or(Ok(()), Err)),
    }
}

/// Answers cases; compiled policies are kept from line to line.
pub struct Cases<R> {
    read: R,
    policies: BTreeMap<String, Loaded>,
    explains: bool,
}

/// A verdict on one line: the denial's code, and which line of the profile decided.
struct Judged {
    denial: Option<Denial>,
    explanation: Option<Explanation>,
}

impl Judged {
    /// As JSON. Nothing is different where nobody asked for an explanation.
    fn json(&self) -> String {
        let verdict = match &self.denial {
            None => r#"{"verdict":"allow""#.to_owned(),
            Some(denial) => format!(r#"{{"verdict":"deny","code":"{}""#, denial.code.id()),
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
    /// What is malformed; the caller prints it as `{"error":"…"}` and goes on.
    pub fn answer(&mut self, line: &str) -> Result<String, Malformed> {
        let case = Case::read(line)?;
        let name = case.profile.as_deref().ok_or_else(|| not_a_case("missing field `profile`"))?;
        let loaded = self.policy(name)?;
        let (policy, lines) = &*loaded;
        Ok(case.judge(policy, self.explains.then_some(lines))?.json())
    }

    /// Answers a line in any case: malformed ones with `{"error":"…"}`; the flag says whether it was well-formed.
    pub fn answer_or_error(&mut self, line: &str) -> (String, bool) {
        match self.answer(line) {
            Ok(verdict) => (verdict, true),
            Err(error) => (serde_json::json!({ "error": error.to_string() }).to_string(), false),
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
            None => (name.to_owned(), (self.read)(name).map_err(Malformed::Profile)?),
        };
        let profile = crate::profile::load(&file, &text).map_err(|faults| {
            Malformed::Profile(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        })?;
        let policy = Policy::compile(profile).map_err(|bad| {
            let told: Vec<_> = bad.iter().map(|b| format!("{}: {}", b.key, b.reason)).collect();
            Malformed::Profile(told.join("; "))
        })?;
        Ok(Rc::new((policy, Lines::of(&file, &text))))
    }
}

fn not_a_case(why: impl std::fmt::Display) -> Malformed {
    Malformed::NotACase(why.to_string())
}

impl Case {
    fn read(text: &str) -> Result<Self, Malformed> {
        serde_json::from_str(text).map_err(not_a_case)
    }

    fn judge(&self, policy: &Policy, lines: Option<&Lines>) -> Result<Judged, Malformed> {
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
            return Err(self.lacks("a target"));
        }
        let (target, facts) = (target.as_ref(), self.facts.of(policy, target.is_none()));
        let denial = decide(policy, &actor, command, target, &facts, now).err();
        let explanation = lines.map(|lines| {
            let asked = Asked { policy, lines, actor: &actor, command, facts: &facts };
            asked.explain(denial.as_ref())
        });
        Ok(Judged { denial, explanation })
    }

    fn role(&self, policy: &Policy) -> Result<Option<RoleId>, Malformed> {
        self.to.as_deref().map(|id| policy.role(id).ok_or_else(|| unknown("role", id))).transpose()
    }

    fn kind(&self, policy: &Policy) -> Result<Option<KindId>, Malformed> {
        self.kind.as_deref().map(|id| policy.kind(id).ok_or_else(|| unknown("kind of work", id))).transpose()
    }

    fn one_kind(&self, policy: &Policy) -> Result<KindId, Malformed> {
        self.kind(policy)?.ok_or_else(|| self.lacks("`kind`"))
    }

    fn lacks(&self, what: &str) -> Malformed {
        Malformed::Missing(format!("`{}` needs {what}", self.action))
    }

    fn needed<'a>(&self, key: &str, value: Option<&'a String>) -> Result<&'a str, Malformed> {
        value.map(String::as_str).ok_or_else(|| self.lacks(&format!("`{key}`")))
    }

    fn command(&self, policy: &Policy, with_target: bool) -> Result<Command, Malformed> {
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
