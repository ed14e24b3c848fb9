//! By which way somebody comes into a team, and what a change of it ends (JL8).

use super::act::Act;
use super::subject_of;
use crate::error::Refusal;
use crate::mail::templates;
use crate::mail::words::{M, Words};
use crate::policies::Rules;
use crate::state::App;
use crate::storage::{MemberRow, Reader, Team, Tx};
use shared::policy::{Permit, Via};

/// The one way by which this member signs in. A row that the rules cannot read opens nothing by any way.
pub fn way_in(rules: &Rules, row: &MemberRow) -> Result<Via, Refusal> {
    Ok(rules.policy.way_in(&subject_of(&rules.policy, row)?))
}

/// Teams that a session of this kind opens, by name.
pub async fn opened_by(
    app: &App,
    db: &mut dyn Reader,
    account: &str,
    via: Via,
) -> Result<Vec<Team>, Refusal> {
    let mut teams = db.teams_of(account).await?;
    teams.retain(|team| !team.has_ended(app.now()));
    let mut opened = Vec::with_capacity(teams.len());
    for team in teams {
        let row = db.member_of_account(&team.id, account).await?;
        let (Some(rules), Some(row)) = (app.rules(&team.profile), row) else { continue };
        if way_in(&rules, &row)? == via {
            opened.push(team);
        }
    }
    Ok(opened)
}

/// True when the account signs in by this way somewhere, be it where it has no access now.
async fn goes_by(app: &App, tx: &mut dyn Tx, account: &str, via: Via) -> Result<bool, Refusal> {
    for row in tx.places_of(account).await? {
        let Some(team) = tx.team(&row.team).await? else { continue };
        if app.rules(&team.profile).is_some_and(|rules| way_in(&rules, &row).is_ok_and(|w| w == via)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes a password away that opens nothing any more, with its sessions and links: nobody can use it again by mistake.
pub(super) async fn drop_idle_password(app: &App, tx: &mut dyn Tx, account: &str) -> Result<(), Refusal> {
    if !goes_by(app, tx, account, Via::Password).await? {
        tx.clear_password(account).await?;
        tx.delete_sessions_via(account, Via::Password).await?;
        tx.delete_resets_of(account).await?;
    }
    Ok(())
}

impl Act {
    /// The switch was turned, and is written. Sessions of the other kind are refused in this team from now on; where the
    /// account has no other team for them, they end.
    pub(super) async fn way_in_changed(&mut self, permit: &Permit, row: &MemberRow) -> Result<(), Refusal> {
        let Some(account) = &row.account else { return Ok(()) };
        let app = self.app.clone();
        let now = way_in(&self.rules, row)?;
        if now == Via::Sso {
            drop_idle_password(&app, self.tx.as_mut(), account).await?;
        } else if !goes_by(&app, self.tx.as_mut(), account, Via::Sso).await? {
            // Turned on again later, it is for the address to say anew who they are: that is how an administrator lets
            // somebody in whose account at the provider was replaced.
            self.forget_at_provider(permit, account).await?;
        }
        let words = self.words_for(row).await?;
        let provider = self.provider_of(row, words)?;
        let voice = self.voice(words);
        let mail = templates::way_in_changed(&voice, &row.email, &self.actor.name, provider.as_deref());
        self.send(mail).await
    }

    /// The account is nobody at the provider until somebody signs in with its address again.
    pub(super) async fn forget_at_provider(&mut self, permit: &Permit, account: &str) -> Result<(), Refusal> {
        self.tx.delete_sso_identities(permit, account).await?;
        self.tx.delete_sessions_via(account, Via::Sso).await?;
        Ok(())
    }

    /// The provider's name for a mail, where this member signs in there. Members may have the switch while the operator has
    /// taken the provider away.
    pub(super) fn provider_of(&self, row: &MemberRow, words: Words) -> Result<Option<String>, Refusal> {
        let name = || self.app.sso().map_or_else(|| words.t(M::YourProvider), |p| p.name()).to_owned();
        Ok((way_in(&self.rules, row)? == Via::Sso).then(name))
    }
}
