//! What the page reads of a team.

use super::resources;
use super::work::Eye;
use super::{counts_of, holds_any, now_facts, subject_of, visible_counts};
use crate::error::{NOT_FOUND, Refusal};
use crate::fold::words;
use crate::session::Member;
use crate::state::App;
use crate::storage::{Cursor, ListFilter, MemberRow, NewAudit, Page, Reader, Tally};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::api::{AuditPage, MemberQuery, MemberView, MembersPage, Sort, TeamView, UnitRef};
use shared::policy::{Action, Command, Denial, Status, decide};

/// Entries of the log on one page.
const AUDIT_PAGE: u32 = 100;

/// The team, its rules, and the person's place in it.
pub async fn team(app: &App, who: &Member) -> Result<TeamView, Refusal> {
    let now = app.now();
    let policy = &who.rules.policy;
    let mut db = app.read().await?;
    let team = db.team(&who.team.id).await?.ok_or(NOT_FOUND)?;
    let me = db.member(&team.id, &who.row.id).await?.ok_or(NOT_FOUND)?;
    let counts = counts_of(policy, &team, &db.tally(&team.id, now).await?, now);
    let counts = visible_counts(&who.rules, &team, counts, &me, now)?;
    let mut resources = db.resources(&team.id).await?;
    for eyes in std::iter::once(&me).chain(who.asked.as_deref()) {
        if !holds_any(&who.rules, &team, eyes, &[Action::SetAccess, Action::ManageSharedResources])? {
            resources.retain(|r| eyes.access.contains(&r.id));
        }
    }
    let units = if policy.has_units(team.enterprise) { db.units(&team.id).await? } else { Vec::new() };
    // Whether somebody has read their notices is theirs alone.
    let unread = if who.asked.is_some() { 0 } else { db.unread(&team.id, &me.id).await? };
    Ok(TeamView {
        id: team.id,
        name: team.name,
        profile: policy.profile().clone(),
        policy_hash: who.rules.hash.clone(),
        revision: team.revision,
        enterprise: team.enterprise,
        counts,
        resources: resources.into_iter().map(resources::view).collect(),
        units: units.into_iter().map(|u| UnitRef { id: u.id, name: u.name, kind: u.kind }).collect(),
        fields: team.fields,
        deletes_at: team.deletes_at,
        settings: team.settings,
        sso: app.sso().map(|provider| provider.name().to_owned()),
        unread,
        narrowed: Eye::of(who)?.is_narrowed(),
        me: who.view(me),
        now,
    })
}

/// Asks the rules before something is read. A denial is logged like that of a write.
pub(super) async fn may(
    app: &App,
    who: &Member,
    db: &mut dyn Reader,
    command: Command,
) -> Result<(), Refusal> {
    let now = app.now();
    let policy = &who.rules.policy;
    let counts = counts_of(policy, &who.team, &db.tally(&who.team.id, now).await?, now);
    let facts = now_facts(&who.rules, &who.team, &counts, &who.row, None);
    let Err(denial) = decide(policy, &subject_of(policy, &who.row)?, command, None, &facts, now) else {
        return Ok(());
    };
    Err(refused(app, who, command, denial).await?)
}

/// Logs that something was not to be read, and answers the refusal.
pub(super) async fn refused(
    app: &App,
    who: &Member,
    command: Command,
    denial: Denial,
) -> Result<Refusal, Refusal> {
    if who.asked.is_some() {
        // Nobody tried: somebody looked whether this member could.
        return Ok(denial.into());
    }
    let mut tx = app.write().await?;
    tx.insert_audit(&NewAudit {
        team: who.team.id.clone(),
        at: app.now(),
        actor_id: Some(who.row.id.clone()),
        actor_name: who.row.name.clone(),
        action: command.action().id().to_owned(),
        denial: Some(denial.code.id().to_owned()),
        ..NewAudit::default()
    })
    .await?;
    tx.commit().await?;
    Ok(denial.into())
}

/// One member.
pub async fn member(app: &App, who: &Member, id: &str) -> Result<MemberView, Refusal> {
    let mut db = app.read().await?;
    if id != who.row.id {
        may(app, who, db.as_mut(), Command::ViewMembers).await?;
    }
    let row = db.member(&who.team.id, id).await?.ok_or(NOT_FOUND)?;
    Ok(who.view(row))
}

/// A page of members.
pub async fn members(app: &App, who: &Member, query: &MemberQuery) -> Result<MembersPage, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ViewMembers).await?;
    let sort = query.sort.unwrap_or_default();
    let limit = query.limit.unwrap_or(100);
    if !(1..=500).contains(&limit) {
        return Err(Refusal::field("limit", "out-of-range"));
    }
    let filter = filter_of(who, query)?;
    let after = query.after.as_deref().map(|text| cursor(sort, text)).transpose()?;
    let total = if filter.words.is_empty() {
        tallied(&db.tally(&who.team.id, app.now()).await?, &filter)
    } else {
        db.count_members(&who.team.id, &filter).await?
    };
    // One more than asked for says whether there is another page.
    let page = Page { filter, sort, after, limit: limit.saturating_add(1) };
    let mut rows = db.members(&who.team.id, &page).await?;
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > full;
    rows.truncate(full);
    let next = rows.last().filter(|_| more).map(|row| cursor_text(sort, row));
    Ok(MembersPage { items: rows.into_iter().map(|r| who.view(r)).collect(), next, total })
}

fn filter_of(who: &Member, query: &MemberQuery) -> Result<ListFilter, Refusal> {
    let status = match query.status.as_deref() {
        None => None,
        Some(id) => Some(Status::listed(id).ok_or_else(|| Refusal::field("status", "unknown-status"))?),
    };
    let policy = &who.rules.policy;
    if let Some(id) = query.role.as_deref()
        && policy.role(id).is_none()
        && policy.addition(id).is_none()
    {
        return Err(Refusal::field("role", "unknown-role"));
    }
    let q = query.q.as_deref().unwrap_or_default();
    if q.len() > 400 {
        return Err(Refusal::field("q", "too-long"));
    }
    Ok(ListFilter { words: words(q), status, role: query.role.clone() })
}

/// The total without a search, from the maintained tally.
fn tallied(tally: &[Tally], filter: &ListFilter) -> u32 {
    let status = |s: Status| filter.status.is_none_or(|want| s.stands_under(want));
    let role =
        |t: &Tally| filter.role.as_ref().is_none_or(|want| t.role == *want || t.additions.contains(want));
    tally.iter().filter(|t| status(t.status) && role(t)).map(|t| t.n).sum()
}

fn cursor_text(sort: Sort, row: &MemberRow) -> String {
    let place = match sort {
        Sort::Name => serde_json::json!(["n", row.name_key, row.id]),
        Sort::LastActive => serde_json::json!(["a", row.last_active_at.unwrap_or(0), row.id]),
        Sort::Newest => serde_json::json!(["d", row.invited_at, row.id]),
    };
    URL_SAFE_NO_PAD.encode(place.to_string())
}

fn cursor(sort: Sort, text: &str) -> Result<Cursor, Refusal> {
    let bad = || Refusal::field("after", "invalid");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    if let (Sort::Name, Ok((kind, key, id))) =
        (sort, serde_json::from_slice::<(String, String, String)>(&bytes))
    {
        return if kind == "n" { Ok(Cursor::Name(key, id)) } else { Err(bad()) };
    }
    let (kind, at, id) = serde_json::from_slice::<(String, i64, String)>(&bytes).map_err(|_| bad())?;
    match (sort, kind.as_str()) {
        (Sort::LastActive, "a") | (Sort::Newest, "d") => Ok(Cursor::Time(at, id)),
        _ => Err(bad()),
    }
}

/// The log, newest first.
pub async fn audit(app: &App, who: &Member, before: Option<i64>) -> Result<AuditPage, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ViewAudit).await?;
    let mut items = db.audit(&who.team.id, before, AUDIT_PAGE + 1).await?;
    let full = usize::try_from(AUDIT_PAGE).unwrap_or(usize::MAX);
    let more = items.len() > full;
    items.truncate(full);
    let next = items.last().filter(|_| more).map(|e| e.id);
    Ok(AuditPage { items, next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_for_its_own_order_and_junk_is_refused() {
        let text = URL_SAFE_NO_PAD.encode(r#"["n","ana","x"]"#);
        assert_eq!(cursor(Sort::Name, &text).unwrap(), Cursor::Name("ana".into(), "x".into()));
        assert!(cursor(Sort::Newest, &text).is_err());
        for junk in ["", "!", "bm9uc2Vuc2U", "W10"] {
            assert!(cursor(Sort::Name, junk).is_err(), "{junk}");
            assert!(cursor(Sort::LastActive, junk).is_err(), "{junk}");
        }
    }
}
