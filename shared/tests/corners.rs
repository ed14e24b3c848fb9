//! Rules that no built-in profile tells apart: what stands here was found by leaving something out of the rules and seeing that
//! no other test noticed (`cargo xtask mutants`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use shared::policy::{
    Code, Command, Denial, Facts, Policy, SeatFact, StandingId, Status, Subject, Target, decide,
    decide_invite,
};
use shared::profile::{Profile, RoleDef, builtin};

fn profile(id: &str) -> Profile {
    builtin(id).unwrap().unwrap()
}

fn changed(id: &str, change: impl FnOnce(&mut Profile)) -> Policy {
    let mut profile = profile(id);
    change(&mut profile);
    Policy::compile(profile).unwrap()
}

fn role<'a>(profile: &'a mut Profile, id: &str) -> &'a mut RoleDef {
    &mut profile.roles.0.iter_mut().find(|(found, _)| found == id).unwrap().1
}

fn somebody(policy: &Policy, role: &str) -> Subject {
    policy.subject(role, &[], &[], &[], Status::Active, None).unwrap()
}

fn target(subject: Subject) -> Target {
    Target { subject, oneself: false, shared_account: false }
}

/// Nothing is scarce.
fn plenty(policy: &Policy) -> Facts {
    let holders = policy.profile().guards.keep_one.iter().map(|_| Some(9)).collect();
    let seats = policy.profile().seats.iter().map(|_| SeatFact { used: 0, limit: Some(9) }).collect();
    Facts { holders, seats, ..Facts::default() }
}

fn asked(policy: &Policy, actor: &Subject, command: Command, target: Option<&Target>) -> Result<(), Denial> {
    decide(policy, actor, command, target, &plenty(policy), 0).map(|_| ())
}

fn code(answer: Result<(), Denial>) -> Option<Code> {
    answer.err().map(|denial| denial.code)
}

mod inviting {
    use super::*;

    fn invited_as(policy: &Policy, facts: &Facts) -> Result<String, Code> {
        let actor = somebody(policy, "admin");
        let role = decide_invite(policy, &actor, facts, 0).map_err(|denial| denial.code)?;
        Ok(policy.role_name(role).to_owned())
    }

    /// Jetlink's admin, who invites these roles, in a product where people are invited as those.
    fn jetlink(invites: &[&str], roles: &[&str]) -> Policy {
        let ids = |all: &[&str]| Some(all.iter().map(|id| (*id).to_owned()).collect());
        changed("jetlink", |profile| {
            role(profile, "admin").invites = ids(invites);
            profile.invitation.roles = ids(roles);
        })
    }

    #[test]
    fn the_button_is_free_when_somebody_can_be_invited_as_anything() {
        let all = &["admin", "agent", "reporter", "jetbot-trainer"];
        let policy = jetlink(all, all);
        assert_eq!(invited_as(&policy, &plenty(&policy)), Ok("agent".into()), "the usual role first");
        let policy = jetlink(&["reporter"], all);
        assert_eq!(invited_as(&policy, &plenty(&policy)), Ok("reporter".into()), "else any other");
    }

    #[test]
    fn the_button_says_the_weightiest_reason() {
        let all = &["admin", "agent", "reporter", "jetbot-trainer"];
        let no_seat =
            |policy: &Policy| Facts { seats: vec![SeatFact { used: 3, limit: Some(3) }], ..plenty(policy) };
        // The first that is asked is the one that needs a seat.
        let policy = jetlink(&["agent"], all);
        assert_eq!(invited_as(&policy, &no_seat(&policy)), Err(Code::SeatsExhausted));
        // Nobody is invited as the roles after it.
        let policy = jetlink(all, &["agent"]);
        assert_eq!(invited_as(&policy, &no_seat(&policy)), Err(Code::SeatsExhausted));
        // The one that needs a seat comes last.
        let policy = changed("jetlink", |profile| {
            role(profile, "admin").invites = Some(vec!["jetbot-trainer".into()]);
            profile.seats.0[0].1.roles = vec!["jetbot-trainer".into()];
        });
        assert_eq!(invited_as(&policy, &no_seat(&policy)), Err(Code::SeatsExhausted));
        // Of two that say nothing of weight, the first.
        let policy = jetlink(&[], &["agent"]);
        assert_eq!(invited_as(&policy, &plenty(&policy)), Err(Code::NotPermitted));
        let policy = jetlink(&[], &["admin"]);
        assert_eq!(invited_as(&policy, &plenty(&policy)), Err(Code::RoleNotAssignable));
    }
}

mod shapes {
    use super::*;

    #[test]
    fn what_is_done_to_a_member_needs_a_member() {
        let policy = changed("jelly", |_| ());
        let owner = somebody(&policy, "owner");
        assert_eq!(code(asked(&policy, &owner, Command::Deactivate, None)), Some(Code::NotPermitted));
        let mina = target(somebody(&policy, "member"));
        assert_eq!(code(asked(&policy, &owner, Command::Deactivate, Some(&mina))), None);
    }

    #[test]
    fn what_is_done_to_nobody_does_not_mind_who_is_named_with_it() {
        let policy = changed("jelly", |_| ());
        let owner = somebody(&policy, "owner");
        let former = target(Subject { status: Status::Deactivated, ..somebody(&policy, "member") });
        assert_eq!(code(asked(&policy, &owner, Command::ViewMembers, Some(&former))), None);
        assert_eq!(code(asked(&policy, &owner, Command::EditTeamSettings, Some(&former))), None);
    }

    #[test]
    fn what_the_product_does_not_have_nobody_does() {
        let policy = changed("jelly", |profile| profile.delete_team = None);
        let owner = somebody(&policy, "owner");
        assert_eq!(code(asked(&policy, &owner, Command::DeleteTeam, None)), Some(Code::NotPermitted));
        let policy = changed("voice-agents", |_| ());
        let boss = somebody(&policy, "administrator");
        assert_eq!(code(asked(&policy, &boss, Command::ReviewAccess, None)), None);
        let policy = changed("voice-agents", |profile| profile.review = None);
        assert_eq!(code(asked(&policy, &boss, Command::ReviewAccess, None)), Some(Code::NotPermitted));
    }

    /// Somebody of Salestrekker whom nothing stands in the way of, asked about a broker.
    fn boss_asks(policy: &Policy, command: Command, enterprise: bool, standing: &[&str]) -> Option<Denial> {
        let ids = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let who = |role, standing: &[&str]| {
            policy.subject(role, &[], &[], &ids(standing), Status::Active, None).unwrap()
        };
        let boss = who("system-admin", &["organization-owner"]);
        let facts = Facts { enterprise, manages_target_unit: true, ..plenty(policy) };
        let admin = target(who("system-admin", standing));
        decide(policy, &boss, command, Some(&admin), &facts, 0).err()
    }

    #[test]
    fn a_standing_that_there_is_not_or_that_somebody_has_not_is_nobodys_to_give_or_take() {
        let policy = changed("salestrekker", |_| ());
        let all = u8::try_from(policy.profile().standing.len()).unwrap();
        let code = |standing, on, has: &[&str]| {
            let command = Command::SetStanding { standing: StandingId(standing), on };
            boss_asks(&policy, command, true, has).map(|d| d.code)
        };
        let take = Command::SetStanding { standing: StandingId(1), on: false };
        let subject = boss_asks(&policy, take, true, &[]).unwrap().subject;
        assert_eq!(subject.as_deref(), Some("managing-agent"));
        assert_eq!(code(1, true, &[]), None);
        assert_eq!(code(all, true, &[]), Some(Code::NotPermitted));
        assert_eq!(code(all, false, &[]), Some(Code::NotPermitted));
        assert_eq!(code(1, false, &["managing-agent"]), None);
        assert_eq!(code(1, false, &[]), Some(Code::RoleNotAssignable), "they don't have it");
    }

    #[test]
    fn an_addition_is_no_main_role_and_one_that_there_is_not_is_never_given() {
        let policy = changed("salestrekker", |_| ());
        for command in [
            Command::ChangeRoleToAddition,
            Command::AddRole { addition: None },
            Command::RemoveRole { addition: None },
        ] {
            let code = boss_asks(&policy, command, false, &[]).map(|d| d.code);
            assert_eq!(code, Some(Code::RoleNotAssignable), "{command:?}");
        }
    }

    #[test]
    fn a_standing_is_over_units_when_it_gives_something_there_or_is_kept_to_them() {
        let over_units = |in_unit: &[&str], confines: &[&str]| {
            let ids = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
            let policy = changed("salestrekker", |profile| {
                let agent = &mut profile.standing.0[1].1;
                (agent.in_unit, agent.confines) = (ids(in_unit), ids(confines));
            });
            policy.standing_has_units(StandingId(1))
        };
        assert!(over_units(&["members.edit"], &["members.change-role"]));
        assert!(over_units(&["members.edit"], &[]));
        assert!(over_units(&[], &["members.change-role"]));
        assert!(!over_units(&[], &[]));
    }

    #[test]
    fn a_denial_names_the_addition_that_it_is_about() {
        let policy = changed("salestrekker", |_| ());
        let ids = ["mentor".to_owned()];
        let mentor = policy.subject("broker", &ids, &[], &[], Status::Active, None).unwrap();
        let admin = somebody(&policy, "system-admin");
        let about = |command, who| {
            let denial = asked(&policy, &admin, command, Some(&target(who))).unwrap_err();
            (denial.code, denial.subject.unwrap())
        };
        let addition = policy.addition("mentor");
        let to = policy.role("processor").unwrap();
        let twice = about(Command::AddRole { addition }, mentor);
        assert_eq!(twice, (Code::RoleNotAssignable, "mentor".into()));
        let never = about(Command::RemoveRole { addition }, somebody(&policy, "broker"));
        assert_eq!(never, (Code::RoleNotAssignable, "mentor".into()));
        let unfit = about(Command::ChangeRole { to }, mentor);
        assert_eq!(unfit, (Code::AdditionNeedsRole, "mentor".into()));
    }

    #[test]
    fn the_address_of_an_account_that_is_used_elsewhere_is_its_owners() {
        let edit = |policy: &Policy, field: &str, shared_account| {
            let field = policy.field(field).unwrap();
            let who = Target { shared_account, ..target(somebody(policy, "agent")) };
            code(asked(policy, &somebody(policy, "admin"), Command::EditMember { field }, Some(&who)))
        };
        let email = |immutable| {
            changed("jetlink", |profile| {
                let email = profile.fields.0.iter_mut().find(|(id, _)| id == "email").unwrap();
                email.1.immutable = immutable;
                email.1.instead = "Invite anew.".into();
            })
        };
        let policy = email(false);
        assert_eq!(edit(&policy, "email", false), None);
        assert_eq!(edit(&policy, "email", true), Some(Code::AccountShared));
        assert_eq!(edit(&policy, "first-name", true), None, "no address");
        let policy = email(true);
        assert_eq!(edit(&policy, "email", false), Some(Code::FieldImmutable));
        assert_eq!(edit(&policy, "email", true), Some(Code::FieldImmutable), "nobody's at all");
    }

    #[test]
    fn an_addition_gives_what_it_lists_itself() {
        let policy = changed("salestrekker", |profile| {
            let mentor = profile.additions.0.iter_mut().find(|(id, _)| id == "mentor").unwrap();
            mentor.1.permissions = vec!["audit.view".into()];
        });
        let mentor = ["mentor".to_owned()];
        let with = policy.subject("broker", &mentor, &[], &[], Status::Active, None).unwrap();
        assert_eq!(code(asked(&policy, &with, Command::ViewAudit, None)), None);
        let without = somebody(&policy, "broker");
        assert_eq!(code(asked(&policy, &without, Command::ViewAudit, None)), Some(Code::NotPermitted));
    }

    #[test]
    fn an_addition_is_given_by_those_who_give_that_one() {
        let broker = |policy: &Policy| target(somebody(policy, "broker"));
        let give = |policy: &Policy| Command::AddRole { addition: policy.addition("mentor") };
        let policy = changed("salestrekker", |_| ());
        let admin = somebody(&policy, "system-admin");
        assert_eq!(code(asked(&policy, &admin, give(&policy), Some(&broker(&policy)))), None);
        let policy = changed("salestrekker", |profile| {
            role(profile, "system-admin").assigns.retain(|id| id != "mentor");
        });
        let refused = code(asked(&policy, &admin, give(&policy), Some(&broker(&policy))));
        assert_eq!(refused, Some(Code::NotPermitted));
    }
}

mod compiling {
    use super::*;

    #[test]
    fn an_invitation_holds_for_days_hours_or_minutes() {
        for (text, minutes) in [("7d", 7 * 24 * 60), ("48h", 48 * 60), ("30m", 30)] {
            let policy = changed("jelly", |profile| profile.invitation.expires = text.into());
            assert_eq!(policy.invitation_lasts(), minutes * 60_000, "{text}");
        }
    }

    #[test]
    fn a_guard_counts_those_who_have_the_addition_and_those_whose_addition_is_the_same() {
        let taken = |keep: &str, addition: &str| {
            let policy = changed("salestrekker", |profile| {
                profile.guards.keep_one = vec![keep.into()];
                // Not of the role's own name.
                profile.additions.0.iter_mut().find(|(id, _)| id == "system-admin").unwrap().0 =
                    "deputy".into();
                let assigns = &mut role(profile, "system-admin").assigns;
                assigns.push("deputy".into());
            });
            let one = policy.subject("broker", &[addition.to_owned()], &[], &[], Status::Active, None);
            let admin = somebody(&policy, "system-admin");
            let take = Command::RemoveRole { addition: policy.addition(addition) };
            let last = Facts { holders: vec![Some(1)], ..plenty(&policy) };
            code(decide(&policy, &admin, take, Some(&target(one.unwrap())), &last, 0).map(|_| ()))
        };
        assert_eq!(taken("system-admin", "deputy"), Some(Code::LastHolder), "the same as the role");
        assert_eq!(taken("deputy", "deputy"), Some(Code::LastHolder), "by its own name");
        assert_eq!(taken("mentor", "mentor"), Some(Code::LastHolder), "by its own name");
        assert_eq!(taken("system-admin", "mentor"), None);
        assert_eq!(taken("mentor", "deputy"), None);
    }

    #[test]
    fn a_role_is_known_by_its_id() {
        let policy = changed("jelly", |_| ());
        let owner = somebody(&policy, "owner");
        assert!(policy.is_of_role(&owner, "owner"));
        assert!(!policy.is_of_role(&owner, "member"));
        assert!(!policy.is_of_role(&owner, "no-such-role"));
    }

    #[test]
    fn what_is_implied_by_what_is_implied_comes_along() {
        let policy = changed("jelly", |profile| {
            profile.permissions.0[0].1.implies = vec!["conversations.claim".into()];
            profile.permissions.0[1].1.implies = vec!["audit.view".into()];
        });
        let mina = somebody(&policy, "member");
        assert_eq!(code(asked(&policy, &mina, Command::ViewAudit, None)), None);
    }
}

#[test]
fn a_denial_for_want_of_rights_is_403_an_ended_invitation_410_and_what_stands_in_the_way_409() {
    for (code, status) in [
        (Code::NotPermitted, 403),
        (Code::RankTooLow, 403),
        (Code::RoleNotAssignable, 403),
        (Code::UnitNotManaged, 403),
        (Code::InviteExpired, 410),
        (Code::LastHolder, 409),
        (Code::SelfAction, 409),
        (Code::WrongStatus, 409),
        (Code::SeatsExhausted, 409),
        (Code::FieldImmutable, 409),
    ] {
        assert_eq!(code.http_status(), status, "{code:?}");
    }
}
