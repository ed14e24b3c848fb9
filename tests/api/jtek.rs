//! The CRM for sales teams, told through its HTTP API.

use axum::http::Method;
use rolecall::clock::DAY;
use serde_json::json;
use tests::{
    PASSWORD, START, Somebody, Story, TestApp, accept, faults, look_up, no, ok, sign_in, state, unchanged,
};

const TEAM: &str = "jtek";
const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";
const NATALIE: &str = "natalie@juniper.example";

#[tokio::test]
async fn jt1_the_team_is_the_three_of_the_documents_picture() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let all = rachel.everybody().await?;
    let told: Vec<_> = all.iter().map(|m| (m.name.as_str(), m.role.as_str(), m.status.id())).collect();
    assert_eq!(
        told,
        [
            ("Natalie Wong", "user", "pending"),
            ("Rachel Vasquez", "admin", "active"),
            ("Tyler Chen", "user", "active")
        ]
    );
    Ok(())
}

#[tokio::test]
async fn jt2_a_user_is_added_with_names_address_phone_and_role() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let fields = json!({"first-name": "Dana", "last-name": "Roy", "phone": "+1 512 555 0199"});
    let request = json!({"people": [{"email": "dana@juniper.example", "fields": fields}], "role": "admin"});
    let done = ok(rachel.invites(request).await?)?.json();
    assert_eq!(done["members"][0]["status"], "pending");
    assert_eq!(done["counts"]["pending"], 2);
    let row = rachel.sees("dana@juniper.example").await?;
    assert_eq!((row.name.as_str(), row.role.as_str()), ("Dana Roy", "admin"));
    assert_eq!(row.fields.get("phone").map(String::as_str), Some("+1 512 555 0199"));
    // Without a role it is the default one, and the phone may be missing.
    ok(rachel.invites_one("eli@juniper.example", json!({"first-name": "Eli", "last-name": "Roy"})).await?)?;
    assert_eq!(rachel.sees("eli@juniper.example").await?.role, "user");
    Ok(())
}

#[tokio::test]
async fn jt2_what_is_required_is_asked_for_by_name() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let before = state(&app).await?;
    let answer = rachel.invites_one("", json!({"phone": "x"})).await?;
    let mut missing = faults(&answer);
    missing.sort();
    assert_eq!(
        missing,
        [
            "people.0.email required",
            "people.0.first-name required",
            "people.0.last-name required",
            "people.0.phone not-a-phone"
        ]
    );
    let two = json!({"people": [
        {"email": "a@x.example", "fields": {"first-name": "A", "last-name": "B"}},
        {"email": "b@x.example", "fields": {"first-name": "A", "last-name": "B"}}]});
    assert_eq!(rachel.invites(two).await?.outcome(), no(409, "batch-too-large"));
    let unknown = json!({"people": [{"email": "a@x.example", "fields": {"first-name": "A", "last-name": "B"}}], "role": "owner"});
    assert_eq!(faults(&rachel.invites(unknown).await?), ["role unknown-role"]);
    unchanged(&app, &before).await?;
    assert!(app.mails().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn jt3_the_invitee_sets_a_password_and_pending_turns_active() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    ok(rachel
        .invites_one("dana@juniper.example", json!({"first-name": "Dana", "last-name": "Roy"}))
        .await?)?;
    assert_eq!(rachel.sees("dana@juniper.example").await?.status.id(), "pending");
    assert_eq!(
        sign_in(&app, "dana@juniper.example", "anything").await?.outcome(),
        no(401, "wrong-credentials")
    );

    let mail = app.mails().await?.remove(0);
    assert_eq!(mail.to, "dana@juniper.example");
    assert!(mail.subject.contains("Rachel Vasquez") && mail.text.contains("Juniper Realty"), "{}", mail.text);
    assert!(mail.text.to_lowercase().contains("set your password"), "{}", mail.text);
    let token = app.token_for("dana@juniper.example").await?;
    let page = ok(look_up(&app, &token).await?)?.json();
    assert_eq!(
        (page["team_name"].as_str(), page["asks_password"].as_bool()),
        (Some("Juniper Realty"), Some(true))
    );
    assert_eq!(
        (page["email"].as_str(), page["password_min"].as_u64()),
        (Some("dana@juniper.example"), Some(8))
    );

    let (_, short) = accept(&app, &token, json!({"password": "short"})).await?;
    assert_eq!(faults(&short), ["password too-short"]);
    let (_, none) = accept(&app, &token, json!({})).await?;
    assert_eq!(faults(&none), ["password required"]);
    let (browser, answer) = accept(&app, &token, json!({"password": "my own password"})).await?;
    ok(answer)?;

    let view = ok(browser.get("/api/v1/teams/jtek").await?)?.json();
    assert_eq!(view["me"]["name"], "Dana Roy");
    assert_eq!(rachel.sees("dana@juniper.example").await?.status.id(), "active");
    assert_eq!(rachel.team().await?.counts.active, 3);
    ok(sign_in(&app, "dana@juniper.example", "my own password").await?)?;
    assert!(rachel.log().await?.iter().any(|e| e["action"] == "accept-invite" && e["actor"] == "Dana Roy"));
    Ok(())
}

#[tokio::test]
async fn jt4_a_pending_invitation_is_sent_again_from_the_list() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    app.clock.set(START + DAY);
    let done = ok(rachel.tells(NATALIE, "resend").await?)?.json();
    assert_eq!(done["members"][0]["sent"], 2);
    assert_eq!(rachel.sees(NATALIE).await?.expires_at, Some(START + 8 * DAY));
    let token = app.token_for(NATALIE).await?;
    let (_, answer) = accept(&app, &token, json!({"password": "long enough"})).await?;
    ok(answer)?;
    // Somebody who is here is not invited again.
    assert_eq!(rachel.tells(NATALIE, "resend").await?.outcome(), no(409, "wrong-status"));
    assert_eq!(rachel.tells(TYLER, "resend").await?.outcome(), no(409, "wrong-status"));
    Ok(())
}

#[tokio::test]
async fn jt5_a_user_sees_no_list_and_an_admin_sees_all() -> Story {
    let app = TestApp::with_demo().await?;
    let tyler = Somebody::of(&app, TYLER, TEAM).await?;
    assert_eq!(tyler.client.get(&tyler.at("/members")).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(tyler.client.get(&tyler.at("/audit")).await?.outcome(), no(403, "not-permitted"));
    let view = tyler.team().await?;
    assert_eq!(view.counts, shared::roster::Counts::default(), "counts are a list in short");
    assert_eq!(view.me.name, "Tyler Chen");
    let own = tyler.client.get(&tyler.at(&format!("/members/{}", view.me.id))).await?;
    ok(own)?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let path = tyler.at(&format!("/members/{}", rachel.team().await?.me.id));
    assert_eq!(tyler.client.get(&path).await?.outcome(), no(403, "not-permitted"));
    Ok(())
}

#[tokio::test]
async fn jt12_a_user_is_deactivated_or_deleted_by_an_admin_alone() -> Story {
    let app = TestApp::with_demo().await?;
    let tyler = Somebody::of(&app, TYLER, TEAM).await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let natalie = rachel.path_of(NATALIE, "").await?;
    assert_eq!(tyler.client.delete(&natalie, &json!({})).await?.outcome(), no(403, "not-permitted"));
    let deactivate = rachel.path_of(RACHEL, "/deactivate").await?;
    assert_eq!(tyler.client.post(&deactivate, &json!({})).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(
        rachel.tells(NATALIE, "deactivate").await?.outcome(),
        no(409, "wrong-status"),
        "she isn't here yet"
    );
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    assert_eq!(rachel.tells(TYLER, "deactivate").await?.outcome(), no(409, "wrong-status"));
    ok(rachel.deletes(TYLER, None).await?)?;
    assert!(rachel.looks_for(TYLER).await?.is_none());
    // The last admin stays.
    assert_eq!(rachel.tells(RACHEL, "deactivate").await?.outcome(), no(409, "last-holder"));
    assert_eq!(rachel.deletes(RACHEL, None).await?.outcome(), no(409, "last-holder"));
    assert_eq!(rachel.makes(RACHEL, "user").await?.outcome(), no(409, "last-holder"));
    Ok(())
}

#[tokio::test]
async fn jt13_deactivating_ends_access_at_once_keeps_everything_and_is_undone() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let tyler = Somebody::of(&app, TYLER, TEAM).await?;
    let was = rachel.sees(TYLER).await?;

    ok(rachel.tells(TYLER, "deactivate").await?)?;
    assert_eq!(tyler.client.get(&tyler.at("")).await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(sign_in(&app, TYLER, PASSWORD).await?.outcome(), no(403, "no-access"));
    let off = rachel.sees(TYLER).await?;
    assert_eq!((off.status.id(), off.deactivated_at), ("deactivated", Some(START)));
    assert_eq!((&off.id, &off.fields, &off.role), (&was.id, &was.fields, &was.role), "everything stays");

    ok(rachel.tells(TYLER, "restore").await?)?;
    let back = rachel.sees(TYLER).await?;
    assert_eq!((back.status.id(), back.deactivated_at, &back.fields), ("active", None, &was.fields));
    ok(sign_in(&app, TYLER, PASSWORD).await?)?;
    Ok(())
}

#[tokio::test]
async fn jt15_deleting_is_for_good_and_what_they_did_stays_in_the_log() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let tyler = Somebody::of(&app, TYLER, TEAM).await?;
    ok(tyler
        .client
        .patch("/api/v1/me", &json!({"team": TEAM, "fields": {"phone": "+1 512 555 0100"}}))
        .await?)?;
    let path = rachel.path_of(TYLER, "").await?;
    let done = ok(rachel.client.delete(&path, &json!({})).await?)?.json();
    assert_eq!(done["removed"].as_array().map(Vec::len), Some(1));
    assert_eq!(done["counts"]["active"], 1);

    assert_eq!(rachel.client.get(&path).await?.outcome(), no(404, "not-found"));
    assert_eq!(tyler.client.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(
        sign_in(&app, TYLER, PASSWORD).await?.outcome(),
        no(401, "wrong-credentials"),
        "the record is gone"
    );
    let restore = rachel.client.post(&format!("{path}/restore"), &json!({})).await?;
    assert_eq!(restore.outcome(), no(404, "not-found"), "there is no way back");
    let log = rachel.log().await?;
    assert!(
        log.iter().any(|e| e["actor"] == "Tyler Chen" && e["action"] == "edit-own-preferences"),
        "{log:?}"
    );
    assert!(log.iter().any(|e| e["target"] == "Tyler Chen" && e["action"] == "delete"));
    // The address is free again.
    ok(rachel.invites_one(TYLER, json!({"first-name": "Tyler", "last-name": "Chen"})).await?)?;
    Ok(())
}

#[tokio::test]
async fn jt15_a_deleted_invitation_takes_its_link_along() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    ok(rachel.tells(NATALIE, "resend").await?)?;
    let token = app.token_for(NATALIE).await?;
    ok(rachel.deletes(NATALIE, None).await?)?;
    assert_eq!(look_up(&app, &token).await?.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn an_admin_leaves_while_another_is_left() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    ok(rachel.makes(TYLER, "admin").await?)?;
    ok(rachel.tells(RACHEL, "deactivate").await?)?;
    assert_eq!(rachel.client.get(&rachel.at("")).await?.outcome(), no(401, "not-signed-in"));
    let tyler = Somebody::of(&app, TYLER, TEAM).await?;
    ok(tyler.tells(RACHEL, "restore").await?)?;
    Ok(())
}

#[tokio::test]
async fn an_address_is_corrected_the_old_one_is_told_and_the_new_one_signs_in() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    let taken = rachel.edits(TYLER, json!({"fields": {"email": RACHEL}})).await?;
    assert_eq!(taken.outcome(), no(409, "already-member"));
    let bad = rachel.edits(TYLER, json!({"fields": {"email": "no address"}})).await?;
    assert_eq!(faults(&bad), ["email not-an-address"]);
    ok(rachel.edits(TYLER, json!({"fields": {"email": "t.chen@juniper.example"}})).await?)?;
    assert_eq!(rachel.sees("t.chen@juniper.example").await?.name, "Tyler Chen");
    ok(sign_in(&app, "t.chen@juniper.example", PASSWORD).await?)?;
    assert_eq!(sign_in(&app, TYLER, PASSWORD).await?.outcome(), no(401, "wrong-credentials"));
    assert!(app.mails().await?.iter().any(|m| m.to == TYLER), "the old address is told");
    Ok(())
}

#[tokio::test]
async fn a_pending_persons_corrected_address_gets_a_new_link_and_the_old_one_dies() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    ok(rachel.tells(NATALIE, "resend").await?)?;
    let old = app.token_for(NATALIE).await?;
    app.clock.set(START + DAY);
    ok(rachel.edits(NATALIE, json!({"fields": {"email": "n.wong@juniper.example"}})).await?)?;
    let row = rachel.sees("n.wong@juniper.example").await?;
    assert_eq!((row.sent, row.expires_at), (3, Some(START + 8 * DAY)), "a new link has a week of its own");
    assert_eq!(
        look_up(&app, &old).await?.outcome(),
        no(404, "not-found"),
        "the mistyped address keeps no way in"
    );
    let new = app.token_for("n.wong@juniper.example").await?;
    let (browser, answer) = accept(&app, &new, json!({"password": "long enough"})).await?;
    ok(answer)?;
    assert_eq!(browser.get("/api/v1/session").await?.json()["email"], "n.wong@juniper.example");
    Ok(())
}

#[tokio::test]
async fn commands_without_arguments_need_no_body() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, TEAM).await?;
    for (method, email, rest) in [
        (Method::POST, TYLER, "/deactivate"),
        (Method::POST, TYLER, "/restore"),
        (Method::POST, NATALIE, "/resend"),
        (Method::DELETE, NATALIE, "/invitation"),
        (Method::DELETE, TYLER, ""),
    ] {
        let path = rachel.path_of(email, rest).await?;
        ok(rachel.client.send(method, &path, None, &[("origin", tests::ORIGIN)]).await?)?;
    }
    assert_eq!(rachel.everybody().await?.len(), 1);
    Ok(())
}
