//! What the page knows: who is signed in, the team that is open with its compiled rules, and whether the server answers.

use crate::api::{self, Failure, Sink};
use crate::language;
use crate::rules;
use crate::ui::{Toasts, dom, time};
use crate::unsent;
use crate::view::prelude::*;
use crate::words::{W, fill};
use shared::api::{
    Bootstrap, FieldValues, MemberView, ResourceView, Revised, SessionView, TeamView, UnitRef,
};
use shared::policy::{Action, Command, Denial, Policy, Subject, Target, decide, decide_invite};
use shared::roster::Counts;
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// One team as the server described it last, with its rules compiled.
#[derive(Clone)]
pub struct TeamData {
    pub id: String,
    pub name: String,
    pub policy: &'static Policy,
    /// The person at the screen, or the member as whom they look.
    pub me: MemberView,
    /// Somebody else is at the screen: what is `me`'s alone is not here, and nothing can be changed.
    pub as_another: bool,
    /// … who sees less work than `me`.
    pub narrowed: bool,
    pub counts: Counts,
    pub resources: Vec<ResourceView>,
    pub units: Vec<UnitRef>,
    /// Ids of the profile's settings that are on.
    pub settings: Vec<String>,
    /// Details of the team.
    pub fields: FieldValues,
    /// When the team will be gone, where somebody has deleted it.
    pub deletes_at: Option<i64>,
    /// Unread notices of mine.
    pub unread: u32,
    pub enterprise: bool,
    /// What people call the identity provider, where one is set up.
    pub sso: Option<String>,
    pub hash: String,
    pub revision: i64,
    /// Server's clock minus the browser's: verdicts about time follow the server's.
    skew: i64,
}

/// What a control may do now. Made by the rules alone.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    Free,
    Held(Denial),
    Hidden,
}

impl Verdict {
    fn of<T>(r: Result<T, Denial>) -> Self {
        match r {
            Ok(_) => Self::Free,
            Err(d) if d.hides() => Self::Hidden,
            Err(d) => Self::Held(d),
        }
    }

    pub fn is_free(&self) -> bool {
        *self == Self::Free
    }

    pub fn shows(&self) -> bool {
        *self != Self::Hidden
    }

    pub fn denial(&self) -> Option<&Denial> {
        match self {
            Self::Held(d) => Some(d),
            _ => None,
        }
    }

    /// The one that speaks for several: free when any is, else the first that shows.
    pub fn best(all: impl IntoIterator<Item = Self>) -> Self {
        let mut best = Self::Hidden;
        for v in all {
            match (&best, v) {
                (_, Self::Free) => return Self::Free,
                (Self::Hidden, held) => best = held,
                _ => {}
            }
        }
        best
    }
}

impl TeamData {
    fn new(view: TeamView, policy: &'static Policy, as_another: bool) -> Self {
        Self {
            id: view.id,
            name: view.name,
            policy,
            me: view.me,
            as_another,
            narrowed: view.narrowed,
            counts: view.counts,
            resources: view.resources,
            units: view.units,
            settings: view.settings,
            fields: view.fields,
            deletes_at: view.deletes_at,
            unread: view.unread,
            enterprise: view.enterprise,
            sso: view.sso,
            hash: view.policy_hash,
            revision: view.revision,
            skew: view.now - time::now(),
        }
    }

    /// The product's word for a key of `shared::profile::WORDS`.
    pub fn word(&self, key: &'static str) -> String {
        self.policy.word(key).to_owned()
    }

    /// The server's clock.
    pub fn now(&self) -> i64 {
        time::now() + self.skew
    }

    pub fn my_subject(&self) -> Option<Subject> {
        self.me.subject(self.policy)
    }

    /// May I do this now? The rules' own answer, computed here.
    pub fn judge(&self, command: Command, target: Option<&MemberView>) -> Verdict {
        if embedded() && !command.action().in_widget() {
            return Verdict::Hidden;
        }
        let Some(me) = self.my_subject() else { return Verdict::Hidden };
        let on = match target.map(|m| m.target(self.policy, &self.me.id)) {
            Some(None) => return Verdict::Hidden,
            Some(t) => t,
            None => None,
        };
        let in_unit = target.map_or_else(|| self.invites_into(None), |m| m.in_my_unit);
        self.judge_in(me, command, on, in_unit)
    }

    /// Whether what I invite somebody into is a unit that I manage; without one named, whichever of them it will be (ST2).
    pub fn invites_into(&self, unit: Option<&str>) -> bool {
        match unit {
            Some(unit) => self.me.manages.iter().any(|u| u == unit),
            None => !self.me.manages.is_empty(),
        }
    }

    fn judge_in(&self, me: Subject, command: Command, on: Option<Target>, in_unit: bool) -> Verdict {
        let mut facts = self.counts.facts(self.policy, self.enterprise, in_unit);
        facts.sso_missing = self.sso.is_none();
        Verdict::of(decide(self.policy, &me, command, on.as_ref(), &facts, self.now()))
    }

    /// Have I the permission for such a thing, over anybody at all?
    pub fn may(&self, action: Action) -> bool {
        let Some(me) = self.my_subject() else { return false };
        let reach = self.policy.authority(&me, self.enterprise);
        action.permission().is_some_and(|p| reach.may(p) || reach.unit_permissions.has(p.0))
    }

    /// May I invite into this unit, or into the organization itself?
    pub fn judge_invite_into(&self, command: Command, unit: Option<&str>) -> Verdict {
        let Some(me) = self.my_subject() else { return Verdict::Hidden };
        // Whoever manages one alone invites into that one without saying so.
        let sole = if let [one] = self.me.manages.as_slice() { Some(one.as_str()) } else { None };
        let unit = unit.or(sole);
        self.judge_in(me, command, None, unit.is_some_and(|u| self.invites_into(Some(u))))
    }

    /// May I invite anybody at all?
    pub fn judge_invite(&self) -> Verdict {
        let Some(me) = self.my_subject() else { return Verdict::Hidden };
        let facts = self.counts.facts(self.policy, self.enterprise, self.invites_into(None));
        Verdict::of(decide_invite(self.policy, &me, &facts, self.now()))
    }

    /// The label of a role, addition or standing; the id where the rules don't know it.
    pub fn label(&self, id: &str) -> String {
        let p = self.policy.profile();
        let found = p.roles.get(id).map(|r| &r.label).or_else(|| p.additions.get(id).map(|a| &a.label));
        found.or_else(|| p.standing.get(id).map(|s| &s.label)).cloned().unwrap_or_else(|| id.to_owned())
    }
}

/// The open team. Cheap to copy; features get it as an argument.
#[derive(Clone, Copy)]
pub struct Team {
    pub data: RwSignal<Arc<TeamData>>,
    pub toasts: Toasts,
    /// Called when I have taken my own access away.
    pub left: Callback<()>,
    /// Draws everything as this member sees it; `None`: as I do.
    pub look_as: Callback<Option<String>>,
    /// Topics of the last live event (see [`Team::on_news`]).
    pub news: RwSignal<Vec<String>>,
}

/// Stands for every topic: the live connection was away for a while.
pub const ALL_NEWS: &str = "*";

impl Team {
    /// Runs `f` whenever somebody changed what `topic` is about: `members`, `structure`, `lists`, `flow`, `imports`,
    /// `notices`, `work:<kind>`. Also for own writes: ask again quietly, with what is shown kept until the answer is there.
    pub fn on_news(self, topic: impl Into<String>, f: impl Fn() + 'static) {
        fn erased(news: RwSignal<Vec<String>>, topic: String, f: Box<dyn Fn()>) {
            let mut first = true;
            later(move || {
                let hit = news.with(|n| n.iter().any(|t| *t == topic || t == ALL_NEWS));
                // What was news before this page was drawn is in what it has asked for.
                if !std::mem::take(&mut first) && hit {
                    untrack(&f);
                }
            });
        }
        erased(self.news, topic.into(), Box::new(f));
    }

    pub fn id(self) -> String {
        self.data.with_untracked(|d| d.id.clone())
    }

    /// The product's word. Not tracked: pages are drawn anew when the rules change.
    pub fn word(self, key: &'static str) -> String {
        self.data.with_untracked(|d| d.word(key))
    }

    /// What the pages are made from: the rules, and my own place in them.
    pub fn shape(self) -> String {
        self.data.with(|d| {
            let me = &d.me;
            let mut all = vec![d.id.as_str(), &d.hash, &me.role, me.status.id()];
            for list in [&me.additions, &me.grants, &me.standing] {
                all.push("/");
                all.extend(list.iter().map(String::as_str));
            }
            all.join(" ")
        })
    }

    fn change(self, f: impl FnOnce(&mut TeamData)) {
        let Some(old) = self.data.try_get_untracked() else { return };
        let mut new = TeamData::clone(&old);
        f(&mut new);
        self.data.set(Arc::new(new));
    }

    /// Takes over what a write answered: counts, revision, and me if the write was about me.
    pub fn took(self, counts: Counts, revision: i64, members: &[MemberView]) {
        self.change(|d| {
            d.counts = counts;
            d.revision = revision;
            if let Some(me) = members.iter().find(|m| m.id == d.me.id) {
                d.me = me.clone();
            }
        });
    }

    /// Takes over the revision of a write that changed no member: what it changed is asked for elsewhere.
    pub fn took_revision(self, revision: i64) {
        if self.data.try_with_untracked(|d| d.revision < revision).unwrap_or(false) {
            self.change(|d| d.revision = revision);
        }
    }

    pub fn took_revised(self, r: &Revised) {
        self.took(r.counts.clone(), r.revision, &r.members);
    }

    /// Takes over the switches that the settings page wrote.
    pub fn edited(self, settings: Vec<String>) {
        self.change(|d| d.settings = settings);
    }

    /// Takes over name and details that it wrote.
    pub fn edited_details(self, name: Option<String>, fields: Option<FieldValues>) {
        self.change(|d| {
            if let Some(name) = name {
                d.name = name;
            }
            for (id, value) in fields.into_iter().flatten() {
                d.fields.insert(id, value);
            }
        });
    }

    /// What is said when the team was deleted and its time has come; nothing where access ended otherwise. The server's clock
    /// is known as well as its answers were quick.
    pub fn farewell(self) -> Option<String> {
        const ABOUT: i64 = 30_000;
        let over = |d: &TeamData| d.deletes_at.is_some_and(|at| at <= d.now() + ABOUT);
        self.data.try_with_untracked(|d| over(d).then(|| fill(W::TeamGone, &[("team", &d.name)]))).flatten()
    }

    pub fn set_unread(self, unread: u32) {
        if self.data.try_with_untracked(|d| d.unread != unread).unwrap_or(false) {
            self.change(|d| d.unread = unread);
        }
    }

    /// Asks the server again: rules, counts, me.
    pub async fn refresh(self) -> Result<(), Failure> {
        let fresh = match load_team(&self.id()).await {
            // As whom I look has no access any more, or I no right to look.
            Err(f) if api::looking_as().is_some() && matches!(f.status(), 403 | 404 | 409) => {
                self.left.run(());
                return Ok(());
            }
            answer => answer?,
        };
        if self.data.try_get_untracked().is_some_and(|d| d.id == fresh.id) {
            unsent::keep_place(|| self.data.set(Arc::new(fresh)));
        }
        Ok(())
    }
}

/// Fetches and compiles a team. What was asked with other eyes than those by now is asked again.
pub async fn load_team(id: &str) -> Result<TeamData, Failure> {
    loop {
        let eyes = api::looking_as();
        let answer = api::team_view(id).await;
        if api::looking_as() != eyes {
            continue;
        }
        let view = answer?;
        let policy = rules::read(&view.policy_hash, &view.profile).await;
        if api::looking_as() == eyes {
            return policy.map(|p| TeamData::new(view, p, eyes.is_some())).ok_or(Failure::Garbled);
        }
    }
}

/// What is known about the person at the screen.
#[derive(Clone)]
pub enum Who {
    /// Not asked yet.
    Unknown,
    /// Nobody is signed in.
    Nobody(Arc<Bootstrap>),
    /// This account.
    Somebody(Arc<SessionView>),
    /// The server does not answer.
    Unreachable,
}

/// The whole app's state. Cheap to copy.
#[derive(Clone, Copy)]
pub struct App {
    pub who: RwSignal<Who>,
    pub team: RwSignal<Option<Team>>,
    pub toasts: Toasts,
    pub offline: RwSignal<bool>,
    pub news: RwSignal<Vec<String>>,
    /// What the sign-in page says after a team has ended.
    pub farewell: RwSignal<Option<String>>,
    /// Counts how often everything was drawn anew, in another language.
    pub drawn: RwSignal<u32>,
}

impl App {
    pub fn start() -> Self {
        let app = Self {
            who: RwSignal::new(Who::Unknown),
            team: RwSignal::new(None),
            toasts: Toasts::default(),
            offline: RwSignal::new(false),
            news: RwSignal::new(Vec::new()),
            farewell: RwSignal::new(None),
            drawn: RwSignal::new(0),
        };
        api::set_sink(app);
        language::on_change(Callback::new(move |()| app.draw_anew()));
        app.look();
        app
    }

    /// Asks who is signed in.
    pub fn look(self) {
        spawn_local(self.look_now());
    }

    /// The same, for who has to wait for it.
    pub async fn look_now(self) {
        match api::bootstrap().await {
            Ok(Bootstrap { session: Some(s), .. }) => self.signed_in(s),
            Ok(b) => {
                self.team.set(None);
                self.who.set(Who::Nobody(Arc::new(b)));
            }
            Err(_) => self.who.set(Who::Unreachable),
        }
    }

    async fn look_around(self) {
        match api::bootstrap().await {
            Ok(b) => self.who.set(Who::Nobody(Arc::new(b))),
            Err(_) => self.who.set(Who::Unreachable),
        }
    }

    /// The person's own language comes before their pages.
    pub fn signed_in(self, session: SessionView) {
        self.team.set(None);
        if let Some(tag) = &session.language {
            language::remember(tag);
        }
        spawn_local(async move {
            let changed = language::arrive("").await;
            self.who.set(Who::Somebody(Arc::new(session)));
            if changed {
                self.drawn.update(|n| *n += 1);
            }
        });
    }

    /// After a change of languages. The team's own words are read again first, so that all changes at once.
    fn draw_anew(self) {
        let anew = move || {
            self.drawn.update(|n| *n += 1);
            // What was pressed is gone; the same control in the new language takes its focus.
            dom::after_draw(|| {
                if let Some(el) = query(".page [name=language], .languages [aria-pressed=true]") {
                    dom::focus(&el);
                }
            });
        };
        match self.team.get_untracked() {
            None => anew(),
            Some(team) => spawn_local(async move {
                let _ = team.refresh().await;
                anew();
            }),
        }
    }

    pub fn sign_out(self) {
        spawn_local(async move {
            // Also when the server does not answer: whoever asked to leave must not see the team any more.
            let _ = api::sign_out().await;
            self.leave();
        });
    }

    /// The session was ended elsewhere in the page; what is shown stays.
    pub fn forget(self) {
        self.team.set(None);
        let nobody =
            Bootstrap { needs_setup: false, demo: false, profiles: Vec::new(), sso: None, session: None };
        self.who.set(Who::Nobody(Arc::new(nobody)));
    }

    /// Forgets everything about the session. The address stays, so signing in again leads back to it.
    fn leave(self) {
        if let Some(text) = self.team.get_untracked().and_then(Team::farewell) {
            self.farewell.set(Some(text));
        }
        self.team.set(None);
        spawn_local(async move { self.look_around().await });
    }
}

/// An answer about the open team came by these rules: are they, and what is known of the team, still the newest?
pub fn judged_by(open: RwSignal<Option<Team>>, path: &str, policy_hash: &str, revision: i64) {
    let Some(team) = open.get_untracked() else { return };
    let (hash, revision) = (policy_hash.to_owned(), revision);
    let stale =
        move || team.data.try_get_untracked().is_some_and(|d| d.hash != hash || d.revision < revision);
    let mine = ["/teams/", &team.id()].concat();
    if !path.starts_with(&mine) || !stale() {
        return;
    }
    // A write's own answer carries the new revision in its body; wait for it before asking again.
    set_timeout(
        move || {
            if stale() {
                spawn_local(async move {
                    let _ = team.refresh().await;
                });
            }
        },
        300,
    );
}

impl Sink for App {
    fn judged_by(&self, path: &str, policy_hash: &str, revision: i64) {
        judged_by(self.team, path, policy_hash, revision);
    }

    fn signed_out(&self) {
        if matches!(self.who.get_untracked(), Who::Somebody(_)) {
            self.leave();
        }
    }

    fn reachable(&self, yes: bool) {
        if self.offline.get_untracked() == yes {
            self.offline.set(!yes);
        }
    }
}
