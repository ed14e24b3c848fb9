//! Signing in through the identity provider.

use super::super::{MemberRow, Result, SsoAttempt, SsoReader, SsoTx};
use super::SqliteTx;
use super::decode::{self, MEMBER};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::{Permit, Via};
use sqlx::Row as _;

impl SqliteTx {
    async fn members_where(&mut self, condition: &str, value: &str) -> Result<Vec<MemberRow>> {
        let sql = format!("SELECT {MEMBER} FROM member m WHERE {condition} ORDER BY m.team_id");
        let rows = sqlx::query(&sql).bind(value).fetch_all(self.on()).await?;
        rows.iter().map(decode::member).collect()
    }
}

#[async_trait]
impl SsoReader for SqliteTx {
    async fn sso_account(&mut self, issuer: &str, subject: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT account_id FROM sso_identity WHERE issuer = ? AND subject = ?")
            .bind(issuer)
            .bind(subject)
            .fetch_optional(self.on())
            .await?)
    }

    async fn sso_subject(&mut self, issuer: &str, account: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT subject FROM sso_identity WHERE account_id = ? AND issuer = ?")
            .bind(account)
            .bind(issuer)
            .fetch_optional(self.on())
            .await?)
    }

    async fn places_of(&mut self, account: &str) -> Result<Vec<MemberRow>> {
        self.members_where("m.account_id = ?", account).await
    }

    async fn invited(&mut self, email_key: &str) -> Result<Vec<MemberRow>> {
        self.members_where("m.status = 'pending' AND m.email_key = ?", email_key).await
    }
}

#[async_trait]
impl SsoTx for SqliteTx {
    async fn insert_sso_attempt(&mut self, a: &SsoAttempt, now: Millis) -> Result<()> {
        sqlx::query("DELETE FROM sso_attempt WHERE expires_at <= ?").bind(now).execute(self.on()).await?;
        sqlx::query(
            "INSERT INTO sso_attempt (state_hash, browser_hash, invitation_hash, expires_at) VALUES (?, ?, ?, ?)",
        )
        .bind(&a.state_hash)
        .bind(&a.browser_hash)
        .bind(&a.invitation_hash)
        .bind(a.expires_at)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn take_sso_attempt(&mut self, state_hash: &[u8]) -> Result<Option<SsoAttempt>> {
        let row = sqlx::query("DELETE FROM sso_attempt WHERE state_hash = ? RETURNING *")
            .bind(state_hash)
            .fetch_optional(self.on())
            .await?;
        row.map(|row| {
            Ok(SsoAttempt {
                state_hash: row.try_get("state_hash")?,
                browser_hash: row.try_get("browser_hash")?,
                invitation_hash: row.try_get("invitation_hash")?,
                expires_at: row.try_get("expires_at")?,
            })
        })
        .transpose()
    }

    async fn insert_sso_identity(
        &mut self,
        issuer: &str,
        subject: &str,
        account: &str,
        at: Millis,
    ) -> Result<()> {
        sqlx::query("INSERT INTO sso_identity (issuer, subject, account_id, made_at) VALUES (?, ?, ?, ?)")
            .bind(issuer)
            .bind(subject)
            .bind(account)
            .bind(at)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn delete_sso_identities(&mut self, _: &Permit, account: &str) -> Result<()> {
        sqlx::query("DELETE FROM sso_identity WHERE account_id = ?").bind(account).execute(self.on()).await?;
        Ok(())
    }

    async fn clear_password(&mut self, account: &str) -> Result<()> {
        sqlx::query("UPDATE account SET password_hash = NULL, borrowed = 0 WHERE id = ?")
            .bind(account)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn delete_sessions_via(&mut self, account: &str, via: Via) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE account_id = ? AND via = ?")
            .bind(account)
            .bind(via.id())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
