//! People who can be chosen: type-ahead over active members.

use crate::error::Refusal;
use crate::fold::words;
use crate::service::{read, subject_of, target_of};
use crate::session::Member;
use crate::state::App;
use shared::api::{People, PeopleQuery, PersonView};
use shared::policy::{Action, Command, Facts, decide};

/// Active members by name. Those who cannot hold the kind that was asked for come with the reason.
pub async fn people(app: &App, who: &Member, query: &PeopleQuery) -> Result<People, Refusal> {
    let policy = &who.rules.policy;
    let actor = subject_of(policy, &who.row)?;
    let facts = Facts { enterprise: who.team.enterprise, ..Facts::default() };
    let now = app.now();
    let reach = policy.authority(&actor, who.team.enterprise);
    let assigns = Action::AssignWork.permission().is_some_and(|p| reach.may(p));
    if !assigns && let Err(denial) = decide(policy, &actor, Command::ViewMembers, None, &facts, now) {
        return Err(read::refused(app, who, Command::ViewMembers, denial).await?);
    }
    let limit = query.limit.unwrap_or(50);
    if !(1..=500).contains(&limit) {
        return Err(Refusal::field("limit", "out-of-range"));
    }
    let q = query.q.as_deref().unwrap_or_default();
    if q.len() > 400 {
        return Err(Refusal::field("q", "too-long"));
    }
    let kind = match &query.kind {
        Some(id) => Some(policy.kind(id).ok_or(crate::error::NOT_FOUND)?),
        None => None,
    };
    let rows = app.read().await?.people(&who.team.id, &words(q), limit).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let denial = match kind {
            Some(_) => {
                let target = target_of(policy, &who.row, &row)?;
                decide(policy, &actor, Command::AssignWork { kind }, Some(&target), &facts, now).err()
            }
            None => None,
        };
        let away = policy.is_away(&row.fields);
        items.push(PersonView { id: row.id, name: row.name, role: row.role, away, denial });
    }
    Ok(People { items })
}
