//! What comes in from outside with an API key.

use crate::automations::{Program, automation, none};
use serde_json::json;
use shared::api::{TakenIn, WorkDetail, WorkPage};
use tests::{Failure, Somebody, Story, TestApp, faults, no, ok, state, unchanged};

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

struct Cast {
    app: TestApp,
    rachel: Somebody,
    tyler: Somebody,
    program: Program,
}

async fn cast() -> Result<Cast, Failure> {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    none(&rachel).await?;
    automation(&rachel, "Leads", &[tyler.team().await?.me.id]).await?;
    let program = Program::of(&app, &rachel).await?;
    ok(tyler.client.post(&tyler.at("/notices/read"), &json!({"up_to": i64::MAX})).await?)?;
    Ok(Cast { app, rachel, tyler, program })
}

#[tokio::test]
async fn jt11_the_same_lead_twice_is_one_lead() -> Story {
    let Cast { app, rachel, program, .. } = cast().await?;
    let lead = json!({"title": "Ada", "fields": {"email": "ada@x.example", "phone": ""}, "once": "form-17"});
    let first = program.send("POST", "", Some(&lead)).await?;
    assert_eq!(first.status.as_u16(), 201);
    let before = state(&app).await?;
    let again = program.send("POST", "", Some(&lead)).await?;
    assert_eq!((again.status.as_u16(), again.json()), (200, first.json()));
    unchanged(&app, &before).await?;
    let page: WorkPage = ok(rachel.client.get(&rachel.at("/work/contact?q=ada")).await?)?.read()?;
    assert_eq!(page.items.iter().filter(|i| i.title == "Ada").count(), 1);
    Ok(())
}

#[tokio::test]
async fn n1_what_comes_in_is_checked_like_what_people_type() -> Story {
    let Cast { app, program, .. } = cast().await?;
    let before = state(&app).await?;
    for (body, fault) in [
        (json!({"title": " "}), "title required"),
        (json!({"title": "A\u{202e}B"}), "title control-character"),
        (json!({"title": "A", "fields": {"email": "nobody"}}), "email not-an-address"),
        (json!({"title": "A", "fields": {"odd": "1"}}), "odd unknown-field"),
        (json!({"title": "A", "unit": "x"}), "unit unknown-field"),
        (json!({"title": "A", "once": "a\nb"}), "once control-character"),
        (json!({"title": "A", "assignee": "x"}), "assignee unknown"),
        (json!({"fields": {}}), "title required"),
    ] {
        assert_eq!(faults(&program.send("POST", "", Some(&body)).await?), [fault]);
    }
    assert_eq!(program.send("GET", "/nothing", None).await?.outcome(), no(404, "not-found"));
    let body = json!({"text": "x"});
    assert_eq!(program.send("POST", "/nothing/activity", Some(&body)).await?.outcome(), no(404, "not-found"));
    // The key was used for the first time.
    tests::asked(&app, "SELECT json_array(1)").await?;
    let after = state(&app).await?;
    let apart =
        |text: &str| text.lines().filter(|l| !l.contains("api_key")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(apart(&before), apart(&after));
    Ok(())
}

#[tokio::test]
async fn jt18_activity_from_outside_is_history_and_the_assignee_is_told() -> Story {
    let Cast { app: _app, rachel, tyler, program } = cast().await?;
    let taken = program.takes(json!({"title": "Ada"})).await?;
    let body = json!({"text": "Opened the offer\nand answered"});
    let told: TakenIn =
        ok(program.send("POST", &format!("/{}/activity", taken.id), Some(&body)).await?)?.read()?;
    assert_eq!((told.id.as_str(), told.name.as_deref()), (taken.id.as_str(), Some("Tyler Chen")));
    let path = rachel.at(&format!("/work/contact/{}", taken.id));
    let detail: WorkDetail = ok(rachel.client.get(&path).await?)?.read()?;
    let kinds: Vec<_> = detail.events.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(kinds, ["activity", "arrived"]);
    assert_eq!((detail.events[0].actor.as_str(), detail.events[1].to.as_str()), ("Web form", "Tyler Chen"));
    let bell = ok(tyler.client.get(&tyler.at("/notices")).await?)?.json();
    assert_eq!((&bell["unread"], &bell["items"][0]["kind"]), (&json!(2), &json!("activity")));
    let own = ok(rachel.client.get(&rachel.at("/notices")).await?)?.json();
    assert_ne!(own["items"][0]["item"]["id"], json!(taken.id), "it is not Rachel's");
    for (text, fault) in [("", "text required"), ("a\u{0}b", "text control-character")] {
        let answer =
            program.send("POST", &format!("/{}/activity", taken.id), Some(&json!({"text": text}))).await?;
        assert_eq!(faults(&answer), [fault]);
    }
    let long = json!({"text": "x".repeat(4_001)});
    let answer = program.send("POST", &format!("/{}/activity", taken.id), Some(&long)).await?;
    assert_eq!(faults(&answer), ["text too-long"]);
    Ok(())
}

#[tokio::test]
async fn jy13_whoever_wants_to_hear_of_new_conversations_does() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let mina = Somebody::of(&app, "member@jelly.example", "jelly").await?;
    none(&owner).await?;
    let wish = json!({"team": "jelly", "fields": {"notifications": "New conversations"}});
    ok(mina.client.patch("/api/v1/me", &wish).await?)?;
    let program = Program::of(&app, &owner).await?;
    let taken = program.takes(json!({"title": "Hello", "fields": {"from": "c@x.example"}})).await?;
    assert!(!taken.assigned, "without an automation nobody gets it");
    let bell = ok(mina.client.get(&mina.at("/notices")).await?)?.json();
    assert_eq!(
        (&bell["items"][0]["kind"], &bell["items"][0]["item"]["title"]),
        (&json!("arrived"), &json!("Hello"))
    );
    assert!(app.mails().await?.iter().any(|m| m.to == "member@jelly.example"), "and by mail, as wished");
    Ok(())
}

#[tokio::test]
async fn a3_a_key_opens_its_own_team_alone() -> Story {
    let Cast { app, program, .. } = cast().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let theirs = Program::of(&app, &owner).await?.takes(json!({"title": "Theirs"})).await?;
    let path = format!("/{}", theirs.id);
    assert_eq!(program.send("GET", &path, None).await?.outcome(), no(404, "not-found"));
    let answer = program.send("POST", &format!("{path}/activity"), Some(&json!({"text": "x"}))).await?;
    assert_eq!(answer.outcome(), no(404, "not-found"));
    Ok(())
}
