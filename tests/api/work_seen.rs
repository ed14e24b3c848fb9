//! Who sees what of the demo's work: the settings and switches of the documents, one by one.

use serde_json::{Value, json};
use tests::{
    Answer, Failure, Somebody, Story, TestApp, body_apart_from_request, faults, no, ok, state, unchanged,
};

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";
const OWNER: &str = "owner@salestrekker.example";
const TOM: &str = "tom@salestrekker.example";
const PRIYA: &str = "priya@salestrekker.example";
const SOFIE: &str = "sofie@salestrekker.example";

async fn read(who: &Somebody, path: &str) -> Result<Value, Failure> {
    Ok(ok(who.client.get(&who.at(path)).await?)?.json())
}

async fn send(who: &Somebody, path: &str, body: Value) -> Result<Answer, Failure> {
    who.client.post(&who.at(path), &body).await
}

fn n(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// All pages of a list.
async fn all(who: &Somebody, kind: &str, query: &str) -> Result<Vec<Value>, Failure> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let page = read(who, &format!("/work/{kind}?limit=7{query}{after}")).await?;
        items.extend(list(&page["items"]));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(items),
        }
    }
}

async fn makes(who: &Somebody, kind: &str, body: Value) -> Result<Value, Failure> {
    Ok(ok(send(who, &format!("/work/{kind}"), body).await?)?.json())
}

async fn assigned_only(rachel: &Somebody) -> Story {
    ok(rachel.client.patch(&rachel.at(""), &json!({"settings": ["assigned-only"]})).await?)?;
    Ok(())
}

#[tokio::test]
async fn jt6_assigned_only_holds_for_users_and_not_for_admins() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let everything = all(&rachel, "contact", "").await?.len();
    assert_eq!(all(&tyler, "contact", "").await?.len(), everything, "off: everybody sees all");
    assigned_only(&rachel).await?;
    let mine = tyler.team().await?.me.id;
    let seen = all(&tyler, "contact", "").await?;
    assert!(!seen.is_empty() && seen.len() < everything);
    assert!(seen.iter().all(|c| c["assignee"]["id"] == json!(mine)));
    assert_eq!(all(&rachel, "contact", "").await?.len(), everything, "an admin sees all as before");
    let counts = read(&tyler, "/work/contact/counts").await?;
    assert_eq!(counts["tally"], json!({"all": seen.len(), "unassigned": 0, "mine": seen.len()}));
    assert_eq!(list(&counts["people"]).len(), 1);
    let file = ok(tyler.client.get(&tyler.at("/work/contact/export")).await?)?;
    assert_eq!(String::from_utf8(file.bytes)?.lines().count(), seen.len() + 1);
    // What is not theirs is not found, to the byte like what was never there.
    let foreign = all(&rachel, "contact", "&assignee=none").await?;
    let item = |id: &str| tyler.at(&format!("/work/contact/{id}"));
    let hidden = tyler.client.get(&item(&text(&foreign[0]["id"]))).await?;
    let nothing = tyler.client.get(&item("aaaaaaaaaaaaaaaaaaaaaaaaaa")).await?;
    assert_eq!(hidden.outcome(), no(404, "not-found"));
    assert_eq!(body_apart_from_request(&hidden), body_apart_from_request(&nothing));
    // And cannot be taken: one hidden item spoils the whole request.
    let ids = json!([foreign[0]["id"], seen[0]["id"]]);
    let before = state(&app).await?;
    let grab = send(&tyler, "/work/contact/assign", json!({"to": mine, "items": ids})).await?;
    assert_eq!(grab.outcome(), no(404, "not-found"));
    unchanged(&app, &before).await?;
    // What they make for nobody in particular is theirs, or they would not see it again.
    let made = makes(&tyler, "contact", json!({"title": "Walk In"})).await?;
    assert_eq!(made["item"]["assignee"]["id"], json!(mine));
    Ok(())
}

#[tokio::test]
async fn jt8_an_opportunity_has_an_assignee_of_its_own() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let (me, him) = (rachel.team().await?.me.id, tyler.team().await?.me.id);
    let contact =
        text(&makes(&rachel, "contact", json!({"title": "Ana", "assignee": me})).await?["item"]["id"]);
    let deal =
        json!({"title": "14 Maple Street", "parent": contact, "assignee": him, "fields": {"stage": "Offer"}});
    let deal = makes(&rachel, "opportunity", deal).await?;
    let id = text(&deal["item"]["id"]);
    let detail = read(&rachel, &format!("/work/contact/{contact}")).await?;
    assert_eq!(detail["item"]["assignee"]["name"], "Rachel Vasquez");
    assert_eq!(detail["linked"][0]["assignee"]["name"], "Tyler Chen");
    assert_eq!(read(&tyler, &format!("/work/opportunity/{id}")).await?["item"]["parent"]["title"], "Ana");
    // Under "Assigned Only" he sees the opportunity, and not whose it is about.
    assigned_only(&rachel).await?;
    let seen = read(&tyler, &format!("/work/opportunity/{id}")).await?;
    assert!(seen["item"].get("parent").is_none(), "{seen}");
    let link = json!({"title": "x", "parent": contact});
    assert_eq!(faults(&send(&tyler, "/work/opportunity", link).await?), ["parent not-found"]);
    Ok(())
}

#[tokio::test]
async fn jt14_deactivating_hands_over_in_the_same_step_to_somebody_who_can() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, OWNER, "salestrekker").await?;
    let (tom, priya) = (owner.sees(TOM).await?.id, owner.sees(PRIYA).await?.id);
    let preview = read(&owner, &format!("/members/{tom}/work")).await?;
    assert!(!list(&preview["kinds"]).is_empty());
    let path = format!("/members/{tom}/deactivate");
    let before = state(&app).await?;
    for heir in [&tom, &owner.sees(SOFIE).await?.id, &"nobody".to_owned()] {
        let refused = send(&owner, &path, json!({"successor": heir})).await?;
        assert_eq!(refused.outcome(), no(409, "successor-invalid"));
    }
    unchanged(&app, &before).await?;
    ok(send(&owner, &path, json!({"successor": priya})).await?)?;
    assert_eq!(read(&owner, &format!("/members/{tom}/work")).await?, json!({"kinds": []}));
    assert_eq!(owner.sees(TOM).await?.status.id(), "deactivated");
    Ok(())
}

#[tokio::test]
async fn va4_va3_calls_of_assigned_agents_alone_and_recordings_by_their_switch() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let jonas = Somebody::of(&app, "member@voice.example", "voice-agents").await?;
    let chloe = Somebody::of(&app, "chloe@voice.example", "voice-agents").await?;
    let seen = all(&jonas, "call", "").await?;
    assert!(!seen.is_empty() && seen.iter().all(|c| c["resource"] == "reception"));
    assert!(seen.iter().all(|c| c["fields"].get("recording").is_none()), "no switch, no recording");
    assert_eq!(all(&jonas, "call", "&resource=intake").await?.len(), 0);
    let hers = all(&chloe, "call", "").await?;
    assert!(hers.iter().any(|c| c["fields"].get("recording").is_some()));
    let all_calls = all(&admin, "call", "").await?;
    let foreign =
        all_calls.iter().find(|c| c["resource"] == "intake").map(|c| text(&c["id"])).unwrap_or_default();
    let path = jonas.at(&format!("/work/call/{foreign}"));
    assert_eq!(jonas.client.get(&path).await?.outcome(), no(404, "not-found"));
    let file = ok(jonas.client.get(&jonas.at("/work/call/export")).await?)?;
    let file = String::from_utf8(file.bytes)?;
    assert!(!file.contains("Recording") && file.lines().count() == seen.len() + 1);
    let forbidden = json!({"title": "x", "resource": "intake"});
    assert_eq!(faults(&send(&jonas, "/work/call", forbidden).await?), ["resource not-found"]);
    Ok(())
}

#[tokio::test]
async fn jl4_jl9_own_company_assigned_conversations_and_the_visible_name() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@jetlink.example", "jetlink").await?;
    let liam = Somebody::of(&app, "agent@jetlink.example", "jetlink").await?;
    let seen = all(&liam, "conversation", "").await?;
    let whole = all(&admin, "conversation", "").await?;
    assert!(!seen.is_empty() && seen.len() < whole.len());
    assert!(seen.iter().all(|c| c.get("unit").is_none_or(|u| u == "home")));
    assert_eq!(n(&read(&liam, "/work/conversation?limit=1").await?["total"]), seen.len() as u64);
    let row = admin.sees("agent@jetlink.example").await?;
    let parts = json!({"fields": {"visible-name": "Leo"}, "grants": ["assigned-only"]});
    ok(admin.edits("agent@jetlink.example", parts).await?)?;
    let own = all(&liam, "conversation", "").await?;
    assert!(own.iter().all(|c| c["assignee"]["id"] == json!(row.id)) && own.len() < seen.len());
    let detail = read(&liam, &format!("/work/conversation/{}", text(&own[0]["id"]))).await?;
    assert_eq!(text(&detail["facing"]), "Leo");
    // A reporter has nothing to do with conversations.
    let reporter = Somebody::of(&app, "reporter@jetlink.example", "jetlink").await?;
    let closed = reporter.client.get(&reporter.at("/work/conversation")).await?;
    assert_eq!(closed.outcome(), no(403, "not-permitted"));
    let cannot =
        send(&admin, "/work/conversation/assign", json!({"to": reporter.team().await?.me.id, "filter": {}}))
            .await?;
    assert_eq!(cannot.outcome(), no(409, "cannot-hold-work"));
    Ok(())
}
