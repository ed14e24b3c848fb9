//! `rolecall migrate`, `backup`, `restore` (D6, D7).

use crate::program::{Server, arg, err, out, run};
use std::path::{Path, PathBuf};
use tests::{Failure, Story};

/// A database with one team, made by a server that was stopped again.
fn founded(folder: &Path) -> Result<PathBuf, Failure> {
    let db = folder.join("team.db");
    let server = Server::start(&["--db".into(), arg(&db)])?;
    found(&server)?;
    assert!(server.stop()?.success());
    Ok(db)
}

fn found(server: &Server) -> Story {
    let body = r#"{"team_name":"First","profile":"jelly","email":"ada@x.example","name":"Ada","password":"long enough"}"#;
    let answer = server.post("/api/v1/setup", body)?;
    if answer.starts_with("HTTP/1.1 2") { Ok(()) } else { Err(answer.into()) }
}

fn is_set_up(db: &Path) -> Result<bool, Failure> {
    let server = Server::start(&["--db".into(), arg(db)])?;
    let answer = server.get("/api/v1/bootstrap")?;
    server.stop()?;
    Ok(answer.contains("\"needs_setup\":false"))
}

async fn sql(db: &Path, script: &str) -> Story {
    use sqlx::{ConnectOptions as _, Connection as _};
    let mut c = sqlx::sqlite::SqliteConnectOptions::new().filename(db).connect().await?;
    sqlx::raw_sql(script).execute(&mut c).await?;
    Ok(c.close().await?)
}

#[test]
fn d7_what_was_backed_up_is_restored_and_the_state_until_then_is_kept() -> Story {
    let folder = tempfile::tempdir()?;
    let db = founded(folder.path())?;
    let copy = folder.path().join("copy.db");
    let done = run(&["backup", "--db", &arg(&db), &arg(&copy)])?;
    assert!(done.status.success(), "{}", err(&done));
    // An existing file is not overwritten.
    let again = run(&["backup", "--db", &arg(&db), &arg(&copy)])?;
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("exists already"), "{}", err(&again));

    let other = folder.path().join("other.db");
    assert!(run(&["migrate", "--db", &arg(&other)])?.status.success());
    assert!(!is_set_up(&other)?);
    let restored = run(&["restore", "--db", &arg(&other), &arg(&copy)])?;
    assert!(restored.status.success(), "{}", err(&restored));
    assert!(is_set_up(&other)?);
    assert!(folder.path().join("other.db.before-restore").exists());
    // Where nothing was, the backup is simply put.
    let fresh = folder.path().join("new/place.db");
    assert!(run(&["restore", "--db", &arg(&fresh), &arg(&copy)])?.status.success());
    assert!(is_set_up(&fresh)?);
    Ok(())
}

#[test]
fn d7_a_backup_is_made_while_the_server_runs_and_restoring_waits_for_it_to_stop() -> Story {
    let folder = tempfile::tempdir()?;
    let db = folder.path().join("team.db");
    let server = Server::start(&["--db".into(), arg(&db)])?;
    found(&server)?;
    let copy = folder.path().join("copy.db");
    let done = run(&["backup", "--db", &arg(&db), &arg(&copy)])?;
    assert!(done.status.success(), "{}", err(&done));
    let refused = run(&["restore", "--db", &arg(&db), &arg(&copy)])?;
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("stop the server first"), "{}", err(&refused));
    assert!(server.get("/healthz")?.starts_with("HTTP/1.1 200"), "the server goes on");
    assert!(
        server
            .post("/api/v1/session", r#"{"email":"ada@x.example","password":"long enough"}"#)?
            .starts_with("HTTP/1.1 200")
    );
    assert!(server.stop()?.success());
    assert!(run(&["restore", "--db", &arg(&db), &arg(&copy)])?.status.success());
    assert!(is_set_up(&db)?);
    Ok(())
}

#[test]
fn d7_a_truncated_backup_is_refused_before_anything_is_touched() -> Story {
    let folder = tempfile::tempdir()?;
    let db = founded(folder.path())?;
    let before = std::fs::read(&db)?;
    let copy = folder.path().join("copy.db");
    assert!(run(&["backup", "--db", &arg(&db), &arg(&copy)])?.status.success());
    let whole = std::fs::read(&copy)?;
    let half = folder.path().join("half.db");
    for (what, bytes) in [
        ("half of it", whole[..whole.len() / 2].to_vec()),
        ("one page less", whole[..whole.len() - 4096].to_vec()),
        ("nothing", Vec::new()),
        ("something else", b"not a database at all".repeat(500)),
    ] {
        std::fs::write(&half, bytes)?;
        let refused = run(&["restore", "--db", &arg(&db), &arg(&half)])?;
        assert_eq!(refused.status.code(), Some(1), "{what}: {}", out(&refused));
        assert!(err(&refused).contains("nothing was changed"), "{what}: {}", err(&refused));
        assert_eq!(std::fs::read(&db)?, before, "{what}");
    }
    let missing = run(&["restore", "--db", &arg(&db), "no-such-file.db"])?;
    assert_eq!(missing.status.code(), Some(1));
    Ok(())
}

#[tokio::test]
async fn d6_a_newer_file_is_refused_in_one_sentence_and_left_untouched() -> Story {
    let folder = tempfile::tempdir()?;
    let db = folder.path().join("team.db");
    assert!(run(&["migrate", "--db", &arg(&db)])?.status.success());
    sql(&db, "PRAGMA user_version = 99; PRAGMA journal_mode = delete").await?;
    let before = std::fs::read(&db)?;
    let copy = folder.path().join("copy.db");
    for args in [
        vec!["serve", "--listen", "127.0.0.1:0", "--db", &arg(&db)],
        vec!["migrate", "--db", &arg(&db)],
        vec!["backup", "--db", &arg(&db), &arg(&copy)],
    ] {
        let refused = run(&args)?;
        assert_eq!(refused.status.code(), Some(1), "{args:?}: {}", out(&refused));
        let told = err(&refused);
        assert!(told.contains("newer rolecall") && told.trim().lines().count() == 1, "{args:?}: {told}");
        assert_eq!(std::fs::read(&db)?, before, "{args:?}");
    }
    let target = folder.path().join("target.db");
    let refused = run(&["restore", "--db", &arg(&target), &arg(&db)])?;
    assert!(!refused.status.success() && err(&refused).contains("newer rolecall"), "{}", err(&refused));
    assert!(!target.exists());
    Ok(())
}

#[tokio::test]
async fn another_programs_database_is_left_alone() -> Story {
    let folder = tempfile::tempdir()?;
    let db = folder.path().join("foreign.db");
    std::fs::write(&db, b"")?;
    sql(&db, "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')").await?;
    let before = std::fs::read(&db)?;
    let refused = run(&["migrate", "--db", &arg(&db)])?;
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("another program"), "{}", err(&refused));
    assert_eq!(std::fs::read(&db)?, before);
    Ok(())
}

#[test]
fn migrating_twice_is_migrating_once() -> Story {
    let folder = tempfile::tempdir()?;
    let db = folder.path().join("deep/down/team.db");
    for _ in 0..2 {
        let done = run(&["migrate", "--db", &arg(&db)])?;
        assert!(done.status.success(), "{}", err(&done));
    }
    let missing = run(&["backup", "--db", &arg(&folder.path().join("none.db")), "x.db"])?;
    assert_eq!(missing.status.code(), Some(1));
    assert!(err(&missing).contains("no database"), "{}", err(&missing));
    Ok(())
}
