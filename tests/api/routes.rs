//! Every endpoint at once, from the server's own table: who may come in at all, and what every answer carries.

use crate::calls::{About, about_a_thing, everyday, of_files, of_keys, of_teams, takes_a_body};
use axum::http::Method;
use rolecall::config::Config;
use rolecall::routes::{Access, table};
use serde_json::json;
use tests::{
    CASTS, ORIGIN, Somebody, Story, TestApp, body_apart_from_request, changes, faults, no, state, unchanged,
};

/// What somebody without credentials may call. Adding a line here is a decision.
const PUBLIC: [&str; 15] = [
    "GET /healthz",
    "GET /api/openapi.json",
    "GET /api/v1/bootstrap",
    "POST /api/v1/setup",
    "POST /api/v1/session",
    "POST /api/v1/sso/start",
    "GET /api/v1/sso/callback",
    "POST /api/v1/invitations/lookup",
    "POST /api/v1/invitations/accept",
    "POST /api/v1/password/forgot",
    "POST /api/v1/password/reset",
    // Only with --demo.
    "GET /dev/mail",
    "GET /dev/mail.json",
    "GET /dev/mail.css",
    // Only with --demo --test-clock.
    "POST /dev/clock",
];

async fn jtek(app: &TestApp) -> Result<(Somebody, About), tests::Failure> {
    let chief = Somebody::of(app, "rachel@juniper.example", "jtek").await?;
    let about = About::team_of(&chief, "tyler@juniper.example").await?;
    Ok((chief, about))
}

#[tokio::test]
async fn a1_every_route_outside_the_public_list_answers_401_without_a_session() -> Story {
    let app = TestApp::with_demo().await?;
    let (_, about) = jtek(&app).await?;
    let (stranger, forger) = (app.client(), app.client());
    let before = state(&app).await?;
    let mut seen = 0;
    for route in table(app.app.config()) {
        let call = format!("{} {}", route.method, route.path);
        let public = PUBLIC.contains(&call.as_str());
        assert_eq!(route.access == Access::Public, public, "{call}: decide whether it is public");
        if public {
            continue;
        }
        for (who, client) in [("nobody", &stranger), ("a made-up cookie", &forger)] {
            if who != "nobody" {
                client.set_cookie(Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
            }
            let answer = client.json(route.method.clone(), &about.path(&route), &about.body(&route)?).await?;
            let code = if of_keys(&route) { answer.outcome().1 } else { "not-signed-in".to_owned() };
            assert_eq!(answer.outcome(), (401, code), "{call} with {who}");
        }
        seen += 1;
    }
    assert!(seen > 70, "only {seen} guarded routes: is the table the right one?");
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a1_what_the_demo_shows_is_missing_without_it() -> Story {
    for route in table(&Config::default()) {
        assert!(!route.path.starts_with("/dev"), "{} exists without --demo", route.path);
    }
    let app =
        TestApp::with(tests::Options { config: Config::default(), ..tests::Options::default() }).await?;
    for path in ["/dev/mail", "/dev/mail.json", "/dev/mail.css", "/dev/clock"] {
        assert_eq!(app.client().get(path).await?.outcome(), no(404, "not-found"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a2_every_write_by_the_lowest_roles_is_403_and_changes_nothing() -> Story {
    let app = TestApp::with_demo().await?;
    for cast in CASTS {
        let chief = Somebody::of(&app, cast.chief, cast.team).await?;
        let about = About::team_of(&chief, cast.lowest[0]).await?;
        for email in cast.lowest {
            let low = Somebody::of(&app, email, cast.team).await?;
            let before = state(&app).await?;
            let mut denied = 0;
            for route in table(app.app.config()).into_iter().filter(of_teams) {
                if !changes(&route.method) {
                    continue;
                }
                // A team without additions has no path to one, nor one without standing.
                if route.path.ends_with("{role}") && about.addition == "none"
                    || route.path.ends_with("{standing}") && cast.team != "salestrekker"
                {
                    continue;
                }
                // What people work with all day is for those who work; `parity` asks it of everybody.
                if everyday(&route, cast.team, email) {
                    continue;
                }
                let body = about.body(&route)?;
                let answer = low.client.json(route.method.clone(), &about.path(&route), &body).await?;
                assert_eq!(
                    answer.outcome(),
                    no(403, "not-permitted"),
                    "{} {} as {email}",
                    route.method,
                    route.path
                );
                denied += 1;
            }
            unchanged(&app, &before).await?;
            let log = chief.log().await?;
            let noted = log.iter().take_while(|e| e["denial"] == "not-permitted").count();
            assert!(noted >= denied, "{email}: {denied} denials, {noted} in the log");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a3_another_teams_member_in_the_own_teams_path_is_404_like_nobody() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, about) = jtek(&app).await?;
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let strangers = [
        jelly.sees("member@jelly.example").await?.id,
        jelly.sees("hannah@jelly.example").await?.id,
        jelly.sees("grace@jelly.example").await?.id,
    ];
    let before = state(&app).await?;
    for route in table(app.app.config()).into_iter().filter(of_teams).filter(|r| r.path.contains("{member}"))
    {
        if route.path.ends_with("{role}") || about_a_thing(&route) || route.path.ends_with("/unit") {
            continue; // jtek knows no such thing; the salestrekker story below and `things.rs` have these
        }
        let call = format!("{} {}", route.method, route.path);
        let body = about.body(&route)?;
        let unknown =
            rachel.client.json(route.method.clone(), &about.path_about(&route, "nobody"), &body).await?;
        assert_eq!(unknown.outcome(), no(404, "not-found"), "{call}");
        for id in &strangers {
            let foreign =
                rachel.client.json(route.method.clone(), &about.path_about(&route, id), &body).await?;
            assert_eq!(foreign.status, unknown.status, "{call}");
            assert_eq!(body_apart_from_request(&foreign), body_apart_from_request(&unknown), "{call}");
        }
    }
    let mixed = json!({"members": [strangers[0]], "successor": about.active});
    let answer = rachel.client.post(&rachel.at("/actions/delete"), &mixed).await?;
    assert_eq!(answer.outcome(), no(404, "not-found"));
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a3_additions_successors_and_resources_of_another_team_are_not_taken() -> Story {
    let app = TestApp::with_demo().await?;
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let stranger = jelly.sees("member@jelly.example").await?.id;
    let admin = Somebody::of(&app, "admin@salestrekker.example", "salestrekker").await?;
    let owner = Somebody::of(&app, "owner@salestrekker.example", "salestrekker").await?;
    let voice = Somebody::of(&app, "admin@voice.example", "voice-agents").await?;
    let before = state(&app).await?;
    for method in [Method::PUT, Method::DELETE] {
        let path = admin.at(&format!("/members/{stranger}/additions/mentor"));
        assert_eq!(admin.client.json(method, &path, &json!({})).await?.outcome(), no(404, "not-found"));
    }
    let path = owner.path_of("tom@salestrekker.example", "").await?;
    let answer = owner.client.delete(&path, &json!({ "successor": stranger })).await?;
    assert_eq!(answer.outcome(), no(409, "successor-invalid"));
    // `standard` is a resource of salestrekker.
    for resource in ["standard", "no-such-thing"] {
        let answer = voice.edits("aisha@voice.example", json!({ "access": [resource] })).await?;
        assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{resource}");
        assert_eq!(faults(&answer), ["access unknown-resource"]);
        let person = json!({"email": "new@voice.example", "fields": {"name": "New"}});
        let answer = voice.invites(json!({"people": [person], "access": [resource]})).await?;
        assert_eq!(faults(&answer), ["access unknown-resource"], "{resource} with an invitation");
    }
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a4_another_teams_path_is_404_like_a_team_that_does_not_exist() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, about) = jtek(&app).await?;
    let before = state(&app).await?;
    for route in table(app.app.config()).into_iter().filter(of_teams) {
        let call = format!("{} {}", route.method, route.path);
        let (body, path) = (about.body(&route)?, about.path(&route));
        let nowhere = path.replace("/teams/jtek", "/teams/no-such-team");
        let unknown = rachel.client.json(route.method.clone(), &nowhere, &body).await?;
        assert_eq!(unknown.outcome(), no(404, "not-found"), "{call}");
        for team in ["jelly", "jetlink", "salestrekker", "voice-agents"] {
            let elsewhere = path.replace("/teams/jtek", &format!("/teams/{team}"));
            let foreign = rachel.client.json(route.method.clone(), &elsewhere, &body).await?;
            assert_eq!(foreign.status, unknown.status, "{call} in {team}");
            assert_eq!(
                body_apart_from_request(&foreign),
                body_apart_from_request(&unknown),
                "{call} in {team}"
            );
            assert_eq!(foreign.header("x-policy-hash"), "", "{call} in {team} tells of its rules");
            assert_eq!(foreign.header("x-team-revision"), "", "{call} in {team} tells of its changes");
        }
    }
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn a16_fields_that_a_request_does_not_have_are_refused_by_name() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, about) = jtek(&app).await?;
    let before = state(&app).await?;
    let mut tried = 0;
    for route in table(app.app.config()).into_iter().filter(takes_a_body).filter(|r| !of_keys(r)) {
        for extra in ["is_admin", "team_id", "email_verified", "created_at", "account_id", "status"] {
            let mut body = about.body(&route)?;
            body[extra] = json!(true);
            let answer = rachel.client.json(route.method.clone(), &about.path(&route), &body).await?;
            let call = format!("{} {} with {extra}", route.method, route.path);
            assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{call}");
            assert_eq!(faults(&answer), [format!("{extra} unknown")], "{call}");
            tried += 1;
        }
    }
    assert!(tried > 60, "only {tried} tries");
    // One level down as well.
    for (field, value) in [("role", json!("admin")), ("status", json!("active")), ("id", json!("x"))] {
        let mut person = json!({"email": "x@x.example", "fields": {"first-name": "X", "last-name": "Y"}});
        person[field] = value;
        let answer = rachel.invites(json!({ "people": [person] })).await?;
        assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{field}");
    }
    for field in ["role", "is_admin", "status", "email", "password"] {
        let answer = rachel
            .invites_one("x@x.example", json!({"first-name": "X", "last-name": "Y", field: "admin"}))
            .await?;
        assert_eq!(faults(&answer), [format!("people.0.{field} unknown-field")]);
    }
    unchanged(&app, &before).await?;
    Ok(())
}

#[tokio::test]
async fn s3_s4_every_answer_forbids_framing_sniffing_and_inline_code() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, about) = jtek(&app).await?;
    let mut paths =
        vec!["/".to_owned(), "/team/jtek".into(), "/join".into(), "/missing.js".into(), "/api/none".into()];
    for route in table(app.app.config()).into_iter().filter(|r| r.method == Method::GET) {
        paths.push(about.path(&route));
    }
    for client in [&rachel.client, &app.client()] {
        for path in &paths {
            let answer = client.get(path).await?;
            let csp = answer.header("content-security-policy");
            for part in [
                "default-src 'none'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "script-src 'self' 'wasm-unsafe-eval';",
            ] {
                assert!(csp.contains(part), "{path}: {part} is missing in {csp}");
            }
            assert!(!csp.contains("unsafe-inline") && !csp.contains("'unsafe-eval'"), "{path}: {csp}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
            if path.starts_with("/api/v1") {
                assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            }
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path} is open to other sites");
        }
    }
    Ok(())
}

#[tokio::test]
async fn n2_the_api_answers_json_and_never_html() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, about) = jtek(&app).await?;
    for route in table(app.app.config()).into_iter().filter(|r| r.path.starts_with("/api")) {
        let body = changes(&route.method).then(|| b"<script>".to_vec());
        let headers = [("origin", ORIGIN), ("content-type", "application/json")];
        let answer = rachel.client.send(route.method.clone(), &about.path(&route), body, &headers).await?;
        let kind = answer.header("content-type");
        let nothing = answer.bytes.is_empty();
        let file = route.path.ends_with("/export") && kind == "text/csv; charset=utf-8";
        assert!(
            nothing || file || kind.starts_with("application/json") || kind == "application/problem+json",
            "{} {}: {kind}",
            route.method,
            route.path
        );
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("<script>"), "{} echoes", route.path);
        if answer.status.as_u16() == 204 {
            // Signing out worked, and the others need the session.
            let again = app.signed_in("rachel@juniper.example").await?;
            rachel.client.set_cookie(again.cookie().as_deref());
        }
    }
    Ok(())
}

#[tokio::test]
async fn unknown_paths_and_methods_are_refused_without_a_word_about_what_exists() -> Story {
    let app = TestApp::with_demo().await?;
    let (rachel, _) = jtek(&app).await?;
    for path in ["/api", "/api/v1", "/api/v1/nothing", "/api/v1/teams/jtek/nothing", "/api/v2/session"] {
        assert_eq!(rachel.client.get(path).await?.outcome(), no(404, "not-found"), "{path}");
    }
    let answer = rachel.client.put("/api/v1/session", &json!({})).await?;
    assert_eq!(answer.outcome(), no(405, "method-not-allowed"));
    Ok(())
}

#[tokio::test]
async fn openapi_lists_every_route_and_says_which_need_a_session() -> Story {
    let app = TestApp::with_demo().await?;
    let document = app.client().get("/api/openapi.json").await?.json();
    assert!(document["openapi"].as_str().is_some_and(|v| v.starts_with("3.1")), "{}", document["openapi"]);
    for route in table(app.app.config()) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        assert!(operation.is_object(), "{} {} is not in the document", route.method, route.path);
        assert_eq!(operation["security"].is_array(), route.access != Access::Public, "{}", route.path);
        assert_eq!(
            operation["requestBody"].is_object(),
            takes_a_body(&route) || of_files(&route),
            "{} {}",
            route.method,
            route.path
        );
    }
    Ok(())
}
