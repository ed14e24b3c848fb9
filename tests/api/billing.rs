//! Seats and what is paid for (JL6, ST13, JY16): buying them here, and from a billing system.

use crate::webhooks::{Receiver, header};
use rolecall::billing::Webhook;
use rolecall::webhook::signature;
use serde_json::{Value, json};
use shared::api::BillingView;
use std::sync::Arc;
use tests::{Answer, Failure, Options, Somebody, Story, TestApp, asked, faults, no, ok, state, unchanged};

const TEAM: &str = "jetlink";
const ADMIN: &str = "admin@jetlink.example";

async fn buys(who: &Somebody, n: u32, once: &str) -> Result<Answer, Failure> {
    who.client.post(&who.at("/seats"), &json!({"kind": "agent", "n": n, "once": once})).await
}

async fn billing(who: &Somebody) -> Result<BillingView, Failure> {
    ok(who.client.get(&who.at("/billing")).await?)?.read()
}

async fn limit(who: &Somebody) -> Result<u32, Failure> {
    Ok(who.team().await?.counts.seats["agent"].limit.unwrap_or(0))
}

/// Takes every free agent seat but so many.
async fn leave(who: &Somebody, left: u32) -> Story {
    let seats = who.team().await?.counts.seats["agent"];
    for n in left..seats.limit.unwrap_or(0) - seats.used - seats.pending {
        ok(agent(who, &format!("n{n}@jetlink.example")).await?)?;
    }
    Ok(())
}

async fn agent(who: &Somebody, email: &str) -> Result<Answer, Failure> {
    let fields = json!({"first-name": "Noor", "last-name": "Haddad"});
    who.invites(json!({"people": [{"email": email, "fields": fields}], "role": "agent"})).await
}

#[tokio::test]
async fn jl6_a_seat_that_is_bought_lets_the_invitation_through() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    leave(&admin, 0).await?;
    assert_eq!(agent(&admin, "late@jetlink.example").await?.outcome(), no(409, "seats-exhausted"));
    let (had, revision) = (limit(&admin).await?, admin.team().await?.revision);
    let bought = ok(buys(&admin, 2, "first").await?)?.json();
    assert_eq!(bought["counts"]["seats"]["agent"]["limit"], had + 2);
    assert!(bought["revision"].as_i64() > Some(revision), "old tabs ask again");
    ok(agent(&admin, "late@jetlink.example").await?)?;
    let view = billing(&admin).await?;
    let line = &view.seats[0];
    assert_eq!((line.kind.as_str(), line.limit, line.used + line.pending), ("agent", Some(had + 2), had + 1));
    let last = &view.purchases[0];
    assert_eq!((last.kind.as_str(), last.n, view.external), ("agent", 2, false));
    assert_eq!(last.by, admin.team().await?.me.name);
    let log = asked(&app, "SELECT json_array(detail) FROM audit WHERE action = 'purchase-seats'").await?;
    assert_eq!(log, [json!(["+ 2 agent"])]);
    Ok(())
}

#[tokio::test]
async fn jl6_the_same_order_twice_buys_once() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let had = limit(&admin).await?;
    ok(buys(&admin, 3, "k").await?)?;
    let again = ok(buys(&admin, 3, "k").await?)?.json();
    assert_eq!(again["counts"]["seats"]["agent"]["limit"], had + 3);
    let before = state(&app).await?;
    assert_eq!(faults(&buys(&admin, 4, "k").await?), ["once duplicate"]);
    unchanged(&app, &before).await?;
    let all =
        tokio::join!(buys(&admin, 1, "t"), buys(&admin, 1, "t"), buys(&admin, 1, "t"), buys(&admin, 1, "u"));
    for one in [all.0?, all.1?, all.2?, all.3?] {
        ok(one)?;
    }
    assert_eq!((limit(&admin).await?, billing(&admin).await?.purchases.len()), (had + 5, 3));
    Ok(())
}

#[tokio::test]
async fn jl6_two_admins_race_for_the_last_seat_and_the_other_buys_one() -> Story {
    let app = TestApp::with_demo().await?;
    let [one, two] = [Somebody::of(&app, ADMIN, TEAM).await?, Somebody::of(&app, ADMIN, TEAM).await?];
    leave(&one, 1).await?;
    let addresses = ["left@jetlink.example", "right@jetlink.example"];
    let both = tokio::join!(agent(&one, addresses[0]), agent(&two, addresses[1]));
    let both = [both.0?.outcome(), both.1?.outcome()];
    let lost = both.iter().position(|o| *o == no(409, "seats-exhausted")).ok_or("nobody lost")?;
    assert_eq!(both[1 - lost].0, 201, "one gets it");
    ok(buys(&one, 1, "for-the-other").await?)?;
    ok(agent(&two, addresses[lost]).await?)?;
    let seats = one.team().await?.counts.seats["agent"];
    assert_eq!(Some(seats.used + seats.pending), seats.limit);
    Ok(())
}

#[tokio::test]
async fn jl6_who_may_not_buy_and_what_is_no_order_changes_nothing() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    for email in ["agent@jetlink.example", "reporter@jetlink.example", "trainer@jetlink.example"] {
        let who = Somebody::of(&app, email, TEAM).await?;
        assert_eq!(buys(&who, 1, "k").await?.outcome(), no(403, "not-permitted"), "{email}");
        assert_eq!(who.client.get(&who.at("/billing")).await?.outcome(), no(403, "not-permitted"), "{email}");
    }
    let before = state(&app).await?;
    let bad = |kind: &str, n: Value, once: &str| json!({"kind": kind, "n": n, "once": once});
    for (body, told) in [
        (bad("admin", json!(1), "k"), "kind unknown-seat"),
        (bad("", json!(1), "k"), "kind unknown-seat"),
        (bad("agent", json!(0), "k"), "n out-of-range"),
        (bad("agent", json!(1_001), "k"), "n out-of-range"),
        (bad("agent", json!(1), ""), "once required"),
        (bad("agent", json!(1), "a b"), "once not-a-key"),
        (bad("agent", json!(1), &"k".repeat(65)), "once not-a-key"),
    ] {
        assert_eq!(faults(&admin.client.post(&admin.at("/seats"), &body).await?), [told], "{body}");
    }
    let minus = admin.client.post(&admin.at("/seats"), &bad("agent", json!(-1), "k")).await?;
    assert_eq!(minus.status.as_u16(), 422, "{minus:?}");
    unchanged(&app, &before).await?;
    // Seats that are only counted are nobody's to buy (ST13).
    let owner = Somebody::of(&app, "owner@salestrekker.example", "salestrekker").await?;
    let body = bad("users", json!(1), "k");
    assert_eq!(owner.client.post(&owner.at("/seats"), &body).await?.outcome(), no(403, "not-permitted"));
    Ok(())
}

#[tokio::test]
async fn jl6_a_billing_system_is_asked_and_its_answer_decides() -> Story {
    let system = Receiver::listen().await?;
    let port = Webhook::new(&system.url, "shared secret").map_err(|e| e.code())?;
    let options = Options { demo: Some(20), work: 0, billing: Arc::new(port), ..Options::default() };
    let app = TestApp::with(options).await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let had = limit(&admin).await?;
    assert!(billing(&admin).await?.external);
    let before = state(&app).await?;
    for (answer, status, code) in [
        ("HTTP/1.1 402 Payment Required\r\n\r\n", 409, "purchase-declined"),
        ("HTTP/1.1 409 Conflict\r\n\r\n", 409, "purchase-declined"),
        ("HTTP/1.1 500 Oops\r\n\r\n", 502, "billing-unreachable"),
        ("HTTP/1.1 302 Found\r\nlocation: http://elsewhere.example/\r\n\r\n", 502, "billing-unreachable"),
        ("nonsense", 502, "billing-unreachable"),
    ] {
        system.answers(answer);
        assert_eq!(buys(&admin, 2, "k-1").await?.outcome(), no(status, code), "{answer}");
        unchanged(&app, &before).await?;
    }
    system.answers("HTTP/1.1 204 No Content\r\n\r\n");
    ok(buys(&admin, 2, "k-1").await?)?;
    assert_eq!(limit(&admin).await?, had + 2);
    let got = system.got();
    let (head, body) = got.last().and_then(|r| r.split_once("\r\n\r\n")).ok_or("nothing was asked")?;
    let order: Value = serde_json::from_str(body)?;
    assert_eq!(order, json!({"team": TEAM, "kind": "agent", "n": 2, "once": "k-1"}));
    let seconds = tests::START / 1_000;
    assert_eq!(header(head, "rolecall-signature"), Some(signature("shared secret", seconds, body)));
    assert_eq!(header(head, "rolecall-delivery").as_deref(), Some("jetlink.k-1"));
    // Granted already: nobody is asked to pay again.
    ok(buys(&admin, 2, "k-1").await?)?;
    assert_eq!(system.got().len(), got.len());
    Ok(())
}

#[tokio::test]
async fn jl6_a_billing_system_that_is_gone_sells_nothing() -> Story {
    let port = Webhook::new("http://127.0.0.1:9/orders", "s").map_err(|e| e.code())?;
    let options = Options { demo: Some(20), work: 0, billing: Arc::new(port), ..Options::default() };
    let app = TestApp::with(options).await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let before = state(&app).await?;
    assert_eq!(buys(&admin, 1, "k").await?.outcome(), no(502, "billing-unreachable"));
    unchanged(&app, &before).await
}

#[tokio::test]
async fn st13_the_bill_counts_the_disabled_and_not_the_deleted() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@salestrekker.example", "salestrekker").await?;
    let billed = async || billing(&owner).await.map(|b| (b.seats[0].used, b.seats[0].limit));
    assert_eq!(billed().await?, (10, None), "eight active, two disabled, none of the invited; none to buy");
    ok(owner.tells("tom@salestrekker.example", "deactivate").await?)?;
    assert_eq!(billed().await?, (10, None));
    ok(owner.deletes("tom@salestrekker.example", Some("priya@salestrekker.example")).await?)?;
    assert_eq!(billed().await?, (9, None));
    Ok(())
}

#[tokio::test]
async fn jy16_owners_reach_billing_and_nobody_else_does() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    assert!(billing(&owner).await?.seats.is_empty(), "Jelly counts no seats");
    for email in ["admin@jelly.example", "member@jelly.example"] {
        let who = Somebody::of(&app, email, "jelly").await?;
        assert_eq!(who.client.get(&who.at("/billing")).await?.outcome(), no(403, "not-permitted"), "{email}");
    }
    Ok(())
}

#[tokio::test]
async fn jl6_a_new_team_begins_without_agent_seats() -> Story {
    let app = TestApp::new().await?;
    let browser = app.client();
    let new = json!({"team_name": "First", "profile": TEAM, "email": "ada@first.example", "name": "Ada King", "password": "long enough"});
    let team = ok(browser.post("/api/v1/setup", &new).await?)?.json()["teams"][0]["team"].clone();
    let ada = Somebody { client: browser, team: team.as_str().unwrap_or_default().to_owned() };
    assert_eq!(limit(&ada).await?, 0);
    assert_eq!(agent(&ada, "bob@first.example").await?.outcome(), no(409, "seats-exhausted"));
    ok(buys(&ada, 1, "k").await?)?;
    ok(agent(&ada, "bob@first.example").await?)?;
    Ok(())
}
