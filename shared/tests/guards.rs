//! No sequence of allowed commands breaks a guard: random teams, random commands, every state checked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use proptest::prelude::*;
use shared::policy::{
    AdditionId, Command, FieldId, GrantId, KindId, Permit, Policy, RoleId, Set, StandingId, Status, Subject,
    Successor, Target, accept, decide,
};
use shared::roster::{Counts, apply};

const PRODUCTS: [&str; 5] = ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"];
const LIMIT: u32 = 3;

fn policy(id: &str) -> Policy {
    Policy::compile(shared::profile::builtin(id).unwrap().unwrap()).unwrap()
}

/// A team as the server keeps it: rows and maintained counts.
struct Team {
    policy: Policy,
    enterprise: bool,
    rows: Vec<Subject>,
    now: i64,
}

impl Team {
    fn found(policy: Policy, enterprise: bool) -> Self {
        Self { rows: vec![policy.founder()], policy, enterprise, now: 0 }
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            counts.count(&self.policy, row, self.now, true);
        }
        for (id, seat) in self.policy.profile().seats.iter() {
            counts.seats.entry(id.to_owned()).or_default().limit = seat.limited.then_some(LIMIT);
        }
        counts
    }

    fn target(&self, actor: usize, target: usize) -> Target {
        Target { subject: self.rows[target], oneself: actor == target, shared_account: false }
    }

    fn run(&mut self, actor: usize, target: usize, command: Command) -> Option<Permit> {
        let facts = self.counts().facts(&self.policy, self.enterprise, true);
        let permit = decide(
            &self.policy,
            &self.rows[actor],
            command,
            Some(&self.target(actor, target)),
            &facts,
            self.now,
        )
        .ok()?;
        if let Command::Invite { role, people, .. } = command {
            let guest = Subject {
                role,
                additions: Set::EMPTY,
                grants: Set::EMPTY,
                standing: Set::EMPTY,
                status: Status::Pending,
                expires_at: Some(self.now + self.policy.invitation_lasts()),
            };
            self.rows.extend(std::iter::repeat_n(guest, people as usize));
        } else if command.action().has_target() {
            match apply(&self.policy, &permit, &self.rows[target], self.now).after {
                Some(after) => self.rows[target] = after,
                None => {
                    self.rows.remove(target);
                }
            }
        }
        Some(permit)
    }

    fn check(&self, before: &[Subject]) {
        let profile = self.policy.profile();
        for (at, id) in profile.guards.keep_one.iter().enumerate() {
            let holders = |rows: &[Subject]| rows.iter().filter(|r| self.policy.holds_guard(at, r)).count();
            if holders(before) > 0 {
                assert!(holders(&self.rows) > 0, "{}: nobody holds {id} any more", profile.id);
            }
        }
        for (at, (id, seat)) in profile.seats.iter().enumerate() {
            let taken = self.rows.iter().filter(|r| self.policy.takes_seat(at, r, self.now)).count();
            assert!(!seat.limited || taken <= LIMIT as usize, "{}: {taken} of {LIMIT} {id}", profile.id);
        }
        for row in &self.rows {
            for addition in row.additions.iter() {
                let needs = &profile.additions.at(addition as usize).unwrap().1.needs;
                assert_eq!(self.policy.role_name(row.role), needs, "an addition without its role");
            }
        }
        // Somebody active can still change roles, or the founder's seat of power was never guarded.
        // A managing agent's right is confined to units (ST2): who made one can unmake them, or reaches everybody's units.
        let can = |c: Command| {
            let needed = c.action().permission().unwrap();
            self.rows.iter().any(|r| {
                let reach = self.policy.authority(r, self.enterprise);
                reach.may(needed) || reach.unit_permissions.has(needed.0)
            })
        };
        assert!(can(Command::ChangeRole { to: RoleId(0) }), "{}: nobody changes roles any more", profile.id);
    }
}

fn command() -> impl Strategy<Value = Command> {
    let role = || (0..4_u8).prop_map(RoleId);
    let addition = || proptest::option::of((0..2_u8).prop_map(AdditionId));
    let successor = prop_oneof![
        Just(Successor::Nobody),
        Just(Successor::Active),
        Just(Successor::Inactive),
        Just(Successor::Leaver)
    ];
    prop_oneof![
        3 => (role(), 1..6_u32).prop_map(|(role, people)| Command::Invite { role, people, known: false }),
        1 => Just(Command::ResendInvite),
        1 => Just(Command::CancelInvite),
        1 => (0..6_u8).prop_map(|f| Command::EditMember { field: FieldId(f) }),
        4 => role().prop_map(|to| Command::ChangeRole { to }),
        2 => addition().prop_map(|addition| Command::AddRole { addition }),
        2 => addition().prop_map(|addition| Command::RemoveRole { addition }),
        1 => (0..5_u8, any::<bool>()).prop_map(|(g, on)| Command::SetGrant { grant: GrantId(g), on }),
        3 => Just(Command::Deactivate),
        2 => Just(Command::Restore),
        3 => successor.prop_map(|successor| Command::Delete { successor }),
        1 => Just(Command::SetPassword),
        3 => (0..3_u8, any::<bool>())
            .prop_map(|(s, on)| Command::SetStanding { standing: StandingId(s), on }),
        1 => Just(Command::SetUnit),
        1 => Just(Command::HandOver),
        1 => proptest::option::of((0..5_u8).prop_map(KindId)).prop_map(|kind| Command::AssignWork { kind }),
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Command { actor: usize, target: usize, command: Command },
    Accept(usize),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..12_usize, 0..12_usize, command()).prop_map(|(actor, target, command)| Step::Command { actor, target, command }),
        3 => (0..12_usize).prop_map(Step::Accept),
        1 => (0..10_i64).prop_map(|days| Step::Wait(days * 86_400_000)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn jy9_no_sequence_of_allowed_commands_breaks_a_guard(
        product in 0..5_usize, enterprise: bool, steps in proptest::collection::vec(step(), 1..60)
    ) {
        let mut team = Team::found(policy(PRODUCTS[product]), enterprise);
        for step in steps {
            let before = team.rows.clone();
            let count = team.rows.len();
            match step {
                Step::Command { actor, target, command } => {
                    team.run(actor % count, target % count, command);
                }
                Step::Accept(who) => {
                    let row = team.rows[who % count];
                    if let Ok(permit) = accept(&row, team.now) {
                        team.rows[who % count] = apply(&team.policy, &permit, &row, team.now).after.unwrap();
                    }
                }
                // Invitations that expire free their seats, and resending takes them again.
                Step::Wait(time) => team.now += time,
            }
            team.check(&before);
        }
    }

    /// A7: by no sequence of their own commands does anybody below the top gain a permission that they didn't have.
    #[test]
    fn a7_nobody_raises_themself(
        product in 0..5_usize, role in 0..4_u8, enterprise: bool, steps in proptest::collection::vec(command(), 1..30)
    ) {
        let policy = policy(PRODUCTS[product]);
        let role = RoleId(role % policy.profile().roles.len() as u8);
        let mut team = Team::found(policy, enterprise);
        let me = Subject { role, standing: Set::EMPTY, ..team.policy.founder() };
        team.rows.push(me);
        let reach = |team: &Team, who: &Subject| {
            let all = team.policy.authority(who, enterprise);
            all.permissions.union(all.unit_permissions)
        };
        let had = reach(&team, &me);
        for command in steps {
            if team.rows.len() > 1 {
                team.run(1, 1, command);
            }
            if let Some(now) = team.rows.get(1) {
                let has = reach(&team, now);
                prop_assert!(has.within(had), "{} {:?} {:?}", PRODUCTS[product], role, command);
            }
        }
    }

    /// Maintained counts equal counted rows after any change, so that the server may keep them.
    #[test]
    fn counts_follow_changes(product in 0..5_usize, steps in proptest::collection::vec((0..12_usize, command()), 1..40)) {
        let mut team = Team::found(policy(PRODUCTS[product]), false);
        let mut kept = team.counts();
        for (target, command) in steps {
            let before = team.rows.clone();
            team.run(0, target % before.len(), command);
            for row in &before {
                kept.count(&team.policy, row, team.now, false);
            }
            for row in &team.rows {
                kept.count(&team.policy, row, team.now, true);
            }
            let mut counted = team.counts();
            for map in [&mut kept.roles, &mut counted.roles, &mut kept.holders, &mut counted.holders] {
                map.retain(|_, n| *n > 0);
            }
            prop_assert_eq!(&kept, &counted);
        }
    }

    #[test]
    fn no_profile_text_makes_the_loader_panic(cut in 0..4000_usize, length in 0..40_usize, put in "[a-z0-9\"=\\[\\].,{} \n-]{0,12}", product in 0..5_usize) {
        let text = shared::profile::BUILTIN[product].1;
        let (start, end) = (cut.min(text.len()), (cut + length).min(text.len()));
        let (start, end) = (floor(text, start), floor(text, end));
        let mutated = [&text[..start], &put, &text[end..]].concat();
        if let Ok(profile) = shared::profile::load("mutated.toml", &mutated) {
            prop_assert!(Policy::compile(profile).is_ok());
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
