//! Asks everything of a team in both ways, and says where they disagree.

use crate::commands::{Try, about_members, about_the_team};
use crate::scene::{Scene, Truth, status_of};
use crate::work::Things;
use crate::{admin, work};
use axum::http::Method;
use rolecall::limits::Limit;
use rolecall::storage::{MemberRow, Team};
use shared::policy::{Action, Code, Command, Status};
use shared::roster::Counts;
use std::collections::{BTreeMap, BTreeSet};
use tests::{Answer, Client, Failure, Saved, Story, TestApp, asked, ok, state, unchanged};

/// What was asked for.
#[derive(Default)]
pub struct Tally {
    pub tuples: BTreeSet<String>,
    pub allowed: usize,
    pub denied: BTreeMap<Code, usize>,
    pub outsiders: usize,
}

impl Tally {
    pub fn requests(&self) -> usize {
        self.allowed + self.denied.values().sum::<usize>() + self.outsiders
    }

    pub fn add(&mut self, other: Self) {
        self.tuples.extend(other.tuples);
        self.allowed += other.allowed;
        self.outsiders += other.outsiders;
        for (code, n) in other.denied {
            *self.denied.entry(code).or_default() += n;
        }
    }

    pub fn told(&self) -> String {
        let codes: Vec<_> = self.denied.iter().map(|(code, n)| format!("{} {n}", code.id())).collect();
        format!(
            "{} tuples, {} requests: {} allowed; denied: {}; by somebody who has left: {}",
            self.tuples.len(),
            self.requests(),
            self.allowed,
            codes.join(", "),
            self.outsiders
        )
    }
}

/// What is looked at: a control build needs only what its guard is about.
pub type Only<'a> = &'a (dyn Fn(&MemberRow, &Try) -> bool + Sync);

/// Signs everybody in who can: one of each kind, and one of each role who has left since.
async fn viewers(app: &TestApp, scene: &Scene) -> Result<Vec<(String, Client)>, Failure> {
    let mut all = Vec::new();
    let (mut kinds, mut left) = (BTreeSet::new(), 0);
    // The founder first: of two of a kind, it is they who ask.
    let (first, others): (Vec<_>, Vec<_>) = scene.rows.iter().partition(|r| r.email.starts_with("founder@"));
    for row in first.into_iter().chain(others) {
        let elsewhere = |id: &String| scene.policy().profile().grants.get(id).is_some_and(|g| g.sso);
        // Nobody without an account sends anything, and these servers have no identity provider to sign in through.
        if row.account.is_none() || row.grants.iter().any(elsewhere) || !kinds.insert(scene.kind(row, None)?)
        {
            continue;
        }
        let gone = row.status != Status::Active;
        left += usize::from(gone);
        if left > 1 && gone {
            continue;
        }
        let put = async |status: Status| {
            let sql = format!(
                "UPDATE member SET status = '{}' WHERE id = '{}' RETURNING '{{}}'",
                status.id(),
                row.id
            );
            asked(app, &sql).await
        };
        if gone {
            put(Status::Active).await?;
        }
        let browser = app.signed_in(&row.email).await?;
        ok(browser.get(&format!("/api/v1/teams/{}", scene.team.id)).await?)?;
        if gone {
            put(row.status).await?;
        }
        all.push((row.id.clone(), browser));
    }
    Ok(all)
}

/// Every command that this viewer can be made to send about the team, or about a member.
pub fn tries(scene: &Scene, actor: &MemberRow, target: Option<&MemberRow>, things: &Things) -> Vec<Try> {
    let (team, policy, rows): (&Team, _, _) = (&scene.team, scene.policy(), &scene.rows);
    match target {
        None => {
            let mut all = about_the_team(team, policy, rows, actor);
            all.extend(work::about_the_team(team, policy, actor, things));
            all.extend(admin::about_the_team(team, policy, things));
            all
        }
        Some(target) => {
            let mut all = about_members(team, policy, rows, target, things);
            all.extend(work::about_members(team, policy, actor, target, things));
            all
        }
    }
}

/// A team with its viewers signed in and its things made.
pub struct Stage {
    pub scene: Scene,
    pub things: Things,
    viewers: Vec<(String, Client)>,
    saved: Saved,
}

impl Stage {
    pub async fn set(app: &TestApp, team: &str, truth: &Truth) -> Result<Self, Failure> {
        let scene = Scene::of(app, team, truth).await?;
        let viewers = viewers(app, &scene).await?;
        let founder = scene.rows.iter().find(|r| r.email.starts_with("founder@")).ok_or("no founder")?;
        let browser = viewers.iter().find(|(id, _)| *id == founder.id).map(|(_, b)| b).ok_or("not in")?;
        let made = admin::make_things(browser, &scene.team, scene.policy(), &founder.id).await?;
        let things = Things::make(app, &scene.team, scene.policy(), &scene.rows, made).await?;
        let scene = Scene::of(app, team, truth).await?;
        Ok(Self { scene, things, viewers, saved: Saved::now(app).await? })
    }
}

/// Everything that `only` lets through; the first disagreement ends it, as an error that names the tuple.
pub async fn compare(app: &TestApp, stage: &Stage, only: Only<'_>) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let Stage { scene, things, viewers, saved } = stage;
    for (id, browser) in viewers {
        let actor = scene.rows.iter().find(|r| r.id == *id).ok_or("the viewer is gone")?;
        let mut kinds = BTreeSet::new();
        for target in std::iter::once(None).chain(scene.rows.iter().map(Some)) {
            if let Some(target) = target
                && !kinds.insert(scene.kind(target, Some(actor))?)
            {
                continue;
            }
            let mut all = tries(scene, actor, target, things);
            all.retain(|a| only(actor, a));
            let asking = Asking { app, scene, saved, browser, actor, target };
            if actor.status.has_access() {
                asking.all(&all, &mut tally).await?;
            } else {
                asking.refused_as_nobody(&all, &mut tally).await?;
            }
        }
    }
    Ok(tally)
}

struct Asking<'a> {
    app: &'a TestApp,
    scene: &'a Scene,
    saved: &'a Saved,
    browser: &'a Client,
    actor: &'a MemberRow,
    target: Option<&'a MemberRow>,
}

impl Asking<'_> {
    fn told(&self, a: &Try) -> Result<String, Failure> {
        let whom = self.target.map_or(Ok("the team".into()), |t| self.scene.told(t))?;
        let oneself =
            if self.target.is_some_and(|t| t.id == self.actor.id) { ", who is themself" } else { "" };
        Ok(format!(
            "{} asks to {} {whom}{oneself} [{:?}; {} {} {}]",
            self.scene.told(self.actor)?,
            a.name,
            a.command,
            a.method,
            a.path,
            a.body
        ))
    }

    fn count(&self, a: &Try, tally: &mut Tally) -> Story {
        let target = self.target.map(|t| self.scene.kind(t, Some(self.actor))).transpose()?;
        tally.tuples.insert(format!(
            "{}|{}|{:?}|{:?}|{:?}",
            self.scene.team.id,
            self.scene.kind(self.actor, None)?,
            a.command,
            target,
            // The same command can be given in several ways.
            a.name
        ));
        Ok(())
    }

    /// Whoever has left learns nothing of the team, not even what the rules would say.
    async fn refused_as_nobody(&self, tries: &[Try], tally: &mut Tally) -> Story {
        let before = state(self.app).await?;
        for a in tries {
            let said = self.scene.verdict(self.actor, self.target, a)?;
            let answer = a.send(self.browser).await?;
            if said != Some(Code::NotPermitted) || ![401, 404].contains(&answer.status.as_u16()) {
                let told = self.told(a)?;
                return Err(format!("{told}: the rules say {said:?}, HTTP {:?}", answer.outcome()).into());
            }
            self.count(a, tally)?;
            tally.outsiders += 1;
        }
        unchanged(self.app, &before).await
    }

    async fn all(&self, tries: &[Try], tally: &mut Tally) -> Story {
        let Self { app, scene, saved, browser, actor, target } = *self;
        let before = state(app).await?;
        let mut noted = Vec::new();
        let mut allowed = Vec::new();
        for a in tries {
            self.count(a, tally)?;
            let Some(code) = scene.verdict(actor, target, a)? else {
                allowed.push(a);
                continue;
            };
            let answer = a.send(browser).await?;
            let (expected, outcome) = ((status_of(code), code.id().to_owned()), answer.outcome());
            if outcome != expected || answer.json()["denial"]["code"] != code.id() {
                return Err(disagree(&self.told(a)?, &format!("{expected:?}"), &outcome));
            }
            // Whoever may edit nothing of anybody is told so before the parts of an edit are looked at.
            let parts = [Action::EditMember, Action::SetGrant, Action::SetAccess];
            let part = a.method == Method::PATCH && target.is_some() && !scene.holds_any(actor, &parts)?;
            let action = if part { Action::EditMember } else { a.command.action() };
            noted.push((action.id().to_owned(), Some(code.id().to_owned())));
            *tally.denied.entry(code).or_default() += 1;
        }
        unchanged(app, &before)
            .await
            .map_err(|e| format!("{} was denied things about {target:?}, and yet {e}", actor.email))?;
        let limit = u32::try_from(noted.len())?;
        let mut log = app.app.read().await?.audit(&scene.team.id, None, limit.max(1)).await?;
        log.truncate(noted.len());
        log.reverse();
        let log: Vec<_> = log.into_iter().map(|e| (e.action, e.denial)).collect();
        if log != noted {
            return Err(
                format!("the log of what {} was denied: {log:?} instead of {noted:?}", actor.email).into()
            );
        }
        for a in allowed {
            app.app.limits().forget(Limit::Invite, &scene.team.id);
            app.app.limits().forget(Limit::Purchase, &scene.team.id);
            if let Some(target) = target {
                app.app.limits().forget(Limit::Resend, &target.id);
            }
            let answer = a.send(browser).await?;
            let told = self.told(a)?;
            let fits = match a.allowed {
                None => answer.status.is_success(),
                Some(status) => answer.status.as_u16() == status && answer.json()["denial"].is_null(),
            };
            if !fits {
                return Err(disagree(&told, "that it is allowed", &answer.outcome()));
            }
            if tests::changes(&a.method) {
                self.check_counts(&answer, &told).await?;
                saved.back().await?;
            }
            tally.allowed += 1;
        }
        Ok(())
    }

    /// Maintained counts are those of the rows, after each command; whoever may not see the list sees none of them (A14).
    async fn check_counts(&self, answer: &Answer, what: &str) -> Story {
        // What is not about people tells nothing of them.
        if answer.json()["counts"].is_null() {
            return Ok(());
        }
        let Self { app, scene, actor, .. } = *self;
        let counted = Scene::of(app, &scene.team.id, scene.truth()).await?;
        let now = counted.rows.iter().find(|r| r.id == actor.id && r.status == Status::Active);
        let look = Try { command: Command::ViewMembers, ..Try::default() };
        let sees = match now {
            Some(now) => counted.verdict(now, None, &look)?.is_none(),
            None => false,
        };
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
        let guarded = &scene.policy().profile().guards.keep_one;
        for (id, n) in told.holders.iter().filter(|(id, _)| guarded.contains(id)) {
            assert_eq!(*n, counted.counts.holders.get(id).copied().unwrap_or(0), "{what}: holders of {id}");
        }
        for (kind, seat) in &counted.counts.seats {
            assert_eq!(told.seats.get(kind), Some(seat), "{what}: seats of {kind}");
        }
        Ok(())
    }
}

fn disagree(told: &str, rules: &str, http: &(u16, String)) -> Failure {
    format!("{told}\n  the rules say {rules}\n  HTTP answers {http:?}").into()
}
