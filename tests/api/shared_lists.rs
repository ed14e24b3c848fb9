//! Lists that a team shares: rules, saved replies (JY15).

use crate::automations::Program;
use crate::live::{SOON, listen};
use serde_json::{Value, json};
use shared::api::{Entries, EntryView};
use tests::{
    Answer, Failure, Somebody, Story, TestApp, another_team, faults, new_member, no, ok, state, unchanged,
};

const TEAM: &str = "jelly";
const OWNER: &str = "owner@jelly.example";
const ADMIN: &str = "admin@jelly.example";
const MEMBER: &str = "member@jelly.example";

async fn list(who: &Somebody, rest: &str) -> Result<Vec<EntryView>, Failure> {
    Ok(ok(who.client.get(&who.at(&format!("/lists/{rest}"))).await?)?.read::<Entries>()?.items)
}

fn names(all: &[EntryView]) -> Vec<&str> {
    all.iter().map(|e| e.name.as_str()).collect()
}

fn ids(all: &[EntryView]) -> Vec<String> {
    all.iter().map(|e| e.id.clone()).collect()
}

fn rule(name: &str) -> Value {
    json!({"name": name, "fields": {"when": "Is from", "value": "a@x.example", "action": "Archive"}})
}

async fn adds(who: &Somebody, list: &str, body: &Value) -> Result<Answer, Failure> {
    who.client.post(&who.at(&format!("/lists/{list}")), body).await
}

async fn edits(who: &Somebody, list: &str, id: &str, body: Value) -> Result<Answer, Failure> {
    who.client.patch(&who.at(&format!("/lists/{list}/{id}")), &body).await
}

async fn ends(who: &Somebody, list: &str, id: &str) -> Result<Answer, Failure> {
    who.client.delete(&who.at(&format!("/lists/{list}/{id}")), &json!({})).await
}

async fn orders(who: &Somebody, list: &str, ids: &[String]) -> Result<Answer, Failure> {
    who.client.put(&who.at(&format!("/lists/{list}/order")), &json!({ "ids": ids })).await
}

async fn jelly() -> Result<(TestApp, Somebody), Failure> {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    Ok((app, admin))
}

#[tokio::test]
async fn jy15_admins_create_edit_and_delete_and_everybody_reads() -> Story {
    let (app, admin) = jelly().await?;
    let member = Somebody::of(&app, MEMBER, TEAM).await?;
    for (who, list_id, body) in [
        (&admin, "rules", rule("  New ")),
        (
            &Somebody::of(&app, OWNER, TEAM).await?,
            "saved-replies",
            json!({"name": "  New ", "fields": {"text": " One\n\ntwo "}}),
        ),
    ] {
        let had = list(&member, list_id).await?.len();
        let revision = who.team().await?.revision;
        let answer = ok(adds(who, list_id, &body).await?)?;
        assert_eq!(answer.status.as_u16(), 201);
        let made: EntryView = answer.read()?;
        assert_eq!((made.name.as_str(), made.version), ("New", 1));
        assert_eq!(made.by, who.team().await?.me.name);
        assert!(who.team().await?.revision > revision, "old tabs ask again");
        let seen = list(&member, list_id).await?;
        assert_eq!(seen.len(), had + 1);
        assert!(seen.contains(&made), "a member reads what an admin wrote");

        let edited = ok(edits(who, list_id, &made.id, json!({"name": "Newer", "version": 1})).await?)?;
        let edited: EntryView = edited.read()?;
        assert_eq!((edited.name.as_str(), edited.version), ("Newer", 2));
        assert_eq!(edited.fields, made.fields, "what was not named stays");
        let revision = who.team().await?.revision;
        let same = ok(edits(who, list_id, &made.id, json!({"name": "Newer", "version": 2})).await?)?;
        assert_eq!(same.read::<EntryView>()?, edited, "nothing to change changes nothing");
        assert_eq!(who.team().await?.revision, revision);

        ok(ends(who, list_id, &made.id).await?)?;
        assert_eq!(list(&member, list_id).await?.len(), had);
        assert_eq!(ends(who, list_id, &made.id).await?.outcome(), no(404, "not-found"), "gone");
    }
    let told: Vec<_> = admin
        .log()
        .await?
        .iter()
        .filter(|e| e["action"] == "manage-shared-resources")
        .map(|e| e["detail"].as_str().unwrap_or_default().to_owned())
        .collect();
    let log = ["− Newer", "New → Newer", "+ New"];
    let of = |id: &str| log.map(|text| format!("{id}: {text}"));
    assert_eq!(told[..6], [of("saved-replies"), of("rules")].concat());
    Ok(())
}

#[tokio::test]
async fn jy15_a_member_and_whoever_is_gone_changes_nothing() -> Story {
    let (app, admin) = jelly().await?;
    let all = list(&admin, "rules").await?;
    let member = Somebody::of(&app, MEMBER, TEAM).await?;
    let before = state(&app).await?;
    let mut backwards = ids(&all);
    backwards.reverse();
    for answer in [
        adds(&member, "rules", &rule("Mine")).await?,
        adds(&member, "no-such-list", &rule("Mine")).await?,
        edits(&member, "rules", &all[0].id, json!({"name": "Mine", "version": 1})).await?,
        ends(&member, "rules", &all[0].id).await?,
        orders(&member, "rules", &backwards).await?,
    ] {
        assert_eq!(answer.outcome(), no(403, "not-permitted"));
    }
    unchanged(&app, &before).await?;
    let log = admin.log().await?;
    assert!(log[0]["denial"] == "not-permitted" && log[0]["action"] == "manage-shared-resources");
    ok(admin.tells(MEMBER, "deactivate").await?)?;
    assert_eq!(member.client.get(&member.at("/lists/rules")).await?.status.as_u16(), 401);
    let stranger = Somebody::of(&app, "rachel@juniper.example", TEAM).await?;
    assert_eq!(stranger.client.get(&stranger.at("/lists/rules")).await?.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn jy15_each_bad_input_is_told_at_its_field() -> Story {
    let (app, admin) = jelly().await?;
    let first = list(&admin, "rules").await?.remove(0);
    let long = "x".repeat(121);
    let with = |field: &str, value: &str| {
        let mut body = rule("Fine");
        body["fields"][field] = json!(value);
        body
    };
    let before = state(&app).await?;
    for (body, told) in [
        (rule(""), vec!["name required"]),
        (rule("  "), vec!["name required"]),
        (rule(&long), vec!["name too-long"]),
        (rule("a\u{202e}b"), vec!["name control-character"]),
        (rule("WHOLESALE  órders"), vec!["name duplicate"]),
        (with("when", "Is about"), vec!["when not-a-choice"]),
        (with("when", ""), vec!["when required"]),
        (with("value", " "), vec!["value required"]),
        (with("value", &long), vec!["value too-long"]),
        (with("argument", "a\nb"), vec!["argument control-character"]),
        (with("colour", "red"), vec!["colour unknown-field"]),
        (json!({"name": ""}), vec!["name required", "when required", "value required", "action required"]),
        (json!({"name": "A", "fields": rule("A")["fields"], "before": "nothing"}), vec!["before not-found"]),
    ] {
        assert_eq!(faults(&adds(&admin, "rules", &body).await?), told, "{body}");
    }
    let text = |text: String| json!({"name": "Fine", "fields": {"text": text}});
    assert_eq!(faults(&adds(&admin, "saved-replies", &text("x".repeat(4_001))).await?), ["text too-long"]);
    let mut placed = text("Hello".into());
    placed["before"] = json!(list(&admin, "saved-replies").await?[0].id);
    assert_eq!(faults(&adds(&admin, "saved-replies", &placed).await?), ["before unknown-field"], "by name");
    for (body, told) in [
        (json!({"name": "", "version": 1}), "name required"),
        (json!({"name": "Wholesale orders", "version": 1}), "name duplicate"),
        (json!({"fields": {"value": ""}, "version": 1}), "value required"),
        (json!({"fields": {"action": "Explode"}, "version": 1}), "action not-a-choice"),
        (json!({"fields": {"colour": "red"}, "version": 1}), "colour unknown-field"),
    ] {
        assert_eq!(faults(&edits(&admin, "rules", &first.id, body.clone()).await?), [told], "{body}");
    }
    let q = "x".repeat(401);
    assert_eq!(faults(&admin.client.get(&admin.at(&format!("/lists/rules?q={q}"))).await?), ["q too-long"]);
    unchanged(&app, &before).await?;
    // The longest that is taken; and a name may change its own case.
    ok(adds(&admin, "saved-replies", &text("ş".repeat(4_000))).await?)?;
    ok(edits(&admin, "rules", &first.id, json!({"name": first.name.to_uppercase(), "version": 1})).await?)?;
    Ok(())
}

#[tokio::test]
async fn jy15_lists_and_entries_that_are_not_there_are_404() -> Story {
    let (app, admin) = jelly().await?;
    let mut boss = new_member("jelly-two", "boss@two.example", "Boss Two", "owner");
    boss.role = "owner".into();
    another_team(&app, "jelly-two", "jelly", false, &[boss]).await?;
    let boss = Somebody::of(&app, "boss@two.example", "jelly-two").await?;
    assert!(list(&boss, "rules").await?.is_empty(), "another team's own");
    let theirs: EntryView = ok(adds(&boss, "rules", &rule("Theirs")).await?)?.read()?;
    let own = list(&admin, "rules").await?;
    let mut mixed = ids(&own);
    mixed.push(theirs.id.clone());
    let before = state(&app).await?;
    for answer in [
        admin.client.get(&admin.at("/lists/spells")).await?,
        adds(&admin, "spells", &rule("X")).await?,
        edits(&admin, "rules", &theirs.id, json!({"name": "X", "version": 1})).await?,
        ends(&admin, "rules", &theirs.id).await?,
        // The other list's.
        ends(&admin, "saved-replies", &own[0].id).await?,
        edits(&admin, "saved-replies", &own[0].id, json!({"name": "X", "version": 1})).await?,
        orders(&admin, "saved-replies", &ids(&list(&admin, "saved-replies").await?)).await?,
        orders(&admin, "spells", &[]).await?,
    ] {
        assert_eq!(answer.outcome(), no(404, "not-found"));
    }
    assert_eq!(orders(&admin, "rules", &mixed).await?.outcome(), no(409, "stale-version"));
    let mut aimed = rule("X");
    aimed["before"] = json!(theirs.id);
    assert_eq!(faults(&adds(&admin, "rules", &aimed).await?), ["before not-found"]);
    unchanged(&app, &before).await?;
    assert_eq!(ids(&list(&boss, "rules").await?), [theirs.id]);
    Ok(())
}

#[tokio::test]
async fn jy15_rules_keep_the_order_that_is_given_and_an_old_one_is_refused() -> Story {
    let (app, admin) = jelly().await?;
    let other = Somebody::of(&app, OWNER, TEAM).await?;
    let was = ids(&list(&admin, "rules").await?);
    let mut now = was.clone();
    now.reverse();
    ok(orders(&admin, "rules", &now).await?)?;
    assert_eq!(ids(&list(&other, "rules").await?), now);
    let versions: Vec<i64> = list(&other, "rules").await?.iter().map(|e| e.version).collect();
    assert!(versions.iter().all(|v| *v == 1), "an edit that was begun before is still good");
    assert_eq!(admin.log().await?[0]["detail"], "rules: ↕");
    let revision = admin.team().await?.revision;
    ok(orders(&admin, "rules", &now).await?)?;
    assert_eq!(admin.team().await?.revision, revision, "the same order is no change");

    // Meanwhile somebody adds one and deletes one: the order that was thought of is refused.
    let made: EntryView = ok(adds(&other, "rules", &rule("Meanwhile")).await?)?.read()?;
    assert_eq!(orders(&admin, "rules", &was).await?.outcome(), no(409, "stale-version"));
    ok(ends(&other, "rules", &made.id).await?)?;
    ok(ends(&other, "rules", &now[0]).await?)?;
    let twice = [&now[1..], &now[1..2]].concat();
    for bad in [&now, &twice, &now[2..].to_vec(), &Vec::new()] {
        assert_eq!(orders(&admin, "rules", bad).await?.outcome(), no(409, "stale-version"));
    }
    assert_eq!(ids(&list(&admin, "rules").await?), now[1..]);
    // Two orders at once: one of them stands, whole.
    let [mut left, mut right] = [now[1..].to_vec(), now[1..].to_vec()];
    left.rotate_left(1);
    right.rotate_right(1);
    let both = tokio::join!(orders(&admin, "rules", &left), orders(&other, "rules", &right));
    for one in [both.0?, both.1?] {
        ok(one)?;
    }
    let found = ids(&list(&admin, "rules").await?);
    assert!(found == left || found == right);
    Ok(())
}

#[tokio::test]
async fn jy15_two_editors_do_not_overwrite_each_other() -> Story {
    let (app, admin) = jelly().await?;
    let owner = Somebody::of(&app, OWNER, TEAM).await?;
    let one = list(&admin, "saved-replies").await?.remove(0);
    let edit = |text: &str| json!({"fields": {"text": text}, "version": 1});
    let both = tokio::join!(
        edits(&admin, "saved-replies", &one.id, edit("Left")),
        edits(&owner, "saved-replies", &one.id, edit("Right"))
    );
    let both = [both.0?, both.1?];
    let lost = both.iter().filter(|a| a.outcome() == no(409, "stale-version")).count();
    assert_eq!((lost, both.iter().filter(|a| a.status.is_success()).count()), (1, 1));
    let now = list(&admin, "saved-replies").await?;
    assert_eq!(now.iter().find(|e| e.id == one.id).ok_or("gone")?.version, 2);
    Ok(())
}

#[tokio::test]
async fn jy15_a_deleted_entry_comes_back_to_its_place() -> Story {
    let (_app, admin) = jelly().await?;
    let all = list(&admin, "rules").await?;
    let gone = &all[2];
    ok(ends(&admin, "rules", &gone.id).await?)?;
    let again = json!({"name": gone.name, "fields": gone.fields, "before": all[3].id});
    ok(adds(&admin, "rules", &again).await?)?;
    let now = list(&admin, "rules").await?;
    assert_eq!(names(&now), names(&all));
    assert_eq!(now[2].fields, gone.fields);
    assert_ne!(now[2].id, gone.id, "a new one of the same");
    Ok(())
}

#[tokio::test]
async fn jy15_the_search_reads_names_and_texts_without_case_and_accents() -> Story {
    let (_app, admin) = jelly().await?;
    let reply = json!({"name": "Kargo süresi", "fields": {"text": "Siparişiniz IŞIL hızıyla yolda, 100% emin olun."}});
    ok(adds(&admin, "saved-replies", &reply).await?)?;
    for (q, found) in [
        ("KARGO", vec!["Kargo süresi"]),
        ("suresi%20kargo", vec!["Kargo süresi"]),
        ("isil%20HIZIYLA", vec!["Kargo süresi"]),
        ("s%C4%B0pari%C5%9F", vec!["Kargo süresi"]),
        ("100%25", vec!["Kargo süresi"]),
        ("zoe%20readings", vec!["Author readings"]),
        ("kargo%20nothing", vec![]),
    ] {
        assert_eq!(names(&list(&admin, &format!("saved-replies?q={q}")).await?), found, "{q}");
    }
    assert_eq!(names(&list(&admin, "rules?q=northpress%20invoice").await?), ["Publisher invoices"]);
    // A choice is no text that anybody looks for: only the searched fields are.
    assert!(list(&admin, "rules?q=archive").await?.is_empty());
    let all = list(&admin, "saved-replies").await?;
    let mut sorted = names(&all);
    sorted.sort_by_key(|n| n.to_lowercase());
    assert_eq!(names(&all), sorted, "a list without an order of its own goes by name");
    Ok(())
}

#[tokio::test]
async fn jy15_a_list_has_its_limit() -> Story {
    let (app, admin) = jelly().await?;
    let had = list(&admin, "rules").await?.len();
    let permit = shared::policy::found_team(0).map_err(|d| format!("{d:?}"))?;
    let mut tx = app.app.write().await?;
    for n in had..1_000 {
        let row = rolecall::storage::EntryRow {
            id: format!("e{n}"),
            name: format!("Rule {n}"),
            version: 1,
            ..rolecall::storage::EntryRow::default()
        };
        tx.insert_entry(&permit, TEAM, "rules", &row, None).await?;
    }
    tx.commit().await?;
    assert_eq!(faults(&adds(&admin, "rules", &rule("One more")).await?), ["name too-many"]);
    let mut order = ids(&list(&admin, "rules").await?);
    order.reverse();
    ok(orders(&admin, "rules", &order).await?)?;
    assert_eq!(ids(&list(&admin, "rules").await?), order, "a full list is put in order at once");
    ok(ends(&admin, "rules", &order[0]).await?)?;
    ok(adds(&admin, "rules", &rule("One more")).await?)?;
    Ok(())
}

#[tokio::test]
async fn jy15_whoever_has_the_list_open_hears_of_a_change() -> Story {
    let (app, admin) = jelly().await?;
    let member = Somebody::of(&app, MEMBER, TEAM).await?;
    let mut ear = listen(&member).await?;
    let made: EntryView = ok(adds(&admin, "rules", &rule("Live")).await?)?.read()?;
    assert_eq!(ear.topics(SOON).await?, ["lists"]);
    ok(edits(&admin, "rules", &made.id, json!({"name": "Lively", "version": 1})).await?)?;
    assert_eq!(ear.topics(SOON).await?, ["lists"]);
    let mut order = ids(&list(&admin, "rules").await?);
    order.reverse();
    ok(orders(&admin, "rules", &order).await?)?;
    assert_eq!(ear.topics(SOON).await?, ["lists"]);
    ok(ends(&admin, "rules", &made.id).await?)?;
    assert_eq!(ear.topics(SOON).await?, ["lists"]);
    Ok(())
}

#[tokio::test]
async fn jy15_a_program_reads_the_rules_in_order_and_no_names_of_people() -> Story {
    let (app, admin) = jelly().await?;
    let program = Program::of(&app, &admin).await?;
    let rules = program.gets("/api/v1/lists/rules").await?;
    let read = ok(rules)?.read::<Entries>()?.items;
    assert_eq!(names(&read), names(&list(&admin, "rules").await?));
    assert!(read.iter().all(|e| e.by.is_empty()));
    assert_eq!(program.gets("/api/v1/lists/spells").await?.outcome(), no(404, "not-found"));
    let nobody = app.client().get("/api/v1/lists/rules").await?;
    assert_eq!(nobody.outcome(), no(401, "unknown-key"));
    Ok(())
}
