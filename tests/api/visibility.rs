//! A14: every way of looking at work shows the same: what the documents show this viewer, and nothing else. One walk for
//! each kind of work and each kind of viewer of every product (JT6, JL4, VA4), against the stage's own model.

use crate::look::Look;
use crate::stage::{PRODUCTS, Stage, kinds};
use axum::http::Method;
use serde_json::{Value, json};
use shared::policy::Status;
use std::time::Duration;
use tests::{Came, Failure, Live, Saved, Story, TestApp, ok};

/// Everybody looks in every way; whoever looks is signed in before the state is kept to go back to.
async fn walk(app: &TestApp, stage: &Stage) -> Story {
    let mut looks = Vec::new();
    for who in stage.people.iter().filter(|p| p.status == Status::Active) {
        let told = format!("{} in {} ({})", who.email, stage.product, stage.assigned_only);
        looks.push(Look { stage, who, browser: stage.browser(app, who).await?, told });
    }
    let saved = Saved::now(app).await?;
    for look in &looks {
        for kind in kinds(stage.product) {
            if !stage.opens(look.who) {
                look.closed(kind).await?;
                continue;
            }
            look.lists(kind).await?;
            look.counts(kind).await?;
            look.words(kind).await?;
            look.details(kind, app).await?;
            look.export(kind).await?;
            look.bulk(kind, app, &saved).await?;
        }
    }
    Ok(())
}

/// Everything that comes until it is quiet for a while; what is due is waited for, however busy the machine is.
async fn heard(mut live: Live, due: bool) -> Result<(Live, Vec<String>), Failure> {
    let mut all = Vec::new();
    let mut within = if due { Duration::from_secs(10) } else { QUIET };
    while let Came::Event(event) = live.next(within).await? {
        within = QUIET;
        all.extend(
            event["topics"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned),
        );
    }
    Ok((live, all))
}

/// Long enough to say that nothing comes; the server gathers what happens in a tenth of a second.
const QUIET: Duration = Duration::from_millis(220);

/// Live events tell of the items that one sees, and of no other: everybody listens while each item is written on.
async fn hear(app: &TestApp, stage: &Stage) -> Story {
    let kind = kinds(stage.product).first().copied().unwrap_or_default();
    let mut ears = Vec::new();
    for who in stage.people.iter().filter(|p| p.status == Status::Active) {
        let browser = stage.browser(app, who).await?;
        let (live, greeting) = heard(browser.listen(&stage.chief.at("/live"), &[]).await?, true).await?;
        assert_eq!(greeting, Vec::<String>::new());
        ears.push((who, live));
    }
    for item in stage.items.iter().filter(|i| i.kind == kind) {
        let path = stage.chief.at(&format!("/work/{kind}/{}/notes", item.id));
        ok(stage.chief.client.post(&path, &json!({"text": "A call"})).await?)?;
        let listening: Vec<_> = ears
            .into_iter()
            .map(|(who, live)| (who, tokio::spawn(heard(live, stage.sees(who, item)))))
            .collect();
        ears = Vec::new();
        for (who, ear) in listening {
            let (live, topics) = ear.await??;
            let told = format!("{} hears of {item:?}: {topics:?}", who.email);
            assert_eq!(topics.contains(&format!("work:{kind}")), stage.sees(who, item), "{told}");
            let mine = item.assignee.as_ref() == Some(&who.id) && !who.email.starts_with("chief");
            let own = topics.contains(&"notices".to_owned());
            assert!(own <= mine, "{told}: a notice of somebody else's");
            ears.push((who, live));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a14_a13_live_events_tell_of_what_one_sees_and_of_nothing_else() -> Story {
    let app = TestApp::new().await?;
    for product in PRODUCTS {
        let mut stage = Stage::set(&app, product, 1).await?;
        stage.one_goes().await?;
        if product == "jtek" {
            stage.assigned_only(true).await?;
        }
        hear(&app, &stage).await?;
    }
    Ok(())
}

/// What leaves one's sight is told as well: the list that shows it is stale.
#[tokio::test]
async fn a14_an_item_that_leaves_or_enters_ones_sight_is_told() -> Story {
    let app = TestApp::new().await?;
    let mut stage = Stage::set(&app, "jtek", 1).await?;
    stage.assigned_only(true).await?;
    let una = stage.people.iter().find(|p| p.email.starts_with("una")).ok_or("no una")?;
    let ulf = stage.people.iter().find(|p| p.email.starts_with("ulf")).ok_or("no ulf")?;
    let item = stage.items.iter().find(|i| i.kind == "contact" && i.assignee.is_none()).ok_or("no item")?;
    let live = stage.browser(&app, una).await?.listen(&stage.chief.at("/live"), &[]).await?;
    let (mut live, _) = heard(live, true).await?;
    for (to, what) in [(&una.id, "enters"), (&ulf.id, "leaves")] {
        let body = json!({"to": to, "items": [item.id]});
        ok(stage.chief.client.post(&stage.chief.at("/work/contact/assign"), &body).await?)?;
        let topics;
        (live, topics) = heard(live, true).await?;
        assert!(topics.iter().any(|t| t == "work:contact"), "it {what}: {topics:?}");
    }
    Ok(())
}

async fn everybody(product: &'static str) -> Story {
    assert!(PRODUCTS.contains(&product));
    let app = TestApp::new().await?;
    let mut stage = Stage::set(&app, product, 1).await?;
    stage.one_goes().await?;
    walk(&app, &stage).await?;
    if product == "jtek" {
        stage.assigned_only(true).await?;
        walk(&app, &stage).await?;
        // Off again: as before, at once.
        stage.assigned_only(false).await?;
        let una = stage.people.iter().find(|p| p.email.starts_with("una")).ok_or("no una")?;
        let browser = stage.browser(&app, una).await?;
        let look = Look { stage: &stage, who: una, browser, told: "una, off again".into() };
        look.lists("contact").await?;
    }
    // Somebody whose access is gone sees nothing by any way.
    let gone = stage.people.iter().find(|p| p.status != Status::Active).ok_or("nobody went")?;
    let answer = tests::sign_in(&app, &gone.email, tests::PASSWORD).await?;
    assert!(!answer.status.is_success(), "{product}: {} signs in", gone.email);
    Ok(())
}

#[tokio::test]
async fn a14_jt6_every_way_of_looking_shows_users_the_same_with_and_without_assigned_only() -> Story {
    everybody("jtek").await
}

#[tokio::test]
async fn a14_jl4_every_way_of_looking_keeps_to_assigned_conversations_and_own_companies() -> Story {
    everybody("jetlink").await
}

#[tokio::test]
async fn a14_va4_every_way_of_looking_shows_calls_of_assigned_agents_alone() -> Story {
    everybody("voice-agents").await
}

#[tokio::test]
async fn a14_salestrekker_and_jelly_everybody_who_works_there_sees_all_work() -> Story {
    everybody("salestrekker").await?;
    everybody("jelly").await
}

/// The bell names an item only while it is seen (JT18, A14).
#[tokio::test]
async fn a14_a_notice_does_not_name_what_is_out_of_sight_by_now() -> Story {
    let app = TestApp::new().await?;
    let mut stage = Stage::set(&app, "jtek", 1).await?;
    stage.assigned_only(true).await?;
    let una = stage.people.iter().find(|p| p.email.starts_with("una")).ok_or("no una")?;
    let ulf = stage.people.iter().find(|p| p.email.starts_with("ulf")).ok_or("no ulf")?;
    let item = stage.items.iter().find(|i| i.kind == "contact" && i.assignee.is_none()).ok_or("no item")?;
    let browser = stage.browser(&app, una).await?;
    let assign = async |to: &str| -> Story {
        let body = json!({"to": to, "items": [item.id]});
        ok(stage.chief.client.post(&stage.chief.at("/work/contact/assign"), &body).await?)?;
        Ok(())
    };
    let bell = async || -> Result<Value, Failure> {
        Ok(ok(browser.get(&stage.chief.at("/notices")).await?)?.json())
    };
    assign(&una.id).await?;
    let told = bell().await?;
    let named =
        told["items"].as_array().ok_or("no items")?.iter().any(|n| n["item"]["id"] == item.id.as_str());
    assert!(named, "una hears of it: {told}");
    assign(&ulf.id).await?;
    let told = bell().await?;
    assert!(!told.to_string().contains(&item.title), "una still reads {told}");
    assert!(!told.to_string().contains(&item.id), "una still reads {told}");
    Ok(())
}

/// Refused by the method as much as by the path.
#[tokio::test]
async fn a14_lists_take_no_filter_that_widens() -> Story {
    let app = TestApp::new().await?;
    let mut stage = Stage::set(&app, "jtek", 1).await?;
    stage.assigned_only(true).await?;
    let una = stage.people.iter().find(|p| p.email.starts_with("una")).ok_or("no una")?;
    let browser = stage.browser(&app, una).await?;
    let seen = stage.seen(una, "contact", |_| true);
    for odd in [
        "?assignee=",
        "?assignee=*",
        "?assignee=%25",
        "?assignee=all",
        "?assignee=none%27--",
        "?q=%25",
        "?q=_",
        "?q=%22%20OR%201",
        "?q=*",
        "?scope=all",
        "?see=all",
        "?assignee=me&assignee=none",
        "?limit=0",
        "?limit=501",
        "?limit=-1",
        "?after=AAAA",
        "?after=%00",
        "?resource=%25",
        "?unit=x",
        "?q=",
        "?q=%20%20",
    ] {
        for rest in [format!("/work/contact{odd}"), format!("/work/contact/export{odd}")] {
            let answer = browser.send(Method::GET, &stage.chief.at(&rest), None, &[]).await?;
            assert!(!answer.status.is_server_error(), "{rest}: {:?}", answer.outcome());
            if !answer.status.is_success() {
                assert!([400, 404, 422].contains(&answer.status.as_u16()), "{rest}: {:?}", answer.outcome());
                continue;
            }
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            for item in stage.items.iter().filter(|i| i.kind == "contact" && !seen.contains(&i.id)) {
                assert!(
                    !text.contains(&format!("{}\"", item.title)) && !text.contains(&item.id),
                    "{rest}: {}",
                    item.title
                );
            }
        }
    }
    Ok(())
}
