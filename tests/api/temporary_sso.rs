//! A product with temporary passwords (ST6) and the switch of the identity provider (JL8): the one is no way around the other.

use rolecall::sso::SsoOptions;
use serde_json::{Value, json};
use tests::{Failure, Options, Somebody, Story, TestApp, accept, asked, look_up, no, ok, sign_in};

const TEAM: &str = "jetlink";
const ADMIN: &str = "admin@jetlink.example";
const EMAIL: &str = "noor@house.example";
const SWITCH: &str = "external-sso";

/// Jetlink with temporary passwords. Nobody goes to the provider here, so its address answers nothing.
async fn house() -> Result<(TestApp, Somebody), Failure> {
    let folder = tempfile::tempdir()?;
    let profile = include_str!("../../shared/profiles/jetlink.toml")
        .replacen("id = \"jetlink\"", "id = \"house\"", 1)
        .replace("credential = \"set-password\"", "credential = \"temporary-password\"");
    std::fs::write(folder.path().join("house.toml"), profile)?;
    let sso = SsoOptions {
        issuer: "https://id.example".into(),
        client_id: "rolecall".into(),
        client_secret: None,
        name: "Acme ID".into(),
    };
    let profiles = Some(folder.path().to_owned());
    let app =
        TestApp::with(Options { demo: Some(4), sso: Some(sso), profiles, ..Options::default() }).await?;
    asked(&app, "UPDATE team SET profile = 'house' WHERE id = 'jetlink' RETURNING '1'").await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    Ok((app, admin))
}

async fn invites(admin: &Somebody, grants: Value) -> Result<(), Failure> {
    let person = json!({"email": EMAIL, "fields": {"first-name": "Noor", "last-name": "Haddad"}});
    ok(admin.invites(json!({"people": [person], "role": "reporter", "grants": grants})).await?).map(drop)
}

#[tokio::test]
async fn jl8_st6_who_has_the_switch_is_mailed_no_temporary_password() -> Story {
    let (app, admin) = house().await?;
    invites(&admin, json!([SWITCH])).await?;
    assert_eq!(app.temporary_for(EMAIL).await?, None);
    let mail = app.mails().await?.remove(0);
    assert!(mail.text.contains("Sign in with Acme ID") && mail.text.contains("/join#"), "{}", mail.text);
    assert_eq!(
        json!(
            asked(&app, "SELECT json_array(temporary_hash) FROM invitation WHERE temporary_hash IS NOT NULL")
                .await?
        ),
        json!([])
    );
    Ok(())
}

#[tokio::test]
async fn jl8_st6_a_temporary_password_from_before_the_switch_opens_nothing() -> Story {
    let (app, admin) = house().await?;
    invites(&admin, json!([])).await?;
    let password = app.temporary_for(EMAIL).await?.ok_or("no temporary password in the mail")?;
    let page: Value = ok(sign_in(&app, EMAIL, &password).await?)?.json();
    let token = page["token"].as_str().ok_or("no token")?.to_owned();
    ok(admin.edits(EMAIL, json!({ "grants": [SWITCH] })).await?)?;
    assert_eq!(sign_in(&app, EMAIL, &password).await?.outcome(), no(403, "sso-required"));
    assert_eq!(
        sign_in(&app, EMAIL, "00000-00000-00000-00000").await?.outcome(),
        no(401, "wrong-credentials")
    );
    // Neither does the page that it led to before.
    assert_eq!(ok(look_up(&app, &token).await?)?.json()["sso"], "Acme ID");
    let (_, refused) = accept(&app, &token, json!({"password": "a password of my own"})).await?;
    assert_eq!(refused.outcome(), no(403, "sso-required"));
    // Sent again, the mail leads to the provider, and the old password is gone.
    ok(admin.tells(EMAIL, "resend").await?)?;
    assert_eq!(app.temporary_for(EMAIL).await?, None);
    assert_eq!(sign_in(&app, EMAIL, &password).await?.outcome(), no(401, "wrong-credentials"));
    // Without the switch, sending again makes another.
    ok(admin.edits(EMAIL, json!({ "grants": [] })).await?)?;
    ok(admin.tells(EMAIL, "resend").await?)?;
    let password = app.temporary_for(EMAIL).await?.ok_or("no temporary password in the mail")?;
    ok(sign_in(&app, EMAIL, &password).await?)?;
    Ok(())
}
