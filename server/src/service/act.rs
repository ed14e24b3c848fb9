//! One command, or several that belong together, by a member of a team: judged on fresh rows inside the transaction that
//! writes them.

use super::flow::happened::{Happened, MemberEvent, post};
use super::flow::widget::maker;
use super::wording::asked;
use super::{counts_of, manages_unit_of, member_view, subject_of, target_of, visible_counts, way_in};
use crate::clock::Millis;
use crate::error::{NOT_FOUND, Refusal, UNKNOWN_KEY};
use crate::live::{LiveChange, Topic};
use crate::policies::Rules;
use crate::session::{Member, Program};
use crate::state::App;
use crate::storage::{MemberRow, NewAudit, Team, Tx};
use shared::api::Revised;
use shared::policy::{Command, Permit, Policy, decide};
use shared::roster::Counts;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A transaction under way.
pub struct Act {
    /// The server.
    pub app: App,
    /// The transaction.
    pub tx: Box<dyn Tx>,
    /// The team, fresh.
    pub team: Team,
    /// Who acts, fresh.
    pub actor: MemberRow,
    /// The team's rules.
    pub rules: Arc<Rules>,
    /// The actor's language.
    pub speaks: Option<String>,
    /// When: one instant for the whole transaction.
    pub now: Millis,
    pub(super) counts: Counts,
    /// What was asked last: the log's entry, whatever the answer is.
    pub(super) tried: NewAudit,
    pub(super) changed: Vec<String>,
    pub(super) removed: Vec<String>,
    /// What happened to members, for webhooks.
    pub(super) events: Vec<MemberEvent>,
    pub(super) wrote: bool,
    pub(super) mailed: bool,
    /// Lines of work's history after this one are the transaction's own.
    since: i64,
    /// What listeners are told when it is written; what follows from the members is added at the end.
    pub(super) live: LiveChange,
}

/// What comes with a command beyond what the rules look at.
pub enum With<'a> {
    /// Nothing.
    Nothing,
    /// A field's new value.
    Value(&'a str, &'a str),
    /// The resources from now on.
    Access(&'a [String]),
    /// A new password's hash.
    PasswordHash(&'a str),
    /// Who gets the work.
    Successor(&'a MemberRow),
    /// The unit from now on, and its name.
    Unit(Option<(&'a str, &'a str)>),
    /// The units that are managed from now on, and the name of the one that came or went.
    Manages(&'a [String], &'a str),
}

impl Act {
    /// Begins: the transaction is open, and what was known of the actor before it doesn't count (A11).
    pub async fn begin(app: &App, member: &Member) -> Result<Self, Refusal> {
        let mut tx = app.write().await?;
        let now = app.now();
        let team = tx.team(&member.team.id).await?;
        // What has ended stays ended: nobody writes into it, or takes it back, while it is being swept away (JY16).
        let team = team.filter(|t| !t.has_ended(now)).ok_or(NOT_FOUND)?;
        let actor = tx.member(&team.id, &member.row.id).await?;
        let actor = actor.filter(|a| a.status.has_access()).ok_or(Refusal::NotSignedIn)?;
        let rules = Arc::clone(&member.rules);
        if way_in(&rules, &actor)? != member.via {
            // The switch was turned since the request came in.
            return Err(Refusal::NotSignedIn);
        }
        Self::opened(app, tx, team, actor, rules, member.speaks.clone(), now).await
    }

    /// Begins on behalf of a program: it may what the maker of its key may, and is logged by the key's name.
    pub async fn begin_for(app: &App, program: &Program) -> Result<Self, Refusal> {
        let mut tx = app.write().await?;
        let now = app.now();
        // A key that was revoked while the request waited for its turn opens nothing any more.
        let key = tx.key_by_hash(&program.hash, now).await?.ok_or(UNKNOWN_KEY)?;
        let team = tx.team(&key.team).await?.filter(|t| !t.has_ended(now)).ok_or(UNKNOWN_KEY)?;
        let actor = MemberRow { name: key.name.clone(), ..maker(tx.as_mut(), &key).await? };
        Self::opened(app, tx, team, actor, Arc::clone(&program.rules), None, now).await
    }

    async fn opened(
        app: &App,
        mut tx: Box<dyn Tx>,
        team: Team,
        actor: MemberRow,
        rules: Arc<Rules>,
        speaks: Option<String>,
        now: Millis,
    ) -> Result<Self, Refusal> {
        let tally = tx.tally(&team.id, now).await?;
        let counts = counts_of(&rules.policy, &team, &tally, now);
        let since = tx.last_work_event().await?;
        let (changed, removed) = (Vec::new(), Vec::new());
        let tried = NewAudit::default();
        Ok(Self {
            app: app.clone(),
            tx,
            team,
            actor,
            rules,
            speaks,
            now,
            counts,
            tried,
            changed,
            removed,
            events: Vec::new(),
            wrote: false,
            mailed: false,
            since,
            live: LiveChange::default(),
        })
    }

    /// The team's rules.
    pub fn policy(&self) -> &Policy {
        &self.rules.policy
    }

    /// A member of this team; anybody else's is not found (A3).
    pub async fn target(&mut self, id: &str) -> Result<MemberRow, Refusal> {
        Ok(self.tx.member(&self.team.id, id).await?.ok_or(NOT_FOUND)?)
    }

    /// Asks the rules. What is asked is remembered for the log, for the answer may be no.
    pub fn judge(&mut self, command: Command, target: Option<&MemberRow>) -> Result<Permit, Refusal> {
        let manages = target.is_some_and(|t| manages_unit_of(&self.actor, t));
        self.judge_in(command, target, manages)
    }

    /// Asks the rules about somebody or something in a unit that the actor manages, or doesn't (ST2).
    pub(super) fn judge_in(
        &mut self,
        command: Command,
        target: Option<&MemberRow>,
        manages: bool,
    ) -> Result<Permit, Refusal> {
        let policy = &self.rules.policy;
        let actor = subject_of(policy, &self.actor)?;
        let mut facts = self.counts.facts(policy, self.team.enterprise, manages);
        facts.sso_missing = self.app.sso().is_none();
        self.tried = NewAudit {
            team: self.team.id.clone(),
            at: self.now,
            actor_id: Some(self.actor.id.clone()),
            actor_name: self.actor.name.clone(),
            action: command.action().id().to_owned(),
            target_id: target.map(|t| t.id.clone()),
            target_name: target.map(|t| t.name.clone()).unwrap_or_default(),
            detail: asked(policy, command),
            denial: None,
        };
        let seen = target.map(|t| target_of(policy, &self.actor, t)).transpose()?;
        Ok(decide(policy, &actor, command, seen.as_ref(), &facts, self.now)?)
    }

    /// Judges and carries out in one go; answers the row afterwards, `None` when it is gone.
    pub async fn command(
        &mut self,
        command: Command,
        row: MemberRow,
        with: With<'_>,
    ) -> Result<Option<MemberRow>, Refusal> {
        let permit = self.judge(command, Some(&row))?;
        self.carry_out(&permit, row, with).await
    }

    /// Writes the log entry of a command that has no member as its target.
    pub async fn note(&mut self, detail: &str) -> Result<(), Refusal> {
        let mut entry = std::mem::take(&mut self.tried);
        detail.clone_into(&mut entry.detail);
        self.tx.insert_audit(&entry).await?;
        self.wrote = true;
        Ok(())
    }

    /// Remembers what happened to a member, for webhooks. Call it while the row is there: the host's name for them goes with
    /// it.
    pub(super) async fn member_event(&mut self, member: &str, event: &'static str) -> Result<(), Refusal> {
        let reference = self.tx.reference_of(&self.team.id, member).await?;
        self.events.push(MemberEvent { member: member.to_owned(), reference, event });
        Ok(())
    }

    /// Writes the log entry of a command that changes nothing.
    pub async fn note_reading(&mut self) -> Result<(), Refusal> {
        let entry = std::mem::take(&mut self.tried);
        Ok(self.tx.insert_audit(&entry).await?)
    }

    /// Ends the transaction. All is written, or nothing but the log's entry of a denial.
    pub async fn settle<T>(self, outcome: Result<T, Refusal>) -> Result<Revised, Refusal> {
        match outcome {
            Ok(_) => self.finish().await,
            Err(Refusal::Denied(denial)) => {
                let Self { app, tx, tried, .. } = self;
                drop(tx);
                let mut tx = app.write().await?;
                tx.insert_audit(&NewAudit { denial: Some(denial.code.id().to_owned()), ..tried }).await?;
                tx.commit().await?;
                Err(Refusal::Denied(denial))
            }
            Err(other) => Err(other),
        }
    }

    async fn finish(mut self) -> Result<Revised, Refusal> {
        let mut revision = self.team.revision;
        if self.wrote {
            revision = self.tx.bump_revision(&self.team.id).await?;
        }
        let tally = self.tx.tally(&self.team.id, self.now).await?;
        let counts = counts_of(&self.rules.policy, &self.team, &tally, self.now);
        let counts = visible_counts(&self.rules, &self.team, counts, &self.actor, self.now)?;
        let mut rows = Vec::with_capacity(self.changed.len());
        for id in &self.changed {
            rows.extend(self.tx.member(&self.team.id, id).await?);
        }
        let happened = Happened {
            team: &self.team.id,
            at: self.now,
            actor: &self.actor.name,
            members: rows.iter().collect(),
            removed: &self.removed,
            events: &self.events,
            kinds: self.live.work.iter().map(|w| w.kind.as_str()).collect::<BTreeSet<_>>(),
            since: self.since,
        };
        self.mailed |= post(self.tx.as_mut(), &happened).await?;
        let members = rows.into_iter().map(|r| member_view(&self.rules.policy, r, &self.actor)).collect();
        self.tx.commit().await?;
        if self.mailed {
            self.app.wake_outbox();
        }
        let mut live = self.live;
        live.about.extend(self.changed);
        live.about.extend(self.removed.iter().cloned());
        if !live.about.is_empty() {
            live.topic(Topic::Members);
        }
        self.app.live().publish(&self.team.id, live);
        Ok(Revised { members, removed: self.removed, counts, revision })
    }
}
