//! Signing in and out, and one's own password.

use super::temporary;
use super::ways::opened_by;
use crate::clock::HOUR;
use crate::error::{
    LINK_EXPIRED, NO_ACCESS, NO_SUCH_LINK, Refusal, SSO_REQUIRED, WRONG_CREDENTIALS, WRONG_PASSWORD,
};
use crate::limits::Limit;
use crate::mail::words::Words;
use crate::mail::{KIND, templates};
use crate::password::Outcome;
use crate::random;
use crate::session::{Shown, SignedIn};
use crate::state::App;
use crate::storage::{Account, Reader, SessionRow, Team, Tx};
use shared::api::{ChangePassword, ChoosePassword, Membership, ResetPassword, SessionView, SignIn};
use shared::policy::Via;
use shared::validate::{address_key, check_address, check_password};

/// How long a link to a new password works.
const RESET_LASTS: i64 = HOUR;

/// A new session: the cookie's value, and what the page shows.
pub struct Opened {
    /// The cookie's value.
    pub token: String,
    /// Who, and where they belong.
    pub view: SessionView,
}

/// What signing in leads to.
pub enum Entered {
    /// A session.
    In(Opened),
    /// The page that chooses a password: this one was temporary (ST6).
    Choose(ChoosePassword),
}

/// Makes a new session; the one that came along, if any, ends: a planted one is worth nothing (S1).
pub async fn open_session(
    app: &App,
    tx: &mut dyn Tx,
    account: &Account,
    via: Via,
    old: Option<&[u8]>,
) -> Result<Opened, Refusal> {
    if let Some(old) = old {
        tx.delete_session(old).await?;
    }
    let now = app.now();
    let token = random::token(app.random())?;
    tx.insert_session(&SessionRow {
        token_hash: random::hash(&token),
        account: account.id.clone(),
        created_at: now,
        seen_at: now,
        expires_at: now.saturating_add(app.config().session_lasts),
        via,
    })
    .await?;
    tx.sweep(now).await?;
    let teams = opened_by(app, tx, &account.id, via).await?;
    Ok(Opened { token, view: view(account, teams) })
}

fn view(account: &Account, teams: Vec<Team>) -> SessionView {
    SessionView {
        account: account.id.clone(),
        email: account.email.clone(),
        name: account.name.clone(),
        language: account.language.clone(),
        password: account.password_hash.is_some(),
        teams: teams
            .into_iter()
            .map(|t| Membership { team: t.id, name: t.name, profile: t.profile })
            .collect(),
    }
}

/// Who is signed in.
pub async fn show(app: &App, person: &SignedIn) -> Result<SessionView, Refusal> {
    let mut db = app.read().await?;
    let teams = match &person.shown {
        Shown::Session(session) => opened_by(app, db.as_mut(), &person.account.id, session.via).await?,
        Shown::Widget(token) => db.team(&token.team).await?.into_iter().collect(),
    };
    let all = view(&person.account, teams);
    // A widget changes nobody's password.
    Ok(SessionView { password: all.password && person.session().is_ok(), ..all })
}

/// Signs in. Unknown address and wrong password take the same time and give the same answer.
pub async fn sign_in(
    app: &App,
    source: &str,
    old: Option<&SignedIn>,
    request: SignIn,
) -> Result<Entered, Refusal> {
    let key = address_key(&request.email);
    let place = format!("{key} {source}");
    app.limits().take(Limit::SignInSource, source)?;
    if check_address(&request.email).is_err() || check_password(&request.password, 1).is_err() {
        // Too long or no address: nobody's, not worth a hash (P2), and not worth remembering as a limit's key.
        return Err(WRONG_CREDENTIALS.into());
    }
    app.limits().take(Limit::SignInAddress, &place)?;
    let account = app.read().await?.account_by_email(&key).await?;
    let stored = account.as_ref().and_then(|a| a.password_hash.as_deref());
    let outcome = app.passwords().check(stored, &request.password).await?;
    let (Some(account), Outcome::Right | Outcome::RightButOld) = (account, outcome) else {
        let way = temporary::enter(app, &key, &request.password).await?;
        return way.map(Entered::Choose).ok_or_else(|| WRONG_CREDENTIALS.into());
    };
    let newer = match outcome {
        Outcome::RightButOld => Some(app.passwords().hash(&request.password).await?),
        _ => None,
    };
    let mut tx = app.write().await?;
    // The password may have been changed while it was compared.
    let fresh = tx.account(&account.id).await?.filter(|a| a.password_hash == account.password_hash);
    let account = fresh.ok_or(WRONG_CREDENTIALS)?;
    if opened_by(app, tx.as_mut(), &account.id, Via::Password).await?.is_empty() {
        let elsewhere = !tx.teams_of(&account.id).await?.is_empty();
        return Err(if elsewhere { SSO_REQUIRED } else { NO_ACCESS }.into());
    }
    if let Some(newer) = newer {
        tx.set_password(&account.id, &newer, account.borrowed).await?;
    }
    let old = old.and_then(|o| o.session().ok()).map(|s| s.token_hash.as_slice());
    let opened = open_session(app, tx.as_mut(), &account, Via::Password, old).await?;
    tx.commit().await?;
    app.limits().forget(Limit::SignInAddress, &place);
    Ok(Entered::In(opened))
}

/// Signs out: the session ends on the server (S1).
pub async fn sign_out(app: &App, person: &SignedIn) -> Result<(), Refusal> {
    let mut tx = app.write().await?;
    tx.delete_session(&person.session()?.token_hash).await?;
    Ok(tx.commit().await?)
}

/// The longest minimum of the teams that a password opens for the account.
async fn password_min(app: &App, db: &mut dyn Reader, account: &str) -> Result<Option<u32>, Refusal> {
    let teams = opened_by(app, db, account, Via::Password).await?;
    Ok(teams.iter().filter_map(|t| app.rules(&t.profile)).map(|r| r.policy.password_min()).max())
}

/// Changes the own password; every other session ends.
pub async fn change_password(app: &App, person: &SignedIn, request: ChangePassword) -> Result<(), Refusal> {
    let session = person.session()?;
    app.limits().take(Limit::OwnPassword, &person.account.email_key)?;
    let min = password_min(app, app.read().await?.as_mut(), &person.account.id).await?.unwrap_or(8);
    check_password(&request.new, min).map_err(|code| Refusal::field("new", code))?;
    check_password(&request.current, 1).map_err(|code| Refusal::field("current", code))?;
    let stored = person.account.password_hash.as_deref();
    if app.passwords().check(stored, &request.current).await? == Outcome::Wrong {
        return Err(WRONG_PASSWORD.into());
    }
    let hash = app.passwords().hash(&request.new).await?;
    let mut tx = app.write().await?;
    // Ended while hashing: whoever ended it has the last word.
    tx.session(&session.token_hash).await?.ok_or(Refusal::NotSignedIn)?;
    tx.set_password(&person.account.id, &hash, false).await?;
    tx.delete_sessions_of(&person.account.id, Some(&session.token_hash)).await?;
    tx.delete_resets_of(&person.account.id).await?;
    Ok(tx.commit().await?)
}

/// Puts a mail with a link into the outbox, where somebody with access has that address. The answer never says.
/// `speaks`: the language of the request, for who has chosen none.
pub async fn forgot(app: &App, source: &str, email: &str, speaks: Option<&str>) -> Result<(), Refusal> {
    let key = address_key(email);
    app.limits().take(Limit::ForgotSource, source)?;
    if check_address(email).is_err() {
        return Ok(());
    }
    app.limits().take(Limit::Forgot, &key)?;
    let mut tx = app.write().await?;
    let Some(account) = tx.account_by_email(&key).await? else { return Ok(()) };
    if opened_by(app, tx.as_mut(), &account.id, Via::Password).await?.is_empty() {
        return Ok(());
    }
    let token = random::token(app.random())?;
    let now = app.now();
    tx.insert_reset(&random::hash(&token), &account.id, now.saturating_add(RESET_LASTS)).await?;
    let words = Words::of(&[account.language.as_deref(), speaks]);
    let mail = templates::reset(words, &app.config().public_url, &account.email, &token, RESET_LASTS);
    tx.insert_letter(KIND, &serde_json::to_string(&mail).map_err(Refusal::internal)?, now).await?;
    tx.commit().await?;
    app.wake_outbox();
    Ok(())
}

async fn reset_account(app: &App, db: &mut dyn Reader, token: &str) -> Result<(String, u32), Refusal> {
    let (account, ends) = db.reset(&random::hash(token)).await?.ok_or(NO_SUCH_LINK)?;
    if app.now() >= ends {
        return Err(LINK_EXPIRED.into());
    }
    // Access that has ended is not brought back by a link (A12).
    let min = password_min(app, db, &account).await?.ok_or(NO_SUCH_LINK)?;
    Ok((account, min))
}

/// Sets a new password by a mailed link, once; every session ends.
pub async fn reset(app: &App, source: &str, request: ResetPassword) -> Result<(), Refusal> {
    app.limits().take(Limit::Token, source)?;
    let (_, min) = reset_account(app, app.read().await?.as_mut(), &request.token).await?;
    check_password(&request.password, min).map_err(|code| Refusal::field("password", code))?;
    let hash = app.passwords().hash(&request.password).await?;
    let mut tx = app.write().await?;
    let (account, _) = reset_account(app, tx.as_mut(), &request.token).await?;
    tx.set_password(&account, &hash, false).await?;
    tx.delete_resets_of(&account).await?;
    tx.delete_sessions_of(&account, None).await?;
    Ok(tx.commit().await?)
}
