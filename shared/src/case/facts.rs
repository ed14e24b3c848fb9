//! What a case says about the team beyond actor and target, and counting it from the people.

use super::malformed::{Malformed, unknown};
use super::person::{Person, time};
use crate::policy::{Facts, Policy, SeatFact};
use crate::roster::Counts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseFacts {
    #[serde(default)]
    active_holders: BTreeMap<String, u32>,
    #[serde(default)]
    seats: BTreeMap<String, CaseSeat>,
    manages_target_unit: Option<bool>,
    #[serde(default)]
    enterprise: bool,
    #[serde(default)]
    pub already_member: bool,
    pub batch: Option<u32>,
    /// An identity provider is set up.
    sso: Option<bool>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct CaseSeat {
    used: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
}

impl CaseFacts {
    /// As the rules take them. `alone`: the case has no target.
    pub fn of(&self, policy: &Policy, alone: bool) -> Facts {
        let profile = policy.profile();
        let seat = |id: &str| {
            self.seats.get(id).map_or_else(SeatFact::default, |s| SeatFact { used: s.used, limit: s.limit })
        };
        Facts {
            holders: profile.guards.keep_one.iter().map(|id| self.active_holders.get(id).copied()).collect(),
            seats: profile
                .seats
                .iter()
                .map(|(id, def)| SeatFact { limit: seat(id).limit.filter(|_| def.limited), ..seat(id) })
                .collect(),
            // Who invites without naming a unit invites into one that they manage.
            manages_target_unit: self.manages_target_unit.unwrap_or(alone),
            enterprise: self.enterprise,
            sso_missing: self.sso == Some(false),
        }
    }
}

/// A team, to be counted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Team {
    members: Vec<Person>,
    /// Seats that were bought, by kind.
    #[serde(default)]
    limits: BTreeMap<String, u32>,
    now: Option<String>,
}

/// The counts, in the words of a case's `facts`.
#[derive(Serialize)]
struct Counted {
    active_holders: BTreeMap<String, u32>,
    seats: BTreeMap<String, CaseSeat>,
}

/// Counts the people of a team: JSON in (`members`, `limits`, `now`), a case's `active_holders` and `seats` out, as JSON.
/// They are the numbers that the server keeps.
///
/// # Errors
/// What is malformed.
pub fn count(policy: &Policy, team: &str) -> Result<String, Malformed> {
    let team: Team = serde_json::from_str(team).map_err(super::not_a_case)?;
    let now = team.now.as_deref().map(time).transpose()?.unwrap_or(0);
    // A misspelt limit would be no limit.
    if let Some(id) = team.limits.keys().find(|id| policy.profile().seats.get(id).is_none()) {
        return Err(unknown("kind of seat", id));
    }
    let mut counts = Counts::default();
    for (at, person) in team.members.iter().enumerate() {
        counts.count(policy, &person.subject(policy, &format!("members.{at}"))?, now, true);
    }
    let facts = counts.facts(policy, false, false);
    let profile = policy.profile();
    let holders = profile.guards.keep_one.iter().cloned().zip(facts.holders.iter().map(|n| n.unwrap_or(0)));
    let seats = profile.seats.ids().map(str::to_owned).zip(&facts.seats).map(|(id, seat)| {
        let limit = team.limits.get(&id).copied();
        (id, CaseSeat { used: seat.used, limit })
    });
    let counted = Counted { active_holders: holders.collect(), seats: seats.collect() };
    Ok(crate::json::write(&counted))
}
