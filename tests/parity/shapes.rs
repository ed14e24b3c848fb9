//! No command is left out: each has a request here, or stands in a list with the reason why it has none. The same for the
//! endpoints of a team.

use crate::compare::{Stage, tries};
use crate::people::{Circumstances, settle};
use rolecall::routes::{Access, table};
use shared::policy::{ACTIONS, Command};
use std::collections::BTreeSet;
use tests::{Story, TestApp};

/// Every command by name. A new one does not compile until it stands here, and fails below until somebody asks for it.
fn shape(command: Command) -> &'static str {
    match command {
        Command::AssignWork { kind: None } => "AssignWork in general",
        Command::UnassignWork { kind: None } => "UnassignWork in general",
        Command::ChangeRoleToAddition => "ChangeRoleToAddition",
        Command::AddRole { addition: None } => "AddRole of a main role",
        Command::RemoveRole { addition: None } => "RemoveRole of a main role",
        Command::Use { .. } => "Use",
        Command::TakeIn => "TakeIn",
        Command::Join => "Join",
        Command::SetGrant { on: true, .. } => "SetGrant on",
        Command::SetGrant { on: false, .. } => "SetGrant off",
        Command::SetStanding { on: true, .. } => "SetStanding on",
        Command::SetStanding { on: false, .. } => "SetStanding off",
        Command::Invite { known: true, .. } => "Invite somebody known",
        Command::ViewMembers
        | Command::Invite { .. }
        | Command::ResendInvite
        | Command::CancelInvite
        | Command::EditMember { .. }
        | Command::ChangeRole { .. }
        | Command::AddRole { .. }
        | Command::RemoveRole { .. }
        | Command::SetAccess
        | Command::Deactivate
        | Command::Restore
        | Command::Delete { .. }
        | Command::SetPassword
        | Command::AssignWork { .. }
        | Command::UnassignWork { .. }
        | Command::ViewWork { .. }
        | Command::EditWork { .. }
        | Command::ImportWork { .. }
        | Command::HandOver
        | Command::SetUnit
        | Command::ManageUnits
        | Command::ManageIntegrations
        | Command::ReviewAccess
        | Command::ViewAs
        | Command::EditTeamSettings
        | Command::ManageSharedResources
        | Command::ViewBilling
        | Command::PurchaseSeats
        | Command::DeleteTeam
        | Command::ViewAudit
        | Command::EditOwnPreferences => command.action().id(),
    }
}

/// What must be asked for besides each action's id.
const SPECIAL: [&str; 8] = [
    "ChangeRoleToAddition",
    "AddRole of a main role",
    "RemoveRole of a main role",
    "SetGrant on",
    "SetGrant off",
    "SetStanding on",
    "SetStanding off",
    "Invite somebody known",
];

/// Commands without a request, and why.
const WITHOUT: [(&str, &str); 5] = [
    (
        "AssignWork in general",
        "the page alone asks it, of a row that may hold some kind; a request names its kind",
    ),
    ("UnassignWork in general", "the page alone asks it, as above"),
    ("Use", "guards what the product itself does; the product asks `rolecall decide`, there is no endpoint"),
    ("TakeIn", "comes with an API key, not from a member: tests/api/intake.rs"),
    ("Join", "comes with an invitation's token, not from a member: tests/api/invitations.rs"),
];

/// Endpoints of a team that no try reaches, and why: `METHOD rest-of-the-path`.
const UNASKED: &[(&str, &str)] = &[
    ("GET ", "the team itself: everybody who is in it"),
    ("GET /live", "a stream; what it tells is A13"),
    (
        "GET /who-can",
        "whoever views the list; compared with the answers to real requests in tests/api/explain.rs",
    ),
    ("GET /people", "whoever assigns or views the list; each line carries its own verdict"),
    ("GET /units", "whoever needs one to choose from"),
    ("GET /resources", "whoever needs one to choose from"),
    ("GET /members/{member}", "as the list: tests/api/calls.rs"),
    ("GET /members/{member}/work", "as the list of work"),
    ("GET /members/{member}/avatar", "as the list"),
    ("GET /lists/{list}", "everybody who is in the team uses them (JY15)"),
    ("GET /notices", "one's own"),
    ("POST /notices/read", "one's own"),
    ("PUT /me/avatar", "a picture: tests/api/avatar.rs; the command is edit-own-preferences"),
    ("DELETE /me/avatar", "as above"),
    ("POST /work/undo", "one's own move"),
    ("GET /work", "narrowed to what one sees, kind by kind"),
    ("GET /work/{kind}/{item}", "as the list of the kind, and by sight"),
    ("GET /imports", "one's own"),
    ("GET /imports/{import}", "its maker's alone"),
    ("GET /imports/{import}/faults", "its maker's alone"),
    ("POST /imports/{import}/check", "its maker's alone"),
    ("POST /imports/{import}/start", "its maker's alone"),
    ("POST /imports/{import}/cancel", "its maker's alone"),
];

fn fits(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (mine, theirs): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
    mine.len() == theirs.len()
        && theirs.iter().zip(&mine).all(|(t, m)| (t.starts_with('{') && !m.is_empty()) || t == m)
}

#[tokio::test]
async fn a15_every_command_and_every_endpoint_is_asked_for_or_has_a_reason() -> Story {
    let (mut shapes, mut asked) = (BTreeSet::new(), BTreeSet::new());
    let team_routes: Vec<_> = table(&rolecall::config::Config::default())
        .into_iter()
        .filter(|r| r.access == Access::Team)
        .collect();
    for (profile, enterprise) in [
        ("jtek", false),
        ("jetlink", false),
        ("salestrekker", true),
        ("salestrekker", false),
        ("voice-agents", false),
        ("jelly", false),
    ] {
        let app = TestApp::new().await?;
        let truth = crate::truth(profile)?;
        settle(&app, "here", profile, &truth, Circumstances { enterprise, alone: 0, free: 1 }).await?;
        let stage = Stage::set(&app, "here", &truth).await?;
        let founder = &stage.scene.rows.iter().find(|r| r.email.starts_with("founder@")).ok_or("nobody")?;
        for target in std::iter::once(None).chain(stage.scene.rows.iter().map(Some)) {
            for a in tries(&stage.scene, founder, target, &stage.things) {
                shapes.insert(shape(a.command));
                let routes = team_routes.iter().filter(|r| r.method == a.method && fits(r.path, &a.path));
                // A name of its own goes before a placeholder.
                if let Some(route) = routes.min_by_key(|r| r.path.matches('{').count()) {
                    asked.insert((route.method.to_string(), route.path));
                }
            }
        }
    }
    // Those of which each shape is asked for by its own name.
    let in_shapes = ["set-grant", "set-standing"];
    let ids = ACTIONS.iter().map(|(action, ..)| action.id()).filter(|id| !in_shapes.contains(id));
    for id in ids.chain(SPECIAL) {
        assert!(shapes.contains(id), "nobody asks for {id}: give it a request, or a reason");
    }
    for (name, why) in WITHOUT {
        assert!(!shapes.contains(name) && !why.is_empty(), "{name} is asked for after all");
        println!("no request: {name}: {why}");
    }
    let mut unasked = BTreeSet::new();
    for route in &team_routes {
        let rest = route.path.strip_prefix("/api/v1/teams/{team}").ok_or("outside a team")?;
        if !asked.contains(&(route.method.to_string(), route.path)) {
            unasked.insert(format!("{} {rest}", route.method));
        }
    }
    let reasons: BTreeSet<String> = UNASKED.iter().map(|(route, _)| (*route).to_owned()).collect();
    assert_eq!(unasked, reasons, "endpoints of a team that nobody asks for, and those with a reason");
    Ok(())
}
