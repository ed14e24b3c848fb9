//! Putting a backup back: everything is checked before anything is touched (D7).

use super::migrate::{APPLICATION, VERSION, marks};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The backup was not put back; the database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// It cannot be read as a database.
    #[error("{0} is not a whole backup: {1}; nothing was changed")]
    Broken(String, String),
    /// Another program's database.
    #[error("{0} is not a rolecall backup; nothing was changed")]
    Foreign(String),
    /// A later version's backup.
    #[error(
        "{0} was written by a newer rolecall (schema {1}; this one knows {VERSION}); nothing was changed"
    )]
    Newer(String, i64),
    /// A server has the database open.
    #[error("{0} is in use: stop the server first; nothing was changed")]
    InUse(String),
    /// The file system failed.
    #[error("cannot put the backup at {0}: {1}")]
    Io(String, std::io::Error),
}

/// Replaces `database` by `backup`. The database until then is kept beside it, with `.before-restore` at the end.
pub async fn restore(backup: &Path, database: &Path) -> Result<(), RestoreError> {
    check(backup).await?;
    if database.exists() {
        refuse_in_use(database).await?;
    }
    let fail = |e| RestoreError::Io(database.display().to_string(), e);
    let fresh = beside(database, ".restoring");
    std::fs::copy(backup, &fresh).map_err(fail)?;
    File::open(&fresh).and_then(|f| f.sync_all()).map_err(fail)?;
    if database.exists() {
        std::fs::rename(database, beside(database, ".before-restore")).map_err(fail)?;
    }
    // A journal of the old file must not be played into the new one.
    for tail in ["-wal", "-shm"] {
        match std::fs::remove_file(beside(database, tail)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(fail(e)),
            _ => {}
        }
    }
    std::fs::rename(&fresh, database).map_err(fail)?;
    if let Some(folder) = database.parent().filter(|f| !f.as_os_str().is_empty()) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(fail)?;
    }
    Ok(())
}

fn beside(file: &Path, tail: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}

async fn check(backup: &Path) -> Result<(), RestoreError> {
    let name = backup.display().to_string();
    let broken = |e: sqlx::Error| RestoreError::Broken(backup.display().to_string(), e.to_string());
    let mut connection = SqliteConnectOptions::new()
        .filename(backup)
        .read_only(true)
        .immutable(true)
        .connect()
        .await
        .map_err(broken)?;
    let (version, application) = marks(&mut connection).await.map_err(broken)?;
    if application != APPLICATION {
        return Err(RestoreError::Foreign(name));
    }
    if version > VERSION {
        return Err(RestoreError::Newer(name, version));
    }
    let verdict: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await.map_err(broken)?;
    if verdict != "ok" {
        return Err(RestoreError::Broken(name, verdict));
    }
    connection.close().await.map_err(broken)
}

/// Takes the whole database for itself for a moment, and folds its journal into the file: then the file alone is all
/// of it. With a server beside, that fails; one that has just stopped is given a moment.
async fn refuse_in_use(database: &Path) -> Result<(), RestoreError> {
    let mut last = None;
    for _ in 0..10 {
        match take(database).await {
            Ok(()) => return Ok(()),
            Err(e) => last = Some(e),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tracing::debug!(error = ?last, "the database cannot be taken");
    Err(RestoreError::InUse(database.display().to_string()))
}

async fn take(database: &Path) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnectOptions::new().filename(database).connect().await?;
    // Leaving WAL mode needs every other connection gone.
    let left = sqlx::query("PRAGMA journal_mode = delete").execute(&mut connection).await;
    connection.close().await?;
    left.map(|_| ())
}
