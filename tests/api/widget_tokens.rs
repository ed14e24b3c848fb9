//! Tokens of the widget: who gets one, what it opens, where from, and when it ends.

use crate::calls::About;
use axum::http::Method;
use rolecall::clock::{HOUR, MINUTE};
use rolecall::routes::{Access, table, widget};
use serde_json::{Value, json};
use shared::api::{Keys, MadeKey, SessionView, WidgetToken};
use std::time::{Duration, Instant};
use tests::{
    Answer, Came, Client, Failure, START, Somebody, Story, TestApp, changes, everything, faults, no, ok,
    state, unchanged,
};

const CRM: &str = "https://crm.example";
const RACHEL: &str = "rachel@juniper.example";
const TYLER: &str = "tyler@juniper.example";

/// A host's back end with its key.
pub struct Host {
    client: Client,
    bearer: String,
    pub key: String,
}

impl Host {
    /// A key of this person's for widgets at [`CRM`].
    pub async fn of(app: &TestApp, who: &Somebody) -> Result<Self, Failure> {
        Self::with(app, who, json!({"name": "CRM", "scopes": ["widget"], "origins": [CRM]})).await
    }

    pub async fn with(app: &TestApp, who: &Somebody, new: Value) -> Result<Self, Failure> {
        let made: MadeKey = ok(who.client.post(&who.at("/keys"), &new).await?)?.read()?;
        Ok(Self { client: app.client(), bearer: format!("Bearer {}", made.secret), key: made.key.id })
    }

    pub async fn sends(&self, method: Method, path: &str, body: &Value) -> Result<Answer, Failure> {
        let headers = [("content-type", "application/json"), ("authorization", self.bearer.as_str())];
        self.client.send(method, path, Some(body.to_string().into_bytes()), &headers).await
    }

    pub async fn asks(&self, body: Value) -> Result<Answer, Failure> {
        self.sends(Method::POST, "/api/v1/widget-tokens", &body).await
    }

    pub async fn token(&self, email: &str) -> Result<WidgetToken, Failure> {
        let answer = ok(self.asks(json!({"email": email, "origin": CRM})).await?)?;
        assert_eq!(answer.status.as_u16(), 201);
        answer.read()
    }
}

/// A widget in a page at [`CRM`], in a browser that sends no cookies there.
struct Widget {
    client: Client,
    bearer: String,
}

impl Widget {
    fn new(app: &TestApp, token: &str) -> Self {
        Self { client: app.client(), bearer: format!("Bearer {token}") }
    }

    async fn from(&self, origin: &str, method: Method, path: &str, body: Value) -> Result<Answer, Failure> {
        let mut headers = vec![("authorization", self.bearer.as_str())];
        if !origin.is_empty() {
            headers.push(("origin", origin));
        }
        let body = changes(&method).then(|| body.to_string().into_bytes());
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        self.client.send(method, path, body, &headers).await
    }

    async fn get(&self, path: &str) -> Result<Answer, Failure> {
        self.from(CRM, Method::GET, path, Value::Null).await
    }

    async fn call(&self, method: Method, path: &str, body: Value) -> Result<Answer, Failure> {
        self.from(CRM, method, path, body).await
    }
}

async fn scene(app: &TestApp) -> Result<(Somebody, Host), Failure> {
    let rachel = Somebody::of(app, RACHEL, "jtek").await?;
    let host = Host::of(app, &rachel).await?;
    Ok((rachel, host))
}

const TEAM: &str = "/api/v1/teams/jtek";

#[tokio::test]
async fn s7_a_token_alone_opens_the_team_with_the_members_own_rights() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let token = host.token(TYLER).await?;
    assert_eq!((token.team.as_str(), token.profile.as_str()), ("jtek", "jtek"));
    assert_eq!((token.expires_at, token.member), (START + 15 * MINUTE, rachel.sees(TYLER).await?.id));
    assert!(token.token.starts_with("wt_") && token.token.len() == 46, "{} characters", token.token.len());
    let widget = Widget::new(&app, &token.token);
    // What a page asks first.
    let boot = ok(widget.get("/api/v1/bootstrap").await?)?.json();
    assert_eq!((&boot["session"]["email"], &boot["session"]["password"]), (&json!(TYLER), &json!(false)));
    let me: SessionView = ok(widget.get("/api/v1/session").await?)?.read()?;
    assert_eq!(me.teams.iter().map(|t| t.team.as_str()).collect::<Vec<_>>(), ["jtek"]);
    let team = ok(widget.get(TEAM).await?)?;
    assert_eq!(team.json()["me"]["email"], TYLER);
    for (name, value) in [("access-control-allow-origin", CRM), ("access-control-allow-credentials", "")] {
        assert_eq!(team.header(name), value, "{name}");
    }
    assert!(team.header("access-control-expose-headers").contains("x-policy-hash"));
    assert!(!team.header("x-policy-hash").is_empty() && team.header("set-cookie").is_empty());
    // The same rights as in the page, no more and no less.
    let tyler = Somebody::of(&app, TYLER, "jtek").await?;
    for path in ["/members", "/work/contact", "/audit", "/reviews", "/automations", "/notices", "/billing"] {
        let page = tyler.client.get(&tyler.at(path)).await?;
        let widget = widget.get(&format!("{TEAM}{path}")).await?;
        assert_eq!(widget.outcome(), page.outcome(), "{path}");
    }
    let invite =
        json!({"people": [{"email": "n@x.example", "fields": {"first-name": "N", "last-name": "M"}}]});
    let path = format!("{TEAM}/invitations");
    let denied = widget.call(Method::POST, &path, invite.clone()).await?;
    assert_eq!(denied.outcome(), no(403, "not-permitted"));
    let admin = Widget::new(&app, &host.token(RACHEL).await?.token);
    ok(admin.call(Method::POST, &path, invite).await?)?;
    assert_eq!(rachel.log().await?[0]["actor"], "Rachel Vasquez", "the log names the member");
    Ok(())
}

#[tokio::test]
async fn s5_every_token_that_does_not_stand_is_401_with_its_own_code() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let token = host.token(TYLER).await?.token;
    let widget = Widget::new(&app, &token);
    ok(widget.get(TEAM).await?)?;
    let before = state(&app).await?;
    // Another team's path, be there such a team or not.
    for team in ["jelly", "no-such-team"] {
        let answer = widget.get(&format!("/api/v1/teams/{team}")).await?;
        assert_eq!(answer.outcome(), no(401, "token-invalid"), "{team}");
    }
    // Another page's, or from a page that does not say which it is.
    for origin in
        ["null", "http://crm.example", "https://crm.example:8443", "https://crm.example.evil.example"]
    {
        let answer = widget.from(origin, Method::GET, TEAM, Value::Null).await?;
        assert_eq!(answer.outcome(), no(401, "token-origin"), "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
    ok(widget.from("", Method::GET, TEAM, Value::Null).await?)?;
    // Made up, cut off, twice.
    for odd in ["wt_", "wt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &token[..45], &format!("{token}A")] {
        let answer = Widget::new(&app, odd).get(TEAM).await?;
        assert_eq!(answer.outcome(), no(401, "token-invalid"), "{odd}");
        assert_eq!(answer.header("access-control-allow-origin"), CRM, "the page must read the code");
    }
    let bearer = format!("Bearer {token}");
    let twice = [("authorization", bearer.as_str()), ("authorization", bearer.as_str())];
    let answer = app.client().send(Method::GET, TEAM, None, &twice).await?;
    assert_eq!(answer.outcome(), no(401, "not-signed-in"));
    // As a cookie, as a key, in the address; and a session or a key as a token.
    let planted = app.client();
    planted.set_cookie(Some(&token));
    assert_eq!(planted.get(TEAM).await?.outcome(), no(401, "not-signed-in"));
    let answer = widget.call(Method::POST, "/api/v1/intake", json!({"title": "x"})).await?;
    assert_eq!(answer.outcome(), no(401, "unknown-key"));
    let answer = app.client().get(&format!("{TEAM}?token={token}&access_token={token}")).await?;
    assert_eq!(answer.outcome(), no(401, "not-signed-in"));
    let cookie = rachel.client.cookie().ok_or("no cookie")?;
    for secret in [cookie.as_str(), host.bearer.trim_start_matches("Bearer "), ""] {
        assert_eq!(Widget::new(&app, secret).get(TEAM).await?.outcome(), no(401, "not-signed-in"));
    }
    // Cookies don't count beside a token, right or wrong.
    let both = Widget { client: app.client(), bearer: "Bearer nothing".into() };
    both.client.set_cookie(Some(&cookie));
    assert_eq!(both.from("", Method::GET, TEAM, Value::Null).await?.outcome(), no(401, "not-signed-in"));
    let both = Widget { client: app.client(), bearer: format!("Bearer {token}") };
    both.client.set_cookie(Some(&cookie));
    assert_eq!(ok(both.get(TEAM).await?)?.json()["me"]["email"], TYLER, "not the cookie's Rachel");
    unchanged(&app, &before).await?;
    // To its last second, and no longer.
    app.clock.set(START + 15 * MINUTE - 1);
    ok(widget.get(TEAM).await?)?;
    app.clock.set(START + 15 * MINUTE);
    assert_eq!(widget.get(TEAM).await?.outcome(), no(401, "token-expired"));
    Ok(())
}

#[tokio::test]
async fn s5_a_revoked_or_rotated_key_ends_its_tokens_and_an_origin_taken_away_too() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let mut widget = Widget::new(&app, &host.token(TYLER).await?.token);
    let path = rachel.at(&format!("/keys/{}", host.key));
    // With an overlap, what was given out goes on, and so does the secret until then.
    let rotate = |hours: u32| json!({ "overlap_hours": hours });
    let rotated: MadeKey = ok(rachel.client.post(&format!("{path}/rotate"), &rotate(1)).await?)?.read()?;
    assert_ne!(format!("Bearer {}", rotated.secret), host.bearer);
    assert_eq!(rotated.key.old_until, Some(START + HOUR));
    ok(widget.get(TEAM).await?)?;
    host.token(TYLER).await?;
    let next =
        Host { client: app.client(), bearer: format!("Bearer {}", rotated.secret), key: host.key.clone() };
    next.token(TYLER).await?;
    app.clock.set(START + HOUR);
    assert_eq!(host.asks(json!({"email": TYLER, "origin": CRM})).await?.outcome(), no(401, "unknown-key"));
    let keys: Keys = ok(rachel.client.get(&rachel.at("/keys")).await?)?.read()?;
    assert_eq!(keys.items[0].old_until, None);
    // At once: the tokens as well.
    widget = Widget::new(&app, &next.token(TYLER).await?.token);
    let last: MadeKey = ok(rachel.client.post(&format!("{path}/rotate"), &rotate(0)).await?)?.read()?;
    assert_eq!(widget.get(TEAM).await?.outcome(), no(401, "token-invalid"));
    assert_eq!(next.asks(json!({"email": TYLER, "origin": CRM})).await?.outcome(), no(401, "unknown-key"));
    let last =
        Host { client: app.client(), bearer: format!("Bearer {}", last.secret), key: host.key.clone() };
    widget = Widget::new(&app, &last.token(TYLER).await?.token);
    let other = json!({"origins": ["https://other.example"]});
    ok(rachel.client.patch(&path, &other).await?)?;
    assert_eq!(widget.get(TEAM).await?.outcome(), no(401, "token-revoked"));
    assert_eq!(
        last.asks(json!({"email": TYLER, "origin": CRM})).await?.outcome(),
        no(403, "origin-not-granted")
    );
    ok(rachel.client.patch(&path, &json!({ "origins": [CRM] })).await?)?;
    ok(widget.get(TEAM).await?)?;
    ok(rachel.client.delete(&path, &json!({})).await?)?;
    let ended = widget.get(TEAM).await?;
    assert_eq!(ended.outcome(), no(401, "token-revoked"));
    assert_eq!(ended.header("access-control-allow-origin"), "", "no key names that page any more");
    assert_eq!(last.asks(json!({"email": TYLER, "origin": CRM})).await?.outcome(), no(401, "unknown-key"));
    let log = rachel.log().await?;
    let told: Vec<&str> = log.iter().filter_map(|e| e["detail"].as_str()).take(6).collect();
    assert_eq!(
        told,
        [
            "− CRM",
            "CRM (https://other.example) → CRM (https://crm.example)",
            "CRM (https://crm.example) → CRM (https://other.example)",
            "↻ CRM",
            "↻ CRM",
            "+ CRM (https://crm.example)"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn s5_a_token_is_stored_as_a_hash_and_stands_in_no_list_and_no_log() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let token = host.token(TYLER).await?.token;
    ok(Widget::new(&app, &token).get(TEAM).await?)?;
    assert!(!everything(&app).await?.contains(&token));
    for path in ["/keys", "/audit"] {
        let answer = ok(rachel.client.get(&rachel.at(path)).await?)?;
        assert!(!String::from_utf8_lossy(&answer.bytes).contains(&token[..12]), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn s6_a_token_is_refused_for_strangers_guests_leavers_and_beyond_the_grant() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let about = About::team_of(&rachel, TYLER).await?;
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let stranger = jelly.sees("member@jelly.example").await?;
    let before = state(&app).await?;
    for (what, body, outcome) in [
        ("a foreign member", json!({"member": stranger.id}), no(404, "not-found")),
        ("a foreign address", json!({"email": stranger.email}), no(404, "not-found")),
        ("nobody", json!({"member": "nobody"}), no(404, "not-found")),
        ("an unknown reference", json!({"reference": "crm-1"}), no(404, "not-found")),
        ("a guest", json!({"member": about.pending}), no(409, "wrong-status")),
    ] {
        let mut body = body;
        body["origin"] = json!(CRM);
        let answer = host.asks(body).await?;
        assert_eq!(answer.outcome(), outcome, "{what}");
    }
    let asked = host.asks(json!({"email": TYLER, "origin": "https://other.example"})).await?;
    assert_eq!(asked.outcome(), no(403, "origin-not-granted"));
    for (body, fault) in [
        (json!({"email": TYLER}), "origin required"),
        (json!({"email": TYLER, "origin": "*"}), "origin not-an-origin"),
        (json!({"email": TYLER, "origin": "null"}), "origin not-an-origin"),
        (json!({"email": TYLER, "origin": "https://crm.example/"}), "origin not-an-origin"),
        (json!({"origin": CRM}), "member required"),
        (json!({"origin": CRM, "email": TYLER, "member": about.active}), "member not-a-choice"),
        (json!({"origin": CRM, "email": TYLER, "role": "admin"}), "role unknown"),
    ] {
        assert_eq!(faults(&host.asks(body).await?), [fault]);
    }
    // The members of the log are told, under the key's name.
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    let asked = host.asks(json!({"email": TYLER, "origin": CRM})).await?;
    assert_eq!(asked.outcome(), no(409, "wrong-status"), "a leaver");
    let log = rachel.log().await?;
    let tried = log.iter().filter(|e| e["actor"] == "CRM" && e["denial"] == "wrong-status").count();
    assert_eq!(tried, 2);
    // A key that is not for widgets, and one for widgets that is not for work.
    let form = Host::with(&app, &rachel, json!({"name": "Form"})).await?;
    let asked = form.asks(json!({"email": TYLER, "origin": CRM})).await?;
    assert_eq!(asked.outcome(), no(403, "not-in-grant"));
    let lead = host.sends(Method::POST, "/api/v1/intake", &json!({"title": "Lead"})).await?;
    assert_eq!(lead.outcome(), no(403, "not-in-grant"));
    ok(form.sends(Method::POST, "/api/v1/intake", &json!({"title": "Lead"})).await?)?;
    ok(rachel.client.delete(&rachel.at(&format!("/keys/{}", form.key)), &json!({})).await?)?;
    let now = state(&app).await?;
    assert_eq!(
        now.lines().filter(|l| l.starts_with("widget_token")).count(),
        before.lines().filter(|l| l.starts_with("widget_token")).count(),
        "nothing was made"
    );
    Ok(())
}

#[tokio::test]
async fn a7_a_key_speaks_for_nobody_above_its_maker() -> Story {
    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let admin = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let of_admin = Host::of(&app, &admin).await?;
    let denied = of_admin.asks(json!({"email": "owner@jelly.example", "origin": CRM})).await?;
    assert_eq!(denied.outcome(), no(403, "rank-too-low"));
    let log = owner.log().await?;
    assert_eq!((&log[0]["actor"], &log[0]["denial"]), (&json!("CRM"), &json!("rank-too-low")));
    for below in ["admin@jelly.example", "member@jelly.example"] {
        of_admin.token(below).await?;
    }
    let of_owner = Host::of(&app, &owner).await?;
    let token = of_owner.token("owner@jelly.example").await?.token;
    let widget = Widget::new(&app, &token);
    ok(widget.get("/api/v1/teams/jelly").await?)?;
    // Whoever sees another secret of the owner's key answers for it, and it reaches no further than they do; the same for
    // whoever changes what it may do, and whoever takes it over.
    let path = admin.at(&format!("/keys/{}", of_owner.key));
    let turned: MadeKey =
        ok(admin.client.post(&format!("{path}/rotate"), &json!({"overlap_hours": 1})).await?)?.read()?;
    assert_eq!(turned.key.made_by.name, admin.team().await?.me.name);
    assert_eq!(widget.get("/api/v1/teams/jelly").await?.outcome(), no(401, "token-revoked"));
    let denied = of_owner.asks(json!({"email": "owner@jelly.example", "origin": CRM})).await?;
    assert_eq!(denied.outcome(), no(403, "rank-too-low"));
    ok(owner.client.post(&owner.at(&format!("/keys/{}/take-over", of_owner.key)), &json!({})).await?)?;
    of_owner.token("owner@jelly.example").await?;
    ok(admin.client.patch(&path, &json!({"origins": [CRM, "https://b.example"]})).await?)?;
    let denied = of_owner.asks(json!({"email": "owner@jelly.example", "origin": CRM})).await?;
    assert_eq!(denied.outcome(), no(403, "rank-too-low"));
    // Somebody who rises above the maker is out at the next request.
    let token = of_admin.token("member@jelly.example").await?.token;
    let widget = Widget::new(&app, &token);
    ok(widget.get("/api/v1/teams/jelly").await?)?;
    ok(owner.makes("member@jelly.example", "owner").await?)?;
    assert_eq!(widget.get("/api/v1/teams/jelly").await?.outcome(), no(401, "token-revoked"));
    Ok(())
}

#[tokio::test]
async fn a7_a_key_reaches_as_far_as_its_maker_did_when_they_are_gone() -> Story {
    let app = TestApp::with_demo().await?;
    let (chief, admin) = ("owner@salestrekker.example", "admin@salestrekker.example");
    let owner = Somebody::of(&app, chief, "salestrekker").await?;
    let host = Host::of(&app, &Somebody::of(&app, admin, "salestrekker").await?).await?;
    let asks = async || host.asks(json!({"email": chief, "origin": CRM})).await;
    assert_eq!(asks().await?.outcome(), no(403, "rank-too-low"));
    ok(owner.deletes(admin, Some(chief)).await?)?;
    host.token("tom@salestrekker.example").await?;
    assert_eq!(asks().await?.outcome(), no(403, "rank-too-low"));
    Ok(())
}

#[tokio::test]
async fn a7_a_key_that_was_taken_over_reaches_as_far_as_who_took_it_did() -> Story {
    let app = TestApp::with_demo().await?;
    let (chief, admin) = ("owner@salestrekker.example", "admin@salestrekker.example");
    let owner = Somebody::of(&app, chief, "salestrekker").await?;
    let host = Host::of(&app, &owner).await?;
    host.token(chief).await?;
    let taker = Somebody::of(&app, admin, "salestrekker").await?;
    ok(taker.client.post(&taker.at(&format!("/keys/{}/take-over", host.key)), &json!({})).await?)?;
    let asks = async || host.asks(json!({"email": chief, "origin": CRM})).await;
    assert_eq!(asks().await?.outcome(), no(403, "rank-too-low"));
    ok(owner.deletes(admin, Some(chief)).await?)?;
    host.token("tom@salestrekker.example").await?;
    assert_eq!(asks().await?.outcome(), no(403, "rank-too-low"), "not as far as who made it");
    Ok(())
}

#[tokio::test]
async fn a12_whoever_loses_access_is_out_of_the_widget_at_the_next_request() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let token = host.token(TYLER).await?.token;
    let widget = Widget::new(&app, &token);
    ok(widget.get(TEAM).await?)?;
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    for path in
        [TEAM.to_owned(), "/api/v1/bootstrap".into(), format!("{TEAM}/members"), format!("{TEAM}/live")]
    {
        assert_eq!(widget.get(&path).await?.outcome(), no(401, "token-revoked"), "{path}");
    }
    let before = state(&app).await?;
    let write = widget.call(Method::POST, &format!("{TEAM}/work/contact"), json!({"title": "x"})).await?;
    assert_eq!(write.outcome(), no(401, "token-revoked"));
    unchanged(&app, &before).await?;
    ok(rachel.tells(TYLER, "restore").await?)?;
    ok(widget.get(TEAM).await?)?;
    ok(rachel.tells(TYLER, "deactivate").await?)?;
    ok(rachel.deletes(TYLER, Some(RACHEL)).await?)?;
    assert_eq!(widget.get(TEAM).await?.outcome(), no(401, "token-revoked"));
    Ok(())
}

#[tokio::test]
async fn a13_the_live_stream_takes_a_token_and_ends_with_it() -> Story {
    const SOON: Duration = Duration::from_secs(4);
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    for end in ["deactivate", "expire", "revoke"] {
        let token = host.token(TYLER).await?.token;
        let widget = Widget::new(&app, &token);
        let headers = [("authorization", widget.bearer.as_str()), ("origin", CRM)];
        let mut live = widget.client.listen(&format!("{TEAM}/live"), &headers).await?;
        assert_eq!(live.status.as_u16(), 200);
        assert_eq!(live.headers["access-control-allow-origin"], CRM);
        assert!(matches!(live.next(SOON).await?, Came::Event(_)), "the greeting");
        ok(rachel.edits(TYLER, json!({"fields": {"first-name": end}})).await?)?;
        assert!(live.topics(SOON).await?.contains(&"team".to_owned()), "their own row has changed");
        match end {
            "deactivate" => {
                ok(rachel.tells(TYLER, "deactivate").await?)?;
            }
            "expire" => app.clock.set(app.app.now() + 15 * MINUTE),
            _ => {
                ok(rachel.client.delete(&rachel.at(&format!("/keys/{}", host.key)), &json!({})).await?)?;
            }
        }
        let began = Instant::now();
        assert_eq!(live.next(Duration::from_secs(5)).await?, Came::End, "{end}");
        assert!(began.elapsed() < Duration::from_secs(5), "{end}");
        if end == "deactivate" {
            ok(rachel.tells(TYLER, "restore").await?)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn s6_what_is_about_accounts_secrets_and_the_end_is_not_in_the_widget() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let about = About::team_of(&rachel, TYLER).await?;
    let widget = Widget::new(&app, &host.token(RACHEL).await?.token);
    let before = state(&app).await?;
    let mut refused = 0;
    for route in table(app.app.config()) {
        let call = format!("{} {}", route.method, route.path);
        if matches!(route.access, Access::Key(_)) || widget::is_in(&route.method, route.path) {
            continue;
        }
        let answer = widget.call(route.method.clone(), &about.path(&route), about.body(&route)?).await?;
        assert_eq!(answer.outcome(), no(403, "not-in-widget"), "{call}");
        let told = answer.header("access-control-allow-origin");
        assert!(told == CRM || !route.path.starts_with("/api/"), "{call}: the widget says why");
        refused += 1;
    }
    assert_eq!(refused, widget::OUT.len());
    // The address that somebody signs in with, by whatever way it is reached.
    let tyler = rachel.sees(TYLER).await?;
    let edit = json!({"version": tyler.version, "fields": {"email": "thief@x.example"}});
    let path = format!("{TEAM}/members/{}", tyler.id);
    assert_eq!(widget.call(Method::PATCH, &path, edit).await?.outcome(), no(403, "not-in-widget"));
    unchanged(&app, &before).await?;
    let edit = json!({"version": tyler.version, "fields": {"first-name": "Ty"}});
    ok(widget.call(Method::PATCH, &path, edit).await?)?;
    Ok(())
}

#[tokio::test]
async fn s7_what_the_widget_reaches_answers_a_token_as_it_answers_a_session() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let about = About::team_of(&rachel, TYLER).await?;
    let widget = Widget::new(&app, &host.token(RACHEL).await?.token);
    let mut seen = 0;
    for route in table(app.app.config()) {
        if route.method != Method::GET || !widget::is_in(&route.method, route.path) {
            continue;
        }
        let path = about.path(&route);
        if !path.starts_with("/api/") {
            continue;
        }
        let (page, token) = (rachel.client.get(&path).await?, widget.get(&path).await?);
        assert_eq!(token.outcome(), page.outcome(), "{path}");
        assert_eq!(token.header("access-control-allow-origin"), CRM, "{path}");
        assert_eq!(page.header("access-control-allow-origin"), "", "{path}");
        assert!(page.headers.get_all("vary").iter().any(|v| v == "origin"), "{path}");
        seen += 1;
    }
    assert!(seen > 25, "{seen}");
    Ok(())
}

#[tokio::test]
async fn s3_only_origins_that_a_key_names_are_answered_and_never_with_cookies() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let asks = async |origin: &str, path: &str, method: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", method),
            ("access-control-request-headers", "authorization,content-type"),
        ];
        app.client().send(Method::OPTIONS, path, None, &headers).await
    };
    for (path, method) in
        [(TEAM, "GET"), ("/api/v1/teams/jtek/members/x/role", "PUT"), ("/api/v1/bootstrap", "GET")]
    {
        let answer = asks(CRM, path, method).await?;
        assert_eq!(answer.status.as_u16(), 204, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), CRM);
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        let taken = answer.header("access-control-allow-headers");
        assert!(taken.contains("authorization") && taken.contains("content-type"), "{taken}");
        assert!(answer.header("access-control-allow-methods").contains(method));
        assert_eq!(answer.header("access-control-max-age"), "600");
        assert!(answer.header("vary").contains("origin"), "{}", answer.header("vary"));
    }
    for origin in [
        "https://CRM.example",
        "https://crm.example/",
        "https://crm.example:443",
        "http://crm.example",
        "https://sub.crm.example",
        "https://crm.example.evil.example",
        "https://crm.example, https://evil.example",
        "null",
        "*",
        "",
    ] {
        let answer = asks(origin, TEAM, "GET").await?;
        assert_eq!(answer.outcome(), no(405, "method-not-allowed"), "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        assert!(answer.headers.get_all("vary").iter().any(|v| v == "origin"), "{origin}");
    }
    // A key belongs on a server.
    for path in ["/api/v1/widget-tokens", "/api/v1/intake"] {
        assert_eq!(asks(CRM, path, "POST").await?.header("access-control-allow-origin"), "", "{path}");
    }
    // Without a token nothing is told to the page, and a cookie from there changes nothing.
    let body = Some(json!({"name": "Carried off"}).to_string().into_bytes());
    let headers = [("origin", CRM), ("content-type", "application/json")];
    let before = state(&app).await?;
    let answer = rachel.client.send(Method::PATCH, TEAM, body, &headers).await?;
    assert_eq!(answer.outcome(), no(403, "bad-origin"));
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let answer = rachel.client.send(Method::GET, TEAM, None, &[("origin", CRM)]).await?;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    unchanged(&app, &before).await?;
    // The page itself stays out of frames, token or not.
    let widget = Widget::new(&app, &host.token(TYLER).await?.token);
    let answer = widget.get(TEAM).await?;
    assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
    Ok(())
}

#[tokio::test]
async fn s7_pictures_come_with_a_token() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, host) = scene(&app).await?;
    let widget = Widget::new(&app, &host.token(RACHEL).await?.token);
    let png = crate::avatars::file(crate::avatars::flag(), image::ImageFormat::Png)?;
    let headers = [
        ("authorization", widget.bearer.as_str()),
        ("origin", CRM),
        ("content-type", "application/octet-stream"),
    ];
    let path = format!("{TEAM}/me/avatar");
    ok(widget.client.send(Method::PUT, &path, Some(png), &headers).await?)?;
    let me = rachel.sees(RACHEL).await?;
    let picture = ok(widget
        .get(&format!("{TEAM}/members/{}/avatar?v={}", me.id, me.avatar.unwrap_or_default()))
        .await?)?;
    assert_eq!(picture.header("content-type"), "image/jpeg");
    assert_eq!(picture.header("access-control-allow-origin"), CRM);
    Ok(())
}

#[tokio::test]
async fn s6_a_key_that_asks_for_too_many_tokens_waits() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, host) = scene(&app).await?;
    for _ in 0..300 {
        host.token(TYLER).await?;
    }
    let answer = host.asks(json!({"email": TYLER, "origin": CRM})).await?;
    assert_eq!(answer.outcome(), no(429, "too-many-requests"));
    assert!(!answer.header("retry-after").is_empty());
    // What has ended for an hour is thrown away.
    app.clock.set(START + 2 * HOUR);
    host.token(TYLER).await?;
    assert_eq!(tests::asked(&app, "SELECT json_array(1) FROM widget_token").await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn s6_keys_say_what_they_are_for_and_only_true_origins_are_taken() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, RACHEL, "jtek").await?;
    let before = state(&app).await?;
    for (new, wrong) in [
        (json!({"scopes": []}), vec!["scopes required"]),
        (json!({"scopes": ["admin"]}), vec!["scopes.0 not-a-choice"]),
        (json!({"scopes": ["widget"]}), vec!["origins required"]),
        (json!({"scopes": ["intake"], "origins": [CRM]}), vec!["origins unknown-field"]),
        (
            json!({"scopes": ["widget"], "origins": ["https://*.crm.example", "http://crm.example", CRM]}),
            vec!["origins.0 not-an-origin", "origins.1 not-secure"],
        ),
    ] {
        let mut new = new;
        new["name"] = json!("CRM");
        assert_eq!(faults(&rachel.client.post(&rachel.at("/keys"), &new).await?), wrong);
    }
    let many: Vec<String> = (0..21).map(|n| format!("https://crm-{n}.example")).collect();
    let new = json!({"name": "CRM", "scopes": ["widget"], "origins": many});
    assert_eq!(faults(&rachel.client.post(&rachel.at("/keys"), &new).await?), ["origins too-many"]);
    unchanged(&app, &before).await?;
    let host = Host::of(&app, &rachel).await?;
    let path = rachel.at(&format!("/keys/{}", host.key));
    assert_eq!(faults(&rachel.client.patch(&path, &json!({"origins": []})).await?), ["origins required"]);
    let late = rachel.client.post(&format!("{path}/rotate"), &json!({"overlap_hours": 169})).await?;
    assert_eq!(faults(&late), ["overlap_hours out-of-range"]);
    ok(rachel.client.post(&format!("{path}/rotate"), &json!({"overlap_hours": 168})).await?)?;
    ok(rachel.client.patch(&path, &json!({"name": "Other", "scopes": ["lists"], "origins": []})).await?)?;
    let keys: Keys = ok(rachel.client.get(&rachel.at("/keys")).await?)?.read()?;
    assert_eq!(
        (keys.items[0].name.as_str(), &keys.items[0].scopes[..]),
        ("Other", &["lists".to_owned()][..])
    );
    assert_eq!(host.asks(json!({"email": TYLER, "origin": CRM})).await?.outcome(), no(403, "not-in-grant"));
    let new = json!({"name": "All", "scopes": ["widget"], "origins": many[..20]});
    ok(rachel.client.post(&rachel.at("/keys"), &new).await?)?;
    Ok(())
}
