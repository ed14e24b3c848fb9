//! Deleting the team as a whole: with a grace in which everything works on and it can be taken back, then for good (JY16).

use super::act::Act;
use super::subject_of;
use crate::clock::{Millis, SECOND, day_and_time};
use crate::error::Refusal;
use crate::live::{LiveChange, Topic};
use crate::mail::templates;
use crate::session::Member;
use crate::state::App;
use crate::storage::{Cursor, ListFilter, MemberRow, Page, StoreError};
use shared::api::{DeleteTeam, Revised, Sort};
use shared::policy::{Action, Command, Permit, Status};
use std::time::Duration;

/// Members that are looked at in one go.
const MEMBERS: u32 = 500;
/// Items that are removed in one transaction: nobody else's write waits for a whole team.
const ITEMS: u32 = 5_000;
/// Steps in tidying the search after a deletion; nobody has so large an index.
const STEPS: u32 = 10_000;
/// How long the sweeper sleeps at most: a clock may be set.
const LONGEST: Millis = 5 * SECOND;

/// Deletes the team at the end of the profile's grace. While that runs already, nothing is left to do: the date stays, and
/// nobody is told twice.
pub async fn begin(app: &App, who: &Member, request: DeleteTeam) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = begun(&mut act, &request).await;
    act.settle(outcome).await
}

async fn begun(act: &mut Act, request: &DeleteTeam) -> Result<(), Refusal> {
    let permit = act.judge(Command::DeleteTeam, None)?;
    if request.name.trim() != act.team.name {
        return Err(Refusal::field("name", "not-the-name"));
    }
    if act.team.deletes_at.is_some() {
        return Ok(());
    }
    let at = act.now.saturating_add(act.policy().deletion_grace());
    write(act, &permit, Some(at)).await
}

/// Takes it back. A team that nobody has deleted is left as it is.
pub async fn take_back(app: &App, who: &Member) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = taken_back(&mut act).await;
    act.settle(outcome).await
}

async fn taken_back(act: &mut Act) -> Result<(), Refusal> {
    let permit = act.judge(Command::DeleteTeam, None)?;
    if act.team.deletes_at.is_none() {
        return Ok(());
    }
    write(act, &permit, None).await
}

async fn write(act: &mut Act, permit: &Permit, at: Option<Millis>) -> Result<(), Refusal> {
    act.tx.set_deletion(permit, &act.team.id, at).await?;
    let date = at.or(act.team.deletes_at).map(said).unwrap_or_default();
    for row in who_may(act).await? {
        tell(act, &row, at.is_some(), &date).await?;
    }
    act.live.topic(Topic::Team);
    let date = date.as_str();
    let (from, to) = if at.is_some() { ("−", date) } else { (date, "−") };
    act.note(&format!("{from} → {to}")).await
}

/// The same in every language.
fn said(at: Millis) -> String {
    format!("{} UTC", day_and_time(at))
}

/// Everybody who may delete the team, whoever did it now: nobody is to be surprised.
async fn who_may(act: &mut Act) -> Result<Vec<MemberRow>, Refusal> {
    let filter = ListFilter { status: Some(Status::Active), ..ListFilter::default() };
    let mut page = Page { filter, sort: Sort::Name, after: None, limit: MEMBERS };
    let mut all = Vec::new();
    let Some(permission) = Action::DeleteTeam.permission() else { return Ok(all) };
    loop {
        let rows = act.tx.members(&act.team.id, &page).await?;
        page.after = rows.last().map(|last| Cursor::Name(last.name_key.clone(), last.id.clone()));
        let full = rows.len() == usize::try_from(MEMBERS).unwrap_or(usize::MAX);
        for row in rows {
            let who = subject_of(act.policy(), &row)?;
            if act.policy().authority(&who, act.team.enterprise).may(permission) {
                all.push(row);
            }
        }
        if !full {
            return Ok(all);
        }
    }
}

async fn tell(act: &mut Act, to: &MemberRow, deleted: bool, date: &str) -> Result<(), Refusal> {
    let words = act.words_for(to).await?;
    let (by, path) = (act.actor.name.clone(), format!("/t/{}/settings", act.team.id));
    let voice = act.voice(words);
    let mail = if deleted {
        templates::team_deleted(&voice, &to.email, &by, date, &path)
    } else {
        templates::team_kept(&voice, &to.email, &by, &path)
    };
    act.send(mail).await
}

/// Removes teams whose grace is over, until it is dropped.
pub async fn run(app: App) {
    loop {
        if let Err(error) = sweep(&app).await {
            tracing::error!(%error, "deleting teams");
        }
        tokio::time::sleep(pause(&app).await).await;
    }
}

async fn pause(app: &App) -> Duration {
    let next = async { app.read().await?.next_end().await }.await.ok().flatten();
    let wait = next.map_or(LONGEST, |at| at.saturating_sub(app.now()).clamp(SECOND, LONGEST));
    Duration::from_millis(u64::try_from(wait).unwrap_or(5_000))
}

/// Removes every team whose grace is over; says how many it removed. Twice, or by two servers at once, it does no harm: each
/// transaction looks again whether the team is there and its grace over. Whoever takes the deletion back does so before that
/// moment or not at all, for no write is let into a team that has ended.
pub async fn sweep(app: &App) -> Result<usize, StoreError> {
    let mut gone = 0_usize;
    let ended = app.read().await?.ended_teams(app.now()).await?;
    for team in ended {
        loop {
            let mut tx = app.write().await?;
            let cleared = tx.clear_ended(&team, app.now(), ITEMS).await?;
            tx.commit().await?;
            if cleared < u64::from(ITEMS) {
                break;
            }
        }
        let mut tx = app.write().await?;
        if tx.delete_ended(&team, app.now()).await? {
            tx.commit().await?;
            tracing::info!(team, "the team was deleted");
            gone = gone.saturating_add(1);
        }
        // Whoever still listens looks whether they are there, and their stream ends.
        app.live().publish(&team, LiveChange { topics: vec![Topic::Team], ..LiveChange::default() });
    }
    if gone > 0 {
        forget_words(app).await?;
    }
    Ok(gone)
}

/// Takes the words of what was deleted out of the search's index too, a step at a time.
async fn forget_words(app: &App) -> Result<(), StoreError> {
    for step in 0..STEPS {
        let mut tx = app.write().await?;
        let more = tx.tidy_search(step == 0).await?;
        tx.commit().await?;
        if !more {
            break;
        }
    }
    Ok(())
}
