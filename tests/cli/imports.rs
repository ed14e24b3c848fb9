//! A server that dies in the middle of an import (D1, JT9): all of the file or nothing of it.

use crate::browser::Browser;
use crate::program::{Server, arg};
use serde_json::json;
use std::time::{Duration, Instant};
use tests::{Failure, Story};

#[test]
fn d1_a_server_that_is_killed_leaves_all_of_a_file_or_nothing() -> Story {
    const LINES: u64 = 15_000;
    let folder = tempfile::tempdir()?;
    let options: Vec<String> =
        ["--demo", "--demo-size", "4", "--demo-work", "40", "--db"].map(str::to_owned).to_vec();
    let options = [options, vec![arg(&folder.path().join("demo.db"))]].concat();
    let mut server = Server::start(&options)?;
    let rachel = Browser::sign_in(&server)?;
    let count = |server: &Server| -> Result<u64, Failure> {
        Ok(rachel.get(server, "/work/contact?limit=1")?["total"].as_u64().ok_or("no total")?)
    };
    let file: String = std::iter::once("Name,Email\n".to_owned())
        .chain((0..LINES).map(|n| format!("Person {n},p{n}@x.example\n")))
        .collect();
    let mut ends = Vec::new();
    for wait in [0, 60, 300] {
        let before = count(&server)?;
        let draft = rachel.ask(&server, "POST", "/work/contact/imports", "text/csv", &file)?;
        let id = draft["id"].as_str().ok_or("no id")?.to_owned();
        let plan = json!({"columns": ["title", "email"]}).to_string();
        rachel.ask(&server, "POST", &format!("/imports/{id}/start"), "application/json", &plan)?;
        std::thread::sleep(Duration::from_millis(wait));
        drop(server); // kill -9
        server = Server::start(&options)?;
        let end = rachel.get(&server, &format!("/imports/{id}"))?;
        let expected = match end["state"].as_str() {
            Some("done") => before + LINES,
            Some("failed") if end["reason"] == "interrupted" => before,
            _ => return Err(format!("{end}").into()),
        };
        assert_eq!(count(&server)?, expected, "{end}");
        // What it left behind is removed, and the next one can begin.
        let until = Instant::now() + Duration::from_secs(60);
        while hidden(folder.path())? > 0 {
            assert!(Instant::now() < until, "hidden rows stay");
            std::thread::sleep(Duration::from_millis(20));
        }
        ends.push(end["state"].to_string());
    }
    assert!(ends.contains(&"\"failed\"".to_owned()), "{ends:?}: it was never killed in the middle");
    Ok(())
}

/// Rows of imports that are not done.
fn hidden(folder: &std::path::Path) -> Result<i64, Failure> {
    use sqlx::{ConnectOptions as _, Connection as _};
    let file = folder.join("demo.db");
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
        let mut db = options.connect().await?;
        let n = sqlx::query_scalar(
            "SELECT count(*) FROM work w JOIN import i ON i.id = w.batch WHERE i.state <> 'done'",
        )
        .fetch_one(&mut db)
        .await?;
        db.close().await?;
        Ok(n)
    })
}
