//! SQLite: one writer, readers beside it, every commit on the disk before it is acknowledged.

mod copy;
mod decode;
mod list;
mod migrate;
mod read;
mod write;

pub use copy::{RestoreError, restore};
pub use migrate::{MigrateError, VERSION};

use super::{Reader, Result, Store, StoreError, Tx};
use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, Transaction};
use std::path::Path;
use std::time::Duration;

/// A SQLite database file.
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// A transaction of either pool: the trait that it is handed out as says what it may do.
struct SqliteTx(Transaction<'static, Sqlite>);

impl SqliteStore {
    /// Opens the file, makes it when it is missing, and brings its schema up to date.
    pub async fn open(file: &Path) -> std::result::Result<Self, MigrateError> {
        migrate::refuse_newer(file).await?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: without it a power cut may take acknowledged commits along (D2).
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-16000");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.clone().pragma("secure_delete", "on"))
            .await?;
        migrate::up(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.create_if_missing(false).pragma("query_only", "on"))
            .await?;
        Ok(Self { writer, readers })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn read(&self) -> Result<Box<dyn Reader>> {
        Ok(Box::new(SqliteTx(self.readers.begin().await?)))
    }

    async fn write(&self) -> Result<Box<dyn Tx>> {
        // IMMEDIATE: the lock is taken before anything is read, so what was judged is what is written (A10, A11).
        Ok(Box::new(SqliteTx(self.writer.begin_with("BEGIN IMMEDIATE").await?)))
    }

    async fn backup(&self, to: &Path) -> Result<()> {
        let to = to.to_str().ok_or_else(|| StoreError::Corrupt("path", "not UTF-8".into()))?;
        let mut connection = self.writer.acquire().await?;
        sqlx::query("VACUUM INTO ?").bind(to).execute(&mut *connection).await?;
        Ok(())
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
