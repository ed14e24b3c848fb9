//! API keys: shown once, stored as a hash, revoked at once.

use axum::http::Method;
use rolecall::clock::Clock as _;
use serde_json::{Value, json};
use shared::api::{Keys, MadeKey};
use tests::{
    Answer, Client, Failure, Somebody, Story, TestApp, everything, faults, no, ok, state, unchanged,
};

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

async fn made(who: &Somebody) -> Result<MadeKey, Failure> {
    ok(who.client.post(&who.at("/keys"), &json!({"name": "Web form"})).await?)?.read()
}

async fn knock(client: &Client, headers: &[(&str, &str)]) -> Result<Answer, Failure> {
    let body = json!({"title": "Lead"}).to_string().into_bytes();
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    client.send(Method::POST, "/api/v1/intake", Some(body), &all).await
}

#[tokio::test]
async fn i7_a_key_is_shown_once_and_only_its_hash_is_stored() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let MadeKey { key, secret } = made(&rachel).await?;
    assert!(secret.starts_with("rk_") && secret.len() == 46, "{} characters", secret.len());
    assert_eq!(key.prefix, secret[..8]);
    assert_eq!((key.made_by.name.as_str(), key.last_used_at), ("Rachel Vasquez", None));
    let answer = ok(rachel.client.get(&rachel.at("/keys")).await?)?;
    assert!(!String::from_utf8_lossy(&answer.bytes).contains(&secret));
    assert!(!everything(&app).await?.contains(&secret));
    let bearer = format!("Bearer {secret}");
    assert_eq!(knock(&app.client(), &[("authorization", &bearer)]).await?.status.as_u16(), 201);
    let keys: Keys = ok(rachel.client.get(&rachel.at("/keys")).await?)?.read()?;
    assert_eq!(keys.items.iter().find(|k| k.id == key.id).and_then(|k| k.last_used_at), Some(tests::START));
    Ok(())
}

#[tokio::test]
async fn i7_when_a_key_was_used_last_is_known_to_the_minute() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let MadeKey { key, secret } = made(&rachel).await?;
    let bearer = format!("Bearer {secret}");
    for (later, seen) in [(0, 0), (59_999, 0), (1, 60_000), (59_999, 60_000), (60_000, 179_999)] {
        app.clock.advance(later);
        ok(knock(&app.client(), &[("authorization", &bearer)]).await?)?;
        let keys: Keys = ok(rachel.client.get(&rachel.at("/keys")).await?)?.read()?;
        let used = keys.items.iter().find(|k| k.id == key.id).and_then(|k| k.last_used_at);
        assert_eq!(used, Some(tests::START + seen), "after {later} more");
    }
    Ok(())
}

#[tokio::test]
async fn a12_a_revoked_key_opens_nothing_from_the_next_request_on() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let MadeKey { key, secret } = made(&rachel).await?;
    let (client, bearer) = (app.client(), format!("Bearer {secret}"));
    ok(knock(&client, &[("authorization", &bearer)]).await?)?;
    ok(rachel.client.delete(&rachel.at(&format!("/keys/{}", key.id)), &json!({})).await?)?;
    let before = state(&app).await?;
    assert_eq!(knock(&client, &[("authorization", &bearer)]).await?.outcome(), no(401, "unknown-key"));
    unchanged(&app, &before).await?;
    let again = rachel.client.delete(&rachel.at(&format!("/keys/{}", key.id)), &json!({})).await?;
    assert_eq!(again.outcome(), no(404, "not-found"));
    let log = rachel.log().await?;
    assert_eq!((&log[0]["action"], &log[0]["detail"]), (&json!("manage-integrations"), &json!("− Web form")));
    Ok(())
}

#[tokio::test]
async fn s5_a_key_is_no_session_and_a_session_is_no_key() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let MadeKey { secret, .. } = made(&rachel).await?;
    let before = state(&app).await?;
    let client = app.client();
    let cookie = rachel.client.cookie().ok_or("no cookie")?;
    let bearer = format!("Bearer {secret}");
    for headers in [
        &[][..],
        &[("authorization", secret.as_str())][..],
        &[("authorization", "Bearer rk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")][..],
        &[("authorization", format!("Bearer {cookie}").as_str())][..],
        &[("authorization", "Basic cms6")][..],
        &[("authorization", bearer.as_str()), ("authorization", bearer.as_str())][..],
    ] {
        assert_eq!(knock(&client, headers).await?.outcome(), no(401, "unknown-key"), "{headers:?}");
    }
    assert_eq!(knock(&rachel.client, &[]).await?.outcome(), no(401, "unknown-key"), "a cookie is no key");
    let with_key = [("authorization", bearer.as_str())];
    for path in [rachel.at(""), rachel.at("/members"), "/api/v1/session".to_owned()] {
        let answer = client.send(Method::GET, &path, None, &with_key).await?;
        assert_eq!(answer.outcome(), no(401, "not-signed-in"), "{path}");
    }
    client.set_cookie(Some(&secret));
    assert_eq!(client.get(&rachel.at("")).await?.outcome(), no(401, "not-signed-in"));
    client.set_cookie(None);
    // Not in the address either, where logs and referrers would keep it.
    let body = json!({"title": "Lead"}).to_string().into_bytes();
    let path = format!("/api/v1/intake?key={secret}");
    let answer =
        client.send(Method::POST, &path, Some(body), &[("content-type", "application/json")]).await?;
    assert_eq!(answer.outcome(), no(401, "unknown-key"));
    unchanged(&app, &before).await
}

#[tokio::test]
async fn i7_guessed_keys_meet_a_limit_and_the_right_one_does_not() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let MadeKey { secret, .. } = made(&rachel).await?;
    let client = app.client();
    let mut codes = std::collections::BTreeMap::<String, u32>::new();
    for n in 0..200 {
        let guess = format!("Bearer rk_{n:043}");
        *codes.entry(knock(&client, &[("authorization", &guess)]).await?.outcome().1).or_default() += 1;
    }
    assert_eq!(
        codes.into_iter().collect::<Vec<_>>(),
        [("too-many-requests".to_owned(), 140), ("unknown-key".to_owned(), 60)]
    );
    ok(knock(&client, &[("authorization", &format!("Bearer {secret}"))]).await?)?;
    Ok(())
}

#[tokio::test]
async fn jt5_keys_are_for_those_who_manage_integrations() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let MadeKey { key, .. } = made(&rachel).await?;
    let before = state(&app).await?;
    let path = tyler.at("/keys");
    assert_eq!(tyler.client.get(&path).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(tyler.client.post(&path, &json!({"name": "x"})).await?.outcome(), no(403, "not-permitted"));
    let one = tyler.at(&format!("/keys/{}", key.id));
    assert_eq!(tyler.client.delete(&one, &json!({})).await?.outcome(), no(403, "not-permitted"));
    let over = tyler.client.post(&format!("{one}/take-over"), &json!({})).await?;
    assert_eq!(over.outcome(), no(403, "not-permitted"));
    for name in ["", "a\nb"] {
        let answer = rachel.client.post(&rachel.at("/keys"), &json!({ "name": name })).await?;
        let code = if name.is_empty() { "name required" } else { "name control-character" };
        assert_eq!(faults(&answer), [code]);
    }
    unchanged(&app, &before).await?;
    let none: Value = json!({});
    assert_eq!(
        rachel.client.delete(&rachel.at("/keys/nothing"), &none).await?.outcome(),
        no(404, "not-found")
    );
    Ok(())
}
