//! The rules for hosts that don't run our server: profiles and cases go in as text, answers come out as JSON.
//!
//! `packages/rules` wraps it for JavaScript; `docs/rules-in-javascript.md` is for those who use that. Whatever comes in, an
//! answer goes out: nothing here panics on a bad text.

mod host;

use serde::Serialize;
use shared::api::Problem;
use shared::case::{Malformed, count, judge};
use shared::policy::Policy;
use shared::profile::{Fault, Profile, hash, load, load_json};

/// The profiles that a host has loaded. A handle is a place among them.
#[derive(Default)]
pub struct Rules {
    loaded: Vec<Option<Policy>>,
}

/// A fault as hosts get it; `text` is the line that `rolecall profiles check` prints.
#[derive(Serialize)]
struct Told {
    code: &'static str,
    file: String,
    key: String,
    reason: String,
    text: String,
}

impl From<Fault> for Told {
    fn from(fault: Fault) -> Self {
        let text = fault.to_string();
        Self { code: fault.kind.id(), file: fault.file, key: fault.key, reason: fault.reason, text }
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Loaded { handle: usize, id: String, name: String, hash: String },
    Checked { problems: Vec<Told> },
    Allowed { verdict: &'static str },
    Denied { verdict: &'static str, hides: bool, problem: Box<Problem> },
    Malformed { error: ErrorTold },
}

#[derive(Serialize)]
struct ErrorTold {
    code: &'static str,
    message: String,
}

impl Answer {
    fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl From<Malformed> for Answer {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed { error: ErrorTold { code: malformed.code(), message: malformed.to_string() } }
    }
}

/// Reads TOML, or JSON as the server sends it to the page. No TOML begins with a brace.
fn read(file: &str, text: &str) -> Result<Profile, Vec<Fault>> {
    if text.trim_start().starts_with('{') { load_json(file, text) } else { load(file, text) }
}

impl Rules {
    /// Loads a profile: its handle, or what is wrong with it.
    pub fn load(&mut self, file: &str, text: &str) -> String {
        let loaded = read(file, text).map(|profile| {
            let (id, name, hash) = (profile.id.clone(), profile.name.clone(), hash(&profile));
            // What was checked compiles.
            Policy::compile(profile).ok().map(|policy| (policy, id, name, hash))
        });
        let answer = match loaded {
            Ok(Some((policy, id, name, hash))) => {
                Answer::Loaded { handle: self.keep(policy), id, name, hash }
            }
            Ok(None) => Answer::Checked { problems: Vec::new() },
            Err(faults) => Answer::Checked { problems: faults.into_iter().map(Told::from).collect() },
        };
        answer.json()
    }

    /// Lists what is wrong with a profile, and keeps nothing.
    pub fn check(&self, file: &str, text: &str) -> String {
        let problems = read(file, text).err().unwrap_or_default().into_iter().map(Told::from).collect();
        Answer::Checked { problems }.json()
    }

    /// The verdict on a case, as the profile of this handle decides.
    pub fn decide(&self, handle: usize, case: &str) -> String {
        let answer = match self.policy(handle).and_then(|policy| judge(policy, case)) {
            Ok(Ok(())) => Answer::Allowed { verdict: "allow" },
            Ok(Err(denial)) => Answer::Denied {
                verdict: "deny",
                hides: denial.hides(),
                problem: Box::new(Problem::denied(denial)),
            },
            Err(malformed) => malformed.into(),
        };
        answer.json()
    }

    /// A case's `facts`, counted from the people of a team.
    pub fn facts(&self, handle: usize, team: &str) -> String {
        self.policy(handle)
            .and_then(|policy| count(policy, team))
            .unwrap_or_else(|malformed| Answer::from(malformed).json())
    }

    /// Lets a profile go; its handle may be given again.
    pub fn free(&mut self, handle: usize) {
        if let Some(place) = self.loaded.get_mut(handle) {
            *place = None;
        }
    }

    fn keep(&mut self, policy: Policy) -> usize {
        match self.loaded.iter().position(Option::is_none) {
            Some(handle) => {
                if let Some(place) = self.loaded.get_mut(handle) {
                    *place = Some(policy);
                }
                handle
            }
            None => {
                self.loaded.push(Some(policy));
                self.loaded.len() - 1
            }
        }
    }

    fn policy(&self, handle: usize) -> Result<&Policy, Malformed> {
        let found = self.loaded.get(handle).and_then(Option::as_ref);
        found.ok_or_else(|| Malformed::Profile("the profile is not loaded any more".to_owned()))
    }
}
