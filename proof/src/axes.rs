//! The values of each dimension.

use shared::Millis;
use shared::policy::{Command, Facts, Policy, RoleId, SeatFact, Set, Status, Subject, Target};

/// The time of every case; what varies is when an invitation ends.
pub const NOW: Millis = 1_767_225_600_000;

/// Status and end of the invitation: a second before the end, at the very end, a second after (I1).
const MOMENTS: [(Status, Option<Millis>); 6] = [
    (Status::Active, None),
    (Status::Deactivated, None),
    (Status::Pending, Some(NOW + 1000)),
    (Status::Pending, Some(NOW)),
    (Status::Pending, Some(NOW - 1000)),
    (Status::Expired, None),
];

/// Free and taken seats of three: two free, one free, none, one too many taken, and no limit at all.
const SEATS: [SeatFact; 5] = [
    SeatFact { used: 1, limit: Some(3) },
    SeatFact { used: 2, limit: Some(3) },
    SeatFact { used: 3, limit: Some(3) },
    SeatFact { used: 4, limit: Some(3) },
    SeatFact { used: 4, limit: None },
];

/// What a command can see beyond actor, member, unit and kind of organization. The rest is one value in its cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sees {
    /// Active holders.
    pub holders: bool,
    /// Seats.
    pub seats: bool,
    /// Whether the account is used elsewhere.
    pub shared: bool,
    /// The member's switches.
    pub switches: bool,
    /// Whether there is an identity provider.
    pub sso: bool,
}

impl Sees {
    /// By a command, when done to an active member or to somebody who isn't.
    pub fn by(command: Command, active: bool) -> Self {
        let takes = matches!(
            command,
            Command::ChangeRole { .. }
                | Command::AddRole { .. }
                | Command::RemoveRole { .. }
                | Command::SetStanding { .. }
                | Command::Deactivate
                | Command::Delete { .. }
        );
        Self {
            holders: active && takes,
            seats: matches!(
                command,
                Command::Invite { .. }
                    | Command::ResendInvite
                    | Command::Restore
                    | Command::ChangeRole { .. }
            ),
            shared: matches!(command, Command::SetPassword | Command::EditMember { .. }),
            switches: matches!(command, Command::SetPassword),
            sso: matches!(command, Command::SetGrant { .. }),
        }
    }

    /// Everything, whether a command looks or not: for the test of what is left out.
    pub fn everything() -> Self {
        Self { holders: true, seats: true, shared: true, switches: true, sso: true }
    }
}

fn subsets(size: usize) -> impl Iterator<Item = Set> {
    let size = size.min(16);
    (0u32..1 << size).map(|bits| (0..16).filter(|bit| bits >> bit & 1 == 1).collect())
}

fn all_of(size: usize) -> Set {
    (0..u8::try_from(size).unwrap_or(u8::MAX)).collect()
}

fn person(role: RoleId, additions: Set, grants: Set, standing: Set) -> Subject {
    Subject { role, additions, grants, standing, status: Status::Active, expires_at: None }
}

/// Everybody with access in each combination of what they hold; without access, with nothing and with everything.
pub fn actors(policy: &Policy) -> Vec<Subject> {
    let profile = policy.profile();
    let (additions, grants, standing) =
        (profile.additions.len(), profile.grants.len(), profile.standing.len());
    let mut all = Vec::new();
    for role in policy.roles() {
        for a in subsets(additions) {
            for g in subsets(grants) {
                all.extend(subsets(standing).map(|s| person(role, a, g, s)));
            }
        }
        let nothing = person(role, Set::EMPTY, Set::EMPTY, Set::EMPTY);
        let everything = person(role, all_of(additions), all_of(grants), all_of(standing));
        for status in [Status::Pending, Status::Expired, Status::Deactivated] {
            all.push(Subject { status, ..nothing });
            if everything != nothing {
                all.push(Subject { status, ..everything });
            }
        }
    }
    all
}

/// Members whom a command may be about: the active ones, or the others.
pub fn targets(policy: &Policy, active: bool, sees: Sees) -> Vec<Option<Target>> {
    let profile = policy.profile();
    let mut all = Vec::new();
    let shared = if sees.shared { [false, true].as_slice() } else { &[false] };
    let switches = if sees.switches { profile.grants.len() } else { 0 };
    let moments = || MOMENTS.into_iter().filter(move |(status, _)| (*status == Status::Active) == active);
    for role in policy.roles() {
        for a in subsets(profile.additions.len()) {
            for s in subsets(profile.standing.len()) {
                for g in subsets(switches) {
                    for (status, expires_at) in moments() {
                        let subject = Subject { status, expires_at, ..person(role, a, g, s) };
                        for oneself in [false, true] {
                            for &shared_account in shared {
                                all.push(Some(Target { subject, oneself, shared_account }));
                            }
                        }
                    }
                }
            }
        }
    }
    all
}

/// 0, 1 and 2 holders of each guard in each combination, and counts that nobody told.
fn holders(guards: usize) -> Vec<Vec<Option<u32>>> {
    let mut all = vec![Vec::new()];
    for _ in 0..guards {
        all = all
            .into_iter()
            .flat_map(|counts: Vec<Option<u32>>| {
                [0, 1, 2].map(|n| counts.iter().copied().chain([Some(n)]).collect::<Vec<_>>())
            })
            .collect();
    }
    if guards > 0 {
        all.push(vec![None; guards]);
    }
    all
}

/// Facts of the team as far as they are seen.
pub fn facts(policy: &Policy, sees: Sees) -> Vec<Facts> {
    let profile = policy.profile();
    let guards = profile.guards.keep_one.len();
    let counts = if sees.holders { holders(guards) } else { vec![vec![Some(2); guards]] };
    // A kind of seat that is only counted has no limit.
    let sold = profile.seats.iter().any(|(_, def)| def.limited);
    let seats = if sees.seats && sold { SEATS.as_slice() } else { &[SeatFact { used: 4, limit: None }] };
    let sso = if sees.sso && policy.sso_grant().is_some() { [false, true].as_slice() } else { &[false] };
    let mut all = Vec::new();
    for holders in &counts {
        for seat in seats {
            for &sso_missing in sso {
                for (enterprise, manages_target_unit) in
                    [(false, false), (false, true), (true, false), (true, true)]
                {
                    all.push(Facts {
                        holders: holders.clone(),
                        seats: profile
                            .seats
                            .iter()
                            .map(|(_, def)| SeatFact { limit: seat.limit.filter(|_| def.limited), ..*seat })
                            .collect(),
                        manages_target_unit,
                        enterprise,
                        sso_missing,
                    });
                }
            }
        }
    }
    all
}
