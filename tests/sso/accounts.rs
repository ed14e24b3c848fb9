//! Whose account it is: by the verified address once, by issuer and subject ever after.

use crate::scene::{AGENT, SWITCH, Scene, TEAM};
use serde_json::json;
use tests::{PASSWORD, Somebody, Story, accept, another_team, new_member, no, ok, sign_in, state, unchanged};

#[tokio::test]
async fn jl8_an_address_that_the_provider_has_not_verified_is_nobodys() -> Story {
    let scene = Scene::new().await?;
    ok(scene.switch(AGENT, true).await?)?;
    scene.provider.knows("agent-1", AGENT, false)?;
    let before = state(&scene.app).await?;
    assert_eq!(scene.leads("agent-1").await?, "/sign-in#sso-unverified");
    // Look-alikes are other addresses (I6).
    for odd in
        ["", "no address", "agent@jetlink.example\u{200b}", "agent@jetlınk.example", "аgent@jetlink.example"]
    {
        scene.provider.knows("odd", odd, true)?;
        assert!(scene.leads("odd").await?.starts_with("/sign-in#sso-"), "{odd:?}");
    }
    unchanged(&scene.app, &before).await
}

#[tokio::test]
async fn jl8_an_address_of_a_member_without_the_switch_opens_nothing() -> Story {
    let scene = Scene::new().await?;
    let before = state(&scene.app).await?;
    for (login, email) in [
        ("agent-1", AGENT),
        ("admin-1", "admin@jetlink.example"),
        ("owner-1", "owner@jelly.example"),
        ("nobody", "nobody@elsewhere.example"),
    ] {
        scene.provider.knows(login, email, true)?;
        assert_eq!(scene.leads(login).await?, "/sign-in#sso-no-member", "{email}");
    }
    unchanged(&scene.app, &before).await
}

#[tokio::test]
async fn jl8_after_the_first_time_the_subject_counts_and_not_the_address() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    assert_eq!(scene.leads("agent-1").await?, "/");
    // Another address there: the same person, who loses nothing.
    scene.provider.knows("agent-1", "renamed@elsewhere.example", false)?;
    let (browser, led) = scene.enters("agent-1").await?;
    assert_eq!((led.as_str(), browser.teams().await?), ("/", vec![TEAM.to_owned()]));
    // Somebody else's address there, even one of a member with the switch: still only their own account.
    scene.invites("noor@jetlink.example").await?;
    scene.provider.knows("agent-1", "noor@jetlink.example", true)?;
    let (browser, _) = scene.enters("agent-1").await?;
    assert_eq!(ok(browser.client.get("/api/v1/session").await?)?.json()["email"], AGENT);
    assert_eq!(scene.admin().await?.sees("noor@jetlink.example").await?.status.id(), "pending");
    // Somebody else who gets the address: not the agent.
    scene.provider.knows("agent-2", AGENT, true)?;
    let before = state(&scene.app).await?;
    assert_eq!(scene.leads("agent-2").await?, "/sign-in#sso-other-person");
    unchanged(&scene.app, &before).await
}

#[tokio::test]
async fn jl8_a_deactivated_member_is_refused_and_comes_back_when_restored() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    let (browser, _) = scene.enters("agent-1").await?;
    let admin = scene.admin().await?;
    ok(admin.tells(AGENT, "deactivate").await?)?;
    assert!(!browser.is_in().await?);
    assert_eq!(scene.leads("agent-1").await?, "/sign-in#no-access");
    ok(admin.tells(AGENT, "restore").await?)?;
    assert_eq!(scene.leads("agent-1").await?, "/");
    // Removed: nobody any more, and whoever is invited later under that address begins anew.
    ok(admin.deletes(AGENT, None).await?)?;
    assert_eq!(scene.leads("agent-1").await?, "/sign-in#sso-no-member");
    Ok(())
}

#[tokio::test]
async fn jl8_each_session_opens_the_teams_that_go_by_its_way() -> Story {
    let scene = Scene::new().await?;
    let mut there = new_member("other", AGENT, "Agent", "user");
    there.fields = [("first-name".to_owned(), "Agent".to_owned())].into();
    let chief = new_member("other", "chief@other.example", "Chief", "admin");
    another_team(&scene.app, "other", "jtek", false, &[there, chief]).await?;
    let old = Somebody::of(&scene.app, AGENT, TEAM).await?;
    scene.with_agent().await?;
    // The password stays for the other team, and opens this one no longer: neither by an old session nor by a new one.
    assert_eq!(old.client.get(&old.at("")).await?.outcome(), no(403, "sso-required"));
    ok(old.client.get("/api/v1/teams/other").await?)?;
    let session = ok(sign_in(&scene.app, AGENT, PASSWORD).await?)?.json();
    assert_eq!(
        (session["teams"].as_array().map(Vec::len), &session["teams"][0]["team"]),
        (Some(1), &json!("other"))
    );
    let (browser, led) = scene.enters("agent-1").await?;
    assert_eq!((led.as_str(), browser.teams().await?), ("/", vec![TEAM.to_owned()]));
    let other = browser.client.get("/api/v1/teams/other").await?;
    assert_eq!(other.outcome(), no(403, "password-required"));
    let me = json!({"team": "other", "fields": {"first-name": "Mallory"}});
    assert_eq!(browser.client.patch("/api/v1/me", &me).await?.outcome(), no(403, "password-required"));
    // A link to a new password opens the other team alone.
    let token = tests::reset_token(&scene.app, AGENT).await?;
    let reset = json!({"token": token, "password": "a password of my own"});
    ok(scene.app.client().post("/api/v1/password/reset", &reset).await?)?;
    let session = ok(sign_in(&scene.app, AGENT, "a password of my own").await?)?.json();
    assert_eq!(session["teams"].as_array().map(Vec::len), Some(1));
    // The other team gone, the password opens nothing: it says where to go instead.
    let chief = Somebody::of(&scene.app, "chief@other.example", "other").await?;
    ok(chief.deletes(AGENT, None).await?)?;
    let refused = sign_in(&scene.app, AGENT, "a password of my own").await?;
    assert_eq!(refused.outcome(), no(403, "sso-required"));
    Ok(())
}

#[tokio::test]
async fn jl8_a_session_of_the_provider_does_not_take_up_another_teams_invitation() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    let chief = new_member("other", "chief@other.example", "Chief", "owner");
    another_team(&scene.app, "other", "jelly", false, &[chief]).await?;
    let third = new_member("third", AGENT, "Agent", "member");
    let (browser, _) = scene.enters("agent-1").await?;
    // With a password of their own for a third team, that password is asked for.
    another_team(&scene.app, "third", "jelly", false, &[third]).await?;
    let hash = scene.app.app.passwords().hash("my own password").await?;
    let mut tx = scene.app.app.write().await?;
    let account = tx.account_by_email(AGENT).await?.ok_or("no account")?;
    tx.set_password(&account.id, &hash, false).await?;
    tx.commit().await?;
    let chief = Somebody::of(&scene.app, "chief@other.example", "other").await?;
    ok(chief.invites(json!({"people": [{"email": AGENT}]})).await?)?;
    let token = scene.app.token_for(AGENT).await?;
    let seen =
        ok(browser.client.post("/api/v1/invitations/lookup", &json!({ "token": token })).await?)?.json();
    assert_eq!((&seen["as_you"], &seen["signed_in_as"]), (&json!(false), &json!(null)));
    let bare = browser.client.post("/api/v1/invitations/accept", &json!({ "token": token })).await?;
    assert_eq!(bare.status.as_u16(), 422);
    let (_, joined) = accept(&scene.app, &token, json!({"password": "my own password"})).await?;
    assert_eq!(ok(joined)?.json()["teams"].as_array().map(Vec::len), Some(2), "and not the provider's team");
    Ok(())
}

#[tokio::test]
async fn jl8_an_address_that_an_admin_has_changed_must_be_shown_anew() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    let (browser, _) = scene.enters("agent-1").await?;
    let admin = scene.admin().await?;
    ok(admin.edits(AGENT, json!({"fields": {"email": "victim@elsewhere.example"}})).await?)?;
    assert!(!browser.is_in().await?, "who was signed in has not shown the new address");
    assert_eq!(scene.leads("agent-1").await?, "/sign-in#sso-no-member");
    scene.provider.knows("victim-1", "victim@elsewhere.example", true)?;
    assert_eq!(scene.leads("victim-1").await?, "/");
    Ok(())
}

#[tokio::test]
async fn jl8_two_teams_with_the_switch_open_together_and_each_by_its_own_invitation() -> Story {
    let scene = Scene::new().await?;
    scene.with_agent().await?;
    assert_eq!(scene.leads("agent-1").await?, "/");
    let chief = new_member("second", "chief@second.example", "Chief", "admin");
    another_team(&scene.app, "second", "jetlink", false, &[chief]).await?;
    let chief = Somebody::of(&scene.app, "chief@second.example", "second").await?;
    let person = json!({"email": AGENT, "fields": {"first-name": "A", "last-name": "G"}});
    ok(chief.invites(json!({"people": [person], "role": "reporter", "grants": [SWITCH]})).await?)?;
    let token = scene.app.token_for(AGENT).await?;
    // Signing in as always joins nothing: nobody is pulled into a team by having been invited.
    let (mut browser, _) = scene.enters("agent-1").await?;
    assert_eq!(browser.teams().await?, [TEAM]);
    let url = browser.starts(Some(&token)).await?;
    assert_eq!(browser.returns(&scene.provider.walk(&url, "agent-1")?).await?, "/");
    let mut teams = browser.teams().await?;
    teams.sort();
    assert_eq!(teams, [TEAM, "second"]);
    Ok(())
}
