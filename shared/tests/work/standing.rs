//! Units, and the standing over them (ST2, ST4).

use crate::{PRODUCTS, calm, code, everybody, one, policy, with};
use shared::policy::{Command, Status, Target, decide};

#[test]
fn st2_managing_agents_are_system_admins_of_an_enterprise_and_made_by_those_who_may() {
    let policy = policy("salestrekker");
    let standing = policy.standing("managing-agent").unwrap();
    let owner = with(one("system-admin"), &[], &["organization-owner"]);
    let give = Command::SetStanding { standing, on: true };
    for target in everybody(&policy) {
        // Owners are the owners' own business, whatever it is that is done to them.
        let admin = target.is("system-admin")
            || target.is("broker") && target.additions.iter().any(|a| a == "system-admin");
        let got = code(&policy, &owner, give, Some(&target), false, true);
        if target.status == Status::Active && admin {
            assert_eq!(got, None, "{target:?}");
        } else {
            assert!(got.is_some(), "{target:?} became a managing agent");
        }
        assert!(code(&policy, &owner, give, Some(&target), false, false).is_some(), "standalone: {target:?}");
    }
    // Nobody lifts themself or others: every role without the organization's standing.
    for actor in everybody(&policy) {
        if actor.standing.iter().any(|s| s == "organization-owner") && actor.status == Status::Active {
            continue;
        }
        let plain = !(actor.is("system-admin") || actor.additions.iter().any(|a| a == "system-admin"));
        if plain || actor.status != Status::Active {
            let target = one("system-admin");
            assert!(
                code(&policy, &actor, give, Some(&target), false, true).is_some(),
                "{actor:?} made a managing agent"
            );
            assert!(
                code(&policy, &actor, give, Some(&actor), true, true).is_some(),
                "{actor:?} made themself one"
            );
        }
    }
}

#[test]
fn st4_the_organizations_ownership_is_given_and_taken_by_owners_alone() {
    let policy = policy("salestrekker");
    let standing = policy.standing("organization-owner").unwrap();
    for enterprise in [false, true] {
        for actor in everybody(&policy) {
            let owner =
                actor.status == Status::Active && actor.standing.iter().any(|s| s == "organization-owner");
            if owner {
                continue;
            }
            for on in [true, false] {
                let command = Command::SetStanding { standing, on };
                let holder = with(one("system-admin"), &[], if on { &[] } else { &["organization-owner"] });
                assert!(
                    code(&policy, &actor, command, Some(&holder), false, enterprise).is_some(),
                    "{actor:?} turns ownership {on}"
                );
                assert!(
                    code(&policy, &actor, command, Some(&actor), true, enterprise).is_some(),
                    "{actor:?} own {on}"
                );
            }
        }
    }
}

#[test]
fn st4_the_last_organization_owner_stays_one() {
    let policy = policy("salestrekker");
    let standing = policy.standing("organization-owner").unwrap();
    let owner = with(one("system-admin"), &[], &["organization-owner"]);
    let mut facts = calm(&policy, false, false);
    for (at, id) in policy.profile().guards.keep_one.iter().enumerate() {
        if id == "organization-owner" {
            facts.holders[at] = Some(1);
        }
    }
    let target = Target { subject: owner.subject(&policy), oneself: true, shared_account: false };
    let taken = decide(
        &policy,
        &owner.subject(&policy),
        Command::SetStanding { standing, on: false },
        Some(&target),
        &facts,
        0,
    );
    assert!(taken.is_err(), "the organization has no owner any more");
}

#[test]
fn st2_units_exist_only_where_the_documents_have_them() {
    for product in PRODUCTS {
        let policy = policy(product);
        for enterprise in [false, true] {
            let exist = match product {
                "salestrekker" => enterprise,
                "jetlink" => true, // group companies (JL4)
                _ => false,
            };
            assert_eq!(policy.has_units(enterprise), exist, "{product} {enterprise}");
            let actors = everybody(&policy);
            let may = |command: Command| {
                actors.iter().any(|a| {
                    code(
                        &policy,
                        a,
                        command,
                        Some(&one(policy.role_name(policy.default_role()))),
                        false,
                        enterprise,
                    )
                    .is_none()
                })
            };
            assert_eq!(may(Command::ManageUnits), exist, "{product} {enterprise}: somebody arranges units");
            assert_eq!(
                may(Command::SetUnit),
                exist,
                "{product} {enterprise}: somebody puts people into units"
            );
        }
    }
}
