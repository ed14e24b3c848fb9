//! What a store must do with work.

use super::{member, permit, team};
use crate::fold::{fold, words};
use crate::storage::{
    Cursor, Looking, NewMove, NewWorkEvent, Sight, Store, Tx, Which, WorkNarrow, WorkRow, WorkSlice,
};
use shared::api::{WorkSort, WorkTally};
use shared::policy::{Scope, Viewer};

pub(super) async fn all<F, S>(mut fresh: impl FnMut() -> F)
where
    F: Future<Output = S>,
    S: Store,
{
    items_come_back_as_they_went(&fresh().await).await;
    pages_meet_under_every_scope_and_filter(&fresh().await).await;
    search_is_by_words(&fresh().await).await;
    a_search_finds_rare_words_and_common_ones(&fresh().await).await;
    the_tally_follows_every_move(&fresh().await).await;
    a_move_goes_back_where_nobody_moved_on(&fresh().await).await;
    nobody_is_deleted_with_work(&fresh().await).await;
}

const ALL: Scope = Scope { nothing: false, assigned: false, unit: false, access: false };

fn eyes<'a>(scope: Scope, id: &'a str, unit: Option<&'a str>, access: &'a [String]) -> Sight<'a> {
    Sight { scope, viewer: Viewer { id, unit, access } }
}

fn looking<'a>(sight: Sight<'a>) -> Looking<'a> {
    Looking { team: "t", kind: "contact", sight, also: None }
}

fn item(id: &str, title: &str, assignee: Option<&str>) -> WorkRow {
    WorkRow {
        id: id.into(),
        team: "t".into(),
        kind: "contact".into(),
        title: title.into(),
        title_key: fold(title),
        search_key: format!(" {}", fold(title)),
        fields: [("email".to_owned(), "a\"b'@x".to_owned())].into(),
        assignee: assignee.map(str::to_owned),
        created_at: 5,
        touched_at: 5,
        version: 1,
        ..WorkRow::default()
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

fn new_move(id: &str) -> NewMove {
    NewMove { id: id.into(), at: 9, actor: "ana".into(), actor_name: "Ana".into() }
}

async fn items_come_back_as_they_went(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    people(tx.as_mut()).await;
    let mut row = item("one", "Zoë \u{202e}\u{1f600}'; DROP TABLE work; -- \\ \"q\"", Some("ben"));
    (row.resource, row.unit, row.once) = (Some("r".into()), Some("u".into()), Some("key".into()));
    let mut child = item("two", "Child", None);
    (child.kind, child.parent) = ("deal".into(), Some("one".into()));
    tx.insert_work(&permit(), &[row.clone(), child.clone()]).await.unwrap();
    assert_eq!(tx.work_item("t", "one").await.unwrap().unwrap(), row);
    assert_eq!(tx.work_by_once("t", "key").await.unwrap().unwrap(), row);
    assert!(tx.work_item("u", "one").await.unwrap().is_none(), "another team's");
    let deals = Looking { kind: "deal", ..looking(eyes(ALL, "ana", None, &[])) };
    let seen = tx.work_seen(&deals, "two").await.unwrap().unwrap();
    assert_eq!(
        seen.parent.map(|p| (p.id, p.title, p.unit)),
        Some(("one".into(), row.title.clone(), row.unit.clone()))
    );
    assert_eq!(tx.work_linked(&deals, "one", 5).await.unwrap().len(), 1);
    let seen = tx.work_seen(&looking(eyes(ALL, "ana", None, &[])), "one").await.unwrap().unwrap();
    assert_eq!(seen.assignee.map(|a| (a.id, a.name)), Some(("ben".into(), "ben".into())));
    (row.title, row.version) = ("New".into(), 2);
    tx.update_work(&permit(), &row).await.unwrap();
    tx.touch_work(&permit(), "t", "one", 8).await.unwrap();
    assert!(tx.touch_work(&permit(), "u", "one", 9).await.is_err());
    let after = tx.work_item("t", "one").await.unwrap().unwrap();
    assert_eq!((after.title.as_str(), after.version, after.touched_at), ("New", 2, 8));
    let line = |text: &str| NewWorkEvent {
        item: "one".into(),
        kind: "note".into(),
        text: text.into(),
        ..NewWorkEvent::default()
    };
    tx.insert_work_events(&permit(), &[line("first"), line("second\nline")]).await.unwrap();
    let events = tx.work_events("one", 10).await.unwrap();
    assert_eq!(events.iter().map(|e| e.text.as_str()).collect::<Vec<_>>(), ["second\nline", "first"]);
    let found = tx.people("t", &words("an"), 5).await.unwrap();
    assert_eq!(found.len(), 1);
}

/// Twenty-four items over three owners and nobody, three resources and none, two units and none.
async fn spread(tx: &mut dyn Tx) -> Vec<WorkRow> {
    people(tx).await;
    let some = |n: usize, all: [Option<&str>; 4]| all[n % 4].map(str::to_owned);
    let rows: Vec<WorkRow> = (0..48)
        .map(|n| {
            let mut row = item(&format!("i{n:02}"), &format!("Name {}", n % 5), None);
            row.assignee = some(n, [None, Some("ana"), Some("ben"), Some("cem")]);
            row.resource = some(n / 2, [None, Some("r1"), Some("r2"), Some("r3")]);
            row.unit = some(n / 3, [None, Some("u1"), Some("u2"), Some("u1")]);
            row.created_at = (n % 7) as i64;
            row
        })
        .collect();
    tx.insert_work(&permit(), &rows).await.unwrap();
    rows
}

async fn pages_meet_under_every_scope_and_filter(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    let rows = spread(tx.as_mut()).await;
    let some = ["r1".to_owned(), "r3".to_owned()];
    let flags = [false, true];
    for bits in 0..32_u8 {
        // Somebody may be given no resource at all.
        let access: &[String] = if bits & 16 > 0 { &[] } else { &some };
        let scope =
            Scope { nothing: bits & 1 > 0, assigned: bits & 2 > 0, unit: bits & 4 > 0, access: bits & 8 > 0 };
        for unit in [None, Some("u1")] {
            for narrow in [
                WorkNarrow::default(),
                WorkNarrow { assignee: Some(None), ..WorkNarrow::default() },
                WorkNarrow { assignee: Some(Some("ben".into())), ..WorkNarrow::default() },
                WorkNarrow { resource: Some("r1".into()), ..WorkNarrow::default() },
                WorkNarrow { words: words("name 3"), ..WorkNarrow::default() },
            ] {
                let sight = eyes(scope, "ben", unit, access);
                let wanted = rows.iter().filter(|r| {
                    scope.admits(&sight.viewer, &r.place())
                        && narrow.assignee.as_ref().is_none_or(|a| *a == r.assignee)
                        && narrow.resource.as_ref().is_none_or(|a| Some(a) == r.resource.as_ref())
                        && narrow.words.iter().all(|w| r.search_key.contains(&format!(" {w}")))
                });
                let mut wanted: Vec<&str> = wanted.map(|r| r.id.as_str()).collect();
                wanted.sort_unstable();
                for titles in flags {
                    let sort = if titles { WorkSort::Title } else { WorkSort::Newest };
                    let mut found = walk(tx.as_mut(), sight, &narrow, sort).await;
                    found.sort_unstable();
                    assert_eq!(found, wanted, "{scope:?} {unit:?} {narrow:?} {sort:?}");
                }
                let total = tx.work_total(&looking(sight), &narrow, 1_000).await.unwrap();
                assert_eq!(total as usize, wanted.len(), "{scope:?} {unit:?} {narrow:?}");
            }
            let sight = eyes(scope, "ben", unit, access);
            let seen: Vec<&WorkRow> =
                rows.iter().filter(|r| scope.admits(&sight.viewer, &r.place())).collect();
            let n = |is: &dyn Fn(&WorkRow) -> bool| seen.iter().filter(|r| is(r)).count() as u32;
            let tally = WorkTally {
                all: n(&|_| true),
                unassigned: n(&|r| r.assignee.is_none()),
                mine: n(&|r| r.assignee.as_deref() == Some("ben")),
            };
            assert_eq!(tx.work_tally(&looking(sight)).await.unwrap(), tally);
            let people = tx.work_people(&looking(sight), 10).await.unwrap();
            assert_eq!(people.iter().map(|(_, n)| n).sum::<u32>(), tally.all - tally.unassigned);
            let ids: Vec<String> = rows.iter().map(|r| r.id.clone()).collect();
            assert_eq!(tx.work_titles(&looking(sight), &ids).await.unwrap().len(), seen.len());
            let begin = tx.work_beginning(&looking(sight), "name", 100).await.unwrap();
            assert_eq!(begin.len(), seen.len());
        }
    }
}

async fn walk(tx: &mut dyn Tx, sight: Sight<'_>, narrow: &WorkNarrow, sort: WorkSort) -> Vec<String> {
    let (mut ids, mut after, mut last) = (Vec::new(), None, None);
    loop {
        let slice = WorkSlice { narrow, sort, after, limit: 5 };
        let page = tx.work_page(&looking(sight), &slice).await.unwrap();
        for seen in &page {
            let place = (seen.row.title_key.clone(), -seen.row.created_at, seen.row.id.clone());
            if let Some((title, at, id)) = last.replace(place.clone()) {
                match sort {
                    WorkSort::Title => assert!((title, id) < (place.0, place.2), "out of order"),
                    WorkSort::Newest => {
                        assert!(at < place.1 || (at == place.1 && id > place.2), "out of order")
                    }
                }
            }
        }
        let Some(end) = page.last() else { return ids };
        after = Some(match sort {
            WorkSort::Newest => Cursor::Time(end.row.created_at, end.row.id.clone()),
            WorkSort::Title => Cursor::Name(end.row.title_key.clone(), end.row.id.clone()),
        });
        ids.extend(page.into_iter().map(|s| s.row.id));
    }
}

async fn search_is_by_words(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    people(tx.as_mut()).await;
    let rows = [
        item("one", "Zoë Lambert", None),
        item("two", "Lam Zane", Some("ana")),
        item("three", "100% Under_score", None),
    ];
    tx.insert_work(&permit(), &rows).await.unwrap();
    let all = eyes(ALL, "ana", None, &[]);
    for (search, want) in [
        ("lam", vec!["two", "one"]),
        ("ZOE", vec!["one"]),
        ("ambert", vec![]),
        ("z lam", vec!["two", "one"]),
        ("100%", vec!["three"]),
        ("%", vec![]),
    ] {
        let narrow = WorkNarrow { words: words(search), ..WorkNarrow::default() };
        let slice = WorkSlice { narrow: &narrow, sort: WorkSort::Title, after: None, limit: 10 };
        let page = tx.work_page(&looking(all), &slice).await.unwrap();
        assert_eq!(page.into_iter().map(|s| s.row.id).collect::<Vec<_>>(), want, "{search}");
        assert_eq!(tx.work_total(&looking(all), &narrow, 1_000).await.unwrap() as usize, want.len());
        assert!(tx.work_total(&looking(all), &narrow, 1).await.unwrap() <= 1, "counted no further");
    }
}

async fn a_search_finds_rare_words_and_common_ones(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    people(tx.as_mut()).await;
    let mut rows: Vec<WorkRow> = (0..2_100)
        .map(|n| {
            let owner = (n % 700 == 0).then_some("ben");
            WorkRow { created_at: n, ..item(&format!("i{n:04}"), &format!("Common {n}"), owner) }
        })
        .collect();
    rows.push(item("quoted", "5\" \"common\" AND* (x) ñ\u{1f600}z", None));
    tx.insert_work(&permit(), &rows).await.unwrap();
    let all = eyes(ALL, "ben", None, &[]);
    let own = eyes(Scope { assigned: true, ..ALL }, "ben", None, &[]);
    for (sight, search, n) in [
        (all, "common", 1_000),
        (all, "common 20", 111),
        (all, "common 2099", 1),
        (own, "common", 3),
        (own, "common 1400", 1),
        (own, "common 1401", 0),
        (all, "\"common\" and*", 1),
        (all, "5\"", 1),
        (all, "N\u{1f600}", 1),
        (all, "(x", 1),
        (all, "com\u{7}mon", 0),
        (all, "mon", 0),
    ] {
        let narrow = WorkNarrow { words: words(search), ..WorkNarrow::default() };
        let total = tx.work_total(&looking(sight), &narrow, 1_000).await.unwrap();
        assert_eq!(total, n, "{search}");
        let slice = WorkSlice { narrow: &narrow, sort: WorkSort::Newest, after: None, limit: 50 };
        let page = tx.work_page(&looking(sight), &slice).await.unwrap();
        assert_eq!(page.len(), n.min(50) as usize, "{search}");
        assert!(page.windows(2).all(|w| w[0].row.created_at > w[1].row.created_at));
    }
    let mut row = rows[7].clone();
    (row.title, row.search_key) = ("Rare".into(), " rare".into());
    tx.update_work(&permit(), &row).await.unwrap();
    for (search, n) in [("rare", 1), ("common 7", 110)] {
        let narrow = WorkNarrow { words: words(search), ..WorkNarrow::default() };
        assert_eq!(tx.work_total(&looking(all), &narrow, 1_000).await.unwrap(), n, "{search}");
    }
    let elsewhere = Looking { kind: "deal", ..looking(all) };
    let narrow = WorkNarrow { words: words("common"), ..WorkNarrow::default() };
    assert_eq!(tx.work_total(&elsewhere, &narrow, 1_000).await.unwrap(), 0, "another kind's");
}

/// Counts by owner from the tally equal those of the items.
async fn tally_is_right(tx: &mut dyn Tx) {
    let all = eyes(ALL, "ana", None, &[]);
    let none = WorkNarrow::default();
    for who in [None, Some("ana"), Some("ben"), Some("cem")] {
        let narrow = WorkNarrow { assignee: Some(who.map(str::to_owned)), ..none.clone() };
        let found = walk(tx, all, &narrow, WorkSort::Newest).await.len();
        assert_eq!(tx.work_total(&looking(all), &narrow, 1_000).await.unwrap() as usize, found, "{who:?}");
    }
}

async fn the_tally_follows_every_move(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    spread(tx.as_mut()).await;
    let access = ["r1".to_owned()];
    let sight = eyes(Scope { access: true, ..ALL }, "ben", None, &access);
    let none = WorkNarrow::default();
    let ids: Vec<String> = ["i00", "i01", "i02", "i03"].map(str::to_owned).into();
    let moves: [(Which<'_>, Option<&str>, u32); 5] = [
        // Only what is seen moves: i02 and i03 have r1.
        (Which::Items(looking(sight), &ids), Some("cem"), 1),
        (Which::Matching(looking(eyes(ALL, "ana", None, &[])), &none, &ids), Some("ana"), 33),
        (Which::Of("ana"), Some("ben"), 45),
        (Which::Of("ana"), Some("ben"), 0),
        (Which::Of("ben"), None, 45),
    ];
    for (at, (which, to, n)) in moves.into_iter().enumerate() {
        let groups = tx.move_work(&permit(), "t", &which, to, &new_move(&format!("m{at}"))).await.unwrap();
        assert_eq!(groups.iter().map(|g| g.n).sum::<u32>(), n, "move {at}");
        tally_is_right(tx.as_mut()).await;
    }
    let events = tx.work_events("i05", 10).await.unwrap();
    let told: Vec<(&str, &str)> = events.iter().map(|e| (e.from.as_str(), e.to.as_str())).collect();
    assert_eq!(told, [("ben", ""), ("ana", "ben")], "it was ana's from the beginning");
    let other = tx.move_work(&permit(), "u", &Which::Of("cem"), None, &new_move("mx")).await.unwrap();
    assert!(other.is_empty(), "another team's");
}

async fn a_move_goes_back_where_nobody_moved_on(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    spread(tx.as_mut()).await;
    let all = looking(eyes(ALL, "ana", None, &[]));
    let none = WorkNarrow::default();
    tx.move_work(&permit(), "t", &Which::Matching(all, &none, &[]), Some("ana"), &new_move("m"))
        .await
        .unwrap();
    let moved = tx.work_move("t", "m").await.unwrap().unwrap();
    assert_eq!((moved.actor.as_str(), moved.undone), ("ana", false));
    assert!(tx.work_move("u", "m").await.unwrap().is_none());
    let one = ["i02".to_owned()];
    tx.move_work(&permit(), "t", &Which::Items(all, &one), Some("cem"), &new_move("n")).await.unwrap();
    let mut origins = tx.move_origins("t", "m").await.unwrap();
    origins.sort();
    assert_eq!(origins.len(), 3, "nobody's, ben's and cem's");
    // What was cem's may not go back.
    origins.retain(|(_, from)| from.as_deref() != Some("cem"));
    let back = tx.move_work(&permit(), "t", &Which::Back("m", &origins), None, &new_move("b")).await.unwrap();
    assert_eq!(back.iter().map(|g| g.n).sum::<u32>(), 23, "twelve of nobody and eleven of ben");
    tx.undo_move(&permit(), "t", "m").await.unwrap();
    assert!(tx.work_move("t", "m").await.unwrap().unwrap().undone);
    let whose = async |tx: &mut dyn Tx, id: &str| tx.work_item("t", id).await.unwrap().unwrap().assignee;
    assert_eq!(whose(tx.as_mut(), "i00").await, None);
    assert_eq!(whose(tx.as_mut(), "i02").await.as_deref(), Some("cem"), "moved on since");
    assert_eq!(whose(tx.as_mut(), "i06").await.as_deref(), Some("ben"));
    assert_eq!(whose(tx.as_mut(), "i07").await.as_deref(), Some("ana"));
    tally_is_right(tx.as_mut()).await;
}

async fn nobody_is_deleted_with_work(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    spread(tx.as_mut()).await;
    assert_eq!(tx.work_of("t", "cem").await.unwrap(), [("contact".to_owned(), 12)]);
    assert!(tx.delete_member(&permit(), "t", "cem").await.is_err(), "items would point at nobody");
    drop(tx);
    let mut tx = store.write().await.unwrap();
    spread(tx.as_mut()).await;
    tx.move_work(&permit(), "t", &Which::Of("cem"), Some("ana"), &new_move("m")).await.unwrap();
    tx.delete_member(&permit(), "t", "cem").await.unwrap();
    assert_eq!(tx.work_events("i03", 1).await.unwrap()[0].from, "cem", "the history keeps the name");
}
