//! Tokens of the widget: a host's back end, which knows who is at its page, asks for one with an API key.

use crate::clock::{HOUR, MINUTE, Millis};
use crate::error::{KEY_WITHOUT_MAKER, NOT_FOUND, ORIGIN_NOT_GRANTED, Refusal, UNKNOWN_KEY};
use crate::limits::Limit;
use crate::policies::Rules;
use crate::random;
use crate::service::subject_of;
use crate::session::{Program, bearer};
use crate::state::App;
use crate::storage::{KeyRow, MemberRow, NewAudit, Reader, Team, WidgetTokenRow};
use shared::api::{FieldValues, NewWidgetToken, WidgetToken};
use shared::policy::{Action, Denial, Permit, Status, speak_for};
use shared::validate::{address_key, check_origin};

/// How long a token opens the team.
const LASTS: Millis = 15 * MINUTE;
/// So long an ended one still says that it has ended.
const REMEMBERED: Millis = HOUR;

/// Makes a token for a member whom the key may speak for.
pub async fn mint(app: &App, program: &Program, request: NewWidgetToken) -> Result<WidgetToken, Refusal> {
    app.limits().take(Limit::Mint, &program.key.id)?;
    check_origin(&request.origin).map_err(|code| Refusal::field("origin", code))?;
    let mut tx = app.write().await?;
    let now = app.now();
    // A key that was revoked while the request waited for its turn opens nothing any more.
    let key = tx.key_by_hash(&program.hash, now).await?.ok_or(UNKNOWN_KEY)?;
    if !key.origins.contains(&request.origin) {
        return Err(ORIGIN_NOT_GRANTED.into());
    }
    let team = tx.team(&key.team).await?.filter(|t| !t.has_ended(now)).ok_or(UNKNOWN_KEY)?;
    let row = whom(tx.as_mut(), &team.id, &request).await?;
    let permit = match may_speak(tx.as_mut(), &program.rules, &team, &key, &row, now).await {
        Ok(permit) => permit,
        Err(Refusal::Denied(denial)) => {
            tx.insert_audit(&refused(&key, &row, &denial, now)).await?;
            tx.commit().await?;
            return Err(denial.into());
        }
        Err(other) => return Err(other),
    };
    let secret = format!("{}{}", bearer::START, random::token(app.random())?);
    let token = WidgetTokenRow {
        token_hash: random::hash(&secret),
        team: team.id.clone(),
        key: key.id,
        member: row.id.clone(),
        origin: request.origin,
        expires_at: now.saturating_add(LASTS),
    };
    tx.insert_widget_token(&permit, &token, now.saturating_sub(REMEMBERED)).await?;
    tx.commit().await?;
    Ok(WidgetToken {
        token: secret,
        expires_at: token.expires_at,
        member: row.id,
        team: team.id,
        profile: team.profile,
    })
}

/// Who is meant. Another team's member is nobody's (S6).
async fn whom(db: &mut dyn Reader, team: &str, request: &NewWidgetToken) -> Result<MemberRow, Refusal> {
    let found = match (&request.member, &request.email, &request.reference) {
        (Some(id), None, None) => db.member(team, id).await?,
        (None, Some(email), None) => db.member_by_email(team, &address_key(email)).await?,
        (None, None, Some(reference)) => db.member_by_reference(team, reference).await?,
        (None, None, None) => return Err(Refusal::field("member", "required")),
        _ => return Err(Refusal::field("member", "not-a-choice")),
    };
    Ok(found.ok_or(NOT_FOUND)?)
}

/// A refused attempt stands in the log, under the key's name.
fn refused(key: &KeyRow, row: &MemberRow, denial: &Denial, now: Millis) -> NewAudit {
    NewAudit {
        team: key.team.clone(),
        at: now,
        actor_name: key.name.clone(),
        action: Action::ManageIntegrations.id().to_owned(),
        target_id: Some(row.id.clone()),
        target_name: row.name.clone(),
        denial: Some(denial.code.id().to_owned()),
        ..NewAudit::default()
    }
}

/// Whether the key may speak for this member as both are now (S6, A7).
pub async fn may_speak(
    db: &mut dyn Reader,
    rules: &Rules,
    team: &Team,
    key: &KeyRow,
    row: &MemberRow,
    now: Millis,
) -> Result<Permit, Refusal> {
    let maker = subject_of(&rules.policy, &maker(db, key).await?)?;
    Ok(speak_for(&rules.policy, &maker, &subject_of(&rules.policy, row)?, team.enterprise, now)?)
}

/// Whoever answers for the key, as an active member. Their leaving ends nothing: somebody goes through what they left (JT16),
/// and until then the key reaches as far as they did.
pub async fn maker(db: &mut dyn Reader, key: &KeyRow) -> Result<MemberRow, Refusal> {
    if let Some(row) = db.member(&key.team, &key.made_by.id).await? {
        return Ok(MemberRow { status: Status::Active, expires_at: None, ..row });
    }
    let place = key.made_as.clone().ok_or(KEY_WITHOUT_MAKER)?;
    Ok(MemberRow {
        id: key.made_by.id.clone(),
        team: key.team.clone(),
        account: None,
        email: String::new(),
        email_key: String::new(),
        name: key.made_by.name.clone(),
        name_key: String::new(),
        fields: FieldValues::new(),
        role: place.role,
        additions: place.additions,
        grants: place.grants,
        standing: place.standing,
        access: Vec::new(),
        unit: None,
        manages: Vec::new(),
        status: Status::Active,
        expires_at: None,
        sent: 0,
        invited_at: key.created_at,
        joined_at: None,
        deactivated_at: None,
        last_active_at: None,
        version: 1,
        shared_account: false,
        avatar: None,
    })
}
