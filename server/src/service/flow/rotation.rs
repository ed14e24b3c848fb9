//! Whose turn it is: the rows of a rotation as the rules see them. Who is chosen is for [`Policy::route`] to say.
//!
//! [`Policy::route`]: shared::policy::Policy::route

use crate::error::Refusal;
use crate::policies::Rules;
use crate::service::subject_of;
use crate::storage::{Team, TurnRow};
use shared::api::TurnView;
use shared::policy::{Candidate, KindId, Subject};

/// Who gets an item about `subject`; nobody when no one can have it.
pub fn chosen<'a>(
    rules: &Rules,
    team: &Team,
    kind: KindId,
    subject: Option<&str>,
    rotation: &[&'a TurnRow],
) -> Result<Option<&'a TurnRow>, Refusal> {
    let subjects =
        rotation.iter().map(|t| subject_of(&rules.policy, &t.member)).collect::<Result<Vec<_>, _>>()?;
    let candidates: Vec<Candidate<'_>> = rotation
        .iter()
        .zip(&subjects)
        .map(|(t, subject)| Candidate { subject, fields: &t.member.fields, turn: t.turn, place: t.place })
        .collect();
    let at = rules.policy.route(kind, subject, &candidates, team.enterprise);
    Ok(at.and_then(|at| rotation.get(at).copied()))
}

/// One place on the wire, with the reason why it is skipped now.
pub fn view(rules: &Rules, team: &Team, kind: Option<KindId>, turn: &TurnRow) -> Result<TurnView, Refusal> {
    let subject: Subject = subject_of(&rules.policy, &turn.member)?;
    let skip = kind.and_then(|kind| rules.policy.skip(&subject, &turn.member.fields, kind, team.enterprise));
    Ok(TurnView {
        id: turn.member.id.clone(),
        name: turn.member.name.clone(),
        served: turn.served,
        skipped: skip.map(|s| s.id().to_owned()),
    })
}
