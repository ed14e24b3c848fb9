//! Work over HTTP: whose it is, how it changes hands, and what stays when somebody leaves (JT7–JT10, JT13–JT15, JT17, ST10).

use crate::stage::Stage;
use serde_json::{Value, json};
use tests::{Answer, Client, Failure, Somebody, Story, TestApp, another_team, faults, new_member, no, ok};

/// A jtek team without any items: an admin, two users, and one who leaves.
struct Office {
    app: TestApp,
    stage: Stage,
}

async fn office() -> Result<Office, Failure> {
    let app = TestApp::new().await?;
    let stage = Stage::set(&app, "jtek", 0).await?;
    Ok(Office { app, stage })
}

impl Office {
    fn id(&self, name: &str) -> String {
        let email = format!("{name}@stage-jtek.example");
        self.stage.people.iter().find(|p| p.email == email).map(|p| p.id.clone()).unwrap_or_default()
    }

    async fn browser(&self, name: &str) -> Result<Client, Failure> {
        self.app.signed_in(&format!("{name}@stage-jtek.example")).await
    }

    fn at(&self, rest: &str) -> String {
        self.stage.chief.at(rest)
    }

    async fn new(&self, kind: &str, body: Value) -> Result<String, Failure> {
        self.stage.made(&format!("/work/{kind}"), &body).await
    }

    async fn get(&self, rest: &str) -> Result<Value, Failure> {
        Ok(ok(self.stage.chief.client.get(&self.at(rest)).await?)?.json())
    }

    async fn post(&self, rest: &str, body: Value) -> Result<Answer, Failure> {
        self.stage.chief.client.post(&self.at(rest), &body).await
    }

    /// Titles of a list under a filter, in its order.
    async fn titles(&self, kind: &str, filter: &str) -> Result<Vec<String>, Failure> {
        let page = self.get(&format!("/work/{kind}?limit=500{filter}")).await?;
        let items = page["items"].as_array().ok_or("no items")?;
        assert_eq!(page["total"], json!(items.len()), "{filter}");
        Ok(items.iter().map(|i| i["title"].as_str().unwrap_or_default().to_owned()).collect())
    }

    /// Lines of an item's history, oldest first: what, from whom, to whom.
    async fn history(&self, kind: &str, id: &str) -> Result<Vec<[String; 3]>, Failure> {
        let detail = self.get(&format!("/work/{kind}/{id}")).await?;
        let text = |e: &Value, part: &str| e[part].as_str().unwrap_or_default().to_owned();
        let events = detail["events"].as_array().ok_or("no events")?;
        Ok(events.iter().rev().map(|e| [text(e, "kind"), text(e, "from"), text(e, "to")]).collect())
    }
}

fn line(kind: &str, from: &str, to: &str) -> [String; 3] {
    [kind, from, to].map(str::to_owned)
}

#[tokio::test]
async fn jt7_a_contact_is_assigned_to_team_members_and_remembers_whose_it_was() -> Story {
    let o = office().await?;
    let (una, ulf) = (o.id("una"), o.id("ulf"));
    let item = o.new("contact", json!({"title": "Ana Lima", "fields": {"email": "ana@x.example"}})).await?;
    let assign = async |to: Value| o.post("/work/contact/assign", json!({"to": to, "items": [item]})).await;
    // The dropdown: active people of the team, by name, with search.
    let people = o.get("/people?kind=contact").await?;
    let names: Vec<_> = people["items"].as_array().ok_or("none")?.iter().map(|p| p["name"].clone()).collect();
    assert_eq!(names, ["chief Person", "gone Person", "ulf Person", "una Person"]);
    assert_eq!(o.get("/people?kind=contact&q=un").await?["items"][0]["id"], una.as_str());
    for to in [json!(una), json!(ulf), Value::Null] {
        let moved = ok(assign(to.clone()).await?)?.json();
        assert_eq!(moved["moved"], 1);
        assert_eq!(o.get(&format!("/work/contact/{item}")).await?["item"]["assignee"]["id"], to);
    }
    let un = "una Person";
    let ul = "ulf Person";
    let all =
        [line("made", "", ""), line("assigned", "", un), line("assigned", un, ul), line("assigned", ul, "")];
    assert_eq!(o.history("contact", &item).await?, all);
    // What is so already is no move, and no line.
    assert_eq!(ok(assign(Value::Null).await?)?.json()["moved"], 0);
    assert_eq!(o.history("contact", &item).await?.len(), 4);
    // A user gives and takes too; a deactivated one gets nothing.
    let browser = o.browser("una").await?;
    let body = json!({"to": ulf, "items": [item]});
    ok(browser.post(&o.at("/work/contact/assign"), &body).await?)?;
    ok(o.stage.chief.tells("gone@stage-jtek.example", "deactivate").await?)?;
    assert_eq!(assign(json!(o.id("gone"))).await?.outcome(), no(409, "wrong-status"));
    Ok(())
}

#[tokio::test]
async fn jt8_an_opportunity_has_its_own_assignee() -> Story {
    let o = office().await?;
    let (una, ulf) = (o.id("una"), o.id("ulf"));
    let contact = o.new("contact", json!({"title": "Ana Lima", "assignee": una})).await?;
    let body =
        json!({"title": "Ana's house", "assignee": ulf, "parent": contact, "fields": {"stage": "Viewing"}});
    let deal = o.new("opportunity", body).await?;
    let detail = o.get(&format!("/work/opportunity/{deal}")).await?;
    assert_eq!(detail["item"]["assignee"]["id"], ulf.as_str());
    assert_eq!(detail["item"]["parent"], json!({"kind": "contact", "id": contact, "title": "Ana Lima"}));
    let detail = o.get(&format!("/work/contact/{contact}")).await?;
    assert_eq!(detail["item"]["assignee"]["id"], una.as_str());
    assert_eq!(detail["linked"][0]["id"], deal.as_str());
    // Neither follows the other.
    ok(o.post("/work/contact/assign", json!({"to": null, "items": [contact]})).await?)?;
    assert_eq!(o.get(&format!("/work/opportunity/{deal}")).await?["item"]["assignee"]["id"], ulf.as_str());
    // A contact has no parent, and an opportunity's is a contact.
    let answer = o.post("/work/contact", json!({"title": "X", "parent": contact})).await?;
    assert_eq!(faults(&answer), ["parent unknown-field"]);
    let answer = o.post("/work/opportunity", json!({"title": "X", "parent": deal})).await?;
    assert_eq!(answer.status.as_u16(), 422);
    Ok(())
}

#[tokio::test]
async fn jt10_jt17_contacts_filter_by_assignee_and_unassigned_ones_are_counted() -> Story {
    let o = office().await?;
    let (una, ulf) = (o.id("una"), o.id("ulf"));
    for (kind, title, to) in [
        ("contact", "Ana Lima", Some(&una)),
        ("contact", "Björn Ängström", Some(&ulf)),
        ("contact", "Cid", None),
        ("contact", "Dora O'Neil", None),
        ("opportunity", "House", Some(&una)),
        ("opportunity", "Flat", None),
    ] {
        o.new(kind, json!({"title": title, "assignee": to})).await?;
    }
    assert_eq!(
        o.titles("contact", "&sort=title").await?,
        ["Ana Lima", "Björn Ängström", "Cid", "Dora O'Neil"]
    );
    assert_eq!(o.titles("contact", &format!("&assignee={una}")).await?, ["Ana Lima"]);
    assert_eq!(o.titles("contact", "&assignee=none&sort=title").await?, ["Cid", "Dora O'Neil"]);
    assert_eq!(o.titles("opportunity", "&assignee=none").await?, ["Flat"]);
    assert_eq!(o.titles("contact", "&assignee=me").await?, Vec::<String>::new());
    // Letter case and accents don't matter, and words may come in any order.
    for q in ["angstrom", "BJORN", "äng bj", "%C3%84NG"] {
        assert_eq!(
            o.titles("contact", &format!("&q={}", q.replace(' ', "%20"))).await?,
            ["Björn Ängström"],
            "{q}"
        );
    }
    assert_eq!(o.titles("contact", "&q=ngstrom").await?, Vec::<String>::new(), "only where a word begins");
    let counts = o.get("/work/contact/counts").await?;
    assert_eq!(counts["tally"], json!({"all": 4, "unassigned": 2, "mine": 0}));
    let page = o.get("/work/contact?assignee=none").await?;
    assert_eq!(page["tally"]["unassigned"], 2);
    let browser = o.browser("una").await?;
    let mine = ok(browser.get(&o.at("/work/contact?assignee=me")).await?)?.json();
    assert_eq!((mine["total"].clone(), mine["tally"]["mine"].clone()), (json!(1), json!(1)));
    Ok(())
}

#[tokio::test]
async fn jt14_a_departing_members_contacts_are_given_on_in_bulk_before_and_after() -> Story {
    let o = office().await?;
    let (una, gone) = (o.id("una"), o.id("gone"));
    for n in 0..230 {
        o.new("contact", json!({"title": format!("Contact {n}"), "assignee": gone})).await?;
    }
    o.new("opportunity", json!({"title": "House", "assignee": gone})).await?;
    let some = o.get(&format!("/work/contact?assignee={gone}&limit=30")).await?;
    let keep: Vec<_> = some["items"].as_array().ok_or("none")?.iter().map(|i| i["id"].clone()).collect();
    // "Select all 230", but those thirty: more than any page holds.
    let body = json!({"to": una, "filter": {"assignee": gone}, "except": keep});
    let moved = ok(o.post("/work/contact/assign", body).await?)?.json();
    assert_eq!(
        (moved["moved"].clone(), moved["kinds"].clone()),
        (json!(200), json!([{"kind": "contact", "n": 200}]))
    );
    // Undo brings exactly these back.
    let back = ok(o.post("/work/undo", json!({"batch": moved["batch"]})).await?)?.json();
    assert_eq!(back["moved"], 200);
    assert_eq!(o.titles("contact", &format!("&assignee={gone}")).await?.len(), 230);
    // Deactivated: everything stays under the name (JT13), and can be given on afterwards.
    ok(o.stage.chief.tells("gone@stage-jtek.example", "deactivate").await?)?;
    let page = o.get(&format!("/work/contact?assignee={gone}&limit=1")).await?;
    assert_eq!(page["total"], 230);
    let owner = json!({"id": gone, "name": "gone Person", "status": "deactivated"});
    assert_eq!(page["items"][0]["assignee"], owner);
    let told = o.get(&format!("/members/{gone}/work")).await?;
    assert_eq!(told["kinds"], json!([{"kind": "contact", "n": 230}, {"kind": "opportunity", "n": 1}]));
    let over = ok(o.post(&format!("/members/{gone}/hand-over"), json!({"to": una})).await?)?.json();
    assert_eq!(over["kinds"], told["kinds"], "what moves is what was announced");
    assert_eq!(o.get(&format!("/members/{gone}/work")).await?["kinds"], json!([]));
    // Restored (JT13): the work has gone on, and undo gives it back even now.
    ok(o.stage.chief.tells("gone@stage-jtek.example", "restore").await?)?;
    ok(o.post("/work/undo", json!({"batch": over["batch"]})).await?)?;
    assert_eq!(o.get(&format!("/members/{gone}/work")).await?["kinds"], told["kinds"]);
    // Both at once.
    let body = json!({"successor": una});
    ok(o.post(&format!("/members/{gone}/deactivate"), body).await?)?;
    assert_eq!(o.titles("contact", &format!("&assignee={una}")).await?.len(), 230);
    let body = json!({"successor": gone});
    let answer = o.post(&format!("/members/{}/deactivate", o.id("ulf")), body).await?;
    assert_eq!(answer.outcome(), no(409, "successor-invalid"), "somebody who has gone inherits nothing");
    Ok(())
}

#[tokio::test]
async fn jt15_deleted_the_contacts_and_their_history_remain() -> Story {
    let o = office().await?;
    let gone = o.id("gone");
    let item = o.new("contact", json!({"title": "Ana Lima", "assignee": gone})).await?;
    let browser = o.browser("gone").await?;
    let note = json!({"text": "She wants a garden."});
    ok(browser.post(&o.at(&format!("/work/contact/{item}/notes")), &note).await?)?;
    ok(o.stage.chief.deletes("gone@stage-jtek.example", None).await?)?;
    let detail = o.get(&format!("/work/contact/{item}")).await?;
    assert_eq!(detail["item"]["assignee"], Value::Null);
    let history = o.history("contact", &item).await?;
    assert_eq!(history.last(), Some(&line("assigned", "gone Person", "")));
    assert_eq!(detail["events"][1]["actor"], "gone Person", "the note keeps its writer's name");
    assert_eq!(detail["events"][1]["text"], "She wants a garden.");
    assert_eq!(o.titles("contact", "&assignee=none").await?, ["Ana Lima"], "easy to reach (JT17)");
    Ok(())
}

#[tokio::test]
async fn undo_is_for_whoever_moved_and_leaves_what_has_moved_on() -> Story {
    let o = office().await?;
    let (una, ulf) = (o.id("una"), o.id("ulf"));
    let a = o.new("contact", json!({"title": "A", "assignee": una})).await?;
    let b = o.new("contact", json!({"title": "B"})).await?;
    let moved = ok(o.post("/work/contact/assign", json!({"to": ulf, "items": [a, b]})).await?)?.json();
    let batch = json!({"batch": moved["batch"]});
    let other = o.browser("ulf").await?;
    let answer = other.post(&o.at("/work/undo"), &batch).await?;
    assert_eq!(answer.outcome(), no(404, "not-found"), "somebody else's move");
    ok(other.post(&o.at("/work/contact/assign"), &json!({"to": null, "items": [b]})).await?)?;
    // B has moved on, and even if it comes back to the same hands it is not what was moved.
    ok(other.post(&o.at("/work/contact/assign"), &json!({"to": ulf, "items": [b]})).await?)?;
    assert_eq!(ok(o.post("/work/undo", batch.clone()).await?)?.json()["moved"], 1);
    assert_eq!(o.titles("contact", &format!("&assignee={una}")).await?, ["A"]);
    assert_eq!(o.titles("contact", &format!("&assignee={ulf}")).await?, ["B"]);
    assert_eq!(ok(o.post("/work/undo", batch).await?)?.json()["moved"], 0, "once");
    Ok(())
}

#[tokio::test]
async fn st10_all_work_of_a_deleted_user_goes_to_the_chosen_one_as_announced() -> Story {
    let app = TestApp::new().await?;
    let stage = Stage::set(&app, "salestrekker", 2).await?;
    let id = |name: &str| {
        let email = format!("{name}@stage-salestrekker.example");
        stage.people.iter().find(|p| p.email == email).map(|p| p.id.clone()).unwrap_or_default()
    };
    let (gone, broker) = (id("gone"), id("broker"));
    // In an enterprise it is the managing agent of the unit who deletes (ST4).
    let chief = &stage.chief;
    for path in [format!("/members/{gone}/unit"), format!("/members/{}/standing/managing-agent", id("chief"))]
    {
        ok(chief.client.put(&chief.at(&path), &json!({"unit": stage.units[0]})).await?)?;
    }
    let count = async |who: &str| -> Result<Value, Failure> {
        Ok(ok(chief.client.get(&chief.at(&format!("/members/{who}/work"))).await?)?.json()["kinds"].clone())
    };
    let (preview, had) = (count(&gone).await?, count(&broker).await?);
    let kinds: Vec<_> = preview.as_array().ok_or("no kinds")?.iter().map(|k| k["kind"].clone()).collect();
    assert_eq!(kinds, ["deal", "contact", "task", "note"], "in the document's order");
    let answer = chief.deletes("gone@stage-salestrekker.example", None).await?;
    assert_eq!(answer.outcome(), no(409, "successor-required"));
    ok(chief.deletes("gone@stage-salestrekker.example", Some("broker@stage-salestrekker.example")).await?)?;
    let n = |kinds: &Value, kind: &Value| -> u64 {
        let all = kinds.as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|k| k["kind"] == *kind).filter_map(|k| k["n"].as_u64()).sum()
    };
    let now = count(&broker).await?;
    for kind in &kinds {
        assert_eq!(n(&now, kind), n(&had, kind) + n(&preview, kind), "{kind}");
    }
    let left =
        tests::asked(&app, &format!("SELECT json_array(id) FROM work WHERE assignee = '{gone}'")).await?;
    assert!(left.is_empty(), "{} items were left behind", left.len());
    Ok(())
}

#[tokio::test]
async fn jl3_work_is_not_given_to_somebody_whose_role_does_not_open_it() -> Story {
    let app = TestApp::new().await?;
    let stage = Stage::set(&app, "jetlink", 1).await?;
    let id = |name: &str| {
        let email = format!("{name}@stage-jetlink.example");
        stage.people.iter().find(|p| p.email == email).map(|p| p.id.clone()).unwrap_or_default()
    };
    let chief = &stage.chief;
    let item = stage.items.first().map(|i| i.id.clone()).ok_or("no item")?;
    let before = tests::state(&app).await?;
    for who in ["report", "train"] {
        let give = json!({"to": id(who), "items": [item]});
        let answer = chief.client.post(&chief.at("/work/conversation/assign"), &give).await?;
        assert_eq!(answer.outcome(), no(409, "cannot-hold-work"), "{who}");
        let path = chief.at(&format!("/members/{}/hand-over", id("north")));
        let over = chief.client.post(&path, &json!({"to": id(who)})).await?;
        assert_eq!(over.outcome(), no(409, "cannot-hold-work"), "{who}");
        let heir = format!("{who}@stage-jetlink.example");
        let answer = chief.deletes("north@stage-jetlink.example", Some(&heir)).await?;
        assert_eq!(answer.outcome(), no(409, "successor-invalid"), "{who}");
        // The choice says so beforehand.
        let people = ok(chief.client.get(&chief.at("/people?kind=conversation&limit=500")).await?)?.json();
        let row =
            people["items"].as_array().ok_or("none")?.iter().find(|p| p["id"] == id(who).as_str()).cloned();
        assert_eq!(row.ok_or("not listed")?["denial"]["code"], "cannot-hold-work", "{who}");
    }
    tests::unchanged(&app, &before).await
}

#[tokio::test]
async fn n4_n2_an_export_is_harmless_to_a_spreadsheet_and_keeps_what_was_typed() -> Story {
    let o = office().await?;
    let odd = [
        "=1+1",
        "+1",
        "-1",
        "@sum",
        "=HYPERLINK(\"http://evil.example\",\"x\")",
        "Plain, with comma",
        "\"quoted\"",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "مرحبا",
        "👩‍👩‍👧",
    ];
    for title in odd {
        o.new("contact", json!({"title": title, "fields": {"company": title}})).await?;
    }
    let answer = ok(o.stage.chief.client.get(&o.at("/work/contact/export")).await?)?;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        answer.header("content-disposition").starts_with("attachment"),
        "{}",
        answer.header("content-disposition")
    );
    let text = String::from_utf8(answer.bytes)?;
    let body = text.trim_start_matches('\u{feff}');
    for cell in body.lines().flat_map(|l| l.split(',')) {
        let inner = cell.trim_matches('"');
        assert!(!inner.starts_with(['=', '+', '-', '@', '\t', '\r']), "a spreadsheet runs {cell}");
    }
    for title in odd {
        assert!(body.contains(&title.replace('"', "\"\"")), "{title} is not in {body}");
        let q: String = title.bytes().map(|b| format!("%{b:02X}")).collect();
        let page = o.get(&format!("/work/contact?q={q}")).await?;
        assert!(page["total"].as_u64().is_some(), "{title}");
    }
    Ok(())
}

#[tokio::test]
async fn a11_n1_an_item_is_edited_on_what_one_saw_and_its_fields_are_checked() -> Story {
    let o = office().await?;
    let item = o.new("contact", json!({"title": "Ana"})).await?;
    let path = o.at(&format!("/work/contact/{item}"));
    let edit = async |body: Value| o.stage.chief.client.patch(&path, &body).await;
    ok(edit(json!({"title": "Ana Lima", "version": 1})).await?)?;
    assert_eq!(edit(json!({"title": "Anna", "version": 1})).await?.outcome(), no(409, "stale-version"));
    let long = "x".repeat(5_000);
    for (body, fault) in [
        (json!({"title": "", "version": 2}), "title required"),
        (json!({"title": "  ", "version": 2}), "title required"),
        (json!({"title": long, "version": 2}), "title too-long"),
        (json!({"title": "a\u{0}b", "version": 2}), "title control-character"),
        (json!({"title": "a\nb", "version": 2}), "title control-character"),
        (json!({"fields": {"email": "no address"}, "version": 2}), "email not-an-address"),
        (json!({"fields": {"phone": "abc"}, "version": 2}), "phone not-a-phone"),
        (json!({"fields": {"assignee": "x"}, "version": 2}), "assignee unknown-field"),
        (json!({"fields": {"title": "x"}, "version": 2}), "title unknown-field"),
    ] {
        let answer = edit(body.clone()).await?;
        assert_eq!(faults(&answer), [fault], "{body}");
    }
    let answer = o.post("/work/opportunity", json!({"title": "X", "fields": {"stage": "Won"}})).await?;
    assert_eq!(faults(&answer), ["stage not-a-choice"]);
    for text in ["", "   ", &"x".repeat(4_001), "a\u{7}b"] {
        let answer = o.post(&format!("/work/contact/{item}/notes"), json!({"text": text})).await?;
        assert_eq!(answer.status.as_u16(), 422, "{text:?}");
    }
    let two = "First line\nand a second";
    ok(o.post(&format!("/work/contact/{item}/notes"), json!({"text": two})).await?)?;
    let detail = o.get(&format!("/work/contact/{item}")).await?;
    assert_eq!(
        (detail["item"]["title"].clone(), detail["events"][0]["text"].clone()),
        (json!("Ana Lima"), json!(two))
    );
    Ok(())
}

#[tokio::test]
async fn a_bulk_command_names_items_or_a_filter_and_not_too_many() -> Story {
    let o = office().await?;
    let item = o.new("contact", json!({"title": "Ana"})).await?;
    let many: Vec<_> = (0..1_001).map(|n| format!("id{n}")).collect();
    for body in [
        json!({"to": o.id("una")}),
        json!({"to": o.id("una"), "items": []}),
        json!({"to": o.id("una"), "items": many}),
        json!({"to": o.id("una"), "items": [item], "filter": {}}),
        json!({"to": o.id("una"), "items": [item], "except": [item]}),
        json!({"to": o.id("una"), "filter": {}, "except": many}),
        json!({"to": o.id("una"), "filter": {"sort": "title"}}),
    ] {
        let answer = o.post("/work/contact/assign", body.clone()).await?;
        assert_eq!(answer.status.as_u16(), 422, "{:?}", answer.outcome());
    }
    // The same item twice is one item.
    let moved =
        ok(o.post("/work/contact/assign", json!({"to": o.id("una"), "items": [item, item]})).await?)?.json();
    assert_eq!(moved["moved"], 1);
    Ok(())
}

/// Somebody in two teams has in each what is theirs there.
#[tokio::test]
async fn a14_the_same_person_in_another_team_has_other_work() -> Story {
    let o = office().await?;
    o.new("contact", json!({"title": "Ours", "assignee": o.id("una")})).await?;
    let una = new_member("elsewhere", "una@stage-jtek.example", "Una Elsewhere", "admin");
    another_team(&o.app, "elsewhere", "jtek", false, &[una]).await?;
    let there = Somebody { client: o.browser("una").await?, team: "elsewhere".into() };
    let page = ok(there.client.get(&there.at("/work/contact?assignee=me")).await?)?.json();
    assert_eq!((page["total"].clone(), page["tally"]["all"].clone()), (json!(0), json!(0)));
    let list = ok(there.client.get(&there.at("/work?q=ours")).await?)?.json();
    assert_eq!(list["items"], json!([]));
    Ok(())
}
