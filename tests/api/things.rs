//! Ids of what belongs to another team: units, keys, items and so on are worth nothing here (A3), in the path and in the
//! body, and an unknown one looks the same.

use crate::calls::{About, THINGS, takes_a_body};
use axum::http::Method;
use rolecall::routes::table;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::{
    Failure, Somebody, Story, TestApp, another_team, body_apart_from_request, new_member, no, ok, unchanged,
};

fn id(answer: &Value) -> Result<String, Failure> {
    let found = ["id", "item", "key", "webhook", "unit", "resource", "automation"].iter().find_map(|part| {
        let v = &answer[*part];
        v.as_str().or_else(|| v["id"].as_str())
    });
    found.map(str::to_owned).ok_or_else(|| format!("no id in {answer}").into())
}

/// One of each thing that a team can have, made by somebody who may.
async fn things_of(
    who: &Somebody,
    kind: &str,
    member: &str,
) -> Result<BTreeMap<&'static str, String>, Failure> {
    let mut all = BTreeMap::new();
    let mut make = async |thing: &'static str, path: &str, body: Value| -> Result<(), Failure> {
        let answer = who.client.post(&who.at(path), &body).await?;
        if [403, 404, 405].contains(&answer.status.as_u16()) {
            return Ok(()); // this product has none, or others make it
        }
        let made = ok(answer).map_err(|e| format!("{path}: {e}"))?;
        all.insert(thing, id(&made.json())?);
        Ok(())
    };
    make("item", &format!("/work/{kind}"), json!({"title": "Theirs", "assignee": member})).await?;
    make("unit", "/units", json!({"name": "Theirs", "kind": unit_kind(&who.team)})).await?;
    make("resource", "/resources", json!({"name": "Theirs"})).await?;
    make("automation", "/automations", json!({"name": "Theirs", "members": [member]})).await?;
    make("key", "/keys", json!({"name": "Theirs"})).await?;
    make("webhook", "/webhooks", json!({"url": "https://hooks.example/x", "topics": ["work"]})).await?;
    let rule = json!({"when": "Is to", "value": "Theirs", "action": "Archive"});
    make("entry", "/lists/rules", json!({"name": "Theirs", "fields": rule})).await?;
    Ok(all)
}

fn unit_kind(team: &str) -> &'static str {
    if team.starts_with("jetlink") { "Company" } else { "Branch" }
}

/// A further team like this one.
async fn twin(app: &TestApp, product: &str, role: &str) -> Result<Somebody, Failure> {
    let team = format!("{product}-twin");
    let mut boss = new_member(&team, &format!("boss@{team}.example"), "Boss Twin", role);
    if product == "salestrekker" {
        boss.standing = vec!["organization-owner".into()];
    }
    let people = [boss, new_member(&team, &format!("second@{team}.example"), "Second Twin", role)];
    another_team(app, &team, product, true, &people).await?;
    Somebody::of(app, &format!("boss@{team}.example"), &team).await
}

async fn upload(who: &Somebody, kind: &str) -> Result<String, Failure> {
    let headers = [("origin", tests::ORIGIN), ("content-type", "text/csv")];
    let path = who.at(&format!("/work/{kind}/imports?file=a.csv"));
    let answer = who.client.send(Method::POST, &path, Some(b"Name\nSomebody\n".to_vec()), &headers).await?;
    id(&ok(answer)?.json())
}

#[tokio::test]
async fn a3_another_teams_things_in_the_own_teams_path_are_404_like_nothing() -> Story {
    let app = TestApp::with_demo().await?;
    let mut tried = 0;
    for (product, chief, role) in [
        ("jtek", "rachel@juniper.example", "admin"),
        ("jetlink", "admin@jetlink.example", "admin"),
        ("salestrekker", "owner@salestrekker.example", "system-admin"),
        ("voice-agents", "admin@voice.example", "administrator"),
        ("jelly", "owner@jelly.example", "owner"),
    ] {
        let boss = twin(&app, product, role).await?;
        let me = boss.team().await?.me.id;
        let second = boss.sees(&format!("second@{product}-twin.example")).await?.id;
        let kind = crate::calls::first_kind(product);
        let mut foreign = things_of(&boss, kind, &me).await?;
        if product == "jtek" {
            foreign.insert("import", upload(&boss, kind).await?);
        }
        if product == "voice-agents" {
            ok(boss.client.delete(&boss.at(&format!("/members/{second}")), &json!({})).await?)?;
        } else {
            ok(boss.client.post(&boss.at(&format!("/members/{second}/deactivate")), &json!({})).await?)?;
        }
        let gone = ok(boss.client.get(&boss.at("/departures")).await?)?.json();
        if let Some(id) = gone["items"][0]["id"].as_str() {
            foreign.insert("departure", id.to_owned());
        }

        let own = Somebody::of(&app, chief, product).await?;
        let about = About::team_of(&own, chief).await?;
        let before = tests::state(&app).await?;
        for route in table(app.app.config()).into_iter().filter(|r| r.path.contains("/teams/{team}/")) {
            for thing in THINGS.iter().filter(|t| route.path.contains(&format!("{{{t}}}"))) {
                let Some(id) = foreign.get(thing) else { continue };
                let body = about.body(&route)?;
                let call = format!("{} {} in {product}", route.method, route.path);
                let unknown = own.client.json(route.method.clone(), &about.path(&route), &body).await?;
                let place = route.path.replace(&format!("{{{thing}}}"), id);
                let path = about.fill(&place, &about.active);
                let theirs = own.client.json(route.method.clone(), &path, &body).await?;
                assert_eq!(theirs.status, unknown.status, "{call}");
                assert_eq!(body_apart_from_request(&theirs), body_apart_from_request(&unknown), "{call}");
                assert!(
                    [no(404, "not-found"), no(403, "not-permitted")].contains(&unknown.outcome()),
                    "{call}: {:?}",
                    unknown.outcome()
                );
                assert!(!String::from_utf8_lossy(&theirs.bytes).contains("Theirs"), "{call}");
                tried += 1;
            }
        }
        unchanged(&app, &before).await?;
    }
    assert!(tried > 50, "only {tried} tries");
    Ok(())
}

#[tokio::test]
async fn a3_an_unknown_kind_of_work_is_404_and_another_kinds_item_too() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let about = About::team_of(&rachel, "tyler@juniper.example").await?;
    let made = rachel.client.post(&rachel.at("/work/contact"), &json!({"title": "Ana"})).await?;
    let item = id(&ok(made)?.json())?;
    let before = tests::state(&app).await?;
    for route in table(app.app.config()).into_iter().filter(|r| r.path.contains("{kind}")) {
        let call = format!("{} {}", route.method, route.path);
        let body = about.body(&route)?;
        for kind in ["spaceship", "deal", "Contact", "contact%20", "..%2fcontact"] {
            let path = about.fill(&route.path.replace("{kind}", kind), &about.active);
            let answer = rachel.client.json(route.method.clone(), &path, &body).await?;
            assert_eq!(answer.outcome(), no(404, "not-found"), "{call} as {kind}");
        }
        if route.path.contains("{item}") {
            // A contact is no opportunity.
            let path = route.path.replace("{item}", &item).replace("{kind}", "opportunity");
            let path = about.fill(&path, &about.active);
            let answer = rachel.client.json(route.method.clone(), &path, &body).await?;
            assert_eq!(answer.outcome(), no(404, "not-found"), "{call}");
        }
    }
    unchanged(&app, &before).await?;
    Ok(())
}

/// Ids of another team in a body: each is refused, and nothing is written.
#[tokio::test]
async fn a3_another_teams_ids_in_a_body_are_refused() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let boss = twin(&app, "jtek", "admin").await?;
    let stranger = boss.team().await?.me.id;
    let theirs = things_of(&boss, "contact", &stranger).await?;
    let moved = json!({"to": null, "items": [theirs["item"]]});
    let batch = ok(boss.client.post(&boss.at("/work/contact/assign"), &moved).await?)?.json()["batch"]
        .as_str()
        .ok_or("nothing moved")?
        .to_owned();
    let own = ok(rachel.client.post(&rachel.at("/work/contact"), &json!({"title": "Ours"})).await?)?;
    let own = id(&own.json())?;
    let tyler = rachel.sees("tyler@juniper.example").await?.id;
    let import = upload(&rachel, "contact").await?;
    let before = tests::state(&app).await?;
    let tries = [
        (Method::POST, "/work/contact".to_owned(), json!({"title": "X", "assignee": stranger})),
        (Method::POST, "/work/opportunity".into(), json!({"title": "X", "parent": theirs["item"]})),
        (Method::POST, "/work/contact".into(), json!({"title": "X", "unit": "theirs"})),
        (Method::POST, "/work/contact".into(), json!({"title": "X", "resource": "standard"})),
        (Method::POST, "/work/contact/assign".into(), json!({"to": stranger, "items": [own]})),
        (Method::POST, "/work/contact/assign".into(), json!({"to": tyler, "items": [theirs["item"]]})),
        (Method::POST, "/work/contact/assign".into(), json!({"to": tyler, "items": [own, theirs["item"]]})),
        (Method::POST, "/work/undo".into(), json!({"batch": batch})),
        (Method::POST, format!("/members/{tyler}/hand-over"), json!({"to": stranger})),
        (Method::POST, format!("/members/{tyler}/deactivate"), json!({"successor": stranger})),
        (Method::DELETE, format!("/members/{tyler}"), json!({"successor": stranger})),
        (Method::POST, "/actions/delete".into(), json!({"members": [tyler], "successor": stranger})),
        (Method::POST, "/automations".into(), json!({"name": "X", "members": [tyler, stranger]})),
        (Method::POST, format!("/imports/{import}/start"), json!({"columns": ["title"], "to": stranger})),
        (
            Method::POST,
            format!("/imports/{import}/start"),
            json!({"columns": ["title"], "rotate": [tyler, stranger]}),
        ),
    ];
    for (method, path, body) in tries {
        let answer = rachel.client.json(method.clone(), &rachel.at(&path), &body).await?;
        let status = answer.status.as_u16();
        assert!([404, 409, 422].contains(&status), "{method} {path} {body}: {:?}", answer.outcome());
        // The same as an id that nobody has.
        let text = body.to_string();
        let text = [stranger.as_str(), theirs["item"].as_str(), batch.as_str()]
            .iter()
            .fold(text, |t, id| t.replace(id, "nobody-at-all"));
        let unknown: Value = serde_json::from_str(&text)?;
        let unknown = rachel.client.json(method.clone(), &rachel.at(&path), &unknown).await?;
        assert_eq!(answer.outcome(), unknown.outcome(), "{method} {path} {body}");
    }
    unchanged(&app, &before).await?;
    // A filter on somebody who is not here finds nothing.
    let path = rachel.at(&format!("/work/contact?assignee={stranger}"));
    let page = ok(rachel.client.get(&path).await?)?.json();
    assert_eq!(page["items"], json!([]));
    Ok(())
}

/// A program with a key is in the key's team and in no other, and a key opens nothing else.
#[tokio::test]
async fn a1_a_key_opens_the_intake_of_its_team_and_nothing_else() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let about = About::team_of(&rachel, "tyler@juniper.example").await?;
    let all = json!({"name": "Web form", "scopes": ["intake", "lists", "widget", "members"], "origins": ["https://crm.example"]});
    let made = ok(rachel.client.post(&rachel.at("/keys"), &all).await?)?.json();
    let secret = made["secret"].as_str().ok_or("no secret")?.to_owned();
    let key = id(&made)?;
    assert!(secret.starts_with("rk_") && secret.len() > 25, "128 bits at least: {secret}");
    assert!(secret.starts_with(made["key"]["prefix"].as_str().ok_or("no prefix")?));
    let program = app.client();
    let bearer = format!("Bearer {secret}");
    let call = async |bearer: &str, method: Method, path: &str, body: &Value| {
        let headers = [("authorization", bearer), ("content-type", "application/json")];
        let body = tests::changes(&method).then(|| body.to_string().into_bytes());
        program.send(method, path, body, &headers).await
    };
    let lead = json!({"title": "A lead"});
    let taken = ok(call(&bearer, Method::POST, "/api/v1/intake", &lead).await?)?.json();
    let item = id(&taken)?;
    ok(call(&bearer, Method::GET, &format!("/api/v1/intake/{item}"), &lead).await?)?;
    // No cookie is set, and none is needed.
    assert_eq!(program.cookie(), None);

    // As a session it is nothing: header or cookie.
    let before = tests::state(&app).await?;
    for route in table(app.app.config()).into_iter().filter(crate::calls::of_teams) {
        let answer = call(&bearer, route.method.clone(), &about.path(&route), &about.body(&route)?).await?;
        let met = answer.outcome();
        assert!(
            met.0 == 401 || met.0 == 403 && met.1 != "not-permitted",
            "{} {}: {met:?}",
            route.method,
            route.path
        );
    }
    let thief = app.client();
    thief.set_cookie(Some(&secret));
    assert_eq!(thief.get("/api/v1/teams/jtek").await?.outcome(), no(401, "not-signed-in"));
    // A session is no key either.
    let cookie = rachel.client.cookie().ok_or("no cookie")?;
    for (method, path) in [
        (Method::POST, "/api/v1/intake".to_owned()),
        (Method::GET, format!("/api/v1/intake/{item}")),
        (Method::POST, format!("/api/v1/intake/{item}/activity")),
    ] {
        let answer = rachel.client.json(method.clone(), &path, &lead).await?;
        assert_eq!(answer.status.as_u16(), 401, "{method} {path} with a cookie");
        for wrong in [
            format!("Bearer {cookie}"),
            "Bearer rk_".to_owned(),
            "Bearer".to_owned(),
            format!("Basic {secret}"),
            format!("Bearer {secret}x"),
            format!("Bearer {}", &secret[..secret.len() - 1]),
            format!("Bearer {}", secret.to_uppercase()),
        ] {
            let answer = call(&wrong, method.clone(), &path, &lead).await?;
            assert_eq!(answer.status.as_u16(), 401, "{method} {path} with {wrong}");
        }
    }
    unchanged(&app, &before).await?;

    // Another team's key does not see this team's item, and another team's automation is nobody's.
    let boss = twin(&app, "jtek", "admin").await?;
    let theirs = things_of(&boss, "contact", &boss.team().await?.me.id).await?;
    let other = ok(boss.client.post(&boss.at("/keys"), &json!({"name": "Other"})).await?)?.json();
    let other = format!("Bearer {}", other["secret"].as_str().ok_or("no secret")?);
    let before = tests::state(&app).await?;
    let foreign = call(&other, Method::GET, &format!("/api/v1/intake/{item}"), &lead).await?;
    let unknown = call(&other, Method::GET, "/api/v1/intake/nothing", &lead).await?;
    assert_eq!(foreign.outcome(), no(404, "not-found"));
    assert_eq!(body_apart_from_request(&foreign), body_apart_from_request(&unknown));
    let note = json!({"text": "From elsewhere"});
    let answer = call(&other, Method::POST, &format!("/api/v1/intake/{item}/activity"), &note).await?;
    assert_eq!(answer.outcome(), no(404, "not-found"));
    let aimed = json!({"title": "X", "automation": theirs["automation"]});
    let answer = call(&bearer, Method::POST, "/api/v1/intake", &aimed).await?;
    assert!(!answer.status.is_success(), "another team's automation took it");
    unchanged(&app, &before).await?;

    // Fields that a request does not have (A16).
    for route in table(app.app.config()).into_iter().filter(crate::calls::of_keys).filter(takes_a_body) {
        let mut body = about.body(&route)?;
        body["team_id"] = json!("jelly");
        let path = about.fill(&route.path.replace("{item}", &item), &about.active);
        let answer = call(&bearer, route.method.clone(), &path, &body).await?;
        assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{}", route.path);
    }

    // Revoked: at once, for everything.
    ok(rachel.client.delete(&rachel.at(&format!("/keys/{key}")), &json!({})).await?)?;
    for (method, path) in
        [(Method::POST, "/api/v1/intake".to_owned()), (Method::GET, format!("/api/v1/intake/{item}"))]
    {
        assert_eq!(
            call(&bearer, method.clone(), &path, &lead).await?.status.as_u16(),
            401,
            "{method} {path}"
        );
    }
    // The key stands nowhere: not in a list, not in the log, not in the database (I7).
    for path in ["/keys", "/audit", "/departures"] {
        let text = String::from_utf8(ok(rachel.client.get(&rachel.at(path)).await?)?.bytes)?;
        assert!(!text.contains(&secret), "{path}");
    }
    assert!(!tests::everything(&app).await?.contains(&secret));
    Ok(())
}
