//! What a store must do with what runs by itself, and with imports.

use super::{member, permit, team};
use crate::storage::{
    AutomationRow, DepartureRow, HiddenRow, ImportHead, ImportRow, ImportState, KeyRow, Looking, Made,
    MadeBy, Sight, Store, Tx, WebhookRow, WorkNarrow, WorkSlice,
};
use shared::api::{ImportPlan, LineFault, WorkSort};
use shared::policy::{Scope, Viewer};

pub(super) async fn all<F, S>(mut fresh: impl FnMut() -> F)
where
    F: Future<Output = S>,
    S: Store,
{
    turns_are_taken_one_after_the_other(&fresh().await).await;
    what_was_made_is_its_teams_and_its_makers(&fresh().await).await;
    a_departure_is_about_one_person(&fresh().await).await;
    deliveries_wait_together(&fresh().await).await;
    an_import_is_hidden_until_it_is_done(&fresh().await).await;
    an_import_that_failed_leaves_nothing(&fresh().await).await;
}

fn by(id: &str) -> MadeBy {
    MadeBy { id: id.into(), name: id.to_uppercase() }
}

fn automation(team: &str, id: &str, created_at: i64) -> AutomationRow {
    AutomationRow {
        id: id.into(),
        team: team.into(),
        name: format!("Automation {id}"),
        kind: "contact".into(),
        running: true,
        made_by: by("ana"),
        created_at,
        version: 1,
        ..AutomationRow::default()
    }
}

async fn people(tx: &mut dyn Tx) {
    for t in ["t", "u"] {
        tx.insert_team(&permit(), &team(t)).await.unwrap();
    }
    for id in ["ana", "ben", "cem"] {
        tx.insert_member(&permit(), &member("t", id, id)).await.unwrap();
    }
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// Member, turn and count, in order.
async fn rotation(tx: &mut dyn Tx, id: &str) -> Vec<(String, i64, u32)> {
    let turns = tx.rotations("t", Some(id)).await.unwrap();
    turns.into_iter().map(|r| (r.member.id, r.turn, r.served)).collect()
}

fn place(id: &str, turn: i64, served: u32) -> (String, i64, u32) {
    (id.to_owned(), turn, served)
}

async fn turns_are_taken_one_after_the_other(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    people(tx.as_mut()).await;
    let permit = &permit();
    tx.insert_automation(permit, &automation("t", "late", 2)).await.unwrap();
    tx.insert_automation(permit, &automation("t", "early", 1)).await.unwrap();
    assert_eq!(tx.first_automation("t", "contact").await.unwrap().unwrap().id, "early");
    assert!(tx.first_automation("u", "contact").await.unwrap().is_none());
    assert!(tx.first_automation("t", "deal").await.unwrap().is_none());
    tx.set_rotation(permit, "early", &owned(&["ben", "ana"])).await.unwrap();
    for id in ["ben", "ana", "ben"] {
        tx.take_turn(permit, "early", id).await.unwrap();
    }
    assert_eq!(rotation(tx.as_mut(), "early").await, [place("ben", 3, 2), place("ana", 2, 1)]);
    // Who stays keeps their turn, in the new order.
    tx.set_rotation(permit, "early", &owned(&["cem", "ben"])).await.unwrap();
    assert_eq!(rotation(tx.as_mut(), "early").await, [place("cem", 0, 0), place("ben", 3, 2)]);
    let mut row = tx.automation("t", "early").await.unwrap().unwrap();
    assert_eq!(row.turn, 3);
    (row.running, row.version, row.turn) = (false, 2, 0);
    tx.update_automation(permit, &row).await.unwrap();
    let row = tx.automation("t", "early").await.unwrap().unwrap();
    assert_eq!((row.running, row.version, row.turn), (false, 2, 3), "an edit takes no turn back");
    assert_eq!(tx.first_automation("t", "contact").await.unwrap().unwrap().id, "late", "the other one rests");
    // Whoever is deleted leaves every rotation.
    tx.delete_member(permit, "t", "ben").await.unwrap();
    assert_eq!(rotation(tx.as_mut(), "early").await, [place("cem", 0, 0)]);
    assert!(tx.automation("u", "early").await.unwrap().is_none(), "another team's");
    assert!(tx.rotations("u", Some("early")).await.unwrap().is_empty());
}

async fn what_was_made_is_its_teams_and_its_makers(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    people(tx.as_mut()).await;
    let permit = &permit();
    let key = KeyRow {
        id: "k".into(),
        team: "t".into(),
        name: "Form".into(),
        prefix: "rk_abc".into(),
        made_by: by("ana"),
        created_at: 1,
        scopes: vec!["widget".into()],
        origins: vec!["https://a.example".into(), "https://b.example".into()],
        ..KeyRow::default()
    };
    tx.insert_key(permit, &key, b"hash").await.unwrap();
    let hook = WebhookRow {
        id: "w".into(),
        team: "t".into(),
        url: "https://x.example".into(),
        topics: vec!["work".into()],
        secret: "s".into(),
        made_by: by("ana"),
        created_at: 1,
        ..WebhookRow::default()
    };
    tx.insert_webhook(permit, &hook).await.unwrap();
    assert_eq!(tx.key_by_hash(b"hash", 5).await.unwrap().unwrap(), key);
    assert!(tx.key_by_hash(b"other", 5).await.unwrap().is_none());
    assert!(tx.key_names_origin("k", "https://b.example").await.unwrap());
    assert!(!tx.origin_is_named("https://c.example").await.unwrap());
    let rotated = KeyRow { old_until: Some(9), origins: vec!["https://c.example".into()], ..key.clone() };
    tx.update_key(permit, &rotated).await.unwrap();
    tx.rotate_key(permit, &rotated, b"newer").await.unwrap();
    assert_eq!(tx.key_by_hash(b"newer", 5).await.unwrap().unwrap(), rotated);
    assert_eq!(tx.key_by_hash(b"hash", 8).await.unwrap().unwrap(), rotated);
    assert!(tx.key_by_hash(b"hash", 9).await.unwrap().is_none(), "its time is over");
    assert!(!tx.origin_is_named("https://b.example").await.unwrap());
    assert!(tx.key("u", "k").await.unwrap().is_none() && tx.key("t", "k").await.unwrap().is_some());
    let at_once = KeyRow { old_until: None, ..rotated };
    tx.rotate_key(permit, &at_once, b"newest").await.unwrap();
    assert!(tx.key_by_hash(b"newer", 5).await.unwrap().is_none(), "no overlap");
    tx.touch_key("k", 7).await.unwrap();
    assert_eq!(tx.keys("t").await.unwrap()[0].last_used_at, Some(7));
    assert!(tx.keys("u").await.unwrap().is_empty() && tx.webhooks("u").await.unwrap().is_empty());
    tx.note_delivery("w", 8, Err("refused")).await.unwrap();
    assert_eq!(tx.webhook("w").await.unwrap().unwrap().error, "refused");
    tx.note_delivery("w", 9, Ok(())).await.unwrap();
    let now = tx.webhook("w").await.unwrap().unwrap();
    assert_eq!((now.delivered_at, now.error.as_str()), (Some(9), ""));

    assert!(tx.has_made("t", "ana").await.unwrap());
    assert!(!tx.has_made("t", "ben").await.unwrap() && !tx.has_made("u", "ana").await.unwrap());
    assert_eq!(tx.take_over(permit, Made::Key, "u", "k", &by("ben")).await.unwrap(), None, "another team's");
    assert_eq!(tx.take_over(permit, Made::Key, "t", "k", &by("ben")).await.unwrap().as_deref(), Some("Form"));
    assert_eq!(tx.keys("t").await.unwrap()[0].made_by, by("ben"));
    let other = tx.delete_made(permit, Made::Webhook, "u", "w").await.unwrap();
    assert_eq!(other, None);
    let gone = tx.delete_made(permit, Made::Webhook, "t", "w").await.unwrap();
    assert_eq!(gone.as_deref(), Some("https://x.example"));
    assert!(!tx.has_made("t", "ana").await.unwrap());
    let asked = owned(&["ana", "nobody", "cem"]);
    let mut active = tx.active_among("t", &asked).await.unwrap();
    active.sort_unstable();
    assert_eq!(active, ["ana", "cem"]);
    assert!(tx.active_among("u", &asked).await.unwrap().is_empty());
}

async fn a_departure_is_about_one_person(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    people(tx.as_mut()).await;
    let row = |id: &str, at: i64, closed_at: Option<i64>| DepartureRow {
        id: id.into(),
        team: "t".into(),
        member: id.into(),
        name: id.into(),
        role: "member".into(),
        how: "deactivated".into(),
        at,
        actor: "Ana".into(),
        password_done: false,
        closed_at,
    };
    for one in [row("old", 1, None), row("closed", 9, Some(9)), row("new", 5, None)] {
        tx.insert_departure(&permit(), &one).await.unwrap();
    }
    let ids: Vec<_> = tx.departures("t").await.unwrap().into_iter().map(|d| d.id).collect();
    assert_eq!(ids, ["new", "old", "closed"], "open ones first");
    assert!(tx.departure("u", "old").await.unwrap().is_none());
    assert!(tx.open_departure("t", "closed").await.unwrap().is_none());
    let mut old = tx.open_departure("t", "old").await.unwrap().unwrap();
    (old.how, old.password_done, old.closed_at) = ("deleted".into(), true, Some(12));
    tx.update_departure(&permit(), &old).await.unwrap();
    assert_eq!(tx.departure("t", "old").await.unwrap().unwrap(), old);
}

async fn deliveries_wait_together(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for (hook, at) in [("one", 10), ("two", 10), ("one", 99)] {
        let payload = format!("{{\"webhook\":\"{hook}\",\"body\":\"\"}}");
        tx.insert_letter("webhook", &payload, at).await.unwrap();
    }
    tx.insert_letter("mail", "{}", 10).await.unwrap();
    assert_eq!(tx.due_letters("webhook", 10, 9).await.unwrap().len(), 2, "mail is somebody else's");
    tx.postpone_deliveries("one", 50).await.unwrap();
    let due = tx.due_letters("webhook", 10, 9).await.unwrap();
    assert_eq!(due.len(), 1);
    assert!(due[0].payload.contains("two"));
    assert_eq!(tx.due_letters("webhook", 50, 9).await.unwrap().len(), 2);
    assert_eq!(tx.due_letters("webhook", 99, 9).await.unwrap().len(), 3, "none comes earlier for it");
}

fn import(state: ImportState) -> ImportRow {
    ImportRow {
        id: "i".into(),
        team: "t".into(),
        kind: "contact".into(),
        file: "people.csv".into(),
        state,
        head: ImportHead { encoding: "UTF-8".into(), separator: ";".into(), ..ImportHead::default() },
        lines: 3,
        actor: "ana".into(),
        actor_name: "Ana".into(),
        created_at: 5,
        ..ImportRow::default()
    }
}

fn hidden(n: usize, assignee: Option<&str>) -> HiddenRow {
    HiddenRow {
        id: format!("h{n}"),
        title: format!("Zoë \"{n}\" \u{1f600}"),
        title_key: format!("zoe {n}"),
        search_key: format!(" zoe {n}"),
        fields: [("email".to_owned(), "a\"b'@x".to_owned())].into(),
        assignee: assignee.map(str::to_owned),
        unit: None,
        created_at: 5,
    }
}

/// Titles that somebody sees who sees everything, by name.
async fn seen(tx: &mut dyn Tx) -> Vec<String> {
    let none: [String; 0] = [];
    let viewer = Viewer { id: "ana", unit: None, access: &none };
    let sight = Sight { scope: Scope::default(), viewer };
    let looking = Looking { team: "t", kind: "contact", sight, also: None };
    let narrow = WorkNarrow::default();
    let slice = WorkSlice { narrow: &narrow, sort: WorkSort::Title, after: None, limit: 9 };
    let page = tx.work_page(&looking, &slice).await.unwrap();
    assert_eq!(tx.work_tally(&looking).await.unwrap().all, u32::try_from(page.len()).unwrap());
    page.into_iter().map(|w| w.row.title).collect()
}

async fn begun(tx: &mut dyn Tx) -> ImportRow {
    people(tx).await;
    let draft = import(ImportState::Draft);
    tx.insert_import(&permit(), &draft, "Name\nZoë\n").await.unwrap();
    assert_eq!(tx.import_content("t", "i").await.unwrap().as_deref(), Some("Name\nZoë\n"));
    assert!(
        tx.import("u", "i").await.unwrap().is_none() && tx.import_content("u", "i").await.unwrap().is_none()
    );
    let plan = ImportPlan { columns: owned(&["title"]), to: Some("ben".into()), rotate: Vec::new() };
    let row = ImportRow { state: ImportState::Running, plan, ..draft };
    tx.update_import(&permit(), &row).await.unwrap();
    assert_eq!(tx.import_content("t", "i").await.unwrap(), None, "erased with the draft");
    assert_eq!(tx.running_import("t").await.unwrap().as_deref(), Some("i"));
    assert_eq!(tx.running_import("u").await.unwrap(), None);
    tx.insert_hidden(&permit(), &row, &[hidden(1, Some("ben")), hidden(2, None)], 7).await.unwrap();
    tx.note_progress(&permit(), "t", "i", 2).await.unwrap();
    assert_eq!(tx.import("t", "i").await.unwrap().unwrap().done, 2);
    assert!(seen(tx).await.is_empty(), "nobody sees them yet");
    row
}

async fn an_import_is_hidden_until_it_is_done(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    let row = begun(tx.as_mut()).await;
    assert_eq!(tx.unfinished_imports().await.unwrap(), [("i".to_owned(), "t".to_owned())]);
    tx.update_import(&permit(), &ImportRow { state: ImportState::Done, ..row }).await.unwrap();
    tx.tally_batch(&permit(), "t", "i").await.unwrap();
    assert_eq!(seen(tx.as_mut()).await, ["Zoë \"1\" \u{1f600}", "Zoë \"2\" \u{1f600}"]);
    let events = tx.work_events("h1", 9).await.unwrap();
    assert_eq!(
        (events[0].kind.as_str(), events[0].actor.as_str(), events[0].to.as_str()),
        ("imported", "Ana", "ben")
    );
    assert_eq!(tx.work_of("t", "ben").await.unwrap(), [("contact".to_owned(), 1)]);
    assert!(tx.unfinished_imports().await.unwrap().is_empty());
    assert_eq!(tx.delete_hidden(&permit(), "i", 9).await.unwrap(), 0, "what is in stays in");
    assert_eq!(seen(tx.as_mut()).await.len(), 2);
}

async fn an_import_that_failed_leaves_nothing(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    let row = begun(tx.as_mut()).await;
    let fault = LineFault { line: 2, field: "title".into(), code: "required".into(), value: String::new() };
    let failed = ImportRow {
        state: ImportState::Failed,
        reason: "interrupted".into(),
        faults: vec![fault.clone()],
        fault_count: 1,
        ..row
    };
    tx.update_import(&permit(), &failed).await.unwrap();
    let now = tx.import("t", "i").await.unwrap().unwrap();
    assert_eq!(
        (now.state, now.reason.as_str(), now.faults, now.plan.to.as_deref()),
        (ImportState::Failed, "interrupted", vec![fault], Some("ben"))
    );
    assert_eq!(tx.unfinished_imports().await.unwrap().len(), 1, "it has left rows");
    assert_eq!(tx.delete_hidden(&permit(), "i", 1).await.unwrap(), 1);
    assert_eq!(tx.delete_hidden(&permit(), "i", 9).await.unwrap(), 1);
    assert_eq!(tx.delete_hidden(&permit(), "i", 9).await.unwrap(), 0);
    assert!(tx.unfinished_imports().await.unwrap().is_empty());
    assert!(tx.work_events("h1", 9).await.unwrap().is_empty());
    let listed = tx.imports("t", 9).await.unwrap();
    assert_eq!((listed.len(), listed[0].faults.len(), listed[0].fault_count), (1, 0, 1));
    tx.insert_import(&permit(), &ImportRow { id: "draft".into(), ..import(ImportState::Draft) }, "")
        .await
        .unwrap();
    tx.drop_old_drafts(&permit(), 5).await.unwrap();
    assert!(tx.import("t", "draft").await.unwrap().is_some(), "of that very moment");
    tx.drop_old_drafts(&permit(), 6).await.unwrap();
    assert!(tx.import("t", "draft").await.unwrap().is_none());
    assert!(tx.import("t", "i").await.unwrap().is_some(), "no draft");
}
