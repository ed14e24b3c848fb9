//! The schema's version stands in `PRAGMA user_version`; each step up is one transaction, so a kill leaves the old
//! version or the new one (D6).

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use std::path::Path;

/// Marks the file as Rolecall's ("ROLL").
pub(super) const APPLICATION: i64 = 0x524f_4c4c;

const STEPS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_first.sql"),
    include_str!("../../../migrations/sqlite/0002_work.sql"),
    include_str!("../../../migrations/sqlite/0003_sso.sql"),
    include_str!("../../../migrations/sqlite/0004_team.sql"),
    include_str!("../../../migrations/sqlite/0005_embedding.sql"),
];

/// The schema version that this program writes.
pub const VERSION: i64 = STEPS.len() as i64;

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// Written by a later version of this program.
    #[error(
        "{file} was written by a newer rolecall (schema {found}; this one knows {VERSION}): start the newer one, nothing was changed"
    )]
    Newer {
        /// The file.
        file: String,
        /// Its schema's version.
        found: i64,
    },
    /// Some other program's database.
    #[error("{0} is a database of another program: choose another file, nothing was changed")]
    Foreign(String),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
}

/// Looks before anything is touched: opening for writing would already change a newer file's journal mode.
pub(super) async fn refuse_newer(file: &Path) -> Result<(), MigrateError> {
    match std::fs::metadata(file) {
        Ok(m) if m.len() > 0 => {}
        _ => return Ok(()),
    }
    let mut connection = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
    let (version, application) = marks(&mut connection).await?;
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut connection).await?;
    connection.close().await?;
    let name = || file.display().to_string();
    if tables > 0 && application != APPLICATION {
        return Err(MigrateError::Foreign(name()));
    }
    if version > VERSION {
        return Err(MigrateError::Newer { file: name(), found: version });
    }
    Ok(())
}

/// Schema version and application id.
pub(super) async fn marks(connection: &mut SqliteConnection) -> Result<(i64, i64), sqlx::Error> {
    let version = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
    let application = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    Ok((version, application))
}

/// Brings the schema up to date.
pub(super) async fn up(writer: &SqlitePool) -> Result<(), MigrateError> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let version: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *tx).await?;
    let done = usize::try_from(version).unwrap_or(0);
    if done >= STEPS.len() {
        return Ok(());
    }
    for step in STEPS.iter().skip(done) {
        sqlx::raw_sql(step).execute(&mut *tx).await?;
    }
    // Both are constants of this file: nothing of a user's goes into the text.
    sqlx::raw_sql(&format!("PRAGMA user_version = {VERSION}; PRAGMA application_id = {APPLICATION}"))
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    tracing::info!(from = version, to = VERSION, "database schema brought up to date");
    Ok(())
}
