//! From SQLite's rows to ours. A row that cannot be read is an error, never a panic.

use super::super::{Account, MemberRow, Result, StoreError, Team};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::policy::{Status, Via};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

pub(super) const MEMBER: &str = "m.id, m.team_id, m.account_id, m.email, m.email_key, m.name, m.name_key, m.fields, m.role, \
     m.additions, m.grants, m.standing, m.access, m.unit, m.manages, m.status, m.expires_at, m.sent, m.invited_at, m.joined_at, \
     m.deactivated_at, m.last_active_at, m.version, \
     EXISTS (SELECT 1 FROM member o WHERE o.account_id = m.account_id AND o.team_id <> m.team_id) AS shared_account, \
     (SELECT a.version FROM avatar a WHERE a.member = m.id) AS avatar";

pub(super) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| StoreError::Corrupt(what, e.to_string()))
}

pub(super) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Corrupt(what, e.to_string()))
}

pub(super) fn status(text: &str) -> Result<Status> {
    Status::from_id(text).ok_or_else(|| StoreError::Corrupt("status", text.to_owned()))
}

pub(super) fn via(text: &str) -> Result<Via> {
    Via::from_id(text).ok_or_else(|| StoreError::Corrupt("session", text.to_owned()))
}

pub(super) fn number(what: &'static str, n: i64) -> Result<u32> {
    u32::try_from(n).map_err(|e| StoreError::Corrupt(what, e.to_string()))
}

pub(super) fn account(row: &SqliteRow) -> Result<Account> {
    Ok(Account {
        id: row.try_get("id")?,
        email: row.try_get("email")?,
        email_key: row.try_get("email_key")?,
        name: row.try_get("name")?,
        password_hash: row.try_get("password_hash")?,
        borrowed: row.try_get::<i64, _>("borrowed")? != 0,
        language: row.try_get("language")?,
        created_at: row.try_get("created_at")?,
    })
}

pub(super) fn team(row: &SqliteRow) -> Result<Team> {
    Ok(Team {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        profile: row.try_get("profile")?,
        enterprise: row.try_get::<i64, _>("enterprise")? != 0,
        seats: json("seats", row.try_get("seats")?)?,
        settings: json("settings", row.try_get("settings")?)?,
        fields: json("team fields", row.try_get("fields")?)?,
        deletes_at: row.try_get("deletes_at")?,
        revision: row.try_get("revision")?,
        created_at: row.try_get("created_at")?,
    })
}

pub(super) fn member(row: &SqliteRow) -> Result<MemberRow> {
    Ok(MemberRow {
        id: row.try_get("id")?,
        team: row.try_get("team_id")?,
        account: row.try_get("account_id")?,
        email: row.try_get("email")?,
        email_key: row.try_get("email_key")?,
        name: row.try_get("name")?,
        name_key: row.try_get("name_key")?,
        fields: json("fields", row.try_get("fields")?)?,
        role: row.try_get("role")?,
        additions: json("additions", row.try_get("additions")?)?,
        grants: json("grants", row.try_get("grants")?)?,
        standing: json("standing", row.try_get("standing")?)?,
        access: json("access", row.try_get("access")?)?,
        unit: row.try_get("unit")?,
        manages: json("manages", row.try_get("manages")?)?,
        status: status(row.try_get("status")?)?,
        expires_at: row.try_get("expires_at")?,
        sent: number("sent", row.try_get("sent")?)?,
        invited_at: row.try_get("invited_at")?,
        joined_at: row.try_get("joined_at")?,
        deactivated_at: row.try_get("deactivated_at")?,
        last_active_at: row.try_get("last_active_at")?,
        version: row.try_get("version")?,
        shared_account: row.try_get::<i64, _>("shared_account")? != 0,
        avatar: row.try_get("avatar")?,
    })
}
