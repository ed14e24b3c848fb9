//! Believable work for the demo's teams, the same each time: whose it is, when it came, and what it says follow from its
//! number alone.

use super::items::{Item, Maker, makers};
use super::person::Seeder;
use crate::clock::{DAY, MINUTE};
use crate::error::Refusal;
use crate::policies::Rules;
use crate::random;
use crate::service::subject_of;
use crate::service::work::keys;
use crate::storage::{MemberRow, NewWorkEvent, WorkRow};
use shared::policy::{KindId, Status, Subject};

/// Contacts of the sales team unless told.
pub const SIZE: u32 = 2_000;

/// A number that looks like chance.
pub fn mix(n: usize, salt: usize) -> usize {
    let mut x = n.wrapping_mul(2_654_435_761).wrapping_add(salt.wrapping_mul(40_503)).wrapping_add(12_345);
    x ^= x >> 15;
    x = x.wrapping_mul(2_246_822_519);
    (x ^ (x >> 13)) & 0xffff_ffff
}

/// What was made of a kind: ids, and the number of the person whom each is about.
struct Made {
    kind: &'static str,
    all: Vec<(String, usize)>,
}

/// Who may have a kind of work.
struct Holders<'a> {
    active: Vec<&'a MemberRow>,
    known: Vec<&'a MemberRow>,
    gone: Vec<&'a MemberRow>,
}

impl<'a> Holders<'a> {
    fn of(rules: &Rules, kind: KindId, enterprise: bool, people: &'a [MemberRow]) -> Result<Self, Refusal> {
        let (mut active, mut gone) = (Vec::new(), Vec::new());
        for row in people {
            let subject = subject_of(&rules.policy, row)?;
            let once = Subject { status: Status::Active, ..subject };
            if rules.policy.can_hold(&subject, kind, enterprise) {
                active.push(row);
            } else if !subject.status.is_invited() && rules.policy.can_hold(&once, kind, enterprise) {
                gone.push(row);
            }
        }
        let known = active.iter().filter(|m| super::teams::SIGN_INS.iter().any(|s| s.1 == m.email));
        Ok(Self { known: known.copied().collect(), active, gone })
    }

    /// Some is nobody's, some stayed under the names of those who left, and those whom the banner names have plenty.
    fn pick(&self, n: usize) -> Option<&'a MemberRow> {
        // Those whom the banner names have three times as much as the others, in a large team too.
        let known = 20 + (self.known.len() * 300).checked_div(self.active.len()).unwrap_or(0).min(30);
        let from = match mix(n, 1) % 100 {
            0..=13 => return None,
            14..=19 if !self.gone.is_empty() => &self.gone,
            chance if (20..known).contains(&chance) => &self.known,
            _ => &self.active,
        };
        from.get(mix(n, 2).checked_rem(from.len())?).copied()
    }
}

impl Seeder {
    /// Makes a team's work: `size` is how many contacts the sales team would have.
    pub async fn work(
        &mut self,
        team: &str,
        enterprise: bool,
        rules: &Rules,
        people: &[MemberRow],
        size: u32,
    ) -> Result<(), Refusal> {
        let units: Vec<String> = self.tx.units(team).await?.into_iter().map(|u| u.id).collect();
        let resources: Vec<String> = self.tx.resources(team).await?.into_iter().map(|r| r.id).collect();
        let mut made: Vec<Made> = Vec::new();
        for (at, Maker { kind, of, make }) in makers(team).into_iter().enumerate() {
            let Some(kind_id) = rules.policy.kind(kind) else { continue };
            let Some((_, def)) = rules.policy.kind_def(kind_id) else { continue };
            let holders = Holders::of(rules, kind_id, enterprise, people)?;
            let parents = made.iter().find(|m| def.parent.as_deref() == Some(m.kind));
            let n = usize::try_from(of(size)).unwrap_or(0);
            let (mut rows, mut events) = (Vec::with_capacity(n), Vec::with_capacity(n));
            let mut all = Vec::with_capacity(n);
            for i in 0..n {
                let parent = parents.and_then(|p| p.all.get(mix(i, 4) % p.all.len().max(1)));
                let who = parent.map_or(i, |(_, who)| *who);
                let Item { title, fields } = make(i, who);
                let fields = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
                let keys = keys(def, &title, &fields);
                let assignee = holders.pick(i * 7 + at);
                let age = DAY * 500 * i64::try_from(n - i).unwrap_or(0) / i64::try_from(n).unwrap_or(1);
                let created_at = self.now - age - MINUTE * i64::try_from(mix(i, 3) % 600).unwrap_or(0);
                let row = WorkRow {
                    id: random::id(self.app.random())?,
                    team: team.to_owned(),
                    kind: kind.to_owned(),
                    title,
                    title_key: keys.title_key,
                    search_key: keys.search_key,
                    fields,
                    assignee: assignee.map(|m| m.id.clone()),
                    parent: parent.map(|(id, _)| id.clone()),
                    resource: pick(&resources, i, 5).filter(|_| def.resource),
                    // Some belongs to the organization itself.
                    unit: pick(&units, i, 6).filter(|_| def.unit && !i.is_multiple_of(9)),
                    once: None,
                    created_at,
                    touched_at: created_at,
                    version: 1,
                };
                events.push(NewWorkEvent {
                    item: row.id.clone(),
                    at: created_at,
                    kind: "made".to_owned(),
                    to: assignee.map(|m| (m.id.clone(), m.name.clone())),
                    ..NewWorkEvent::default()
                });
                all.push((row.id.clone(), who));
                rows.push(row);
            }
            self.tx.insert_work(&self.permit, &rows).await?;
            self.tx.insert_work_events(&self.permit, &events).await?;
            made.push(Made { kind, all });
        }
        Ok(())
    }
}

fn pick(all: &[String], n: usize, salt: usize) -> Option<String> {
    all.get(mix(n, salt).checked_rem(all.len())?).cloned()
}
