//! `rolecall migrate`, `backup`, `restore`.

use super::{Failure, say};
use crate::storage::Store as _;
use crate::storage::sqlite::{self, SqliteStore};
use std::path::Path;
use std::process::ExitCode;

fn must_exist(db: &Path) -> Result<(), Failure> {
    if db.exists() { Ok(()) } else { Err(format!("there is no database at {}", db.display()).into()) }
}

pub async fn migrate(db: &Path) -> Result<ExitCode, Failure> {
    make_folder(db)?;
    SqliteStore::open(db).await?.close().await;
    say(&format!("{} has schema {}\n", db.display(), sqlite::VERSION))?;
    Ok(ExitCode::SUCCESS)
}

pub async fn backup(db: &Path, file: &Path) -> Result<ExitCode, Failure> {
    must_exist(db)?;
    if file.exists() {
        return Err(format!("{} exists already: choose a new file", file.display()).into());
    }
    let store = SqliteStore::open(db).await?;
    let done = store.backup(file).await;
    store.close().await;
    done?;
    std::fs::File::open(file)?.sync_all()?;
    say(&format!("{} holds all of {}\n", file.display(), db.display()))?;
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(db: &Path, file: &Path) -> Result<ExitCode, Failure> {
    must_exist(file)?;
    make_folder(db)?;
    let kept = db.exists();
    sqlite::restore(file, db).await?;
    say(&format!("{} is now what {} holds\n", db.display(), file.display()))?;
    if kept {
        say(&format!("what it was before is kept as {}.before-restore\n", db.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The database's folder, where it has one.
pub fn make_folder(db: &Path) -> std::io::Result<()> {
    match db.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}
