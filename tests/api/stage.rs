//! A team made for stories about who sees what: somebody of each kind, and an item in each place. With it an independent
//! model of what everybody sees, written from the documents.

use serde_json::{Value, json};
use shared::policy::Status;
use std::collections::BTreeSet;
use tests::{Client, Failure, Somebody, TestApp, another_team, new_member, ok};

/// Somebody on the stage.
pub struct Person {
    pub id: String,
    pub email: String,
    pub role: &'static str,
    pub grants: Vec<String>,
    pub unit: Option<String>,
    pub access: Vec<String>,
    pub status: Status,
}

/// An item on the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: String,
    pub kind: &'static str,
    pub title: String,
    pub assignee: Option<String>,
    pub unit: Option<String>,
    pub resource: Option<String>,
    pub parent: Option<String>,
}

pub struct Stage {
    pub product: &'static str,
    pub chief: Somebody,
    pub people: Vec<Person>,
    pub items: Vec<Item>,
    /// Two units and two resources, where the product has them.
    pub units: Vec<String>,
    pub resources: Vec<String>,
    /// The setting of JT6 is on.
    pub assigned_only: bool,
}

/// Who stands there: name, role, switches, unit and resources by number.
type Cast = (&'static str, &'static str, &'static [&'static str], Option<usize>, &'static [usize]);

fn cast(product: &str) -> &'static [Cast] {
    match product {
        "jtek" => &[
            ("chief", "admin", &[], None, &[]),
            ("una", "user", &[], None, &[]),
            ("ulf", "user", &[], None, &[]),
            ("gone", "user", &[], None, &[]),
        ],
        "jetlink" => &[
            ("chief", "admin", &[], None, &[]),
            ("north", "agent", &[], Some(0), &[]),
            ("south", "agent", &[], Some(1), &[]),
            ("free", "agent", &[], None, &[]),
            ("group", "agent", &["group-companies.view"], Some(0), &[]),
            ("own", "agent", &["assigned-only"], Some(0), &[]),
            ("both", "agent", &["assigned-only", "group-companies.view"], Some(1), &[]),
            // The switch is not theirs: it gives and takes nothing.
            ("report", "reporter", &["assigned-only"], Some(0), &[]),
            ("train", "jetbot-trainer", &["group-companies.view"], None, &[]),
            ("second", "admin", &["assigned-only"], Some(0), &[]),
            ("gone", "agent", &[], Some(0), &[]),
        ],
        "salestrekker" => &[
            ("chief", "system-admin", &[], None, &[]),
            ("broker", "broker", &[], Some(0), &[]),
            ("processor", "processor", &[], Some(1), &[]),
            ("gone", "broker", &[], None, &[]),
        ],
        "voice-agents" => &[
            ("chief", "administrator", &[], None, &[]),
            ("none", "member", &["edit-agents", "advanced-editor", "crm", "billable-minutes"], None, &[]),
            ("one", "member", &[], None, &[0]),
            ("two", "member", &["recordings"], None, &[0, 1]),
            ("other", "member", &["recordings"], None, &[1]),
            ("gone", "member", &[], None, &[0]),
        ],
        _ => &[
            ("chief", "owner", &[], None, &[]),
            ("admin", "admin", &[], None, &[]),
            ("member", "member", &[], None, &[]),
            ("gone", "member", &[], None, &[]),
        ],
    }
}

pub fn kinds(product: &str) -> &'static [&'static str] {
    match product {
        "jtek" => &["contact", "opportunity", "conversation"],
        "salestrekker" => &["contact", "deal", "task", "note"],
        "voice-agents" => &["call"],
        _ => &["conversation"],
    }
}

pub const PRODUCTS: [&str; 5] = ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"];

impl Stage {
    /// Makes the team, with `rounds` items in every place.
    pub async fn set(app: &TestApp, product: &'static str, rounds: usize) -> Result<Self, Failure> {
        let team = format!("stage-{product}");
        let rows: Vec<_> = cast(product)
            .iter()
            .map(|(name, role, grants, _, _)| {
                let mut row =
                    new_member(&team, &format!("{name}@{team}.example"), &format!("{name} Person"), role);
                row.grants = grants.iter().map(|g| (*g).to_owned()).collect();
                if product == "salestrekker" && *name == "chief" {
                    row.standing = vec!["organization-owner".into()];
                }
                row
            })
            .collect();
        another_team(app, &team, product, true, &rows).await?;
        let chief = Somebody::of(app, &format!("chief@{team}.example"), &team).await?;
        let mut stage = Self {
            product,
            chief,
            people: Vec::new(),
            items: Vec::new(),
            units: Vec::new(),
            resources: Vec::new(),
            assigned_only: false,
        };
        stage.places().await?;
        stage.settle(&rows).await?;
        for round in 0..rounds {
            stage.fill(round).await?;
        }
        Ok(stage)
    }

    /// Units and resources.
    async fn places(&mut self) -> Result<(), Failure> {
        for name in ["Stage north", "Stage south"] {
            if self.product == "jetlink" || self.product == "salestrekker" {
                let kind = if self.product == "jetlink" { "Company" } else { "Branch" };
                let body = json!({"name": name, "kind": kind});
                self.units.push(self.made("/units", &body).await?);
            }
            if self.product == "voice-agents" {
                self.resources.push(self.made("/resources", &json!({"name": name, "group": ""})).await?);
            }
        }
        Ok(())
    }

    /// Makes something; gives its id, wherever the answer holds it.
    pub async fn made(&self, path: &str, body: &Value) -> Result<String, Failure> {
        let answer = ok(self.chief.client.post(&self.chief.at(path), body).await?)?.json();
        let id = ["id", "item", "unit", "resource", "key", "automation", "webhook"]
            .iter()
            .find_map(|part| answer[*part].as_str().or_else(|| answer[*part]["id"].as_str()));
        id.map(str::to_owned).ok_or_else(|| format!("{path}: no id in {answer}").into())
    }

    /// Puts people where they belong.
    async fn settle(&mut self, rows: &[rolecall::storage::MemberRow]) -> Result<(), Failure> {
        for (row, (_, role, grants, unit, access)) in rows.iter().zip(cast(self.product)) {
            let unit = unit.and_then(|at| self.units.get(at).cloned());
            if let Some(unit) = &unit {
                let path = self.chief.at(&format!("/members/{}/unit", row.id));
                ok(self.chief.client.put(&path, &json!({"unit": unit})).await?)?;
            }
            let access: Vec<_> = access.iter().filter_map(|at| self.resources.get(*at).cloned()).collect();
            for resource in &access {
                let path = self.chief.at(&format!("/resources/{resource}/members/{}", row.id));
                ok(self.chief.client.put(&path, &json!({})).await?)?;
            }
            self.people.push(Person {
                id: row.id.clone(),
                email: row.email.clone(),
                role,
                grants: grants.iter().map(|g| (*g).to_owned()).collect(),
                unit,
                access,
                status: Status::Active,
            });
        }
        Ok(())
    }

    /// One item of each kind in each place: everybody's and nobody's, in each unit and in none, of each resource.
    async fn fill(&mut self, round: usize) -> Result<(), Failure> {
        let mut holders: Vec<Option<String>> = vec![None];
        holders.extend(self.people.iter().filter(|p| self.opens(p)).map(|p| Some(p.id.clone())));
        let with_none = |ids: &[String]| {
            let mut all = vec![None];
            all.extend(ids.iter().cloned().map(Some));
            all
        };
        let units = if self.product == "jetlink" { with_none(&self.units) } else { vec![None] };
        let resources = if self.product == "voice-agents" {
            with_none(&self.resources)[1..].to_vec()
        } else {
            vec![None]
        };
        for kind in kinds(self.product) {
            for assignee in &holders {
                for unit in &units {
                    for resource in &resources {
                        let n = self.items.len();
                        let title = format!("Zebra {kind} number{n}x round{round}");
                        // Linked to somebody else's: the next contact in turn.
                        let parent = match *kind {
                            "opportunity" | "conversation" if self.product == "jtek" => {
                                self.one_of("contact", n)
                            }
                            "deal" => self.one_of("contact", n),
                            "task" | "note" => self.one_of("deal", n),
                            _ => None,
                        };
                        let mut body = json!({"title": title});
                        for (part, value) in [
                            ("assignee", assignee),
                            ("unit", unit),
                            ("resource", resource),
                            ("parent", &parent),
                        ] {
                            if let Some(value) = value {
                                body[part] = json!(value);
                            }
                        }
                        if *kind == "call" {
                            body["fields"] = json!({"recording": format!("https://calls.example/{n}.mp3")});
                        }
                        let id = self.made(&format!("/work/{kind}"), &body).await?;
                        self.items.push(Item {
                            id,
                            kind,
                            title,
                            assignee: assignee.clone(),
                            unit: unit.clone(),
                            resource: resource.clone(),
                            parent,
                        });
                    }
                }
            }
        }
        Ok(())
    }

    fn one_of(&self, kind: &str, n: usize) -> Option<String> {
        let all: Vec<_> = self.items.iter().filter(|i| i.kind == kind).collect();
        all.get((n * 7 + 3) % all.len().max(1)).map(|i| i.id.clone())
    }

    /// `gone` goes: what they have stays under their name, or is nobody's where people are only deleted.
    pub async fn one_goes(&mut self) -> Result<(), Failure> {
        let email = format!("gone@{}.example", self.chief.team);
        let Some(gone) = self.people.iter_mut().find(|p| p.email == email) else { return Ok(()) };
        if self.product == "voice-agents" {
            ok(self.chief.deletes(&email, None).await?)?;
            for item in self.items.iter_mut().filter(|i| i.assignee.as_ref() == Some(&gone.id)) {
                item.assignee = None;
            }
        } else {
            ok(self.chief.tells(&email, "deactivate").await?)?;
        }
        gone.status = Status::Deactivated;
        Ok(())
    }

    /// Turns JT6 on or off.
    pub async fn assigned_only(&mut self, on: bool) -> Result<(), Failure> {
        let settings = if on { json!(["assigned-only"]) } else { json!([]) };
        ok(self.chief.client.patch(&self.chief.at(""), &json!({"settings": settings})).await?)?;
        self.assigned_only = on;
        Ok(())
    }

    pub async fn browser(&self, app: &TestApp, person: &Person) -> Result<Client, Failure> {
        app.signed_in(&person.email).await
    }

    /// The kinds of work of this product are theirs to see at all.
    pub fn opens(&self, p: &Person) -> bool {
        self.product != "jetlink" || p.role == "admin" || p.role == "agent"
    }

    /// What the documents show somebody.
    pub fn sees(&self, p: &Person, item: &Item) -> bool {
        if p.status != Status::Active || !self.opens(p) {
            return false;
        }
        let mine = item.assignee.as_ref() == Some(&p.id);
        let has = |grant: &str| p.grants.iter().any(|g| g == grant);
        match self.product {
            "jtek" => p.role == "admin" || !self.assigned_only || mine,
            "jetlink" => {
                let kept = p.role == "agent" && has("assigned-only");
                let company = p.role == "admin"
                    || has("group-companies.view")
                    || item.unit.is_none()
                    || item.unit == p.unit;
                (!kept || mine) && company
            }
            "voice-agents" => {
                p.role == "administrator" || item.resource.as_ref().is_some_and(|r| p.access.contains(r))
            }
            _ => true,
        }
    }

    /// Ids of what somebody sees of a kind, and more narrowly.
    pub fn seen(&self, p: &Person, kind: &str, more: impl Fn(&Item) -> bool) -> BTreeSet<String> {
        self.items
            .iter()
            .filter(|i| i.kind == kind && self.sees(p, i) && more(i))
            .map(|i| i.id.clone())
            .collect()
    }
}
