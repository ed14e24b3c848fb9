//! What the database holds, read past the server.

use crate::{Failure, TestApp};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;

/// Columns that note the passing of time and say nothing of a team.
const RESTLESS: [&str; 3] = ["last_active_at", "last_used_at", "seen_at"];

async fn open(app: &TestApp) -> Result<SqliteConnection, Failure> {
    let file = app.folder().join("test.db");
    Ok(SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(false)
        .busy_timeout(Duration::from_secs(5))
        .synchronous(sqlx::sqlite::SqliteSynchronous::Off)
        .connect()
        .await?)
}

async fn tables(db: &mut SqliteConnection) -> Result<Vec<String>, Failure> {
    // The index of words follows from the items, by triggers.
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
               AND name NOT LIKE 'work_words%' ORDER BY name";
    Ok(sqlx::query_scalar(sql).fetch_all(db).await?)
}

/// Rows of all tables but some, one a line, in a stable order; bytes in hexadecimal.
async fn rows(app: &TestApp, without: &[&str], restless: bool) -> Result<String, Failure> {
    let mut db = open(app).await?;
    let mut out = String::new();
    for table in tables(&mut db).await? {
        if without.contains(&table.as_str()) {
            continue;
        }
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
            .bind(&table)
            .fetch_all(&mut db)
            .await?;
        let told: Vec<String> = columns
            .iter()
            .filter(|c| restless || !RESTLESS.contains(&c.as_str()))
            .map(|c| format!("quote(\"{c}\")"))
            .collect();
        // Names come from the schema itself, not from anybody's input.
        let sql = format!("SELECT {} AS line FROM \"{table}\" ORDER BY line", told.join(" || '|' || "));
        let lines: Vec<String> = sqlx::query_scalar(&sql).fetch_all(&mut db).await?;
        for line in lines {
            out.push_str(&format!("{table} {line}\n"));
        }
    }
    db.close().await?;
    Ok(out)
}

/// What a refused request must leave as it was: everything but the log and the times of the last visit.
pub async fn state(app: &TestApp) -> Result<String, Failure> {
    rows(app, &["audit"], false).await
}

/// Nothing but the log has changed since `before`; otherwise the rows that have.
pub async fn unchanged(app: &TestApp, before: &str) -> Result<(), Failure> {
    let after = state(app).await?;
    if after == before {
        return Ok(());
    }
    let (old, new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let gone = old.iter().filter(|l| !new.contains(l)).map(|l| format!("- {l}"));
    let come = new.iter().filter(|l| !old.contains(l)).map(|l| format!("+ {l}"));
    Err(format!("the database has changed:\n{}", gone.chain(come).collect::<Vec<_>>().join("\n")).into())
}

/// Everything at rest but mail that was delivered: that is the mail itself.
pub async fn everything(app: &TestApp) -> Result<String, Failure> {
    rows(app, &["mailbox"], true).await
}

/// Asks the database itself; `sql` gives one JSON text a row.
pub async fn asked(app: &TestApp, sql: &str) -> Result<Vec<serde_json::Value>, Failure> {
    let mut db = open(app).await?;
    let lines: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut db).await?;
    db.close().await?;
    lines.iter().map(|l| Ok(serde_json::from_str(l)?)).collect()
}

/// The database at one moment, to go back to.
pub struct Saved {
    db: Mutex<SqliteConnection>,
    script: String,
}

impl Saved {
    /// Keeps what is there now.
    pub async fn now(app: &TestApp) -> Result<Self, Failure> {
        static KEPT: AtomicU32 = AtomicU32::new(0);
        let file = app.folder().join(format!("saved-{}.db", KEPT.fetch_add(1, Ordering::Relaxed)));
        app.app.store().backup(&file).await?;
        let mut db = open(app).await?;
        sqlx::query("ATTACH DATABASE ? AS saved").bind(file.display().to_string()).execute(&mut db).await?;
        let mut script = String::from("BEGIN IMMEDIATE;");
        for table in tables(&mut db).await? {
            script.push_str(&format!(
                "DELETE FROM main.\"{table}\"; INSERT INTO main.\"{table}\" SELECT * FROM saved.\"{table}\";"
            ));
        }
        script.push_str("COMMIT;");
        Ok(Self { db: Mutex::new(db), script })
    }

    /// Puts everything back as it was.
    pub async fn back(&self) -> Result<(), Failure> {
        sqlx::raw_sql(&self.script).execute(&mut *self.db.lock().await).await?;
        Ok(())
    }
}
