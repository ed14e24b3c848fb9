//! What must not get anybody in: tokens that are not ours to believe, answers that are not ours to take.

use crate::provider::Provider;
use crate::scene::{AGENT, Scene};
use rolecall::clock::{MINUTE, SECOND};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use tests::{Failure, ORIGIN, Story, no, ok, state, unchanged};

fn seconds_from_now(by: i64) -> Result<i64, Failure> {
    Ok(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())? + by)
}

/// Signs in while the provider lies; gives where that leads.
async fn lied(scene: &Scene, how: Value) -> Result<String, Failure> {
    scene.provider.lies(&how)?;
    let led = scene.leads("agent-1").await?;
    scene.provider.lies(&json!({}))?;
    Ok(led)
}

#[tokio::test]
async fn jl8_a_token_that_is_wrong_in_any_way_gets_nobody_in() -> Story {
    let scene = Scene::with(Provider::start(true)?).await?;
    scene.with_agent().await?;
    let before = state(&scene.app).await?;
    let issuer = &scene.provider.issuer;
    let (old, late, soon) =
        (seconds_from_now(-20 * 60)?, seconds_from_now(-5 * 60)?, seconds_from_now(20 * 60)?);
    for (what, how) in [
        ("another issuer", json!({"claims": {"iss": "https://evil.example"}})),
        ("an issuer with a slash more", json!({"claims": {"iss": format!("{issuer}/")}})),
        ("no issuer", json!({"without": ["iss"]})),
        ("another audience", json!({"claims": {"aud": "somebody-else"}})),
        ("a further audience", json!({"claims": {"aud": ["rolecall", "somebody-else"], "azp": "rolecall"}})),
        ("another authorized party", json!({"claims": {"azp": "somebody-else"}})),
        ("no audience", json!({"without": ["aud"]})),
        ("a time that is over", json!({"claims": {"exp": late}})),
        ("no end", json!({"without": ["exp"]})),
        ("made long ago", json!({"claims": {"iat": old}})),
        ("made in the future", json!({"claims": {"iat": soon}})),
        ("another nonce", json!({"claims": {"nonce": "another"}})),
        ("no nonce", json!({"without": ["nonce"]})),
        ("no subject", json!({"without": ["sub"]})),
        ("an empty subject", json!({"claims": {"sub": ""}})),
        ("no signature", json!({"header": {"alg": "none"}})),
        ("our secret as the key", json!({"header": {"alg": "HS256"}})),
        ("the public key as a secret", json!({"header": {"alg": "HS256"}, "secret": "public-key"})),
        ("a stranger's key under a known id", json!({"stranger": true})),
        ("a key that is not in the set", json!({"stranger": true, "header": {"kid": "unheard-of"}})),
        ("another access token", json!({"claims": {"at_hash": "b2YgYW5vdGhlciB0b2tlbg"}})),
    ] {
        assert_eq!(lied(&scene, how).await?, "/sign-in#sso-failed", "{what}");
    }
    unchanged(&scene.app, &before).await?;
    assert_eq!(scene.leads("agent-1").await?, "/", "and the honest one does");
    Ok(())
}

#[tokio::test]
async fn jl8_clocks_may_differ_a_little() -> Story {
    let scene = Scene::with(Provider::start(true)?).await?;
    scene.with_agent().await?;
    let (end, made) = (seconds_from_now(-60)?, seconds_from_now(60)?);
    assert_eq!(lied(&scene, json!({"claims": {"exp": end}})).await?, "/");
    assert_eq!(lied(&scene, json!({"claims": {"iat": made}})).await?, "/");
    Ok(())
}

#[tokio::test]
async fn jl8_what_is_told_of_somebody_else_is_not_believed() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    for how in
        [json!({"userinfo": {"sub": "somebody-else"}}), json!({"userinfo": {"email_verified": "true"}})]
    {
        assert_eq!(lied(&scene, how).await?, "/sign-in#sso-failed");
    }
    let unverified = lied(&scene, json!({"userinfo": {"email_verified": false}})).await?;
    assert_eq!(unverified, "/sign-in#sso-unverified");
    Ok(())
}

#[tokio::test]
async fn jl8_an_answer_counts_once_and_in_the_browser_that_asked() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    let mut mine = scene.browser();
    let url = mine.starts(None).await?;
    let back = scene.provider.walk(&url, "agent-1")?;

    // Another browser, with a sign-in of its own under way: an answer that somebody sent it in a link.
    let mut other = scene.browser();
    other.starts(None).await?;
    assert_eq!(other.returns(&back).await?, "/sign-in#sso-state");
    assert!(!other.is_in().await?);
    // It is used up by that, so that nobody tries further.
    assert_eq!(mine.returns(&back).await?, "/sign-in#sso-state");

    let url = mine.starts(None).await?;
    let back = scene.provider.walk(&url, "agent-1")?;
    assert_eq!(scene.browser().returns(&back).await?, "/sign-in#sso-state", "without the cookie");
    assert_eq!(mine.returns(&back).await?, "/", "which uses nothing up");
    assert_eq!(mine.returns(&back).await?, "/sign-in#sso-state", "a second time");

    // A code that was used, under a state that was not.
    let url = mine.starts(None).await?;
    let fresh = scene.provider.walk(&url, "agent-1")?;
    let part = |url: &str, key: &str| {
        let rest = url.split_once(&format!("{key}=")).map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        rest.split('&').next().unwrap_or_default().to_owned()
    };
    let mixed = fresh.replace(&part(&fresh, "code"), &part(&back, "code"));
    assert_eq!(mine.returns(&mixed).await?, "/sign-in#sso-failed");

    // A code of another sign-in, as somebody would slip theirs in: its verifier is not ours.
    let mut thief = scene.browser();
    scene.provider.knows("thief", "thief@elsewhere.example", true)?;
    let stolen = part(&scene.provider.walk(&thief.starts(None).await?, "thief")?, "code");
    let url = mine.starts(None).await?;
    let fresh = scene.provider.walk(&url, "agent-1")?;
    assert_eq!(mine.returns(&fresh.replace(&part(&fresh, "code"), &stolen)).await?, "/sign-in#sso-failed");
    Ok(())
}

#[tokio::test]
async fn jl8_somebody_who_takes_too_long_begins_anew() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    for (wait, led) in [(MINUTE, "/"), (10 * MINUTE, "/sign-in#sso-state")] {
        let mut browser = scene.browser();
        let url = browser.starts(None).await?;
        let back = scene.provider.walk(&url, "agent-1")?;
        scene.app.app.clock().advance(wait);
        assert_eq!(browser.returns(&back).await?, led);
        scene.app.app.clock().advance(-wait);
    }
    Ok(())
}

#[tokio::test]
async fn jl8_answers_that_make_no_sense_lead_to_the_sign_in_page_and_nowhere_else() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    let before = state(&scene.app).await?;
    for (query, code) in [
        ("", "sso-state"),
        ("?code=x", "sso-state"),
        ("?state=x&code=x", "sso-state"),
        ("?state=x&state=y&code=x", "sso-state"),
        ("?error=access_denied", "sso-state"),
        ("?code=x&redirect_uri=https://evil.example&next=//evil.example", "sso-state"),
    ] {
        let led = scene.browser().returns(&format!("{ORIGIN}/api/v1/sso/callback{query}")).await?;
        assert_eq!(led, format!("/sign-in#{code}"), "{query}");
    }
    unchanged(&scene.app, &before).await?;
    // Under a state of one's own.
    for (query, code) in [
        ("error=access_denied&error_description=%0d%0aSet-Cookie:x", "sso-declined"),
        ("error=server_error", "sso-failed"),
        ("error=https://evil.example", "sso-failed"),
        ("code=made-up", "sso-failed"),
        ("code=x&iss=https://evil.example", "sso-failed"),
        ("nothing=x", "sso-failed"),
    ] {
        let mut browser = scene.browser();
        let url = browser.starts(None).await?;
        let state = url.split_once("state=").map(|(_, s)| s.split('&').next().unwrap_or_default());
        let back = format!("{ORIGIN}/api/v1/sso/callback?state={}&{query}", state.unwrap_or_default());
        assert_eq!(browser.returns(&back).await?, format!("/sign-in#{code}"), "{query}");
        assert!(!browser.is_in().await?);
    }
    // And the real thing: somebody turns round.
    let mut browser = scene.browser();
    let url = browser.starts(None).await?;
    assert_eq!(browser.returns(&scene.provider.declines(&url)?).await?, "/sign-in#sso-declined");
    Ok(())
}

#[tokio::test]
async fn jl8_a_session_that_was_planted_before_is_replaced() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    let planted = scene.admin().await?.client;
    let token = planted.cookie();
    let mut browser = scene.browser();
    browser.client.set_cookie(token.as_deref());
    let url = browser.starts(None).await?;
    assert_eq!(browser.returns(&scene.provider.walk(&url, "agent-1")?).await?, "/");
    assert_ne!(browser.client.cookie(), token);
    assert_eq!(planted.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(ok(browser.client.get("/api/v1/session").await?)?.json()["email"], AGENT);
    Ok(())
}

#[tokio::test]
async fn jl8_a_provider_that_is_away_or_says_it_is_another_is_not_used() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    for discovery in [
        json!({"issuer": "https://evil.example"}),
        json!({"issuer": format!("{}/", scene.provider.issuer)}),
        json!({"token_endpoint": "http://198.51.100.1/token"}),
        json!({"jwks_uri": "http://198.51.100.1/keys"}),
    ] {
        scene.provider.lies(&json!({ "discovery": discovery }))?;
        let start = scene.app.client().post("/api/v1/sso/start", &json!({})).await?;
        assert_eq!(start.outcome(), no(503, "sso-unavailable"), "{discovery}");
        // Nobody asks again at once.
        tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    }
    scene.provider.lies(&json!({}))?;
    assert_eq!(scene.leads("agent-1").await?, "/", "back again, without a restart");
    Ok(())
}

#[tokio::test]
async fn jl8_new_keys_of_the_provider_are_found() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    assert_eq!(scene.leads("agent-1").await?, "/");
    scene.provider.rotates()?;
    assert_eq!(scene.leads("agent-1").await?, "/");
    Ok(())
}

#[tokio::test]
async fn jl8_beginning_over_and_over_is_limited() -> Story {
    let scene = Scene::new().await?;
    let client = scene.app.client();
    for _ in 0..200 {
        ok(client.post("/api/v1/sso/start", &json!({})).await?)?;
    }
    let more = client.post("/api/v1/sso/start", &json!({})).await?;
    assert_eq!(more.outcome(), no(429, "too-many-requests"));
    scene.app.app.clock().advance(10 * MINUTE + SECOND);
    ok(client.post("/api/v1/sso/start", &json!({})).await?)?;
    let kept = tests::everything(&scene.app).await?.lines().filter(|l| l.starts_with("sso_attempt ")).count();
    assert_eq!(kept, 1, "those whose time is over are gone");
    Ok(())
}

#[tokio::test]
async fn jl8_a_token_that_does_not_say_whether_the_address_is_verified_is_asked_about() -> Story {
    let scene = Scene::with(Provider::start(true)?).await?;
    scene.with_agent().await?;
    let silent = json!({"without": ["email_verified"]});
    let mut vague = silent.clone();
    vague["userinfo"] = json!({"email_verified": false});
    assert_eq!(lied(&scene, vague).await?, "/sign-in#sso-unverified");
    let mut stranger = silent.clone();
    stranger["userinfo"] = json!({"sub": "somebody-else"});
    assert_eq!(lied(&scene, stranger).await?, "/sign-in#sso-failed");
    assert_eq!(lied(&scene, silent).await?, "/");
    Ok(())
}
