//! Sessions and requests from elsewhere (S1, S2).

use axum::http::Method;
use rolecall::clock::{Clock as _, DAY, MINUTE};
use rolecall::routes::table;
use serde_json::json;
use tests::{
    Client, ORIGIN, Options, PASSWORD, START, Somebody, Story, TestApp, asked, changes, no, ok, sign_in,
    state, unchanged,
};

use crate::calls::{About, of_files, of_keys};

#[tokio::test]
async fn s1_a_session_planted_before_sign_in_is_replaced() -> Story {
    let app = TestApp::with_demo().await?;
    let browser = app.client();
    let planted = "planted-by-somebody-else-planted-by-somebod";
    browser.set_cookie(Some(planted));
    let credentials = json!({"email": "rachel@juniper.example", "password": PASSWORD});
    ok(browser.post("/api/v1/session", &credentials).await?)?;
    assert_ne!(browser.cookie().as_deref(), Some(planted));
    let thief = app.client();
    thief.set_cookie(Some(planted));
    assert_eq!(thief.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    Ok(())
}

#[tokio::test]
async fn s1_joining_and_setting_up_replace_a_planted_session_too() -> Story {
    let planted = "planted-by-somebody-else-planted-by-somebod";
    let empty = TestApp::new().await?;
    let founder = empty.client();
    founder.set_cookie(Some(planted));
    let team = json!({"team_name": "T", "profile": "jelly", "email": "a@x.example", "name": "A", "password": "long enough"});
    ok(founder.post("/api/v1/setup", &team).await?)?;
    assert_ne!(founder.cookie().as_deref(), Some(planted));

    let app = TestApp::with_demo().await?;
    let owner = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    ok(owner.invites_one("new@jelly.example", json!({})).await?)?;
    let token = app.token_for("new@jelly.example").await?;
    let guest = app.client();
    guest.set_cookie(Some(planted));
    let body = json!({"token": token, "password": "long enough", "name": "New"});
    ok(guest.post("/api/v1/invitations/accept", &body).await?)?;
    assert_ne!(guest.cookie().as_deref(), Some(planted));
    for (app, who) in [(&empty, "founder"), (&app, "guest")] {
        let thief = app.client();
        thief.set_cookie(Some(planted));
        assert_eq!(thief.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"), "{who}");
    }
    Ok(())
}

#[tokio::test]
async fn s1_signing_in_again_ends_the_session_that_came_along() -> Story {
    let app = TestApp::with_demo().await?;
    let browser = app.signed_in("rachel@juniper.example").await?;
    let first = browser.cookie();
    let credentials = json!({"email": "tyler@juniper.example", "password": PASSWORD});
    ok(browser.post("/api/v1/session", &credentials).await?)?;
    assert_ne!(browser.cookie(), first);
    let old = app.client();
    old.set_cookie(first.as_deref());
    assert_eq!(old.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    Ok(())
}

#[tokio::test]
async fn s1_signing_out_ends_the_session_on_the_server() -> Story {
    let app = TestApp::with_demo().await?;
    let browser = app.signed_in("rachel@juniper.example").await?;
    let cookie = browser.cookie();
    ok(browser.delete("/api/v1/session", &json!({})).await?)?;
    assert_eq!(browser.cookie(), None, "the browser forgets it");
    let thief = app.client();
    thief.set_cookie(cookie.as_deref());
    assert_eq!(thief.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    Ok(())
}

#[tokio::test]
async fn s1_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() -> Story {
    let app = TestApp::with_demo().await?;
    let answer = sign_in(&app, "rachel@juniper.example", PASSWORD).await?;
    let cookie = answer.header("set-cookie");
    for part in ["rolecall_session=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let token = app.signed_in("tyler@juniper.example").await?.cookie().unwrap_or_default();
    assert!(!String::from_utf8(answer.bytes)?.contains(&token));
    Ok(())
}

#[tokio::test]
async fn s1_over_https_the_cookie_never_travels_in_the_clear() -> Story {
    let mut options = Options { demo: Some(4), ..Options::default() };
    options.config.public_url = "https://team.example/".into();
    let app = TestApp::with(options).await?;
    let body = json!({"email": "rachel@juniper.example", "password": PASSWORD}).to_string().into_bytes();
    let kind = ("content-type", "application/json");
    let browser = app.client();
    let post = async |origin: &str, body: &[u8]| {
        let headers = [kind, ("origin", origin)];
        browser.send(Method::POST, "/api/v1/session", Some(body.to_vec()), &headers).await
    };
    assert_eq!(
        post(ORIGIN, &body).await?.outcome(),
        no(403, "bad-origin"),
        "the given address alone is the site"
    );
    let answer = ok(post("https://team.example", &body).await?)?;
    assert!(answer.header("set-cookie").contains("; Secure"), "{}", answer.header("set-cookie"));
    let rachel = Somebody { client: app.client(), team: "jtek".into() };
    rachel.client.set_cookie(browser.cookie().as_deref());
    ok(rachel.client.get(&rachel.at("")).await?)?;
    Ok(())
}

#[tokio::test]
async fn p3_behind_an_own_proxy_the_proxys_word_counts_and_the_clients_does_not() -> Story {
    let mut options = Options { demo: Some(4), ..Options::default() };
    options.config.trust_proxy = true;
    let app = TestApp::with(options).await?;
    let guess = json!({"email": "rachel@juniper.example", "password": "a guess"}).to_string().into_bytes();
    let through = async |forwarded: &str| {
        let headers =
            [("content-type", "application/json"), ("origin", ORIGIN), ("x-forwarded-for", forwarded)];
        let answer = app.client().send(Method::POST, "/api/v1/session", Some(guess.clone()), &headers).await;
        answer.map(|a| a.status.as_u16())
    };
    let mut last = 0;
    for n in 0..20 {
        last = through(&format!("198.51.100.{n}, 203.0.113.9")).await?;
    }
    assert_eq!(last, 429, "what the client wrote before the proxy's entry is not believed");
    assert_eq!(through("203.0.113.10").await?, 401, "another client of the same proxy");
    Ok(())
}

#[tokio::test]
async fn a_session_ends_after_a_week_without_a_request_and_after_a_month_in_any_case() -> Story {
    let app = TestApp::with_demo().await?;
    let idle = app.signed_in("rachel@juniper.example").await?;
    let busy = app.signed_in("tyler@juniper.example").await?;
    for day in 1..30 {
        app.clock.set(START + day * DAY);
        ok(busy.get("/api/v1/session").await?)?;
        if day == 7 {
            assert_eq!(idle.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
        }
    }
    app.clock.set(START + 30 * DAY - MINUTE);
    ok(busy.get("/api/v1/session").await?)?;
    app.clock.set(START + 30 * DAY);
    assert_eq!(busy.get("/api/v1/session").await?.outcome(), no(401, "not-signed-in"));
    Ok(())
}

#[tokio::test]
async fn s2_every_write_from_elsewhere_is_refused() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let about = About::team_of(&rachel, "tyler@juniper.example").await?;
    let before = state(&app).await?;
    let json_kind = ("content-type", "application/json");
    for route in table(app.app.config()).into_iter().filter(|r| changes(&r.method)) {
        // A program with a key has no origin, and its key travels in no cookie.
        if of_keys(&route) {
            let answer = rachel.client.json(route.method.clone(), &about.path(&route), &json!({})).await?;
            assert_eq!(answer.status.as_u16(), 401, "{} with a session alone", route.path);
            continue;
        }
        let call = format!("{} {}", route.method, route.path);
        let (path, body) = (about.path(&route), about.body(&route)?.to_string().into_bytes());
        for origin in [
            None,
            Some("null"),
            Some(""),
            Some("http://evil.test"),
            Some("https://rolecall.test"),
            Some("http://rolecall.test:8080"),
            Some("http://rolecall.test.evil.test"),
            Some("http://sub.rolecall.test"),
        ] {
            let mut headers = vec![json_kind];
            headers.extend(origin.map(|o| ("origin", o)));
            let answer =
                rachel.client.send(route.method.clone(), &path, Some(body.clone()), &headers).await?;
            assert_eq!(answer.outcome(), no(403, "bad-origin"), "{call} from {origin:?}");
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
        {
            let headers = [("origin", ORIGIN), ("content-type", kind)];
            let answer =
                rachel.client.send(route.method.clone(), &path, Some(body.clone()), &headers).await?;
            let code = if of_files(&route) { answer.outcome().1 } else { "not-json".to_owned() };
            assert_eq!(answer.outcome(), (415, code), "{call} as {kind:?}");
        }
        let answer =
            rachel.client.send(route.method.clone(), &path, Some(body), &[("origin", ORIGIN)]).await?;
        let code = if of_files(&route) { answer.outcome().1 } else { "not-json".to_owned() };
        assert_eq!(answer.outcome(), (415, code), "{call} without a type");
    }
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn s2_no_get_changes_anything() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let about = About::team_of(&rachel, "tyler@juniper.example").await?;
    let before = state(&app).await?;
    for route in table(app.app.config()) {
        for method in [Method::GET, Method::HEAD] {
            rachel.client.send(method, &about.path(&route), None, &[]).await?;
        }
    }
    for trick in ["?_method=DELETE", "?method=delete"] {
        let path = format!("{}{trick}", rachel.path_of("tyler@juniper.example", "").await?);
        rachel.client.send(Method::GET, &path, None, &[("x-http-method-override", "DELETE")]).await?;
    }
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn the_first_question_says_who_is_signed_in_and_to_nobody_else() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    let asks = async |client: &Client| ok(client.get("/api/v1/bootstrap").await?).map(|a| a.json());
    let own = asks(&rachel.client).await?;
    assert_eq!(own["session"], rachel.client.get("/api/v1/session").await?.json());
    assert_eq!(asks(&tyler.client).await?["session"]["email"], "tyler@juniper.example");
    assert!(asks(&app.client()).await?["session"].is_null());
    assert!(!asks(&app.client()).await?.to_string().contains("juniper"), "a stranger learns of no team");
    ok(rachel.tells("tyler@juniper.example", "deactivate").await?)?;
    assert!(asks(&tyler.client).await?["session"].is_null(), "whoever was thrown out is nobody");
    Ok(())
}

#[tokio::test]
async fn two_session_cookies_are_none() -> Story {
    let app = TestApp::with_demo().await?;
    let cookie = app.signed_in("rachel@juniper.example").await?.cookie().unwrap_or_default();
    let doubled = format!("rolecall_session={cookie}; rolecall_session=planted");
    let answer = app.client().send(Method::GET, "/api/v1/session", None, &[("cookie", &doubled)]).await?;
    assert_eq!(answer.outcome(), no(401, "not-signed-in"));
    Ok(())
}

#[tokio::test]
async fn p3_guessing_a_password_is_slowed_down_and_the_victim_is_not_locked_out() -> Story {
    let app = TestApp::with_demo().await?;
    let thief = app.client().from_source([203, 0, 113, 9]);
    let mut tried = 0;
    loop {
        let guess = json!({"email": "rachel@juniper.example", "password": format!("guess {tried}")});
        let answer = thief.post("/api/v1/session", &guess).await?;
        if answer.status == 429 {
            assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|s| (1..=60).contains(&s)));
            break;
        }
        assert_eq!(answer.outcome(), no(401, "wrong-credentials"));
        tried += 1;
        assert!(tried <= 20, "no limit after {tried} guesses");
    }
    ok(sign_in(&app, "rachel@juniper.example", PASSWORD).await?)?;
    Ok(())
}

#[tokio::test]
async fn p3_what_is_no_address_takes_no_bucket() -> Story {
    let app = TestApp::with_demo().await?;
    // Otherwise each of them would be remembered, at up to 64 KiB.
    let long = format!("{}@x.example", "a".repeat(50_000));
    for _ in 0..20 {
        assert_eq!(sign_in(&app, &long, PASSWORD).await?.outcome(), no(401, "wrong-credentials"));
        let asked = app.client().post("/api/v1/password/forgot", &json!({ "email": long })).await?;
        assert!(matches!(asked.status.as_u16(), 202 | 429), "{asked:?}");
    }
    Ok(())
}

/// How somebody signed in opens the teams that go by that, and no others (JL8).
#[tokio::test]
async fn jl8_a_session_of_the_provider_opens_no_team_that_goes_by_passwords() -> Story {
    let app = TestApp::with_demo().await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    ok(tyler.client.get(&tyler.at("")).await?)?;
    asked(&app, "UPDATE session SET via = 'sso' RETURNING '1'").await?;
    let before = state(&app).await?;
    for path in ["", "/members"] {
        assert_eq!(
            tyler.client.get(&tyler.at(path)).await?.outcome(),
            no(403, "password-required"),
            "{path}"
        );
    }
    unchanged(&app, &before).await
}

#[tokio::test]
async fn va11_when_somebody_was_here_last_is_known_to_the_minute() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    ok(tyler.client.get(&tyler.at("")).await?)?;
    for (later, seen) in [(0, 0), (MINUTE - 1, 0), (1, MINUTE), (MINUTE - 1, MINUTE), (1, 2 * MINUTE)] {
        app.clock.advance(later);
        ok(tyler.client.get(&tyler.at("")).await?)?;
        let at = rachel.sees("tyler@juniper.example").await?.last_active_at;
        assert_eq!(at, Some(START + seen), "after {later} more");
    }
    Ok(())
}
