//! What people type (N1, N2, N5).

use serde_json::json;
use tests::{Somebody, Story, TestApp, accept, faults, no, ok, state, unchanged};

/// Names that must come back exactly as they were typed.
const KEPT: [&str; 14] = [
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
    "\"><img src=x onerror=alert(1)>",
    "Robert'); DROP TABLE member;--",
    "O’Connor-Smith, Jr.",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽",
    "مريم الزهراء",
    "שרה כהן",
    "山田 太郎",
    "Ṽ̇ḕ́ r͂y",
    "Jos\u{e9}",
    "Jose\u{301}",
    "%s %n %x ../../etc/passwd",
    "=HYPERLINK(\"http://evil.test\")",
];

/// Names that would deceive or break a line.
const REFUSED: [(&str, &str); 11] = [
    ("Ann\u{202e}nimda", "control-character"),
    ("Ann\u{2066}x\u{2069}", "control-character"),
    ("Ann\u{200b}a", "control-character"),
    ("Ann\u{feff}a", "control-character"),
    ("Ann\0", "control-character"),
    ("Ann\r\nBcc: all@x.example", "control-character"),
    ("Ann\tB", "control-character"),
    ("Ann\u{2028}B", "control-character"),
    ("A\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "combining-flood"),
    ("   ", "required"),
    ("", "required"),
];

#[tokio::test]
async fn n1_names_are_kept_exactly_or_refused() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    for (n, name) in KEPT.iter().enumerate() {
        let email = format!("kept{n}@voice.example");
        let fields = json!({"name": name, "job-title": name});
        ok(voice.invites_one(&email, fields).await.map_err(|e| format!("{name:?}: {e}"))?)?;
        let row = voice.sees(&email).await?;
        assert_eq!(row.name, *name);
        assert_eq!(row.fields.get("job-title").map(String::as_str), Some(*name));
    }
    let before = state(&app).await?;
    for (name, fault) in REFUSED {
        let answer = voice.invites_one("no@voice.example", json!({ "name": name })).await?;
        assert_eq!(faults(&answer), [format!("people.0.name {fault}")], "{name:?}");
        let answer = voice.edits("aisha@voice.example", json!({"fields": {"name": name}})).await?;
        assert_eq!(faults(&answer), [format!("name {fault}")], "{name:?}");
        let answer = voice.client.patch(&voice.at(""), &json!({ "name": name })).await?;
        assert_eq!(faults(&answer), [format!("name {fault}")], "{name:?}");
    }
    for (length, well) in [(120, true), (121, false)] {
        let answer =
            voice.edits("aisha@voice.example", json!({"fields": {"job-title": "é".repeat(length)}})).await?;
        assert_eq!(answer.status.is_success(), well, "{length} characters");
    }
    ok(voice.edits("aisha@voice.example", json!({"fields": {"job-title": "Voice designer"}})).await?)?;
    let after = state(&app).await?;
    assert_eq!(before.lines().count(), after.lines().count(), "a refused name made a row");
    Ok(())
}

#[tokio::test]
async fn n1_the_name_that_is_chosen_on_joining_is_checked_too() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.invites_one("new@jelly.example", json!({})).await?)?;
    let token = app.token_for("new@jelly.example").await?;
    for (name, fault) in REFUSED {
        let (_, answer) = accept(&app, &token, json!({"password": "long enough", "name": name})).await?;
        let trimmed = if name.trim().is_empty() { "required" } else { fault };
        // White space at the ends is cut off before the check.
        if name.trim() == name {
            assert_eq!(faults(&answer), [format!("name {trimmed}")], "{name:?}");
        }
        assert!(!answer.status.is_success() || name.trim() != name, "{name:?}");
    }
    let (_, answer) = accept(&app, &token, json!({"password": "long enough", "name": KEPT[0]})).await?;
    ok(answer)?;
    assert_eq!(owner.sees("new@jelly.example").await?.name, KEPT[0]);
    Ok(())
}

#[tokio::test]
async fn n2_names_are_inert_in_mail_and_in_the_mailbox_page() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let evil = "<script>alert(1)</script><img src=x onerror=y>{{7*7}}";
    ok(voice.client.patch("/api/v1/me", &json!({"team": "voice-agents", "fields": {"name": evil}})).await?)?;
    ok(voice.client.patch(&voice.at(""), &json!({ "name": evil })).await?)?;
    ok(voice.invites_one("new@voice.example", json!({"name": evil})).await?)?;
    let mail = app.mails().await?.remove(0);
    assert!(mail.text.contains(evil), "plain text shows what was typed: {}", mail.text);
    assert!(mail.html.contains("&lt;script&gt;") && mail.html.contains("{{7*7}}"), "{}", mail.html);
    assert!(!mail.html.contains("<script") && !mail.html.contains("<img"), "{}", mail.html);
    let page = app.client().get("/dev/mail").await?;
    let html = String::from_utf8(page.bytes.clone())?;
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    // The API gives them as data.
    let list = voice.client.get(&voice.at("/members?limit=500")).await?;
    assert_eq!(list.header("content-type"), "application/json");
    assert_eq!(list.header("x-content-type-options"), "nosniff");
    let log = voice.log().await?;
    assert!(log.iter().any(|e| e["actor"] == evil), "the log keeps the name as data");
    Ok(())
}

#[tokio::test]
async fn n5_addresses_with_line_ends_or_a_second_recipient_are_refused() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let before = state(&app).await?;
    for email in [
        "a@x.example\r\nBcc: all@x.example",
        "a@x.example\n",
        "a@x.example, b@x.example",
        "a@x.example;b@x.example",
        "<a@x.example>",
        "A <a@x.example>",
        "a@x.example b@x.example",
        "\"a b\"@x.example",
        "a\0@x.example",
        "a@@x.example",
        "a@x",
        "a@x..example",
        "a\u{202e}@x.example",
        "",
    ] {
        let answer = owner.invites_one(email, json!({})).await?;
        assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{email:?}");
        assert_eq!(faults(&answer).len(), 1, "{email:?}");
    }
    let answer = owner.invites_one(&format!("{}@x.example", "a".repeat(300)), json!({})).await?;
    assert_eq!(faults(&answer), ["people.0.email too-long"]);
    unchanged(&app, &before).await?;
    assert!(app.mails().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn n5_no_name_makes_a_header() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    for name in ["Eve\r\nBcc: all@x.example", "Eve\nSubject: hello", "Eve\u{85}x"] {
        let mine = voice
            .client
            .patch("/api/v1/me", &json!({"team": "voice-agents", "fields": {"name": name}}))
            .await?;
        assert_eq!(faults(&mine), ["name control-character"]);
        let team = voice.client.patch(&voice.at(""), &json!({ "name": name })).await?;
        assert_eq!(faults(&team), ["name control-character"]);
    }
    ok(voice.invites_one("new@voice.example", json!({"name": "New"})).await?)?;
    assert!(
        app.mails().await?.iter().all(|m| !m.subject.contains(['\r', '\n']) && !m.to.contains(['\r', '\n']))
    );
    Ok(())
}

#[tokio::test]
async fn n3_large_and_broken_bodies_are_refused_in_order() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let before = state(&app).await?;
    let headers = [("origin", tests::ORIGIN), ("content-type", "application/json")];
    let send = |body: Vec<u8>| {
        rachel.client.send(axum::http::Method::POST, "/api/v1/teams/jtek/invitations", Some(body), &headers)
    };
    assert_eq!(send(vec![b' '; 3 << 20]).await?.outcome(), no(413, "too-large"));
    for broken in [&b"{"[..], b"", b"\xff\xfe", b"{\"people\":[}"] {
        assert_eq!(send(broken.to_vec()).await?.outcome(), no(400, "invalid-json"));
    }
    for wrong in ["[]", "null", "1", "\"x\"", "{\"people\":1}", "{\"people\":[1]}", "{}"] {
        assert_eq!(send(wrong.into()).await?.outcome(), no(422, "invalid-fields"), "{wrong}");
    }
    // Deep nesting is no stack overflow.
    let deep = format!("{{\"people\":{}{}}}", "[".repeat(30_000), "]".repeat(30_000));
    assert!(send(deep.into_bytes()).await?.status.is_client_error());
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn phones_are_phones_and_never_a_sign_in() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    for bad in ["call me", "12", "+1 555 0100; rm -rf", "555\n0100"] {
        let answer = rachel.edits("tyler@juniper.example", json!({"fields": {"phone": bad}})).await?;
        assert_eq!(faults(&answer), ["phone not-a-phone"], "{bad:?}");
    }
    ok(rachel.edits("tyler@juniper.example", json!({"fields": {"phone": "+44 (0)20 7946-0958"}})).await?)?;
    let answer = tests::sign_in(&app, "+44 (0)20 7946-0958", tests::PASSWORD).await?;
    assert_eq!(answer.outcome(), no(401, "wrong-credentials"));
    Ok(())
}
