//! A page patched to show hidden controls gets the rules' own answer (A15): for every kind of viewer, every kind of
//! member and every command, HTTP answers what `shared` decides on the listed rows. What is denied changes nothing and
//! stands in the log; what is allowed happens, and is put back.

mod commands;
mod work;

use axum::http::Method;
use commands::{Try, about_members, about_the_team};
use rolecall::clock::Millis;
use rolecall::limits::Limit;
use rolecall::storage::{ListFilter, MemberRow, Page, Team};
use shared::policy::{Action, Code, Command, Facts, Policy, Status, Subject, Target, decide};
use shared::roster::Counts;
use std::collections::BTreeSet;
use std::sync::Arc;
use tests::{
    Answer, Client, Failure, START, Saved, Somebody, Story, TestApp, another_team, new_member, ok, state,
    unchanged,
};
use work::Things;

/// A team as the rules see it, counted anew from its rows.
struct Scene {
    policy: Arc<rolecall::policies::Rules>,
    team: Team,
    rows: Vec<MemberRow>,
    counts: Counts,
    now: Millis,
}

impl Scene {
    async fn of(app: &TestApp, team: &str) -> Result<Self, Failure> {
        let now = app.app.now();
        let mut db = app.app.read().await?;
        let team = db.team(team).await?.ok_or("no such team")?;
        let policy = Arc::clone(app.app.rules(&team.profile).ok_or("no such profile")?);
        let page =
            Page { filter: ListFilter::default(), sort: Default::default(), after: None, limit: 1_000 };
        let rows = db.members(&team.id, &page).await?;
        let mut counts = Counts::default();
        for row in &rows {
            counts.count(&policy.policy, &subject(&policy.policy, row)?, now, true);
        }
        for (kind, limit) in &team.seats {
            counts.seats.entry(kind.clone()).or_default().limit = Some(*limit);
        }
        Ok(Self { policy, team, rows, counts, now })
    }

    fn policy(&self) -> &Policy {
        &self.policy.policy
    }

    fn facts(&self, actor: &MemberRow, target: Option<&MemberRow>) -> Facts {
        let manages = match target {
            Some(target) => target.unit.as_ref().is_some_and(|unit| actor.manages.contains(unit)),
            // Whoever manages one unit invites into that one without saying so.
            None => actor.manages.len() == 1,
        };
        // These servers have no identity provider.
        Facts { sso_missing: true, ..self.counts.facts(self.policy(), self.team.enterprise, manages) }
    }

    /// The code that the rules deny with; nothing when they allow.
    fn verdict(
        &self,
        actor: &MemberRow,
        target: Option<&MemberRow>,
        a: &Try,
    ) -> Result<Option<Code>, Failure> {
        let policy = self.policy();
        let seen = match target {
            Some(t) => Some(Target {
                subject: subject(policy, t)?,
                oneself: t.id == actor.id,
                shared_account: t.shared_account,
            }),
            None => None,
        };
        let facts = self.facts(actor, target);
        let verdict = decide(policy, &subject(policy, actor)?, a.command, seen.as_ref(), &facts, self.now);
        Ok(verdict.err().map(|denial| denial.code))
    }

    /// What the rules can tell of a row apart from who it is.
    fn kind(&self, row: &MemberRow, actor: Option<&MemberRow>) -> Result<String, Failure> {
        let who = subject(self.policy(), row)?;
        let status = who.status_at(self.now).id();
        let oneself = actor.is_some_and(|a| a.id == row.id);
        Ok(format!(
            "{} {:?} {:?} {:?} {status} {oneself} {} {:?}",
            row.role, row.additions, row.standing, row.grants, row.shared_account, row.unit
        ))
    }
}

fn subject(policy: &Policy, row: &MemberRow) -> Result<Subject, Failure> {
    policy
        .subject(&row.role, &row.additions, &row.grants, &row.standing, row.status, row.expires_at)
        .ok_or_else(|| format!("{} has an unknown role", row.email).into())
}

/// The status that goes with a code (architecture.md).
fn status_of(code: Code) -> u16 {
    match code {
        Code::NotPermitted | Code::RankTooLow | Code::RoleNotAssignable | Code::UnitNotManaged => 403,
        Code::InviteExpired => 410,
        _ => 409,
    }
}

/// What was asked for.
#[derive(Default)]
struct Tally {
    allowed: usize,
    denied: usize,
    codes: BTreeSet<Code>,
}

/// Asks everything of a team in both ways, as everybody of a kind of their own.
async fn compare(app: &TestApp, team: &str) -> Result<Tally, Failure> {
    compare_as(app, team, |_| true).await
}

/// The same as some of them: where one circumstance differs, those whom it touches.
async fn compare_as(app: &TestApp, team: &str, asks: impl Fn(&MemberRow) -> bool) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let scene = Scene::of(app, team).await?;
    let mut viewers = Vec::new();
    let mut kinds = BTreeSet::new();
    for row in scene.rows.iter().filter(|r| r.status == Status::Active && asks(r)) {
        if kinds.insert(scene.kind(row, None)?) {
            let browser = app.signed_in(&row.email).await?;
            ok(browser.get(&format!("/api/v1/teams/{team}")).await?)?;
            viewers.push((row.clone(), browser));
        }
    }
    assert!(!viewers.is_empty(), "nobody asks in {team}");
    let scene = Scene::of(app, team).await?;
    let things = Things::make(app, &scene.team, scene.policy(), &scene.rows).await?;
    let saved = Saved::now(app).await?;
    for (viewer, browser) in &viewers {
        let actor = scene.rows.iter().find(|r| r.id == viewer.id).ok_or("the viewer is gone")?;
        let mut tries = about_the_team(&scene.team, scene.policy(), &scene.rows, actor);
        tries.extend(work::about_the_team(&scene.team, scene.policy(), actor, &things));
        ask(app, &scene, &saved, browser, actor, None, &tries, &mut tally).await?;
        let mut kinds = BTreeSet::new();
        for target in &scene.rows {
            if kinds.insert(scene.kind(target, Some(actor))?) {
                let mut tries = about_members(&scene.team, scene.policy(), &scene.rows, target);
                tries.extend(work::about_members(&scene.team, scene.policy(), actor, target, &things));
                ask(app, &scene, &saved, browser, actor, Some(target), &tries, &mut tally).await?;
            }
        }
    }
    println!("{team}: {} allowed, {} denied", tally.allowed, tally.denied);
    Ok(tally)
}

#[allow(clippy::too_many_arguments, reason = "one call, and each of them has a name")]
async fn ask(
    app: &TestApp,
    scene: &Scene,
    saved: &Saved,
    browser: &Client,
    actor: &MemberRow,
    target: Option<&MemberRow>,
    tries: &[Try],
    tally: &mut Tally,
) -> Story {
    let whom = target.map_or("the team", |t| t.email.as_str());
    let before = state(app).await?;
    let mut noted = Vec::new();
    let mut allowed = Vec::new();
    for a in tries {
        let Some(code) = scene.verdict(actor, target, a)? else {
            allowed.push(a);
            continue;
        };
        let answer = a.send(browser).await?;
        let told = format!("{} asks to {} {whom}: {}", actor.email, a.name, a.body);
        assert_eq!(answer.outcome(), (status_of(code), code.id().to_owned()), "{told}");
        assert_eq!(answer.json()["denial"]["code"], code.id(), "{told}");
        // Whoever may edit nothing of anybody is told so before the parts of an edit are looked at.
        let part = a.method == Method::PATCH && target.is_some() && code == Code::NotPermitted;
        let action = if part { Action::EditMember } else { a.command.action() };
        noted.push((action.id().to_owned(), Some(code.id().to_owned())));
        tally.denied += 1;
        tally.codes.insert(code);
    }
    unchanged(app, &before)
        .await
        .map_err(|e| format!("{} was denied things about {whom}, and yet {e}", actor.email))?;
    let limit = u32::try_from(noted.len())?;
    let mut log = app.app.read().await?.audit(&scene.team.id, None, limit.max(1)).await?;
    log.truncate(noted.len());
    log.reverse();
    let log: Vec<_> = log.into_iter().map(|e| (e.action, e.denial)).collect();
    assert_eq!(log, noted, "the log of what {} was denied about {whom}", actor.email);

    for a in allowed {
        app.app.limits().forget(Limit::Invite, &scene.team.id);
        if let Some(target) = target {
            app.app.limits().forget(Limit::Resend, &target.id);
        }
        let answer = a.send(browser).await?;
        let told = format!("{} asks to {} {whom}: {}", actor.email, a.name, a.body);
        assert!(
            answer.status.is_success(),
            "{told}: the rules allow it, and HTTP says {:?}",
            answer.outcome()
        );
        if tests::changes(&a.method) {
            check_counts(app, scene, actor, &answer, &told).await?;
            saved.back().await?;
        }
        tally.allowed += 1;
    }
    Ok(())
}

/// Maintained counts are those of the rows, after each command; whoever may not see the list sees none of them (A14).
async fn check_counts(app: &TestApp, scene: &Scene, actor: &MemberRow, answer: &Answer, what: &str) -> Story {
    let counted = Scene::of(app, &scene.team.id).await?;
    let now = counted.rows.iter().find(|r| r.id == actor.id && r.status == Status::Active);
    let look = Try { command: Command::ViewMembers, ..Try::default() };
    let sees = match now {
        Some(now) => counted.verdict(now, None, &look)?.is_none(),
        None => false,
    };
    // What is not about people tells nothing of them.
    if answer.json()["counts"].is_null() {
        return Ok(());
    }
    let told: Counts = serde_json::from_value(answer.json()["counts"].clone())?;
    if !sees {
        let nothing = told == Counts::default();
        // Who has just left or stepped down may still see what their own command made of the team.
        let was_allowed = scene.verdict(actor, None, &look)?.is_none();
        assert!(nothing || was_allowed, "{what}: {told:?} is told to somebody who may not see the list");
        return Ok(());
    }
    let three = |c: &Counts| (c.active, c.pending, c.deactivated);
    assert_eq!(three(&told), three(&counted.counts), "{what}: counts");
    for (id, n) in &told.holders {
        assert_eq!(*n, counted.counts.holders.get(id).copied().unwrap_or(0), "{what}: holders of {id}");
    }
    for (kind, seat) in &counted.counts.seats {
        assert_eq!(told.seats.get(kind), Some(seat), "{what}: seats of {kind}");
    }
    Ok(())
}

fn enough(tally: &Tally, allowed: usize, denied: usize, codes: &[Code]) {
    assert!(tally.allowed >= allowed, "only {} commands were allowed", tally.allowed);
    assert!(tally.denied >= denied, "only {} commands were denied", tally.denied);
    for code in codes {
        assert!(tally.codes.contains(code), "{} was never the answer: {:?}", code.id(), tally.codes);
    }
}

#[tokio::test]
async fn a15_jtek_http_answers_every_command_as_the_rules_do() -> Story {
    let app = TestApp::with_demo().await?;
    let tally = compare(&app, "jtek").await?;
    enough(&tally, 15, 40, &[Code::NotPermitted, Code::LastHolder, Code::WrongStatus, Code::AlreadyMember]);
    Ok(())
}

#[tokio::test]
async fn a15_jtek_with_a_second_admin() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    ok(rachel.makes("tyler@juniper.example", "admin").await?)?;
    let low = serde_json::json!({"people": [{"email": "u@juniper.example", "fields": {"first-name": "U", "last-name": "V"}}]});
    ok(rachel.invites(low).await?)?;
    let token = app.token_for("u@juniper.example").await?;
    let (_, joined) = tests::accept(&app, &token, serde_json::json!({"password": tests::PASSWORD})).await?;
    ok(joined)?;
    enough(&compare(&app, "jtek").await?, 20, 40, &[Code::NotPermitted, Code::WrongStatus]);
    Ok(())
}

#[tokio::test]
async fn a15_jetlink_http_answers_every_command_as_the_rules_do() -> Story {
    let app = TestApp::with(tests::Options { demo: Some(30), ..tests::Options::default() }).await?;
    let tally = compare(&app, "jetlink").await?;
    enough(&tally, 100, 300, &[Code::NotPermitted, Code::WrongStatus, Code::InviteExpired]);
    Ok(())
}

#[tokio::test]
async fn a15_jetlink_without_a_free_seat() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@jetlink.example", "jetlink").await?;
    let seats = admin.team().await?.counts.seats["agent"];
    for n in 0..seats.limit.unwrap_or(0) - seats.used - seats.pending {
        let fields = serde_json::json!({"first-name": "N", "last-name": "N"});
        ok(admin.invites_one(&format!("n{n}@jetlink.example"), fields).await?)?;
    }
    enough(&compare_as(&app, "jetlink", |r| r.role == "admin").await?, 50, 100, &[Code::SeatsExhausted]);
    Ok(())
}

#[tokio::test]
async fn a15_salestrekker_http_answers_every_command_as_the_rules_do() -> Story {
    let app = TestApp::with_demo().await?;
    let tally = compare(&app, "salestrekker").await?;
    let codes = [
        Code::NotPermitted,
        Code::LastHolder,
        Code::SelfAction,
        Code::WrongStatus,
        Code::RankTooLow,
        Code::RoleNotAssignable,
        Code::SuccessorRequired,
        Code::SuccessorInvalid,
        Code::AdditionNeedsRole,
    ];
    // The owner is the organization's, and another system administrator is left.
    enough(&tally, 100, 800, &codes.into_iter().filter(|c| *c != Code::LastHolder).collect::<Vec<_>>());
    Ok(())
}

#[tokio::test]
async fn a15_salestrekker_enterprise_with_units() -> Story {
    let app = TestApp::with_demo().await?;
    let person = |email: &str, role: &str, unit: Option<&str>, standing: &[&str]| {
        let mut row = new_member("ent", email, email, role);
        row.unit = unit.map(str::to_owned);
        row.standing = standing.iter().map(|s| (*s).to_owned()).collect();
        if standing.contains(&"managing-agent") {
            row.manages.extend(row.unit.clone());
        }
        row
    };
    let mut gone = person("gone@ent.example", "broker", Some("north"), &[]);
    (gone.status, gone.deactivated_at) = (Status::Deactivated, Some(START));
    let mut late = person("late@ent.example", "broker", Some("south"), &[]);
    (late.status, late.account, late.expires_at) = (Status::Pending, None, Some(START));
    let mut fresh = person("fresh@ent.example", "broker", Some("north"), &[]);
    (fresh.status, fresh.account, fresh.expires_at) = (Status::Pending, None, Some(START + 1));
    let people = [
        person("owner@ent.example", "system-admin", None, &["organization-owner"]),
        person("agent-n@ent.example", "system-admin", Some("north"), &["managing-agent"]),
        person("agent-s@ent.example", "system-admin", Some("south"), &["managing-agent"]),
        person("odd@ent.example", "broker", Some("north"), &["managing-agent"]),
        person("admin@ent.example", "system-admin", None, &[]),
        person("b-n@ent.example", "broker", Some("north"), &[]),
        person("b-s@ent.example", "broker", Some("south"), &[]),
        person("p-n@ent.example", "processor", Some("north"), &[]),
        gone,
        late,
        fresh,
    ];
    another_team(&app, "ent", "salestrekker", true, &people).await?;
    enough(
        &compare(&app, "ent").await?,
        60,
        800,
        &[Code::UnitNotManaged, Code::NotPermitted, Code::RankTooLow],
    );
    Ok(())
}

#[tokio::test]
async fn a15_voice_agents_http_answers_every_command_as_the_rules_do() -> Story {
    let app = TestApp::with_demo().await?;
    let tally = compare(&app, "voice-agents").await?;
    let codes = [
        Code::NotPermitted,
        Code::SelfAction,
        Code::WrongStatus,
        Code::RoleNotAssignable,
        Code::FieldImmutable,
        Code::AccountShared,
        Code::InviteExpired,
    ];
    enough(&tally, 60, 300, &codes);
    Ok(())
}

#[tokio::test]
async fn a15_jelly_http_answers_every_command_as_the_rules_do() -> Story {
    let app = TestApp::with_demo().await?;
    let tally = compare(&app, "jelly").await?;
    let codes = [
        Code::NotPermitted,
        Code::LastHolder,
        Code::SelfAction,
        Code::WrongStatus,
        Code::RankTooLow,
        Code::BatchTooLarge,
        Code::AlreadyMember,
        Code::FieldImmutable,
        Code::InviteExpired,
    ];
    enough(&tally, 50, 250, &codes);
    Ok(())
}

#[tokio::test]
async fn a15_jelly_with_a_second_owner() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.makes("zoe@jelly.example", "owner").await?)?;
    let chiefs = |r: &MemberRow| r.role != "member";
    enough(&compare_as(&app, "jelly", chiefs).await?, 60, 150, &[Code::SelfAction, Code::RankTooLow]);
    Ok(())
}
