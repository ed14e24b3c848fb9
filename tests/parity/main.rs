//! A page patched to show hidden controls gets the rules' own answer (A15): for every kind of viewer, every kind of
//! member and every command, HTTP answers what `shared` decides on the listed rows. What is denied changes nothing and
//! stands in the log; what is allowed happens, and is put back.

mod admin;
mod commands;
mod compare;
mod control;
mod people;
mod scene;
mod shapes;
mod work;

use compare::{Stage, Tally, compare};
use people::{Circumstances, settle};
use rolecall::storage::MemberRow;
use scene::Truth;
use shared::policy::{Action, Code, Policy};
use std::sync::Arc;
use tests::{Failure, START, Story, TestApp};

/// The rules of a built-in profile, compiled apart from the server.
fn truth(profile: &str) -> Result<Truth, Failure> {
    let read = shared::profile::builtin(profile).ok_or("no such profile")?.map_err(|f| format!("{f:?}"))?;
    let policy = Policy::compile(read).map_err(|f| format!("{f:?}"))?;
    Ok(Truth { policy: Arc::new(policy), now: START })
}

const STANDALONE: [Circumstances; 2] = [
    Circumstances { enterprise: false, alone: 9, free: 0 },
    Circumstances { enterprise: false, alone: 0, free: 1 },
];

/// Asks everything of a profile's teams in both ways.
async fn whole(profile: &str, all: &[Circumstances]) -> Result<Tally, Failure> {
    let truth = truth(profile)?;
    let mut tally = Tally::default();
    for (at, how) in all.iter().enumerate() {
        let app = TestApp::new().await?;
        let team = format!("team{at}");
        settle(&app, &team, profile, &truth, *how).await?;
        let stage = Stage::set(&app, &team, &truth).await?;
        // Where nobody is alone everybody asks for everything. What being alone changes is theirs to meet who manage people.
        let needed = [Action::Invite, Action::ChangeRole, Action::Deactivate, Action::Restore];
        let manages = |row: &MemberRow| how.alone < 2 || stage.scene.holds_any(row, &needed).unwrap_or(true);
        tally.add(compare(&app, &stage, &|row, _| manages(row)).await?);
    }
    println!("{profile}: {}", tally.told());
    Ok(tally)
}

fn enough(tally: &Tally, tuples: usize, allowed: usize, codes: &[Code]) {
    assert!(tally.tuples.len() >= tuples, "only {} tuples", tally.tuples.len());
    assert!(tally.allowed >= allowed, "only {} commands were allowed", tally.allowed);
    for code in codes {
        assert!(tally.denied.contains_key(code), "{} was never the answer: {:?}", code.id(), tally.denied);
    }
    assert!(tally.outsiders > 0, "nobody who has left asked for anything");
}

#[tokio::test]
async fn a15_jtek_http_answers_every_command_as_the_rules_do() -> Story {
    let tally = whole("jtek", &STANDALONE).await?;
    let codes = [
        Code::LastHolder,
        Code::SuccessorInvalid,
        Code::AccountShared,
        Code::NotPermitted,
        Code::WrongStatus,
        Code::RoleNotAssignable,
        Code::InviteExpired,
        Code::BatchTooLarge,
        Code::AlreadyMember,
    ];
    enough(&tally, 1500, 300, &codes);
    Ok(())
}

#[tokio::test]
async fn a15_jetlink_http_answers_every_command_as_the_rules_do() -> Story {
    let tally = whole("jetlink", &STANDALONE).await?;
    let codes = [
        Code::LastHolder,
        Code::SelfAction,
        Code::SeatsExhausted,
        Code::SuccessorInvalid,
        Code::AccountShared,
        Code::CannotHoldWork,
        Code::SsoNotConfigured,
        Code::NotPermitted,
        Code::WrongStatus,
        Code::RoleNotAssignable,
        Code::InviteExpired,
        Code::BatchTooLarge,
        Code::AlreadyMember,
    ];
    enough(&tally, 12000, 1000, &codes);
    Ok(())
}

#[tokio::test]
async fn a15_salestrekker_http_answers_every_command_as_the_rules_do() -> Story {
    let tally = whole("salestrekker", &STANDALONE).await?;
    let codes = [
        Code::SelfAction,
        Code::RankTooLow,
        Code::SuccessorRequired,
        Code::SuccessorInvalid,
        Code::AdditionNeedsRole,
        Code::NotPermitted,
        Code::WrongStatus,
        Code::RoleNotAssignable,
        Code::InviteExpired,
        Code::BatchTooLarge,
        Code::AlreadyMember,
    ];
    enough(&tally, 7000, 1000, &codes);
    Ok(())
}

#[tokio::test]
async fn a15_salestrekker_enterprise_http_answers_every_command_as_the_rules_do() -> Story {
    let how = [Circumstances { enterprise: true, alone: 1, free: 0 }];
    let tally = whole("salestrekker", &how).await?;
    let codes = [
        Code::LastHolder,
        Code::UnitNotManaged,
        Code::SelfAction,
        Code::RankTooLow,
        Code::SuccessorRequired,
        Code::AdditionNeedsRole,
        Code::NotPermitted,
        Code::WrongStatus,
        Code::RoleNotAssignable,
        Code::InviteExpired,
        Code::BatchTooLarge,
        Code::AlreadyMember,
    ];
    enough(&tally, 7000, 1000, &codes);
    Ok(())
}

#[tokio::test]
async fn a15_voice_agents_http_answers_every_command_as_the_rules_do() -> Story {
    let tally = whole("voice-agents", &STANDALONE).await?;
    let codes = [
        Code::LastHolder,
        Code::SelfAction,
        Code::FieldImmutable,
        Code::AccountShared,
        Code::NotPermitted,
        Code::WrongStatus,
        Code::RoleNotAssignable,
        Code::InviteExpired,
        Code::BatchTooLarge,
        Code::AlreadyMember,
    ];
    enough(&tally, 5000, 400, &codes);
    Ok(())
}

#[tokio::test]
async fn a15_jelly_http_answers_every_command_as_the_rules_do() -> Story {
    let tally = whole("jelly", &STANDALONE).await?;
    let codes = [
        Code::LastHolder,
        Code::SelfAction,
        Code::RankTooLow,
        Code::FieldImmutable,
        Code::NotPermitted,
        Code::WrongStatus,
        Code::RoleNotAssignable,
        Code::InviteExpired,
        Code::BatchTooLarge,
        Code::AlreadyMember,
    ];
    enough(&tally, 2500, 300, &codes);
    Ok(())
}
