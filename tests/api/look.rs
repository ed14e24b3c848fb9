//! A viewer who looks at work in every way there is, against the stage's own model of what they see.

use crate::stage::{Item, Person, Stage};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tests::{Client, Failure, Saved, Story, TestApp, body_apart_from_request, no, ok, unchanged};

type Ids = BTreeSet<String>;

/// A viewer at their browser, with the stage they look at.
pub struct Look<'a> {
    pub stage: &'a Stage,
    pub who: &'a Person,
    pub browser: Client,
    /// For messages.
    pub told: String,
}

fn query(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

impl Look<'_> {
    fn at(&self, rest: &str) -> String {
        self.stage.chief.at(rest)
    }

    async fn get(&self, rest: &str) -> Result<tests::Answer, Failure> {
        self.browser.get(&self.at(rest)).await
    }

    /// All pages of a list: ids, and the total that every page tells.
    async fn list(&self, kind: &str, filter: &str) -> Result<(Vec<String>, u64, Value), Failure> {
        let (mut ids, mut after) = (Vec::new(), String::new());
        loop {
            let page = ok(self.get(&format!("/work/{kind}?limit=7{filter}{after}")).await?)?.json();
            for item in page["items"].as_array().ok_or("no items")? {
                self.fits(item)?;
                ids.push(item["id"].as_str().unwrap_or_default().to_owned());
            }
            let total = page["total"].as_u64().ok_or("no total")?;
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", query(next)),
                None => return Ok((ids, total, page["tally"].clone())),
            }
            assert!(ids.len() < 2_000, "{}: the pages never end", self.told);
        }
    }

    /// A row is as the model has it, and names nothing that this viewer may not see.
    fn fits(&self, row: &Value) -> Story {
        let item = self.stage.items.iter().find(|i| row["id"] == i.id.as_str());
        let item = item.ok_or_else(|| format!("{}: an item that nobody made: {row}", self.told))?;
        let told = format!("{}: {row} for {item:?}", self.told);
        assert!(self.stage.sees(self.who, item), "{told}");
        assert_eq!(row["title"], item.title.as_str(), "{told}");
        assert_eq!(row["assignee"]["id"].as_str(), item.assignee.as_deref(), "{told}");
        assert_eq!(row["unit"].as_str(), item.unit.as_deref(), "{told}");
        assert_eq!(row["resource"].as_str(), item.resource.as_deref(), "{told}");
        let parent = item.parent.as_ref().and_then(|p| self.stage.items.iter().find(|i| i.id == *p));
        let shown = parent.filter(|p| self.stage.sees(self.who, p)).map(|p| p.id.as_str());
        if let Some(named) = row["parent"]["id"].as_str() {
            assert_eq!(Some(named), shown, "{told}: names what it is linked to");
        }
        if item.kind == "call" {
            let may = self.who.role == "administrator" || self.who.grants.iter().any(|g| g == "recordings");
            assert_eq!(row["fields"]["recording"].is_string(), may, "{told}: the recording (VA3)");
        }
        Ok(())
    }

    fn same(&self, what: &str, got: Vec<String>, total: u64, want: &Ids) {
        let told = format!("{}: {what}", self.told);
        let set: Ids = got.iter().cloned().collect();
        assert_eq!(set.len(), got.len(), "{told}: an item twice");
        assert_eq!(&set, want, "{told}");
        assert_eq!(total, want.len() as u64, "{told}: total");
    }

    pub async fn lists(&self, kind: &str) -> Story {
        let stage = self.stage;
        let all = stage.seen(self.who, kind, |_| true);
        let one = |f: &dyn Fn(&Item) -> bool| stage.seen(self.who, kind, f);
        let mine = one(&|i| i.assignee.as_ref() == Some(&self.who.id));
        let nobodys = one(&|i| i.assignee.is_none());
        let tally = json!({"all": all.len(), "unassigned": nobodys.len(), "mine": mine.len()});
        for filter in ["", "&sort=title", "&sort=newest", "&q=zebra", "&q=zebra&sort=title", "&q=ZEB%20round"]
        {
            let (ids, total, told) = self.list(kind, filter).await?;
            self.same(filter, ids, total, &all);
            assert_eq!(told, tally, "{} {filter}: the tally", self.told);
        }
        for (filter, want) in [("&assignee=me", &mine), ("&assignee=none", &nobodys)] {
            for more in ["", "&q=zebra", "&sort=title"] {
                let (ids, total, told) = self.list(kind, &format!("{filter}{more}")).await?;
                self.same(filter, ids, total, want);
                assert_eq!(told, tally, "{} {filter}: the tally is of the kind", self.told);
            }
        }
        for person in &stage.people {
            let want = one(&|i| i.assignee.as_ref() == Some(&person.id));
            for more in ["", "&q=zebra"] {
                let filter = format!("&assignee={}{more}", person.id);
                let (ids, total, _) = self.list(kind, &filter).await?;
                self.same(&filter, ids, total, &want);
            }
        }
        for resource in &stage.resources {
            let want = one(&|i| i.resource.as_ref() == Some(resource));
            for filter in [format!("&resource={resource}"), format!("&resource={resource}&q=zebra")] {
                let (ids, total, _) = self.list(kind, &filter).await?;
                self.same(&filter, ids, total, &want);
            }
            let both = one(&|i| i.resource.as_ref() == Some(resource) && i.assignee.is_none());
            let (ids, total, _) = self.list(kind, &format!("&resource={resource}&assignee=none")).await?;
            self.same("resource and nobody", ids, total, &both);
        }
        Ok(())
    }

    pub async fn counts(&self, kind: &str) -> Story {
        let counts = ok(self.get(&format!("/work/{kind}/counts")).await?)?.json();
        let mut want: BTreeMap<String, u64> = BTreeMap::new();
        for item in self.stage.items.iter().filter(|i| i.kind == kind && self.stage.sees(self.who, i)) {
            if let Some(id) = &item.assignee {
                *want.entry(id.clone()).or_default() += 1;
            }
        }
        let people = counts["people"].as_array().ok_or("no people")?;
        let got: BTreeMap<String, u64> = people
            .iter()
            .map(|p| {
                (p["person"]["id"].as_str().unwrap_or_default().to_owned(), p["n"].as_u64().unwrap_or(0))
            })
            .collect();
        assert_eq!(got, want, "{}: counts", self.told);
        assert_eq!(got.len(), people.len(), "{}: somebody twice", self.told);
        let all = self.stage.seen(self.who, kind, |_| true).len();
        assert_eq!(counts["tally"]["all"], json!(all), "{}: counts", self.told);
        Ok(())
    }

    /// Search and type-ahead know a word of an item if and only if the viewer sees it.
    pub async fn words(&self, kind: &str) -> Story {
        for item in self.stage.items.iter().filter(|i| i.kind == kind) {
            let word = item.title.split(' ').nth(2).unwrap_or_default();
            let want: Vec<&str> =
                if self.stage.sees(self.who, item) { vec![item.id.as_str()] } else { Vec::new() };
            let page = ok(self.get(&format!("/work/{kind}?q={word}")).await?)?.json();
            let found = |list: &Value| -> Vec<String> {
                let rows = list["items"].as_array().cloned().unwrap_or_default();
                rows.iter().map(|r| r["id"].as_str().unwrap_or_default().to_owned()).collect()
            };
            assert_eq!(found(&page), want, "{}: search for {word}", self.told);
            assert_eq!(page["total"], json!(want.len()), "{}: total of {word}", self.told);
            for more in [String::new(), format!("&kind={kind}")] {
                let list = ok(self.get(&format!("/work?q={word}{more}")).await?)?.json();
                assert_eq!(found(&list), want, "{}: suggestions for {word}{more}", self.told);
            }
        }
        let list = ok(self.get(&format!("/work?q=zebra&limit=50&kind={kind}")).await?)?.json();
        let rows = list["items"].as_array().ok_or("no items")?;
        let ids: Ids = rows.iter().map(|r| r["id"].as_str().unwrap_or_default().to_owned()).collect();
        let want = self.stage.seen(self.who, kind, |_| true);
        assert!(ids.is_subset(&want), "{}: suggestions", self.told);
        assert_eq!(ids.len(), want.len().min(50), "{}: suggestions", self.told);
        Ok(())
    }

    pub async fn details(&self, kind: &str, app: &TestApp) -> Story {
        let unknown = self.get(&format!("/work/{kind}/nothing")).await?;
        assert_eq!(unknown.outcome(), no(404, "not-found"), "{}", self.told);
        let before = tests::state(app).await?;
        for item in self.stage.items.iter().filter(|i| i.kind == kind) {
            let path = format!("/work/{kind}/{}", item.id);
            let answer = self.get(&path).await?;
            let told = format!("{}: {item:?}", self.told);
            if self.stage.sees(self.who, item) {
                let detail = ok(answer)?.json();
                self.fits(&detail["item"])?;
                let shown: Ids = detail["linked"]
                    .as_array()
                    .ok_or("no linked")?
                    .iter()
                    .map(|l| l["id"].as_str().unwrap_or_default().to_owned())
                    .collect();
                let linked = self.stage.items.iter().filter(|i| i.parent.as_ref() == Some(&item.id));
                let want: Ids =
                    linked.filter(|i| self.stage.sees(self.who, i)).map(|i| i.id.clone()).collect();
                assert_eq!(shown, want, "{told}: what is linked");
                for l in detail["linked"].as_array().ok_or("no linked")? {
                    self.fits(l)?;
                }
                let parent = item.parent.as_ref().and_then(|p| self.stage.items.iter().find(|i| i.id == *p));
                let want = parent.filter(|p| self.stage.sees(self.who, p)).map(|p| p.id.as_str());
                assert_eq!(detail["item"]["parent"]["id"].as_str(), want, "{told}: what it is linked to");
                continue;
            }
            // Out of sight: nothing there, whatever is done to it.
            let body = json!({"title": "Changed", "version": 1});
            let assign = json!({"to": self.who.id, "items": [item.id]});
            for answer in [
                answer,
                self.browser.patch(&self.at(&path), &body).await?,
                self.browser.post(&self.at(&format!("{path}/notes")), &json!({"text": "Note"})).await?,
            ] {
                assert_eq!(answer.status, unknown.status, "{told}");
                assert_eq!(body_apart_from_request(&answer), body_apart_from_request(&unknown), "{told}");
            }
            let answer = self.browser.post(&self.at(&format!("/work/{kind}/assign")), &assign).await?;
            assert!([403, 404].contains(&answer.status.as_u16()), "{told}: {:?}", answer.outcome());
            if let Some(child) = child_kind(self.stage.product, kind) {
                let body = json!({"title": "Below", "parent": item.id});
                let answer = self.browser.post(&self.at(&format!("/work/{child}")), &body).await?;
                assert!(answer.status.is_client_error(), "{told}: linked to what is out of sight");
            }
        }
        unchanged(app, &before).await
    }

    pub async fn export(&self, kind: &str) -> Story {
        for (filter, want) in [
            ("", self.stage.seen(self.who, kind, |_| true)),
            ("?assignee=none", self.stage.seen(self.who, kind, |i| i.assignee.is_none())),
            ("?q=zebra", self.stage.seen(self.who, kind, |_| true)),
        ] {
            let answer = ok(self.get(&format!("/work/{kind}/export{filter}")).await?)?;
            assert!(
                answer.header("content-type").starts_with("text/csv"),
                "{}",
                answer.header("content-type")
            );
            let text = String::from_utf8(answer.bytes)?;
            let titles: Vec<_> =
                text.split(['\n', ',', '"']).map(str::trim).filter(|c| c.starts_with("Zebra ")).collect();
            // What an item is linked to may stand beside it, where that is seen too.
            for title in &titles {
                let item = self.stage.items.iter().find(|i| i.title == *title).ok_or("an unknown title")?;
                assert!(self.stage.sees(self.who, item), "{}: exports {title}", self.told);
            }
            let own: Ids = self
                .stage
                .items
                .iter()
                .filter(|i| i.kind == kind && titles.contains(&i.title.as_str()))
                .map(|i| i.id.clone())
                .collect();
            assert!(own.is_superset(&want), "{}: export{filter} lacks some", self.told);
            assert_eq!(text.lines().count(), want.len() + 1, "{}: export{filter} {text}", self.told);
            if kind == "call" {
                let may =
                    self.who.role == "administrator" || self.who.grants.iter().any(|g| g == "recordings");
                assert!(may || !text.contains("calls.example"), "{}: exports recordings (VA3)", self.told);
            }
        }
        Ok(())
    }

    /// "All that the filter has" is all that this viewer sees.
    pub async fn bulk(&self, kind: &str, app: &TestApp, saved: &Saved) -> Story {
        let path = self.at(&format!("/work/{kind}/assign"));
        let free = self.browser.post(&path, &json!({"to": self.who.id, "items": ["nothing"]})).await?;
        if free.outcome() == no(403, "not-permitted") {
            return Ok(());
        }
        for (filter, want) in [
            (json!({}), self.stage.seen(self.who, kind, |i| i.assignee.as_ref() != Some(&self.who.id))),
            (json!({"assignee": "none"}), self.stage.seen(self.who, kind, |i| i.assignee.is_none())),
            (
                json!({"q": "zebra"}),
                self.stage.seen(self.who, kind, |i| i.assignee.as_ref() != Some(&self.who.id)),
            ),
        ] {
            let body = json!({"to": self.who.id, "filter": filter});
            let moved = ok(self.browser.post(&path, &body).await?)?.json();
            assert_eq!(moved["moved"], json!(want.len()), "{}: {body}", self.told);
            let page =
                ok(self.stage.chief.client.get(&self.at(&format!("/work/{kind}?limit=500"))).await?)?.json();
            for row in page["items"].as_array().ok_or("no items")? {
                let item =
                    self.stage.items.iter().find(|i| row["id"] == i.id.as_str()).ok_or("a new item")?;
                let assignee = if want.contains(&item.id) {
                    Some(self.who.id.as_str())
                } else {
                    item.assignee.as_deref()
                };
                assert_eq!(row["assignee"]["id"].as_str(), assignee, "{}: {body} {item:?}", self.told);
            }
            saved.back().await?;
        }
        // One that is out of sight among them: none of them.
        let before = tests::state(app).await?;
        let (seen, hidden): (Vec<_>, Vec<_>) =
            self.stage.items.iter().filter(|i| i.kind == kind).partition(|i| self.stage.sees(self.who, i));
        if let (Some(seen), Some(hidden)) = (seen.first(), hidden.first()) {
            let both = json!({"to": self.who.id, "items": [seen.id, hidden.id]});
            let unknown = json!({"to": self.who.id, "items": [seen.id, "nothing"]});
            let (both, unknown) =
                (self.browser.post(&path, &both).await?, self.browser.post(&path, &unknown).await?);
            assert_eq!(both.outcome(), no(404, "not-found"), "{}", self.told);
            assert_eq!(body_apart_from_request(&both), body_apart_from_request(&unknown));
        }
        unchanged(app, &before).await
    }

    /// Somebody who does not work with this kind at all: each way is closed, and says the same of every item.
    pub async fn closed(&self, kind: &str) -> Story {
        let item = self.stage.items.iter().find(|i| i.kind == kind).ok_or("no item")?;
        for rest in [
            format!("/work/{kind}"),
            format!("/work/{kind}?q=zebra"),
            format!("/work/{kind}/counts"),
            format!("/work/{kind}/export"),
            format!("/work/{kind}/{}", item.id),
            format!("/work/{kind}/nothing"),
        ] {
            assert_eq!(self.get(&rest).await?.outcome(), no(403, "not-permitted"), "{} {rest}", self.told);
        }
        let answer = self.get("/work?q=zebra").await?;
        let nothing = answer.status.as_u16() == 403 || answer.json()["items"] == json!([]);
        assert!(nothing, "{}: suggestions {:?}", self.told, answer.json());
        Ok(())
    }
}

fn child_kind(product: &str, kind: &str) -> Option<&'static str> {
    match (product, kind) {
        ("jtek", "contact") => Some("opportunity"),
        ("salestrekker", "contact") => Some("deal"),
        ("salestrekker", "deal") => Some("task"),
        _ => None,
    }
}
