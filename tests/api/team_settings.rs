//! The team's own details, as its product names them (JY14).

use serde_json::{Value, json};
use tests::{Answer, CASTS, Failure, Somebody, Story, TestApp, asked, faults, no, ok, state, unchanged};

const TEAM: &str = "jelly";
const OWNER: &str = "owner@jelly.example";
const ADMIN: &str = "admin@jelly.example";
const MEMBER: &str = "member@jelly.example";

async fn sets(who: &Somebody, fields: Value) -> Result<Answer, Failure> {
    who.client.patch(&who.at(""), &json!({ "fields": fields })).await
}

#[tokio::test]
async fn jy14_admins_set_the_default_address_and_the_from_format() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let revision = admin.team().await?.revision;
    let both = json!({"default-address": "hello@lantern.example", "from-format": "Person"});
    ok(sets(&admin, both).await?)?;
    let member = Somebody::of(&app, MEMBER, TEAM).await?;
    let team = member.team().await?;
    assert_eq!(team.fields["default-address"], "hello@lantern.example");
    assert_eq!(team.fields["from-format"], "Person");
    assert!(team.revision > revision, "old tabs ask again");
    // What is left out stays; what is emptied goes.
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    ok(sets(&owner, json!({"default-address": " "})).await?)?;
    let fields = owner.team().await?.fields;
    assert_eq!(fields.into_iter().collect::<Vec<_>>(), [("from-format".to_owned(), "Person".to_owned())]);
    ok(sets(&owner, json!({"from-format": "Team"})).await?)?;
    let log =
        asked(&app, "SELECT json_array(detail) FROM audit WHERE action = 'edit-team-settings' ORDER BY id")
            .await?;
    let want = [
        "default-address: − → hello@lantern.example; from-format: − → Person",
        "default-address: hello@lantern.example → −",
        "from-format: Person → Team",
    ];
    assert_eq!(log, want.map(|w| json!([w])));
    Ok(())
}

#[tokio::test]
async fn jy14_the_same_again_writes_nothing() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(sets(&admin, json!({"from-format": "Team"})).await?)?;
    let (revision, log) = (admin.team().await?.revision, admin.log().await?.len());
    ok(sets(&admin, json!({"from-format": "Team", "default-address": ""})).await?)?;
    assert_eq!((admin.team().await?.revision, admin.log().await?.len()), (revision, log));
    Ok(())
}

#[tokio::test]
async fn jy14_what_cannot_be_taken_is_named_and_nothing_of_it_is_written() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    ok(sets(&admin, json!({"default-address": "hello@lantern.example"})).await?)?;
    let before = state(&app).await?;
    let all = json!({"default-address": "nobody", "from-format": "Nobody", "from": "x"});
    let want = ["default-address not-an-address", "from unknown-field", "from-format not-a-choice"];
    assert_eq!(faults(&sets(&admin, all).await?), want);
    for (fields, want) in [
        (
            json!({"default-address": "a@lantern.example\r\nBcc: b@x.example"}),
            "default-address not-an-address",
        ),
        (
            json!({"default-address": "a@lantern.example, b@lantern.example"}),
            "default-address not-an-address",
        ),
        (json!({"from-format": "Team", "email": "a@x.example"}), "email unknown-field"),
        (json!({"from-format": "team"}), "from-format not-a-choice"),
    ] {
        assert_eq!(faults(&sets(&admin, fields).await?), [want]);
    }
    let with_name = json!({"name": "Another", "fields": {"from-format": "?"}});
    assert_eq!(faults(&admin.client.patch(&admin.at(""), &with_name).await?), ["from-format not-a-choice"]);
    assert_eq!(sets(&admin, json!({"from-format": 1})).await?.status.as_u16(), 422);
    unchanged(&app, &before).await
}

#[tokio::test]
async fn jy14_members_change_nothing() -> Story {
    let app = TestApp::with_demo().await?;
    let member = Somebody::of(&app, MEMBER, TEAM).await?;
    let before = state(&app).await?;
    for fields in [json!({"from-format": "Team"}), json!({"no-such": "x"}), json!({})] {
        assert_eq!(sets(&member, fields).await?.outcome(), no(403, "not-permitted"));
    }
    unchanged(&app, &before).await
}

#[tokio::test]
async fn jy14_a_product_without_such_details_has_none() -> Story {
    let app = TestApp::with_demo().await?;
    for cast in CASTS.iter().filter(|c| c.team != TEAM) {
        let chief = Somebody::of(&app, cast.chief, cast.team).await?;
        let before = state(&app).await?;
        let answer = sets(&chief, json!({"default-address": "a@x.example"})).await?;
        assert_eq!(faults(&answer), ["default-address unknown-field"], "{}", cast.team);
        unchanged(&app, &before).await?;
    }
    Ok(())
}

#[tokio::test]
async fn jy14_open_pages_hear_of_it() -> Story {
    let app = TestApp::with_demo().await?;
    let (admin, member) = (Somebody::of(&app, ADMIN, TEAM).await?, Somebody::of(&app, MEMBER, TEAM).await?);
    let mut live = member.client.listen(&member.at("/live"), &[]).await?;
    let soon = std::time::Duration::from_secs(4);
    live.topics(soon).await?;
    ok(sets(&admin, json!({"from-format": "Team"})).await?)?;
    assert_eq!(live.topics(soon).await?, ["team"]);
    Ok(())
}
