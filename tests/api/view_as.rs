//! Looking as another member: what is answered is what the other gets and the viewer may see, nothing is changed by it, and
//! nobody looks who may not (issue "the page and the server never disagree", 7).

use crate::calls::{About, of_teams};
use axum::http::Method;
use rolecall::routes::{Route, table};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{
    Answer, CASTS, Failure, ORIGIN, Options, Somebody, Story, TestApp, another_team, changes, new_member, no,
    ok, state, unchanged,
};

const HEADER: &str = "x-view-as";

/// A reading request as this member.
async fn seen(who: &Somebody, other: &str, path: &str) -> Result<Answer, Failure> {
    who.client.send(Method::GET, path, None, &[(HEADER, other)]).await
}

/// What an answer says of the other: without the moment, the visits that asking leaves, and what is theirs alone.
fn told(mut json: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                for key in ["last_active_at", "now", "unread", "request_id"] {
                    map.remove(key);
                }
                map.values_mut().for_each(strip);
            }
            Value::Array(all) => all.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut json);
    json
}

/// What a person keeps for themself, taken out of their own row.
fn without_own(json: &mut Value, profile: &shared::profile::Profile, id: &str) {
    match json {
        Value::Object(map) => {
            if map.get("id").is_some_and(|i| i == id)
                && let Some(Value::Object(fields)) = map.get_mut("fields")
            {
                fields.retain(|field, _| profile.fields.get(field).is_none_or(|def| !def.own));
            }
            map.values_mut().for_each(|v| without_own(v, profile, id));
        }
        Value::Array(all) => all.iter_mut().for_each(|v| without_own(v, profile, id)),
        _ => {}
    }
}

/// The paths of a route that a story can ask for: of each kind of work, of a real item, with the query that it needs.
async fn paths(who: &Somebody, about: &About, route: &Route) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    let team = who.team().await?;
    let kinds: Vec<&str> = team.profile.work.ids().collect();
    let with_kinds: Vec<String> = if route.path.contains("{kind}") {
        kinds.iter().map(|k| route.path.replace("{kind}", k)).collect()
    } else {
        vec![route.path.to_owned()]
    };
    for path in with_kinds {
        let mut path = about.fill(&path, &about.active);
        if let Some(list) = path.strip_suffix("/nothing").filter(|p| p.contains("/work/")) {
            let found = who.client.get(list).await?.json();
            if let Some(item) = found["items"][0]["id"].as_str() {
                path = format!("{list}/{item}");
            }
        }
        match route.path.rsplit('/').next() {
            Some("who-can") => path.push_str("?action=view-audit"),
            Some("work") => path.push_str("?q=a"),
            _ => {}
        }
        all.push(path);
    }
    Ok(all)
}

/// Every endpoint that answers as another answers what that very member gets, to the byte that says something.
#[tokio::test]
async fn view_as_every_reading_endpoint_answers_what_the_other_gets() -> Story {
    let app = TestApp::with_demo().await?;
    let mut compared = 0;
    for cast in CASTS {
        let chief = Somebody::of(&app, cast.chief, cast.team).await?;
        let profile = chief.team().await?.profile;
        for email in cast.lowest {
            let id = chief.sees(email).await?.id;
            let about = About::team_of(&chief, email).await?;
            let low = Somebody::of(&app, email, cast.team).await?;
            for route in table(app.app.config()).into_iter().filter(|r| r.for_another) {
                for path in paths(&low, &about, &route).await? {
                    let own = low.client.get(&path).await?;
                    let as_them = seen(&chief, &id, &path).await?;
                    assert_eq!(as_them.outcome(), own.outcome(), "{path} as {email}");
                    let (mut mine, mut theirs) = (told(as_them.json()), told(own.json()));
                    without_own(&mut theirs, &profile, &id);
                    // A list or a team says the same word for word.
                    without_own(&mut mine, &profile, "");
                    assert_eq!(mine, theirs, "{path} as {email}");
                    compared += 1;
                }
            }
        }
    }
    println!("view as: {compared} answers are the same");
    assert!(compared > 200, "only {compared} answers were compared");
    Ok(())
}

/// Whatever else the API has is refused with the header, and changes nothing.
#[tokio::test]
async fn view_as_nothing_else_is_answered_or_done() -> Story {
    let app = TestApp::with_demo().await?;
    let mut refused = 0;
    for cast in CASTS {
        let chief = Somebody::of(&app, cast.chief, cast.team).await?;
        let id = chief.sees(cast.lowest[0]).await?.id;
        let about = About::team_of(&chief, cast.lowest[0]).await?;
        let before = state(&app).await?;
        for route in table(app.app.config()).into_iter().filter(|r| of_teams(r) && !r.for_another) {
            let bytes = changes(&route.method).then(|| about.body(&route)).transpose()?;
            let bytes = bytes.map(|b| b.to_string().into_bytes());
            let headers = [("origin", ORIGIN), ("content-type", "application/json"), (HEADER, id.as_str())];
            let answer =
                chief.client.send(route.method.clone(), &about.path(&route), bytes, &headers).await?;
            assert_eq!(answer.outcome(), no(409, "viewing-as"), "{} {}", route.method, route.path);
            refused += 1;
        }
        // Writes are never among those that answer as another.
        assert!(table(app.app.config()).iter().all(|r| !r.for_another || !changes(&r.method)));
        let own = [("origin", ORIGIN), ("content-type", "application/json"), (HEADER, id.as_str())];
        let body = about_me(cast.team);
        let me = chief.client.send(Method::PATCH, "/api/v1/me", Some(body), &own).await?;
        assert_eq!(me.outcome(), no(409, "viewing-as"));
        unchanged(&app, &before).await?;
    }
    println!("view as: {refused} other requests are refused");
    assert!(refused > 300, "only {refused} requests were refused");
    Ok(())
}

fn about_me(team: &str) -> Vec<u8> {
    json!({"team": team, "fields": {}}).to_string().into_bytes()
}

/// Who may not look is told so by the same code as at any other command, and the log knows.
#[tokio::test]
async fn view_as_is_for_whoever_gives_roles_and_of_active_people() -> Story {
    let app = TestApp::with_demo().await?;
    for cast in CASTS {
        let chief = Somebody::of(&app, cast.chief, cast.team).await?;
        let me = chief.team().await?.me.id;
        for email in cast.lowest {
            let low = Somebody::of(&app, email, cast.team).await?;
            let path = low.at(&format!("/members/{me}/view-as"));
            assert_eq!(low.client.post(&path, &json!({})).await?.outcome(), no(403, "not-permitted"));
            assert_eq!(seen(&low, &me, &low.at("")).await?.outcome(), no(403, "not-permitted"), "{email}");
        }
        let tried = chief.log().await?.into_iter().filter(|e| e["action"] == "view-as").count();
        assert!(tried >= 2 * cast.lowest.len(), "{}: {tried} in the log", cast.team);
        assert_eq!(seen(&chief, &me, &chief.at("")).await?.outcome(), no(403, "not-permitted"), "oneself");
        for member in chief.everybody().await?.into_iter().filter(|m| !m.status.has_access()) {
            let answer = seen(&chief, &member.id, &chief.at("")).await?;
            assert_eq!(answer.outcome(), no(409, "wrong-status"), "{} in {}", member.email, cast.team);
        }
        for unknown in ["nobody", "", "ä"] {
            assert_eq!(seen(&chief, unknown, &chief.at("")).await?.outcome(), no(404, "not-found"));
        }
    }
    // Somebody of another team is nobody here.
    let olivia = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let foreign = rachel.team().await?.me.id;
    assert_eq!(seen(&olivia, &foreign, &olivia.at("")).await?.outcome(), no(404, "not-found"));
    Ok(())
}

/// The log names the viewer, and the other only as whom they looked: what the other may not read was not tried by them.
#[tokio::test]
async fn view_as_stands_in_the_log_under_the_viewers_name() -> Story {
    let app = TestApp::with_demo().await?;
    let olivia = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let member = olivia.sees("member@jelly.example").await?;
    let revision = olivia.team().await?.revision;
    let path = olivia.at(&format!("/members/{}/view-as", member.id));
    let begun = ok(olivia.client.post(&path, &json!({})).await?)?;
    assert_eq!(begun.json()["revision"], json!(revision), "nothing of the team has changed");
    assert_eq!(seen(&olivia, &member.id, &olivia.at("/audit")).await?.outcome(), no(403, "not-permitted"));
    let log = olivia.log().await?;
    assert_eq!(log[0]["action"], "view-as");
    assert_eq!(log[0]["actor"], json!(olivia.team().await?.me.name));
    assert_eq!(log[0]["target"], json!(member.name));
    assert_eq!(log[0]["denial"], Value::Null);
    assert!(log.iter().all(|e| e["actor"] != json!(member.name) || e["action"] != "view-audit"), "{log:?}");
    Ok(())
}

/// It follows what happens meanwhile: another role, the end of the other's access, the end of the viewer's right.
#[tokio::test]
async fn view_as_follows_and_ends_with_what_it_rests_on() -> Story {
    let app = TestApp::with_demo().await?;
    let olivia = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    let noah = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let id = olivia.sees("member@jelly.example").await?.id;
    let audit = noah.at("/audit");
    assert_eq!(seen(&noah, &id, &audit).await?.outcome(), no(403, "not-permitted"));
    ok(olivia.makes("member@jelly.example", "admin").await?)?;
    ok(seen(&noah, &id, &audit).await?)?;
    ok(olivia.tells("member@jelly.example", "deactivate").await?)?;
    assert_eq!(seen(&noah, &id, &audit).await?.outcome(), no(409, "wrong-status"));
    ok(olivia.tells("member@jelly.example", "restore").await?)?;
    ok(seen(&noah, &id, &audit).await?)?;
    ok(olivia.makes("admin@jelly.example", "member").await?)?;
    assert_eq!(seen(&noah, &id, &audit).await?.outcome(), no(403, "not-permitted"));
    Ok(())
}

/// An admin looks as an owner: what is the owner's alone stays so, and says so (JY16).
#[tokio::test]
async fn view_as_somebody_above_shows_nothing_above_oneself() -> Story {
    let app = TestApp::with_demo().await?;
    let noah = Somebody::of(&app, "admin@jelly.example", "jelly").await?;
    let owner = noah.sees("owner@jelly.example").await?.id;
    assert_eq!(noah.client.get(&noah.at("/billing")).await?.outcome(), no(403, "not-permitted"));
    assert_eq!(seen(&noah, &owner, &noah.at("/billing")).await?.outcome(), no(403, "beyond-you"));
    ok(seen(&noah, &owner, &noah.at("/members")).await?)?;
    let team = ok(seen(&noah, &owner, &noah.at("")).await?)?.json();
    assert_eq!(team["me"]["role"], "owner");
    assert_eq!(team["unread"], 0);
    let own = ["notifications", "availability"];
    assert!(own.iter().all(|field| team["me"]["fields"].get(field).is_none()), "{}", team["me"]);
    Ok(())
}

/// A product of its own, in which administrators see the calls of their agents only, and no recordings.
async fn narrow(app: &TestApp) -> Result<(), Failure> {
    let mut two = new_member("narrow", "two@x.example", "Two Person", "member");
    two.grants = vec!["recordings".into()];
    let chief = new_member("narrow", "chief@x.example", "Chief Person", "administrator");
    let maker = new_member("narrow", "maker@x.example", "Maker Person", "administrator");
    another_team(app, "narrow", "narrow", false, &[two, chief, maker]).await
}

fn titles(page: &Value) -> BTreeSet<&str> {
    page["items"].as_array().into_iter().flatten().filter_map(|i| i["title"].as_str()).collect()
}

/// Row by row: the list, its counts, its search and each item show what both see.
#[tokio::test]
async fn view_as_narrows_work_to_what_both_see() -> Story {
    let folder = tempfile::tempdir()?;
    let voice = include_str!("../../shared/profiles/voice-agents.toml");
    let text = voice
        .replace("id = \"voice-agents\"", "id = \"narrow\"")
        .replace("  \"work.see-all\", \"integrations.manage\"", "  \"integrations.manage\"")
        .replace("\"members.set-grant\", ", "")
        .replace(
            "\"billable-minutes\", \"recordings\", \"members.view\"",
            "\"billable-minutes\", \"members.view\"",
        );
    assert_eq!(text.matches("\"work.see-all\"").count(), 1, "only the narrowing itself names it");
    std::fs::write(folder.path().join("narrow.toml"), text)?;
    let options = Options { profiles: Some(folder.path().to_owned()), ..Options::default() };
    let app = TestApp::with(options).await?;
    narrow(&app).await?;
    let maker = Somebody::of(&app, "maker@x.example", "narrow").await?;
    let chief = Somebody::of(&app, "chief@x.example", "narrow").await?;
    let two = Somebody::of(&app, "two@x.example", "narrow").await?;
    let mut items = Vec::new();
    for (name, people) in
        [("A", vec!["maker", "chief", "two"]), ("B", vec!["maker", "two"]), ("C", vec!["maker", "chief"])]
    {
        let body = json!({"name": name, "group": ""});
        let made = ok(maker.client.post(&maker.at("/resources"), &body).await?)?.json();
        let id = made["id"].as_str().or_else(|| made["resource"]["id"].as_str()).ok_or("no id")?.to_owned();
        for person in people {
            let member = maker.sees(&format!("{person}@x.example")).await?.id;
            let path = maker.at(&format!("/resources/{id}/members/{member}"));
            ok(maker.client.put(&path, &json!({})).await?)?;
        }
        let fields = json!({"length": "1 min"});
        let call = json!({"title": format!("Call {name}"), "resource": id, "fields": fields});
        let made = ok(maker.client.post(&maker.at("/work/call"), &call).await?)?.json();
        let item = made["id"].as_str().or_else(|| made["item"]["id"].as_str()).ok_or("no item")?;
        items.push(item.to_owned());
    }
    let as_two = maker.sees("two@x.example").await?.id;
    let list = maker.at("/work/call");
    assert_eq!(titles(&two.client.get(&list).await?.json()), BTreeSet::from(["Call A", "Call B"]));
    assert_eq!(titles(&chief.client.get(&list).await?.json()), BTreeSet::from(["Call A", "Call C"]));
    let both = ok(seen(&chief, &as_two, &list).await?)?.json();
    assert_eq!(titles(&both), BTreeSet::from(["Call A"]));
    assert_eq!(both["total"], 1);
    let found = ok(seen(&chief, &as_two, &maker.at("/work/call?q=call")).await?)?.json();
    assert_eq!((titles(&found), &found["total"]), (BTreeSet::from(["Call A"]), &json!(1)));
    let counts = ok(seen(&chief, &as_two, &maker.at("/work/call/counts")).await?)?.json();
    assert_eq!(counts["tally"], both["tally"]);
    assert_eq!(both["tally"]["all"], 1);
    let suggested = ok(seen(&chief, &as_two, &maker.at("/work?q=call")).await?)?.json();
    assert_eq!(titles(&suggested), BTreeSet::from(["Call A"]));
    for (item, code) in items.iter().zip(["", "not-found", "not-found"]) {
        let answer = seen(&chief, &as_two, &format!("{list}/{item}")).await?;
        assert_eq!(answer.outcome().1, code, "{item}");
    }
    // The other sees recordings, the viewer doesn't; the page is told that something is missing.
    let team = ok(seen(&chief, &as_two, &maker.at("")).await?)?.json();
    assert_eq!(team["narrowed"], true);
    assert!(!two.team().await?.narrowed);
    assert!(!chief.team().await?.narrowed);
    Ok(())
}
