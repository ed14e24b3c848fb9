//! SQLite: one writer, readers beside it, every commit on the disk before it is acknowledged.

mod avatar;
mod billing;
mod copy;
mod decode;
mod export;
mod flow;
mod flow_write;
mod import;
mod list;
mod lists;
mod migrate;
mod notice;
mod read;
mod reviews;
mod sso;
mod structure;
mod team;
mod temporary;
mod widget;
mod work;
mod work_list;
mod work_scope;
mod work_search;
mod work_write;
mod write;

pub use copy::{RestoreError, restore};
pub use migrate::{MigrateError, VERSION};

use super::{Reader, Result, Store, StoreError, Tx};
use async_trait::async_trait;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqliteTransactionManager;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, TransactionManager as _};
use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::path::Path;
use std::time::Duration;

/// A SQLite database file.
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// A connection of either pool: the trait that it is handed out as says what it may do.
struct SqliteTx(Held);

enum Held {
    /// Each statement sees what was committed when it began. No transaction is held: one that a dropped future left open
    /// would show the same old state to everybody who gets the connection later.
    Read(PoolConnection<Sqlite>),
    /// All or nothing.
    Write(Transaction<'static, Sqlite>),
}

impl SqliteTx {
    fn on(&mut self) -> &mut SqliteConnection {
        match &mut self.0 {
            Held::Read(connection) => connection,
            Held::Write(tx) => tx,
        }
    }
}

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
            // A rollback that failed would leave the one writer inside its transaction for good: better a new connection.
            .after_release(|connection, _| {
                Box::pin(async move {
                    connection.ping().await?;
                    Ok(SqliteTransactionManager::get_transaction_depth(connection) == 0)
                })
            })
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(
                options
                    .clone()
                    .pragma("secure_delete", "on")
                    // What a move of a hundred thousand items touches: without it, pages go to the disk twice.
                    .pragma("cache_size", "-96000"),
            )
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
        Ok(Box::new(SqliteTx(Held::Read(self.readers.acquire().await?))))
    }

    async fn write(&self) -> Result<Box<dyn Tx>> {
        // IMMEDIATE: the lock is taken before anything is read, so what was judged is what is written (A10, A11).
        Ok(Box::new(SqliteTx(Held::Write(self.writer.begin_with("BEGIN IMMEDIATE").await?))))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::conformance;

    #[tokio::test]
    async fn sqlite_conforms() {
        let mut folders = Vec::new();
        conformance::all(|| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("c.db");
            folders.push(folder);
            async move { SqliteStore::open(&file).await.unwrap() }
        })
        .await;
    }

    #[tokio::test]
    async fn commits_are_on_the_disk_before_they_are_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("d.db")).await.unwrap();
        let ask = async |pragma: &str| -> String {
            let mut c = store.writer.acquire().await.unwrap();
            sqlx::query_scalar::<_, String>(&format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"))
                .fetch_one(&mut *c)
                .await
                .unwrap()
        };
        assert_eq!(ask("journal_mode").await, "wal");
        assert_eq!(ask("synchronous").await, "2", "FULL");
        assert_eq!(ask("foreign_keys").await, "1");
    }

    #[tokio::test]
    async fn d6_a_newer_file_and_a_foreign_one_are_refused_untouched() {
        let folder = tempfile::tempdir().unwrap();
        for (name, sql) in
            [("newer.db", "PRAGMA user_version = 99"), ("foreign.db", "PRAGMA application_id = 7")]
        {
            let file = folder.path().join(name);
            let store = SqliteStore::open(&file).await.unwrap();
            let mut c = store.writer.acquire().await.unwrap();
            sqlx::raw_sql(sql).execute(&mut *c).await.unwrap();
            sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *c).await.unwrap();
            drop(c);
            store.close().await;
            let before = std::fs::read(&file).unwrap();
            let refused = SqliteStore::open(&file).await.err().unwrap().to_string();
            assert!(refused.ends_with("nothing was changed"), "{refused}");
            assert_eq!(std::fs::read(&file).unwrap(), before);
        }
    }

    /// The pool takes connections back in the background; closing it in the same breath would leave one behind.
    async fn closed(store: SqliteStore) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        store.close().await;
    }

    #[tokio::test]
    async fn d7_a_backup_comes_back_and_a_broken_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (file, copy) = (folder.path().join("r.db"), folder.path().join("copy.db"));
        let store = SqliteStore::open(&file).await.unwrap();
        let mut tx = store.write().await.unwrap();
        tx.insert_team(&shared::policy::found_team(0).unwrap(), &conformance::team("t")).await.unwrap();
        tx.commit().await.unwrap();
        store.backup(&copy).await.unwrap();
        assert!(restore(&copy, &file).await.is_err(), "a server has the database open");
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.bump_revision("t").await.unwrap(), 2);
        tx.commit().await.unwrap();
        closed(store).await;

        let whole = std::fs::read(&copy).unwrap();
        let broken = folder.path().join("broken.db");
        std::fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
        assert!(restore(&broken, &file).await.is_err());
        std::fs::write(&broken, b"not a database").unwrap();
        assert!(restore(&broken, &file).await.is_err());
        let store = SqliteStore::open(&file).await.unwrap();
        assert_eq!(
            store.read().await.unwrap().team("t").await.unwrap().unwrap().revision,
            2,
            "left as it was"
        );
        closed(store).await;

        restore(&copy, &file).await.unwrap();
        let store = SqliteStore::open(&file).await.unwrap();
        assert_eq!(store.read().await.unwrap().team("t").await.unwrap().unwrap().revision, 1);
    }
}
