//! Reads.

use super::super::{
    Account, Letter, ListFilter, MailboxMail, MemberRow, Page, Reader, Resource, Result, SessionRow, Tally,
    Team,
};
use super::decode::{self, MEMBER};
use super::{SqliteTx, list};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::AuditEntry;
use shared::policy::Status;
use sqlx::Row as _;

impl SqliteTx {
    pub(super) async fn one_member(
        &mut self,
        condition: &str,
        team: &str,
        value: &str,
    ) -> Result<Option<MemberRow>> {
        let sql = format!("SELECT {MEMBER} FROM member m WHERE m.team_id = ? AND {condition} = ?");
        let row = sqlx::query(&sql).bind(team).bind(value).fetch_optional(self.on()).await?;
        row.as_ref().map(decode::member).transpose()
    }
}

#[async_trait]
impl Reader for SqliteTx {
    async fn is_empty(&mut self) -> Result<bool> {
        let any: i64 = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM team)").fetch_one(self.on()).await?;
        Ok(any == 0)
    }

    async fn account(&mut self, id: &str) -> Result<Option<Account>> {
        let row =
            sqlx::query("SELECT * FROM account WHERE id = ?").bind(id).fetch_optional(self.on()).await?;
        row.as_ref().map(decode::account).transpose()
    }

    async fn account_by_email(&mut self, email_key: &str) -> Result<Option<Account>> {
        let row = sqlx::query("SELECT * FROM account WHERE email_key = ?")
            .bind(email_key)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(decode::account).transpose()
    }

    async fn teams_of(&mut self, account: &str) -> Result<Vec<Team>> {
        let rows = sqlx::query(
            "SELECT t.* FROM member m JOIN team t ON t.id = m.team_id \
             WHERE m.account_id = ? AND m.status = 'active' ORDER BY t.name, t.id",
        )
        .bind(account)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(decode::team).collect()
    }

    async fn session(&mut self, token_hash: &[u8]) -> Result<Option<SessionRow>> {
        let row = sqlx::query("SELECT * FROM session WHERE token_hash = ?")
            .bind(token_hash)
            .fetch_optional(self.on())
            .await?;
        row.map(|row| {
            Ok(SessionRow {
                token_hash: row.try_get("token_hash")?,
                account: row.try_get("account_id")?,
                created_at: row.try_get("created_at")?,
                seen_at: row.try_get("seen_at")?,
                expires_at: row.try_get("expires_at")?,
                via: decode::via(row.try_get("via")?)?,
            })
        })
        .transpose()
    }

    async fn reset(&mut self, token_hash: &[u8]) -> Result<Option<(String, Millis)>> {
        Ok(sqlx::query_as("SELECT account_id, expires_at FROM reset WHERE token_hash = ?")
            .bind(token_hash)
            .fetch_optional(self.on())
            .await?)
    }

    async fn team(&mut self, team: &str) -> Result<Option<Team>> {
        let row = sqlx::query("SELECT * FROM team WHERE id = ?").bind(team).fetch_optional(self.on()).await?;
        row.as_ref().map(decode::team).transpose()
    }

    async fn member(&mut self, team: &str, member: &str) -> Result<Option<MemberRow>> {
        self.one_member("m.id", team, member).await
    }

    async fn member_of_account(&mut self, team: &str, account: &str) -> Result<Option<MemberRow>> {
        self.one_member("m.account_id", team, account).await
    }

    async fn member_by_email(&mut self, team: &str, email_key: &str) -> Result<Option<MemberRow>> {
        self.one_member("m.email_key", team, email_key).await
    }

    async fn members(&mut self, team: &str, page: &Page) -> Result<Vec<MemberRow>> {
        let rows = list::page_query(team, page)?.build().fetch_all(self.on()).await?;
        rows.iter().map(decode::member).collect()
    }

    async fn count_members(&mut self, team: &str, filter: &ListFilter) -> Result<u32> {
        let n: i64 = list::count_query(team, filter).build_query_scalar().fetch_one(self.on()).await?;
        decode::number("count", n)
    }

    async fn tally(&mut self, team: &str, now: Millis) -> Result<Vec<Tally>> {
        let rows: Vec<(String, String, String, String, i64)> = sqlx::query_as(
            "SELECT status, role, additions, standing, n FROM member_tally WHERE team_id = ? AND n > 0",
        )
        .bind(team)
        .fetch_all(self.on())
        .await?;
        // Which invitations have ended depends on the time, so these few are counted when asked.
        let ended: Vec<(String, String, String, i64)> = sqlx::query_as(
            "SELECT role, additions, standing, count(*) FROM member \
             WHERE team_id = ? AND status = 'pending' AND expires_at <= ? GROUP BY 1, 2, 3",
        )
        .bind(team)
        .bind(now)
        .fetch_all(self.on())
        .await?;
        let mut tally = Vec::with_capacity(rows.len() + ended.len());
        for (status, role, additions, standing, n) in rows {
            let status = decode::status(&status)?;
            let gone = ended
                .iter()
                .find(|e| status.is_invited() && e.0 == role && e.1 == additions && e.2 == standing)
                .map_or(0, |e| e.3);
            for (status, n) in [(status, n - gone), (Status::Expired, gone)] {
                if n > 0 {
                    tally.push(Tally {
                        status,
                        role: role.clone(),
                        additions: decode::json("additions", &additions)?,
                        standing: decode::json("standing", &standing)?,
                        n: decode::number("tally", n)?,
                    });
                }
            }
        }
        Ok(tally)
    }

    async fn resources(&mut self, team: &str) -> Result<Vec<Resource>> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("SELECT id, name, grp FROM resource WHERE team_id = ? ORDER BY grp, name, id")
                .bind(team)
                .fetch_all(self.on())
                .await?;
        Ok(rows.into_iter().map(|(id, name, group)| Resource { id, name, group }).collect())
    }

    async fn invitation(&mut self, token_hash: &[u8]) -> Result<Option<(String, String)>> {
        Ok(sqlx::query_as("SELECT team_id, member_id FROM invitation WHERE token_hash = ?")
            .bind(token_hash)
            .fetch_optional(self.on())
            .await?)
    }

    async fn audit(&mut self, team: &str, before: Option<i64>, limit: u32) -> Result<Vec<AuditEntry>> {
        let rows = sqlx::query(
            "SELECT id, at, actor_name, action, target_name, detail, denial FROM audit \
             WHERE team_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
        )
        .bind(team)
        .bind(before.unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(self.on())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(AuditEntry {
                    id: row.try_get("id")?,
                    at: row.try_get("at")?,
                    actor: row.try_get("actor_name")?,
                    action: row.try_get("action")?,
                    target: row.try_get("target_name")?,
                    detail: row.try_get("detail")?,
                    denial: row.try_get("denial")?,
                })
            })
            .collect()
    }

    async fn due_letters(&mut self, kind: &str, now: Millis, limit: u32) -> Result<Vec<Letter>> {
        let rows: Vec<(i64, String, String, i64, Millis)> = sqlx::query_as(
            "SELECT id, kind, payload, attempts, made_at FROM outbox WHERE state = 'waiting' AND next_at <= ? AND kind = ? ORDER BY next_at, id LIMIT ?",
        )
        .bind(now)
        .bind(kind)
        .bind(i64::from(limit))
        .fetch_all(self.on())
        .await?;
        rows.into_iter()
            .map(|(id, kind, payload, attempts, made_at)| {
                Ok(Letter { id, kind, payload, attempts: decode::number("attempts", attempts)?, made_at })
            })
            .collect()
    }

    async fn next_letter_at(&mut self, kind: &str) -> Result<Option<Millis>> {
        Ok(sqlx::query_scalar("SELECT min(next_at) FROM outbox WHERE state = 'waiting' AND kind = ?")
            .bind(kind)
            .fetch_one(self.on())
            .await?)
    }

    async fn mailbox(&mut self, limit: u32) -> Result<Vec<MailboxMail>> {
        let rows: Vec<(i64, Millis, String, String, String, String)> = sqlx::query_as(
            "SELECT id, at, address, subject, text, html FROM mailbox ORDER BY id DESC LIMIT ?",
        )
        .bind(i64::from(limit))
        .fetch_all(self.on())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, at, to, subject, text, html)| MailboxMail { id, at, to, subject, text, html })
            .collect())
    }
}
