//! Access reviews (VA11): who has not been here for long, what was done about it, and the record of both.
//!
//! An outcome is believed only when it is true. Nobody decides about themself. A line may stay undecided, but whoever closes
//! the review says how many do, and the record shows the gap: an auditor is better served by it than by a “kept” that nobody
//! stands for.

use super::act::Act;
use super::holds_any;
use super::read::may;
use super::work::lines;
use crate::clock::DAY;
use crate::clock::day_and_time;
use crate::error::{NOT_FOUND, NOT_KEPT, NOT_REDUCED, NOT_REMOVED, REVIEW_CLOSED, REVIEW_OPEN, Refusal};
use crate::live::Topic;
use crate::random;
use crate::session::Member;
use crate::state::App;
use crate::storage::{MemberRow, ReviewLineRow, ReviewRow};
use shared::api::{
    CloseReview, DecideLine, ReviewDetail, ReviewLine, ReviewQuery, ReviewView, Reviews, StartReview,
};
use shared::policy::{Action, Command, Holding, Permit, Policy, decide_line};
use std::collections::{BTreeMap, HashMap};

/// Reviews that are listed.
const SHOWN: u32 = 100;
/// Longest time that somebody may be asked to have been away.
const MOST_DAYS: u32 = 3_650;
const KEPT: &str = "kept";
const REDUCED: &str = "reduced";
const REMOVED: &str = "removed";

fn since(now: i64, days: u32) -> Result<i64, Refusal> {
    if days > MOST_DAYS {
        return Err(Refusal::field("days", "out-of-range"));
    }
    Ok(now - i64::from(days) * DAY)
}

/// All reviews; and how many people another one would take.
pub async fn list(app: &App, who: &Member, query: &ReviewQuery) -> Result<Reviews, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ReviewAccess).await?;
    let inactive = match query.days {
        Some(days) => Some(db.count_inactive(&who.team.id, since(app.now(), days)?).await?),
        None => None,
    };
    let items = db.reviews(&who.team.id, SHOWN).await?.into_iter().map(view).collect();
    Ok(Reviews { items, inactive })
}

/// One review with its lines. While it is open, with what is true of each by now.
pub async fn show(app: &App, who: &Member, id: &str) -> Result<ReviewDetail, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ReviewAccess).await?;
    let row = db.review(&who.team.id, id).await?.ok_or(NOT_FOUND)?;
    let rows = db.review_lines(&who.team.id, id).await?;
    let open = row.closed_at.is_none();
    let members = if open { db.review_members(&who.team.id, id).await? } else { Vec::new() };
    let policy = &who.rules.policy;
    let there: BTreeMap<&str, &MemberRow> = members.iter().map(|m| (m.id.as_str(), m)).collect();
    let lines = rows
        .into_iter()
        .map(|line| {
            let now = if open {
                truth(policy, who.team.enterprise, &line, there.get(line.member.as_str()).copied())
            } else {
                ""
            };
            line_view(line, now)
        })
        .collect();
    // Whoever reviews sees the people as far as the list would show them.
    let sees = holds_any(&who.rules, &who.team, &who.row, &[Action::ViewMembers])?;
    let members = members.into_iter().filter(|_| sees);
    let members = members.map(|m| who.view(m)).collect();
    Ok(ReviewDetail { review: view(row), lines, members })
}

/// What is true of somebody's access by now.
fn truth(
    policy: &Policy,
    enterprise: bool,
    line: &ReviewLineRow,
    member: Option<&MemberRow>,
) -> &'static str {
    let Some(now) = member.filter(|m| !m.status.is_former()) else { return REMOVED };
    let before =
        Holding { role: &line.role, additions: &line.additions, grants: &line.grants, access: &line.access };
    let now =
        Holding { role: &now.role, additions: &now.additions, grants: &now.grants, access: &now.access };
    if policy.reduced(enterprise, &before, &now) { REDUCED } else { KEPT }
}

/// Begins a review: everybody who was not active for so many days, as they are at this moment.
pub async fn start(app: &App, who: &Member, request: &StartReview) -> Result<(ReviewView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = started(&mut act, request).await;
    settled(act, outcome).await
}

async fn started(act: &mut Act, request: &StartReview) -> Result<ReviewView, Refusal> {
    let permit = act.judge(Command::ReviewAccess, None)?;
    let until = since(act.now, request.days)?;
    if act.tx.has_open_review(&act.team.id).await? {
        return Err(REVIEW_OPEN.into());
    }
    let people = act.tx.inactive(&act.team.id, until).await?;
    let lines: Vec<ReviewLineRow> = people.into_iter().map(line_of).collect();
    let row = ReviewRow {
        id: random::id(act.app.random())?,
        started_at: act.now,
        actor: act.actor.name.clone(),
        days: request.days,
        ..ReviewRow::default()
    };
    act.tx.insert_review(&permit, &act.team.id, &row, &lines).await?;
    noted(act, &format!("started: {} people, {} days", lines.len(), request.days)).await?;
    read(act, &row.id).await
}

fn line_of(m: MemberRow) -> ReviewLineRow {
    ReviewLineRow {
        member: m.id,
        name: m.name,
        role: m.role,
        additions: m.additions,
        grants: m.grants,
        access: m.access,
        last_active_at: m.last_active_at,
        ..ReviewLineRow::default()
    }
}

/// Says what became of somebody's access.
pub async fn decide(
    app: &App,
    who: &Member,
    id: &str,
    member: &str,
    request: &DecideLine,
) -> Result<(ReviewView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = decided(&mut act, id, member, &request.outcome).await;
    settled(act, outcome).await
}

async fn decided(act: &mut Act, id: &str, member: &str, outcome: &str) -> Result<ReviewView, Refusal> {
    let (permit, row) = opened(act, id).await?;
    let mut line = act.tx.review_line(&act.team.id, id, member).await?.ok_or(NOT_FOUND)?;
    act.tried.target_id = Some(line.member.clone());
    act.tried.target_name.clone_from(&line.name);
    decide_line(act.actor.id == line.member)?;
    if row.closed_at.is_some() {
        return Err(REVIEW_CLOSED.into());
    }
    let there = act.tx.member(&act.team.id, member).await?;
    let now = truth(act.policy(), act.team.enterprise, &line, there.as_ref());
    match outcome {
        KEPT if now == REMOVED => return Err(NOT_KEPT.into()),
        REDUCED if now != REDUCED => return Err(NOT_REDUCED.into()),
        REMOVED if now != REMOVED => return Err(NOT_REMOVED.into()),
        KEPT | REDUCED | REMOVED => {}
        _ => return Err(Refusal::field("outcome", "not-a-choice")),
    }
    outcome.clone_into(&mut line.outcome);
    line.actor.clone_from(&act.actor.name);
    line.at = Some(act.now);
    act.tx.decide_review_line(&permit, &act.team.id, id, &line).await?;
    noted(act, outcome).await?;
    read(act, id).await
}

/// Closes a review. The number of undecided lines is asked for, so that nobody closes over one that they have not seen.
pub async fn close(
    app: &App,
    who: &Member,
    id: &str,
    request: &CloseReview,
) -> Result<(ReviewView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = closed(&mut act, id, request.undecided).await;
    settled(act, outcome).await
}

async fn closed(act: &mut Act, id: &str, undecided: u32) -> Result<ReviewView, Refusal> {
    let (permit, row) = opened(act, id).await?;
    if row.closed_at.is_some() {
        return Err(REVIEW_CLOSED.into());
    }
    let seen = view(row);
    if seen.undecided() != undecided {
        return Err(Refusal::Undecided(seen.undecided()));
    }
    act.tx.close_review(&permit, &act.team.id, id, act.now).await?;
    let told = format!(
        "closed: kept {}, reduced {}, removed {}, undecided {undecided}",
        seen.kept, seen.reduced, seen.removed
    );
    noted(act, &told).await?;
    read(act, id).await
}

/// The review, for somebody who may review.
async fn opened(act: &mut Act, id: &str) -> Result<(Permit, ReviewRow), Refusal> {
    let permit = act.judge(Command::ReviewAccess, None)?;
    let row = act.tx.review(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    Ok((permit, row))
}

async fn noted(act: &mut Act, detail: &str) -> Result<(), Refusal> {
    act.live.topic(Topic::Reviews);
    act.note(detail).await
}

async fn read(act: &mut Act, id: &str) -> Result<ReviewView, Refusal> {
    Ok(view(act.tx.review(&act.team.id, id).await?.ok_or(NOT_FOUND)?))
}

async fn settled(act: Act, outcome: Result<ReviewView, Refusal>) -> Result<(ReviewView, i64), Refusal> {
    let mut made = None;
    let done = act.settle(outcome.map(|view| made = Some(view))).await?;
    let view = made.ok_or_else(|| Refusal::internal("a review was written and is gone"))?;
    Ok((view, done.revision))
}

fn view(row: ReviewRow) -> ReviewView {
    ReviewView {
        id: row.id,
        started_at: row.started_at,
        by: row.actor,
        days: row.days,
        closed_at: row.closed_at,
        people: row.people,
        kept: row.kept,
        reduced: row.reduced,
        removed: row.removed,
    }
}

fn line_view(line: ReviewLineRow, now: &str) -> ReviewLine {
    ReviewLine {
        member: line.member,
        name: line.name,
        role: line.role,
        grants: line.grants,
        access: line.access,
        additions: line.additions,
        last_active_at: line.last_active_at,
        outcome: line.outcome,
        by: line.actor,
        at: line.at,
        now: now.to_owned(),
    }
}

/// The day on which it began, and the review as CSV: one line for each person. Like the other exports in English, with the
/// profile's own labels.
pub async fn export(app: &App, who: &Member, id: &str) -> Result<(String, Vec<u8>), Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ReviewAccess).await?;
    let row = db.review(&who.team.id, id).await?.ok_or(NOT_FOUND)?;
    let rows = db.review_lines(&who.team.id, id).await?;
    let resources = db.resources(&who.team.id).await?;
    let resources: HashMap<String, String> = resources.into_iter().map(|r| (r.id, r.name)).collect();
    let profile = who.rules.policy.profile();
    let things = profile.resources.as_ref().map_or("Resources", |r| r.label.as_str());
    let head =
        ["Name", "Role", "Switches", things, "Last active", "Outcome", "Decided by", "Decided at (UTC)"];
    let names = |ids: &[String], of: &dyn Fn(&str) -> Option<String>| {
        ids.iter().map(|id| of(id).unwrap_or_else(|| id.clone())).collect::<Vec<_>>().join("; ")
    };
    let cells = |l: &ReviewLineRow| {
        let role = profile.roles.get(&l.role).map_or_else(|| l.role.clone(), |r| r.label.clone());
        let additions = names(&l.additions, &|id| profile.additions.get(id).map(|a| a.label.clone()));
        let role = if additions.is_empty() { role } else { format!("{role}; {additions}") };
        let when = |at: Option<i64>| at.map(day_and_time);
        vec![
            l.name.clone(),
            role,
            names(&l.grants, &|id| profile.grants.get(id).map(|g| g.label.clone())),
            names(&l.access, &|id| resources.get(id).cloned()),
            when(l.last_active_at).unwrap_or_else(|| "never".to_owned()),
            if l.outcome.is_empty() { "not decided".to_owned() } else { l.outcome.clone() },
            l.actor.clone(),
            when(l.at).unwrap_or_default(),
        ]
    };
    let head = head.map(str::to_owned).to_vec();
    // The mark tells spreadsheets that this is UTF-8.
    let mut body = "\u{feff}".as_bytes().to_vec();
    body.extend(lines(std::iter::once(head).chain(rows.iter().map(cells)))?);
    let day = day_and_time(row.started_at).chars().take(10).collect();
    Ok((day, body))
}
