//! Who may do something now: the rules are asked for each active member.

use super::read::may;
use super::{counts_of, manages_unit_of, subject_of, target_of};
use crate::error::{NOT_FOUND, Refusal};
use crate::session::Member;
use crate::state::App;
use crate::storage::{ListFilter, MemberRow, Page};
use shared::api::{Able, Sort, WhoCan, WhoCanQuery};
use shared::policy::{Action, Command, Misnamed, Status, decide};

/// People who are named; the rest is counted.
const SHOWN: usize = 100;

/// Members who may give this very command now, for whoever sees the member list: they see everybody's role, and the roles'
/// rules are no secret.
pub async fn find(app: &App, who: &Member, query: &WhoCanQuery) -> Result<WhoCan, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ViewMembers).await?;
    let policy = &who.rules.policy;
    let wrong = |wrong: Misnamed| Refusal::field(wrong.field, wrong.code);
    let has_target = Action::from_id(&query.action).is_some_and(Action::has_target);
    let target = match &query.target {
        // What stands beside a control of the team's things is no member.
        Some(id) if has_target => Some(db.member(&who.team.id, id).await?.ok_or(NOT_FOUND)?),
        None if has_target => return Err(Refusal::field("target", "required")),
        _ => None,
    };
    let seen = target.as_ref().map(|t| subject_of(policy, t)).transpose()?;
    let commands = policy.all_named(&query.action, query.to.as_deref(), seen.as_ref()).map_err(wrong)?;
    let now = app.now();
    let team = db.team(&who.team.id).await?.ok_or(NOT_FOUND)?;
    let counts = counts_of(policy, &team, &db.tally(&team.id, now).await?, now);
    let filter = ListFilter { status: Some(Status::Active), ..ListFilter::default() };
    let everybody = Page { filter, sort: Sort::Name, after: None, limit: u32::MAX };
    let rows = db.members(&team.id, &everybody).await?;
    let able = |row: &MemberRow| -> Result<bool, Refusal> {
        let manages = match &target {
            Some(target) => manages_unit_of(row, target),
            // Without a unit named, whoever manages one means that one (ST2).
            None => !row.manages.is_empty(),
        };
        let mut facts = counts.facts(policy, team.enterprise, manages);
        facts.sso_missing = app.sso().is_none();
        let on = target.as_ref().map(|t| target_of(policy, row, t)).transpose()?;
        let actor = subject_of(policy, row)?;
        Ok(commands.iter().any(|c| decide(policy, &actor, *c, on.as_ref(), &facts, now).is_ok()))
    };
    let (mut people, mut total) = (Vec::new(), 0_u32);
    for row in rows {
        if !able(&row)? {
            continue;
        }
        total = total.saturating_add(1);
        if people.len() < SHOWN {
            people.push(Able { id: row.id, name: row.name, role: row.role, avatar: row.avatar });
        }
    }
    Ok(WhoCan { people, total })
}
