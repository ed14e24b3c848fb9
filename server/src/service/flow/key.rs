//! API keys: what other systems come in with. A key is shown once; what is stored is its hash.
//!
//! A key never does more than whoever answers for it could do or give (A7), so whoever changes what it may do, or sees its
//! new secret, answers for it from then on.

use super::maker::{Makers, noted, oneself};
use crate::clock::{HOUR, Millis};
use crate::error::{NOT_FOUND, Refusal};
use crate::random;
use crate::service::Act;
use crate::service::read::may;
use crate::session::Member;
use crate::state::App;
use crate::storage::{KeyRow, MadeAs, MemberRow, Reader};
use shared::api::{
    EditKey, FieldProblem, KeyScope, KeyView, Keys, MadeKey, NewKey, ORIGINS_MAX, OVERLAP_MAX, Revised,
    RotateKey,
};
use shared::policy::{Command, Permit};
use shared::validate::{check_name, check_origin};

/// How every key begins: found by scanners for secrets, and told apart from session ids at a glance.
pub const START: &str = "rk_";
/// So much of a key is shown in lists: 5 of its 43 characters.
const PREFIX: usize = 8;
/// The list comes in one piece.
const MANY: usize = 100;
/// What a key is for when nothing is said.
const USUAL: [KeyScope; 2] = [KeyScope::Intake, KeyScope::Lists];

/// All of the team.
pub async fn list(app: &App, who: &Member) -> Result<Keys, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ManageIntegrations).await?;
    let rows = db.keys(&who.team.id).await?;
    Ok(Keys { items: views(db.as_mut(), &who.team.id, rows, app.now()).await? })
}

/// Rows on the wire.
pub async fn views(
    db: &mut dyn Reader,
    team: &str,
    rows: Vec<KeyRow>,
    now: Millis,
) -> Result<Vec<KeyView>, Refusal> {
    let makers = Makers::of(db, team, &rows.iter().map(|r| &r.made_by).collect::<Vec<_>>()).await?;
    let view = |row: KeyRow| KeyView {
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        scopes: row.scopes,
        origins: row.origins,
        made_by: makers.view(row.made_by),
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        old_until: row.old_until.filter(|until| *until > now),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Makes one. The answer is the only place where the key ever stands.
pub async fn add(app: &App, who: &Member, request: NewKey) -> Result<(MadeKey, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = make(&mut act, &request).await;
    let (made, done) = act.settled(outcome).await?;
    Ok((made, done.revision))
}

async fn make(act: &mut Act, request: &NewKey) -> Result<MadeKey, Refusal> {
    let permit = act.judge(Command::ManageIntegrations, None)?;
    let usual: Vec<String> = USUAL.iter().map(|s| s.id().to_owned()).collect();
    let wanted = request.scopes.as_ref().unwrap_or(&usual);
    let (scopes, origins) = checked(Some(&request.name), wanted, &request.origins)?;
    if act.tx.keys(&act.team.id).await?.len() >= MANY {
        return Err(Refusal::field("name", "too-many"));
    }
    let secret = new_secret(act)?;
    let row = KeyRow {
        id: random::id(act.app.random())?,
        team: act.team.id.clone(),
        name: request.name.trim().to_owned(),
        prefix: start_of(&secret),
        scopes,
        origins,
        made_by: oneself(&act.actor),
        made_as: Some(place_of(&act.actor)),
        created_at: act.now,
        last_used_at: None,
        old_until: None,
    };
    act.tx.insert_key(&permit, &row, &random::hash(&secret)).await?;
    noted(act, &format!("+ {}", told(&row))).await?;
    shown(act, row, secret).await
}

/// Changes its name, what it may do, and where its widgets may stand.
pub async fn edit(app: &App, who: &Member, id: &str, request: EditKey) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = change(&mut act, id, request).await;
    act.settle(outcome).await
}

async fn change(act: &mut Act, id: &str, request: EditKey) -> Result<(), Refusal> {
    let permit = act.judge(Command::ManageIntegrations, None)?;
    let mut row = act.tx.key(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    let before = row.clone();
    let scopes = request.scopes.as_ref().unwrap_or(&row.scopes);
    let origins = request.origins.as_ref().unwrap_or(&row.origins);
    let (scopes, origins) = checked(request.name.as_deref(), scopes, origins)?;
    (row.scopes, row.origins) = (scopes, origins);
    if let Some(name) = &request.name {
        name.trim().clone_into(&mut row.name);
    }
    if row == before {
        return Ok(());
    }
    if (&row.scopes, &row.origins) != (&before.scopes, &before.origins) {
        answer_for(act, &mut row);
    }
    act.tx.update_key(&permit, &row).await?;
    noted(act, &format!("{} → {}", told(&before), told(&row))).await
}

/// Gives it another secret. The answer is the only place where that ever stands.
pub async fn rotate(
    app: &App,
    who: &Member,
    id: &str,
    request: RotateKey,
) -> Result<(MadeKey, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = turn(&mut act, id, &request).await;
    let (made, done) = act.settled(outcome).await?;
    Ok((made, done.revision))
}

async fn turn(act: &mut Act, id: &str, request: &RotateKey) -> Result<MadeKey, Refusal> {
    let permit = act.judge(Command::ManageIntegrations, None)?;
    let mut row = act.tx.key(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    if request.overlap_hours > OVERLAP_MAX {
        return Err(Refusal::field("overlap_hours", "out-of-range"));
    }
    let secret = new_secret(act)?;
    row.prefix = start_of(&secret);
    row.old_until = match Millis::from(request.overlap_hours) {
        0 => None,
        hours => Some(act.now.saturating_add(hours.saturating_mul(HOUR))),
    };
    answer_for(act, &mut row);
    act.tx.update_key(&permit, &row).await?;
    act.tx.rotate_key(&permit, &row, &random::hash(&secret)).await?;
    if row.old_until.is_none() {
        // Somebody else may have had the secret: what was asked for with it ends as well.
        act.tx.delete_widget_tokens(&permit, &row.id).await?;
    }
    noted(act, &format!("↻ {}", row.name)).await?;
    shown(act, row, secret).await
}

/// Whoever takes a key over answers for it with their own place.
pub(super) async fn taken_over(act: &mut Act, permit: &Permit, id: &str) -> Result<(), Refusal> {
    let mut row = act.tx.key(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    answer_for(act, &mut row);
    Ok(act.tx.update_key(permit, &row).await?)
}

fn answer_for(act: &Act, row: &mut KeyRow) {
    row.made_by = oneself(&act.actor);
    row.made_as = Some(place_of(&act.actor));
}

fn place_of(row: &MemberRow) -> MadeAs {
    MadeAs {
        role: row.role.clone(),
        additions: row.additions.clone(),
        grants: row.grants.clone(),
        standing: row.standing.clone(),
    }
}

fn new_secret(act: &Act) -> Result<String, Refusal> {
    Ok(format!("{START}{}", random::token(act.app.random())?))
}

fn start_of(secret: &str) -> String {
    secret.chars().take(PREFIX).collect()
}

/// The key in the log: its name, and where its widgets may stand.
fn told(row: &KeyRow) -> String {
    if row.origins.is_empty() {
        row.name.clone()
    } else {
        format!("{} ({})", row.name, row.origins.join(", "))
    }
}

async fn shown(act: &mut Act, row: KeyRow, secret: String) -> Result<MadeKey, Refusal> {
    let (team, now) = (act.team.id.clone(), act.now);
    let all = views(act.tx.as_mut(), &team, vec![row], now).await?;
    let key = all.into_iter().next().ok_or_else(|| Refusal::internal("a key without a view"))?;
    Ok(MadeKey { key, secret })
}

/// Scopes in their order and origins in theirs, each once, when all is well with the request.
fn checked(
    name: Option<&str>,
    scopes: &[String],
    origins: &[String],
) -> Result<(Vec<String>, Vec<String>), Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field: String, code: &str| faults.push(FieldProblem { field, code: code.to_owned() });
    if let Some(Err(code)) = name.map(check_name) {
        fault("name".into(), code);
    }
    if scopes.is_empty() {
        fault("scopes".into(), "required");
    }
    for (at, scope) in scopes.iter().enumerate() {
        if KeyScope::from_id(scope).is_none() {
            fault(format!("scopes.{at}"), "not-a-choice");
        }
    }
    let all: Vec<KeyScope> =
        KeyScope::ALL.into_iter().filter(|s| scopes.iter().any(|id| id == s.id())).collect();
    match (all.iter().any(|s| s.has_origins()), origins.len()) {
        (true, 0) => fault("origins".into(), "required"),
        (_, n) if n > ORIGINS_MAX => fault("origins".into(), "too-many"),
        (false, n) if n > 0 => fault("origins".into(), "unknown-field"),
        _ => {}
    }
    for (at, origin) in origins.iter().enumerate().take(ORIGINS_MAX) {
        if let Err(code) = check_origin(origin) {
            fault(format!("origins.{at}"), code);
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    let mut origins = origins.to_vec();
    origins.sort_unstable();
    origins.dedup();
    Ok((all.into_iter().map(|s| s.id().to_owned()).collect(), origins))
}
