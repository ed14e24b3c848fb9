//! How passwords are kept (P1, P2).

use axum::http::Method;
use rolecall::password::Cost;
use serde_json::json;
use std::time::{Duration, Instant};
use tests::{ORIGIN, Options, PASSWORD, Somebody, Story, TestApp, everything, faults, no, ok, sign_in};

/// The whole hash, from the database.
async fn stored(app: &TestApp, email: &str) -> Result<String, tests::Failure> {
    let account = app.app.read().await?.account_by_email(email).await?;
    Ok(account.and_then(|a| a.password_hash).unwrap_or_default())
}

const ACCEPTED: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

#[tokio::test]
async fn p1_passwords_are_kept_as_argon2id_with_19_mib_two_passes_one_lane() -> Story {
    let app = TestApp::with(Options { cost: Cost::SAFE, demo: Some(4), ..Options::default() }).await?;
    for email in ["rachel@juniper.example", "owner@jelly.example"] {
        let hash = stored(&app, email).await?;
        assert!(hash.starts_with(ACCEPTED), "{hash}");
    }
    // Chosen by an invited person, by a reset, by oneself, by an administrator: the same.
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let path = voice.path_of("member@voice.example", "/password").await?;
    ok(voice.client.put(&path, &json!({"password": "set by Elena"})).await?)?;
    assert!(stored(&app, "member@voice.example").await?.starts_with(ACCEPTED));
    assert!(!everything(&app).await?.contains(PASSWORD), "a password is kept as it is");
    Ok(())
}

#[tokio::test]
async fn p1_older_parameters_are_replaced_at_sign_in_and_only_by_the_right_password() -> Story {
    let app = TestApp::with(Options { cost: Cost::SAFE, ..Options::default() }).await?;
    let cheap = TestApp::with(Options { cost: Cost::TEST, ..Options::default() }).await?;
    let old = cheap.app.passwords().hash(PASSWORD).await?;
    assert!(!old.starts_with(ACCEPTED), "{old}");
    let ann = tests::new_member("t", "ann@t.example", "Ann", "owner");
    tests::another_team(&app, "t", "jelly", false, &[ann]).await?;
    let account =
        app.app.read().await?.account_by_email("ann@t.example").await?.map(|a| a.id).unwrap_or_default();
    let mut tx = app.app.write().await?;
    tx.set_password(&account, &old, false).await?;
    tx.commit().await?;

    assert_eq!(
        sign_in(&app, "ann@t.example", "wrong password").await?.outcome(),
        no(401, "wrong-credentials")
    );
    assert_eq!(stored(&app, "ann@t.example").await?, old);
    ok(sign_in(&app, "ann@t.example", PASSWORD).await?)?;
    let new = stored(&app, "ann@t.example").await?;
    assert!(new.starts_with(ACCEPTED), "{new}");
    ok(sign_in(&app, "ann@t.example", PASSWORD).await?)?;
    assert_eq!(stored(&app, "ann@t.example").await?, new, "hashed once, not at each sign-in");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p1_sixty_sign_ins_at_once_all_end_and_other_routes_answer_meanwhile() -> Story {
    let app = std::sync::Arc::new(
        TestApp::with(Options { cost: Cost::SAFE, demo: Some(4), ..Options::default() }).await?,
    );
    let mut crowd = tokio::task::JoinSet::new();
    for n in 0..60_u8 {
        let client = app.client().from_source([198, 51, 100, n]);
        crowd.spawn(async move {
            let body = json!({"email": "tyler@juniper.example", "password": PASSWORD});
            client.post("/api/v1/session", &body).await.map(|a| a.status.as_u16())
        });
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let begun = Instant::now();
    ok(app.client().get("/healthz").await?)?;
    ok(app.client().get("/api/v1/bootstrap").await?)?;
    let quick = begun.elapsed();
    let waiting = crowd.len();
    while let Some(done) = crowd.join_next().await {
        assert_eq!(done??, 200);
    }
    assert!(waiting > 0);
    // Generous: without the gate this waits for dozens of hashes.
    assert!(quick < Duration::from_secs(2), "other routes took {quick:?} beside sixty sign-ins");
    Ok(())
}

#[tokio::test]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() -> Story {
    let app = TestApp::with(Options { cost: Cost::SAFE, demo: Some(4), ..Options::default() }).await?;
    let people = [
        "rachel@juniper.example",
        "nobody@juniper.example",
        "natalie@juniper.example",
        "grace@jelly.example",
    ];
    let mut took = [Duration::MAX; 4];
    // The quickest of several turns: a busy machine slows single ones.
    for _ in 0..8 {
        for (email, quickest) in people.iter().zip(&mut took) {
            let begun = Instant::now();
            assert_eq!(sign_in(&app, email, "wrong password").await?.outcome(), no(401, "wrong-credentials"));
            *quickest = begun.elapsed().min(*quickest);
        }
    }
    for (email, quickest) in people.iter().zip(took) {
        assert!(
            quickest > took[0] / 2 && quickest < took[0] * 2,
            "{email} took {quickest:?}, a wrong password {:?}",
            took[0]
        );
    }
    Ok(())
}

#[tokio::test]
async fn p2_a_megabyte_of_password_is_refused_before_hashing() -> Story {
    let app = TestApp::with(Options { cost: Cost::SAFE, demo: Some(4), ..Options::default() }).await?;
    let sign_in =
        |password: &str| json!({"email": "rachel@juniper.example", "password": password}).to_string();
    // Above the body's limit; below it and above the password's; and one that is worth a hash.
    let (huge, long, real) =
        (sign_in(&"a".repeat(1 << 20)), sign_in(&"a".repeat(50_000)), sign_in("wrong password"));
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    let mut took = [Duration::MAX; 3];
    let bodies = [
        (huge, no(413, "too-large")),
        (long, no(401, "wrong-credentials")),
        (real, no(401, "wrong-credentials")),
    ];
    // The quickest of several turns: a busy machine slows single ones.
    for n in 0..10_u8 {
        let client = app.client().from_source([198, 51, 100, n]);
        for ((body, outcome), quickest) in bodies.iter().zip(&mut took) {
            let (begun, bytes) = (Instant::now(), body.clone().into_bytes());
            let answer = client.send(Method::POST, "/api/v1/session", Some(bytes), &headers).await?;
            assert_eq!(answer.outcome(), *outcome);
            *quickest = begun.elapsed().min(*quickest);
        }
    }
    let [huge, long, hashed] = took;
    assert!(huge < hashed / 2 && long < hashed / 2, "refusals took {huge:?} and {long:?}, a hash {hashed:?}");
    Ok(())
}

#[tokio::test]
async fn p2_sixty_four_characters_of_any_script_work_and_both_normal_forms_are_one_password() -> Story {
    let app = TestApp::with_demo().await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    let composed: String = "é한ü🔑ﷺ日 ß".chars().cycle().take(64).collect();
    let decomposed: String =
        composed.replace('é', "e\u{301}").replace('ü', "u\u{308}").replace('한', "\u{1112}\u{1161}\u{11ab}");
    assert_ne!(composed, decomposed);
    let change = json!({"current": PASSWORD, "new": composed});
    ok(tyler.client.post("/api/v1/me/password", &change).await?)?;
    ok(sign_in(&app, "tyler@juniper.example", &composed).await?)?;
    ok(sign_in(&app, "tyler@juniper.example", &decomposed).await?)?;
    // Compatibility forms are other passwords: ﷺ is not its spelling, ß is not ss.
    let other = composed.replace('ß', "ss");
    assert_eq!(sign_in(&app, "tyler@juniper.example", &other).await?.outcome(), no(401, "wrong-credentials"));
    Ok(())
}

#[tokio::test]
async fn p2_lengths_are_counted_in_characters_and_spaces_count() -> Story {
    let app = TestApp::with_demo().await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    for (new, fault) in [("", "required"), ("1234567", "too-short"), ("🔑🔑🔑🔑🔑🔑🔑", "too-short")]
    {
        let answer =
            tyler.client.post("/api/v1/me/password", &json!({"current": PASSWORD, "new": new})).await?;
        assert_eq!(faults(&answer), [format!("new {fault}")], "{new:?}");
    }
    let answer = tyler
        .client
        .post("/api/v1/me/password", &json!({"current": PASSWORD, "new": "x".repeat(257)}))
        .await?;
    assert_eq!(faults(&answer), ["new too-long"]);
    let spaced = "  two spaces around  ";
    ok(tyler.client.post("/api/v1/me/password", &json!({"current": PASSWORD, "new": spaced})).await?)?;
    let trimmed = sign_in(&app, "tyler@juniper.example", spaced.trim()).await?;
    assert_eq!(trimmed.outcome(), no(401, "wrong-credentials"));
    ok(sign_in(&app, "tyler@juniper.example", spaced).await?)?;
    Ok(())
}

#[tokio::test]
async fn changing_the_own_password_needs_the_old_one_and_ends_the_other_sessions() -> Story {
    let app = TestApp::with_demo().await?;
    let (desk, phone) =
        (app.signed_in("tyler@juniper.example").await?, app.signed_in("tyler@juniper.example").await?);
    let wrong = desk.post("/api/v1/me/password", &json!({"current": "guess", "new": "a better one"})).await?;
    assert_eq!(wrong.outcome(), no(403, "wrong-password"));
    ok(phone.get("/api/v1/session").await?)?;
    ok(desk.post("/api/v1/me/password", &json!({"current": PASSWORD, "new": "a better one"})).await?)?;
    ok(desk.get("/api/v1/session").await?)?;
    assert_eq!(phone.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    ok(sign_in(&app, "tyler@juniper.example", "a better one").await?)?;
    Ok(())
}
