//! Role × action × target for each profile, as a table that reviewers read as a diff. Guards, seats and successors are
//! out of the way here (two holders, no seat taken, an active successor): they have tests of their own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use shared::policy::{
    ACTIONS, Action, Command, Facts, FieldId, Policy, SeatFact, Set, Status, Subject, Successor, Target,
    decide,
};
use std::fmt::Write as _;

fn policy(id: &str) -> Policy {
    Policy::compile(shared::profile::builtin(id).unwrap().unwrap()).unwrap()
}

/// Everybody whom the profile can tell apart: main roles, each with each addition, each with each standing.
fn people(policy: &Policy) -> Vec<(String, Subject)> {
    let profile = policy.profile();
    let plain = |role| Subject {
        role,
        additions: Set::EMPTY,
        grants: Set::EMPTY,
        standing: Set::EMPTY,
        status: Status::Active,
        expires_at: None,
    };
    let mut all = Vec::new();
    for role in policy.roles() {
        let name = policy.role_name(role);
        all.push((name.to_owned(), plain(role)));
        for (at, (id, addition)) in profile.additions.iter().enumerate() {
            if addition.needs == name {
                all.push((format!("{name}+{id}"), Subject { additions: Set::of(at as u8), ..plain(role) }));
            }
        }
        for (at, (id, def)) in profile.standing.iter().enumerate() {
            if def.grantable_to.as_deref().is_none_or(|base| base == name) {
                all.push((format!("{name}/{id}"), Subject { standing: Set::of(at as u8), ..plain(role) }));
            }
        }
    }
    all
}

fn commands(policy: &Policy) -> Vec<(String, Command)> {
    let profile = policy.profile();
    let mut all = Vec::new();
    for (action, id, _, _) in ACTIONS {
        let mut push = |argument: &str, command| all.push((format!("{id}{argument}"), command));
        match action {
            Action::Invite => {
                for role in policy.roles() {
                    push(
                        &format!(" {}", policy.role_name(role)),
                        Command::Invite { role, people: 1, known: false },
                    );
                }
            }
            Action::ChangeRole => {
                for to in policy.roles() {
                    push(&format!(" {}", policy.role_name(to)), Command::ChangeRole { to });
                }
            }
            Action::AddRole | Action::RemoveRole => {
                for addition in profile.additions.ids() {
                    let found = policy.addition(addition);
                    let give = action == Action::AddRole;
                    push(
                        &format!(" {addition}"),
                        if give {
                            Command::AddRole { addition: found }
                        } else {
                            Command::RemoveRole { addition: found }
                        },
                    );
                }
            }
            Action::EditMember => {
                for (at, field) in profile.fields.ids().enumerate() {
                    push(&format!(" {field}"), Command::EditMember { field: FieldId(at as u8) });
                }
            }
            Action::SetGrant => {
                for grant in policy.grants() {
                    let id = profile.grants.at(usize::from(grant.0)).unwrap().0;
                    push(&format!(" {id}"), Command::SetGrant { grant, on: true });
                }
            }
            Action::Delete => push("", Command::Delete { successor: Successor::Active }),
            Action::ViewMembers => push("", Command::ViewMembers),
            Action::ResendInvite => push("", Command::ResendInvite),
            Action::CancelInvite => push("", Command::CancelInvite),
            Action::SetAccess => push("", Command::SetAccess),
            Action::Deactivate => push("", Command::Deactivate),
            Action::Restore => push("", Command::Restore),
            Action::SetPassword => push("", Command::SetPassword),
            Action::AssignWork | Action::UnassignWork => {
                for kind in policy.kinds() {
                    let id = format!(" {}", policy.kind_name(kind));
                    let kind = Some(kind);
                    let give = action == Action::AssignWork;
                    push(
                        &id,
                        if give { Command::AssignWork { kind } } else { Command::UnassignWork { kind } },
                    );
                }
            }
            Action::ViewWork | Action::EditWork | Action::ImportWork => {
                for kind in policy.kinds() {
                    let command = match action {
                        Action::ViewWork => Command::ViewWork { kind },
                        Action::EditWork => Command::EditWork { kind },
                        _ => Command::ImportWork { kind },
                    };
                    push(&format!(" {}", policy.kind_name(kind)), command);
                }
            }
            Action::HandOver => push("", Command::HandOver),
            Action::SetUnit => push("", Command::SetUnit),
            Action::SetStanding => {
                for id in profile.standing.ids() {
                    let standing = policy.standing(id).unwrap();
                    push(&format!(" {id}"), Command::SetStanding { standing, on: true });
                }
            }
            Action::ManageUnits => push("", Command::ManageUnits),
            Action::ManageIntegrations => push("", Command::ManageIntegrations),
            Action::ReviewAccess => push("", Command::ReviewAccess),
            Action::ViewAs => push("", Command::ViewAs),
            Action::EditTeamSettings => push("", Command::EditTeamSettings),
            Action::ManageSharedResources => push("", Command::ManageSharedResources),
            Action::ViewBilling => push("", Command::ViewBilling),
            Action::PurchaseSeats => push("", Command::PurchaseSeats),
            Action::DeleteTeam => push("", Command::DeleteTeam),
            Action::ViewAudit => push("", Command::ViewAudit),
            Action::EditOwnPreferences => push("", Command::EditOwnPreferences),
            Action::Use => unreachable!("not in the table"),
        }
    }
    for permission in profile.permissions.ids() {
        all.push((
            format!("use:{permission}"),
            Command::Use { permission: policy.permission(permission).unwrap() },
        ));
    }
    all
}

fn cell(verdict: Result<shared::policy::Permit, shared::policy::Denial>) -> &'static str {
    verdict.map_or_else(|denial| denial.code.id(), |_| "yes")
}

fn table(policy: &Policy) -> String {
    let people = people(policy);
    let enterprise_matters = !policy.profile().standing.is_empty();
    let mut out = String::from(
        "actor | command | target: verdict (targets with the same verdict share a line; nobody is left out)\n",
    );
    for enterprise in if enterprise_matters { vec![false, true] } else { vec![false] } {
        for in_unit in if enterprise { vec![false, true] } else { vec![false] } {
            let facts = Facts {
                holders: policy.profile().guards.keep_one.iter().map(|_| Some(2)).collect(),
                seats: policy.profile().seats.iter().map(|_| SeatFact::default()).collect(),
                manages_target_unit: in_unit,
                enterprise,
                sso_missing: false,
            };
            if enterprise_matters {
                let unit = if in_unit { ", the target's unit is managed" } else { "" };
                let kind = if enterprise { "enterprise" } else { "standalone" };
                writeln!(out, "\n# {kind}{unit}").unwrap();
            }
            for (actor_name, actor) in &people {
                writeln!(out, "\n## {actor_name}").unwrap();
                for (name, command) in commands(policy) {
                    if !command.action().has_target() {
                        writeln!(out, "{name}: {}", cell(decide(policy, actor, command, None, &facts, 0)))
                            .unwrap();
                        continue;
                    }
                    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
                    for (target_name, person) in &people {
                        for status in Status::ALL {
                            let target = Target {
                                subject: Subject { status, ..*person },
                                oneself: false,
                                shared_account: false,
                            };
                            let verdict = cell(decide(policy, actor, command, Some(&target), &facts, 0));
                            add(&mut groups, verdict, format!("{target_name}:{}", status.id()));
                        }
                    }
                    let own = Target { subject: *actor, oneself: true, shared_account: false };
                    add(
                        &mut groups,
                        cell(decide(policy, actor, command, Some(&own), &facts, 0)),
                        "oneself".to_owned(),
                    );
                    if let [(only, _)] = groups.as_slice() {
                        writeln!(out, "{name}: {only}").unwrap();
                        continue;
                    }
                    writeln!(out, "{name}:").unwrap();
                    for (verdict, targets) in groups {
                        writeln!(out, "  {verdict}: {}", targets.join(" ")).unwrap();
                    }
                }
            }
        }
    }
    out
}

fn add(groups: &mut Vec<(&'static str, Vec<String>)>, verdict: &'static str, target: String) {
    match groups.iter_mut().find(|(v, _)| *v == verdict) {
        Some((_, targets)) => targets.push(target),
        None => groups.push((verdict, vec![target])),
    }
}

fn snapshot(id: &str) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(id, table(&policy(id)));
    });
}

#[test]
fn jtek_role_action_target_table() {
    snapshot("jtek");
}

#[test]
fn jetlink_role_action_target_table() {
    snapshot("jetlink");
}

#[test]
fn salestrekker_role_action_target_table() {
    snapshot("salestrekker");
}

#[test]
fn voice_agents_role_action_target_table() {
    snapshot("voice-agents");
}

#[test]
fn jelly_role_action_target_table() {
    snapshot("jelly");
}
