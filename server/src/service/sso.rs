//! Signing in through the identity provider (JL8): sending somebody there, and deciding who came back.

use super::account::{Opened, open_session};
use super::join::{Door, joined, settle};
use super::subject_of;
use super::ways::{drop_idle_password, way_in};
use crate::clock::{MINUTE, Millis};
use crate::error::{Refusal, SSO_NOT_CONFIGURED, SSO_UNAVAILABLE};
use crate::limits::Limit;
use crate::random;
use crate::session::SignedIn;
use crate::sso::{Flight, Person, Provider, SsoError};
use crate::state::App;
use crate::storage::{Account, SsoAttempt, StoreError, Tx};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use shared::api::StartSso;
use shared::policy::{Via, accept as may_accept};
use shared::validate::{address_key, check_address};

/// How long somebody may take at the provider.
pub const LASTS: Millis = 10 * MINUTE;
/// Where the provider sends people back to.
pub const CALLBACK: &str = "/api/v1/sso/callback";

/// A sign-in that has begun.
pub struct Started {
    /// Where to go.
    pub url: String,
    /// What this browser keeps: without it the answer is worth nothing.
    pub browser: String,
}

/// What the provider's answer holds. Other keys are the provider's own business.
#[derive(Default, Deserialize)]
pub struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Nobody was signed in.
pub enum Stop {
    /// For this reason; the page has words for it.
    Why(&'static str),
    /// The server refused, or failed.
    Refused(Refusal),
}

impl Stop {
    /// Stable code, for the address of the sign-in page.
    pub fn code(&self) -> String {
        match self {
            Self::Why(code) => (*code).to_owned(),
            Self::Refused(refusal) => refusal.problem().code,
        }
    }
}

impl<T: Into<Refusal>> From<T> for Stop {
    fn from(refusal: T) -> Self {
        Self::Refused(refusal.into())
    }
}

/// The sign-in was not begun in this browser, is finished already, or took too long.
const STATE: Stop = Stop::Why("sso-state");
/// The person said no at the provider.
const DECLINED: Stop = Stop::Why("sso-declined");
/// The provider's answer proves nothing.
const FAILED: Stop = Stop::Why("sso-failed");
/// The provider does not say that the address is the person's.
const UNVERIFIED: Stop = Stop::Why("sso-unverified");
/// Nobody with this address signs in through the provider.
const NO_MEMBER: Stop = Stop::Why("sso-no-member");
/// The address was somebody else's at the provider before.
const OTHER_PERSON: Stop = Stop::Why("sso-other-person");
/// The invitation is for another address.
const OTHER_ADDRESS: Stop = Stop::Why("sso-other-address");
/// Access has ended (JY10).
const NO_ACCESS: Stop = Stop::Why("no-access");
/// The invitation has ended (I1).
const EXPIRED: Stop = Stop::Why("invite-expired");

/// Nonce and PKCE verifier follow from two secrets that only this browser has together: the database holds their hashes
/// and could not finish a sign-in.
fn flight(app: &App, browser: &str, state: &str) -> Flight {
    let derive = |what: &str| {
        let hash = Sha256::new()
            .chain_update(what)
            .chain_update([0])
            .chain_update(browser)
            .chain_update([0])
            .chain_update(state)
            .finalize();
        URL_SAFE_NO_PAD.encode(hash)
    };
    Flight {
        state: state.to_owned(),
        nonce: derive("nonce"),
        verifier: derive("verifier"),
        redirect: [&app.config().public_url, CALLBACK].concat(),
    }
}

/// Begins: where to send the browser, and what it keeps meanwhile.
pub async fn start(app: &App, source: &str, request: &StartSso) -> Result<Started, Refusal> {
    let provider = app.sso().ok_or(SSO_NOT_CONFIGURED)?;
    app.limits().take(Limit::Sso, source)?;
    let (state, browser) = (random::token(app.random())?, random::token(app.random())?);
    let url = provider.address(&flight(app, &browser, &state)).await.map_err(|e| {
        tracing::warn!(error = %e, "sign-in through the identity provider");
        SSO_UNAVAILABLE
    })?;
    let now = app.now();
    let attempt = SsoAttempt {
        state_hash: random::hash(&state),
        browser_hash: random::hash(&browser),
        invitation_hash: request.invitation.as_deref().map(random::hash),
        expires_at: now.saturating_add(LASTS),
    };
    let mut tx = app.write().await?;
    tx.insert_sso_attempt(&attempt, now).await?;
    tx.commit().await?;
    Ok(Started { url, browser })
}

/// Ends: the provider has sent somebody back. `browser` is what the cookie holds.
pub async fn finish(
    app: &App,
    source: &str,
    old: Option<&SignedIn>,
    browser: Option<&str>,
    answer: Answer,
) -> Result<Opened, Stop> {
    let provider = app.sso().ok_or(SSO_NOT_CONFIGURED)?;
    app.limits().take(Limit::Sso, source)?;
    let (Some(state), Some(browser)) = (answer.state.as_deref(), browser) else { return Err(STATE) };
    // Used up before anything is looked at: an answer counts once, whatever comes of it.
    let mut tx = app.write().await?;
    let attempt = tx.take_sso_attempt(&random::hash(state)).await?;
    tx.commit().await?;
    let now = app.now();
    let attempt = attempt.filter(|a| now < a.expires_at && a.browser_hash == random::hash(browser));
    let attempt = attempt.ok_or(STATE)?;
    if answer.iss.as_deref().is_some_and(|iss| iss != provider.issuer()) {
        tracing::warn!("the answer names another identity provider");
        return Err(FAILED);
    }
    if let Some(error) = &answer.error {
        let declined = error == "access_denied";
        return Err(if declined { DECLINED } else { FAILED });
    }
    let code = answer.code.ok_or(FAILED)?;
    let unknown = async |subject: &str| {
        let failed = |e: StoreError| SsoError::Unavailable(e.to_string());
        let mut db = app.read().await.map_err(failed)?;
        Ok(db.sso_account(provider.issuer(), subject).await.map_err(failed)?.is_none())
    };
    let person = provider.person(&flight(app, browser, state), code, now, unknown).await.map_err(|e| {
        tracing::warn!(error = %e, "sign-in through the identity provider");
        match e {
            SsoError::Unavailable(_) => Stop::from(SSO_UNAVAILABLE),
            _ => FAILED,
        }
    })?;
    enter(app, provider, &person, &attempt, old).await
}

/// What the person finds behind the address.
#[derive(Default)]
struct Found {
    active: bool,
    deactivated: bool,
    expired: bool,
    doors: Vec<Door>,
}

/// The transaction: whose account it is, which invitations it takes up, and the session.
async fn enter(
    app: &App,
    provider: &Provider,
    person: &Person,
    attempt: &SsoAttempt,
    old: Option<&SignedIn>,
) -> Result<Opened, Stop> {
    let mut tx = app.write().await?;
    let now = app.now();
    let issuer = provider.issuer();
    let known = match tx.sso_account(issuer, &person.subject).await? {
        Some(id) => tx.account(&id).await?,
        None => None,
    };
    let first = known.is_none();
    let (account, key) = match known {
        // The address at the provider is not looked at again: whoever gets it next is somebody else.
        Some(account) => {
            let key = account.email_key.clone();
            (Some(account), key)
        }
        None => by_address(tx.as_mut(), issuer, person).await?,
    };
    let named = named(app, tx.as_mut(), attempt, &key).await?;
    let mut found = look(app, tx.as_mut(), account.as_ref(), &key, now).await?;
    match named {
        // Who follows a link joins that team. Others that have invited them wait until they do the same.
        Some((team, member)) => {
            found.doors.retain(|d| d.team.id == team && d.row.id == member);
            if found.doors.is_empty() {
                return Err(EXPIRED);
            }
        }
        None if found.active => found.doors.clear(),
        None => {}
    }
    if !found.active && found.doors.is_empty() {
        return Err(match found {
            Found { deactivated: true, .. } => NO_ACCESS,
            Found { expired: true, .. } => EXPIRED,
            _ => NO_MEMBER,
        });
    }
    let account = match account {
        Some(account) => account,
        None => new_account(app, tx.as_mut(), found.doors.first().ok_or(NO_MEMBER)?, now).await?,
    };
    if first {
        // Whoever was signed in this way as the account until now was not shown to be this person.
        tx.delete_sessions_via(&account.id, Via::Sso).await?;
        tx.insert_sso_identity(issuer, &person.subject, &account.id, now).await?;
        tracing::info!(account = account.id, "an account now belongs to a person at the identity provider");
    }
    let mut done = Vec::with_capacity(found.doors.len());
    for door in found.doors {
        done.push(settle(app, tx.as_mut(), door, &account.id, provider.name()).await?);
    }
    drop_idle_password(app, tx.as_mut(), &account.id).await?;
    // What is shown of the account is what was just written of it.
    let account = tx.account(&account.id).await?.ok_or(FAILED)?;
    let old = old.and_then(|o| o.session().ok()).map(|s| s.token_hash.as_slice());
    let opened = open_session(app, tx.as_mut(), &account, Via::Sso, old).await?;
    tx.commit().await?;
    done.iter().for_each(|team| joined(app, team));
    Ok(opened)
}

/// The first time: by an address of which the provider says that it is theirs.
async fn by_address(
    tx: &mut dyn Tx,
    issuer: &str,
    person: &Person,
) -> Result<(Option<Account>, String), Stop> {
    let address = person.address.as_deref().ok_or(UNVERIFIED)?;
    check_address(address).map_err(|_| UNVERIFIED)?;
    let key = address_key(address);
    let account = tx.account_by_email(&key).await?;
    if let Some(account) = &account
        && tx.sso_subject(issuer, &account.id).await?.is_some()
    {
        return Err(OTHER_PERSON);
    }
    Ok((account, key))
}

/// Team and member of the link that the sign-in began at. One that was used or cancelled meanwhile is none.
async fn named(
    app: &App,
    tx: &mut dyn Tx,
    attempt: &SsoAttempt,
    key: &str,
) -> Result<Option<(String, String)>, Stop> {
    let Some(hash) = &attempt.invitation_hash else { return Ok(None) };
    let Some((team, member)) = tx.invitation(hash).await? else { return Ok(None) };
    let Some(row) = tx.member(&team, &member).await? else { return Ok(None) };
    if row.email_key != key {
        return Err(OTHER_ADDRESS);
    }
    let rules = tx.team(&team).await?.and_then(|t| app.rules(&t.profile));
    let here = rules.map(|r| way_in(&r, &row)).transpose()? == Some(Via::Sso);
    Ok(here.then_some((team, member)))
}

/// Places and invitations of the person, as far as they are for people who sign in this way.
async fn look(
    app: &App,
    tx: &mut dyn Tx,
    account: Option<&Account>,
    key: &str,
    now: Millis,
) -> Result<Found, Stop> {
    let mut rows = tx.invited(key).await?;
    if let Some(account) = account {
        rows.extend(tx.places_of(&account.id).await?);
    }
    let mut found = Found::default();
    for row in rows {
        let Some(team) = tx.team(&row.team).await? else { continue };
        let Some(rules) = app.rules(&team.profile) else { continue };
        if way_in(&rules, &row)? != Via::Sso {
            continue;
        }
        if row.status.has_access() {
            found.active = true;
        } else if row.status.is_former() {
            found.deactivated = true;
        } else {
            match may_accept(&subject_of(&rules.policy, &row)?, now) {
                Ok(permit) => found.doors.push(Door { team, rules, row, permit }),
                Err(_) => found.expired = true,
            }
        }
    }
    Ok(found)
}

/// Somebody who had no account: the address is the invitation's, to the letter (I6).
async fn new_account(app: &App, tx: &mut dyn Tx, door: &Door, now: Millis) -> Result<Account, Stop> {
    let account = Account {
        id: random::id(app.random())?,
        email: door.row.email.clone(),
        email_key: door.row.email_key.clone(),
        name: door.row.name.clone(),
        password_hash: None,
        borrowed: false,
        language: None,
        created_at: now,
    };
    tx.insert_account(&account).await?;
    Ok(account)
}
