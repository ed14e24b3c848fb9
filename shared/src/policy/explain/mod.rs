//! Which line of a profile decided (`rolecall decide --explain`). It looks at a verdict after it was made and has no part in
//! making it; the page does without.

mod denied;
mod giver;
mod lines;

pub use lines::Lines;

use super::{Command, Denial, Facts, Policy, Subject};
use giver::{Given, Reach};
use lines::Pointer;
use serde::Serialize;

/// A line of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The key: `guards.keep_one`.
    pub rule: String,
    /// From 1.
    pub line: usize,
    /// Its text, without the space around it.
    pub text: String,
}

/// Why a verdict is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The key that decided: `guards.keep_one`; the table around it where the key is left out.
    pub rule: String,
    /// The profile file.
    pub file: String,
    /// The key's line, from 1; in a list over several lines, the line of the entry.
    pub line: usize,
    /// The line's text, without the space around it.
    pub text: String,
    /// Promises that it comes from.
    pub source: Vec<String>,
    /// In words.
    pub why: String,
    /// The rule itself holds in every profile (a pending member can't be restored); the line is what leads to it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub built_in: bool,
    /// Further lines that were needed: what a role includes, what a permission implies, which roles may be given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<Line>,
}

/// A case as [`super::decide`] was asked.
pub struct Asked<'a> {
    /// The rules.
    pub policy: &'a Policy,
    /// The text that they were made from.
    pub lines: &'a Lines,
    /// Who acts.
    pub actor: &'a Subject,
    /// What they ask for.
    pub command: Command,
    /// As it was asked with.
    pub facts: &'a Facts,
}

impl Asked<'_> {
    /// The line that decided: that denied with `denial`, or allowed.
    pub fn explain(&self, denial: Option<&Denial>) -> Explanation {
        match denial {
            None => self.allowed(),
            Some(denial) => self.denied(denial),
        }
    }

    fn allowed(&self) -> Explanation {
        let Some(Given { by, mut through }) = self.given() else {
            // Only a kind of work that every active member sees needs nothing.
            let why = "every active member sees this kind of work".to_owned();
            return self.lines.tell(&self.kind("see"), why, false, &[]);
        };
        let policy = self.policy;
        match self.command {
            Command::ChangeRole { to } => through.push(self.reach(Reach::Assigns, policy.role_name(to))),
            Command::AddRole { addition: Some(a) } | Command::RemoveRole { addition: Some(a) } => {
                through.push(self.reach(Reach::Assigns, self.addition_name(a)));
            }
            Command::Invite { role, .. } => through.push(self.reach(Reach::Invites, policy.role_name(role))),
            Command::AssignWork { kind: Some(_) }
            | Command::UnassignWork { kind: Some(_) }
            | Command::ImportWork { .. }
            | Command::ViewWork { .. }
            | Command::EditWork { .. } => through.push(self.kind("see")),
            _ => {}
        }
        let why = format!("this gives {}", self.needed().unwrap_or_default());
        self.lines.tell(&by, why, false, &through)
    }

    /// The permission that the command needs: its id.
    fn needed(&self) -> Option<&str> {
        let name = |p: super::PermissionId| self.policy.permission_names().get(usize::from(p.0));
        match self.command {
            Command::Use { permission } => name(permission).map(String::as_str),
            Command::ViewWork { .. } | Command::EditWork { .. } => self.kind_def()?.see.as_deref(),
            other => name(other.action().permission()?).map(String::as_str),
        }
    }

    /// What gives the actor the permission that the command needs.
    fn given(&self) -> Option<Given> {
        giver::permission(self.policy, self.actor, self.facts.enterprise, self.needed()?)
    }

    fn reach(&self, part: Reach, want: &str) -> Pointer {
        giver::reach(self.policy, self.actor, part, want)
    }

    fn kind_id(&self) -> Option<super::KindId> {
        match self.command {
            Command::ViewWork { kind }
            | Command::EditWork { kind }
            | Command::ImportWork { kind }
            | Command::AssignWork { kind: Some(kind) }
            | Command::UnassignWork { kind: Some(kind) } => Some(kind),
            _ => None,
        }
    }

    fn kind_def(&self) -> Option<&crate::profile::WorkDef> {
        self.policy.profile().work.get(self.policy.kind_name(self.kind_id()?))
    }

    /// A key of the kind of work that the command is about.
    fn kind(&self, key: &str) -> Pointer {
        let id = self.kind_id().map_or("", |k| self.policy.kind_name(k));
        Pointer::to(&["work", id, key])
    }

    fn addition_name(&self, addition: super::AdditionId) -> &str {
        self.policy.profile().additions.at(usize::from(addition.0)).map_or("", |(id, _)| id)
    }

    fn standing_name(&self, standing: super::StandingId) -> &str {
        self.policy.profile().standing.at(usize::from(standing.0)).map_or("", |(id, _)| id)
    }
}
