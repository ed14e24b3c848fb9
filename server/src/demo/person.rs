//! Puts a described team and its people into the database.

use crate::clock::{DAY, Millis};
use crate::error::Refusal;
use crate::fold::fold;
use crate::picture;
use crate::policies::Rules;
use crate::random;
use crate::state::App;
use crate::storage::{Account, Avatar, MemberRow, NewAudit, Resource, Team, Tx, Unit};
use shared::policy::{Permit, Status, found_team};
use shared::validate::address_key;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A team to make.
pub struct Crew {
    /// Its id.
    pub id: &'static str,
    /// Its profile's.
    pub profile: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Has units with managing agents of their own.
    pub enterprise: bool,
    /// Some of its people have a picture; otherwise all have initials, as on Jtek's page (JT1).
    pub pictures: bool,
    /// Unit id, kind, name.
    pub units: &'static [(&'static str, &'static str, &'static str)],
    /// Free seats of each kind beyond those that are taken.
    pub free_seats: &'static [(&'static str, u32)],
    /// Resource id, name, group.
    pub resources: &'static [(&'static str, &'static str, &'static str)],
    /// The people.
    pub people: Vec<Person>,
}

/// A person to make.
#[derive(Clone)]
pub struct Person {
    pub email: String,
    pub name: String,
    pub role: &'static str,
    pub status: Status,
    pub fields: Vec<(&'static str, String)>,
    pub additions: &'static [&'static str],
    pub grants: &'static [&'static str],
    pub standing: &'static [&'static str],
    pub access: &'static [&'static str],
    pub unit: Option<&'static str>,
    pub manages: &'static [&'static str],
    /// Days since invited or made.
    pub since: i64,
    /// Hours since last seen; none for somebody who never came.
    pub seen: Option<i64>,
}

impl Person {
    /// An active person.
    pub fn new(name: &str, email: &str, role: &'static str) -> Self {
        // Spread without randomness, so that every demo looks the same.
        let mix = name.bytes().fold(7_i64, |sum, b| (sum * 31 + i64::from(b)) % 997);
        Self {
            email: email.to_owned(),
            name: name.to_owned(),
            role,
            status: Status::Active,
            fields: Vec::new(),
            additions: &[],
            grants: &[],
            standing: &[],
            access: &[],
            unit: None,
            manages: &[],
            since: 20 + mix % 400,
            seen: Some(mix % 200),
        }
    }
    pub fn pending(mut self, days: i64) -> Self {
        (self.status, self.since, self.seen) = (Status::Pending, days, None);
        self
    }
    pub fn deactivated(mut self) -> Self {
        self.status = Status::Deactivated;
        self.seen = self.seen.map(|h| h + 24 * 20);
        self
    }
    pub fn field(mut self, id: &'static str, value: &str) -> Self {
        self.fields.push((id, value.to_owned()));
        self
    }
    pub fn additions(mut self, ids: &'static [&'static str]) -> Self {
        self.additions = ids;
        self
    }
    pub fn grants(mut self, ids: &'static [&'static str]) -> Self {
        self.grants = ids;
        self
    }
    pub fn standing(mut self, ids: &'static [&'static str]) -> Self {
        self.standing = ids;
        self
    }
    pub fn access(mut self, ids: &'static [&'static str]) -> Self {
        self.access = ids;
        self
    }
    pub fn unit(mut self, id: &'static str) -> Self {
        self.unit = Some(id);
        self
    }
    pub fn manages(mut self, ids: &'static [&'static str]) -> Self {
        self.manages = ids;
        self
    }
    pub fn seen_days_ago(mut self, days: i64) -> Self {
        // Nobody was seen before they came.
        self.since = self.since.max(days + 30);
        self.seen = Some(days * 24);
        self
    }
    /// Joined so long ago and never came.
    pub fn never_seen(mut self, days: i64) -> Self {
        (self.since, self.seen) = (days, None);
        self
    }
}

/// One transaction that makes everybody.
pub struct Seeder {
    pub(super) app: App,
    pub(super) tx: Box<dyn Tx>,
    hash: String,
    pub(super) now: Millis,
    pub(super) permit: Permit,
    /// Each is drawn once, for all teams.
    portraits: BTreeMap<u32, Vec<u8>>,
}

const HOUR: Millis = DAY / 24;
/// How many people of a team may have a picture: drawing takes a moment each.
const PICTURED: u32 = 9;

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

impl Seeder {
    pub async fn begin(app: &App, hash: String) -> Result<Self, Refusal> {
        Ok(Self {
            tx: app.write().await?,
            app: app.clone(),
            hash,
            now: app.now(),
            permit: found_team(0)?,
            portraits: BTreeMap::new(),
        })
    }

    pub async fn finish(self) -> Result<(), Refusal> {
        Ok(self.tx.commit().await?)
    }

    pub async fn team(&mut self, crew: &Crew, work: u32) -> Result<(), Refusal> {
        let rules = self.app.rules(crew.profile);
        let rules = rules.ok_or_else(|| Refusal::internal(format!("no profile {}", crew.profile)))?;
        let mut seats = BTreeMap::new();
        for (kind, free) in crew.free_seats {
            seats.insert((*kind).to_owned(), free.saturating_add(taken(&rules, crew, kind)));
        }
        let oldest = crew.people.iter().map(|p| p.since).max().unwrap_or(0);
        let team = Team {
            id: crew.id.to_owned(),
            name: crew.name.to_owned(),
            profile: crew.profile.to_owned(),
            enterprise: crew.enterprise,
            seats,
            settings: Vec::new(),
            fields: BTreeMap::new(),
            deletes_at: None,
            revision: 1,
            created_at: self.now - oldest * DAY,
        };
        self.tx.insert_team(&self.permit, &team).await?;
        for (id, kind, name) in crew.units {
            let unit = Unit { id: (*id).into(), kind: (*kind).into(), name: (*name).into() };
            self.tx.insert_unit(&self.permit, crew.id, &unit).await?;
        }
        for (id, name, group) in crew.resources {
            let resource = Resource { id: (*id).into(), name: (*name).into(), group: (*group).into() };
            self.tx.insert_resource(&self.permit, crew.id, &resource).await?;
        }
        let mut people = Vec::with_capacity(crew.people.len());
        for (at, person) in crew.people.iter().enumerate() {
            let row = self.person(crew, &rules, person).await?;
            if crew.pictures {
                self.picture(at, &row).await?;
            }
            people.push(row);
        }
        self.work(crew.id, crew.enterprise, &rules, &people, work).await?;
        self.flow(crew.id, &people).await?;
        self.lists(crew.id, &rules, &people).await?;
        let founder = crew.people.first().map_or(String::new(), |p| p.name.clone());
        let entry = NewAudit {
            team: crew.id.into(),
            at: team.created_at,
            actor_name: founder,
            action: "found-team".into(),
            ..NewAudit::default()
        };
        self.tx.insert_audit(&entry).await?;
        // After the entry of the founding: the log is in the order of its times.
        self.reviews(crew.id, &people).await
    }

    async fn person(&mut self, crew: &Crew, rules: &Arc<Rules>, p: &Person) -> Result<MemberRow, Refusal> {
        let policy = &rules.policy;
        let email_key = address_key(&p.email);
        let mut fields = if p.name.is_empty() { BTreeMap::new() } else { policy.split_name(&p.name) };
        fields.extend(p.fields.iter().map(|(id, v)| ((*id).to_owned(), v.clone())));
        let name = if p.name.is_empty() { p.email.clone() } else { p.name.clone() };
        let invited_at = self.now - p.since * DAY;
        let pending = p.status == Status::Pending;
        let account = if pending { None } else { Some(self.account(p, &email_key, invited_at).await?) };
        let row = MemberRow {
            id: random::id(self.app.random())?,
            team: crew.id.to_owned(),
            account,
            email: p.email.clone(),
            email_key,
            name_key: fold(&name),
            name,
            fields,
            role: p.role.to_owned(),
            additions: owned(p.additions),
            grants: owned(p.grants),
            standing: owned(p.standing),
            access: owned(p.access),
            unit: p.unit.map(str::to_owned),
            manages: owned(p.manages),
            status: p.status,
            expires_at: pending.then(|| invited_at + policy.invitation_lasts()),
            sent: u32::from(pending),
            invited_at,
            joined_at: (!pending).then_some(invited_at + 3 * HOUR),
            deactivated_at: (p.status == Status::Deactivated).then(|| self.now - 19 * DAY),
            last_active_at: p.seen.map(|hours| (self.now - hours * HOUR - 7 * 60_000).max(invited_at)),
            version: 1,
            shared_account: false,
            avatar: None,
        };
        self.tx.insert_member(&self.permit, &row).await?;
        if pending {
            // Nobody has this link: the mail was sent in another life. Sending it again makes one that works.
            let token = random::token(self.app.random())?;
            self.tx.put_invitation(&self.permit, crew.id, &row.id, &random::hash(&token)).await?;
        }
        Ok(row)
    }

    /// Some of those who are seen first have a picture, the others their initials. Drawn here: nobody's photo is in the demo.
    async fn picture(&mut self, at: usize, row: &MemberRow) -> Result<(), Refusal> {
        let Ok(seed) = u32::try_from(at) else { return Ok(()) };
        if row.account.is_none() || seed >= PICTURED || seed % 3 == 1 {
            return Ok(());
        }
        let image = match self.portraits.get(&seed) {
            Some(image) => image.clone(),
            None => {
                let image = picture::portrait(seed).map_err(|unfit| Refusal::internal(unfit.code()))?;
                self.portraits.insert(seed, image.clone());
                image
            }
        };
        let avatar = Avatar { version: format!("demo-{seed}"), image };
        Ok(self.tx.set_avatar(&self.permit, &row.team, &row.id, &avatar).await?)
    }

    async fn account(&mut self, p: &Person, email_key: &str, at: Millis) -> Result<String, Refusal> {
        if let Some(known) = self.tx.account_by_email(email_key).await? {
            return Ok(known.id);
        }
        let account = Account {
            id: random::id(self.app.random())?,
            email: p.email.clone(),
            email_key: email_key.to_owned(),
            name: p.name.clone(),
            password_hash: Some(self.hash.clone()),
            borrowed: false,
            language: None,
            created_at: at,
        };
        self.tx.insert_account(&account).await?;
        Ok(account.id)
    }
}

/// Seats of a kind that the crew takes.
fn taken(rules: &Rules, crew: &Crew, kind: &str) -> u32 {
    let Some(def) = rules.policy.profile().seats.get(kind) else { return 0 };
    let counts = |p: &&Person| {
        if p.status == Status::Pending && p.since * DAY >= rules.policy.invitation_lasts() {
            return false; // an invitation that has ended takes no seat
        }
        (def.roles.is_empty() || def.roles.iter().any(|r| r == p.role))
            && def.counts.iter().any(|s| s == p.status.id())
    };
    u32::try_from(crew.people.iter().filter(counts).count()).unwrap_or(u32::MAX)
}
