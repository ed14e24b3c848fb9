//! Honest people at an honest provider.

use crate::provider::Provider;
use crate::scene::{ADMIN, AGENT, SWITCH, Scene, TEAM};
use serde_json::json;
use tests::{PASSWORD, Somebody, Story, TestApp, accept, everything, look_up, no, ok, sign_in};

#[tokio::test]
async fn jl8_a_member_with_the_switch_signs_in_there_and_has_no_password() -> Story {
    let scene = Scene::new().await?;
    let before = Somebody::of(&scene.app, AGENT, TEAM).await?;
    scene.with_agent().await?;
    // The switch ends what was opened with the password, and the password itself.
    assert_eq!(before.client.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(sign_in(&scene.app, AGENT, PASSWORD).await?.outcome(), no(401, "wrong-credentials"));
    let mail = scene.app.mails().await?.remove(0);
    assert!(mail.to == AGENT && mail.text.contains("sign in with Acme ID"), "{}", mail.text);

    let (browser, led) = scene.enters("agent-1").await?;
    assert_eq!(led, "/");
    assert_eq!(browser.teams().await?, [TEAM]);
    ok(browser.client.get("/api/v1/teams/jetlink").await?)?;
    assert_eq!(ok(browser.client.get("/api/v1/session").await?)?.json()["password"], false);

    // No other way leads to a password.
    let mails = scene.app.mails().await?.len();
    ok(scene.app.client().post("/api/v1/password/forgot", &json!({ "email": AGENT })).await?)?;
    assert_eq!(scene.app.mails().await?.len(), mails, "no link to a new password");
    let admin = scene.admin().await?;
    let path = admin.path_of(AGENT, "/password").await?;
    let set = admin.client.put(&path, &json!({"password": "long enough"})).await?;
    // Jetlink has no such thing at all; where a product has it, the rules deny it (shared's own test).
    assert_eq!(set.outcome(), no(403, "not-permitted"));
    let change = json!({"current": PASSWORD, "new": "another password"});
    assert_eq!(
        browser.client.post("/api/v1/me/password", &change).await?.outcome(),
        no(403, "wrong-password")
    );
    Ok(())
}

#[tokio::test]
async fn jl8_an_invitation_is_taken_up_by_signing_in_there() -> Story {
    let scene = Scene::new().await?;
    scene.invites("noor@jetlink.example").await?;
    let mail = scene.app.mails().await?.remove(0);
    assert!(mail.text.contains("Sign in with Acme ID") && mail.text.contains("no password"), "{}", mail.text);
    assert!(!mail.text.contains("Set your password"), "{}", mail.text);
    let token = scene.app.token_for("noor@jetlink.example").await?;
    let seen = ok(look_up(&scene.app, &token).await?)?.json();
    assert_eq!((&seen["sso"], &seen["asks_password"]), (&json!("Acme ID"), &json!(false)));
    let (_, refused) = accept(&scene.app, &token, json!({"password": "long enough"})).await?;
    assert_eq!(refused.outcome(), no(403, "sso-required"));

    // Letter case is the one difference that addresses may have (I6).
    scene.provider.knows("noor-7", "Noor@Jetlink.example", true)?;
    let mut browser = scene.browser();
    let url = browser.starts(Some(&token)).await?;
    assert_eq!(browser.returns(&scene.provider.walk(&url, "noor-7")?).await?, "/");
    assert_eq!(browser.teams().await?, [TEAM]);
    let admin = scene.admin().await?;
    let row = admin.sees("noor@jetlink.example").await?;
    assert_eq!((row.status.id(), row.name.as_str()), ("active", "Noor Haddad"));
    assert!(admin.log().await?.iter().any(|e| e["action"] == "accept-invite" && e["detail"] == "Acme ID"));
    // The link is used up.
    assert_eq!(look_up(&scene.app, &token).await?.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn jl8_an_invited_person_may_also_begin_at_the_sign_in_page() -> Story {
    // With the address in the token itself, as some providers do.
    let scene = Scene::with(Provider::start(true)?).await?;
    scene.invites("noor@jetlink.example").await?;
    scene.provider.knows("noor-7", "noor@jetlink.example", true)?;
    let (browser, led) = scene.enters("noor-7").await?;
    assert_eq!((led.as_str(), browser.teams().await?), ("/", vec![TEAM.to_owned()]));
    Ok(())
}

#[tokio::test]
async fn jl8_an_invitation_to_another_address_or_whose_time_is_over_is_not_taken_up() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    scene.invites("noor@jetlink.example").await?;
    let token = scene.app.token_for("noor@jetlink.example").await?;
    let mut browser = scene.browser();
    let url = browser.starts(Some(&token)).await?;
    let led = browser.returns(&scene.provider.walk(&url, "agent-1")?).await?;
    assert_eq!(led, "/sign-in#sso-other-address");
    assert!(!browser.is_in().await?);
    let admin = scene.admin().await?;
    assert_eq!(admin.sees("noor@jetlink.example").await?.status.id(), "pending");
    // Cancelled: nobody any more.
    scene.provider.knows("noor-7", "noor@jetlink.example", true)?;
    ok(admin.cancels("noor@jetlink.example").await?)?;
    assert_eq!(scene.leads("noor-7").await?, "/sign-in#sso-no-member");
    Ok(())
}

#[tokio::test]
async fn jl8_the_switch_off_leads_back_to_a_password() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    let (browser, _) = scene.enters("agent-1").await?;
    ok(scene.switch(AGENT, false).await?)?;
    assert!(!browser.is_in().await?, "the provider's sessions end");
    assert_eq!(scene.leads("agent-1").await?, "/sign-in#sso-no-member");
    let token = tests::reset_token(&scene.app, AGENT).await?;
    let reset = json!({"token": token, "password": "a password of my own"});
    ok(scene.app.client().post("/api/v1/password/reset", &reset).await?)?;
    ok(sign_in(&scene.app, AGENT, "a password of my own").await?)?;
    // On again, the address says anew who they are: their account there was replaced.
    ok(scene.switch(AGENT, true).await?)?;
    scene.provider.knows("agent-2", AGENT, true)?;
    assert_eq!(scene.leads("agent-2").await?, "/");
    assert_eq!(scene.leads("agent-1").await?, "/sign-in#sso-other-person");
    Ok(())
}

#[tokio::test]
async fn jl8_nobody_changes_how_they_sign_in_themself() -> Story {
    let scene = Scene::new().await?;
    assert_eq!(scene.switch(ADMIN, true).await?.outcome(), no(409, "self-action"));
    ok(sign_in(&scene.app, ADMIN, PASSWORD).await?)?;
    Ok(())
}

#[tokio::test]
async fn jl8_without_a_provider_nobody_is_made_to_sign_in_there() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let edit = admin.edits(AGENT, json!({ "grants": [SWITCH] })).await?;
    assert_eq!(edit.outcome(), no(409, "sso-not-configured"));
    assert_eq!(edit.json()["denial"]["lift"], "ask-operator");
    let person = json!({"email": "n@jetlink.example", "fields": {"first-name": "N", "last-name": "H"}});
    let invited = admin.invites(json!({"people": [person], "grants": [SWITCH]})).await?;
    assert_eq!(invited.outcome(), no(409, "sso-not-configured"));
    assert!(admin.looks_for("n@jetlink.example").await?.is_none());
    let start = app.client().post("/api/v1/sso/start", &json!({})).await?;
    assert_eq!(start.outcome(), no(409, "sso-not-configured"));
    let bootstrap = ok(app.client().get("/api/v1/bootstrap").await?)?.json();
    assert_eq!(bootstrap.get("sso"), None);
    let back = app.client().get("/api/v1/sso/callback?code=x&state=y").await?;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/sign-in#sso-not-configured"));
    Ok(())
}

#[tokio::test]
async fn jl8_the_page_learns_the_providers_name_and_nothing_of_the_rest() -> Story {
    let scene = Scene::new().await?;
    let bootstrap = ok(scene.app.client().get("/api/v1/bootstrap").await?)?;
    assert_eq!(bootstrap.json()["sso"], "Acme ID");
    let text = String::from_utf8_lossy(&bootstrap.bytes).into_owned();
    assert!(!text.contains(&scene.provider.issuer) && !text.contains(&scene.provider.secret), "{text}");
    assert_eq!(scene.admin().await?.team().await?.sso.as_deref(), Some("Acme ID"));
    Ok(())
}

#[tokio::test]
async fn jl8_what_is_stored_of_a_sign_in_under_way_cannot_finish_it() -> Story {
    let scene = Scene::new().await?;
    let mut browser = scene.browser();
    let url = browser.starts(None).await?;
    let stored = everything(&scene.app).await?;
    let kept = browser.keeps.split_once('=').map(|(_, v)| v).unwrap_or_default();
    let of_url = |key: &str| {
        let rest = url.split_once(&format!("{key}=")).map(|(_, rest)| rest).unwrap_or_default();
        rest.split('&').next().unwrap_or_default().to_owned()
    };
    assert_eq!(of_url("code_challenge_method"), "S256");
    assert_eq!(of_url("response_type"), "code");
    for secret in [kept.to_owned(), of_url("state"), of_url("nonce")] {
        assert_eq!(secret.len(), 43, "256 bits");
        assert!(!stored.contains(&secret));
    }
    Ok(())
}
