//! Deleting the team: who may, the grace, the end, and everything of it as a file before (JY16).

use rolecall::service::deletion::sweep;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use tests::{
    Answer, CASTS, Came, Failure, PASSWORD, START, Somebody, Story, TestApp, another_team, asked, faults,
    new_member, no, ok, sign_in, state, unchanged,
};

const TEAM: &str = "team-4711-to-go";
const DAY: i64 = 86_400_000;
const GRACE: i64 = 7 * DAY;
const SOON: Duration = Duration::from_secs(4);

fn address(name: &str) -> String {
    format!("{name}@vanish.example")
}

/// A team with two owners, an admin, a member, and somebody who is in the demo's Jelly team too.
async fn scene() -> Result<TestApp, Failure> {
    let app = TestApp::with_demo().await?;
    let mut people: Vec<_> = [("olga", "owner"), ("otto", "owner"), ("ada", "admin"), ("mina", "member")]
        .map(|(name, role)| new_member(TEAM, &address(name), &format!("{name} Vanish"), role))
        .into();
    people.push(new_member(TEAM, "member@jelly.example", "Both", "member"));
    another_team(&app, TEAM, "jelly", false, &people).await?;
    Ok(app)
}

async fn of(app: &TestApp, name: &str) -> Result<Somebody, Failure> {
    Somebody::of(app, &address(name), TEAM).await
}

async fn deletes(who: &Somebody, name: &str) -> Result<Answer, Failure> {
    who.client.post(&who.at("/deletion"), &json!({ "name": name })).await
}

async fn keeps(who: &Somebody) -> Result<Answer, Failure> {
    who.client.delete(&who.at("/deletion"), &json!({})).await
}

/// The name that another_team gives.
fn name() -> String {
    format!("Team {TEAM}")
}

async fn mails(app: &TestApp, about: &str) -> Result<Vec<String>, Failure> {
    let all = app.mails().await?;
    let mut to: Vec<String> = all.into_iter().filter(|m| m.subject.contains(about)).map(|m| m.to).collect();
    to.sort();
    Ok(to)
}

#[tokio::test]
async fn jy16_nobody_but_owners_deletes_takes_back_or_carries_everything_off() -> Story {
    let app = scene().await?;
    for running in [false, true] {
        if running {
            ok(deletes(&of(&app, "olga").await?, &name()).await?)?;
            assert_eq!(mails(&app, "will be deleted").await?, [address("olga"), address("otto")]);
        }
        for who in ["ada", "mina"] {
            let who = of(&app, who).await?;
            let before = state(&app).await?;
            assert_eq!(deletes(&who, &name()).await?.outcome(), no(403, "not-permitted"));
            assert_eq!(deletes(&who, "wrong").await?.outcome(), no(403, "not-permitted"));
            assert_eq!(keeps(&who).await?.outcome(), no(403, "not-permitted"));
            let file = who.client.get(&who.at("/export")).await?;
            assert_eq!(file.outcome(), no(403, "not-permitted"));
            unchanged(&app, &before).await?;
        }
        let stranger = Somebody::of(&app, "owner@jelly.example", TEAM).await?;
        for answer in [
            deletes(&stranger, &name()).await?,
            keeps(&stranger).await?,
            stranger.client.get(&stranger.at("/export")).await?,
        ] {
            assert_eq!(answer.outcome(), no(404, "not-found"));
        }
    }
    let otto = of(&app, "otto").await?;
    ok(otto.client.get(&otto.at("/export")).await?)?;
    ok(keeps(&otto).await?)?;
    assert_eq!(of(&app, "mina").await?.team().await?.deletes_at, None);
    let denied =
        "SELECT json_array(count(*)) FROM audit WHERE action = 'delete-team' AND denial = 'not-permitted'";
    assert_eq!(asked(&app, denied).await?, [json!([16])], "each try is in the log");
    Ok(())
}

#[tokio::test]
async fn jy16_a_product_without_it_has_no_such_action() -> Story {
    let app = TestApp::with_demo().await?;
    for cast in CASTS.iter().filter(|c| c.team != "jelly") {
        let chief = Somebody::of(&app, cast.chief, cast.team).await?;
        let called = chief.team().await?.name;
        let before = state(&app).await?;
        assert_eq!(deletes(&chief, &called).await?.outcome(), no(403, "not-permitted"), "{}", cast.team);
        assert_eq!(keeps(&chief).await?.outcome(), no(403, "not-permitted"), "{}", cast.team);
        let file = chief.client.get(&chief.at("/export")).await?;
        assert_eq!(file.outcome(), no(403, "not-permitted"), "{}", cast.team);
        unchanged(&app, &before).await?;
    }
    Ok(())
}

#[tokio::test]
async fn jy16_the_name_is_typed_and_must_be_the_teams() -> Story {
    let app = scene().await?;
    let olga = of(&app, "olga").await?;
    let before = state(&app).await?;
    for wrong in ["", "Team", &name().to_lowercase(), &format!("{}!", name())] {
        assert_eq!(faults(&deletes(&olga, wrong).await?), ["name not-the-name"], "{wrong:?}");
    }
    assert_eq!(faults(&olga.client.post(&olga.at("/deletion"), &json!({})).await?), ["name required"]);
    let more = json!({"name": name(), "grace": "0d"});
    assert_eq!(faults(&olga.client.post(&olga.at("/deletion"), &more).await?), ["grace unknown"]);
    unchanged(&app, &before).await?;
    ok(deletes(&olga, &format!("  {} ", name())).await?)?;
    assert_eq!(olga.team().await?.deletes_at, Some(START + GRACE));
    Ok(())
}

#[tokio::test]
async fn jy16_during_the_grace_everything_works_and_everybody_sees_the_date() -> Story {
    let app = scene().await?;
    let (olga, otto, mina) = (of(&app, "olga").await?, of(&app, "otto").await?, of(&app, "mina").await?);
    let mut live = mina.client.listen(&mina.at("/live"), &[]).await?;
    live.topics(SOON).await?;
    let revision = mina.team().await?.revision;
    let answer = ok(deletes(&olga, &name()).await?)?.json();
    assert!(answer["revision"].as_i64() > Some(revision));
    assert_eq!(live.topics(SOON).await?, ["team"]);
    assert_eq!(mina.team().await?.deletes_at, Some(START + GRACE));
    let mail = app.mails().await?.into_iter().find(|m| m.to == address("otto")).ok_or("no mail")?;
    assert_eq!(mail.subject, format!("{} on Jelly will be deleted on 2026-03-09 09:00 UTC", name()));
    assert!(mail.text.contains("olga Vanish") && mail.text.contains(&format!("/t/{TEAM}/settings")));
    // Once more, later and by somebody else: the date stays, and nobody is told twice.
    app.clock.set(START + 3 * DAY);
    ok(deletes(&otto, &name()).await?)?;
    assert_eq!(mina.team().await?.deletes_at, Some(START + GRACE));
    assert_eq!(mails(&app, "will be deleted").await?.len(), 2);
    // Everything works.
    let made = json!({"title": "Late question", "fields": {}});
    ok(mina.client.post(&mina.at("/work/conversation"), &made).await?)?;
    ok(otto.invites(json!({"people": [{"email": "late@vanish.example", "fields": {}}]})).await?)?;
    assert_eq!(sweep(&app.app).await?, 0);
    // To the last moment it can be taken back.
    app.clock.set(START + GRACE - 1);
    let otto = of(&app, "otto").await?;
    ok(keeps(&otto).await?)?;
    assert_eq!(otto.team().await?.deletes_at, None);
    assert_eq!(mails(&app, "stays").await?, [address("olga"), address("otto")]);
    ok(keeps(&otto).await?)?;
    assert_eq!(mails(&app, "stays").await?.len(), 2, "there was nothing to take back");
    app.clock.set(START + GRACE + DAY);
    assert_eq!(sweep(&app.app).await?, 0);
    assert!(of(&app, "mina").await?.team().await.is_ok());
    let log = asked(
        &app,
        "SELECT json_array(actor_name, detail) FROM audit WHERE action = 'delete-team' AND denial IS NULL ORDER BY id",
    )
    .await?;
    let date = "2026-03-09 09:00 UTC";
    let want = [json!(["olga Vanish", format!("− → {date}")]), json!(["otto Vanish", format!("{date} → −")])];
    assert_eq!(log, want);
    Ok(())
}

/// A row of this team in every table that can hold one, beside those that the scene made.
async fn fill(app: &TestApp) -> Story {
    let olga = of(app, "olga").await?;
    let people = json!({"people": [{"email": "guest@vanish.example", "fields": {}}]});
    ok(olga.invites(people).await?)?;
    let key = ok(olga.client.post(&olga.at("/keys"), &json!({"name": "Form"})).await?)?;
    assert!(key.json()["secret"].is_string());
    let made = json!({"title": "Zyzzyva question", "fields": {}, "assignee": olga.team().await?.me.id});
    for _ in 0..3 {
        ok(olga.client.post(&olga.at("/work/conversation"), &made).await?)?;
    }
    let member = olga.team().await?.me.id;
    let item = "(SELECT id FROM work WHERE team_id = '%T' LIMIT 1)";
    for sql in [
        "unit (team_id, id, kind, name) VALUES ('%T', 'x1', 'k', 'n')",
        "resource (team_id, id, name) VALUES ('%T', 'x2', 'n')",
        "work_move (id, team_id, actor, at, first, last) VALUES ('x3', '%T', '%M', 1, 1, 1)",
        "notice (team_id, member, at, kind, actor, work, item) VALUES ('%T', '%M', 1, 'assigned', 'a', 'conversation', %I)",
        "automation (id, team_id, name, kind, made_by, made_by_name, created_at) VALUES ('automation-gone', '%T', 'n', 'conversation', '%M', 'n', 1)",
        "automation_member (automation, member, place) VALUES ('automation-gone', '%M', 1)",
        "widget_token (token_hash, team_id, api_key, member, origin, expires_at) VALUES (x'4712', '%T', 'k', '%M', 'https://crm.example', 1)",
        "webhook (id, team_id, url, topics, secret, made_by, made_by_name, created_at) VALUES ('x5', '%T', 'https://h.example/?s=1', '[\"work\"]', 'hush-hush', '%M', 'n', 1)",
        "delivery (team_id, webhook, letter, topic, at, attempt) VALUES ('%T', 'x5', 1, 'work', 1, 1)",
        "departure (id, team_id, member, name, role, how, at, actor) VALUES ('x6', '%T', '%M', 'n', 'admin', 'deleted', 1, 'a')",
        "import (id, team_id, kind, file, state, head, lines, actor, actor_name, created_at) VALUES ('x7', '%T', 'conversation', 'f.csv', 'done', '{}', 1, '%M', 'n', 1)",
        "purchase (team_id, at, actor, kind, n, once) VALUES ('%T', 1, 'a', 'agent', 1, 'o')",
        "entry (id, team_id, list, place, name, search_key, fields, actor, at) VALUES ('x8', '%T', 'rules', 1, 'n', 'n', '{}', 'a', 1)",
        "review (id, team_id, started_at, actor, days) VALUES ('review-gone', '%T', 1, 'a', 90)",
        "review_line (review, member, name, role, additions, grants, access) VALUES ('review-gone', '%M', 'n', 'owner', '[]', '[]', '[]')",
        "avatar (member, version, image) VALUES ('%M', 'v', x'00')",
        "sso_identity (issuer, subject, account_id, made_at) VALUES ('https://id.example', 's-vanish', 'account-olga@vanish.example', 1)",
        "reset (token_hash, account_id, expires_at) VALUES (x'4711', 'account-olga@vanish.example', 9999999999999)",
        "outbox (kind, payload, state, next_at, made_at) VALUES ('webhook', '{\"webhook\":\"x5\",\"body\":\"{}\"}', 'waiting', 9999999999999, 1)",
        "outbox (kind, payload, state, next_at, made_at) VALUES ('mail', '{\"to\":\"guest@vanish.example\",\"team\":\"%T\"}', 'waiting', 9999999999999, 1)",
    ] {
        let sql = sql.replace("%I", item).replace("%T", TEAM).replace("%M", &member);
        asked(app, &format!("INSERT INTO {sql} RETURNING '1'")).await?;
    }
    Ok(())
}

/// Tables in which any column holds one of these words. Mail that was delivered is out of the server's hands: without a mail
/// server the mailbox stands for everybody's own.
async fn holding(app: &TestApp, words: &[&str]) -> Result<BTreeSet<String>, Failure> {
    let columns = asked(
        app,
        "SELECT json_array(m.name, c.name) FROM sqlite_master m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT IN ('mailbox', 'work_words')",
    )
    .await?;
    assert!(columns.len() > 100, "the schema is walked");
    let mut found = BTreeSet::new();
    for pair in columns {
        let (table, column) = (pair[0].as_str().unwrap_or_default(), pair[1].as_str().unwrap_or_default());
        for word in words {
            let sql = format!(
                "SELECT json_array(1) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS BLOB), CAST('{word}' AS BLOB)) LIMIT 1"
            );
            if !asked(app, &sql).await?.is_empty() {
                found.insert(table.to_owned());
            }
        }
    }
    Ok(found)
}

#[tokio::test]
async fn jy16_at_the_end_nothing_of_it_is_left() -> Story {
    let app = scene().await?;
    fill(&app).await?;
    let words = [TEAM, "vanish.example", "zyzzyva", "review-gone", "automation-gone"];
    // Every table that can name the team does: the test below would find what is forgotten.
    let with_team = asked(
        &app,
        "SELECT json_array(m.name) FROM sqlite_master m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND c.name IN ('team_id', 'account_id', 'review', 'automation')",
    )
    .await?;
    let before = holding(&app, &words).await?;
    for table in with_team {
        let table = table[0].as_str().unwrap_or_default().to_owned();
        assert!(before.contains(&table), "{table} holds nothing of the team yet: {before:?}");
    }
    assert!(before.contains("outbox") && before.contains("work_words_data"), "{before:?}");
    ok(deletes(&of(&app, "olga").await?, &name()).await?)?;
    app.mails().await?;
    app.clock.set(START + GRACE - 1);
    let both = Somebody::of(&app, "member@jelly.example", TEAM).await?;
    app.clock.set(START + GRACE);
    assert_eq!(sweep(&app.app).await?, 1);
    assert_eq!(sweep(&app.app).await?, 0, "once");
    let none = BTreeSet::new();
    assert_eq!(holding(&app, &words).await?, none);
    // Whoever is in another team too keeps the account, and is there still.
    assert_eq!(both.client.get(&both.at("")).await?.outcome(), no(404, "not-found"));
    let jelly = Somebody::of(&app, "member@jelly.example", "jelly").await?;
    assert_eq!(jelly.team().await?.id, "jelly");
    let session = ok(both.client.get("/api/v1/session").await?)?.json();
    assert_eq!(session["teams"].as_array().map(Vec::len), Some(1), "{session}");
    // Whoever was in no other team is nobody any more.
    let answer = sign_in(&app, &address("olga"), PASSWORD).await?;
    assert_eq!(answer.outcome(), no(401, "wrong-credentials"));
    let broken = asked(&app, "SELECT json_array(\"table\") FROM pragma_foreign_key_check").await?;
    assert!(broken.is_empty(), "{broken:?}");
    Ok(())
}

#[tokio::test]
async fn jy16_what_has_ended_is_shut_though_the_sweeper_is_late() -> Story {
    let app = scene().await?;
    fill(&app).await?;
    let (olga, mina) = (of(&app, "olga").await?, of(&app, "mina").await?);
    let key = ok(olga.client.post(&olga.at("/keys"), &json!({"name": "Late"})).await?)?.json();
    let mut live = mina.client.listen(&mina.at("/live"), &[]).await?;
    live.topics(SOON).await?;
    ok(deletes(&olga, &name()).await?)?;
    live.topics(SOON).await?;
    // A session that nobody uses ends by itself: these are fresh.
    app.clock.set(START + GRACE - 1);
    let (olga, mina) = (of(&app, "olga").await?, of(&app, "mina").await?);
    let mut live = mina.client.listen(&mina.at("/live"), &[]).await?;
    live.topics(SOON).await?;
    app.clock.set(START + GRACE);
    assert_eq!(keeps(&olga).await?.outcome(), no(404, "not-found"), "the grace is over");
    assert_eq!(mina.client.get(&mina.at("")).await?.outcome(), no(404, "not-found"));
    let bearer = format!("Bearer {}", key["secret"].as_str().unwrap_or_default());
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = serde_json::to_vec(&json!({"kind": "conversation", "title": "x"}))?;
    let sent = app.client().send(axum::http::Method::POST, "/api/v1/intake", Some(body), &headers).await?;
    assert_eq!(sent.outcome(), no(401, "unknown-key"));
    // Several sweepers at once, and somebody who takes it back too late.
    let (a, b, late) = tokio::join!(sweep(&app.app), sweep(&app.app), keeps(&olga));
    assert_eq!(a? + b?, 1);
    assert!([401, 404].contains(&late?.status.as_u16()));
    assert_eq!(live.next(SOON).await?, Came::End, "open pages learn of it");
    assert_eq!(olga.client.get(&olga.at("")).await?.status.as_u16(), 401);
    Ok(())
}

#[tokio::test]
async fn jy16_taking_it_back_and_the_end_never_meet_half_way() -> Story {
    let app = scene().await?;
    ok(deletes(&of(&app, "olga").await?, &name()).await?)?;
    // The last moment before the end: whoever comes first, it is taken back and stays.
    app.clock.set(START + GRACE - 1);
    let olga = of(&app, "olga").await?;
    let (first, kept, last) = tokio::join!(sweep(&app.app), keeps(&olga), sweep(&app.app));
    assert_eq!((first? + last?, kept?.status.as_u16()), (0, 200));
    app.clock.set(START + GRACE);
    assert_eq!(sweep(&app.app).await?, 0);
    assert_eq!(of(&app, "mina").await?.team().await?.deletes_at, None);
    // The end itself: whoever comes first, it is too late.
    ok(deletes(&olga, &name()).await?)?;
    app.clock.set(START + GRACE + GRACE);
    let olga = of(&app, "olga").await;
    assert!(olga.is_err(), "nobody signs in to what has ended");
    Ok(())
}

async fn exported(who: &Somebody, headers: &[(&str, &str)]) -> Result<Answer, Failure> {
    ok(who.client.send(axum::http::Method::GET, &who.at("/export"), None, headers).await?)
}

#[tokio::test]
async fn jy16_the_file_holds_everything_and_no_secret() -> Story {
    let app = scene().await?;
    fill(&app).await?;
    let olga = of(&app, "olga").await?;
    let answer = exported(&olga, &[]).await?;
    assert_eq!(answer.header("content-type"), "application/json");
    let called = "attachment; filename=\"team-team-4711-to-go-2026-03-02.json\"";
    assert_eq!(answer.header("content-disposition"), called);
    let file = answer.json();
    assert_eq!((&file["format"], &file["version"]), (&json!("rolecall-team"), &json!(1)));
    assert_eq!(file["profile"]["hash"], json!(olga.team().await?.policy_hash));
    assert_eq!((&file["team"]["id"], &file["complete"]), (&json!(TEAM), &json!(true)));
    for (part, n) in [
        ("members", 5),
        ("invitations", 1),
        ("units", 1),
        ("resources", 1),
        ("work", 3),
        ("entries", 1),
        ("automations", 1),
        ("keys", 1),
        ("webhooks", 1),
        ("departures", 1),
        ("imports", 1),
        ("purchases", 1),
        ("reviews", 1),
    ] {
        assert_eq!(file[part].as_array().map(Vec::len), Some(n), "{part}");
    }
    assert!(file["audit"].as_array().is_some_and(|a| a.iter().any(|e| e["action"] == "export-team")));
    assert_eq!(file["work"][0]["history"][0]["kind"], "made", "{}", file["work"][0]);
    assert_eq!(file["automations"][0]["members"], json!([olga.team().await?.me.id]));
    assert_eq!(file["reviews"][0]["lines"][0]["role"], "owner");
    let text = String::from_utf8(answer.bytes)?;
    let secrets = asked(
        &app,
        "SELECT json_array(s) FROM (SELECT password_hash AS s FROM account UNION SELECT lower(hex(key_hash)) FROM api_key \
         UNION SELECT lower(hex(token_hash)) FROM invitation UNION SELECT lower(hex(token_hash)) FROM session \
         UNION SELECT secret FROM webhook UNION SELECT prefix FROM api_key UNION SELECT 's=1') WHERE s IS NOT NULL",
    )
    .await?;
    assert!(secrets.len() > 5);
    for secret in secrets {
        let secret = secret[0].as_str().unwrap_or_default();
        assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "{secret} is in the file");
    }
    assert!(!text.contains("jelly.example") || file["members"].as_array().is_some_and(|m| m.len() == 5));
    Ok(())
}

#[tokio::test]
async fn jy16_a_large_file_comes_in_pieces_and_whole_whatever_compresses_it() -> Story {
    let app = scene().await?;
    // More than two pages, and one page exactly.
    asked(
        &app,
        &format!(
            "INSERT INTO work (id, team_id, kind, title, title_key, search_key, fields, created_at, touched_at) \
             WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1203) \
             SELECT 'bulk-' || n, '{TEAM}', 'conversation', 'Bulk ' || n, 'bulk', ' bulk', '{{}}', n, n FROM c RETURNING '1'"
        ),
    )
    .await?;
    asked(
        &app,
        &format!(
            "INSERT INTO entry (id, team_id, list, place, name, search_key, fields, actor, at) \
             WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 500) \
             SELECT 'e-' || n, '{TEAM}', 'rules', n, 'E', 'e', '{{}}', 'a', 1 FROM c RETURNING '1'"
        ),
    )
    .await?;
    let olga = of(&app, "olga").await?;
    let file = exported(&olga, &[]).await?.json();
    let ids: BTreeSet<&str> =
        file["work"].as_array().into_iter().flatten().filter_map(|w| w["id"].as_str()).collect();
    assert_eq!(ids.len(), 1203, "each once");
    assert_eq!(file["work"].as_array().map(Vec::len), Some(1203));
    assert_eq!(file["entries"].as_array().map(Vec::len), Some(500));
    for way in ["br", "gzip"] {
        let packed = exported(&olga, &[("accept-encoding", way)]).await?;
        assert_eq!(packed.header("content-encoding"), way);
        assert!(packed.bytes.len() > 1_000, "{way}");
    }
    Ok(())
}

#[tokio::test]
async fn jy16_whoever_loses_the_right_on_the_way_gets_no_more() -> Story {
    let app = scene().await?;
    asked(
        &app,
        &format!(
            "INSERT INTO work (id, team_id, kind, title, title_key, search_key, fields, created_at, touched_at) \
             WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000) \
             SELECT 'bulk-' || n, '{TEAM}', 'conversation', 'Bulk ' || n, 'bulk', ' bulk', '{{}}', n, n FROM c RETURNING '1'"
        ),
    )
    .await?;
    let (olga, otto) = (of(&app, "olga").await?, of(&app, "otto").await?);
    let mut stream = otto.client.listen(&otto.at("/export"), &[]).await?;
    assert_eq!(stream.status.as_u16(), 200);
    // The first piece is on its way; nothing of the rest was read.
    ok(olga.makes(&address("otto"), "member").await?)?;
    let mut text = String::new();
    let broken = loop {
        match stream.raw().await {
            Ok(Some(piece)) => text.push_str(&piece),
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken && !text.contains("bulk-") && !text.contains("complete"), "{text}");
    Ok(())
}

#[tokio::test]
async fn jy16_the_log_says_who_carried_everything_off() -> Story {
    let app = scene().await?;
    let olga = of(&app, "olga").await?;
    exported(&olga, &[]).await?;
    let log = olga.log().await?;
    let first: Vec<Value> = log.into_iter().take(1).collect();
    assert_eq!((&first[0]["action"], &first[0]["actor"]), (&json!("export-team"), &json!("olga Vanish")));
    Ok(())
}
