//! The shared inbox, told through its HTTP API.

use rolecall::clock::DAY;
use serde_json::json;
use tests::{
    PASSWORD, START, Somebody, Story, TestApp, accept, faults, look_up, no, ok, sign_in, state, unchanged,
};

const TEAM: &str = "jelly";
const OWNER: &str = "owner@jelly.example";
const ADMIN: &str = "admin@jelly.example";
const ZOE: &str = "zoe@jelly.example";
const MINA: &str = "member@jelly.example";

fn people(emails: &[&str]) -> serde_json::Value {
    json!({"people": emails.iter().map(|e| json!({ "email": e })).collect::<Vec<_>>()})
}

#[tokio::test]
async fn jy2_only_admins_and_owners_manage_members() -> Story {
    let app = TestApp::with_demo().await?;
    let mina = Somebody::of(&app, MINA, TEAM).await?;
    let before = state(&app).await?;
    // A member sees the team, and that is all.
    assert_eq!(mina.everybody().await?.len(), 11);
    assert_eq!(mina.invites(people(&["x@jelly.example"])).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(mina.makes("arthur@jelly.example", "admin").await?.outcome(), no(403, "not-permitted"));
    assert_eq!(mina.tells("arthur@jelly.example", "deactivate").await?.outcome(), no(403, "not-permitted"));
    assert_eq!(mina.tells("grace@jelly.example", "restore").await?.outcome(), no(403, "not-permitted"));
    assert_eq!(mina.cancels("hannah@jelly.example").await?.outcome(), no(403, "not-permitted"));
    unchanged(&app, &before).await?;
    for chief in [ADMIN, OWNER] {
        let who = Somebody::of(&app, chief, TEAM).await?;
        ok(who.invites(people(&[&format!("by-{chief}")])).await?)?;
        ok(who.tells("arthur@jelly.example", "deactivate").await?)?;
        ok(who.tells("arthur@jelly.example", "restore").await?)?;
    }
    Ok(())
}

#[tokio::test]
async fn jy3_four_addresses_at_once_and_no_fifth() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let five = ["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"];
    let before = state(&app).await?;
    let answer = admin.invites(people(&five)).await?;
    assert_eq!(answer.outcome(), no(409, "batch-too-large"));
    assert_eq!(answer.json()["denial"]["limit"], 4);
    let one_known = admin.invites(people(&["a@x.example", MINA])).await?;
    assert_eq!(one_known.outcome(), no(409, "already-member"), "all or none");
    assert_eq!(
        faults(&admin.invites(people(&["a@x.example", "broken"])).await?),
        ["people.1.email not-an-address"]
    );
    unchanged(&app, &before).await?;
    let done = ok(admin.invites(people(&five[..4])).await?)?.json();
    let invited: Vec<_> =
        done["members"].as_array().into_iter().flatten().filter_map(|m| m["email"].as_str()).collect();
    assert_eq!(invited, five[..4], "in the order of the request");
    Ok(())
}

#[tokio::test]
async fn jy4_each_gets_a_mail_of_their_own_with_a_link_to_join() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.invites(people(&["a@x.example", "b@x.example", "c@x.example"])).await?)?;
    let mails = app.mails().await?;
    assert_eq!(mails.len(), 3);
    let mut tokens = std::collections::BTreeSet::new();
    for email in ["a@x.example", "b@x.example", "c@x.example"] {
        let own: Vec<_> = mails.iter().filter(|m| m.to == email).collect();
        assert_eq!(own.len(), 1);
        assert!(own[0].text.contains("Lantern Books") && own[0].text.contains("/join#"), "{}", own[0].text);
        assert!(
            ["a@", "b@", "c@"].iter().filter(|a| own[0].text.contains(**a)).count() <= 1,
            "nobody else's address"
        );
        tokens.insert(app.token_for(email).await?);
    }
    assert_eq!(tokens.len(), 3);
    let token = app.token_for("a@x.example").await?;
    let page = ok(look_up(&app, &token).await?)?.json();
    assert_eq!((page["asks_name"].as_bool(), page["asks_password"].as_bool()), (Some(true), Some(true)));
    let (_, nameless) = accept(&app, &token, json!({"password": "long enough"})).await?;
    assert_eq!(faults(&nameless), ["name required"]);
    let (_, answer) = accept(&app, &token, json!({"password": "long enough", "name": "Ada Byron"})).await?;
    ok(answer)?;
    let row = admin.sees("a@x.example").await?;
    assert_eq!((row.name.as_str(), row.status.id()), ("Ada Byron", "active"));
    Ok(())
}

#[tokio::test]
async fn jy5_an_invitation_ends_after_a_week_and_is_sent_again() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.invites(people(&["a@x.example"])).await?)?;
    let token = app.token_for("a@x.example").await?;
    assert_eq!(admin.sees("a@x.example").await?.expires_at, Some(START + 7 * DAY));
    app.clock.set(START + 7 * DAY);
    assert_eq!(look_up(&app, &token).await?.outcome(), no(410, "invite-expired"));
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    // What has ended cannot be changed, only sent again or cancelled.
    assert_eq!(admin.makes("a@x.example", "admin").await?.outcome(), no(410, "invite-expired"));
    ok(admin.tells("a@x.example", "resend").await?)?;
    assert_eq!(admin.sees("a@x.example").await?.expires_at, Some(START + 14 * DAY));
    ok(look_up(&app, &app.token_for("a@x.example").await?).await?)?;
    Ok(())
}

#[tokio::test]
async fn jy6_a_pending_invitation_is_cancelled_and_its_link_dies() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.invites(people(&["a@x.example"])).await?)?;
    let token = app.token_for("a@x.example").await?;
    ok(admin.cancels("a@x.example").await?)?;
    assert!(admin.looks_for("a@x.example").await?.is_none());
    assert_eq!(look_up(&app, &token).await?.outcome(), no(404, "not-found"));
    let (_, answer) = accept(&app, &token, json!({"password": "long enough", "name": "Ada"})).await?;
    assert_eq!(answer.outcome(), no(404, "not-found"));
    assert_eq!(admin.cancels(MINA).await?.outcome(), no(409, "wrong-status"), "she has joined");
    // An ended one is cancelled like a fresh one.
    ok(admin.cancels("viktor@jelly.example").await?)?;
    Ok(())
}

#[tokio::test]
async fn jy7_each_role_reaches_what_the_document_lists() -> Story {
    let app = TestApp::with_demo().await?;
    // member, admin, owner: list, log, team settings.
    for (email, log, settings) in [(MINA, false, false), (ADMIN, true, true), (OWNER, true, true)] {
        let who = Somebody::of(&app, email, TEAM).await?;
        ok(who.client.get(&who.at("/members")).await?)?;
        assert_eq!(who.client.get(&who.at("/audit")).await?.status.is_success(), log, "{email}");
        let renamed = who.client.patch(&who.at(""), &json!({"name": format!("Named by {email}")})).await?;
        assert_eq!(renamed.status.is_success(), settings, "{email}");
    }
    Ok(())
}

#[tokio::test]
async fn jy8_admins_move_members_and_admins_and_owners_move_everybody() -> Story {
    let app = TestApp::with_demo().await?;
    let (owner, admin) = (Somebody::of(&app, OWNER, TEAM).await?, Somebody::of(&app, ADMIN, TEAM).await?);
    ok(admin.makes(MINA, "admin").await?)?;
    ok(admin.makes(ZOE, "member").await?)?;
    ok(admin.makes(MINA, "member").await?)?;
    assert_eq!(admin.makes(MINA, "owner").await?.outcome(), no(403, "not-permitted"));
    assert_eq!(admin.makes(OWNER, "member").await?.outcome(), no(403, "rank-too-low"));
    for (from, to) in [
        ("member", "owner"),
        ("owner", "admin"),
        ("admin", "owner"),
        ("owner", "member"),
        ("member", "admin"),
        ("admin", "member"),
    ] {
        assert_eq!(owner.sees(MINA).await?.role, from);
        ok(owner.makes(MINA, to).await?)?;
        assert_eq!(owner.sees(MINA).await?.role, to);
    }
    let log = owner.log().await?;
    assert_eq!(
        (log[0]["action"].as_str(), log[0]["detail"].as_str()),
        (Some("change-role"), Some("admin → member"))
    );
    Ok(())
}

#[tokio::test]
async fn jy9_there_is_always_an_owner() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let before = state(&app).await?;
    for role in ["member", "admin"] {
        let answer = owner.makes(OWNER, role).await?;
        assert_eq!(answer.outcome(), no(409, "last-holder"));
        assert_eq!(answer.json()["denial"]["lift"], "make-another-holder");
    }
    unchanged(&app, &before).await?;
    // Pending and deactivated owners don't count.
    let invited = json!({"people": [{"email": "two@jelly.example"}], "role": "owner"});
    ok(owner.invites(invited).await?)?;
    assert_eq!(owner.makes(OWNER, "member").await?.outcome(), no(409, "last-holder"));
    ok(owner.makes(ZOE, "owner").await?)?;
    ok(owner.tells(ZOE, "deactivate").await?)?;
    assert_eq!(owner.makes(OWNER, "member").await?.outcome(), no(409, "last-holder"));
    ok(owner.tells(ZOE, "restore").await?)?;
    ok(owner.makes(OWNER, "member").await?)?;
    // From then on the one who gave it away is a member.
    assert_eq!(owner.makes(ZOE, "member").await?.outcome(), no(403, "not-permitted"));
    Ok(())
}

#[tokio::test]
async fn jy10_deactivated_members_lose_access_at_once_and_cannot_sign_in() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let mina = Somebody::of(&app, MINA, TEAM).await?;
    ok(admin.tells(MINA, "deactivate").await?)?;
    assert_eq!(mina.client.get(&mina.at("")).await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(sign_in(&app, MINA, PASSWORD).await?.outcome(), no(403, "no-access"));
    Ok(())
}

#[tokio::test]
async fn jy11_former_members_are_listed_restored_and_mailed() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let former = admin.list("?status=deactivated").await?;
    let emails: Vec<_> = former.items.iter().map(|m| m.email.as_str()).collect();
    assert_eq!(emails, ["grace@jelly.example", "leo@jelly.example"]);
    // At any time: years later too.
    app.clock.set(START + 900 * DAY);
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.tells("leo@jelly.example", "restore").await?)?;
    let mail = app.mails().await?.remove(0);
    assert_eq!(mail.to, "leo@jelly.example");
    assert!(mail.text.contains("Noah Fischer") && mail.text.contains("Lantern Books"), "{}", mail.text);
    let leo = Somebody::of(&app, "leo@jelly.example", TEAM).await?;
    assert_eq!(leo.team().await?.me.role, "admin", "with the role of before");
    Ok(())
}

#[tokio::test]
async fn jy12_nobody_deactivates_themself() -> Story {
    let app = TestApp::with_demo().await?;
    for email in [ADMIN, OWNER] {
        let who = Somebody::of(&app, email, TEAM).await?;
        let answer = who.tells(email, "deactivate").await?;
        assert_eq!(answer.outcome(), no(409, "self-action"), "{email}");
        assert_eq!(answer.json()["denial"]["lift"], "ask-somebody-else");
        ok(who.client.get(&who.at("")).await?)?;
    }
    Ok(())
}

#[tokio::test]
async fn jy13_members_set_their_own_details_and_nobody_elses() -> Story {
    let app = TestApp::with_demo().await?;
    let mina = Somebody::of(&app, MINA, TEAM).await?;
    ok(mina.client.patch("/api/v1/me", &json!({"team": TEAM, "fields": {"name": "Mina Park-Lee"}})).await?)?;
    assert_eq!(mina.team().await?.me.name, "Mina Park-Lee");
    let session = mina.client.get("/api/v1/session").await?.json();
    assert_eq!(session["name"], "Mina Park-Lee");
    assert_eq!(
        mina.edits("arthur@jelly.example", json!({"fields": {"name": "X"}})).await?.outcome(),
        no(403, "not-permitted")
    );
    let own =
        json!({"availability": "Away", "notifications": "Conversations assigned to me,New conversations"});
    ok(mina.client.patch("/api/v1/me", &json!({"team": TEAM, "fields": own})).await?)?;
    assert_eq!(mina.team().await?.me.fields["availability"], "Away");
    let bad =
        mina.client.patch("/api/v1/me", &json!({"team": TEAM, "fields": {"availability": "Asleep"}})).await?;
    assert_eq!(faults(&bad), ["availability not-a-choice"]);
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let seen = admin.sees(MINA).await?;
    assert!(!seen.fields.contains_key("notifications") && !seen.fields.contains_key("availability"));
    assert_eq!(
        admin.edits(MINA, json!({"fields": {"availability": "Available"}})).await?.outcome(),
        no(403, "not-permitted")
    );
    let elsewhere =
        mina.client.patch("/api/v1/me", &json!({"team": "jtek", "fields": {"phone": "+1 555 0100"}})).await?;
    assert_eq!(elsewhere.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn jy14_admins_rename_the_team() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(admin.client.patch(&admin.at(""), &json!({"name": "  Lantern & Sons  "})).await?)?;
    assert_eq!(admin.team().await?.name, "Lantern & Sons");
    assert_eq!(faults(&admin.client.patch(&admin.at(""), &json!({"name": " "})).await?), ["name required"]);
    Ok(())
}
