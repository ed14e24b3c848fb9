//! Writes. Those about a team's people need the rules' permit, which is why they take one that they don't read.

use super::super::{
    Account, Attempt, MailboxMail, MemberRow, NewAudit, Resource, Result, SessionRow, StoreError, Team, Tx,
};
use super::decode::to_json;
use super::{Held, SqliteTx};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

impl SqliteTx {
    /// Counts the stored row of a member in or out; both ends of an update call it, so the tally cannot drift.
    async fn tally_stored(&mut self, team: &str, member: &str, by: i64) -> Result<()> {
        sqlx::query(
            "INSERT INTO member_tally (team_id, status, role, additions, standing, n) \
             SELECT team_id, status, role, additions, standing, 1 FROM member WHERE team_id = ? AND id = ? \
             ON CONFLICT DO UPDATE SET n = n + ?",
        )
        .bind(team)
        .bind(member)
        .bind(by)
        .execute(self.on())
        .await?;
        Ok(())
    }
}

pub(super) fn hit(what: &'static str, rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::Missing(what)) } else { Ok(()) }
}

#[async_trait]
impl Tx for SqliteTx {
    async fn commit(self: Box<Self>) -> Result<()> {
        match self.0 {
            Held::Write(tx) => Ok(tx.commit().await?),
            Held::Read(_) => Err(StoreError::Missing("transaction")),
        }
    }

    async fn insert_account(&mut self, a: &Account) -> Result<()> {
        sqlx::query("INSERT INTO account (id, email, email_key, name, password_hash, borrowed, language, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(&a.id)
            .bind(&a.email)
            .bind(&a.email_key)
            .bind(&a.name)
            .bind(&a.password_hash)
            .bind(i64::from(a.borrowed))
            .bind(&a.language)
            .bind(a.created_at)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_password(&mut self, account: &str, hash: &str, borrowed: bool) -> Result<()> {
        let done = sqlx::query("UPDATE account SET password_hash = ?, borrowed = ? WHERE id = ?")
            .bind(hash)
            .bind(i64::from(borrowed))
            .bind(account)
            .execute(self.on())
            .await?;
        hit("account", done.rows_affected())
    }

    async fn set_language(&mut self, account: &str, language: Option<&str>) -> Result<()> {
        let done = sqlx::query("UPDATE account SET language = ? WHERE id = ?")
            .bind(language)
            .bind(account)
            .execute(self.on())
            .await?;
        hit("account", done.rows_affected())
    }

    async fn set_account_name(&mut self, account: &str, name: &str) -> Result<()> {
        let done = sqlx::query("UPDATE account SET name = ? WHERE id = ?")
            .bind(name)
            .bind(account)
            .execute(self.on())
            .await?;
        hit("account", done.rows_affected())
    }

    async fn set_account_email(
        &mut self,
        _: &Permit,
        account: &str,
        email: &str,
        email_key: &str,
    ) -> Result<()> {
        // Nobody has shown yet that the new address is theirs, so the password proves nothing elsewhere.
        let done = sqlx::query("UPDATE account SET email = ?, email_key = ?, borrowed = 1 WHERE id = ?")
            .bind(email)
            .bind(email_key)
            .bind(account)
            .execute(self.on())
            .await?;
        hit("account", done.rows_affected())
    }

    async fn delete_unused_account(&mut self, _: &Permit, account: &str) -> Result<()> {
        sqlx::query("DELETE FROM account WHERE id = ? AND NOT EXISTS (SELECT 1 FROM member WHERE account_id = account.id)")
            .bind(account)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn insert_session(&mut self, s: &SessionRow) -> Result<()> {
        sqlx::query("INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at, via) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(&s.token_hash)
            .bind(&s.account)
            .bind(s.created_at)
            .bind(s.seen_at)
            .bind(s.expires_at)
            .bind(s.via.id())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn touch_session(&mut self, token_hash: &[u8], at: Millis) -> Result<()> {
        sqlx::query("UPDATE session SET seen_at = ? WHERE token_hash = ?")
            .bind(at)
            .bind(token_hash)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn touch_member(&mut self, team: &str, member: &str, at: Millis) -> Result<()> {
        sqlx::query("UPDATE member SET last_active_at = ? WHERE team_id = ? AND id = ?")
            .bind(at)
            .bind(team)
            .bind(member)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn delete_session(&mut self, token_hash: &[u8]) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE token_hash = ?").bind(token_hash).execute(self.on()).await?;
        Ok(())
    }

    async fn delete_sessions_of(&mut self, account: &str, except: Option<&[u8]>) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE account_id = ? AND (? IS NULL OR token_hash <> ?)")
            .bind(account)
            .bind(except)
            .bind(except)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn insert_reset(&mut self, token_hash: &[u8], account: &str, expires_at: Millis) -> Result<()> {
        self.delete_resets_of(account).await?;
        sqlx::query("INSERT INTO reset (token_hash, account_id, expires_at) VALUES (?, ?, ?)")
            .bind(token_hash)
            .bind(account)
            .bind(expires_at)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn delete_resets_of(&mut self, account: &str) -> Result<()> {
        sqlx::query("DELETE FROM reset WHERE account_id = ?").bind(account).execute(self.on()).await?;
        Ok(())
    }

    async fn sweep(&mut self, now: Millis) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE expires_at <= ?").bind(now).execute(self.on()).await?;
        sqlx::query("DELETE FROM reset WHERE expires_at <= ?").bind(now).execute(self.on()).await?;
        Ok(())
    }

    async fn insert_team(&mut self, _: &Permit, t: &Team) -> Result<()> {
        sqlx::query("INSERT INTO team (id, name, profile, enterprise, seats, settings, fields, deletes_at, revision, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(&t.id)
            .bind(&t.name)
            .bind(&t.profile)
            .bind(i64::from(t.enterprise))
            .bind(to_json("seats", &t.seats)?)
            .bind(to_json("settings", &t.settings)?)
            .bind(to_json("team fields", &t.fields)?)
            .bind(t.deletes_at)
            .bind(t.revision)
            .bind(t.created_at)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn rename_team(&mut self, _: &Permit, team: &str, name: &str) -> Result<()> {
        let done = sqlx::query("UPDATE team SET name = ? WHERE id = ?")
            .bind(name)
            .bind(team)
            .execute(self.on())
            .await?;
        hit("team", done.rows_affected())
    }

    async fn insert_resource(&mut self, _: &Permit, team: &str, r: &Resource) -> Result<()> {
        sqlx::query("INSERT INTO resource (team_id, id, name, grp) VALUES (?, ?, ?, ?)")
            .bind(team)
            .bind(&r.id)
            .bind(&r.name)
            .bind(&r.group)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn insert_member(&mut self, _: &Permit, m: &MemberRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO member (id, team_id, account_id, email, email_key, name, name_key, fields, role, additions, grants, \
             standing, access, unit, manages, status, expires_at, sent, invited_at, joined_at, deactivated_at, last_active_at, version) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&m.id)
        .bind(&m.team)
        .bind(&m.account)
        .bind(&m.email)
        .bind(&m.email_key)
        .bind(&m.name)
        .bind(&m.name_key)
        .bind(to_json("fields", &m.fields)?)
        .bind(&m.role)
        .bind(to_json("additions", &m.additions)?)
        .bind(to_json("grants", &m.grants)?)
        .bind(to_json("standing", &m.standing)?)
        .bind(to_json("access", &m.access)?)
        .bind(&m.unit)
        .bind(to_json("manages", &m.manages)?)
        .bind(m.status.id())
        .bind(m.expires_at)
        .bind(i64::from(m.sent))
        .bind(m.invited_at)
        .bind(m.joined_at)
        .bind(m.deactivated_at)
        .bind(m.last_active_at)
        .bind(m.version)
        .execute(self.on())
        .await?;
        self.tally_stored(&m.team, &m.id, 1).await
    }

    async fn update_member(&mut self, _: &Permit, m: &MemberRow) -> Result<()> {
        self.tally_stored(&m.team, &m.id, -1).await?;
        // last_active_at is left alone: touch_member writes it, and an edit must not turn it back.
        let done = sqlx::query(
            "UPDATE member SET account_id = ?, email = ?, email_key = ?, name = ?, name_key = ?, fields = ?, role = ?, \
             additions = ?, grants = ?, standing = ?, access = ?, unit = ?, manages = ?, status = ?, expires_at = ?, sent = ?, invited_at = ?, \
             joined_at = ?, deactivated_at = ?, version = ? WHERE team_id = ? AND id = ?",
        )
        .bind(&m.account)
        .bind(&m.email)
        .bind(&m.email_key)
        .bind(&m.name)
        .bind(&m.name_key)
        .bind(to_json("fields", &m.fields)?)
        .bind(&m.role)
        .bind(to_json("additions", &m.additions)?)
        .bind(to_json("grants", &m.grants)?)
        .bind(to_json("standing", &m.standing)?)
        .bind(to_json("access", &m.access)?)
        .bind(&m.unit)
        .bind(to_json("manages", &m.manages)?)
        .bind(m.status.id())
        .bind(m.expires_at)
        .bind(i64::from(m.sent))
        .bind(m.invited_at)
        .bind(m.joined_at)
        .bind(m.deactivated_at)
        .bind(m.version)
        .bind(&m.team)
        .bind(&m.id)
        .execute(self.on())
        .await?;
        hit("member", done.rows_affected())?;
        self.tally_stored(&m.team, &m.id, 1).await
    }

    async fn delete_member(&mut self, _: &Permit, team: &str, member: &str) -> Result<()> {
        self.tally_stored(team, member, -1).await?;
        let done = sqlx::query("DELETE FROM member WHERE team_id = ? AND id = ?")
            .bind(team)
            .bind(member)
            .execute(self.on())
            .await?;
        hit("member", done.rows_affected())
    }

    async fn put_invitation(
        &mut self,
        _: &Permit,
        team: &str,
        member: &str,
        token_hash: &[u8],
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO invitation (member_id, team_id, token_hash) VALUES (?, ?, ?) \
             ON CONFLICT (member_id) DO UPDATE SET token_hash = excluded.token_hash, temporary_hash = NULL, \
             temporary_ends = NULL",
        )
        .bind(member)
        .bind(team)
        .bind(token_hash)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn delete_invitation(&mut self, _: &Permit, team: &str, member: &str) -> Result<()> {
        sqlx::query("DELETE FROM invitation WHERE team_id = ? AND member_id = ?")
            .bind(team)
            .bind(member)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn bump_revision(&mut self, team: &str) -> Result<i64> {
        Ok(sqlx::query_scalar("UPDATE team SET revision = revision + 1 WHERE id = ? RETURNING revision")
            .bind(team)
            .fetch_one(self.on())
            .await?)
    }

    async fn insert_audit(&mut self, e: &NewAudit) -> Result<()> {
        sqlx::query(
            "INSERT INTO audit (team_id, at, actor_id, actor_name, action, target_id, target_name, detail, denial) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&e.team)
        .bind(e.at)
        .bind(&e.actor_id)
        .bind(&e.actor_name)
        .bind(&e.action)
        .bind(&e.target_id)
        .bind(&e.target_name)
        .bind(&e.detail)
        .bind(&e.denial)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn insert_letter(&mut self, kind: &str, payload: &str, at: Millis) -> Result<()> {
        sqlx::query(
            "INSERT INTO outbox (kind, payload, state, next_at, made_at) VALUES (?, ?, 'waiting', ?, ?)",
        )
        .bind(kind)
        .bind(payload)
        .bind(at)
        .bind(at)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn note_attempt(&mut self, letter: i64, attempt: &Attempt) -> Result<()> {
        // A letter that is done holds a link with a token: only the fact stays (I7).
        let query = match attempt {
            Attempt::Sent => sqlx::query("UPDATE outbox SET state = 'sent', payload = '', error = '', attempts = attempts + 1 WHERE id = ?"),
            Attempt::Retry(at, error) => {
                sqlx::query("UPDATE outbox SET next_at = ?, error = ?, attempts = attempts + 1 WHERE id = ?").bind(*at).bind(error)
            }
            Attempt::Failed(error) => {
                sqlx::query("UPDATE outbox SET state = 'failed', payload = '', error = ?, attempts = attempts + 1 WHERE id = ?")
                    .bind(error)
            }
        };
        query.bind(letter).execute(self.on()).await?;
        Ok(())
    }

    async fn insert_mailbox(&mut self, m: &MailboxMail) -> Result<()> {
        sqlx::query("INSERT INTO mailbox (at, address, subject, text, html) VALUES (?, ?, ?, ?, ?)")
            .bind(m.at)
            .bind(&m.to)
            .bind(&m.subject)
            .bind(&m.text)
            .bind(&m.html)
            .execute(self.on())
            .await?;
        Ok(())
    }
}
