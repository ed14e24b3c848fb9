//! Answering an invitation: looking at it uses nothing up (I8), taking it up uses it once.

use super::account::{Opened, open_session};
use super::change::rename;
use super::flow::happened::{Happened, MemberEvent, post};
use super::ways::way_in;
use super::{subject_of, temporary};
use crate::error::{LINK_EXPIRED, NO_SUCH_LINK, Refusal, SIGNED_IN_AS_ANOTHER, SSO_REQUIRED, WRONG_PASSWORD};
use crate::limits::Limit;
use crate::live::{LiveChange, Topic};
use crate::password::Outcome;
use crate::policies::Rules;
use crate::random;
use crate::session::SignedIn;
use crate::state::App;
use crate::storage::{Account, MemberRow, NewAudit, Reader, Team, Tx};
use shared::api::{AcceptInvitation, InvitationView};
use shared::policy::{Code, Denial, Permit, Via, accept as may_accept};
use shared::validate::{check_name, check_password};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An invitation that stands.
struct Found {
    team: Team,
    rules: Arc<Rules>,
    row: MemberRow,
    permit: Permit,
    /// The account behind the address, where there is one.
    account: Option<Account>,
}

/// Used, replaced, cancelled and unknown links have one answer, and none names the team (I7, I9).
async fn find(app: &App, db: &mut dyn Reader, token: &str) -> Result<Found, Refusal> {
    let (team, member) = db.invitation(&random::hash(token)).await?.ok_or(NO_SUCH_LINK)?;
    if temporary::is_over(token, app.now()) {
        return Err(LINK_EXPIRED.into());
    }
    let row = db.member(&team, &member).await?.ok_or(NO_SUCH_LINK)?;
    let team = db.team(&team).await?.ok_or(NO_SUCH_LINK)?;
    let rules = app.rules(&team.profile).ok_or(NO_SUCH_LINK)?;
    let permit = may_accept(&subject_of(&rules.policy, &row)?, app.now()).map_err(|denial: Denial| {
        match denial.code {
            Code::InviteExpired => Refusal::from(LINK_EXPIRED),
            _ => Refusal::from(NO_SUCH_LINK),
        }
    })?;
    let account = db.account_by_email(&row.email_key).await?;
    Ok(Found { team, rules, row, permit, account })
}

impl Found {
    /// The password that proves who they are. One that somebody else chose doesn't: that somebody may know it, and would
    /// come along into this team.
    fn own_hash(&self) -> Option<&str> {
        self.account.as_ref().filter(|a| !a.borrowed).and_then(|a| a.password_hash.as_deref())
    }

    /// The link proves that the address is theirs; a new password is chosen.
    fn chooses(&self) -> bool {
        self.own_hash().is_none()
    }

    fn asks_name(&self) -> bool {
        self.rules.policy.display_name(&self.row.fields).is_empty() && self.account.is_none()
    }

    /// The person signs in through the identity provider: the link alone opens nothing (JL8).
    fn is_elsewhere(&self) -> Result<bool, Refusal> {
        Ok(way_in(&self.rules, &self.row)? == Via::Sso)
    }

    /// Signed in as the invited person, by a password: that proves the account. A session of the identity provider's doesn't:
    /// it is for the teams that go by it.
    fn is_proven(&self, person: Option<&SignedIn>) -> bool {
        person.is_some_and(|p| self.is(p) && p.came_by(Via::Password))
    }

    fn is(&self, person: &SignedIn) -> bool {
        person.account.email_key == self.row.email_key
    }
}

/// What the link is for.
pub async fn look_up(
    app: &App,
    source: &str,
    person: Option<&SignedIn>,
    token: &str,
) -> Result<InvitationView, Refusal> {
    app.limits().take(Limit::Token, source)?;
    let found = find(app, app.read().await?.as_mut(), token).await?;
    let signed_in_as = person.filter(|p| !found.is(p)).map(|p| p.account.email.clone());
    let elsewhere = found.is_elsewhere()?;
    Ok(InvitationView {
        sso: elsewhere.then(|| app.sso().map_or("", |p| p.name()).to_owned()),
        as_you: found.is_proven(person),
        team_name: found.team.name.clone(),
        product: found.rules.policy.profile().name.clone(),
        email: found.row.email.clone(),
        name: found.rules.policy.display_name(&found.row.fields),
        asks_name: !elsewhere && found.asks_name(),
        asks_password: !elsewhere && found.chooses(),
        password_min: found.rules.policy.password_min(),
        signed_in_as,
        expires_at: found.row.expires_at.unwrap_or_default(),
    })
}

/// Takes the invitation up and signs the person in. `old` is the session cookie that came along, which ends (S1).
pub async fn accept(
    app: &App,
    source: &str,
    person: Option<&SignedIn>,
    request: AcceptInvitation,
) -> Result<Opened, Refusal> {
    app.limits().take(Limit::Token, source)?;
    let found = find(app, app.read().await?.as_mut(), &request.token).await?;
    if person.is_some_and(|p| !found.is(p)) {
        return Err(SIGNED_IN_AS_ANOTHER.into());
    }
    if found.is_elsewhere()? {
        return Err(SSO_REQUIRED.into());
    }
    let name = checked_name(&found, request.name.as_deref())?;
    let chosen = found.chooses();
    let hash = proven(app, &found, person, request.password.as_deref()).await?;
    join(app, person, &request.token, name, Proof { chosen, hash }).await
}

fn checked_name(found: &Found, name: Option<&str>) -> Result<Option<String>, Refusal> {
    if !found.asks_name() {
        return Ok(None);
    }
    let name = name.unwrap_or_default().trim();
    check_name(name).map_err(|code| Refusal::field("name", code))?;
    Ok(Some(name.to_owned()))
}

/// How the person showed that the account is theirs.
struct Proof {
    /// By the link alone: there was no password of their own.
    chosen: bool,
    /// The hash to store, where there is one.
    hash: Option<String>,
}

/// The person shows that the account is theirs, or chooses its password; then the answer is the hash to store.
async fn proven(
    app: &App,
    found: &Found,
    person: Option<&SignedIn>,
    password: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let required = || Refusal::field("password", "required");
    let Some(stored) = found.own_hash() else {
        let password = password.ok_or_else(required)?;
        check_password(password, found.rules.policy.password_min())
            .map_err(|code| Refusal::field("password", code))?;
        return Ok(Some(app.passwords().hash(password).await?));
    };
    if found.is_proven(person) {
        return Ok(None);
    }
    let password = password.ok_or_else(required)?;
    app.limits().take(Limit::OwnPassword, &found.row.email_key)?;
    check_password(password, 1).map_err(|code| Refusal::field("password", code))?;
    match app.passwords().check(Some(stored), password).await? {
        Outcome::Wrong => Err(WRONG_PASSWORD.into()),
        Outcome::Right => Ok(None),
        Outcome::RightButOld => Ok(Some(app.passwords().hash(password).await?)),
    }
}

/// The transaction: everything is looked at once more, for a cancellation may have come first (I3).
async fn join(
    app: &App,
    person: Option<&SignedIn>,
    token: &str,
    name: Option<String>,
    proof: Proof,
) -> Result<Opened, Refusal> {
    let mut tx = app.write().await?;
    let now = app.now();
    let found = find(app, tx.as_mut(), token).await?;
    if found.is_elsewhere()? {
        return Err(SSO_REQUIRED.into());
    }
    if found.chooses() != proof.chosen {
        // The account got a password of its own in the meantime, and that one was not shown.
        return Err(WRONG_PASSWORD.into());
    }
    let Found { team, rules, mut row, permit, account } = found;
    if let Some(name) = &name {
        row.fields.extend(rules.policy.split_name(name));
        rename(&rules.policy, &mut row);
    }
    let account = match (account, proof.hash) {
        (Some(account), hash) => {
            if let Some(hash) = hash {
                tx.set_password(&account.id, &hash, false).await?;
            }
            if proof.chosen {
                tx.delete_sessions_of(&account.id, None).await?;
                tx.delete_resets_of(&account.id).await?;
            }
            account
        }
        (None, Some(hash)) => {
            let account = Account {
                id: random::id(app.random())?,
                // The mail went to these bytes, and who read it is who signs in (I6).
                email: row.email.clone(),
                email_key: row.email_key.clone(),
                name: row.name.clone(),
                password_hash: Some(hash),
                borrowed: false,
                language: None,
                created_at: now,
            };
            tx.insert_account(&account).await?;
            account
        }
        (None, None) => return Err(NO_SUCH_LINK.into()),
    };
    let door = Door { team, rules, row, permit };
    let team = settle(app, tx.as_mut(), door, &account.id, "").await?;
    let old = person.and_then(|p| p.session().ok()).map(|s| s.token_hash.clone());
    let opened = open_session(app, tx.as_mut(), &account, Via::Password, old.as_deref()).await?;
    tx.commit().await?;
    joined(app, &team);
    Ok(opened)
}

/// Tells listeners, once it is committed.
pub(super) fn joined(app: &App, team: &str) {
    app.wake_outbox();
    app.live().publish(team, LiveChange { topics: vec![Topic::Members], ..LiveChange::default() });
}

/// An open invitation, with the rules' permit to join.
pub(super) struct Door {
    pub team: Team,
    pub rules: Arc<Rules>,
    pub row: MemberRow,
    pub permit: Permit,
}

/// Makes the invited row the account's active member, and uses the invitation up. `how` goes into the log. Gives the team,
/// for [`joined`].
pub(super) async fn settle(
    app: &App,
    tx: &mut dyn Tx,
    door: Door,
    account: &str,
    how: &str,
) -> Result<String, Refusal> {
    let Door { team, rules, mut row, permit } = door;
    let now = app.now();
    let before = subject_of(&rules.policy, &row)?;
    let after = shared::roster::apply(&rules.policy, &permit, &before, now).after;
    let after = after.ok_or_else(|| Refusal::internal("joining left nobody behind"))?;
    row.status = after.status;
    row.expires_at = after.expires_at;
    row.joined_at = Some(now);
    row.version = row.version.saturating_add(1);
    row.account = Some(account.to_owned());
    tx.update_member(&permit, &row).await?;
    tx.touch_member(&team.id, &row.id, now).await?;
    tx.delete_invitation(&permit, &team.id, &row.id).await?;
    tx.insert_audit(&NewAudit {
        team: team.id.clone(),
        at: now,
        actor_id: Some(row.id.clone()),
        actor_name: row.name.clone(),
        action: "accept-invite".into(),
        target_id: Some(row.id.clone()),
        target_name: row.name.clone(),
        detail: how.to_owned(),
        ..NewAudit::default()
    })
    .await?;
    tx.bump_revision(&team.id).await?;
    let reference = tx.reference_of(&team.id, &row.id).await?;
    let events = [MemberEvent { member: row.id.clone(), reference, event: "joined" }];
    let happened = Happened {
        team: &team.id,
        at: now,
        actor: &row.name,
        members: vec![&row],
        removed: &[],
        events: &events,
        kinds: BTreeSet::new(),
        since: 0,
    };
    post(tx, &happened).await?;
    Ok(team.id)
}
