//! Lists that a team shares: rules, saved replies (JY15). Every member reads them; whoever manages shared resources writes.

use super::act::Act;
use super::people::same_version;
use super::work::{check_values, searched};
use crate::error::{NOT_FOUND, Refusal, STALE_VERSION};
use crate::fold::{fold, words};
use crate::live::Topic;
use crate::policies::Rules;
use crate::random;
use crate::session::{Member, Program};
use crate::state::App;
use crate::storage::{EntryRow, Reader};
use shared::api::{
    EditEntry, Entries, EntryQuery, EntryView, FieldProblem, FieldValues, NewEntry, OrderEntries, Revised,
};
use shared::policy::{Command, Permit};
use shared::profile::ListDef;
use shared::validate::{check_name, check_work_field};

/// A list comes in one piece.
const MANY: usize = 1_000;
/// Longer searches are nobody's.
const LONGEST_SEARCH: usize = 400;

fn def<'a>(rules: &'a Rules, list: &str) -> Result<&'a ListDef, Refusal> {
    Ok(rules.policy.profile().lists.get(list).ok_or(NOT_FOUND)?)
}

fn view(row: EntryRow) -> EntryView {
    EntryView {
        id: row.id,
        name: row.name,
        fields: row.fields,
        by: row.actor,
        at: row.at,
        version: row.version,
    }
}

/// The entries of a list, all or those of a search.
pub async fn entries(app: &App, who: &Member, list: &str, query: &EntryQuery) -> Result<Entries, Refusal> {
    let def = def(&who.rules, list)?;
    let q = query.q.as_deref().unwrap_or_default();
    if q.len() > LONGEST_SEARCH {
        return Err(Refusal::field("q", "too-long"));
    }
    let mut db = app.read().await?;
    let rows = sorted(db.as_mut(), &who.team.id, list, def, &words(q)).await?;
    Ok(Entries { items: rows.into_iter().map(view).collect() })
}

/// The same for a program of the team, which learns nothing of the people.
pub async fn for_program(app: &App, program: &Program, list: &str) -> Result<Entries, Refusal> {
    let def = def(&program.rules, list)?;
    let mut db = app.read().await?;
    let rows = sorted(db.as_mut(), &program.team.id, list, def, &[]).await?;
    let nobody = |row| EntryView { by: String::new(), ..view(row) };
    Ok(Entries { items: rows.into_iter().map(nobody).collect() })
}

/// In the team's order where there is one, else by name.
async fn sorted<R: Reader + ?Sized>(
    db: &mut R,
    team: &str,
    list: &str,
    def: &ListDef,
    words: &[String],
) -> Result<Vec<EntryRow>, Refusal> {
    let mut rows = db.entries(team, list, words).await?;
    if !def.ordered {
        rows.sort_by_cached_key(|row| (fold(&row.name), row.id.clone()));
    }
    Ok(rows)
}

/// What the log says: the list by its id, so that each page says it in its own language, and the entry by its name.
async fn noted(act: &mut Act, list: &str, sign: &str, name: &str) -> Result<(), Refusal> {
    act.live.topic(Topic::Lists);
    let what = [sign, name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    act.note(&format!("{list}: {}", what.join(" "))).await
}

/// What a search of a list looks at.
pub fn search_key(def: &ListDef, name: &str, fields: &FieldValues) -> String {
    [fold(name), searched(&def.fields, fields)].concat()
}

/// What is wrong with a name: people choose an entry by it, so no two of a list read the same.
fn name_fault(name: &str, but: &str, others: &[EntryRow]) -> Option<FieldProblem> {
    let key = fold(name);
    let taken = || others.iter().any(|row| row.id != but && fold(&row.name) == key);
    let code = match check_name(name) {
        Err(code) => code,
        Ok(()) if taken() => "duplicate",
        Ok(()) => return None,
    };
    Some(FieldProblem { field: "name".into(), code: code.into() })
}

/// Adds an entry.
pub async fn add(
    app: &App,
    who: &Member,
    list: &str,
    request: NewEntry,
) -> Result<(EntryView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = make(&mut act, list, request).await;
    let (made, done) = act.settled(outcome).await?;
    Ok((made, done.revision))
}

async fn make(act: &mut Act, list: &str, request: NewEntry) -> Result<EntryView, Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    let rules = std::sync::Arc::clone(&act.rules);
    let def = def(&rules, list)?;
    let trimmed = request.fields.into_iter().map(|(id, value)| (id, value.trim().to_owned()));
    let fields: FieldValues = trimmed.filter(|(_, value)| !value.is_empty()).collect();
    let others = act.tx.entries(&act.team.id, list, &[]).await?;
    let mut faults: Vec<_> = name_fault(&request.name, "", &others).into_iter().collect();
    faults.extend(check_values(&def.fields, &fields, |_| true));
    if let Some(before) = &request.before {
        let code = match (def.ordered, others.iter().any(|row| row.id == *before)) {
            (false, _) => Some("unknown-field"),
            (true, false) => Some("not-found"),
            (true, true) => None,
        };
        faults.extend(code.map(|code| FieldProblem { field: "before".into(), code: code.into() }));
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    if others.len() >= MANY {
        return Err(Refusal::field("name", "too-many"));
    }
    let name = request.name.trim().to_owned();
    let row = EntryRow {
        id: random::id(act.app.random())?,
        search_key: search_key(def, &name, &fields),
        name,
        fields,
        actor: act.actor.name.clone(),
        at: act.now,
        version: 1,
    };
    act.tx.insert_entry(&permit, &act.team.id, list, &row, request.before.as_deref()).await?;
    noted(act, list, "+", &row.name).await?;
    Ok(view(row))
}

/// Another name or other details.
pub async fn edit(
    app: &App,
    who: &Member,
    list: &str,
    entry: &str,
    request: EditEntry,
) -> Result<(EntryView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = change(&mut act, list, entry, request).await;
    let (edited, done) = act.settled(outcome).await?;
    Ok((edited, done.revision))
}

/// Whoever writes to an entry may, and it is there.
async fn writable(act: &mut Act, list: &str, entry: &str) -> Result<(Permit, EntryRow), Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    def(&act.rules, list)?;
    let row = act.tx.entry(&act.team.id, list, entry).await?.ok_or(NOT_FOUND)?;
    Ok((permit, row))
}

async fn change(act: &mut Act, list: &str, entry: &str, request: EditEntry) -> Result<EntryView, Refusal> {
    let (permit, old) = writable(act, list, entry).await?;
    same_version(old.version, request.version)?;
    let rules = std::sync::Arc::clone(&act.rules);
    let def = def(&rules, list)?;
    let mut row = old.clone();
    let mut faults = Vec::new();
    if let Some(name) = &request.name
        && name.trim() != row.name
    {
        let others = act.tx.entries(&act.team.id, list, &[]).await?;
        faults.extend(name_fault(name, entry, &others));
        name.trim().clone_into(&mut row.name);
    }
    for (id, value) in request.fields.unwrap_or_default() {
        let value = value.trim();
        if row.fields.get(&id).map_or("", String::as_str) == value {
            continue;
        }
        let code = match def.fields.get(&id) {
            None => Some("unknown-field"),
            Some(field) => check_work_field(field, value).err(),
        };
        match (code, value) {
            (Some(code), _) => faults.push(FieldProblem { field: id, code: code.into() }),
            (None, "") => drop(row.fields.remove(&id)),
            (None, value) => drop(row.fields.insert(id, value.to_owned())),
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    if row == old {
        return Ok(view(row));
    }
    row.search_key = search_key(def, &row.name, &row.fields);
    row.version = row.version.saturating_add(1);
    row.at = act.now;
    row.actor.clone_from(&act.actor.name);
    act.tx.update_entry(&permit, &act.team.id, list, &row).await?;
    let told = if row.name == old.name { row.name.clone() } else { format!("{} → {}", old.name, row.name) };
    noted(act, list, "", &told).await?;
    Ok(view(row))
}

/// Deletes an entry. Undoing that makes a new one of the same, before the entry that followed it.
pub async fn delete(app: &App, who: &Member, list: &str, entry: &str) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = deleted(&mut act, list, entry).await;
    act.settle(outcome).await
}

async fn deleted(act: &mut Act, list: &str, entry: &str) -> Result<(), Refusal> {
    let (permit, row) = writable(act, list, entry).await?;
    act.tx.delete_entry(&permit, &act.team.id, list, entry).await?;
    noted(act, list, "−", &row.name).await
}

/// Another order.
pub async fn order(app: &App, who: &Member, list: &str, request: OrderEntries) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = ordered(&mut act, list, &request.ids).await;
    act.settle(outcome).await
}

async fn ordered(act: &mut Act, list: &str, ids: &[String]) -> Result<(), Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    if !def(&act.rules, list)?.ordered {
        return Err(NOT_FOUND.into());
    }
    let rows = act.tx.entries(&act.team.id, list, &[]).await?;
    if rows.iter().map(|row| &row.id).eq(ids) {
        return Ok(());
    }
    // Somebody added or deleted one since this order was thought of: nothing is guessed.
    let (mut there, mut named): (Vec<&str>, Vec<&str>) =
        (rows.iter().map(|row| row.id.as_str()).collect(), ids.iter().map(String::as_str).collect());
    there.sort_unstable();
    named.sort_unstable();
    if there != named {
        return Err(STALE_VERSION.into());
    }
    act.tx.order_entries(&permit, &act.team.id, list, ids).await?;
    noted(act, list, "↕", "").await
}
