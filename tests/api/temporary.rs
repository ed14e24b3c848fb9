//! Temporary passwords (ST6): what the invitation's mail holds, what it leads to, and when it ends.

use rolecall::clock::{Clock as _, DAY, MINUTE};
use serde_json::{Value, json};
use tests::{
    Answer, Failure, Somebody, Story, TestApp, accept, asked, look_up, no, ok, sign_in, state, unchanged,
};

const TEAM: &str = "salestrekker";
const OWNER: &str = "owner@salestrekker.example";
const EMAIL: &str = "Nadia.Ferrer@harbour.example";
const OWN: &str = "every boat needs a harbour";

/// The owner has invited Nadia; her mail's password.
async fn invited(app: &TestApp) -> Result<(Somebody, String), Failure> {
    let owner = Somebody::of(app, OWNER, TEAM).await?;
    let fields = json!({"first-name": "Nadia", "last-name": "Ferrer"});
    ok(owner.invites(json!({"people": [{"email": EMAIL, "fields": fields}]})).await?)?;
    Ok((owner, temporary(app).await?))
}

async fn temporary(app: &TestApp) -> Result<String, Failure> {
    Ok(app.temporary_for(EMAIL).await?.ok_or("the mail holds no temporary password")?)
}

fn token(answer: &Answer) -> Result<String, Failure> {
    let json: Value = answer.json();
    Ok(json["token"].as_str().ok_or_else(|| format!("no token: {answer:?}"))?.to_owned())
}

#[tokio::test]
async fn st6_the_mail_holds_the_login_link_and_a_password_that_must_be_changed_at_once() -> Story {
    let app = TestApp::with_demo().await?;
    let (owner, password) = invited(&app).await?;
    let mail = app.mails().await?.remove(0);
    assert_eq!(mail.to, EMAIL);
    assert!(mail.text.contains("http://rolecall.test/sign-in\n"), "{}", mail.text);
    assert!(!mail.text.contains("/join#") && !mail.html.contains("/join#"), "{}", mail.text);
    assert!(mail.html.contains(&password) && mail.text.contains("for 7 days"), "{}", mail.html);
    // It opens no session: only the page that chooses a password.
    let entered = ok(sign_in(&app, EMAIL, &password).await?)?;
    assert!(entered.headers.get("set-cookie").is_none(), "nobody is signed in yet");
    assert!(entered.json().get("account").is_none());
    let token = token(&entered)?;
    let (_, short) = accept(&app, &token, json!({"password": "short"})).await?;
    assert_eq!(short.outcome(), no(422, "invalid-fields"));
    let (browser, joined) = accept(&app, &token, json!({"password": OWN})).await?;
    assert_eq!(ok(joined)?.json()["teams"][0]["team"], TEAM);
    ok(browser.get("/api/v1/teams/salestrekker").await?)?;
    assert_eq!(owner.sees(EMAIL).await?.status.id(), "active");
    ok(sign_in(&app, EMAIL, OWN).await?)?;
    assert_eq!(sign_in(&app, EMAIL, &password).await?.outcome(), no(401, "wrong-credentials"), "used up");
    Ok(())
}

#[tokio::test]
async fn st6_it_is_typed_as_people_type_and_kept_as_nobody_can_read() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, password) = invited(&app).await?;
    for typed in
        [password.to_uppercase(), password.replace('-', " "), format!(" {} ", password.replace('-', ""))]
    {
        token(&ok(sign_in(&app, EMAIL, &typed).await?)?)?;
    }
    token(&ok(sign_in(&app, &EMAIL.to_uppercase(), &password).await?)?)?;
    let stored = asked(&app, "SELECT json_array(hex(token_hash), temporary_hash) FROM invitation").await?;
    let stored = json!(stored).to_string();
    assert!(!stored.contains(&password) && !stored.contains(&password.replace('-', "")));
    Ok(())
}

#[tokio::test]
async fn st6_wrong_and_foreign_ones_lead_nowhere() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, password) = invited(&app).await?;
    let before = state(&app).await?;
    let mut other = password.clone();
    other.replace_range(0..1, if password.starts_with('a') { "b" } else { "a" });
    for (email, typed) in [
        (EMAIL, other.as_str()),
        (EMAIL, ""),
        ("somebody@harbour.example", password.as_str()),
        ("tom@salestrekker.example", password.as_str()),
    ] {
        assert_eq!(
            sign_in(&app, email, typed).await?.outcome(),
            no(401, "wrong-credentials"),
            "{email} {typed}"
        );
    }
    unchanged(&app, &before).await
}

#[tokio::test]
async fn st6_wrong_tries_are_limited_like_sign_ins() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, password) = invited(&app).await?;
    let mut last = no(200, "");
    for _ in 0..11 {
        last = sign_in(&app, EMAIL, "00000-00000-00000-00000").await?.outcome();
    }
    assert_eq!(last, no(429, "too-many-requests"));
    assert_eq!(sign_in(&app, EMAIL, &password).await?.outcome(), no(429, "too-many-requests"));
    app.clock.advance(MINUTE);
    token(&ok(sign_in(&app, EMAIL, &password).await?)?)?;
    Ok(())
}

#[tokio::test]
async fn st6_it_ends_with_its_invitation_and_sending_again_makes_another() -> Story {
    let app = TestApp::with_demo().await?;
    let (owner, first) = invited(&app).await?;
    app.clock.advance(7 * DAY - 1);
    token(&ok(sign_in(&app, EMAIL, &first).await?)?)?;
    app.clock.advance(1);
    assert_eq!(sign_in(&app, EMAIL, &first).await?.outcome(), no(410, "invite-expired"));
    let owner = Somebody { client: app.signed_in(OWNER).await?, ..owner };
    ok(owner.tells(EMAIL, "resend").await?)?;
    let second = temporary(&app).await?;
    assert_ne!(first, second);
    assert_eq!(sign_in(&app, EMAIL, &first).await?.outcome(), no(401, "wrong-credentials"), "replaced");
    token(&ok(sign_in(&app, EMAIL, &second).await?)?)?;
    Ok(())
}

#[tokio::test]
async fn st6_the_page_it_leads_to_works_once_and_for_a_quarter_of_an_hour() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, password) = invited(&app).await?;
    let first = token(&ok(sign_in(&app, EMAIL, &password).await?)?)?;
    app.clock.advance(15 * MINUTE - 1);
    ok(look_up(&app, &first).await?)?;
    app.clock.advance(1);
    assert_eq!(look_up(&app, &first).await?.outcome(), no(410, "invite-expired"));
    assert_eq!(accept(&app, &first, json!({"password": OWN})).await?.1.outcome(), no(410, "invite-expired"));
    let ends = first.rsplit_once('.').ok_or("the token carries no end")?;
    let moved = format!("{}.{}", ends.0, ends.1.parse::<i64>()? + 60_000);
    for forged in [moved.as_str(), ends.0] {
        assert_eq!(accept(&app, forged, json!({"password": OWN})).await?.1.outcome(), no(404, "not-found"));
    }
    let second = token(&ok(sign_in(&app, EMAIL, &password).await?)?)?;
    let third = token(&ok(sign_in(&app, EMAIL, &password).await?)?)?;
    assert_eq!(
        accept(&app, &second, json!({"password": OWN})).await?.1.outcome(),
        no(404, "not-found"),
        "replaced"
    );
    ok(accept(&app, &third, json!({"password": OWN})).await?.1)?;
    assert_eq!(
        accept(&app, &third, json!({"password": OWN})).await?.1.outcome(),
        no(404, "not-found"),
        "used"
    );
    Ok(())
}

#[tokio::test]
async fn st6_a_cancelled_invitation_and_a_disabled_user_are_out() -> Story {
    let app = TestApp::with_demo().await?;
    let (owner, password) = invited(&app).await?;
    let open = token(&ok(sign_in(&app, EMAIL, &password).await?)?)?;
    ok(owner.cancels(EMAIL).await?)?;
    assert_eq!(sign_in(&app, EMAIL, &password).await?.outcome(), no(401, "wrong-credentials"));
    assert_eq!(accept(&app, &open, json!({"password": OWN})).await?.1.outcome(), no(404, "not-found"));

    let (owner, password) = invited(&app).await?;
    let open = token(&ok(sign_in(&app, EMAIL, &password).await?)?)?;
    ok(accept(&app, &open, json!({"password": OWN})).await?.1)?;
    ok(owner.tells(EMAIL, "deactivate").await?)?;
    assert_eq!(sign_in(&app, EMAIL, &password).await?.outcome(), no(401, "wrong-credentials"));
    assert_eq!(sign_in(&app, EMAIL, OWN).await?.outcome(), no(403, "no-access"));
    Ok(())
}

#[tokio::test]
async fn st6_somebody_with_an_account_gets_a_link_and_no_password() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let known = "member@jelly.example";
    let fields = json!({"first-name": "Mel", "last-name": "Stone"});
    ok(owner.invites(json!({"people": [{"email": known, "fields": fields}]})).await?)?;
    assert_eq!(app.temporary_for(known).await?, None);
    let token = app.token_for(known).await?;
    let (_, joined) = accept(&app, &token, json!({"password": tests::PASSWORD})).await?;
    assert_eq!(ok(joined)?.json()["teams"].as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn st6_another_address_for_the_invited_gets_a_password_of_its_own() -> Story {
    let app = TestApp::with_demo().await?;
    let (owner, first) = invited(&app).await?;
    let path = owner.path_of(EMAIL, "").await?;
    let version = owner.sees(EMAIL).await?.version;
    let edit = json!({"fields": {"email": "nadia@elsewhere.example"}, "version": version});
    ok(owner.client.patch(&path, &edit).await?)?;
    assert_eq!(sign_in(&app, EMAIL, &first).await?.outcome(), no(401, "wrong-credentials"));
    let second = app.temporary_for("nadia@elsewhere.example").await?.ok_or("no password in the mail")?;
    token(&ok(sign_in(&app, "nadia@elsewhere.example", &second).await?)?)?;
    Ok(())
}
