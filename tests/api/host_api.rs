//! A host's back end, which says who its users are by its own names for them.

use crate::webhooks::Receiver;
use crate::widget_tokens::Host;
use axum::http::Method;
use rolecall::config::Config;
use rolecall::webhook::deliver_due;
use serde_json::{Value, json};
use shared::api::{HostMember, WidgetToken};
use tests::{Answer, Failure, ORIGIN, Options, Somebody, Story, TestApp, faults, no, ok, state, unchanged};

const CRM: &str = "https://crm.example";
const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

fn key() -> Value {
    json!({"name": "CRM", "scopes": ["widget", "members"], "origins": [CRM]})
}

async fn puts(host: &Host, team: &str, reference: &str, body: Value) -> Result<Answer, Failure> {
    let path = format!("/api/v1/teams/{team}/members/by-reference/{reference}");
    host.sends(Method::PUT, &path, &body).await
}

async fn scene(app: &TestApp) -> Result<(Somebody, Host), Failure> {
    let rachel = Somebody::of(app, RACHEL, "jtek").await?;
    let host = Host::with(app, &rachel, key()).await?;
    Ok((rachel, host))
}

fn ada() -> Value {
    json!({"email": "ada@x.example", "role": "user", "fields": {"first-name": "Ada", "last-name": "Young"}})
}

#[tokio::test]
async fn a7_a_host_invites_once_and_the_same_again_changes_nothing() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let answer = ok(puts(&host, "jtek", "crm-17", ada()).await?)?;
    assert_eq!(answer.status.as_u16(), 201);
    let made: HostMember = answer.read()?;
    let member = made.member.ok_or("no member")?;
    assert_eq!(
        (made.reference.as_str(), member.email.as_str(), member.status.id()),
        ("crm-17", "ada@x.example", "pending")
    );
    assert_eq!(app.mails().await?.iter().filter(|m| m.to == "ada@x.example").count(), 1);
    let log = rachel.log().await?;
    assert_eq!((&log[0]["actor"], &log[0]["action"]), (&json!("CRM"), &json!("invite")));
    let before = state(&app).await?;
    let again = ok(puts(&host, "jtek", "crm-17", ada()).await?)?;
    assert_eq!(again.status.as_u16(), 200);
    assert_eq!(again.read::<HostMember>()?.member.map(|m| m.id), Some(member.id.clone()));
    unchanged(&app, &before).await?;
    // Asked for by that name.
    let path = "/api/v1/teams/jtek/members/by-reference/crm-17";
    let shown: HostMember = ok(host.sends(Method::GET, path, &json!({})).await?)?.read()?;
    assert_eq!(shown.member.map(|m| m.id), Some(member.id));
    let unknown =
        host.sends(Method::GET, "/api/v1/teams/jtek/members/by-reference/crm-18", &json!({})).await?;
    assert_eq!(unknown.outcome(), no(404, "not-found"));
    // Withdrawn; then invited anew under the same name.
    let gone: HostMember = ok(puts(&host, "jtek", "crm-17", json!({"active": false})).await?)?.read()?;
    assert!(gone.member.is_none() && rachel.looks_for("ada@x.example").await?.is_none());
    let gone = puts(&host, "jtek", "crm-17", json!({"email": "ada@x.example", "active": false})).await?;
    assert_eq!(gone.outcome(), no(404, "not-found"));
    assert_eq!(puts(&host, "jtek", "crm-17", ada()).await?.status.as_u16(), 201);
    Ok(())
}

#[tokio::test]
async fn a7_a_host_changes_somebody_by_the_rules_and_asks_for_their_token_by_its_own_name() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    // A member from before: found by the address, and called so from then on.
    let linked = json!({"email": TYLER, "fields": {"phone": "+1 512 555 0199"}});
    let answer = ok(puts(&host, "jtek", "crm-2", linked).await?)?;
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(rachel.sees(TYLER).await?.fields["phone"], "+1 512 555 0199");
    let other = puts(&host, "jtek", "crm-3", json!({"email": TYLER})).await?;
    assert_eq!(other.outcome(), no(409, "already-member"), "somebody has one name");
    let token: WidgetToken = ok(host.asks(json!({"reference": "crm-2", "origin": CRM})).await?)?.read()?;
    assert_eq!(token.member, rachel.sees(TYLER).await?.id);
    ok(puts(&host, "jtek", "crm-2", json!({"role": "admin"})).await?)?;
    assert_eq!(rachel.sees(TYLER).await?.role, "admin");
    ok(puts(&host, "jtek", "crm-2", json!({"role": "user", "active": false})).await?)?;
    let tyler = rachel.sees(TYLER).await?;
    assert_eq!((tyler.role.as_str(), tyler.status.id()), ("user", "deactivated"));
    let denied = puts(&host, "jtek", "crm-2", json!({"role": "admin"})).await?;
    assert_eq!(denied.outcome(), no(409, "wrong-status"));
    assert_eq!(rachel.log().await?[0]["denial"], "wrong-status", "a refused attempt is logged");
    ok(puts(&host, "jtek", "crm-2", json!({"role": "admin", "active": true})).await?)?;
    let tyler = rachel.sees(TYLER).await?;
    assert_eq!((tyler.role.as_str(), tyler.status.id()), ("admin", "active"));
    // All of it or nothing.
    let before = state(&app).await?;
    let half = json!({"fields": {"first-name": "Half"}, "role": "no-such-role"});
    assert_eq!(faults(&puts(&host, "jtek", "crm-2", half).await?), ["role unknown-role"]);
    unchanged(&app, &before).await
}

#[tokio::test]
async fn a7_a_key_raises_nobody_above_its_maker_and_not_its_maker_either() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let host = Host::with(&app, &admin, key()).await?;
    for (reference, email) in
        [("own", "admin@jelly.example"), ("boss", "owner@jelly.example"), ("low", "member@jelly.example")]
    {
        ok(puts(&host, "jelly", reference, json!({ "email": email })).await?)?;
    }
    let before = state(&app).await?;
    let mut codes = Vec::new();
    for (reference, body) in [
        ("own", json!({"role": "owner"})),
        ("low", json!({"role": "owner"})),
        ("boss", json!({"role": "member"})),
        ("boss", json!({"active": false})),
        ("own", json!({"active": false})),
        ("new", json!({"email": "new@jelly.example", "role": "owner"})),
    ] {
        let answer = puts(&host, "jelly", reference, body.clone()).await?;
        assert!(matches!(answer.status.as_u16(), 403 | 409), "{reference} {body}: {answer:?}");
        codes.push(answer.outcome().1);
    }
    assert_eq!(
        codes,
        ["not-permitted", "not-permitted", "rank-too-low", "rank-too-low", "self-action", "not-permitted"]
    );
    unchanged(&app, &before).await?;
    // Saying what is so already is no change, whoever they are.
    ok(puts(&host, "jelly", "boss", json!({"role": "owner", "active": true})).await?)?;
    unchanged(&app, &before).await?;
    // Demoted, the maker's key may no more than they.
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.makes("admin@jelly.example", "member").await?)?;
    let denied = puts(&host, "jelly", "low", json!({"role": "admin"})).await?;
    assert_eq!(denied.outcome(), no(403, "not-permitted"));
    Ok(())
}

#[tokio::test]
async fn s6_a_key_without_that_grant_and_another_teams_path_reach_no_member() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let form = Host::with(&app, &rachel, json!({"name": "Form"})).await?;
    let before = state(&app).await?;
    assert_eq!(puts(&form, "jtek", "crm-1", ada()).await?.outcome(), no(403, "not-in-grant"));
    for team in ["jelly", "no-such-team"] {
        assert_eq!(puts(&host, team, "crm-1", ada()).await?.outcome(), no(404, "not-found"), "{team}");
    }
    let path = "/api/v1/teams/jtek/members/by-reference/crm-1";
    let cookie = rachel.client.put(path, &ada()).await?;
    assert_eq!(cookie.outcome(), no(401, "unknown-key"), "a session is no key");
    for (reference, body, fault) in [
        ("%20", ada(), "reference required"),
        ("a%0Ab", ada(), "reference control-character"),
        (&"x".repeat(129), ada(), "reference too-long"),
        ("crm-1", json!({"fields": {"first-name": "A"}}), "email required"),
        ("crm-1", json!({"email": "nobody"}), "email not-an-address"),
        (
            "crm-1",
            json!({"email": "a@x.example", "fields": {"email": "b@x.example"}}),
            "fields.email unknown-field",
        ),
        ("crm-1", json!({"email": "a@x.example", "is_admin": true}), "is_admin unknown"),
    ] {
        assert!(faults(&puts(&host, "jtek", reference, body).await?).contains(&fault.to_owned()), "{fault}");
    }
    unchanged(&app, &before).await
}

#[tokio::test]
async fn i7_the_host_hears_what_happened_to_whom_by_its_own_name() -> Story {
    let config = Config {
        public_url: ORIGIN.into(),
        public_url_given: true,
        demo: true,
        test_clock: true,
        private_webhooks: true,
        ..Config::default()
    };
    let app = TestApp::with(Options { demo: Some(4), config, ..Options::default() }).await?;
    let (rachel, host) = scene(&app).await?;
    let crm = Receiver::listen().await?;
    let hook = json!({"url": crm.url, "topics": ["member"]});
    ok(rachel.client.post(&rachel.at("/webhooks"), &hook).await?)?;
    ok(puts(&host, "jtek", "crm-17", ada()).await?)?;
    let token = app.token_for("ada@x.example").await?;
    let (_, joined) = tests::accept(&app, &token, json!({"password": "long enough"})).await?;
    ok(joined)?;
    ok(rachel.makes("ada@x.example", "admin").await?)?;
    ok(puts(&host, "jtek", "crm-17", json!({"active": false})).await?)?;
    ok(rachel.deletes("ada@x.example", None).await?)?;
    while deliver_due(&app.app).await? > 0 {}
    let mut events = Vec::new();
    for request in crm.got() {
        let body: Value = serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap_or_default())?;
        for event in body["events"].as_array().ok_or("no events")? {
            assert_eq!(event["reference"], "crm-17", "{body}");
            events.push(event["event"].as_str().unwrap_or_default().to_owned());
        }
    }
    assert_eq!(events, ["invited", "joined", "role-changed", "deactivated", "removed"]);
    Ok(())
}

#[tokio::test]
async fn jt11_a_host_hands_work_in_and_keeps_it_up_to_date_by_its_own_name() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let host = Host::with(&app, &rachel, json!({"name": "CRM"})).await?;
    let puts = async |body: Value| host.sends(Method::PUT, "/api/v1/intake/by-reference/deal-9", &body).await;
    let lead = json!({"title": "Grace Lee", "fields": {"email": "grace@x.example"}});
    let made = ok(puts(lead.clone()).await?)?;
    assert_eq!((made.status.as_u16(), &made.json()["assigned"]), (201, &json!(true)));
    let item = made.json()["id"].as_str().ok_or("no id")?.to_owned();
    let before = state(&app).await?;
    let again = ok(puts(lead.clone()).await?)?;
    assert_eq!((again.status.as_u16(), &again.json()["id"]), (200, &json!(item)));
    // The intake's own way knows it by the same name.
    let once = json!({"title": "Grace Lee", "once": "deal-9"});
    assert_eq!(ok(host.sends(Method::POST, "/api/v1/intake", &once).await?)?.json()["id"], json!(item));
    for (body, fault) in [
        (json!({"title": ""}), "title required"),
        (json!({"title": "G", "fields": {"email": "nobody"}}), "email not-an-address"),
        (json!({"title": "G", "fields": {"nothing": "x"}}), "nothing unknown-field"),
        (json!({"title": "G", "assignee": "me"}), "assignee unknown"),
    ] {
        assert_eq!(faults(&puts(body).await?), [fault]);
    }
    unchanged(&app, &before).await?;
    let changed = ok(puts(json!({"title": "Grace Lee-Young", "fields": {"email": ""}})).await?)?;
    assert_eq!(changed.status.as_u16(), 200);
    let seen = ok(rachel.client.get(&rachel.at(&format!("/work/contact/{item}"))).await?)?.json();
    let found = seen.to_string();
    assert!(found.contains("Grace Lee-Young") && !found.contains("grace@x.example"), "{found}");
    assert!(found.contains("\"edited\"") && found.contains("\"CRM\""), "the history names the key: {found}");
    Ok(())
}
