//! What members are given access to: workflows and voice agents (ST8, VA4, VA6).

use serde_json::json;
use shared::api::{ResourceDetail, Resources};
use tests::{Failure, Somebody, Story, TestApp, faults, no, ok, state, unchanged};

const TEAM: &str = "salestrekker";
const ADMIN: &str = "admin@salestrekker.example";
const TOM: &str = "tom@salestrekker.example";

async fn resources(who: &Somebody) -> Result<Vec<ResourceDetail>, Failure> {
    Ok(ok(who.client.get(&who.at("/resources")).await?)?.read::<Resources>()?.items)
}

async fn names_in(who: &Somebody, resource: &str) -> Result<Vec<String>, Failure> {
    let all = resources(who).await?;
    let found = all.into_iter().find(|r| r.resource.id == resource).ok_or("no such resource")?;
    Ok(found.members.into_iter().map(|m| m.name).collect())
}

async fn give(who: &Somebody, resource: &str, email: &str, on: bool) -> Result<tests::Answer, Failure> {
    let id = who.sees(email).await?.id;
    let path = who.at(&format!("/resources/{resource}/members/{id}"));
    if on { who.client.put(&path, &json!({})).await } else { who.client.delete(&path, &json!({})).await }
}

#[tokio::test]
async fn st8_team_members_are_added_to_a_workflow_and_taken_off_it() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let before = names_in(&admin, "standard").await?;
    assert_eq!(before, ["Ines Carvalho", "Lucia Moretti", "Priya Raman"], "by name");
    ok(give(&admin, "standard", TOM, true).await?)?;
    assert_eq!(names_in(&admin, "standard").await?.last().map(String::as_str), Some("Tom Aldridge"));
    assert_eq!(admin.sees(TOM).await?.access, ["standard"]);
    let version = admin.sees(TOM).await?.version;
    ok(give(&admin, "standard", TOM, true).await?)?;
    assert_eq!(admin.sees(TOM).await?.version, version, "twice is once");
    ok(give(&admin, "standard", TOM, false).await?)?;
    assert_eq!(names_in(&admin, "standard").await?, before);
    // Whoever was deactivated is not on the list, and comes back to what they had.
    ok(Somebody::of(&app, "owner@salestrekker.example", TEAM)
        .await?
        .tells("priya@salestrekker.example", "deactivate")
        .await?)?;
    assert_eq!(names_in(&admin, "standard").await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn st8_workflows_are_for_whoever_edits_workflows() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let tom = admin.sees(TOM).await?.id;
    for email in ["broker@salestrekker.example", "processor@salestrekker.example"] {
        let who = Somebody::of(&app, email, TEAM).await?;
        let before = state(&app).await?;
        let member = who.at(&format!("/resources/standard/members/{tom}"));
        for answer in [
            who.client.get(&who.at("/resources")).await?,
            who.client.put(&member, &json!({})).await?,
            who.client.delete(&member, &json!({})).await?,
            who.client.post(&who.at("/resources"), &json!({"name": "X", "group": ""})).await?,
            who.client.patch(&who.at("/resources/standard"), &json!({"name": "X", "group": ""})).await?,
            who.client.delete(&who.at("/resources/standard"), &json!({})).await?,
        ] {
            assert_eq!(answer.outcome(), no(403, "not-permitted"), "{email}");
        }
        unchanged(&app, &before).await?;
        assert_eq!(
            who.team().await?.resources.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(),
            if email.starts_with("broker") { vec!["refinance", "standard"] } else { vec![] },
            "the names of one's own alone"
        );
    }
    Ok(())
}

#[tokio::test]
async fn va4_agents_are_kept_by_company_and_a_deleted_one_leaves_nobodys_access() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let add = async |name: &str, group: &str| {
        admin.client.post(&admin.at("/resources"), &json!({"name": name, "group": group})).await
    };
    let made = ok(add("Night line", "Northwind Physio").await?)?;
    assert_eq!(made.status.as_u16(), 201);
    let id = made.json()["id"].as_str().unwrap_or_default().to_owned();
    assert_eq!(faults(&add("Night line", "Northwind Physio").await?), ["name duplicate"]);
    ok(add("Night line", "Northwind Dental").await?)?;
    assert_eq!(faults(&add("", "Northwind Dental").await?), ["name required"]);
    let groups: Vec<_> =
        resources(&admin).await?.into_iter().map(|r| (r.resource.group, r.resource.name)).collect();
    assert!(groups.is_sorted(), "{groups:?}");

    let member = "member@voice.example";
    ok(give(&admin, &id, member, true).await?)?;
    ok(give(&admin, &id, "yuki@voice.example", true).await?)?;
    let had = admin.sees(member).await?;
    assert!(had.access.contains(&id));
    let path = admin.at(&format!("/resources/{id}"));
    ok(admin.client.patch(&path, &json!({"name": "Night desk", "group": "Northwind Physio"})).await?)?;
    let done = ok(admin.client.delete(&path, &json!({})).await?)?.json();
    assert_eq!(done["members"].as_array().map(Vec::len), Some(2), "who had it, as they are now");
    let has = admin.sees(member).await?;
    assert!(!has.access.contains(&id) && has.access == ["reception"] && has.version > had.version);
    assert!(!tests::everything(&app).await?.lines().any(|l| l.starts_with("member ") && l.contains(&id)));
    assert_eq!(admin.client.delete(&path, &json!({})).await?.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn va6_access_is_judged_for_each_member() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    // An invitation that has ended takes nothing more.
    assert_eq!(
        give(&admin, "recall", "pedro@voice.example", true).await?.outcome(),
        no(410, "invite-expired")
    );
    // A stranger's member, and a stranger's agent, are nobody's (A3).
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let stranger = jelly.sees("member@jelly.example").await?.id;
    let before = state(&app).await?;
    let path = admin.at(&format!("/resources/recall/members/{stranger}"));
    assert_eq!(admin.client.put(&path, &json!({})).await?.outcome(), no(404, "not-found"));
    assert_eq!(give(&admin, "standard", "member@voice.example", true).await?.outcome(), no(404, "not-found"));
    unchanged(&app, &before).await?;
    // A product without such things has nowhere to put one.
    let made = jelly.client.post(&jelly.at("/resources"), &json!({"name": "X", "group": ""})).await?;
    assert_eq!(made.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn jt6_the_switch_of_the_team_is_turned_by_those_who_edit_its_settings() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    let id = rachel.team().await?.profile.settings.iter().next().map(|(id, _)| id.to_owned());
    let id = id.ok_or("jtek has no setting")?;
    let turn = async |who: &Somebody, settings: &[&str]| {
        who.client.patch(&who.at(""), &json!({ "settings": settings })).await
    };
    assert!(rachel.team().await?.settings.is_empty());
    assert_eq!(turn(&tyler, &[&id]).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(faults(&turn(&rachel, &["made-up"]).await?), ["settings unknown-setting"]);
    ok(turn(&rachel, &[&id, &id]).await?)?;
    assert_eq!(tyler.team().await?.settings, [id.clone()]);
    let revision = rachel.team().await?.revision;
    ok(turn(&rachel, &[&id]).await?)?;
    assert_eq!(rachel.team().await?.revision, revision, "nothing changed");
    let both = json!({"name": "Juniper", "settings": []});
    ok(rachel.client.patch(&rachel.at(""), &both).await?)?;
    let team = tyler.team().await?;
    assert_eq!((team.name.as_str(), team.settings.len()), ("Juniper", 0));
    let log = rachel.log().await?;
    assert_eq!(log[0]["detail"], format!("Juniper Realty → Juniper; {id} off"));
    Ok(())
}
