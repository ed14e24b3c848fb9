//! After somebody has gone who set things up (JT16).

use crate::automations::{Program, automation};
use serde_json::{Value, json};
use shared::api::{DepartureView, Departures, MadeKey};
use tests::{Failure, Somebody, Story, TestApp, accept, no, ok, state, unchanged};

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

async fn departures(who: &Somebody) -> Result<Vec<DepartureView>, Failure> {
    Ok(ok(who.client.get(&who.at("/departures")).await?)?.read::<Departures>()?.items)
}

async fn open(who: &Somebody, name: &str) -> Result<Vec<DepartureView>, Failure> {
    let all = departures(who).await?;
    Ok(all.into_iter().filter(|d| d.name == name && d.closed_at.is_none()).collect())
}

async fn edit(who: &Somebody, id: &str, body: Value) -> Result<DepartureView, Failure> {
    ok(who.client.patch(&who.at(&format!("/departures/{id}")), &body).await?)?.read()
}

/// A second admin, who sets things up: a key, an automation, some contacts.
async fn ada(app: &TestApp, rachel: &Somebody) -> Result<(Somebody, MadeKey), Failure> {
    let person =
        json!({"email": "ada@juniper.example", "fields": {"first-name": "Ada", "last-name": "Byron"}});
    ok(rachel.invites(json!({"people": [person], "role": "admin"})).await?)?;
    let token = app.token_for("ada@juniper.example").await?;
    ok(accept(app, &token, json!({"password": tests::PASSWORD})).await?.1)?;
    let ada = Somebody::of(app, "ada@juniper.example", "jtek").await?;
    let me = ada.team().await?.me.id;
    let key = ok(ada.client.post(&ada.at("/keys"), &json!({"name": "Ada's form"})).await?)?.read()?;
    automation(&ada, "Ada's leads", &[me.clone(), rachel.sees(TYLER).await?.id]).await?;
    let contact = json!({"title": "A contact of Ada's", "assignee": me});
    ok(ada.client.post(&ada.at("/work/contact"), &contact).await?)?;
    Ok((ada, key))
}

#[tokio::test]
async fn jt16_after_an_admin_has_gone_there_is_a_checklist() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let (ada, key) = ada(&app, &rachel).await?;
    assert!(open(&rachel, "Ada Byron").await?.is_empty());
    ok(rachel.tells("ada@juniper.example", "deactivate").await?)?;
    let all = open(&rachel, "Ada Byron").await?;
    let one = all.first().ok_or("no checklist")?;
    assert_eq!(
        (one.how.as_str(), one.role.as_str(), one.by.as_str()),
        ("deactivated", "admin", "Rachel Vasquez")
    );
    assert_eq!((one.at, one.password_done), (tests::START, false));
    assert_eq!(
        one.keys.iter().map(|k| (k.name.as_str(), k.made_by.gone)).collect::<Vec<_>>(),
        [("Ada's form", true)]
    );
    assert_eq!(one.automations.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["Ada's leads"]);
    assert_eq!(one.work.iter().map(|w| (w.kind.as_str(), w.n)).collect::<Vec<_>>(), [("contact", 1)]);
    assert_eq!(ada.client.get(&ada.at("/departures")).await?.outcome(), no(401, "not-signed-in"));

    // Her key still opens the intake until somebody decides about it.
    let knock = |secret: String| {
        let client = app.client();
        async move {
            let bearer = format!("Bearer {secret}");
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
            client
                .send(
                    axum::http::Method::POST,
                    "/api/v1/intake",
                    Some(b"{\"title\":\"x\"}".to_vec()),
                    &headers,
                )
                .await
        }
    };
    assert_eq!(knock(key.secret.clone()).await?.status.as_u16(), 201);
    ok(rachel.client.delete(&rachel.at(&format!("/keys/{}", one.keys[0].id)), &json!({})).await?)?;
    assert_eq!(knock(key.secret).await?.outcome(), no(401, "unknown-key"));
    let path = rachel.at(&format!("/automations/{}/take-over", one.automations[0].id));
    ok(rachel.client.post(&path, &json!({})).await?)?;
    let ticked = edit(&rachel, &one.id, json!({"password_done": true})).await?;
    assert!(ticked.password_done && ticked.closed_at.is_none());
    assert!(ticked.keys.is_empty() && ticked.automations.is_empty(), "revoked, and taken over");
    let list = ok(rachel.client.get(&rachel.at("/automations")).await?)?.json();
    let hers = list["items"].as_array().into_iter().flatten().find(|a| a["name"] == "Ada's leads");
    assert_eq!(hers.map(|a| &a["made_by"]["name"]), Some(&json!("Rachel Vasquez")));
    let closed = edit(&rachel, &one.id, json!({"closed": true})).await?;
    assert_eq!(closed.closed_at, Some(tests::START));
    assert!(open(&rachel, "Ada Byron").await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn jt16_a_restored_admin_is_no_longer_gone_and_the_checklist_stays() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    ada(&app, &rachel).await?;
    ok(rachel.tells("ada@juniper.example", "deactivate").await?)?;
    ok(rachel.tells("ada@juniper.example", "restore").await?)?;
    let all = open(&rachel, "Ada Byron").await?;
    assert_eq!(all.len(), 1);
    assert!(!all[0].keys[0].made_by.gone && !all[0].automations[0].made_by.gone);
    // Gone again, and for good: the same checklist, about the last of it.
    ok(rachel.tells("ada@juniper.example", "deactivate").await?)?;
    ok(rachel.deletes("ada@juniper.example", None).await?)?;
    let all = open(&rachel, "Ada Byron").await?;
    assert_eq!(all.iter().map(|d| d.how.as_str()).collect::<Vec<_>>(), ["deleted"]);
    assert!(all[0].keys[0].made_by.gone, "what she made is kept under her name");
    assert!(all[0].work.is_empty(), "nothing points at somebody who is deleted");
    assert_eq!(
        all[0].automations[0].members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(),
        ["Tyler Chen"]
    );
    Ok(())
}

#[tokio::test]
async fn jt16_somebody_without_such_rights_leaves_no_checklist() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let before = departures(&rachel).await?.len();
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    ok(rachel.deletes(TYLER, None).await?)?;
    ok(rachel.cancels("natalie@juniper.example").await?)?;
    assert_eq!(departures(&rachel).await?.len(), before);
    Ok(())
}

#[tokio::test]
async fn jt16_whoever_was_an_admin_once_and_made_a_key_leaves_one() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    ada(&app, &rachel).await?;
    ok(rachel.makes("ada@juniper.example", "user").await?)?;
    ok(rachel.tells("ada@juniper.example", "deactivate").await?)?;
    assert_eq!(open(&rachel, "Ada Byron").await?[0].keys.len(), 1);
    Ok(())
}

#[tokio::test]
async fn jt16_the_checklist_is_for_those_who_manage_integrations() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    ada(&app, &rachel).await?;
    ok(rachel.tells("ada@juniper.example", "deactivate").await?)?;
    let id = open(&rachel, "Ada Byron").await?.remove(0).id;
    let before = state(&app).await?;
    assert_eq!(tyler.client.get(&tyler.at("/departures")).await?.outcome(), no(403, "not-permitted"));
    let path = tyler.at(&format!("/departures/{id}"));
    assert_eq!(
        tyler.client.patch(&path, &json!({"closed": true})).await?.outcome(),
        no(403, "not-permitted")
    );
    let odd = rachel.client.patch(&rachel.at("/departures/nothing"), &json!({"closed": true})).await?;
    assert_eq!(odd.outcome(), no(404, "not-found"));
    unchanged(&app, &before).await?;
    Program::of(&app, &rachel).await.map(|_| ())
}
