//! Customer messaging, told through its HTTP API.

use serde_json::json;
use tests::{Somebody, Story, TestApp, accept, faults, look_up, no, ok, sign_in, state, unchanged};

const TEAM: &str = "jetlink";
const ADMIN: &str = "admin@jetlink.example";

fn person(email: &str) -> serde_json::Value {
    json!({"email": email, "fields": {"first-name": "Noor", "last-name": "Haddad"}})
}

#[tokio::test]
async fn jl2_a_member_is_added_with_names_address_and_one_of_four_roles() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    for role in ["admin", "agent", "reporter", "jetbot-trainer"] {
        let email = format!("noor.{role}@jetlink.example");
        ok(admin.invites(json!({"people": [person(&email)], "role": role})).await?)?;
        let row = admin.sees(&email).await?;
        assert_eq!((row.name.as_str(), row.role.as_str(), row.status.id()), ("Noor Haddad", role, "pending"));
    }
    let bare = json!({"people": [{"email": "x@jetlink.example"}], "role": "agent"});
    assert_eq!(
        faults(&admin.invites(bare).await?),
        ["people.0.first-name required", "people.0.last-name required"]
    );
    Ok(())
}

#[tokio::test]
async fn jl3_expertise_is_an_agents_and_nobody_elses() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let mut noor = person("noor@jetlink.example");
    noor["fields"]["expertise"] = json!("Sales,Returns");
    noor["fields"]["visible-name"] = json!("Noor from Sales");
    let before = state(&app).await?;
    let wrong = admin.invites(json!({"people": [noor], "role": "reporter"})).await?;
    assert_eq!(faults(&wrong), ["people.0.expertise unknown-field", "people.0.visible-name unknown-field"]);
    let mut odd = noor.clone();
    odd["fields"]["expertise"] = json!("Sales,Astrology");
    assert_eq!(
        faults(&admin.invites(json!({"people": [odd], "role": "agent"})).await?),
        ["people.0.expertise not-a-choice"]
    );
    unchanged(&app, &before).await?;
    ok(admin
        .invites(json!({"people": [noor], "role": "agent", "grants": ["expertise-only", "assigned-only"]}))
        .await?)?;
    let row = admin.sees("noor@jetlink.example").await?;
    assert_eq!(row.fields["expertise"], "Sales,Returns");
    let mut grants = row.grants.clone();
    grants.sort();
    assert_eq!(grants, ["assigned-only", "expertise-only"]);
    Ok(())
}

#[tokio::test]
async fn jl5_saving_sends_the_invitation_and_the_mail_leads_to_a_password_and_the_panel() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.invites(json!({"people": [person("noor@jetlink.example")], "role": "reporter"})).await?)?;
    let mail = app.mails().await?.remove(0);
    assert_eq!(mail.to, "noor@jetlink.example");
    assert!(mail.text.contains("Meridian Retail") && mail.text.contains("Jetlink"), "{}", mail.text);
    let token = app.token_for("noor@jetlink.example").await?;
    assert_eq!(ok(look_up(&app, &token).await?)?.json()["asks_password"], true);
    let (browser, answer) = accept(&app, &token, json!({"password": "my own password"})).await?;
    assert_eq!(ok(answer)?.json()["teams"][0]["team"], TEAM, "the panel opens");
    ok(browser.get("/api/v1/teams/jetlink").await?)?;
    assert_eq!(admin.sees("noor@jetlink.example").await?.status.id(), "active");
    ok(sign_in(&app, "noor@jetlink.example", "my own password").await?)?;
    Ok(())
}

#[tokio::test]
async fn jl6_without_a_free_agent_seat_nobody_becomes_one() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let seats = admin.team().await?.counts.seats["agent"];
    let free = seats.limit.unwrap_or(0) - seats.used - seats.pending;
    for n in 0..free {
        ok(admin
            .invites(json!({"people": [person(&format!("n{n}@jetlink.example"))], "role": "agent"}))
            .await?)?;
    }
    let before = state(&app).await?;
    let full = admin.invites(json!({"people": [person("late@jetlink.example")], "role": "agent"})).await?;
    assert_eq!(full.outcome(), no(409, "seats-exhausted"));
    assert_eq!(full.json()["denial"]["subject"], "agent");
    assert_eq!(full.json()["denial"]["limit"], seats.limit.unwrap_or(0));
    assert_eq!(admin.makes("reporter@jetlink.example", "agent").await?.outcome(), no(409, "seats-exhausted"));
    unchanged(&app, &before).await?;
    // Other roles take no seat; cancelling frees one.
    ok(admin.invites(json!({"people": [person("r@jetlink.example")], "role": "reporter"})).await?)?;
    ok(admin.cancels("n0@jetlink.example").await?)?;
    ok(admin.makes("reporter@jetlink.example", "agent").await?)?;
    Ok(())
}

#[tokio::test]
async fn jl6_an_expired_invitation_takes_no_seat_and_sending_it_again_needs_one() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let free = |s: shared::roster::SeatCount| s.limit.unwrap_or(0) - s.used - s.pending;
    let late = admin.everybody().await?.into_iter().find(|m| {
        m.role == "agent" && m.status.id() == "pending" && m.expires_at.is_some_and(|at| at <= tests::START)
    });
    let late = late.ok_or("the demo has no expired agent")?;
    for n in 0..free(admin.team().await?.counts.seats["agent"]) {
        ok(admin
            .invites(json!({"people": [person(&format!("n{n}@jetlink.example"))], "role": "agent"}))
            .await?)?;
    }
    assert_eq!(admin.tells(&late.email, "resend").await?.outcome(), no(409, "seats-exhausted"));
    ok(admin.cancels("n0@jetlink.example").await?)?;
    ok(admin.tells(&late.email, "resend").await?)?;
    Ok(())
}

#[tokio::test]
async fn jl6_two_admins_who_take_the_last_seat_at_once_take_one() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let again = Somebody::of(&app, ADMIN, TEAM).await?;
    let seats = admin.team().await?.counts.seats["agent"];
    for n in 1..seats.limit.unwrap_or(0) - seats.used - seats.pending {
        ok(admin
            .invites(json!({"people": [person(&format!("n{n}@jetlink.example"))], "role": "agent"}))
            .await?)?;
    }
    let one = json!({"people": [person("a@jetlink.example")], "role": "agent"});
    let two = json!({"people": [person("b@jetlink.example")], "role": "agent"});
    let (a, b) = tokio::join!(admin.invites(one), again.invites(two));
    let mut outcomes = [a?.outcome(), b?.outcome()];
    outcomes.sort();
    assert_eq!(outcomes, [no(201, ""), no(409, "seats-exhausted")]);
    Ok(())
}

#[tokio::test]
async fn jl7_the_admin_changes_roles_and_nobody_else_sees_the_list() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    for email in ["agent@jetlink.example", "reporter@jetlink.example", "trainer@jetlink.example"] {
        let who = Somebody::of(&app, email, TEAM).await?;
        assert_eq!(who.client.get(&who.at("/members")).await?.outcome(), no(403, "not-permitted"), "{email}");
        let role = admin.path_of(email, "/role").await?;
        assert_eq!(
            who.client.put(&role, &json!({"role": "admin"})).await?.outcome(),
            no(403, "not-permitted")
        );
        let invite = who.invites(json!({"people": [person("x@jetlink.example")], "role": "agent"})).await?;
        assert_eq!(invite.outcome(), no(403, "not-permitted"), "{email}");
    }
    ok(admin.makes("reporter@jetlink.example", "jetbot-trainer").await?)?;
    assert_eq!(admin.sees("reporter@jetlink.example").await?.role, "jetbot-trainer");
    // Whoever was made an admin is one at the next request, without signing in again.
    let agent = Somebody::of(&app, "agent@jetlink.example", TEAM).await?;
    ok(admin.makes("agent@jetlink.example", "admin").await?)?;
    ok(agent.client.get(&agent.at("/members")).await?)?;
    ok(admin.makes("agent@jetlink.example", "reporter").await?)?;
    assert_eq!(agent.client.get(&agent.at("/members")).await?.outcome(), no(403, "not-permitted"));
    Ok(())
}
