//! Maintained counts: what the chips, the seat meter and the guards need, without reading every row.

#[cfg(feature = "serde")]
use crate::Millis;
use crate::Table;
use crate::policy::{Facts, Policy, SeatFact};
#[cfg(feature = "serde")]
use crate::policy::{Status, Subject};

/// Seats of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
pub struct SeatCount {
    /// Taken by people who are here (or deactivated, where the profile counts them).
    pub used: u32,
    /// Taken by invitations that can still be accepted.
    pub pending: u32,
    /// Bought; absent where they are only counted.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<u32>,
}

/// Counts of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
pub struct Counts {
    /// Active members.
    pub active: u32,
    /// Invitations, fresh and expired.
    pub pending: u32,
    /// Deactivated members.
    pub deactivated: u32,
    /// Active and invited people by main role and addition.
    #[cfg_attr(feature = "serde", serde(default))]
    pub roles: Table<u32>,
    /// Active holders by `keep_one` id.
    #[cfg_attr(feature = "serde", serde(default))]
    pub holders: Table<u32>,
    /// Seats by kind.
    #[cfg_attr(feature = "serde", serde(default))]
    pub seats: Table<SeatCount>,
}

#[cfg(feature = "serde")]
fn bump(n: &mut u32, up: bool) {
    *n = if up { n.saturating_add(1) } else { n.saturating_sub(1) };
}

impl Counts {
    /// Counts a person in (`up`) or out. A change is the old person out and the new one in, at the same `now`. The page is told counts, and makes none.
    #[cfg(feature = "serde")]
    pub fn count(&mut self, policy: &Policy, who: &Subject, now: Millis, up: bool) {
        match who.status {
            Status::Active => bump(&mut self.active, up),
            Status::Pending | Status::Expired => bump(&mut self.pending, up),
            Status::Deactivated => bump(&mut self.deactivated, up),
        }
        if who.status != Status::Deactivated {
            bump(self.roles.entry(policy.role_name(who.role).to_owned()).or_default(), up);
            for name in policy.addition_names(who.additions) {
                bump(self.roles.entry(name).or_default(), up);
            }
        }
        for (at, id) in policy.profile().guards.keep_one.iter().enumerate() {
            if policy.holds_guard(at, who) {
                bump(self.holders.entry(id.clone()).or_default(), up);
            }
        }
        for (at, (id, _)) in policy.profile().seats.iter().enumerate() {
            if policy.takes_seat(at, who, now) {
                let seat = self.seats.entry(id.to_owned()).or_default();
                bump(if who.status == Status::Pending { &mut seat.pending } else { &mut seat.used }, up);
            }
        }
    }

    /// The facts that [`crate::policy::decide`] asks for.
    pub fn facts(&self, policy: &Policy, enterprise: bool, manages_target_unit: bool) -> Facts {
        let profile = policy.profile();
        Facts {
            holders: profile
                .guards
                .keep_one
                .iter()
                .map(|id| Some(self.holders.get(id).copied().unwrap_or(0)))
                .collect(),
            seats: profile
                .seats
                .ids()
                .map(|id| {
                    let seat = self.seats.get(id).copied().unwrap_or_default();
                    SeatFact { used: seat.used.saturating_add(seat.pending), limit: seat.limit }
                })
                .collect(),
            manages_target_unit,
            enterprise,
            sso_missing: false,
        }
    }
}
