//! Each kind of step: what is asked of the server, and what that must do to whose the items are.

use super::step::Step;
use super::world::{Change, Items, World, roles, text};
use crate::stage::kinds;
use serde_json::json;
use std::collections::BTreeSet;
use tests::{Failure, ok};

impl World {
    pub(super) async fn happen(&mut self, step: &Step, items: &Items) -> Result<Change, Failure> {
        let kind_of = |n: usize| kinds(self.product)[n % kinds(self.product).len()];
        Ok(match step {
            Step::Create { kind, to } => {
                let (kind, to) = (kind_of(*kind), self.anybody(*to).await?);
                let mut body = json!({"title": format!("Item {}", items.len())});
                if let Some(to) = &to {
                    body["assignee"] = json!(to.id);
                }
                let answer = self.post(&format!("/work/{kind}"), &body).await?;
                let able = to.as_ref().is_none_or(|m| self.can_hold(m));
                self.allowed(&answer, able)?;
                match answer.status.is_success() {
                    true => Change::To([(text(&answer.json()["item"]["id"]), to.map(|m| m.id))].into()),
                    false => Change::None,
                }
            }
            Step::Assign { kind, items: which, to } => {
                let (kind, to) = (kind_of(*kind), self.anybody(*to).await?);
                let all: Vec<_> =
                    items.iter().filter(|(_, (k, _))| k == kind).map(|(id, _)| id.clone()).collect();
                if all.is_empty() {
                    return Ok(Change::None);
                }
                let which: BTreeSet<_> = which.iter().map(|n| all[n % all.len()].clone()).collect();
                let body = json!({"to": to.as_ref().map(|m| &m.id), "items": which});
                self.give(kind, body, to, which, items).await?
            }
            Step::AssignAll { kind, of, to, except } => {
                let (kind, to) = (kind_of(*kind), self.anybody(*to).await?);
                // Somebody who has some.
                let owners: Vec<_> =
                    items.values().filter(|(k, _)| k == kind).map(|(_, o)| o.clone()).collect();
                let Some(owner) = owners.get(of % owners.len().max(1)).cloned() else {
                    return Ok(Change::None);
                };
                let theirs: Vec<_> = items
                    .iter()
                    .filter(|(_, (k, o))| k == kind && *o == owner)
                    .map(|(id, _)| id.clone())
                    .collect();
                let except: Vec<_> = theirs.iter().take(*except).cloned().collect();
                let which = theirs.into_iter().filter(|id| !except.contains(id)).collect();
                let filter = json!({"assignee": owner.unwrap_or_else(|| "none".into())});
                let body = json!({"to": to.as_ref().map(|m| &m.id), "filter": filter, "except": except});
                self.give(kind, body, to, which, items).await?
            }
            Step::Undo { move_back } => self.undo(*move_back, items).await?,
            Step::HandOver { from, to } => {
                let (Some(from), to) = (self.one_with(*from, items).await?, self.anybody(*to).await?) else {
                    return Ok(Change::None);
                };
                let path = format!("/members/{}/hand-over", from.id);
                let answer = self.post(&path, &json!({"to": to.as_ref().map(|m| &m.id)})).await?;
                if !answer.status.is_success() {
                    return self.denied(&answer);
                }
                if let Some(to) = &to {
                    let moves = items.values().any(|(_, o)| o.as_ref() == Some(&from.id)) && to.id != from.id;
                    if moves && !self.can_hold(to) {
                        return Err(format!("{to:?} took over").into());
                    }
                }
                self.keep(&answer);
                self.all_of(items, &[&from.id], to.as_ref().map(|m| m.id.as_str()))
            }
            Step::Deactivate { who, heir } => {
                let Some(who) = self.one_with(*who, items).await? else { return Ok(Change::None) };
                let heir = match heir {
                    Some(n) => self.one(*n).await?,
                    None => None,
                };
                let body = heir.as_ref().map_or_else(|| json!({}), |h| json!({"successor": h.id}));
                let answer = self.post(&format!("/members/{}/deactivate", who.id), &body).await?;
                if !answer.status.is_success() {
                    return self.denied(&answer);
                }
                match heir {
                    Some(heir) => {
                        self.heir_fits(&heir, &[&who.id], items)?;
                        self.all_of(items, &[&who.id], Some(&heir.id))
                    }
                    // It stays under the name (JT13, ST11).
                    None => Change::None,
                }
            }
            Step::Restore { who } => {
                let Some(who) = self.one(*who).await? else { return Ok(Change::None) };
                let _ = self.post(&format!("/members/{}/restore", who.id), &json!({})).await?;
                Change::None
            }
            Step::Delete { who, heir } => {
                let Some(who) = self.one_with(*who, items).await? else { return Ok(Change::None) };
                let heir = match heir {
                    Some(n) => self.anybody(*n).await?,
                    None => None,
                };
                let body = heir.as_ref().map_or_else(|| json!({}), |h| json!({"successor": h.id}));
                let path = self.chief.at(&format!("/members/{}", who.id));
                let answer = self.chief.client.delete(&path, &body).await?;
                self.deleted(&answer, &[&who.id], heir, items)?
            }
            Step::DeleteTwo { first, second, heir } => {
                let (Some(a), Some(b)) = (self.one(*first).await?, self.one(*second).await?) else {
                    return Ok(Change::None);
                };
                let heir = match heir {
                    Some(n) => self.anybody(*n).await?,
                    None => None,
                };
                let mut body = json!({"members": [a.id, b.id]});
                if let Some(heir) = &heir {
                    body["successor"] = json!(heir.id);
                }
                let answer = self.post("/actions/delete", &body).await?;
                self.deleted(&answer, &[&a.id, &b.id], heir, items)?
            }
            Step::Join { role } => {
                self.join(*role).await?;
                Change::None
            }
            Step::ChangeRole { who, role } => {
                let Some(who) = self.one(*who).await? else { return Ok(Change::None) };
                let path = self.chief.at(&format!("/members/{}/role", who.id));
                let role = roles(self.product)[role % roles(self.product).len()];
                let _ = self.chief.client.put(&path, &json!({ "role": role })).await?;
                Change::None
            }
            Step::Away { who } => self.away(*who).await?,
            Step::Import { lines, to, cancel } => self.import(*lines, to, *cancel, items).await?,
            Step::Intake => self.intake(items).await?,
            Step::Edit { item } => {
                if let Some((id, (kind, _))) = items.iter().nth(item % items.len().max(1)) {
                    let path = self.chief.at(&format!("/work/{kind}/{id}"));
                    let version = ok(self.chief.client.get(&path).await?)?.json()["item"]["version"].clone();
                    let body = json!({"title": format!("Edited {item}"), "version": version});
                    ok(self.chief.client.patch(&path, &body).await?)?;
                }
                Change::None
            }
            Step::Note { item } => {
                if let Some((id, (kind, _))) = items.iter().nth(item % items.len().max(1)) {
                    ok(self.post(&format!("/work/{kind}/{id}/notes"), &json!({"text": "Called"})).await?)?;
                }
                Change::None
            }
            Step::Rotate { who } => {
                self.rotate(who).await?;
                Change::None
            }
            Step::Setting { on } => {
                if self.product == "jtek" {
                    let settings = if *on { json!(["assigned-only"]) } else { json!([]) };
                    ok(self.chief.client.patch(&self.chief.at(""), &json!({"settings": settings})).await?)?;
                }
                Change::None
            }
        })
    }
}
