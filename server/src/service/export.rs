//! Everything of a team as one file, made while it is sent (JY16). The format is described in docs/export.md.

use super::pieces::{Pieces, body};
use super::read::may;
use crate::clock::Millis;
use crate::error::{NOT_FOUND, Refusal};
use crate::session::{Member, SignedIn, still_there};
use crate::state::App;
use crate::storage::{NewAudit, Part, Team};
use axum::body::{Body, Bytes};
use serde_json::json;
use shared::policy::Command;

/// Rows that are read at a time: what the server holds of a file at any moment.
const ROWS: u32 = 500;

/// What the file is, for whoever reads it.
pub const FORMAT: &str = "rolecall-team";
/// Grows when what is in the file comes to mean something else.
pub const VERSION: u32 = 1;

/// A file on its way, and what it is called.
pub struct Export {
    /// Its name: ASCII letters, digits, hyphens and a dot.
    pub name: String,
    /// Its content.
    pub body: Body,
}

/// The whole team, for whoever may delete it. The rights are asked again with each piece: whoever loses them on the way gets
/// no more, and the file breaks off before its last line says that it is complete.
pub async fn team(app: &App, person: &SignedIn, who: &Member) -> Result<Export, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::DeleteTeam).await?;
    let team = db.team(&who.team.id).await?.ok_or(NOT_FOUND)?;
    drop(db);
    let now = app.now();
    noted(app, who, now).await?;
    let day = crate::clock::day_and_time(now);
    let name = format!("{}-{}.json", slug(&team.name), day.split(' ').next().unwrap_or_default());
    let file = File {
        app: app.clone(),
        person: person.clone(),
        who: who.clone(),
        next: Next::Head(Box::new(team), now),
    };
    Ok(Export { name, body: body(file) })
}

/// Who took everything along stands in the log.
async fn noted(app: &App, who: &Member, at: Millis) -> Result<(), Refusal> {
    let mut tx = app.write().await?;
    tx.insert_audit(&NewAudit {
        team: who.team.id.clone(),
        at,
        actor_id: Some(who.row.id.clone()),
        actor_name: who.row.name.clone(),
        action: "export-team".to_owned(),
        ..NewAudit::default()
    })
    .await?;
    Ok(tx.commit().await?)
}

/// The team's name as a file's: what is no ASCII letter or digit is a hyphen.
fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let all: String = name.chars().map(plain).collect();
    let words: Vec<&str> = all.split('-').filter(|w| !w.is_empty()).collect();
    let short: String = words.join("-").chars().take(60).collect();
    if short.is_empty() { "team".to_owned() } else { short }
}

struct File {
    app: App,
    person: SignedIn,
    who: Member,
    next: Next,
}

enum Next {
    Head(Box<Team>, Millis),
    /// A part of [`Part::ALL`], and the place after which it goes on; none before its first row.
    Rows(usize, Option<i64>),
    End,
}

impl Pieces for File {
    async fn piece(&mut self) -> Result<Option<Bytes>, Refusal> {
        let (at, after) = match &self.next {
            Next::End => return Ok(None),
            Next::Head(team, now) => {
                let text = self.head(team, *now)?;
                self.next = Next::Rows(0, None);
                return Ok(Some(text.into()));
            }
            Next::Rows(at, after) => (*at, *after),
        };
        let Some(part) = Part::ALL.get(at) else {
            self.next = Next::End;
            return Ok(Some(Bytes::from_static(b"\"complete\": true\n}\n")));
        };
        let now = still_there(&self.app, &self.person, &self.who.team.id).await?;
        (self.who.team, self.who.row) = now.ok_or(Refusal::NotSignedIn)?;
        let mut db = self.app.read().await?;
        may(&self.app, &self.who, db.as_mut(), Command::DeleteTeam).await?;
        let rows = db.pieces(&self.who.team.id, *part, after.unwrap_or(0), ROWS).await?;
        drop(db);
        let mut text = String::new();
        let mut first = after.is_none();
        if first {
            text.push_str(&format!("\"{}\": [", part.name()));
        }
        for (_, row) in &rows {
            text.push_str(if first { "\n" } else { ",\n" });
            text.push_str(row);
            first = false;
        }
        let full = rows.len() == usize::try_from(ROWS).unwrap_or(usize::MAX);
        self.next = match rows.last() {
            Some((last, _)) if full => Next::Rows(at, Some(*last)),
            _ => {
                text.push_str("],\n");
                Next::Rows(at.saturating_add(1), None)
            }
        };
        Ok(Some(text.into()))
    }
}

impl File {
    fn head(&self, team: &Team, now: Millis) -> Result<String, Refusal> {
        let rules = &self.who.rules;
        let about = [
            ("format", json!(FORMAT)),
            ("version", json!(VERSION)),
            ("made_at", json!(now)),
            ("profile", json!({"id": rules.policy.profile().id, "hash": rules.hash})),
            (
                "team",
                json!({
                    "id": team.id, "name": team.name, "enterprise": team.enterprise, "fields": team.fields,
                    "settings": team.settings, "seats": team.seats, "created_at": team.created_at,
                    "revision": team.revision, "deletes_at": team.deletes_at,
                }),
            ),
        ];
        let mut text = String::from("{\n");
        for (key, value) in about {
            text.push_str(&format!(
                "\"{key}\": {},\n",
                serde_json::to_string(&value).map_err(Refusal::internal)?
            ));
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn jy16_a_files_name_is_plain_whatever_the_teams_is() {
        assert_eq!(slug("Lantern & Sons"), "lantern-sons");
        assert_eq!(slug("../etc\r\n\"x\""), "etc-x");
        assert_eq!(slug("夜明け"), "team");
        assert_eq!(slug(&"ab ".repeat(90)).len(), 60);
    }
}
