//! Seeing the pages as another member sees them, without signing in as them: `x-view-as` beside a reading request.
//!
//! What is answered then is what both may see. The other's rights judge the request like anybody's; the guard lets the answer
//! out only where the same request by the viewer themself is answered too ([`crate::session::require_member_or_eyes`]); and
//! what is narrowed row by row is narrowed for both ([`super::work::Eye`], [`Member::view`]).

use super::view::member_view;
use super::{Act, counts_of, now_facts, read, subject_of, target_of};
use crate::error::{NOT_FOUND, Refusal};
use crate::session::Member;
use crate::state::App;
use shared::api::{MemberView, Revised};
use shared::policy::{Command, decide};

/// Notes in the log that somebody looks as another from now on. The team itself does not change by it.
pub async fn begin(app: &App, who: &Member, target: &str) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let row = act.target(target).await?;
    let outcome = match act.judge(Command::ViewAs, Some(&row)) {
        Ok(_permit) => act.note_reading().await,
        Err(refusal) => Err(refusal),
    };
    act.settle(outcome).await
}

/// The other's place in the team, for a request of `who`'s that only reads. Asked anew with each request: neither right nor
/// status is taken from the one before.
pub async fn through(app: &App, who: &Member, target: &str) -> Result<Member, Refusal> {
    let mut db = app.read().await?;
    let row = db.member(&who.team.id, target).await?.ok_or(NOT_FOUND)?;
    let (policy, now) = (&who.rules.policy, app.now());
    let counts = counts_of(policy, &who.team, &db.tally(&who.team.id, now).await?, now);
    drop(db);
    let facts = now_facts(&who.rules, &who.team, &counts, &who.row, Some(&row));
    let on = target_of(policy, &who.row, &row)?;
    let actor = subject_of(policy, &who.row)?;
    if let Err(denial) = decide(policy, &actor, Command::ViewAs, Some(&on), &facts, now) {
        return Err(read::refused(app, who, Command::ViewAs, denial).await?);
    }
    Ok(Member { row, asked: Some(Box::new(who.row.clone())), ..who.clone() })
}

impl Member {
    /// A row as it is shown to whoever asks: what people keep for themselves stays with them, whoever looks as them (JY13).
    pub fn view(&self, row: crate::storage::MemberRow) -> MemberView {
        let policy = &self.rules.policy;
        let seen = member_view(policy, row, &self.row);
        let theirs = self.asked.as_ref().is_some_and(|asked| asked.id != seen.id);
        if theirs { super::view::without_own(policy, seen) } else { seen }
    }
}
