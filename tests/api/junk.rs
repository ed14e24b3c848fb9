//! Requests that no page sends: whatever comes, the server answers with a reason and goes on.

use crate::calls::{About, takes_a_body};
use axum::http::Method;
use rolecall::routes::table;
use serde_json::{Value, json};
use tests::{ORIGIN, Somebody, Story, TestApp, changes, ok};

/// Values that fit hardly anywhere.
fn junk() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!(" "),
        json!("\0"),
        json!("\u{202e}\u{feff}"),
        json!("x".repeat(10_000)),
        json!("../../../etc/passwd"),
        json!("' OR 1=1 --"),
        json!([]),
        json!([[]]),
        json!([null, 1, "x", {}]),
        json!({}),
        json!({"": ""}),
        json!({"email": {"email": []}}),
        json!({"name": "x".repeat(10_000)}),
    ]
}

/// The body with one value replaced, for each value at any depth.
fn spoiled(body: &Value, junk: &Value) -> Vec<Value> {
    let mut all = vec![junk.clone()];
    match body {
        Value::Object(map) => {
            for (key, inner) in map {
                for bad in spoiled(inner, junk) {
                    let mut copy = map.clone();
                    copy.insert(key.clone(), bad);
                    all.push(Value::Object(copy));
                }
            }
        }
        Value::Array(list) => {
            for (at, inner) in list.iter().enumerate() {
                for bad in spoiled(inner, junk) {
                    let mut copy = list.clone();
                    copy[at] = bad;
                    all.push(Value::Array(copy));
                }
            }
        }
        _ => {}
    }
    all
}

async fn chief(app: &TestApp) -> Result<(Somebody, About), tests::Failure> {
    let chief = Somebody::of(app, "admin@voice.example", "voice-agents").await?;
    let about = About::team_of(&chief, "aisha@voice.example").await?;
    Ok((chief, about))
}

#[tokio::test]
async fn no_body_makes_the_server_fail() -> Story {
    let app = TestApp::with_demo().await?;
    let (admin, about) = chief(&app).await?;
    let cookie = admin.client.cookie();
    let mut tried = 0;
    for route in table(app.app.config()).into_iter().filter(takes_a_body) {
        if route.path == "/dev/clock" {
            continue; // it moves the clock, as it should
        }
        let mut body = about.body(&route)?;
        if route.path.ends_with("/members/{member}") && route.method == Method::PATCH {
            body["grants"] = json!(["crm"]);
            body["access"] = json!(["recall"]);
        }
        for bad in junk() {
            for body in spoiled(&body, &bad) {
                admin.client.set_cookie(cookie.as_deref());
                let answer = admin.client.json(route.method.clone(), &about.path(&route), &body).await?;
                let status = answer.status.as_u16();
                let call = format!("{} {} {body}", route.method, route.path);
                assert!(status < 500, "{call:.300}: {status}");
                if status >= 400 {
                    assert_ne!(answer.outcome().1, "", "{call:.300}: {status} without a code");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 500, "only {tried} bodies");
    Ok(())
}

#[tokio::test]
async fn no_path_and_no_query_makes_the_server_fail() -> Story {
    let app = TestApp::with_demo().await?;
    let (admin, about) = chief(&app).await?;
    let long = "a".repeat(5_000);
    let pieces = [
        "%00",
        "%ff",
        "%F0%9F%94%91",
        "..",
        "%2e%2e%2f",
        "%2F",
        "'",
        "%22",
        "a%20b",
        long.as_str(),
        "%",
        "%zz",
    ];
    for route in table(app.app.config()).into_iter().filter(|r| r.path.contains('{')) {
        for piece in pieces {
            for part in ["{team}", "{member}", "{role}"] {
                if !route.path.contains(part) {
                    continue;
                }
                let path = about.fill(&route.path.replace(part, piece), &about.active);
                let body = changes(&route.method).then(|| about.body(&route)).transpose()?;
                let headers = [("origin", ORIGIN), ("content-type", "application/json")];
                let sent = admin
                    .client
                    .send(route.method.clone(), &path, body.map(|b| b.to_string().into_bytes()), &headers)
                    .await;
                // What is no address at all never leaves the client.
                let Ok(answer) = sent else { continue };
                assert!(answer.status.is_client_error(), "{} {path:.200}: {}", route.method, answer.status);
            }
        }
    }
    for key in ["q", "status", "role", "sort", "after", "limit", "nonsense"] {
        for piece in pieces {
            for value in
                [piece.to_owned(), format!("{piece}&{key}={piece}"), format!("{piece}&{piece}={key}")]
            {
                let sent = admin.client.get(&admin.at(&format!("/members?{key}={value}"))).await;
                let Ok(answer) = sent else { continue };
                assert!(answer.status.as_u16() < 500, "{key}={value:.200}: {}", answer.status);
            }
        }
    }
    for after in ["-1", "0", "9223372036854775807", "9223372036854775808", "1e3"] {
        let answer = admin.client.get(&admin.at(&format!("/audit?after={after}"))).await?;
        assert!(answer.status.as_u16() < 500, "{after}");
    }
    ok(admin.client.get(&admin.at("")).await?)?;
    Ok(())
}

#[tokio::test]
async fn no_header_makes_the_server_fail() -> Story {
    let app = TestApp::with_demo().await?;
    let (admin, _) = chief(&app).await?;
    let long = "a".repeat(20_000);
    for (name, value) in [
        ("cookie", "rolecall_session"),
        ("cookie", "rolecall_session==; ;=;"),
        ("cookie", long.as_str()),
        ("accept-encoding", "br;q=x, gzip;;;, *"),
        ("accept", "\u{1f511}"),
        ("content-type", "application/json; charset=\"unclosed"),
        ("content-length", "-1"),
        ("range", "bytes=0-1,5-,-9"),
        ("if-none-match", "*"),
        ("host", ""),
        ("x-request-id", "forged\u{7f}"),
        ("expect", "100-continue"),
    ] {
        for (method, path) in
            [(Method::GET, "/"), (Method::GET, "/api/v1/session"), (Method::POST, "/api/v1/session")]
        {
            let headers = [("origin", ORIGIN), (name, value)];
            let body = (method == Method::POST).then(|| b"{}".to_vec());
            let Ok(answer) = admin.client.send(method, path, body, &headers).await else { continue };
            let status = answer.status.as_u16();
            // 503 says that the page was not built.
            assert!(status < 500 || (status == 503 && path == "/"), "{name}: {value:.100}: {status}");
        }
    }
    Ok(())
}
