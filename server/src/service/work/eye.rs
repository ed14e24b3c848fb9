//! Somebody who looks at work: what the rules let them see, and how an item looks to them.

use crate::error::{NOT_FOUND, Refusal};
use crate::policies::Rules;
use crate::service::{read, subject_of};
use crate::session::Member;
use crate::state::App;
use crate::storage::{Looking, MemberRow, Sight, Team, WorkRow, WorkSeen};
use shared::api::{WorkRef, WorkView};
use shared::policy::{Command, Facts, KindId, Place, Policy, Scope, Set, Subject, Viewer, decide};
use shared::profile::WorkDef;
use std::sync::Arc;

/// A viewer of a team's work.
#[derive(Clone)]
pub struct Eye {
    /// The team, with its settings.
    pub team: Team,
    /// Who looks.
    pub row: MemberRow,
    rules: Arc<Rules>,
    subject: Subject,
    settings: Set,
    /// Who looks as them, and sees no more than themself.
    also: Option<Box<Eye>>,
}

impl Eye {
    /// Somebody in a team, as the rows are now.
    pub fn new(rules: &Arc<Rules>, team: &Team, row: &MemberRow) -> Result<Self, Refusal> {
        Ok(Self {
            subject: subject_of(&rules.policy, row)?,
            settings: rules.policy.settings_set(&team.settings),
            rules: Arc::clone(rules),
            team: team.clone(),
            row: row.clone(),
            also: None,
        })
    }

    /// Whoever asks; as another, with their own eyes beside the other's.
    pub fn of(who: &Member) -> Result<Self, Refusal> {
        let asked = who.asked.as_ref().map(|row| Self::new(&who.rules, &who.team, row)).transpose()?;
        Ok(Self { also: asked.map(Box::new), ..Self::new(&who.rules, &who.team, &who.row)? })
    }

    /// Whoever looks as them sees less of their work than they do.
    pub fn is_narrowed(&self) -> bool {
        let Some(other) = self.also.as_deref() else { return false };
        let me = Self { also: None, ..self.clone() };
        let less = |kind: KindId| {
            let fields = self.policy().kind_def(kind).map(|(_, def)| def.fields.ids()).into_iter().flatten();
            let mut fields = fields.filter(|field| me.sees_field(kind, field));
            !other.scope(kind).is_all() || fields.any(|field| !other.sees_field(kind, field))
        };
        self.policy().kinds().any(|kind| me.opens(kind) && less(kind))
    }

    fn also(&self, sees: impl Fn(&Self) -> bool) -> bool {
        self.also.as_deref().is_none_or(sees)
    }

    /// The rules.
    pub fn policy(&self) -> &Policy {
        &self.rules.policy
    }

    /// A kind of work; an unknown one is not found.
    pub fn kind(&self, id: &str) -> Result<KindId, Refusal> {
        Ok(self.policy().kind(id).ok_or(NOT_FOUND)?)
    }

    /// A kind's definition.
    pub fn def(&self, kind: KindId) -> Result<&WorkDef, Refusal> {
        Ok(self.policy().kind_def(kind).ok_or(NOT_FOUND)?.1)
    }

    /// What they see of a kind.
    pub fn scope(&self, kind: KindId) -> Scope {
        self.policy().scope(&self.subject, kind, self.settings, self.team.enterprise)
    }

    /// They are active in a place that opens the kind.
    pub fn opens(&self, kind: KindId) -> bool {
        self.policy().can_hold(&self.subject, kind, self.team.enterprise) && self.also(|e| e.opens(kind))
    }

    /// The kind through their eyes, for the database.
    pub fn looking(&self, kind: KindId) -> Looking<'_> {
        let also = self.also.as_deref().map(|eye| eye.sight(kind));
        Looking { team: &self.team.id, kind: self.policy().kind_name(kind), sight: self.sight(kind), also }
    }

    fn sight(&self, kind: KindId) -> Sight<'_> {
        Sight { scope: self.scope(kind), viewer: self.viewer() }
    }

    fn viewer(&self) -> Viewer<'_> {
        Viewer { id: &self.row.id, unit: self.row.unit.as_deref(), access: &self.row.access }
    }

    /// They see what stands there.
    pub fn sees_place(&self, kind: KindId, place: &Place<'_>) -> bool {
        self.scope(kind).admits(&self.viewer(), place) && self.also(|e| e.sees_place(kind, place))
    }

    /// They see this item.
    pub fn sees(&self, item: &WorkRow) -> bool {
        self.policy().kind(&item.kind).is_some_and(|k| self.sees_place(k, &item.place()))
    }

    /// They see this field of what they see (VA3).
    pub fn sees_field(&self, kind: KindId, field: &str) -> bool {
        self.policy().sees_field(&self.subject, kind, field, self.team.enterprise)
            && self.also(|e| e.sees_field(kind, field))
    }

    /// The item as they see it.
    pub fn view(&self, seen: WorkSeen) -> WorkView {
        let WorkSeen { mut row, assignee, parent } = seen;
        match self.policy().kind(&row.kind) {
            Some(kind) => row.fields.retain(|id, _| self.sees_field(kind, id)),
            None => row.fields.clear(),
        }
        let parent = parent.filter(|p| self.sees(p));
        WorkView {
            parent: parent.map(|p| WorkRef { kind: p.kind, id: p.id, title: p.title }),
            assignee,
            id: row.id,
            kind: row.kind,
            title: row.title,
            fields: row.fields,
            resource: row.resource,
            unit: row.unit,
            created_at: row.created_at,
            touched_at: row.touched_at,
            version: row.version,
        }
    }
}

/// Asks the rules before work is read: these need nothing of the team's counts. A denial is logged.
pub(super) async fn may(app: &App, who: &Member, command: Command) -> Result<(), Refusal> {
    let policy = &who.rules.policy;
    let facts = Facts { enterprise: who.team.enterprise, ..Facts::default() };
    match decide(policy, &subject_of(policy, &who.row)?, command, None, &facts, app.now()) {
        Ok(_) => Ok(()),
        Err(denial) => Err(read::refused(app, who, command, denial).await?),
    }
}

/// The eyes of whoever asks, once they may see the kind at all.
pub(super) async fn open(app: &App, who: &Member, kind: &str) -> Result<(Eye, KindId), Refusal> {
    let eye = Eye::of(who)?;
    let kind = eye.kind(kind)?;
    may(app, who, Command::ViewWork { kind }).await?;
    Ok((eye, kind))
}
