//! What a permitted command changes: rows, links, sessions, mails, the log.

use super::act::{Act, With};
use super::flow::happened::name;
use super::wording::told;
use super::{counts_of, subject_of, temporary};
use crate::error::{ALREADY_MEMBER, Refusal};
use crate::fold::fold;
use crate::limits::Limit;
use crate::mail::words::Words;
use crate::mail::{KIND, Mail, templates};
use crate::random;
use crate::storage::{MemberRow, NewAudit, Which};
use shared::policy::{Permit, Policy, Subject};
use shared::profile::Credential;
use shared::roster::{Event, apply};
use shared::validate::address_key;
use std::sync::Arc;

impl Act {
    /// Writes what a permitted command makes of the member.
    pub(super) async fn carry_out(
        &mut self,
        permit: &Permit,
        row: MemberRow,
        with: With<'_>,
    ) -> Result<Option<MemberRow>, Refusal> {
        let rules = Arc::clone(&self.rules);
        let before = subject_of(&rules.policy, &row)?;
        let change = apply(&rules.policy, permit, &before, self.now);
        let Some(event) = change.event else { return Ok(Some(row)) };
        self.member_event(&row.id, name(event)).await?;
        match event {
            Event::Deactivated => self.note_departure(permit, &row, "deactivated").await?,
            Event::Deleted(_) => self.note_departure(permit, &row, "deleted").await?,
            _ => {}
        }
        let after = match change.after {
            Some(after) => {
                let row = self.written(permit, row, &before, &after, event, &with).await?;
                Some(row)
            }
            None => {
                self.remove(permit, &row, &with).await?;
                None
            }
        };
        let mut entry = std::mem::take(&mut self.tried);
        entry.detail = told(&rules.policy, event, &with);
        self.tx.insert_audit(&entry).await?;
        self.wrote = true;
        let tally = self.tx.tally(&self.team.id, self.now).await?;
        self.counts = counts_of(&rules.policy, &self.team, &tally, self.now);
        Ok(after)
    }

    async fn written(
        &mut self,
        permit: &Permit,
        mut row: MemberRow,
        before: &Subject,
        after: &Subject,
        event: Event,
        with: &With<'_>,
    ) -> Result<MemberRow, Refusal> {
        take_over(&self.rules.policy, &mut row, before, after);
        row.version = row.version.saturating_add(1);
        match (event, with) {
            (Event::Edited(_), With::Value("email", value)) => {
                self.set_address(permit, &mut row, value).await?
            }
            (Event::Edited(_), With::Value(field, value)) => self.set_field(&mut row, field, value).await?,
            (Event::AccessSet, With::Access(access)) => row.access = access.to_vec(),
            (Event::UnitSet, With::Unit(unit)) => row.unit = unit.map(|(id, _)| id.to_owned()),
            (Event::StandingSet(..), With::Manages(units, _)) => row.manages = units.to_vec(),
            (Event::PasswordSet, With::PasswordHash(hash)) => {
                let account = row
                    .account
                    .clone()
                    .ok_or_else(|| Refusal::internal("an active member without account"))?;
                self.tx.set_password(&account, hash, true).await?;
                self.end_access(&account).await?;
                let words = self.words_for(&row).await?;
                let mail = templates::password_set(&self.voice(words), &row.email, &self.actor.name);
                self.send(mail).await?;
            }
            (Event::Deactivated, _) => {
                row.deactivated_at = Some(self.now);
                if let Some(account) = row.account.clone() {
                    self.end_access(&account).await?;
                }
            }
            (Event::Restored, _) => {
                row.deactivated_at = None;
                if self.policy().profile().restore.notify {
                    let words = self.words_for(&row).await?;
                    let provider = self.provider_of(&row, words)?;
                    let (voice, by) = (self.voice(words), &self.actor.name);
                    let mail = templates::restored(&voice, &row.email, by, provider.as_deref());
                    self.send(mail).await?;
                }
            }
            (Event::InviteResent, _) => {
                row.sent = row.sent.saturating_add(1);
                self.send_invitation(permit, &row).await?;
            }
            _ => {}
        }
        self.tx.update_member(permit, &row).await?;
        if let Event::GrantSet(grant, _) = event
            && self.policy().sso_grant() == Some(grant)
        {
            self.way_in_changed(permit, &row).await?;
        }
        if !self.changed.contains(&row.id) {
            self.changed.push(row.id.clone());
        }
        Ok(row)
    }

    /// Changes one detail of a row that is written afterwards.
    pub(super) async fn set_field(
        &mut self,
        row: &mut MemberRow,
        field: &str,
        value: &str,
    ) -> Result<(), Refusal> {
        if value.is_empty() {
            row.fields.remove(field);
        } else {
            row.fields.insert(field.to_owned(), value.to_owned());
        }
        rename(&self.rules.policy, row);
        if let (Some(account), false) = (&row.account, row.shared_account) {
            self.tx.set_account_name(account, &row.name).await?;
        }
        Ok(())
    }

    /// Changes the address that somebody signs in with. The old one is told; an invitation goes out anew, and its old link
    /// ends.
    async fn set_address(
        &mut self,
        permit: &Permit,
        row: &mut MemberRow,
        value: &str,
    ) -> Result<(), Refusal> {
        let key = address_key(value);
        let here = self.tx.member_by_email(&self.team.id, &key).await?;
        let account = self.tx.account_by_email(&key).await?;
        // An invitation may go to somebody who has an account elsewhere.
        let taken = |id: &String| account.as_ref().is_some_and(|a| a.id != *id);
        if here.is_some_and(|m| m.id != row.id) || row.account.as_ref().is_some_and(taken) {
            return Err(ALREADY_MEMBER.into());
        }
        let old = std::mem::replace(&mut row.email, value.to_owned());
        row.email_key = key;
        rename(&self.rules.policy, row);
        if let Some(account) = row.account.clone() {
            self.tx.set_account_email(permit, &account, &row.email, &row.email_key).await?;
            self.tx.delete_resets_of(&account).await?;
            // Whoever was this person at the provider has shown the old address, not this one.
            self.forget_at_provider(permit, &account).await?;
            let words = self.words_for(row).await?;
            let mail = templates::address_changed(&self.voice(words), &old, &self.actor.name, &row.email);
            self.send(mail).await?;
        } else {
            row.sent = row.sent.saturating_add(1);
            row.expires_at = Some(self.now.saturating_add(self.policy().invitation_lasts()));
            self.send_invitation(permit, row).await?;
        }
        Ok(())
    }

    /// Writes the actor's own details.
    pub(super) async fn save_own(&mut self, permit: &Permit, mut row: MemberRow) -> Result<(), Refusal> {
        row.version = row.version.saturating_add(1);
        self.tx.update_member(permit, &row).await?;
        self.tried.target_id = Some(row.id.clone());
        self.tried.target_name.clone_from(&row.name);
        self.member_event(&row.id, "edited").await?;
        self.changed.push(row.id.clone());
        self.actor = row;
        self.note("").await
    }

    /// Ends sessions and reset links at once (JT13, JY10, VA8).
    async fn end_access(&mut self, account: &str) -> Result<(), Refusal> {
        self.tx.delete_sessions_of(account, None).await?;
        self.tx.delete_resets_of(account).await?;
        Ok(())
    }

    /// Removes somebody. Their work goes to the successor, or stays and is nobody's, in the same transaction (ST10, JT15).
    async fn remove(&mut self, permit: &Permit, row: &MemberRow, with: &With<'_>) -> Result<(), Refusal> {
        let heir = match with {
            With::Successor(heir) => Some(*heir),
            _ => None,
        };
        self.move_work(permit, Which::Of(&row.id), heir).await?;
        self.tx.forget_hidden_work(permit, &self.team.id, &row.id).await?;
        self.tx.delete_member(permit, &self.team.id, &row.id).await?;
        if let Some(account) = &row.account {
            self.end_access(account).await?;
            self.tx.delete_unused_account(permit, account).await?;
        }
        self.changed.retain(|id| *id != row.id);
        self.removed.push(row.id.clone());
        Ok(())
    }

    /// Adds a row that a permit for inviting allows.
    pub async fn add(&mut self, permit: &Permit, row: &MemberRow) -> Result<(), Refusal> {
        self.tx.insert_member(permit, row).await?;
        let event = if row.account.is_some() { "joined" } else { "invited" };
        self.member_event(&row.id, event).await?;
        let entry = NewAudit {
            target_id: Some(row.id.clone()),
            target_name: row.email.clone(),
            detail: row.role.clone(),
            ..self.tried.clone()
        };
        self.tx.insert_audit(&entry).await?;
        self.changed.push(row.id.clone());
        self.wrote = true;
        Ok(())
    }

    /// Makes a new link, which ends the one before (I2), and puts the mail into the outbox.
    pub async fn send_invitation(&mut self, permit: &Permit, row: &MemberRow) -> Result<(), Refusal> {
        self.app.limits().take(Limit::MailTo, &row.email_key)?;
        let token = random::token(self.app.random())?;
        self.tx.put_invitation(permit, &self.team.id, &row.id, &random::hash(&token)).await?;
        let credential = self.policy().profile().invitation.credential;
        let lasts = self.policy().invitation_lasts();
        let words = self.words_for(row).await?;
        let by = self.actor.name.clone();
        if let Some(provider) = self.provider_of(row, words)? {
            // Who signs in there has no password here, be it a temporary one (JL8, ST6).
            let voice = self.voice(words);
            let mail = templates::invitation_sso(&voice, &row.email, &by, &token, lasts, &provider);
            return self.send(mail).await;
        }
        // Who has an account already signs in with that: the link alone leads them in (ST6).
        let new = self.tx.account_by_email(&row.email_key).await?.is_none();
        if credential == Credential::TemporaryPassword && new {
            let password = temporary::new_password(self.app.random())?;
            let ends = row.expires_at.unwrap_or_else(|| self.now.saturating_add(lasts));
            self.tx.set_temporary(permit, &self.team.id, &row.id, &temporary::hash(&password), ends).await?;
            let mail = templates::temporary_password(&self.voice(words), &row.email, &by, &password, lasts);
            return self.send(mail).await;
        }
        let sets_password = credential == Credential::SetPassword;
        let voice = self.voice(words);
        let mail = templates::invitation(&voice, &row.email, &by, &token, lasts, sets_password);
        self.send(mail).await
    }

    /// The receiver's language, else the actor's, else the product's (JL10).
    pub(super) async fn words_for(&mut self, to: &MemberRow) -> Result<Words, Refusal> {
        let receiver = match &to.account {
            Some(id) => self.tx.account(id).await?,
            None => self.tx.account_by_email(&to.email_key).await?,
        };
        let to = receiver.and_then(|account| account.language);
        let product = self.policy().profile().language.as_deref();
        Ok(Words::of(&[to.as_deref(), self.speaks.as_deref(), product]))
    }

    pub(super) fn voice(&self, words: Words) -> templates::Voice<'_> {
        templates::Voice {
            words,
            product: &self.rules.policy.profile().name,
            team: &self.team.name,
            public_url: &self.app.config().public_url,
        }
    }

    pub(super) async fn send(&mut self, mail: Mail) -> Result<(), Refusal> {
        let mail = Mail { team: self.team.id.clone(), ..mail };
        let payload = serde_json::to_string(&mail).map_err(Refusal::internal)?;
        self.tx.insert_letter(KIND, &payload, self.now).await?;
        self.mailed = true;
        Ok(())
    }
}

/// Takes over what the rules changed, and nothing else: ids that this version of the rules doesn't know stay.
fn take_over(policy: &Policy, row: &mut MemberRow, before: &Subject, after: &Subject) {
    if after.role != before.role {
        policy.role_name(after.role).clone_into(&mut row.role);
    }
    if after.additions != before.additions {
        row.additions = policy.addition_names(after.additions);
    }
    if after.grants != before.grants {
        row.grants = policy.grant_names(after.grants);
    }
    if after.standing != before.standing {
        row.standing = policy.standing_names(after.standing);
    }
    row.status = after.status;
    row.expires_at = after.expires_at;
}

/// The name to show follows from the fields.
pub(super) fn rename(policy: &Policy, row: &mut MemberRow) {
    let name = policy.display_name(&row.fields);
    row.name = if name.is_empty() { row.email.clone() } else { name };
    row.name_key = fold(&row.name);
}
