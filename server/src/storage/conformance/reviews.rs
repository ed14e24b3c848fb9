//! Access reviews (VA11).

use super::super::{ReviewLineRow, ReviewRow, Store};
use super::{member, permit, team};
use shared::policy::Status;

pub(super) async fn all<F, S>(fresh: &mut impl FnMut() -> F)
where
    F: Future<Output = S>,
    S: Store,
{
    va11_who_is_inactive(&fresh().await).await;
    va11_a_review_stays_as_it_was(&fresh().await).await;
    a3_reviews_are_a_teams_own(&fresh().await).await;
}

fn line(id: &str, last: Option<i64>) -> ReviewLineRow {
    ReviewLineRow {
        member: id.into(),
        name: format!("Name '{id}'"),
        role: "member".into(),
        additions: vec!["a".into()],
        grants: vec!["g".into(), "h".into()],
        access: vec!["r".into()],
        last_active_at: last,
        ..ReviewLineRow::default()
    }
}

fn review(id: &str, at: i64) -> ReviewRow {
    ReviewRow { id: id.into(), started_at: at, actor: "Ann".into(), days: 90, ..ReviewRow::default() }
}

async fn va11_who_is_inactive(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
    let put = |id: &str, status, joined, last| {
        let mut row = member("t", id, id);
        (row.status, row.joined_at, row.last_active_at) = (status, joined, last);
        row
    };
    for row in [
        put("seen", Status::Active, Some(11), Some(50)),
        put("long-ago", Status::Active, Some(11), Some(20)),
        put("never", Status::Active, Some(30), None),
        put("invited", Status::Pending, None, None),
        put("gone", Status::Deactivated, Some(11), Some(12)),
        member("u", "other", "other"),
    ] {
        tx.insert_member(&permit(), &row).await.unwrap();
    }
    for (until, want) in [
        (9, vec![]),
        (10, vec!["invited"]),
        (20, vec!["invited", "long-ago"]),
        (29, vec!["invited", "long-ago"]),
        (30, vec!["invited", "long-ago", "never"]),
        (50, vec!["invited", "long-ago", "never", "seen"]),
    ] {
        let found = tx.inactive("t", until).await.unwrap();
        assert_eq!(found.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), want, "{until}");
        assert_eq!(tx.count_inactive("t", until).await.unwrap() as usize, want.len());
    }
}

async fn va11_a_review_stays_as_it_was(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    tx.insert_member(&permit(), &member("t", "m1", "One")).await.unwrap();
    let lines = [line("m1", Some(40)), line("m2", None), line("m3", Some(20))];
    tx.insert_review(&permit(), "t", &review("r", 100), &lines).await.unwrap();
    assert!(tx.has_open_review("t").await.unwrap());
    let read = tx.review_lines("t", "r").await.unwrap();
    assert_eq!(read, [lines[1].clone(), lines[2].clone(), lines[0].clone()], "never, then the longest ago");
    assert_eq!(tx.review("t", "r").await.unwrap().unwrap(), ReviewRow { people: 3, ..review("r", 100) });
    let there = tx.review_members("t", "r").await.unwrap();
    assert_eq!(there.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["m1"]);

    let done = |l: &ReviewLineRow, outcome: &str| ReviewLineRow {
        outcome: outcome.into(),
        actor: "Bob".into(),
        at: Some(120),
        ..l.clone()
    };
    let kept = done(&lines[0], "kept");
    tx.decide_review_line(&permit(), "t", "r", &kept).await.unwrap();
    tx.decide_review_line(&permit(), "t", "r", &done(&lines[1], "removed")).await.unwrap();
    assert!(tx.decide_review_line(&permit(), "t", "r", &line("nobody", None)).await.is_err());
    assert_eq!(tx.review_line("t", "r", "m1").await.unwrap(), Some(kept.clone()));
    // The row goes, the line stays.
    tx.delete_member(&permit(), "t", "m1").await.unwrap();
    assert_eq!(tx.review_line("t", "r", "m1").await.unwrap(), Some(kept));
    assert!(tx.review_members("t", "r").await.unwrap().is_empty());

    tx.close_review(&permit(), "t", "r", 200).await.unwrap();
    assert!(!tx.has_open_review("t").await.unwrap());
    let closed = ReviewRow { closed_at: Some(200), people: 3, kept: 1, removed: 1, ..review("r", 100) };
    assert_eq!(tx.review("t", "r").await.unwrap(), Some(closed.clone()));
    assert!(tx.close_review(&permit(), "t", "r", 300).await.is_err(), "closed once");
    assert!(tx.decide_review_line(&permit(), "t", "r", &done(&lines[2], "kept")).await.is_err(), "a record");
    tx.insert_review(&permit(), "t", &review("s", 300), &[]).await.unwrap();
    let all = tx.reviews("t", 10).await.unwrap();
    assert_eq!(all, [review("s", 300), closed], "newest first");
    assert_eq!(tx.reviews("t", 1).await.unwrap().len(), 1);
}

async fn a3_reviews_are_a_teams_own(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
    let lines = [line("m1", None)];
    tx.insert_review(&permit(), "t", &review("r", 100), &lines).await.unwrap();
    assert!(tx.reviews("u", 10).await.unwrap().is_empty());
    assert_eq!(tx.review("u", "r").await.unwrap(), None);
    assert!(!tx.has_open_review("u").await.unwrap());
    assert!(tx.review_lines("u", "r").await.unwrap().is_empty());
    assert_eq!(tx.review_line("u", "r", "m1").await.unwrap(), None);
    assert!(tx.decide_review_line(&permit(), "u", "r", &lines[0]).await.is_err());
    assert!(tx.close_review(&permit(), "u", "r", 1).await.is_err());
    assert_eq!(tx.review("t", "r").await.unwrap().unwrap().closed_at, None);
}
