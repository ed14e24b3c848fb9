//! A file before it is imported: uploaded, looked at, corrected, started.

use super::decode::decode;
use super::guess::guess;
use super::parse::{Table, parse};
use super::plan::{Mapping, Plan, plan};
use super::run::{Job, spawn};
use super::view::{seen, sees, view};
use crate::clock::{DAY, Millis};
use crate::error::{IMPORT_FAULTS, IMPORT_OVER, IMPORT_RUNNING, NOT_FOUND, Refusal};
use crate::limits::Limit;
use crate::live::Topic;
use crate::random;
use crate::service::Act;
use crate::service::read::may;
use crate::service::work::Eye;
use crate::session::Member;
use crate::state::App;
use crate::storage::{ImportHead, ImportRow, ImportState};
use axum::body::Bytes;
use shared::api::{FieldProblem, ImportColumn, ImportPlan, ImportView};
use shared::policy::{Command, KindId, Permit};
use shared::profile::WorkDef;
use shared::validate::check_text;
use tokio::sync::Semaphore;

/// Most lines and columns of a file.
const LINES: usize = 100_000;
const COLUMNS: usize = 200;
/// So many lines are looked at to guess columns.
const LOOKED_AT: usize = 50;
/// Values of a column that are shown, and how long each may be.
const SAMPLES: usize = 3;
const SAMPLE: usize = 80;
/// So many files are read at a time: each takes some memory.
static READING: Semaphore = Semaphore::const_new(2);
/// Longest rotation.
const PEOPLE: usize = 200;

/// Takes a file in and says what it seems to hold. Nothing is imported yet.
pub async fn upload(
    app: &App,
    who: &Member,
    kind: &str,
    file: Option<&str>,
    bytes: Bytes,
) -> Result<(ImportView, i64), Refusal> {
    let eye = Eye::of(who)?;
    let kind = eye.kind(kind)?;
    may(app, who, app.read().await?.as_mut(), Command::ImportWork { kind }).await?;
    let def = importable(&eye, kind)?.clone();
    let file = file.unwrap_or("import.csv");
    check_text(file).map_err(|code| Refusal::field("file", code))?;
    app.limits().take(Limit::Upload, &who.team.id)?;
    let (head, text, lines) = apart(move || read(&def, &bytes)).await??;

    let mut act = Act::begin(app, who).await?;
    let outcome = keep(&mut act, kind, file, head, &text, lines).await;
    let (row, done) = act.settled(outcome).await?;
    Ok((view(row), done.revision))
}

/// A kind that no profile imports has no such page.
fn importable(eye: &Eye, kind: KindId) -> Result<&WorkDef, Refusal> {
    let def = eye.def(kind)?;
    if def.import { Ok(def) } else { Err(NOT_FOUND.into()) }
}

/// Reading a large file takes a while: not on the threads that answer requests.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    let _turn = READING.acquire().await.map_err(Refusal::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Refusal::internal)
}

fn read(def: &WorkDef, bytes: &[u8]) -> Result<(ImportHead, String, u32), Refusal> {
    // A workbook or another archive, saved as it is.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Refusal::field("file", "not-text"));
    }
    let decoded = decode(bytes);
    let table = parse(&decoded.text, decoded.damaged);
    if table.header.is_empty() || table.lines.is_empty() {
        return Err(Refusal::field("file", "empty"));
    }
    if table.header.len() > COLUMNS {
        return Err(Refusal::field("file", "too-many-columns"));
    }
    let lines = u32::try_from(table.lines.len()).ok().filter(|_| table.lines.len() <= LINES);
    let lines = lines.ok_or_else(|| Refusal::field("file", "too-many-lines"))?;
    let head = ImportHead {
        encoding: decoded.encoding.to_owned(),
        damaged: decoded.damaged,
        separator: char::from(table.separator).to_string(),
        columns: columns(def, &table),
    };
    Ok((head, decoded.text, lines))
}

fn columns(def: &WorkDef, table: &Table) -> Vec<ImportColumn> {
    let good: Vec<Vec<String>> =
        table.lines.iter().filter_map(|l| l.cells.as_ref().ok()).take(LOOKED_AT).cloned().collect();
    let clip = |text: &str| text.chars().take(SAMPLE).collect::<String>();
    guess(def, &table.header, &good)
        .into_iter()
        .zip(&table.header)
        .enumerate()
        .map(|(at, (guess, header))| ImportColumn {
            guess,
            header: clip(header.trim()),
            samples: good
                .iter()
                .filter_map(|cells| cells.get(at))
                .map(|v| clip(v.trim()))
                .filter(|v| !v.is_empty())
                .take(SAMPLES)
                .collect(),
        })
        .collect()
}

async fn keep(
    act: &mut Act,
    kind: KindId,
    file: &str,
    head: ImportHead,
    text: &str,
    lines: u32,
) -> Result<ImportRow, Refusal> {
    let permit = act.judge(Command::ImportWork { kind }, None)?;
    // A file of addresses is not kept for somebody who doesn't come back.
    act.tx.drop_old_drafts(&permit, act.now.saturating_sub(DAY)).await?;
    let row = ImportRow {
        id: random::id(act.app.random())?,
        team: act.team.id.clone(),
        kind: act.policy().kind_name(kind).to_owned(),
        file: file.to_owned(),
        state: ImportState::Draft,
        head,
        lines,
        actor: act.actor.id.clone(),
        actor_name: act.actor.name.clone(),
        created_at: act.now,
        ..ImportRow::default()
    };
    act.tx.insert_import(&permit, &row, text).await?;
    act.live.topic(Topic::Imports);
    Ok(row)
}

/// Says what is wrong with the lines under a mapping. Nothing is imported yet.
pub async fn check(
    app: &App,
    who: &Member,
    id: &str,
    wish: ImportPlan,
) -> Result<(ImportView, i64), Refusal> {
    let (kind, planned) = planned(app, who, id, &wish).await?;
    let mut act = Act::begin(app, who).await?;
    let outcome = note(&mut act, kind, id, wish, &planned).await;
    let (noted, done) = act.settled(outcome).await?;
    Ok((view(noted.row), done.revision))
}

/// Imports the file, in the background. With a fault in any line it doesn't begin (N4).
pub async fn start(
    app: &App,
    who: &Member,
    id: &str,
    wish: ImportPlan,
) -> Result<(ImportView, i64), Refusal> {
    let (kind, planned) = planned(app, who, id, &wish).await?;
    let mut act = Act::begin(app, who).await?;
    let outcome = begin(&mut act, kind, id, wish, &planned).await;
    let (noted, done) = act.settled(outcome).await?;
    if planned.fault_count > 0 {
        return Err(IMPORT_FAULTS.into());
    }
    let shown = view(noted.row.clone());
    spawn(Job {
        app: app.clone(),
        who: who.clone(),
        kind,
        import: noted.row,
        started: noted.at,
        rows: planned.rows,
        receivers: noted.receivers,
        permit: noted.permit,
    });
    Ok((shown, done.revision))
}

/// Reads the file under a mapping, outside any transaction.
async fn planned(app: &App, who: &Member, id: &str, wish: &ImportPlan) -> Result<(KindId, Plan), Refusal> {
    let mut db = app.read().await?;
    let row = seen(db.as_mut(), app, who, id).await?;
    let eye = Eye::of(who)?;
    let kind = eye.kind(&row.kind)?;
    let content = db.import_content(&who.team.id, id).await?;
    drop(db);
    let content = content.filter(|_| row.state == ImportState::Draft).ok_or(IMPORT_OVER)?;
    let def = importable(&eye, kind)?.clone();
    let mapping = Mapping::read(&def, row.head.columns.len(), &wish.columns, |f| eye.sees_field(kind, f))?;
    let damaged = row.head.damaged;
    let plan = apart(move || plan(&def, &mapping, &parse(&content, damaged))).await?;
    Ok((kind, plan))
}

/// A draft as it was judged and written.
struct Noted {
    row: ImportRow,
    /// Member ids of who gets the items, in turn.
    receivers: Vec<String>,
    permit: Permit,
    at: Millis,
}

async fn note(
    act: &mut Act,
    kind: KindId,
    id: &str,
    wish: ImportPlan,
    plan: &Plan,
) -> Result<Noted, Refusal> {
    let permit = act.judge(Command::ImportWork { kind }, None)?;
    let mut row = act.tx.import(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    if !sees(&act.rules, &act.team, &act.actor, &row)? {
        return Err(NOT_FOUND.into());
    }
    if row.state != ImportState::Draft {
        return Err(IMPORT_OVER.into());
    }
    let receivers = receivers(act, kind, &wish).await?;
    row.plan = wish;
    row.faults.clone_from(&plan.faults);
    row.fault_count = plan.fault_count;
    act.tx.update_import(&permit, &row).await?;
    act.live.topic(Topic::Imports);
    Ok(Noted { row, receivers, permit, at: act.now })
}

async fn begin(
    act: &mut Act,
    kind: KindId,
    id: &str,
    wish: ImportPlan,
    plan: &Plan,
) -> Result<Noted, Refusal> {
    let mut noted = note(act, kind, id, wish, plan).await?;
    if plan.fault_count > 0 {
        return Ok(noted);
    }
    if act.tx.running_import(&act.team.id).await?.is_some() {
        return Err(IMPORT_RUNNING.into());
    }
    noted.row.state = ImportState::Running;
    noted.row.done = 0;
    // Whoever asks is who answers for it, whoever uploaded the file.
    noted.row.actor.clone_from(&act.actor.id);
    noted.row.actor_name.clone_from(&act.actor.name);
    act.tx.update_import(&noted.permit, &noted.row).await?;
    Ok(noted)
}

/// Who gets the items: one, some in turn, or nobody. Each is judged like any receiver of work.
async fn receivers(act: &mut Act, kind: KindId, wish: &ImportPlan) -> Result<Vec<String>, Refusal> {
    let (named, field): (Vec<String>, fn(usize) -> String) = match &wish.to {
        Some(_) if !wish.rotate.is_empty() => return Err(Refusal::field("rotate", "to-or-rotate")),
        Some(to) => (vec![to.clone()], |_| "to".to_owned()),
        None => (wish.rotate.clone(), |at| format!("rotate.{at}")),
    };
    if named.len() > PEOPLE {
        return Err(Refusal::field("rotate", "too-many"));
    }
    let mut problems = Vec::new();
    for (at, id) in named.iter().enumerate() {
        let twice = named.get(..at).is_some_and(|before| before.contains(id));
        let row = act.tx.member(&act.team.id, id).await?;
        match row {
            Some(row) if !twice => {
                let _ = act.judge(Command::AssignWork { kind: Some(kind) }, Some(&row))?;
            }
            found => {
                let code = if found.is_some() { "duplicate" } else { "unknown-member" };
                problems.push(FieldProblem { field: field(at), code: code.to_owned() });
            }
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::Fields(problems));
    }
    // Whoever sees their own alone would not see again what they import for nobody.
    if named.is_empty() && act.eye()?.scope(kind).assigned {
        return Ok(vec![act.actor.id.clone()]);
    }
    Ok(named)
}
