//! The rules of work, exhaustively. The model is written from the documents (JT6, JL4, VA4, …) and shares no code with
//! the rules.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap
)]

mod handing;
mod routing;
mod standing;
mod visibility;

use shared::api::FieldValues;
use shared::policy::{Code, Command, Facts, Policy, SeatFact, Status, Subject, Target, decide};

const PRODUCTS: [&str; 5] = ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"];

fn policy(id: &str) -> Policy {
    Policy::compile(shared::profile::builtin(id).unwrap().unwrap()).unwrap()
}

/// A person by the documents' words.
#[derive(Clone, Debug)]
struct Who {
    role: String,
    additions: Vec<String>,
    grants: Vec<String>,
    standing: Vec<String>,
    status: Status,
}

impl Who {
    fn is(&self, role: &str) -> bool {
        self.role == role
    }

    fn has(&self, grant: &str) -> bool {
        self.grants.iter().any(|g| g == grant)
    }

    fn subject(&self, policy: &Policy) -> Subject {
        policy.subject(&self.role, &self.additions, &self.grants, &self.standing, self.status, None).unwrap()
    }
}

fn subsets(ids: &[String]) -> Vec<Vec<String>> {
    (0..1_usize << ids.len())
        .map(|mask| {
            ids.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, id)| id.clone()).collect()
        })
        .collect()
}

fn owned(ids: impl Iterator<Item = impl AsRef<str>>) -> Vec<String> {
    ids.map(|id| id.as_ref().to_owned()).collect()
}

/// Everybody whom a profile can tell apart. An addition stands on its main role: without it nobody has one.
fn everybody(policy: &Policy) -> Vec<Who> {
    let profile = policy.profile();
    let mut all = Vec::new();
    for (role, _) in profile.roles.iter() {
        let fitting = profile.additions.iter().filter(|(_, a)| a.needs == role).map(|(id, _)| id);
        for additions in subsets(&owned(fitting)) {
            for standing in subsets(&owned(profile.standing.ids())) {
                for grants in subsets(&owned(profile.grants.ids())) {
                    for status in Status::ALL {
                        all.push(Who {
                            role: role.to_owned(),
                            additions: additions.clone(),
                            grants: grants.clone(),
                            standing: standing.clone(),
                            status,
                        });
                    }
                }
            }
        }
    }
    all
}

/// Opens the kind of work at all, by the documents.
fn opens(product: &str, kind: &str, who: &Who) -> bool {
    match (product, kind) {
        // "View & message contacts", "Create & manage opportunities": both roles.
        ("jtek", "contact" | "opportunity" | "conversation") => true,
        // "Engage with customers through the conversation screen": admins (everything) and agents.
        ("jetlink", "conversation") => who.is("admin") || who.is("agent"),
        ("salestrekker", "deal" | "contact" | "task" | "note") => true,
        ("voice-agents", "call") => true,
        ("jelly", "conversation") => true,
        other => panic!("the documents know no {other:?}"),
    }
}

fn calm(policy: &Policy, enterprise: bool, manages: bool) -> Facts {
    Facts {
        holders: policy.profile().guards.keep_one.iter().map(|_| Some(2)).collect(),
        seats: policy.profile().seats.iter().map(|_| SeatFact::default()).collect(),
        manages_target_unit: manages,
        enterprise,
        sso_missing: false,
    }
}

fn code(
    policy: &Policy,
    actor: &Who,
    command: Command,
    target: Option<&Who>,
    oneself: bool,
    enterprise: bool,
) -> Option<Code> {
    let facts = calm(policy, enterprise, false);
    let target = target.map(|t| Target { subject: t.subject(policy), oneself, shared_account: false });
    decide(policy, &actor.subject(policy), command, target.as_ref(), &facts, 0).err().map(|d| d.code)
}

fn one(role: &str) -> Who {
    Who { role: role.into(), additions: vec![], grants: vec![], standing: vec![], status: Status::Active }
}

fn with(mut who: Who, additions: &[&str], standing: &[&str]) -> Who {
    who.additions = owned(additions.iter());
    who.standing = owned(standing.iter());
    who
}

fn fields(pairs: &[(&str, &str)]) -> FieldValues {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}
