//! Would the comparison notice? Each control build is a server whose rules lack one guard; what it answers is compared with
//! the true rules. A run that finds nothing wrong there fails. (With all guards in place the same teams pass: that is main.rs.)

use crate::commands::Try;
use crate::compare::{Stage, compare};
use crate::people::{Circumstances, settle};
use crate::scene::Truth;
use crate::truth;
use rolecall::storage::MemberRow;
use shared::policy::Action;
use tests::{Options, START, Story, TestApp};

/// A guard that is taken out of a profile.
struct Control {
    what: &'static str,
    profile: &'static str,
    /// The text of the profile that goes, and what comes instead.
    cut: (&'static str, &'static str),
    how: Circumstances,
    /// What is asked: the guard's own action, by anybody.
    action: Action,
    /// What the report must say: the rules' answer.
    rules: &'static str,
    /// And the server's.
    http: &'static str,
}

const ALONE: Circumstances = Circumstances { enterprise: false, alone: 9, free: 0 };
const MANY: Circumstances = Circumstances { enterprise: false, alone: 0, free: 1 };

const CONTROLS: [Control; 9] = [
    Control {
        what: "keep_one",
        profile: "jelly",
        // A list without it is not let in: it guards another role instead.
        cut: ("keep_one = [\"owner\"]", "keep_one = [\"admin\"]"),
        how: ALONE,
        action: Action::ChangeRole,
        rules: "last-holder",
        http: "(200,",
    },
    Control {
        what: "not_oneself",
        profile: "jelly",
        cut: ("not_oneself = [\"deactivate\"]", "not_oneself = []"),
        how: MANY,
        action: Action::Deactivate,
        rules: "self-action",
        http: "(200,",
    },
    Control {
        // (A role that assigns a higher one than its own is not let in either.)
        what: "the roles of an invitation",
        profile: "voice-agents",
        cut: ("roles = [\"member\"]\nexpires", "roles = [\"member\", \"administrator\"]\nexpires"),
        how: MANY,
        action: Action::Invite,
        rules: "role-not-assignable",
        http: "(201,",
    },
    Control {
        what: "a permission more",
        profile: "jelly",
        cut: (
            "\"conversations.claim\", \"own-preferences.edit\", \"members.view\"]",
            "\"conversations.claim\", \"own-preferences.edit\", \"members.view\", \"billing.view\"]",
        ),
        how: MANY,
        action: Action::ViewBilling,
        rules: "not-permitted",
        http: "(200,",
    },
    Control {
        what: "immutable",
        profile: "voice-agents",
        cut: (
            "immutable = true\ninstead = \"Email addresses cannot be changed after creation. Remove the member and create a \
             new invitation.\"\n",
            "",
        ),
        how: MANY,
        action: Action::EditMember,
        rules: "field-immutable",
        http: "(200,",
    },
    Control {
        what: "seats",
        profile: "jetlink",
        cut: ("counts = [\"active\", \"pending\"]\nlimited = true", "counts = [\"pending\"]\nlimited = true"),
        how: ALONE,
        action: Action::Invite,
        rules: "seats-exhausted",
        http: "(201,",
    },
    Control {
        what: "at_once",
        profile: "jelly",
        cut: ("at_once = 4", "at_once = 5"),
        how: MANY,
        action: Action::Invite,
        rules: "batch-too-large",
        http: "(201,",
    },
    Control {
        what: "the own unit",
        profile: "salestrekker",
        cut: (
            "when_enterprise = [\"members.view\"]",
            "when_enterprise = [\"members.view\", \"members.delete\"]",
        ),
        how: Circumstances { enterprise: true, alone: 1, free: 0 },
        action: Action::Delete,
        rules: "unit-not-managed",
        http: "",
    },
    Control {
        what: "managed_by",
        profile: "salestrekker",
        cut: ("managed_by = [\"organization-owner\"]\n", ""),
        how: MANY,
        action: Action::ChangeRole,
        rules: "rank-too-low",
        http: "(200,",
    },
];

/// The rules' text without a guard, under a name of its own.
fn without(control: &Control) -> Result<String, tests::Failure> {
    let found = shared::profile::BUILTIN.iter().find(|(id, _)| *id == control.profile);
    let (id, text) = found.ok_or("no such profile")?;
    let weak = text.replace(&format!("id = \"{id}\""), "id = \"weak\"");
    let cut = weak.replacen(control.cut.0, control.cut.1, 1);
    if cut == weak {
        Err(format!("{}: the profile does not say so any more", control.what).into())
    } else {
        Ok(cut)
    }
}

/// What the comparison reports of a server; nothing when it finds no fault.
async fn found(
    app: &TestApp,
    profile: &str,
    truth: &Truth,
    control: &Control,
) -> Result<Option<String>, tests::Failure> {
    settle(app, "here", profile, truth, control.how).await?;
    let stage = Stage::set(app, "here", truth).await?;
    let only = |actor: &MemberRow, a: &Try| {
        // The guard of the last one is met by the last one.
        let met = control.what != "keep_one" || a.path.contains(&actor.id);
        actor.status.has_access() && a.command.action() == control.action && met
    };
    Ok(compare(app, &stage, &only).await.err().map(|e| e.to_string()))
}

#[tokio::test]
async fn a15_a_server_without_a_guard_does_not_pass() -> Story {
    for control in &CONTROLS {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("weak.toml"), without(control)?)?;
        let profiles = Some(folder.path().to_owned());
        let app = TestApp::with(Options { profiles, ..Options::default() }).await?;
        let report = found(&app, "weak", &truth(control.profile)?, control).await?;
        let report = report.ok_or_else(|| format!("nobody noticed that {} is gone", control.what))?;
        println!("without {}: {report}\n", control.what);
        let tuple = report.contains("the rules say") && report.contains("asks to");
        assert!(tuple && report.contains(control.rules) && report.contains(control.http), "{report}");
    }
    Ok(())
}

/// A profile that keeps nobody is not even read.
#[test]
fn a15_rules_without_keep_one_are_not_let_in() -> Story {
    for (id, text) in shared::profile::BUILTIN {
        let line = text.lines().find(|l| l.starts_with("keep_one")).ok_or("no guard")?;
        let weak = shared::profile::load("weak.toml", &text.replace(line, "keep_one = []"));
        let said = weak.err().map(|faults| format!("{faults:?}")).unwrap_or_default();
        assert!(said.contains("keep_one"), "{id}: {said}");
    }
    Ok(())
}

/// The rules know the last moment of an invitation: a server whose clock is a millisecond late doesn't.
#[tokio::test]
async fn a15_a_server_that_forgets_expiry_does_not_pass() -> Story {
    let control = Control { action: Action::ChangeRole, how: MANY, ..CONTROLS[1] };
    let (app, truth) = (TestApp::new().await?, truth("jelly")?);
    app.clock.set(START - 1);
    let report = found(&app, "jelly", &truth, &control).await?.ok_or("nobody noticed that expiry is gone")?;
    println!("without expiry: {report}");
    assert!(report.contains("invite-expired") && report.contains("(200,"), "{report}");
    Ok(())
}
