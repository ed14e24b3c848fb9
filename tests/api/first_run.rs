//! The first team and its founder.

use serde_json::{Value, json};
use tests::{Somebody, Story, TestApp, faults, no, ok, state, unchanged};

fn team(profile: &str) -> Value {
    json!({"team_name": "First Team", "profile": profile, "email": "Ada@first.example", "name": "Ada King Lovelace",
        "password": "long enough"})
}

#[tokio::test]
async fn an_empty_server_asks_to_be_set_up_and_does_it_once() -> Story {
    for profile in ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"] {
        let app = TestApp::new().await?;
        let browser = app.client();
        let bootstrap = browser.get("/api/v1/bootstrap").await?.json();
        assert_eq!(bootstrap["needs_setup"], true);
        let profiles = bootstrap["profiles"].as_array().cloned().unwrap_or_default();
        assert_eq!(profiles.len(), 5);

        let session = ok(browser.post("/api/v1/setup", &team(profile)).await?)?.json();
        assert_eq!(session["email"], "Ada@first.example");
        let id = session["teams"][0]["team"].as_str().unwrap_or_default().to_owned();
        let ada = Somebody { client: browser, team: id };
        let view = ada.team().await?;
        assert_eq!((view.name.as_str(), view.me.name.as_str()), ("First Team", "Ada King Lovelace"));
        assert_eq!(view.profile.id, profile);
        assert_eq!(view.counts.active, 1);
        assert!(view.counts.holders.values().all(|n| *n == 1), "{profile}: the founder holds every guard");

        // The founder can do what founders do: bring somebody in.
        let fields = match profile {
            "jelly" => json!({}),
            "voice-agents" => json!({"name": "Bob"}),
            _ => json!({"first-name": "Bob", "last-name": "Roe"}),
        };
        // A new team has no seats yet, where they run out (JL6).
        if profile == "jetlink" {
            let order = json!({"kind": "agent", "n": 1, "once": "first"});
            ok(ada.client.post(&ada.at("/seats"), &order).await?)?;
        }
        ok(ada.invites_one("bob@first.example", fields).await?)?;

        let before = state(&app).await?;
        let again = app.client().post("/api/v1/setup", &team("jelly")).await?;
        assert_eq!(again.outcome(), no(409, "already-set-up"));
        assert_eq!(app.client().get("/api/v1/bootstrap").await?.json()["needs_setup"], false);
        unchanged(&app, &before).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_server_with_teams_is_never_set_up_again() -> Story {
    let app = TestApp::with_demo().await?;
    let before = state(&app).await?;
    for _ in 0..3 {
        let answer = app.client().post("/api/v1/setup", &team("jtek")).await?;
        assert_eq!(answer.outcome(), no(409, "already-set-up"));
    }
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn two_founders_at_once_make_one_team() -> Story {
    let app = TestApp::new().await?;
    let (one, two) = (app.client(), app.client());
    let (first, second) = (team("jtek"), team("jelly"));
    let (a, b) = tokio::join!(one.post("/api/v1/setup", &first), two.post("/api/v1/setup", &second));
    let mut statuses = [a?.status.as_u16(), b?.status.as_u16()];
    statuses.sort_unstable();
    assert!(statuses[0] < 300 && statuses[1] == 409, "{statuses:?}");
    Ok(())
}

#[tokio::test]
async fn what_is_missing_is_named_and_nothing_is_made() -> Story {
    let app = TestApp::new().await?;
    let bad = json!({"team_name": " ", "profile": "no-such", "email": "not an address", "name": "", "password": "short"});
    let answer = app.client().post("/api/v1/setup", &bad).await?;
    assert_eq!(answer.outcome(), no(422, "invalid-fields"));
    assert_eq!(
        faults(&answer),
        [
            "profile unknown-profile",
            "team_name required",
            "name required",
            "email not-an-address",
            "password too-short"
        ]
    );
    assert_eq!(app.client().get("/api/v1/bootstrap").await?.json()["needs_setup"], true);
    // The product's own minimum counts.
    let mut six = team("voice-agents");
    six["password"] = json!("sixsix");
    ok(app.client().post("/api/v1/setup", &six).await?)?;
    Ok(())
}
