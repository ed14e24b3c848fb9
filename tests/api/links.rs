//! Forgotten passwords.

use rolecall::clock::HOUR;
use serde_json::json;
use tests::{
    PASSWORD, START, Somebody, Story, TestApp, body_apart_from_request, no, ok, reset_token, sign_in,
};

const RESET: &str = "/api/v1/password/reset";
const FORGOT: &str = "/api/v1/password/forgot";

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_the_mailed_link_once() -> Story {
    let app = TestApp::with_demo().await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    let token = reset_token(&app, "tyler@juniper.example").await?;
    let body = json!({"token": token, "password": "a better one"});
    ok(app.client().post(RESET, &body).await?)?;
    assert_eq!(
        sign_in(&app, "tyler@juniper.example", PASSWORD).await?.outcome(),
        no(401, "wrong-credentials")
    );
    ok(sign_in(&app, "tyler@juniper.example", "a better one").await?)?;
    let old = tyler.client.get(&tyler.at("")).await?;
    assert_eq!(old.outcome(), no(401, "not-signed-in"), "whoever was signed in is out");
    assert_eq!(app.client().post(RESET, &body).await?.outcome(), no(404, "not-found"), "a link works once");
    Ok(())
}

#[tokio::test]
async fn the_answer_never_says_whether_an_address_is_known() -> Story {
    let app = TestApp::with_demo().await?;
    let mut answers = Vec::new();
    for email in ["tyler@juniper.example", "nobody@x.example", "natalie@juniper.example", "no address"] {
        let answer = app.client().post(FORGOT, &json!({ "email": email })).await?;
        answers.push((answer.status.as_u16(), body_apart_from_request(&answer)));
    }
    assert!(answers.iter().all(|a| *a == answers[0] && a.0 == 202), "{answers:?}");
    let to: Vec<String> = app.mails().await?.into_iter().map(|m| m.to).collect();
    assert_eq!(to, ["tyler@juniper.example"], "only somebody with access gets a mail");
    Ok(())
}

#[tokio::test]
async fn a_reset_link_ends_after_an_hour_and_with_the_next_one() -> Story {
    let app = TestApp::with_demo().await?;
    let first = reset_token(&app, "tyler@juniper.example").await?;
    let second = reset_token(&app, "tyler@juniper.example").await?;
    let body = |token: &str| json!({"token": token, "password": "a better one"});
    assert_eq!(app.client().post(RESET, &body(&first)).await?.outcome(), no(404, "not-found"));
    app.clock.set(START + HOUR);
    assert_eq!(app.client().post(RESET, &body(&second)).await?.status, 410);
    app.clock.set(START + HOUR - 1_000);
    let short = json!({"token": second, "password": "short"});
    assert_eq!(app.client().post(RESET, &short).await?.outcome(), no(422, "invalid-fields"));
    ok(app.client().post(RESET, &body(&second)).await?)?;
    Ok(())
}

#[tokio::test]
async fn p4_mails_to_one_address_are_limited() -> Story {
    let app = TestApp::with_demo().await?;
    let mut outcomes = Vec::new();
    for source in 0..6 {
        let client = app.client().from_source([203, 0, 113, source]);
        outcomes.push(client.post(FORGOT, &json!({"email": "tyler@juniper.example"})).await?.status.as_u16());
    }
    assert_eq!(outcomes, [202, 202, 202, 429, 429, 429]);
    assert_eq!(app.mails().await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn p4_sending_an_invitation_again_is_limited() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let path = rachel.path_of("natalie@juniper.example", "/resend").await?;
    let mut sent = 0;
    while rachel.client.post(&path, &json!({})).await?.status.is_success() {
        sent += 1;
        assert!(sent < 10, "no limit");
    }
    let answer = rachel.client.post(&path, &json!({})).await?;
    assert_eq!(answer.outcome(), no(429, "too-many-requests"));
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(app.mails().await?.len(), sent);
    Ok(())
}

#[tokio::test]
async fn p4_a_team_invites_a_few_hundred_an_hour() -> Story {
    let app = TestApp::with_demo().await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let crowd = |from: usize, to: usize| {
        let people: Vec<_> = (from..to)
            .map(|n| json!({"email": format!("p{n}@x.example"), "fields": {"name": "P"}}))
            .collect();
        json!({ "people": people })
    };
    let mut done = 0;
    for n in 0..250 {
        let answer = voice.invites(crowd(n, n + 1)).await?;
        if answer.status == 429 {
            break;
        }
        ok(answer)?;
        done += 1;
    }
    assert_eq!(done, 200);
    app.clock.set(START + HOUR);
    ok(voice.invites(crowd(900, 901)).await?)?;
    Ok(())
}
