//! Who made something that runs without them, and taking it over (JT16).

use crate::error::{NOT_FOUND, Refusal};
use crate::live::Topic;
use crate::service::Act;
use crate::session::Member;
use crate::state::App;
use crate::storage::{Made, MadeBy, MemberRow, Reader};
use shared::api::{Maker, Revised};
use shared::policy::{Command, Permit};

/// Who of the makers still has access.
pub struct Makers(Vec<String>);

impl Makers {
    /// Looks all of them up at once.
    pub async fn of(db: &mut dyn Reader, team: &str, all: &[&MadeBy]) -> Result<Self, Refusal> {
        let mut ids: Vec<String> = all.iter().map(|m| m.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Self(db.active_among(team, &ids).await?))
    }

    /// On the wire.
    pub fn view(&self, by: MadeBy) -> Maker {
        Maker { gone: !self.0.contains(&by.id), id: by.id, name: by.name }
    }
}

/// The one who acts, as a maker.
pub fn oneself(row: &MemberRow) -> MadeBy {
    MadeBy { id: row.id.clone(), name: row.name.clone() }
}

/// What must be allowed to somebody who looks after such a thing.
pub fn command(what: Made) -> Command {
    match what {
        Made::Automation => Command::ManageSharedResources,
        Made::Key | Made::Webhook => Command::ManageIntegrations,
    }
}

/// Whoever asks answers for it from now on.
pub async fn take_over(app: &App, who: &Member, what: Made, id: &str) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = taken(&mut act, what, id).await;
    act.settle(outcome).await
}

async fn taken(act: &mut Act, what: Made, id: &str) -> Result<(), Refusal> {
    let permit = act.judge(command(what), None)?;
    let by = oneself(&act.actor);
    let name = act.tx.take_over(&permit, what, &act.team.id, id, &by).await?.ok_or(NOT_FOUND)?;
    if what == Made::Key {
        super::key::taken_over(act, &permit, id).await?;
    }
    noted(act, &format!("↦ {name}")).await
}

/// Ends it for good: an automation assigns nothing more, a key opens nothing, a webhook hears nothing.
pub async fn end(app: &App, who: &Member, what: Made, id: &str) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = ended(&mut act, what, id).await;
    act.settle(outcome).await
}

async fn ended(act: &mut Act, what: Made, id: &str) -> Result<(), Refusal> {
    let permit: Permit = act.judge(command(what), None)?;
    let name = act.tx.delete_made(&permit, what, &act.team.id, id).await?.ok_or(NOT_FOUND)?;
    noted(act, &format!("− {name}")).await
}

/// Writes the log, and tells those who have such a list open.
pub async fn noted(act: &mut Act, detail: &str) -> Result<(), Refusal> {
    act.live.topic(Topic::Flow);
    act.note(detail).await
}
