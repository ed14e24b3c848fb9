//! Other systems that hear of what happens in a team: signed, over TLS, and never inside the operator's network.

use crate::automations::Program;
use rolecall::clock::{Clock as _, DAY, HOUR, MINUTE, SECOND};
use rolecall::config::Config;
use rolecall::webhook::{deliver_due, signature};
use serde_json::{Value, json};
use shared::api::{Deliveries, MadeWebhook, WebhookView, Webhooks};
use std::sync::{Arc, Mutex, PoisonError};
use tests::{
    Failure, ORIGIN, Options, Somebody, Story, TestApp, asked, everything, faults, no, ok, state, unchanged,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

/// Another system, which keeps what it is sent.
pub struct Receiver {
    pub url: String,
    got: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<&'static str>>,
}

impl Receiver {
    pub async fn listen() -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/crm?from=rolecall", listener.local_addr()?);
        let got = Arc::<Mutex<Vec<String>>>::default();
        let answer = Arc::new(Mutex::new("HTTP/1.1 204 No Content\r\n\r\n"));
        let (keep, say) = (Arc::clone(&got), Arc::clone(&answer));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (keep, say) = (Arc::clone(&keep), Arc::clone(&say));
                tokio::spawn(async move {
                    let (mut text, mut piece) = (Vec::new(), [0_u8; 4096]);
                    while let Ok(n) = stream.read(&mut piece).await {
                        text.extend_from_slice(&piece[..n]);
                        if n == 0 || whole(&text) {
                            break;
                        }
                    }
                    keep.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(String::from_utf8_lossy(&text).into());
                    let words = *say.lock().unwrap_or_else(PoisonError::into_inner);
                    let _ = stream.write_all(words.as_bytes()).await;
                });
            }
        });
        Ok(Self { url, got, answer })
    }

    pub fn answers(&self, words: &'static str) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }

    pub fn got(&self) -> Vec<String> {
        self.got.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Head and as much body as it says.
fn whole(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    header(head, "content-length").and_then(|n| n.parse().ok()).is_none_or(|n: usize| body.len() >= n)
}

pub fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

async fn app(private: bool) -> Result<(TestApp, Somebody), Failure> {
    let config = Config {
        public_url: ORIGIN.into(),
        public_url_given: true,
        demo: true,
        test_clock: true,
        private_webhooks: private,
        ..Config::default()
    };
    let app = TestApp::with(Options { config, demo: Some(20), work: 0, ..Options::default() }).await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    for old in hooks(&rachel).await? {
        ok(rachel.client.delete(&rachel.at(&format!("/webhooks/{}", old.id)), &json!({})).await?)?;
    }
    // What the demo's own webhook would have been told.
    deliver_due(&app.app).await?;
    Ok((app, rachel))
}

async fn hooks(who: &Somebody) -> Result<Vec<WebhookView>, Failure> {
    Ok(ok(who.client.get(&who.at("/webhooks")).await?)?.read::<Webhooks>()?.items)
}

async fn made(who: &Somebody, url: &str, topics: &[&str]) -> Result<MadeWebhook, Failure> {
    ok(who.client.post(&who.at("/webhooks"), &json!({"url": url, "topics": topics})).await?)?.read()
}

fn body(request: &str) -> Result<Value, Failure> {
    let (_, body) = request.split_once("\r\n\r\n").ok_or("no body")?;
    Ok(serde_json::from_str(body)?)
}

#[tokio::test]
async fn jt16_a_webhook_hears_of_members_and_of_work_and_can_tell_that_it_is_us() -> Story {
    let (app, rachel) = app(true).await?;
    let receiver = Receiver::listen().await?;
    let hook = made(&rachel, &receiver.url, &["work", "member"]).await?;
    assert!(hook.secret.starts_with("whsec_") && hook.secret.len() > 40);
    assert_eq!(hook.webhook.topics, ["member", "work"]);
    let shown = ok(rachel.client.get(&rachel.at("/webhooks")).await?)?;
    assert!(!String::from_utf8_lossy(&shown.bytes).contains(&hook.secret), "shown once");

    let contact = json!({"title": "Secret Customer", "assignee": rachel.sees(TYLER).await?.id});
    let item = ok(rachel.client.post(&rachel.at("/work/contact"), &contact).await?)?.json();
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    assert_eq!(deliver_due(&app.app).await?, 2);
    assert_eq!(deliver_due(&app.app).await?, 0, "once");
    let mut got = receiver.got();
    got.sort_by_key(|r| r.contains("\"topic\":\"member\""));
    let (head, text) = got[0].split_once("\r\n\r\n").ok_or("no body")?;
    assert!(head.starts_with("POST /crm?from=rolecall HTTP/1.1\r\n"), "{head}");
    assert_eq!(header(head, "content-type").as_deref(), Some("application/json"));
    let signed = header(head, "rolecall-signature").ok_or("not signed")?;
    assert_eq!(signed, signature(&hook.secret, tests::START / SECOND, text));
    let work = body(&got[0])?;
    assert_eq!(
        (&work["topic"], &work["team"], &work["actor"]),
        (&json!("work"), &json!("jtek"), &json!("Rachel Vasquez"))
    );
    assert_eq!(work["items"][0]["item"], item["item"]["id"]);
    assert_eq!((&work["items"][0]["kind"], &work["items"][0]["event"]), (&json!("contact"), &json!("made")));
    assert!(!text.contains("Secret Customer"), "ids alone leave");
    let people = body(&got[1])?;
    assert_eq!(people["members"][0]["status"], "deactivated");

    let now = hooks(&rachel).await?.remove(0);
    assert_eq!((now.delivered_at, now.error.as_str()), (Some(tests::START), ""));
    Program::of(&app, &rachel).await?.takes(json!({"title": "Lead"})).await?;
    deliver_due(&app.app).await?;
    let last = body(receiver.got().last().ok_or("nothing")?)?;
    assert_eq!((&last["actor"], &last["items"][0]["event"]), (&json!("Web form"), &json!("arrived")));
    assert!(everything(&app).await?.contains(&hook.secret), "the secret must be there to sign with");
    Ok(())
}

#[tokio::test]
async fn i10_a_webhook_that_fails_is_tried_again_for_a_bounded_time_and_says_so() -> Story {
    let (app, rachel) = app(true).await?;
    let receiver = Receiver::listen().await?;
    made(&rachel, &receiver.url, &["work"]).await?;
    receiver.answers("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n");
    ok(rachel.client.post(&rachel.at("/work/contact"), &json!({"title": "Ada"})).await?)?;
    assert_eq!(deliver_due(&app.app).await?, 1);
    assert_eq!(hooks(&rachel).await?[0].error, "answered 500");
    assert_eq!(deliver_due(&app.app).await?, 0, "not at once");
    app.clock.advance(10 * SECOND);
    // A redirect would lead past the check of the address.
    receiver.answers("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(deliver_due(&app.app).await?, 1);
    assert_eq!(hooks(&rachel).await?[0].error, "answered 302");
    app.clock.advance(MINUTE);
    receiver.answers("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    assert_eq!(deliver_due(&app.app).await?, 1);
    let now = hooks(&rachel).await?.remove(0);
    assert!(now.error.is_empty() && now.delivered_at.is_some());
    assert_eq!(receiver.got().len(), 3);

    ok(rachel.client.post(&rachel.at("/work/contact"), &json!({"title": "Bo"})).await?)?;
    receiver.answers("nonsense");
    let mut tries = deliver_due(&app.app).await?;
    for wait in [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY] {
        app.clock.advance(wait);
        tries += deliver_due(&app.app).await?;
    }
    assert_eq!(tries, 9, "the first time and eight more");
    let left = asked(
        &app,
        "SELECT json_array(state, payload) FROM outbox WHERE kind = 'webhook' ORDER BY id DESC LIMIT 1",
    )
    .await?;
    assert_eq!(left[0], json!(["failed", ""]));
    Ok(())
}

#[tokio::test]
async fn i10_a_webhook_that_is_down_is_asked_once_a_step_and_gets_everything_in_order_later() -> Story {
    let (app, rachel) = app(true).await?;
    let receiver = Receiver::listen().await?;
    made(&rachel, &receiver.url, &["work"]).await?;
    receiver.answers("HTTP/1.1 503 Later\r\ncontent-length: 0\r\n\r\n");
    let mut items = Vec::new();
    for n in 0..5 {
        let made =
            rachel.client.post(&rachel.at("/work/contact"), &json!({"title": format!("C{n}")})).await?;
        items.push(ok(made)?.json()["item"]["id"].clone());
    }
    deliver_due(&app.app).await?;
    assert_eq!(receiver.got().len(), 1, "the others wait");
    assert_eq!(deliver_due(&app.app).await?, 0);
    app.clock.advance(10 * SECOND);
    deliver_due(&app.app).await?;
    assert_eq!(receiver.got().len(), 2);
    receiver.answers("HTTP/1.1 204 No Content\r\n\r\n");
    app.clock.advance(MINUTE);
    deliver_due(&app.app).await?;
    let got = receiver.got();
    let told = got
        .iter()
        .skip(2)
        .map(|r| Ok(body(r)?["items"][0]["item"].clone()))
        .collect::<Result<Vec<_>, Failure>>()?;
    assert_eq!(told, items);

    // Down for more than a day: what nobody wants to hear any more is given up without a call.
    receiver.answers("nonsense");
    ok(rachel.client.post(&rachel.at("/work/contact"), &json!({"title": "Late"})).await?)?;
    app.clock.advance(DAY + SECOND);
    deliver_due(&app.app).await?;
    assert_eq!(receiver.got().len(), 7);
    assert_eq!(hooks(&rachel).await?[0].error, "not delivered within a day");
    Ok(())
}

/// What waits to be delivered is delivered now, and not at the next look: a change and a joining say so.
#[tokio::test]
async fn jt16_what_a_webhook_is_to_hear_does_not_wait() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    made(&rachel, "https://hooks.example/rolecall", &["member"]).await?;
    ok(rachel
        .invites_one("dana@juniper.example", json!({"first-name": "Dana", "last-name": "Roy"}))
        .await?)?;
    let token = app.token_for("dana@juniper.example").await?;
    let woken = async || {
        tokio::time::timeout(std::time::Duration::from_millis(200), app.app.hooks_woken()).await.is_ok()
    };
    while woken().await {}
    // No mail goes with this one.
    ok(rachel.edits("tyler@juniper.example", json!({"fields": {"first-name": "Ty"}})).await?)?;
    assert!(woken().await, "somebody was renamed");
    ok(tests::accept(&app, &token, json!({"password": "long enough"})).await?.1)?;
    assert!(woken().await, "somebody has joined");
    assert!(!woken().await, "and nothing else has happened");
    Ok(())
}

#[tokio::test]
async fn jt16_a_webhook_that_has_ended_hears_nothing_more() -> Story {
    let (app, rachel) = app(true).await?;
    let receiver = Receiver::listen().await?;
    let hook = made(&rachel, &receiver.url, &["work"]).await?;
    ok(rachel.client.post(&rachel.at("/work/contact"), &json!({"title": "Ada"})).await?)?;
    ok(rachel.client.delete(&rachel.at(&format!("/webhooks/{}", hook.webhook.id)), &json!({})).await?)?;
    deliver_due(&app.app).await?;
    assert!(receiver.got().is_empty(), "not even what was under way");
    Ok(())
}

#[tokio::test]
async fn s2_a_webhook_reaches_public_addresses_over_tls_alone() -> Story {
    let (app, rachel) = app(false).await?;
    let before = state(&app).await?;
    let tried = async |url: &str, topics: Value| {
        rachel.client.post(&rachel.at("/webhooks"), &json!({"url": url, "topics": topics})).await
    };
    for (url, code) in [
        ("http://hooks.example/", "url not-https"),
        ("https://127.0.0.1:8080/", "url private-address"),
        ("https://169.254.169.254/latest/meta-data/", "url private-address"),
        ("https://[::1]/", "url private-address"),
        ("https://localhost/", "url private-address"),
        ("https://user:pw@hooks.example/", "url not-a-url"),
        ("javascript:alert(1)", "url not-a-url"),
    ] {
        assert_eq!(faults(&tried(url, json!(["work"])).await?), [code], "{url}");
    }
    let odd = tried("https://hooks.example/", json!(["work", "odd"])).await?;
    assert_eq!(faults(&odd), ["topics.1 not-a-choice"]);
    assert_eq!(faults(&tried("https://hooks.example/", json!([])).await?), ["topics required"]);
    unchanged(&app, &before).await?;
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    let path = tyler.at("/webhooks");
    assert_eq!(tyler.client.get(&path).await?.outcome(), no(403, "not-permitted"));
    let hook = json!({"url": "https://hooks.example/", "topics": ["work"]});
    assert_eq!(tyler.client.post(&path, &hook).await?.outcome(), no(403, "not-permitted"));
    Ok(())
}

#[tokio::test]
async fn s2_what_was_allowed_once_is_checked_again_when_it_is_called() -> Story {
    // Made while the operator allowed it, or by a name that leads home since: the address is looked at when it is called.
    let (app, rachel) = app(false).await?;
    let receiver = Receiver::listen().await?;
    let made = made(&rachel, "https://hooks.example/x", &["work"]).await?;
    let mut db = app.app.write().await?;
    let old = db.webhook(&made.webhook.id).await?.ok_or("no webhook")?;
    let permit = shared::policy::take_in();
    for (n, url) in
        [receiver.url.replace("http://", "https://"), receiver.url.clone()].into_iter().enumerate()
    {
        let row = rolecall::storage::WebhookRow { id: format!("hook{n}"), url, ..old.clone() };
        db.insert_webhook(&permit, &row).await?;
    }
    db.commit().await?;
    ok(rachel.client.delete(&rachel.at(&format!("/webhooks/{}", made.webhook.id)), &json!({})).await?)?;
    ok(rachel.client.post(&rachel.at("/work/contact"), &json!({"title": "Ada"})).await?)?;
    assert_eq!(deliver_due(&app.app).await?, 2);
    let mut errors: Vec<_> = hooks(&rachel).await?.into_iter().map(|h| h.error).collect();
    errors.sort_unstable();
    assert_eq!(errors, ["not-https", "private-address"]);
    assert!(receiver.got().is_empty());
    Ok(())
}

#[tokio::test]
async fn i10_each_attempt_stands_in_the_webhooks_log() -> Story {
    let (app, rachel) = app(true).await?;
    let receiver = Receiver::listen().await?;
    let hook = made(&rachel, &receiver.url, &["member"]).await?.webhook;
    let path = rachel.at(&format!("/webhooks/{}/deliveries", hook.id));
    let log = async || ok(rachel.client.get(&path).await?)?.read::<Deliveries>();
    assert!(log().await?.items.is_empty());
    receiver.answers("HTTP/1.1 503 Busy\r\n\r\n");
    ok(rachel.edits(TYLER, json!({"fields": {"first-name": "Ty"}})).await?)?;
    ok(rachel.edits(TYLER, json!({"fields": {"first-name": "Tyl"}})).await?)?;
    deliver_due(&app.app).await?;
    let failed = log().await?;
    assert_eq!((failed.items.len(), failed.waiting), (1, 2), "the second waits behind the first");
    let first = &failed.items[0];
    assert_eq!((first.topic.as_str(), first.attempt, first.error.as_str()), ("member", 1, "answered 503"));
    let again = first.retry_at.ok_or("never again")?;
    receiver.answers("HTTP/1.1 204 No Content\r\n\r\n");
    app.clock.set(again);
    deliver_due(&app.app).await?;
    let done = log().await?;
    let told: Vec<_> = done.items.iter().map(|d| (d.attempt, d.error.as_str(), d.retry_at)).collect();
    assert_eq!(told, [(1, "", None), (2, "", None), (1, "answered 503", Some(again))]);
    assert_eq!((done.items[1].delivery, done.waiting), (first.delivery, 0));
    assert!(receiver.got()[1].contains(&format!("rolecall-delivery: {}\r\n", first.delivery)));
    // It is for those who look after webhooks, and for nobody of another team.
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    assert_eq!(tyler.client.get(&path).await?.outcome(), no(403, "not-permitted"));
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let foreign = jelly.client.get(&jelly.at(&format!("/webhooks/{}/deliveries", hook.id))).await?;
    assert_eq!(foreign.outcome(), no(404, "not-found"));
    // The last hundred.
    for n in 0..110 {
        ok(rachel.edits(TYLER, json!({"fields": {"first-name": format!("T{n}")}})).await?)?;
        deliver_due(&app.app).await?;
    }
    assert_eq!(log().await?.items.len(), 100);
    ok(rachel.client.delete(&rachel.at(&format!("/webhooks/{}", hook.id)), &json!({})).await?)?;
    assert_eq!(rachel.client.get(&path).await?.outcome(), no(404, "not-found"));
    Ok(())
}
