//! Imports as people see them: their own, and everybody's for those who see all work of the kind anyway.

use crate::error::{NOT_FOUND, Refusal};
use crate::policies::Rules;
use crate::service::read::may;
use crate::service::work::{Eye, inert};
use crate::session::Member;
use crate::state::App;
use crate::storage::{ImportRow, MemberRow, Reader, Team};
use shared::api::{ImportView, Imports};
use shared::policy::Command;
use std::sync::Arc;

/// How many the list has.
const SHOWN: u32 = 20;
/// How many faults the view has; all are in the file.
const FAULTS: usize = 100;

/// The newest.
pub async fn list(app: &App, who: &Member) -> Result<Imports, Refusal> {
    let mut db = app.read().await?;
    may_import(app, who, db.as_mut()).await?;
    let mut items = Vec::new();
    for row in db.imports(&who.team.id, SHOWN).await? {
        if both_see(who, &row)? {
            items.push(view(row));
        }
    }
    Ok(Imports { items })
}

/// Somebody who may import nothing at all sees no list of imports.
async fn may_import(app: &App, who: &Member, db: &mut dyn Reader) -> Result<(), Refusal> {
    let kinds =
        who.rules.policy.kinds().filter(|k| who.rules.policy.kind_def(*k).is_some_and(|(_, def)| def.import));
    let mut refused = Refusal::from(NOT_FOUND);
    for kind in kinds {
        match may(app, who, db, Command::ImportWork { kind }).await {
            Ok(()) => return Ok(()),
            Err(refusal) => refused = refusal,
        }
    }
    Err(refused)
}

/// One of them.
pub async fn show(app: &App, who: &Member, id: &str) -> Result<ImportView, Refusal> {
    Ok(view(seen(app.read().await?.as_mut(), app, who, id).await?))
}

/// An import that the person may see; any other is not found.
pub(super) async fn seen(
    db: &mut dyn Reader,
    app: &App,
    who: &Member,
    id: &str,
) -> Result<ImportRow, Refusal> {
    may_import(app, who, db).await?;
    let row = db.import(&who.team.id, id).await?.ok_or(NOT_FOUND)?;
    if both_see(who, &row)? { Ok(row) } else { Err(NOT_FOUND.into()) }
}

/// Whoever asks sees it; as another, the other does too.
fn both_see(who: &Member, row: &ImportRow) -> Result<bool, Refusal> {
    for eyes in std::iter::once(&who.row).chain(who.asked.as_deref()) {
        if !sees(&who.rules, &who.team, eyes, row)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A file holds names and addresses: whoever is kept to their own work sees their own files (JT6).
pub(super) fn sees(
    rules: &Arc<Rules>,
    team: &Team,
    who: &MemberRow,
    row: &ImportRow,
) -> Result<bool, Refusal> {
    let Some(kind) = rules.policy.kind(&row.kind) else { return Ok(false) };
    let scope = Eye::new(rules, team, who)?.scope(kind);
    Ok(!scope.nothing && (row.actor == who.id || scope.is_all()))
}

/// On the wire.
pub(super) fn view(row: ImportRow) -> ImportView {
    let mut faults = row.faults;
    faults.truncate(FAULTS);
    ImportView {
        id: row.id,
        kind: row.kind,
        file: row.file,
        state: row.state.id().to_owned(),
        encoding: row.head.encoding,
        separator: row.head.separator,
        columns: row.head.columns,
        lines: row.lines,
        done: row.done,
        faults,
        fault_count: row.fault_count,
        reason: row.reason,
        by: row.actor_name,
        created_at: row.created_at,
    }
}

/// All faults that are kept, as a CSV file.
pub async fn faults(app: &App, who: &Member, id: &str) -> Result<Vec<u8>, Refusal> {
    let row = seen(app.read().await?.as_mut(), app, who, id).await?;
    // The mark tells spreadsheets that this is UTF-8.
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    csv.write_record(["line", "field", "code", "value"]).map_err(Refusal::internal)?;
    for fault in &row.faults {
        let line = fault.line.to_string();
        csv.write_record([line.as_str(), &fault.field, &fault.code, &inert(&fault.value)])
            .map_err(Refusal::internal)?;
    }
    csv.into_inner().map_err(|e| Refusal::internal(e.to_string()))
}
