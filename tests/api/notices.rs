//! The bell, and mail for those who want it (JT18, JY13).

use rolecall::storage::MailboxMail;
use serde_json::{Value, json};
use shared::api::Notices;
use tests::{Failure, Somebody, Story, TestApp, no, ok, state, unchanged};

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

struct Cast {
    app: TestApp,
    rachel: Somebody,
    tyler: Somebody,
    tyler_id: String,
}

async fn cast() -> Result<Cast, Failure> {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let tyler_id = tyler.team().await?.me.id;
    let cast = Cast { app, rachel, tyler, tyler_id };
    // What the demo's people were told before is not this story's.
    ok(cast.tyler.client.post(&cast.tyler.at("/notices/read"), &json!({"up_to": i64::MAX})).await?)?;
    Ok(cast)
}

async fn bell(who: &Somebody) -> Result<Notices, Failure> {
    ok(who.client.get(&who.at("/notices")).await?)?.read()
}

async fn contact(who: &Somebody, title: &str, assignee: Option<&str>) -> Result<String, Failure> {
    let mut body = json!({"title": title, "fields": {}});
    if let Some(id) = assignee {
        body["assignee"] = json!(id);
    }
    let made = ok(who.client.post(&who.at("/work/contact"), &body).await?)?.json();
    let id = made["id"].as_str().or(made["item"]["id"].as_str());
    Ok(id.ok_or_else(|| format!("no id in {made}"))?.to_owned())
}

async fn assign(who: &Somebody, to: &str, items: &[&String]) -> Result<(), Failure> {
    let body = json!({"to": to, "items": items});
    ok(who.client.post(&who.at("/work/contact/assign"), &body).await?).map(|_| ())
}

async fn wishes(who: &Somebody, choices: &str) -> Result<(), Failure> {
    let body = json!({"team": who.team, "fields": {"notifications": choices}});
    ok(who.client.patch("/api/v1/me", &body).await?).map(|_| ())
}

async fn mails_to(app: &TestApp, email: &str) -> Result<Vec<MailboxMail>, Failure> {
    Ok(app.mails().await?.into_iter().filter(|m| m.to == email).collect())
}

#[tokio::test]
async fn jt18_the_assignee_is_told_and_nobody_of_what_they_did_themself() -> Story {
    let Cast { app, rachel, tyler, tyler_id } = cast().await?;
    let me = rachel.team().await?.me.id;
    let was = bell(&rachel).await?.unread;
    let id = contact(&rachel, "Ada Byron", Some(&tyler_id)).await?;
    let rung = bell(&tyler).await?;
    let newest = &rung.items[0];
    assert_eq!((rung.unread, newest.kind.as_str(), newest.actor.as_str()), (1, "assigned", "Rachel Vasquez"));
    let item = newest.item.as_ref().ok_or("no item")?;
    assert_eq!(
        (item.kind.as_str(), item.id.as_str(), item.title.as_str()),
        ("contact", id.as_str(), "Ada Byron")
    );
    assert_eq!(tyler.team().await?.unread, 1);

    let own = contact(&rachel, "Mine", Some(&me)).await?;
    assign(&rachel, &me, &[&own]).await?;
    assert_eq!(bell(&rachel).await?.unread, was, "nobody is told of what they did themself");
    assert_eq!(bell(&tyler).await?.unread, 1, "nor of what is another's");
    assert!(mails_to(&app, TYLER).await?.is_empty(), "no mail unless asked for");
    Ok(())
}

#[tokio::test]
async fn jt18_activity_on_the_contact_is_told() -> Story {
    let Cast { app: _app, rachel, tyler, tyler_id } = cast().await?;
    let id = contact(&rachel, "Ada Byron", Some(&tyler_id)).await?;
    let note = rachel.at(&format!("/work/contact/{id}/notes"));
    ok(rachel.client.post(&note, &json!({"text": "Call her back"})).await?)?;
    let rung = bell(&tyler).await?;
    assert_eq!(
        rung.items.iter().take(2).map(|n| n.kind.as_str()).collect::<Vec<_>>(),
        ["activity", "assigned"]
    );
    let note = tyler.at(&format!("/work/contact/{id}/notes"));
    ok(tyler.client.post(&note, &json!({"text": "Done"})).await?)?;
    assert_eq!(bell(&tyler).await?.unread, 2, "not of the own note");
    Ok(())
}

#[tokio::test]
async fn jt18_many_at_once_are_one_notice_and_one_mail() -> Story {
    let Cast { app, rachel, tyler, tyler_id } = cast().await?;
    wishes(&tyler, "Assignments to me").await?;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(contact(&rachel, &format!("Lead {n}"), None).await?);
    }
    assign(&rachel, &tyler_id, &ids.iter().collect::<Vec<_>>()).await?;
    let rung = bell(&tyler).await?;
    assert_eq!((rung.unread, rung.items[0].n, rung.items[0].item.is_none()), (1, 5, true));
    let mails = mails_to(&app, TYLER).await?;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Assigned to you: Contacts: 5");
    assert!(mails[0].text.contains(&format!("{}/t/jtek/work/contact\n", tests::ORIGIN)), "{}", mails[0].text);
    Ok(())
}

#[tokio::test]
async fn jy13_mail_comes_to_those_who_want_it_and_about_what_they_want() -> Story {
    let Cast { app, rachel, tyler, tyler_id } = cast().await?;
    wishes(&tyler, "Activity on my contacts").await?;
    let id = contact(&rachel, "Ada <b>Byron</b>", Some(&tyler_id)).await?;
    assert!(mails_to(&app, TYLER).await?.is_empty(), "not about assignments");
    ok(rachel
        .client
        .post(&rachel.at(&format!("/work/contact/{id}/notes")), &json!({"text": "secret"}))
        .await?)?;
    let mails = mails_to(&app, TYLER).await?;
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(mail.text.contains(&format!("{}/t/jtek/work/contact/{id}\n", tests::ORIGIN)), "{}", mail.text);
    assert!(mail.text.contains("Rachel Vasquez") && mail.text.contains("Ada <b>Byron</b>"));
    assert!(!mail.html.contains("<b>") && mail.html.contains("Ada &lt;b&gt;"), "N2: {}", mail.html);
    assert!(!mail.text.contains("secret"), "what was said stays on the page");
    wishes(&tyler, "").await?;
    ok(rachel.client.post(&rachel.at(&format!("/work/contact/{id}/notes")), &json!({"text": "x"})).await?)?;
    assert_eq!(mails_to(&app, TYLER).await?.len(), 1, "the bell alone");
    assert_eq!(bell(&tyler).await?.unread, 3);
    Ok(())
}

#[tokio::test]
async fn p4_the_mails_of_one_person_have_a_limit_and_the_bell_has_none() -> Story {
    let Cast { app, rachel, tyler, tyler_id } = cast().await?;
    wishes(&tyler, "Assignments to me").await?;
    for n in 0..40 {
        contact(&rachel, &format!("Lead {n}"), Some(&tyler_id)).await?;
    }
    assert_eq!(bell(&tyler).await?.unread, 40);
    assert_eq!(mails_to(&app, TYLER).await?.len(), 30);
    Ok(())
}

#[tokio::test]
async fn jt18_notices_are_read_and_only_by_whom_they_are_for() -> Story {
    let Cast { app, rachel, tyler, tyler_id } = cast().await?;
    for title in ["One", "Two", "Three"] {
        contact(&rachel, title, Some(&tyler_id)).await?;
    }
    let rung = bell(&tyler).await?;
    let middle = rung.items[1].id;
    let read = async |who: &Somebody, up_to: i64| {
        ok(who.client.post(&who.at("/notices/read"), &json!({ "up_to": up_to })).await?)?.read::<Notices>()
    };
    let before = state(&app).await?;
    read(&rachel, i64::MAX).await?;
    let left: Vec<Value> = vec![json!(bell(&tyler).await?.unread)];
    assert_eq!(left, [json!(3)], "somebody else's reading is their own");
    let revision = tyler.team().await?.revision;
    let after = read(&tyler, middle).await?;
    assert_eq!(after.unread, 1);
    assert_eq!(after.items.iter().take(3).map(|n| n.read).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(tyler.team().await?.revision, revision, "nobody else has anything to look at");
    read(&tyler, 0).await?;
    read(&tyler, i64::MAX).await?;
    assert_eq!((bell(&tyler).await?.unread, tyler.team().await?.unread), (0, 0));
    drop(before);
    let odd = tyler.client.post(&tyler.at("/notices/read"), &json!({"up_to": 1, "member": "x"})).await?;
    assert_eq!(odd.outcome(), no(422, "invalid-fields"));
    Ok(())
}

#[tokio::test]
async fn a14_a_title_is_there_only_while_the_item_is_seen() -> Story {
    let Cast { app, rachel, tyler, tyler_id } = cast().await?;
    let id = contact(&rachel, "Ada Byron", Some(&tyler_id)).await?;
    let setting = rachel.team().await?.profile.settings.iter().next().map(|(id, _)| id.to_owned());
    ok(rachel.client.patch(&rachel.at(""), &json!({"settings": [setting.ok_or("no setting")?]})).await?)?;
    assert!(bell(&tyler).await?.items[0].item.is_some(), "it is Tyler's");
    let me = rachel.team().await?.me.id;
    assign(&rachel, &me, &[&id]).await?;
    let rung = bell(&tyler).await?;
    assert_eq!((rung.items[0].kind.as_str(), rung.items[0].item.is_none()), ("assigned", true));
    let text = String::from_utf8(tyler.client.get(&tyler.at("/notices")).await?.bytes)?;
    assert!(!text.contains("Ada Byron") && !text.contains(&id), "{text}");
    let before = state(&app).await?;
    bell(&tyler).await?;
    unchanged(&app, &before).await
}

#[tokio::test]
async fn jt13_nobody_is_told_who_has_no_access() -> Story {
    let Cast { app, rachel, tyler, tyler_id } = cast().await?;
    wishes(&tyler, "Assignments to me,Activity on my contacts").await?;
    let id = contact(&rachel, "Ada Byron", Some(&tyler_id)).await?;
    let mails = mails_to(&app, TYLER).await?.len();
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    ok(rachel.client.post(&rachel.at(&format!("/work/contact/{id}/notes")), &json!({"text": "x"})).await?)?;
    assert_eq!(mails_to(&app, TYLER).await?.len(), mails);
    let read = tyler.client.post(&tyler.at("/notices/read"), &json!({"up_to": 1})).await?;
    assert_eq!(read.outcome(), no(401, "not-signed-in"));
    Ok(())
}

#[tokio::test]
async fn st10_whoever_gets_the_work_of_a_leaver_is_told_once_for_each_kind() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@salestrekker.example", "salestrekker").await?;
    let (tom, priya) = ("tom@salestrekker.example", "priya@salestrekker.example");
    let id = owner.sees(tom).await?.id;
    for (kind, n) in [("deal", 3), ("note", 1)] {
        for at in 0..n {
            let body = json!({"title": format!("{kind} {at}"), "fields": {}, "assignee": id});
            ok(owner.client.post(&owner.at(&format!("/work/{kind}")), &body).await?)?;
        }
    }
    let heir = Somebody::of(&app, priya, "salestrekker").await?;
    let before = bell(&heir).await?.unread;
    let had = ok(owner.client.get(&owner.at(&format!("/members/{id}/work"))).await?)?.json();
    ok(owner.deletes(tom, Some(priya)).await?)?;
    let rung = bell(&heir).await?;
    let new: Vec<_> = rung.items.iter().take((rung.unread - before) as usize).collect();
    let kinds: std::collections::BTreeSet<_> = new.iter().map(|n| n.work.as_str()).collect();
    assert_eq!(kinds.len(), new.len(), "one for each kind: {new:?}");
    assert!(kinds.contains("deal") && kinds.contains("note"), "{had} {new:?}");
    assert!(new.iter().all(|n| n.kind == "assigned" && n.n > 0));
    Ok(())
}
