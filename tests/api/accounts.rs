//! One account over several teams: whoever made or changed it in one team must not come along into another.

use serde_json::json;
use tests::{PASSWORD, Somebody, Story, TestApp, accept, look_up, no, ok, reset_token, sign_in};

const VICTIM: &str = "victim@elsewhere.example";

/// An administrator makes an account for an address that isn't theirs, and signs in as it.
async fn squatted(app: &TestApp) -> Result<Somebody, tests::Failure> {
    let admin = Somebody::of(app, "admin@voice.example", "voice-agents").await?;
    let request = json!({"people": [{"email": VICTIM, "fields": {"name": "V"}}], "send_mail": false,
        "password": PASSWORD});
    ok(admin.invites(request).await?)?;
    Somebody::of(app, VICTIM, "voice-agents").await
}

async fn invited_to_jelly(app: &TestApp) -> Result<String, tests::Failure> {
    let owner = Somebody::of(app, "owner@jelly.example", "jelly").await?;
    ok(owner.invites_one(VICTIM, json!({})).await?)?;
    app.token_for(VICTIM).await
}

#[tokio::test]
async fn a_password_that_somebody_else_chose_opens_no_second_team() -> Story {
    let app = TestApp::with_demo().await?;
    let squatter = squatted(&app).await?;
    let token = invited_to_jelly(&app).await?;
    assert_eq!(
        ok(look_up(&app, &token).await?)?.json()["asks_password"],
        true,
        "the link proves the address"
    );
    let (victim, answer) =
        accept(&app, &token, json!({"password": "my own password", "name": "Vic"})).await?;
    ok(answer)?;
    ok(victim.get("/api/v1/teams/jelly").await?)?;
    for path in ["/api/v1/teams/jelly", "/api/v1/session", "/api/v1/teams/voice-agents"] {
        let answer = squatter.client.get(path).await?;
        assert_eq!(answer.outcome(), no(401, "not-signed-in"), "{path}: the squatter's session lives on");
    }
    assert_eq!(sign_in(&app, VICTIM, PASSWORD).await?.outcome(), no(401, "wrong-credentials"));
    // And nobody sets it again from the first team.
    let admin = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let path = admin.path_of(VICTIM, "/password").await?;
    let again = admin.client.put(&path, &json!({"password": PASSWORD})).await?;
    assert_eq!(again.outcome(), no(409, "account-shared"));
    Ok(())
}

#[tokio::test]
async fn a_squatter_who_waits_signed_in_cannot_take_the_invitation_up() -> Story {
    let app = TestApp::with_demo().await?;
    let squatter = squatted(&app).await?;
    let token = invited_to_jelly(&app).await?;
    assert_eq!(squatter.client.get("/api/v1/teams/jelly").await?.outcome(), no(404, "not-found"));
    let session = squatter.client.get("/api/v1/session").await?.json();
    assert!(!session.to_string().contains(&token) && !session.to_string().contains("Lantern"), "{session}");
    // Not even by guessing that the session is enough, without the link.
    let guess = json!({"token": "A".repeat(43)});
    let answer = squatter.client.post("/api/v1/invitations/accept", &guess).await?;
    assert_eq!(answer.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn a_squatter_who_makes_the_password_their_own_is_out_once_the_owner_of_the_mailbox_comes() -> Story {
    let app = TestApp::with_demo().await?;
    let squatter = squatted(&app).await?;
    let change = json!({"current": PASSWORD, "new": "the squatter's own"});
    ok(squatter.client.post("/api/v1/me/password", &change).await?)?;
    let token = invited_to_jelly(&app).await?;
    let reset = reset_token(&app, VICTIM).await?;
    let body = json!({"token": reset, "password": "my own password"});
    ok(app.client().post("/api/v1/password/reset", &body).await?)?;
    assert_eq!(squatter.client.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    let (victim, answer) = accept(&app, &token, json!({"password": "my own password"})).await?;
    ok(answer)?;
    ok(victim.get("/api/v1/teams/jelly").await?)?;
    assert_eq!(sign_in(&app, VICTIM, "the squatter's own").await?.outcome(), no(401, "wrong-credentials"));
    Ok(())
}

#[tokio::test]
async fn an_address_that_was_moved_to_somebody_else_brings_no_session_and_no_reset_link_along() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    let old_link = reset_token(&app, "tyler@juniper.example").await?;
    ok(rachel.edits("tyler@juniper.example", json!({"fields": {"email": VICTIM}})).await?)?;
    let body = json!({"token": old_link, "password": "by the old link"});
    assert_eq!(app.client().post("/api/v1/password/reset", &body).await?.outcome(), no(404, "not-found"));

    let token = invited_to_jelly(&app).await?;
    let (victim, answer) = accept(&app, &token, json!({"password": "my own password"})).await?;
    ok(answer)?;
    ok(victim.get("/api/v1/teams/jelly").await?)?;
    assert_eq!(tyler.client.get("/api/v1/teams/jelly").await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(sign_in(&app, VICTIM, PASSWORD).await?.outcome(), no(401, "wrong-credentials"));
    // From now on the account is in two teams, and its address is nobody's to change.
    let again = rachel.edits(VICTIM, json!({"fields": {"email": "tyler@juniper.example"}})).await?;
    assert_eq!(again.outcome(), no(409, "account-shared"));
    Ok(())
}

#[tokio::test]
async fn nobody_takes_over_an_account_of_another_team_by_changing_an_address() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let answer =
        rachel.edits("tyler@juniper.example", json!({"fields": {"email": "Owner@Jelly.example"}})).await?;
    assert_eq!(answer.outcome(), no(409, "already-member"));
    let olivia = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    assert_eq!(olivia.team().await?.me.name, "Olivia Brandt");
    // A pending person's address may become that of somebody with an account: they join by their own password.
    ok(rachel.edits("natalie@juniper.example", json!({"fields": {"email": "Owner@Jelly.example"}})).await?)?;
    let token = app.token_for("Owner@Jelly.example").await?;
    let (_, thief) = accept(&app, &token, json!({"password": "not Olivia's"})).await?;
    assert_eq!(thief.outcome(), no(403, "wrong-password"));
    Ok(())
}

#[tokio::test]
async fn one_team_does_not_rename_a_person_in_another() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    ok(voice.edits("sam@jelly.example", json!({"fields": {"name": "Renamed Here"}})).await?)?;
    let sam = Somebody::of(&app, "sam@jelly.example", "jelly").await?;
    assert_eq!(sam.team().await?.me.name, "Sam Okafor");
    assert_eq!(sam.client.get("/api/v1/session").await?.json()["name"], "Sam Okafor");
    Ok(())
}

#[tokio::test]
async fn a_forged_forwarding_header_does_not_escape_a_limit() -> Story {
    let app = TestApp::with_demo().await?;
    let guesser = app.client().from_source([203, 0, 113, 9]);
    let mut last = 0;
    for n in 0..40 {
        let body = json!({"email": "rachel@juniper.example", "password": format!("guess {n}")}).to_string();
        let forged = format!("198.51.100.{n}");
        let headers = [
            ("origin", tests::ORIGIN),
            ("content-type", "application/json"),
            ("x-forwarded-for", forged.as_str()),
            ("x-real-ip", forged.as_str()),
            ("forwarded", "for=198.51.100.7"),
        ];
        let answer = guesser
            .send(axum::http::Method::POST, "/api/v1/session", Some(body.into_bytes()), &headers)
            .await?;
        last = answer.status.as_u16();
    }
    assert_eq!(last, 429);
    Ok(())
}
