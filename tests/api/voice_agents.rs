//! The voice AI platform, told through its HTTP API.

use rolecall::clock::DAY;
use serde_json::json;
use tests::{
    PASSWORD, START, Somebody, Story, TestApp, accept, faults, look_up, no, ok, sign_in, state, unchanged,
};

const TEAM: &str = "voice-agents";
const ADMIN: &str = "admin@voice.example";
const JONAS: &str = "member@voice.example";
const AISHA: &str = "aisha@voice.example";

#[tokio::test]
async fn va2_address_and_name_are_required_and_the_job_title_is_not() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    assert_eq!(
        faults(&admin.invites_one("", json!({})).await?),
        ["people.0.email required", "people.0.name required"]
    );
    ok(admin.invites_one("kim@voice.example", json!({"name": "Kim Lee"})).await?)?;
    ok(admin.invites_one("lou@voice.example", json!({"name": "Lou Reyes", "job-title": "Nurse"})).await?)?;
    let lou = admin.sees("lou@voice.example").await?;
    assert_eq!(
        (lou.name.as_str(), lou.fields["job-title"].as_str(), lou.role.as_str()),
        ("Lou Reyes", "Nurse", "member")
    );
    Ok(())
}

#[tokio::test]
async fn va3_va11_five_switches_start_off_and_are_turned_one_by_one() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.invites_one("kim@voice.example", json!({"name": "Kim Lee"})).await?)?;
    assert!(admin.sees("kim@voice.example").await?.grants.is_empty(), "every switch starts off");
    assert!(admin.sees("kim@voice.example").await?.access.is_empty());
    let all = ["edit-agents", "advanced-editor", "crm", "billable-minutes", "recordings"];
    for n in 0..=all.len() {
        ok(admin.edits("kim@voice.example", json!({"grants": all[..n]})).await?)?;
        let mut held = admin.sees("kim@voice.example").await?.grants;
        held.sort();
        let mut wanted = all[..n].to_vec();
        wanted.sort_unstable();
        assert_eq!(held, wanted);
    }
    let log = admin.log().await?;
    assert!(log.iter().any(|e| e["action"] == "set-grant" && e["detail"] == "crm on"));
    assert_eq!(faults(&admin.edits(AISHA, json!({"grants": ["root"]})).await?), ["grants unknown-grant"]);
    // Chosen at once with the invitation.
    let request =
        json!({"people": [{"email": "lou@voice.example", "fields": {"name": "Lou"}}], "grants": ["crm"]});
    ok(admin.invites(request).await?)?;
    assert_eq!(admin.sees("lou@voice.example").await?.grants, ["crm"]);
    Ok(())
}

#[tokio::test]
async fn va4_agents_are_assigned_by_administrators_and_only_the_teams_own() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let resources = admin.team().await?.resources;
    let groups: std::collections::BTreeSet<_> = resources.iter().map(|r| r.group.as_str()).collect();
    assert_eq!((resources.len(), groups.len()), (5, 2), "grouped by company");
    ok(admin.edits(AISHA, json!({"access": ["intake", "reception", "intake"]})).await?)?;
    assert_eq!(admin.sees(AISHA).await?.access, ["intake", "reception"]);
    let person = json!({"email": "kim@voice.example", "fields": {"name": "Kim"}});
    ok(admin.invites(json!({"people": [person], "access": ["recall", "booking"]})).await?)?;
    assert_eq!(admin.sees("kim@voice.example").await?.access, ["booking", "recall"]);
    let aisha = Somebody::of(&app, AISHA, TEAM).await?;
    let known: Vec<_> = aisha.team().await?.resources.into_iter().map(|r| r.id).collect();
    assert_eq!(known, ["reception", "intake"], "members don't learn of other agents");
    assert_eq!(
        faults(&admin.edits(AISHA, json!({"access": ["nothing"]})).await?),
        ["access unknown-resource"]
    );
    Ok(())
}

#[tokio::test]
async fn va5_with_the_mail_the_person_sets_a_password_and_without_it_they_are_in() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.invites_one("kim@voice.example", json!({"name": "Kim Lee"})).await?)?;
    assert_eq!(admin.sees("kim@voice.example").await?.status.id(), "pending");
    let token = app.token_for("kim@voice.example").await?;
    assert_eq!(ok(look_up(&app, &token).await?)?.json()["password_min"], 6);
    let (_, answer) = accept(&app, &token, json!({"password": "sixsix"})).await?;
    ok(answer)?;

    let mails = app.mails().await?.len();
    let make = |password: serde_json::Value| {
        let mut request = json!({"people": [{"email": "lou@voice.example", "fields": {"name": "Lou"}}], "send_mail": false});
        if !password.is_null() {
            request["password"] = password;
        }
        request
    };
    assert_eq!(faults(&admin.invites(make(json!(null))).await?), ["password required"]);
    assert_eq!(faults(&admin.invites(make(json!("five5"))).await?), ["password too-short"]);
    ok(admin.invites(make(json!("first password"))).await?)?;
    assert_eq!(admin.sees("lou@voice.example").await?.status.id(), "active");
    assert_eq!(app.mails().await?.len(), mails, "no mail");
    ok(sign_in(&app, "lou@voice.example", "first password").await?)?;
    Ok(())
}

#[tokio::test]
async fn va5_an_account_without_mail_is_never_made_over_somebody_elses() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let before = state(&app).await?;
    let request = json!({"people": [{"email": "Rachel@juniper.example", "fields": {"name": "R"}}], "send_mail": false,
        "password": "taken over"});
    assert_eq!(admin.invites(request).await?.outcome(), no(409, "account-exists"));
    unchanged(&app, &before).await?;
    ok(sign_in(&app, "rachel@juniper.example", PASSWORD).await?)?;
    // Elsewhere there is no such way.
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let request = json!({"people": [{"email": "x@x.example", "fields": {"first-name": "X", "last-name": "Y"}}],
        "send_mail": false, "password": "first password"});
    assert_eq!(faults(&rachel.invites(request).await?), ["send_mail required"]);
    Ok(())
}

#[tokio::test]
async fn va6_name_job_title_switches_and_agents_are_saved_together_or_not_at_all() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let parts = json!({"fields": {"name": "Jonas Weber-Kim", "job-title": "Lead"}, "grants": ["recordings"], "access": ["recall"]});
    ok(admin.edits(JONAS, parts).await?)?;
    let row = admin.sees(JONAS).await?;
    assert_eq!((row.name.as_str(), row.fields["job-title"].as_str()), ("Jonas Weber-Kim", "Lead"));
    assert_eq!((row.grants, row.access), (vec!["recordings".to_owned()], vec!["recall".to_owned()]));
    let before = state(&app).await?;
    let half = json!({"fields": {"name": "Half Done"}, "grants": ["crm"], "access": ["nothing"]});
    assert_eq!(faults(&admin.edits(JONAS, half).await?), ["access unknown-resource"]);
    unchanged(&app, &before).await?;
    // An empty optional field is taken away, a required one is not.
    ok(admin.edits(JONAS, json!({"fields": {"job-title": ""}})).await?)?;
    assert!(!admin.sees(JONAS).await?.fields.contains_key("job-title"));
    assert_eq!(faults(&admin.edits(JONAS, json!({"fields": {"name": ""}})).await?), ["name required"]);
    Ok(())
}

#[tokio::test]
async fn va7_the_address_never_changes() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let before = state(&app).await?;
    for email in [JONAS, "yuki@voice.example", ADMIN] {
        let answer = admin.edits(email, json!({"fields": {"email": "other@voice.example"}})).await?;
        assert_eq!(answer.outcome(), no(409, "field-immutable"), "{email}");
        assert_eq!(answer.json()["denial"]["lift"], "invite-anew", "the form says what to do instead");
    }
    let own =
        admin.client.patch("/api/v1/me", &json!({"team": TEAM, "fields": {"email": "me@x.example"}})).await?;
    assert!(own.status.is_client_error(), "{own:?}");
    unchanged(&app, &before).await?;
    // The same address again is no change.
    ok(admin.edits(JONAS, json!({"fields": {"email": JONAS, "name": "Jonas W."}})).await?)?;
    Ok(())
}

#[tokio::test]
async fn va8_an_administrator_sets_a_password_and_the_members_sessions_end() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let jonas = Somebody::of(&app, JONAS, TEAM).await?;
    let path = admin.path_of(JONAS, "/password").await?;
    let short = admin.client.put(&path, &json!({"password": "five5"})).await?;
    assert_eq!(faults(&short), ["password too-short"]);
    ok(jonas.client.get(&jonas.at("")).await?)?;
    ok(admin.client.put(&path, &json!({"password": "sixsix"})).await?)?;
    assert_eq!(jonas.client.get(&jonas.at("")).await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(sign_in(&app, JONAS, PASSWORD).await?.outcome(), no(401, "wrong-credentials"));
    ok(sign_in(&app, JONAS, "sixsix").await?)?;
    let mail = app.mails().await?.remove(0);
    assert_eq!(mail.to, JONAS, "the person is told");
    assert!(!mail.text.contains("sixsix") && !mail.html.contains("sixsix"), "and not the password");
    let log = serde_json::to_string(&admin.log().await?)?;
    assert!(log.contains("set-password") && !log.contains("sixsix"));
    // Not one's own, and not of somebody who isn't here.
    let own = admin.path_of(ADMIN, "/password").await?;
    assert_eq!(
        admin.client.put(&own, &json!({"password": "sixsix"})).await?.outcome(),
        no(409, "self-action")
    );
    let yuki = admin.path_of("yuki@voice.example", "/password").await?;
    assert_eq!(
        admin.client.put(&yuki, &json!({"password": "sixsix"})).await?.outcome(),
        no(409, "wrong-status")
    );
    Ok(())
}

#[tokio::test]
async fn va9_removing_is_permanent_and_takes_data_and_access_along() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let jonas = Somebody::of(&app, JONAS, TEAM).await?;
    ok(admin.deletes(JONAS, None).await?)?;
    assert_eq!(jonas.client.get(&jonas.at("")).await?.outcome(), no(401, "not-signed-in"));
    let rest = tests::everything(&app).await?;
    let left: Vec<&str> = rest.lines().filter(|l| l.contains(JONAS) && !l.starts_with("audit ")).collect();
    assert!(left.is_empty(), "{left:?}");
    // A removed member comes back by a new invitation only, with nothing of before.
    ok(admin.invites_one(JONAS, json!({"name": "Jonas Weber"})).await?)?;
    let row = admin.sees(JONAS).await?;
    assert!(row.grants.is_empty() && row.access.is_empty());
    assert_eq!(admin.deletes(ADMIN, None).await?.outcome(), no(409, "self-action"));
    Ok(())
}

#[tokio::test]
async fn va11_the_access_review_lists_who_was_away_longest_with_the_last_visit() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let page = admin.list("?sort=last-active&status=active").await?;
    assert!(page.items.is_sorted_by_key(|m| m.last_active_at.unwrap_or(0)));
    let order: Vec<&str> = page.items.iter().take(3).map(|m| m.name.as_str()).collect();
    assert_eq!(order, ["Theo Lindgren", "Rosa Delgado", "Chloe Martin"], "never, 210 days, 97 days");
    assert!(page.items[2].last_active_at.is_some_and(|at| at < START - 90 * DAY));
    // A visit counts.
    let chloe = Somebody::of(&app, "chloe@voice.example", TEAM).await?;
    ok(chloe.client.get(&chloe.at("")).await?)?;
    assert_eq!(admin.sees("chloe@voice.example").await?.last_active_at, Some(START));
    Ok(())
}
