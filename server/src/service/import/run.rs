//! Bringing the rows in, beside everything else that goes on.

use super::plan::Row;
use super::view::{seen, sees, view};
use crate::clock::Millis;
use crate::error::{IMPORT_OVER, NOT_FOUND, Refusal};
use crate::live::{LiveChange, Topic};
use crate::random;
use crate::service::Act;
use crate::service::notice::{News, Teller, notify};
use crate::service::work::keys;
use crate::session::Member;
use crate::state::App;
use crate::storage::{HiddenRow, ImportRow, ImportState, StoreError};
use shared::api::ImportView;
use shared::policy::{Command, KindId, Notice, Permit, take_in};

/// Rows of one transaction: some milliseconds, so that nobody waits long for their turn to write.
const AT_ONCE: usize = 1_000;

/// Somebody who was to get items has no access any more, or cannot hold them.
const ASSIGNEE_GONE: &str = "assignee-gone";
/// Whoever began it may not import any more.
const NOT_PERMITTED: &str = "not-permitted";
/// The server stopped, or failed.
const INTERRUPTED: &str = "interrupted";

/// An import to carry out.
pub(super) struct Job {
    pub app: App,
    /// Who began it.
    pub who: Member,
    pub kind: KindId,
    pub import: ImportRow,
    /// When it was started.
    pub started: Millis,
    pub rows: Vec<Row>,
    /// Member ids, in turn; none for nobody.
    pub receivers: Vec<String>,
    pub permit: Permit,
}

/// How far it came.
enum End {
    Done,
    /// It is not running any more: somebody gave it up.
    Cancelled,
    /// Nothing of it stays, for this reason.
    Failed(&'static str),
}

/// Carries it out, on a task of its own.
pub(super) fn spawn(job: Job) {
    let (app, team, id) = (job.app.clone(), job.import.team.clone(), job.import.id.clone());
    tokio::spawn(async move {
        // A task of its own again, so that even a panic ends in a state that people see.
        let end = match tokio::spawn(run(job)).await {
            Ok(Ok(end)) => end,
            Ok(Err(error)) => {
                tracing::error!(import = id, error = ?error, "import");
                End::Failed(INTERRUPTED)
            }
            Err(_) => End::Failed(INTERRUPTED),
        };
        if let End::Failed(reason) = end
            && let Err(error) = fail(&app, &team, &id, reason).await
        {
            tracing::error!(import = id, %error, "an import stays under way until the server starts again");
            return;
        }
        if !matches!(end, End::Done) {
            sweep_later(&app, id);
        }
    });
}

async fn run(mut job: Job) -> Result<End, Refusal> {
    let rows = std::mem::take(&mut job.rows);
    let mut done = 0_u32;
    for (at, chunk) in rows.chunks(AT_ONCE).enumerate() {
        let hidden = hidden(&job, chunk, at.saturating_mul(AT_ONCE))?;
        let mut tx = job.app.write().await?;
        let now = tx.import(&job.import.team, &job.import.id).await?;
        if now.is_none_or(|i| i.state != ImportState::Running) {
            return Ok(End::Cancelled);
        }
        if tx.active_among(&job.import.team, &job.receivers).await?.len() < job.receivers.len() {
            return Ok(End::Failed(ASSIGNEE_GONE));
        }
        done = done.saturating_add(u32::try_from(chunk.len()).unwrap_or(u32::MAX));
        tx.insert_hidden(&job.permit, &job.import, &hidden, job.app.now()).await?;
        tx.note_progress(&job.permit, &job.import.team, &job.import.id, done).await?;
        tx.commit().await?;
        publish(&job.app, &job.import.team);
        // Whoever waits to write goes first: the queue for the one writer is a fair one.
        tokio::task::yield_now().await;
    }
    finish(&job, done).await
}

/// Rows as they are stored; `first` is the place of the first one in the file.
fn hidden(job: &Job, rows: &[Row], first: usize) -> Result<Vec<HiddenRow>, Refusal> {
    let (_, def) = job.who.rules.policy.kind_def(job.kind).ok_or(NOT_FOUND)?;
    let unit = job.who.row.unit.clone().filter(|_| def.unit);
    let one = |(at, row): (usize, &Row)| -> Result<HiddenRow, Refusal> {
        let place = first.saturating_add(at);
        let found = keys(def, &row.title, &row.fields);
        // A millisecond apart: lists show the newest first, and the file's first line stays the first.
        let earlier = Millis::try_from(place).unwrap_or(0);
        let turn = place.checked_rem(job.receivers.len());
        Ok(HiddenRow {
            id: random::id(job.app.random())?,
            title: row.title.clone(),
            title_key: found.title_key,
            search_key: found.search_key,
            fields: row.fields.clone(),
            assignee: turn.and_then(|turn| job.receivers.get(turn)).cloned(),
            unit: unit.clone(),
            created_at: job.started.saturating_sub(earlier),
        })
    };
    rows.iter().enumerate().map(one).collect()
}

/// The one transaction that shows everything: who imports and who receives is judged again, on rows of now.
async fn finish(job: &Job, done: u32) -> Result<End, Refusal> {
    let mut act = match Act::begin(&job.app, &job.who).await {
        Err(Refusal::NotSignedIn | Refusal::Plain(_)) => return Ok(End::Failed(NOT_PERMITTED)),
        begun => begun?,
    };
    let permit = match act.judge(Command::ImportWork { kind: job.kind }, None) {
        Err(denied) => {
            let _ = act.settle::<()>(Err(denied)).await;
            return Ok(End::Failed(NOT_PERMITTED));
        }
        Ok(permit) => permit,
    };
    let entry = act.tried.clone();
    for id in &job.receivers {
        let row = act.tx.member(&act.team.id, id).await?;
        let Some(row) = row else { return Ok(End::Failed(ASSIGNEE_GONE)) };
        if act.judge(Command::AssignWork { kind: Some(job.kind) }, Some(&row)).is_err() {
            return Ok(End::Failed(ASSIGNEE_GONE));
        }
    }
    act.tried = entry;
    let row = act.tx.import(&act.team.id, &job.import.id).await?.ok_or(NOT_FOUND)?;
    if row.state != ImportState::Running {
        return Ok(End::Cancelled);
    }
    let outcome = shown(&mut act, job, &permit, row, done).await;
    act.settle(outcome).await?;
    Ok(End::Done)
}

async fn shown(act: &mut Act, job: &Job, permit: &Permit, row: ImportRow, done: u32) -> Result<(), Refusal> {
    let mut row = ended(row, ImportState::Done);
    row.done = done;
    act.tx.update_import(permit, &row).await?;
    act.tx.tally_batch(permit, &act.team.id, &row.id).await?;
    let news: Vec<News> = job
        .receivers
        .iter()
        .enumerate()
        .map(|(at, to)| News {
            to: to.clone(),
            about: Notice::Assigned,
            kind: job.kind,
            item: None,
            n: share(done, job.receivers.len(), at),
        })
        .collect();
    act.tell(&news).await?;
    // That it is done is told to whoever began it: the server tells it, not they themself.
    let by =
        Teller { app: &act.app, rules: &act.rules, team: &act.team, actor: None, name: "", now: act.now };
    let (to, about) = (act.actor.id.clone(), Notice::ImportDone);
    let ready = [News { to, about, kind: job.kind, item: None, n: done }];
    let told = notify(act.tx.as_mut(), &by, &ready).await?;
    act.mailed |= told.mailed;
    act.live.told.extend(told.members);
    act.changed_work(&row.kind, None);
    act.live.topic(Topic::Imports);
    act.note(&format!("{}: {done}", row.file)).await
}

/// How many of `n` the one at `at` gets when `people` take turns.
fn share(n: u32, people: usize, at: usize) -> u32 {
    let people = u32::try_from(people).unwrap_or(u32::MAX).max(1);
    let extra = u32::from(u32::try_from(at).is_ok_and(|at| at < n % people));
    (n / people).saturating_add(extra)
}

/// An import that is over keeps nothing of the file but its name.
fn ended(mut row: ImportRow, state: ImportState) -> ImportRow {
    row.state = state;
    row.done = 0;
    row.faults.clear();
    row.head.columns.iter_mut().for_each(|c| c.samples.clear());
    row
}

fn publish(app: &App, team: &str) {
    let mut change = LiveChange::default();
    change.topic(Topic::Imports);
    app.live().publish(team, change);
}

/// Gives a draft or a running import up.
pub async fn cancel(app: &App, who: &Member, id: &str) -> Result<(ImportView, i64), Refusal> {
    let row = seen(app.read().await?.as_mut(), app, who, id).await?;
    let kind = who.rules.policy.kind(&row.kind).ok_or(NOT_FOUND)?;
    let mut act = Act::begin(app, who).await?;
    let outcome = given_up(&mut act, kind, id).await;
    let (row, done) = act.settled(outcome).await?;
    // Rows that are on their way when it is given up are removed by whoever brings them.
    sweep_later(app, row.id.clone());
    Ok((view(row), done.revision))
}

async fn given_up(act: &mut Act, kind: KindId, id: &str) -> Result<ImportRow, Refusal> {
    let permit = act.judge(Command::ImportWork { kind }, None)?;
    let row = act.tx.import(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    if !sees(&act.rules, &act.team, &act.actor, &row)? {
        return Err(NOT_FOUND.into());
    }
    if !matches!(row.state, ImportState::Draft | ImportState::Running) {
        return Err(IMPORT_OVER.into());
    }
    let row = ended(row, ImportState::Cancelled);
    act.tx.update_import(&permit, &row).await?;
    act.live.topic(Topic::Imports);
    Ok(row)
}

/// Ends an import without success where it is still under way.
async fn fail(app: &App, team: &str, id: &str, reason: &str) -> Result<(), StoreError> {
    let mut tx = app.write().await?;
    let Some(row) = tx.import(team, id).await?.filter(|i| i.state == ImportState::Running) else {
        return Ok(());
    };
    let mut row = ended(row, ImportState::Failed);
    reason.clone_into(&mut row.reason);
    tx.update_import(&take_in(), &row).await?;
    tx.bump_revision(team).await?;
    tx.commit().await?;
    publish(app, team);
    Ok(())
}

/// Removes what nobody ever saw, a thousand rows at a time.
async fn sweep(app: &App, id: &str) -> Result<(), StoreError> {
    let limit = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
    loop {
        let mut tx = app.write().await?;
        let gone = tx.delete_hidden(&take_in(), id, limit).await?;
        tx.commit().await?;
        if gone == 0 {
            return Ok(());
        }
        tokio::task::yield_now().await;
    }
}

/// Ends what was under way when the server stopped, and removes in the background what it left. Call it once at the start,
/// before anything is imported.
pub async fn recover(app: &App) -> Result<(), StoreError> {
    for (id, team) in app.read().await?.unfinished_imports().await? {
        fail(app, &team, &id, INTERRUPTED).await?;
        sweep_later(app, id);
    }
    Ok(())
}

fn sweep_later(app: &App, id: String) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = sweep(&app, &id).await {
            tracing::error!(import = id, %error, "an import's rows stay until the server starts again");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jt9_turns_share_out_everything() {
        for (n, people) in [(10, 3), (9, 3), (2, 5), (0, 2), (50_000, 7)] {
            let all: u32 = (0..people).map(|at| share(n, people, at)).sum();
            assert_eq!(all, n, "{n} for {people}");
        }
        assert_eq!([share(10, 3, 0), share(10, 3, 1), share(10, 3, 2)], [4, 3, 3]);
    }
}
