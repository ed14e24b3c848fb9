//! Who is told of what: the bell, and mail for those who want it (JT18, JY13). Nobody is told of what they did themself.

use super::act::Act;
use super::subject_of;
use super::work::Eye;
use crate::error::Refusal;
use crate::limits::Limit;
use crate::live::{LiveChange, WorkChange, WorkPlace};
use crate::mail::templates::{self, Voice};
use crate::mail::words::Words;
use crate::mail::{KIND, Mail};
use crate::policies::Rules;
use crate::session::Member;
use crate::state::App;
use crate::storage::{MemberRow, NewNotice, Reader, Team, Tx};
use shared::api::{NoticeView, Notices, ReadNotices, WorkRef};
use shared::policy::{KindId, Notice};
use std::sync::Arc;

/// How many the bell shows.
const SHOWN: u32 = 50;

/// Something to tell somebody. Many items that came at once are one of these.
#[derive(Clone, Debug)]
pub struct News {
    /// Member id.
    pub to: String,
    /// What happened.
    pub about: Notice,
    /// Kind of work.
    pub kind: KindId,
    /// The item, where it is one.
    pub item: Option<String>,
    /// How many items.
    pub n: u32,
}

/// Who tells it, and when.
pub struct Teller<'a> {
    /// The server.
    pub app: &'a App,
    /// The team's rules.
    pub rules: &'a Arc<Rules>,
    /// The team.
    pub team: &'a Team,
    /// Member id of whoever caused it; none for the system.
    pub actor: Option<&'a str>,
    /// Their name; empty for the system.
    pub name: &'a str,
    /// When.
    pub now: i64,
}

/// What telling came to.
#[derive(Debug, Default)]
pub struct Told {
    /// Members whose bell rang: for [`LiveChange::told`].
    pub members: Vec<String>,
    /// A mail was put into the outbox: wake it after the commit.
    pub mailed: bool,
}

/// Rings bells and writes mails, in the transaction that caused them.
pub async fn notify(tx: &mut dyn Tx, by: &Teller<'_>, news: &[News]) -> Result<Told, Refusal> {
    let mut told = Told::default();
    for one in news {
        if by.actor == Some(one.to.as_str()) || one.n == 0 {
            continue;
        }
        let to = tx.member(&by.team.id, &one.to).await?.filter(|m| m.status.has_access());
        let Some(to) = to else { continue };
        ring(tx, by, one).await?;
        told.mailed |= write(tx, by, one, &to).await?;
        told.members.push(to.id);
    }
    Ok(told)
}

/// Tells everybody who wants to hear of new work of a kind, and sees where it stands.
pub async fn arrived(
    tx: &mut dyn Tx,
    by: &Teller<'_>,
    kind: KindId,
    item: &str,
    place: &WorkPlace,
) -> Result<Told, Refusal> {
    let policy = &by.rules.policy;
    let wish = policy.profile().notices.as_ref().and_then(|n| Some((&n.field, n.arrived.as_ref()?)));
    let Some((field, choice)) = wish else { return Ok(Told::default()) };
    let mut news = Vec::new();
    for member in tx.members_who_chose(&by.team.id, field, choice).await? {
        let eye = Eye::new(by.rules, by.team, &member)?;
        // Whoever was given it is told that instead.
        let given = place.assignee.as_ref() == Some(&member.id);
        if !given && eye.sees_place(kind, &place.as_seen()) {
            news.push(News {
                to: member.id.clone(),
                about: Notice::Arrived,
                kind,
                item: Some(item.to_owned()),
                n: 1,
            });
        }
    }
    notify(tx, by, &news).await
}

async fn ring(tx: &mut dyn Tx, by: &Teller<'_>, one: &News) -> Result<(), Refusal> {
    let notice = NewNotice {
        team: by.team.id.clone(),
        member: one.to.clone(),
        at: by.now,
        kind: one.about.id().to_owned(),
        actor: by.name.to_owned(),
        work: by.rules.policy.kind_name(one.kind).to_owned(),
        item: one.item.clone(),
        n: one.n,
    };
    Ok(tx.insert_notice(&notice).await?)
}

/// Writes the mail, where the person wants one and has not had too many of them in this hour.
async fn write(tx: &mut dyn Tx, by: &Teller<'_>, one: &News, to: &MemberRow) -> Result<bool, Refusal> {
    let policy = &by.rules.policy;
    if !policy.wants_mail(&to.fields, one.about) || by.app.limits().take(Limit::Notice, &to.id).is_err() {
        return Ok(false);
    }
    let title = match &one.item {
        Some(item) => title_for(tx, by, to, one.kind, item).await?,
        None => None,
    };
    let Some((kind, def)) = policy.kind_def(one.kind) else { return Ok(false) };
    let words = words_for(tx, by, to).await?;
    let said = |text| words.say(&policy.profile().id, text);
    let voice = Voice {
        words,
        product: &policy.profile().name,
        team: &by.team.name,
        public_url: &by.app.config().public_url,
    };
    let place = match (&one.item, &title) {
        (Some(item), Some(_)) => format!("/t/{}/work/{kind}/{item}", by.team.id),
        _ => format!("/t/{}/work/{kind}", by.team.id),
    };
    let what = match (&title, one.n) {
        (Some(title), _) => format!("{}: {title}", said(&def.label)),
        (None, 1) => said(&def.label).to_owned(),
        (None, n) => format!("{}: {n}", said(&def.plural)),
    };
    let mail = templates::notice(&voice, &to.email, one.about, by.name, &what, &place);
    let mail = Mail { team: by.team.id.clone(), ..mail };
    send(tx, &mail, by.now).await?;
    Ok(true)
}

/// The receiver's language, else that of whoever caused it, else the product's (JL10).
async fn words_for(tx: &mut dyn Tx, by: &Teller<'_>, to: &MemberRow) -> Result<Words, Refusal> {
    let causer = match by.actor {
        Some(id) => tx.member(&by.team.id, id).await?.and_then(|m| m.account),
        None => None,
    };
    let mut wishes = Vec::new();
    for account in [to.account.clone(), causer] {
        let account = match account {
            Some(id) => tx.account(&id).await?,
            None => None,
        };
        wishes.push(account.and_then(|a| a.language));
    }
    wishes.push(by.rules.policy.profile().language.clone());
    Ok(Words::of(&wishes.iter().map(Option::as_deref).collect::<Vec<_>>()))
}

async fn send(tx: &mut dyn Tx, mail: &Mail, now: i64) -> Result<(), Refusal> {
    let payload = serde_json::to_string(mail).map_err(Refusal::internal)?;
    Ok(tx.insert_letter(KIND, &payload, now).await?)
}

/// The item's title, where the person sees the item.
async fn title_for(
    db: &mut dyn Tx,
    by: &Teller<'_>,
    to: &MemberRow,
    kind: KindId,
    item: &str,
) -> Result<Option<String>, Refusal> {
    let eye = Eye::new(by.rules, by.team, to)?;
    let seen = db.work_titles(&eye.looking(kind), &[item.to_owned()]).await?;
    Ok(seen.into_iter().next().map(|(_, title)| title))
}

impl Act {
    /// Rings bells and writes mails about what the actor does.
    pub async fn tell(&mut self, news: &[News]) -> Result<(), Refusal> {
        let by = Teller {
            app: &self.app,
            rules: &self.rules,
            team: &self.team,
            actor: Some(&self.actor.id),
            name: &self.actor.name,
            now: self.now,
        };
        let told = notify(self.tx.as_mut(), &by, news).await?;
        self.mailed |= told.mailed;
        self.live.told.extend(told.members);
        Ok(())
    }

    /// Remembers where work stood and stands, for those who listen; more places than are worth telling are `None`.
    pub fn changed_work(&mut self, kind: &str, places: Option<Vec<WorkPlace>>) {
        self.wrote = true;
        self.live.work.push(WorkChange { kind: kind.to_owned(), places });
    }
}

/// The newest notices of whoever asks.
pub async fn list(app: &App, who: &Member) -> Result<Notices, Refusal> {
    let mut db = app.read().await?;
    let rows = db.notices(&who.team.id, &who.row.id, SHOWN).await?;
    let unread = db.unread(&who.team.id, &who.row.id).await?;
    let titles = titles(db.as_mut(), who, &rows).await?;
    let items = rows
        .into_iter()
        .map(|n| NoticeView {
            item: n.item.and_then(|id| {
                let (_, title) = titles.iter().find(|(seen, _)| *seen == id)?;
                Some(WorkRef { kind: n.work.clone(), id, title: title.clone() })
            }),
            id: n.id,
            at: n.at,
            kind: n.kind,
            actor: n.actor,
            work: n.work,
            n: n.n,
            read: n.read,
        })
        .collect();
    Ok(Notices { items, unread })
}

/// Titles of those items that the person sees now, whatever they saw when the bell rang.
async fn titles(
    db: &mut dyn Reader,
    who: &Member,
    rows: &[crate::storage::Notice],
) -> Result<Vec<(String, String)>, Refusal> {
    let eye = Eye::of(who)?;
    let mut all = Vec::new();
    for kind in who.rules.policy.kinds() {
        let name = who.rules.policy.kind_name(kind);
        let mut ids: Vec<String> =
            rows.iter().filter(|n| n.work == name).filter_map(|n| n.item.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            continue;
        }
        all.extend(db.work_titles(&eye.looking(kind), &ids).await?);
    }
    Ok(all)
}

/// Marks the own notices up to one as read. What nobody else sees needs no verdict, no log and no revision.
pub async fn read(app: &App, who: &Member, request: &ReadNotices) -> Result<Notices, Refusal> {
    if app.read().await?.unread(&who.team.id, &who.row.id).await? == 0 {
        // Opening an empty bell is no reason to wait for the one writer.
        return list(app, who).await;
    }
    let mut tx = app.write().await?;
    let me = tx.member(&who.team.id, &who.row.id).await?.ok_or(Refusal::NotSignedIn)?;
    // Somebody who was deactivated a moment ago writes nothing any more (A12).
    subject_of(&who.rules.policy, &me)?;
    if !me.status.has_access() {
        return Err(Refusal::NotSignedIn);
    }
    let any = tx.read_notices(&who.team.id, &me.id, request.up_to, app.now()).await?;
    if any {
        tx.commit().await?;
        // The person's other tabs.
        let told = vec![me.id];
        let change = LiveChange { told, ..LiveChange::default() };
        app.live().publish(&who.team.id, change);
    } else {
        drop(tx);
    }
    list(app, who).await
}
