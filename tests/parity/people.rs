//! A team with one person of every kind that the rules tell apart.

use crate::scene::{Truth, subject};
use rolecall::storage::{MemberRow, Purchase, Resource, Unit};
use shared::policy::{Policy, Status, found_team};
use shared::roster::Counts;
use std::collections::BTreeMap;
use tests::{Failure, START, Story, TestApp, another_team, new_member};

/// In what way a team is peopled.
#[derive(Clone, Copy)]
pub struct Circumstances {
    pub enterprise: bool,
    /// Of how many of the guarded roles and standings there is one holder alone.
    pub alone: usize,
    /// Seats that are free, where seats are limited.
    pub free: u32,
}

pub const UNITS: [&str; 2] = ["north", "south"];
pub const RESOURCES: [&str; 2] = ["front-desk", "night-line"];

/// Makes the team `id` of a profile.
pub async fn settle(app: &TestApp, id: &str, profile: &str, truth: &Truth, how: Circumstances) -> Story {
    let policy = &truth.policy;
    let people = everybody(policy, id, how)?;
    another_team(app, id, profile, how.enterprise, &people).await?;
    // Whoever has their account in two teams.
    if let Some(both) = people.iter().find(|p| p.email.starts_with("both@")) {
        let too = format!("{id}-too");
        let elsewhere = MemberRow { id: format!("{too}-both"), team: too.clone(), ..both.clone() };
        another_team(app, &too, profile, false, &[elsewhere]).await?;
    }
    let permit = found_team(0).map_err(|d| format!("{d:?}"))?;
    let mut counts = Counts::default();
    for row in &people {
        counts.count(policy, &subject(policy, row)?, truth.now, true);
    }
    let mut tx = app.app.write().await?;
    if policy.profile().resources.is_some() {
        for name in RESOURCES.into_iter().chain(["spare"]) {
            let resource = Resource { id: name.into(), name: name.into(), group: "Harbour".into() };
            tx.insert_resource(&permit, id, &resource).await?;
        }
    }
    if policy.has_units(how.enterprise) {
        let kind = policy.profile().units.as_ref().and_then(|u| u.kinds.first()).cloned().unwrap_or_default();
        for name in UNITS.into_iter().chain(["empty"]) {
            let unit = Unit { id: name.into(), name: name.into(), kind: kind.clone() };
            tx.insert_unit(&permit, id, &unit).await?;
        }
    }
    for (kind, _) in policy.profile().seats.iter().filter(|(_, def)| def.limited) {
        let seat = counts.seats.get(kind).copied().unwrap_or_default();
        let bought = Purchase {
            at: START,
            actor: "Founder".into(),
            kind: kind.to_owned(),
            n: 1,
            once: "bought".into(),
        };
        tx.insert_purchase(&permit, id, &bought, seat.used + seat.pending + how.free).await?;
    }
    Ok(tx.commit().await?)
}

struct Crowd<'a> {
    policy: &'a Policy,
    team: &'a str,
    how: Circumstances,
    rows: Vec<MemberRow>,
    holders: BTreeMap<String, u32>,
}

impl Crowd<'_> {
    fn person(&self, email: &str, role: &str) -> MemberRow {
        let mut row = new_member(self.team, email, email, role);
        if self.policy.profile().resources.is_some() {
            row.access = vec![RESOURCES[0].to_owned()];
        }
        row
    }

    /// Adds somebody who is here, unless they would be a second holder of what has one alone.
    fn add(&mut self, row: MemberRow) -> Story {
        let mut counts = Counts::default();
        counts.count(self.policy, &subject(self.policy, &row)?, START, true);
        let held: Vec<_> = counts.holders.into_iter().filter(|(_, n)| *n > 0).map(|(id, _)| id).collect();
        let guarded = self.policy.profile().guards.keep_one.iter().take(self.how.alone);
        if guarded.into_iter().any(|id| held.contains(id) && self.holders.contains_key(id)) {
            return Ok(());
        }
        for id in held {
            *self.holders.entry(id).or_default() += 1;
        }
        self.rows.push(row);
        Ok(())
    }

    /// The same person in every status but the active one.
    fn others(&mut self, name: &str, like: &MemberRow) {
        let units = self.policy.has_units(self.how.enterprise);
        for (at, status) in ["pending", "expired", "gone"].into_iter().enumerate() {
            let email = format!("{name}-{status}@{}.example", self.team);
            let mut row = MemberRow { access: like.access.clone(), ..self.person(&email, &like.role) };
            row.additions.clone_from(&like.additions);
            row.grants.clone_from(&like.grants);
            if units {
                row.unit = UNITS.get(at % 2).map(|u| (*u).to_owned());
            }
            match status {
                "gone" => (row.status, row.deactivated_at) = (Status::Deactivated, Some(START)),
                // The last moment that it holds, and the first at which it doesn't any more.
                "pending" => {
                    (row.status, row.account, row.expires_at) = (Status::Pending, None, Some(START + 1));
                }
                _ => (row.status, row.account, row.expires_at) = (Status::Pending, None, Some(START)),
            }
            if row.status == Status::Pending {
                row.joined_at = None;
            }
            self.rows.push(row);
        }
    }
}

fn everybody(policy: &Policy, team: &str, how: Circumstances) -> Result<Vec<MemberRow>, Failure> {
    let profile = policy.profile();
    let units = policy.has_units(how.enterprise);
    let at = |name: &str| format!("{name}@{team}.example");
    let mut crowd = Crowd { policy, team, how, rows: Vec::new(), holders: BTreeMap::new() };
    let mut founder = crowd.person(&at("founder"), &profile.founder.role);
    founder.standing.clone_from(&profile.founder.standing);
    crowd.add(founder)?;
    let default = policy.role_name(policy.default_role()).to_owned();
    for role in policy.roles() {
        let id = policy.role_name(role);
        let mut plain = crowd.person(&at(id), id);
        plain.access.clear();
        crowd.add(plain.clone())?;
        crowd.others(id, &plain);
    }
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, def) in profile.additions.iter() {
        let mut row = crowd.person(&at(&format!("also-{id}")), &def.needs);
        row.additions = vec![id.to_owned()];
        all.entry(def.needs.clone()).or_default().push(id.to_owned());
        crowd.add(row.clone())?;
        crowd.others(&format!("also-{id}"), &row);
    }
    for (needs, both) in all.into_iter().filter(|(_, both)| both.len() > 1) {
        let mut row = crowd.person(&at("also-all"), &needs);
        row.additions = both;
        crowd.add(row)?;
    }
    let shows = |grant: &str, role: &str| match (policy.grant(grant), policy.role(role)) {
        (Some(grant), Some(role)) => policy.grant_shows(grant, role),
        _ => false,
    };
    for (id, _) in profile.grants.iter() {
        let role = policy.roles().map(|r| policy.role_name(r)).find(|r| *r == default && shows(id, r));
        let role = role.or_else(|| policy.roles().map(|r| policy.role_name(r)).find(|r| shows(id, r)));
        let mut row = crowd.person(&at(&format!("may-{id}")), role.unwrap_or(&default));
        row.grants = vec![id.to_owned()];
        crowd.add(row)?;
    }
    let plain_switches = |id: &&str| shows(id, &default) && profile.grants.get(id).is_some_and(|g| !g.sso);
    let every: Vec<_> = profile.grants.ids().filter(|id| plain_switches(id)).map(str::to_owned).collect();
    if every.len() > 1 {
        let mut row = crowd.person(&at("may-all"), &default);
        row.grants = every;
        crowd.add(row.clone())?;
        crowd.others("may-all", &row);
    }
    for (id, def) in profile.standing.iter() {
        let role = def.grantable_to.clone().unwrap_or_else(|| profile.founder.role.clone());
        let over_units = policy.standing(id).is_some_and(|s| policy.standing_has_units(s));
        if over_units && !units {
            continue;
        }
        for unit in if over_units { UNITS.as_slice() } else { &["office"] } {
            // Whoever holds it, and whoever kept it with a role that it isn't given to.
            for (name, role) in [("", role.as_str()), ("odd-", default.as_str())] {
                let mut row = crowd.person(&at(&format!("{name}{id}-{unit}")), role);
                row.standing = vec![id.to_owned()];
                if over_units {
                    (row.unit, row.manages) = (Some((*unit).to_owned()), vec![(*unit).to_owned()]);
                }
                crowd.add(row)?;
            }
        }
    }
    for unit in UNITS.into_iter().filter(|_| units) {
        let mut row = crowd.person(&at(&format!("in-{unit}")), &default);
        row.unit = Some(unit.to_owned());
        crowd.add(row)?;
    }
    let mut both = crowd.person("both@x.example", &default);
    both.id = format!("{team}-both");
    crowd.add(both)?;
    Ok(crowd.rows)
}
