//! The one way in which items change hands, and the one way in which they are made.

use super::eye::Eye;
use super::keys::keys;
use crate::error::{NOT_FOUND, Refusal};
use crate::live::{WorkChange, WorkPlace};
use crate::random;
use crate::service::Act;
use crate::service::notice::News;
use crate::storage::{MemberRow, MovedGroup, NewMove, NewWorkEvent, Which, WorkRow};
use shared::api::{FieldValues, KindCount, MovedWork, Revised};
use shared::policy::{KindId, Notice, Permit};

/// More places than this are not told to listeners one by one.
const TOLD: usize = 50;

/// An item to make.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Kind of work.
    pub kind: KindId,
    /// Title.
    pub title: String,
    /// Details.
    pub fields: FieldValues,
    /// What it is linked to.
    pub parent: Option<String>,
    /// The resource that it belongs to.
    pub resource: Option<String>,
    /// The unit that it belongs to.
    pub unit: Option<String>,
    /// The sender's own key for it.
    pub once: Option<String>,
}

/// What a move has moved.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    /// Its id; none when nothing moved.
    pub batch: Option<String>,
    /// What stood where.
    pub groups: Vec<MovedGroup>,
}

impl Moved {
    /// How many items.
    pub fn n(&self) -> u32 {
        self.groups.iter().map(|g| g.n).sum()
    }

    /// How many of each kind, in the profile's order.
    pub fn kinds(&self, eye: &Eye) -> Vec<KindCount> {
        let name = |k| eye.policy().kind_name(k);
        let n = |kind: &str| self.groups.iter().filter(|g| g.kind == kind).map(|g| g.n).sum();
        let all = eye.policy().kinds().map(|k| KindCount { kind: name(k).to_owned(), n: n(name(k)) });
        all.filter(|c| c.n > 0).collect()
    }

    /// The answer.
    pub fn told(self, eye: &Eye, revised: &Revised) -> MovedWork {
        MovedWork { moved: self.n(), kinds: self.kinds(eye), batch: self.batch, revision: revised.revision }
    }
}

impl Act {
    /// The actor's eyes, as they are in this transaction.
    pub fn eye(&self) -> Result<Eye, Refusal> {
        Eye::new(&self.rules, &self.team, &self.actor)
    }

    /// Ends the transaction and keeps what it answers.
    pub(in crate::service) async fn settled<T>(
        self,
        outcome: Result<T, Refusal>,
    ) -> Result<(T, Revised), Refusal> {
        match outcome {
            Ok(value) => Ok((value, self.settle(Ok(())).await?)),
            Err(refusal) => match self.settle::<()>(Err(refusal)).await {
                Err(refusal) => Err(refusal),
                Ok(_) => Err(Refusal::internal("a refusal was settled as a success")),
            },
        }
    }

    /// Gives items to somebody, or to nobody: tally, histories, notices and live events with it.
    pub async fn move_work(
        &mut self,
        permit: &Permit,
        which: Which<'_>,
        to: Option<&MemberRow>,
    ) -> Result<Moved, Refusal> {
        let new = NewMove {
            id: random::id(self.app.random())?,
            at: self.now,
            actor: self.actor.id.clone(),
            actor_name: self.actor.name.clone(),
        };
        let to = to.map(|row| row.id.as_str());
        let groups = self.tx.move_work(permit, &self.team.id, &which, to, &new).await?;
        if groups.is_empty() {
            return Ok(Moved::default());
        }
        self.wrote = true;
        for kind in self.rules.policy.kinds().collect::<Vec<_>>() {
            let id = self.rules.policy.kind_name(kind).to_owned();
            let of_kind: Vec<&MovedGroup> = groups.iter().filter(|g| g.kind == id).collect();
            if of_kind.is_empty() {
                continue;
            }
            self.live.work.push(WorkChange { kind: id, places: places(&of_kind) });
            self.tell(&news(kind, &of_kind)).await?;
        }
        Ok(Moved { batch: Some(new.id), groups })
    }

    /// Makes an item.
    pub async fn insert_work(
        &mut self,
        permit: &Permit,
        new: NewItem,
        assignee: Option<&MemberRow>,
        event: &str,
    ) -> Result<WorkRow, Refusal> {
        let (id, def) = self.rules.policy.kind_def(new.kind).ok_or(NOT_FOUND)?;
        let keys = keys(def, &new.title, &new.fields);
        let row = WorkRow {
            id: random::id(self.app.random())?,
            team: self.team.id.clone(),
            kind: id.to_owned(),
            title: new.title,
            title_key: keys.title_key,
            search_key: keys.search_key,
            fields: new.fields,
            assignee: assignee.map(|m| m.id.clone()),
            parent: new.parent,
            resource: new.resource,
            unit: new.unit,
            once: new.once,
            created_at: self.now,
            touched_at: self.now,
            version: 1,
        };
        let line = NewWorkEvent {
            item: row.id.clone(),
            at: self.now,
            actor: self.actor.name.clone(),
            kind: event.to_owned(),
            text: String::new(),
            to: assignee.map(|m| (m.id.clone(), m.name.clone())),
        };
        self.tx.insert_work(permit, std::slice::from_ref(&row)).await?;
        self.tx.insert_work_events(permit, &[line]).await?;
        self.wrote = true;
        self.changed_item(&row);
        if let Some(to) = &row.assignee {
            let news = News {
                to: to.clone(),
                about: Notice::Assigned,
                kind: new.kind,
                item: Some(row.id.clone()),
                n: 1,
            };
            self.tell(&[news]).await?;
        }
        Ok(row)
    }

    /// Tells listeners that an item has changed where it stands.
    pub(super) fn changed_item(&mut self, row: &WorkRow) {
        let place = WorkPlace {
            assignee: row.assignee.clone(),
            unit: row.unit.clone(),
            resource: row.resource.clone(),
        };
        self.live.work.push(WorkChange { kind: row.kind.clone(), places: Some(vec![place]) });
    }
}

/// One piece of news for each who got something, however much it is.
fn news(kind: KindId, groups: &[&MovedGroup]) -> Vec<News> {
    let mut all: Vec<News> = Vec::new();
    for group in groups {
        let Some(to) = &group.to else { continue };
        match all.iter_mut().find(|n| n.to == *to) {
            Some(known) => (known.n, known.item) = (known.n.saturating_add(group.n), None),
            None => all.push(News {
                to: to.clone(),
                about: Notice::Assigned,
                kind,
                item: Some(group.one.clone()).filter(|_| group.n == 1),
                n: group.n,
            }),
        }
    }
    all
}

fn places(groups: &[&MovedGroup]) -> Option<Vec<WorkPlace>> {
    if groups.len() > TOLD {
        return None;
    }
    let place = |g: &MovedGroup, assignee: &Option<String>| WorkPlace {
        assignee: assignee.clone(),
        unit: g.unit.clone(),
        resource: g.resource.clone(),
    };
    Some(groups.iter().flat_map(|g| [place(g, &g.from), place(g, &g.to)]).collect())
}
