//! Work: who sees what of it, who can hold it, where new work goes, and who is told.

use super::compile::Policy;
use super::names::index;
use super::{KindId, Set, StandingId, Status, Subject, Successor};
use crate::api::FieldValues;
use crate::profile::{Reach, WorkDef};

/// A kind of work, compiled.
#[derive(Clone, Debug, Default)]
pub(super) struct Kind {
    /// All of these permissions open it; none: every active member.
    pub see: Set,
    pub only: Vec<Only>,
    /// Permissions by field, in order.
    pub fields: Vec<Set>,
}

/// A narrowing, compiled.
#[derive(Clone, Debug)]
pub(super) struct Only {
    pub to: Reach,
    /// Index in `settings`.
    pub setting: Option<u8>,
    /// Index in `grants`.
    pub grant: Option<u8>,
    /// Permission.
    pub unless: Set,
}

/// What a viewer sees of a kind of work: everything, unless narrowed; all narrowings hold together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Nothing at all.
    pub nothing: bool,
    /// Only what is assigned to the viewer.
    pub assigned: bool,
    /// Only what belongs to the viewer's unit, or to none.
    pub unit: bool,
    /// Only what belongs to a resource that the viewer is given.
    pub access: bool,
}

/// Who looks.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// Member id.
    pub id: &'a str,
    /// The unit that they belong to.
    pub unit: Option<&'a str>,
    /// Resources that they are given.
    pub access: &'a [String],
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// Member id of the assignee.
    pub assignee: Option<&'a str>,
    /// Its unit.
    pub unit: Option<&'a str>,
    /// Its resource.
    pub resource: Option<&'a str>,
}

impl Scope {
    /// True when the viewer sees an item that stands there.
    pub fn admits(&self, viewer: &Viewer<'_>, place: &Place<'_>) -> bool {
        !self.nothing
            && (!self.assigned || place.assignee == Some(viewer.id))
            && (!self.unit || place.unit.is_none() || place.unit == viewer.unit)
            && (!self.access || place.resource.is_some_and(|r| viewer.access.iter().any(|a| a == r)))
    }

    /// True when everything of the kind is seen.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

/// Somebody who is named to get the work of a leaver.
#[derive(Clone, Copy, Debug)]
pub struct Heir<'a> {
    /// Who they are.
    pub subject: &'a Subject,
    /// They are the leaver.
    pub leaver: bool,
    /// They leave in the same breath.
    pub leaves: bool,
}

/// Why somebody gets nothing from routing now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Skip {
    /// Invited, and not yet here.
    Pending,
    /// Access was taken away (JT11).
    Deactivated,
    /// Away, as they said themself (JY13).
    Away,
    /// The role does not open this kind of work.
    CannotHold,
}

impl Skip {
    /// Its id (`away`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Pending => Status::Pending.id(),
            Self::Deactivated => Status::Deactivated.id(),
            Self::Away => "away",
            Self::CannotHold => super::Code::CannotHoldWork.id(),
        }
    }
}

/// Somebody in a rotation.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Who they are.
    pub subject: &'a Subject,
    /// Their details: expertise and availability are among them.
    pub fields: &'a FieldValues,
    /// The rotation's count when they were last served; 0 for never.
    pub turn: i64,
    /// Their place in the rotation.
    pub place: i64,
}

/// What somebody may be told of (JT18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// Something was assigned to them.
    Assigned,
    /// Something happened to what is theirs.
    Activity,
    /// Something new came in.
    Arrived,
    /// Their import has ended.
    ImportDone,
}

impl Notice {
    /// Its id (`assigned`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Activity => "activity",
            Self::Arrived => "arrived",
            Self::ImportDone => "import-done",
        }
    }
}

/// The value of a `choices` field has this choice.
fn ticked(fields: &FieldValues, field: &str, choice: &str) -> bool {
    fields.get(field).is_some_and(|value| value.split(',').any(|c| c == choice))
}

impl Policy {
    /// The kind of work of an id.
    pub fn kind(&self, id: &str) -> Option<KindId> {
        self.profile.work.position(id).map(|at| KindId(index(at)))
    }

    /// All kinds of work, in order.
    pub fn kinds(&self) -> impl Iterator<Item = KindId> + use<> {
        (0..index(self.profile.work.len())).map(KindId)
    }

    /// A kind's id and definition.
    pub fn kind_def(&self, kind: KindId) -> Option<(&str, &WorkDef)> {
        self.profile.work.at(usize::from(kind.0))
    }

    /// A kind's id; empty for one that doesn't exist.
    pub fn kind_name(&self, kind: KindId) -> &str {
        self.kind_def(kind).map_or("", |(id, _)| id)
    }

    /// The standing of an id.
    pub fn standing(&self, id: &str) -> Option<StandingId> {
        self.profile.standing.position(id).map(|at| StandingId(index(at)))
    }

    /// The settings of these ids; unknown ones are left out.
    pub fn settings_set(&self, ids: &[String]) -> Set {
        ids.iter().filter_map(|id| self.profile.settings.position(id)).map(index).collect()
    }

    /// True when a standing is held over units, and so is given and taken unit by unit (ST2).
    pub fn standing_has_units(&self, standing: StandingId) -> bool {
        self.standing
            .get(usize::from(standing.0))
            .is_some_and(|s| !s.in_unit.is_empty() || !s.confines.is_empty())
    }

    /// True when this kind of organization has units.
    pub fn has_units(&self, enterprise: bool) -> bool {
        self.profile.units.as_ref().is_some_and(|u| enterprise || !u.enterprise_only)
    }

    /// Can this person look after a kind of work: active, with the permission that opens it?
    pub fn can_hold(&self, who: &Subject, kind: KindId, enterprise: bool) -> bool {
        let Some(found) = self.kinds.get(usize::from(kind.0)) else { return false };
        who.status == Status::Active && found.see.within(self.authority(who, enterprise).permissions)
    }

    /// What somebody sees of a kind of work, with these settings on. Only active people see anything.
    pub fn scope(&self, who: &Subject, kind: KindId, settings: Set, enterprise: bool) -> Scope {
        let Some(found) =
            self.kinds.get(usize::from(kind.0)).filter(|_| self.can_hold(who, kind, enterprise))
        else {
            return Scope { nothing: true, ..Scope::default() };
        };
        let reach = self.authority(who, enterprise);
        let switches = self.switches(who);
        let mut scope = Scope::default();
        for only in &found.only {
            let holds = only.setting.is_none_or(|s| settings.has(s))
                && only.grant.is_none_or(|g| switches.has(g))
                && (only.unless.is_empty() || !only.unless.within(reach.permissions));
            if holds {
                match only.to {
                    Reach::Assigned => scope.assigned = true,
                    Reach::Access => scope.access = true,
                    Reach::Unit => scope.unit = true,
                }
            }
        }
        scope
    }

    /// True when whoever sees the item also sees this field of it (VA3).
    pub fn sees_field(&self, who: &Subject, kind: KindId, field: &str, enterprise: bool) -> bool {
        let Some((_, def)) = self.kind_def(kind) else { return false };
        let Some(at) = def.fields.position(field) else { return false };
        let needs = self.kinds.get(usize::from(kind.0)).and_then(|k| k.fields.get(at)).copied();
        needs.is_some_and(|n| n.within(self.authority(who, enterprise).permissions))
    }

    /// How the named successor stands, for [`super::Command::Delete`]. `given`: somebody was named, known here or not.
    /// `kinds`: what the leaver has.
    pub fn successor(
        &self,
        named: Option<&Heir<'_>>,
        given: bool,
        kinds: &[KindId],
        enterprise: bool,
    ) -> Successor {
        match named {
            None if given => Successor::Inactive,
            None => Successor::Nobody,
            Some(heir) if heir.leaver => Successor::Leaver,
            Some(heir) if heir.leaves || heir.subject.status != Status::Active => Successor::Inactive,
            Some(heir) if kinds.iter().any(|k| !self.can_hold(heir.subject, *k, enterprise)) => {
                Successor::Inactive
            }
            Some(_) => Successor::Active,
        }
    }

    /// True when these details say that the person is away (JY13).
    pub fn is_away(&self, fields: &FieldValues) -> bool {
        self.profile.away.as_ref().is_some_and(|away| {
            fields.get(&away.field).is_some_and(|value| away.values.iter().any(|v| v == value))
        })
    }

    /// True when the person wants a mail about this; the bell rings in any case.
    #[cfg(feature = "serde")]
    pub fn wants_mail(&self, fields: &FieldValues, notice: Notice) -> bool {
        let Some(def) = &self.profile.notices else { return false };
        let choice = match notice {
            Notice::Assigned => &def.assigned,
            Notice::Activity => &def.activity,
            Notice::Arrived => &def.arrived,
            Notice::ImportDone => &None,
        };
        choice.as_ref().is_some_and(|c| ticked(fields, &def.field, c))
    }

    /// What customers see as the person's name (JL9).
    #[cfg(feature = "serde")]
    pub fn facing_name(&self, fields: &FieldValues, name: &str) -> String {
        let chosen = self.profile.facing.as_ref().and_then(|f| fields.get(&f.field)).map(|v| v.trim());
        chosen.filter(|v| !v.is_empty()).unwrap_or(name).to_owned()
    }

    /// Why somebody gets nothing of this kind now; `None` when they are in turn.
    pub fn skip(&self, who: &Subject, fields: &FieldValues, kind: KindId, enterprise: bool) -> Option<Skip> {
        match who.status {
            Status::Pending | Status::Expired => Some(Skip::Pending),
            Status::Deactivated => Some(Skip::Deactivated),
            Status::Active if !self.can_hold(who, kind, enterprise) => Some(Skip::CannotHold),
            Status::Active if self.is_away(fields) => Some(Skip::Away),
            Status::Active => None,
        }
    }

    /// Who gets a new item, by position in `candidates`; `None` when nobody can have it. Those who know its subject come
    /// first, then everybody who is not kept to their expertise (JL3); among the fitting the one who waits longest
    /// (JT11).
    pub fn route(
        &self,
        kind: KindId,
        subject: Option<&str>,
        candidates: &[Candidate<'_>],
        enterprise: bool,
    ) -> Option<usize> {
        let routing = self.profile.routing.as_ref().filter(|r| self.kind(&r.kind) == Some(kind));
        let expertise = routing.and_then(|r| r.expertise.as_deref());
        let only = routing.and_then(|r| r.only.as_deref()).and_then(|id| self.grant(id));
        let knows = |c: &Candidate<'_>| match (expertise, subject) {
            (Some(field), Some(subject)) => ticked(c.fields, field, subject),
            _ => false,
        };
        let kept = |c: &Candidate<'_>| only.is_some_and(|g| self.switches(c.subject).has(g.0));
        let longest = |fits: &dyn Fn(&Candidate<'_>) -> bool| {
            candidates
                .iter()
                .enumerate()
                .filter(|(_, c)| self.skip(c.subject, c.fields, kind, enterprise).is_none() && fits(c))
                .min_by_key(|(_, c)| (c.turn, c.place))
                .map(|(at, _)| at)
        };
        longest(&knows).or_else(|| longest(&|c| !kept(c)))
    }

    /// The item's field that routing looks at, for a kind that is routed (JL3).
    pub fn routing_subject(&self, kind: KindId) -> Option<&str> {
        let routing = self.profile.routing.as_ref()?;
        if self.kind(&routing.kind) == Some(kind) { routing.subject.as_deref() } else { None }
    }

    /// The kind that comes in by intake.
    pub fn routed_kind(&self) -> Option<KindId> {
        self.kind(&self.profile.routing.as_ref()?.kind)
    }
}
