//! API keys: what other systems come in with. A key is shown once; what is stored is its hash.

use super::maker::{Makers, noted, oneself};
use crate::error::Refusal;
use crate::random;
use crate::service::Act;
use crate::service::read::may;
use crate::session::Member;
use crate::state::App;
use crate::storage::{KeyRow, Reader};
use shared::api::{KeyView, Keys, MadeKey, NewKey};
use shared::policy::Command;
use shared::validate::check_name;

/// How every key begins: found by scanners for secrets, and told apart from session ids at a glance.
pub const START: &str = "rk_";
/// So much of a key is shown in lists: 5 of its 43 characters.
const PREFIX: usize = 8;
/// The list comes in one piece.
const MANY: usize = 100;

/// All of the team.
pub async fn list(app: &App, who: &Member) -> Result<Keys, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ManageIntegrations).await?;
    let rows = db.keys(&who.team.id).await?;
    Ok(Keys { items: views(db.as_mut(), &who.team.id, rows).await? })
}

/// Rows on the wire.
pub async fn views(db: &mut dyn Reader, team: &str, rows: Vec<KeyRow>) -> Result<Vec<KeyView>, Refusal> {
    let makers = Makers::of(db, team, &rows.iter().map(|r| &r.made_by).collect::<Vec<_>>()).await?;
    let view = |row: KeyRow| KeyView {
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        made_by: makers.view(row.made_by),
        created_at: row.created_at,
        last_used_at: row.last_used_at,
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
    check_name(&request.name).map_err(|code| Refusal::field("name", code))?;
    if act.tx.keys(&act.team.id).await?.len() >= MANY {
        return Err(Refusal::field("name", "too-many"));
    }
    let secret = format!("{START}{}", random::token(act.app.random())?);
    let row = KeyRow {
        id: random::id(act.app.random())?,
        team: act.team.id.clone(),
        name: request.name.trim().to_owned(),
        prefix: secret.chars().take(PREFIX).collect(),
        made_by: oneself(&act.actor),
        created_at: act.now,
        last_used_at: None,
    };
    act.tx.insert_key(&permit, &row, &random::hash(&secret)).await?;
    noted(act, &format!("+ {}", row.name)).await?;
    let team = act.team.id.clone();
    let all = views(act.tx.as_mut(), &team, vec![row]).await?;
    let key = all.into_iter().next().ok_or_else(|| Refusal::internal("a key without a view"))?;
    Ok(MadeKey { key, secret })
}
