//! Lists that a team shares.

use super::super::{EntryRow, Store, Tx};
use super::{permit, team};
use crate::fold::{fold, words};
use std::collections::BTreeMap;

pub(super) async fn all<F, S>(fresh: &mut impl FnMut() -> F)
where
    F: Future<Output = S>,
    S: Store,
{
    jy15_entries_keep_their_order(&fresh().await).await;
    jy15_entries_are_a_teams_and_a_lists_own(&fresh().await).await;
    jy15_a_search_means_every_word_as_it_stands(&fresh().await).await;
}

fn entry(id: &str, name: &str) -> EntryRow {
    EntryRow {
        id: id.into(),
        name: name.into(),
        search_key: fold(name),
        fields: BTreeMap::from([("text".into(), "Hello".into())]),
        actor: "Ann".into(),
        at: 7,
        version: 1,
    }
}

async fn ids(tx: &mut dyn Tx, team: &str, list: &str, search: &str) -> Vec<String> {
    let found = tx.entries(team, list, &words(search)).await.unwrap();
    found.into_iter().map(|e| e.id).collect()
}

async fn jy15_entries_keep_their_order(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    for (id, before) in [("a", None), ("b", None), ("c", Some("b")), ("d", Some("a")), ("e", None)] {
        tx.insert_entry(&permit(), "t", "rules", &entry(id, id), before).await.unwrap();
    }
    assert_eq!(ids(tx.as_mut(), "t", "rules", "").await, ["d", "a", "c", "b", "e"]);
    let order: Vec<String> = ["e", "a", "b", "c", "d"].map(str::to_owned).to_vec();
    tx.order_entries(&permit(), "t", "rules", &order).await.unwrap();
    assert_eq!(ids(tx.as_mut(), "t", "rules", "").await, order);
    tx.delete_entry(&permit(), "t", "rules", "a").await.unwrap();
    tx.insert_entry(&permit(), "t", "rules", &entry("f", "f"), Some("b")).await.unwrap();
    let changed = EntryRow { name: "New".into(), version: 2, ..entry("b", "b") };
    tx.update_entry(&permit(), "t", "rules", &changed).await.unwrap();
    assert_eq!(ids(tx.as_mut(), "t", "rules", "").await, ["e", "f", "b", "c", "d"], "an edit moves nothing");
    assert_eq!(tx.entry("t", "rules", "b").await.unwrap(), Some(changed));
}

async fn jy15_entries_are_a_teams_and_a_lists_own(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for (t, id, list) in [("t", "a", "rules"), ("u", "b", "rules"), ("t", "c", "replies")] {
        if tx.team(t).await.unwrap().is_none() {
            tx.insert_team(&permit(), &team(t)).await.unwrap();
        }
        tx.insert_entry(&permit(), t, list, &entry(id, id), None).await.unwrap();
    }
    assert_eq!(ids(tx.as_mut(), "t", "rules", "").await, ["a"]);
    for (t, list) in [("u", "rules"), ("t", "replies")] {
        assert_eq!(tx.entry(t, list, "a").await.unwrap(), None);
        assert!(tx.update_entry(&permit(), t, list, &entry("a", "x")).await.is_err());
        assert!(tx.delete_entry(&permit(), t, list, "a").await.is_err());
        assert!(tx.insert_entry(&permit(), t, list, &entry("z", "z"), Some("a")).await.is_err());
    }
    tx.order_entries(&permit(), "u", "rules", &["a".into(), "b".into()]).await.unwrap();
    assert_eq!(tx.entry("t", "rules", "a").await.unwrap(), Some(entry("a", "a")));
}

async fn jy15_a_search_means_every_word_as_it_stands(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    for (id, name) in [("a", "Işıl's 50% off"), ("b", "Opening hours"), ("c", "Off_hours")] {
        tx.insert_entry(&permit(), "t", "l", &entry(id, name), None).await.unwrap();
    }
    for (search, found) in [
        ("ISIL", vec!["a"]),
        ("hours", vec!["b", "c"]),
        ("hours off", vec!["c"]),
        ("%", vec!["a"]),
        ("_", vec!["c"]),
        ("nobody", vec![]),
    ] {
        assert_eq!(ids(tx.as_mut(), "t", "l", search).await, found, "{search}");
    }
}
