//! What happens while a file is imported (JT9): others work, people leave, somebody gives it up, the server stops.

use crate::imports::{LEFT, RACHEL, TYLER, all, app, contacts, look, over, people, post, upload};
use rolecall::service::import::recover;
use rolecall::storage::{HiddenRow, ImportRow, ImportState};
use serde_json::json;
use shared::api::ImportView;
use std::time::{Duration, Instant};
use tests::{Somebody, Story, asked, no, ok};

#[tokio::test]
async fn jt9_an_import_that_is_given_up_leaves_nothing() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let draft = upload(&rachel, &people(30_000)).await?;
    let plan = json!({"columns": all(), "to": rachel.sees(TYLER).await?.id});
    ok(post(&rachel, &draft.id, "start", &plan).await?)?;
    let other = upload(&rachel, &people(1)).await?;
    let second = post(&rachel, &other.id, "start", &json!({"columns": all()})).await?;
    assert_eq!(second.outcome(), no(409, "import-running"), "one at a time");
    assert_eq!(post(&rachel, &draft.id, "start", &plan).await?.outcome(), no(409, "import-over"));
    while look(&rachel, &draft.id).await?.done == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let page = contacts(&rachel, "").await?;
    assert_eq!((page.total, page.items.len(), page.tally.all), (0, 0, 0), "nobody sees what is half in");
    let given_up: ImportView = ok(post(&rachel, &draft.id, "cancel", &json!({})).await?)?.read()?;
    assert_eq!((given_up.state.as_str(), given_up.done), ("cancelled", 0));
    assert_eq!(post(&rachel, &draft.id, "cancel", &json!({})).await?.outcome(), no(409, "import-over"));
    assert_eq!(over(&app, &rachel, &draft.id).await?.state, "cancelled");
    let rows = asked(&app, "SELECT json_array((SELECT count(*) FROM work WHERE batch IS NOT NULL), (SELECT count(*) FROM work_event WHERE kind = 'imported'), (SELECT count(*) FROM import WHERE content IS NOT NULL AND state <> 'draft'))").await?;
    assert_eq!(rows[0], json!([0, 0, 0]));
    assert_eq!(contacts(&rachel, "").await?.total, 0);
    ok(post(&rachel, &other.id, "cancel", &json!({})).await?)?;
    Ok(())
}

#[tokio::test]
async fn jt9_who_has_gone_meanwhile_gets_nothing_and_nothing_is_in() -> Story {
    for gone in ["deactivate", "delete"] {
        let app = app().await?;
        let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
        let draft = upload(&rachel, &people(20_000)).await?;
        let plan = json!({"columns": all(), "to": rachel.sees(TYLER).await?.id});
        ok(post(&rachel, &draft.id, "start", &plan).await?)?;
        while look(&rachel, &draft.id).await?.done == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        match gone {
            "delete" => ok(rachel.deletes(TYLER, None).await?)?,
            verb => ok(rachel.tells(TYLER, verb).await?)?,
        };
        let end = over(&app, &rachel, &draft.id).await?;
        assert_eq!(
            (end.state.as_str(), end.reason.as_str(), end.done),
            ("failed", "assignee-gone", 0),
            "{gone}"
        );
        assert_eq!(contacts(&rachel, "").await?.total, 0);
    }
    Ok(())
}

#[tokio::test]
async fn jt9_whoever_imports_is_judged_again_at_the_end() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let draft = upload(&tyler, &people(20_000)).await?;
    ok(post(&tyler, &draft.id, "start", &json!({"columns": all(), "to": rachel.team().await?.me.id}))
        .await?)?;
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    let end = over(&app, &rachel, &draft.id).await?;
    assert_eq!((end.state.as_str(), end.reason.as_str()), ("failed", "not-permitted"), "A12");
    assert_eq!(contacts(&rachel, "").await?.total, 0);
    Ok(())
}

#[tokio::test]
async fn jt9_what_a_stopped_server_left_is_removed_at_the_next_start() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = rachel.sees(TYLER).await?.id;
    let draft = upload(&rachel, &people(10)).await?;
    let permit = shared::policy::take_in();
    let mut tx = app.app.write().await?;
    let row = tx.import("jtek", &draft.id).await?.ok_or("no import")?;
    let row = ImportRow { state: ImportState::Running, ..row };
    tx.update_import(&permit, &row).await?;
    let hidden = |n: usize| HiddenRow {
        id: format!("hidden{n}"),
        title: "Half in".into(),
        title_key: "half in".into(),
        search_key: " half in".into(),
        fields: Default::default(),
        assignee: Some(tyler.clone()),
        unit: None,
        created_at: 0,
    };
    let rows: Vec<_> = (0..2_300).map(hidden).collect();
    tx.insert_hidden(&permit, &row, &rows, 0).await?;
    tx.commit().await?;
    assert_eq!(contacts(&rachel, "").await?.total, 0);
    assert_eq!(asked(&app, LEFT).await?[0][0], 2_300);
    recover(&app.app).await?;
    let end = look(&rachel, &draft.id).await?;
    assert_eq!((end.state.as_str(), end.reason.as_str()), ("failed", "interrupted"));
    over(&app, &rachel, &draft.id).await?;
    let next = upload(&rachel, &people(1)).await?;
    ok(post(&rachel, &next.id, "start", &json!({"columns": all()})).await?)?;
    assert_eq!(over(&app, &rachel, &next.id).await?.state, "done");
    Ok(())
}

/// Fifty thousand lines, and somebody who goes on working meanwhile. Says how long both took (`--nocapture`).
#[tokio::test(flavor = "multi_thread")]
async fn jt9_fifty_thousand_lines_do_not_stand_in_anybodys_way() -> Story {
    let app = app().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let to = tyler.team().await?.me.id;
    let begun = Instant::now();
    let draft = upload(&rachel, &people(50_000)).await?;
    let uploaded = begun.elapsed();
    ok(post(&rachel, &draft.id, "start", &json!({"columns": all(), "to": to})).await?)?;
    let started = begun.elapsed();
    let (mut worst, mut slowest, mut writes) = (Duration::ZERO, Duration::ZERO, 0_u32);
    while look(&rachel, &draft.id).await?.state == "running" {
        let one = Instant::now();
        ok(tyler.client.post(&tyler.at("/work/contact"), &json!({"title": "Meanwhile"})).await?)?;
        worst = worst.max(one.elapsed());
        let one = Instant::now();
        contacts(&tyler, "").await?;
        slowest = slowest.max(one.elapsed());
        writes += 1;
    }
    let took = begun.elapsed();
    eprintln!(
        "50,000 lines: {uploaded:?} to upload, {:?} to check and start, {took:?} in all; {writes} other writes, the slowest {worst:?}; the slowest list {slowest:?}",
        started - uploaded
    );
    let end = over(&app, &rachel, &draft.id).await?;
    assert_eq!((end.state.as_str(), end.done), ("done", 50_000));
    assert_eq!(contacts(&rachel, "").await?.total, 50_000 + writes);
    assert!(writes > 10, "only {writes} writes of others got through");
    assert!(worst < Duration::from_secs(2), "somebody waited {worst:?}");
    Ok(())
}
