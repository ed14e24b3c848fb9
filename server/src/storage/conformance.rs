//! What every store must do, whichever database it is. Each takes a fresh store and panics when it does not conform.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "this is a test suite that several crates run"
)]

mod flow;
mod lists;
mod reviews;
mod structure;
mod team;
mod work;

use super::{
    Account, Attempt, Cursor, ListFilter, MemberRow, NewAudit, Page, SessionRow, SsoAttempt, Store, Tally,
    Team,
};
use crate::fold::{fold, words};
use shared::api::Sort;
use shared::policy::{Permit, Status, Via, found_team};
use std::collections::BTreeMap;

fn permit() -> Permit {
    found_team(0).unwrap()
}

/// A team to store.
pub fn team(id: &str) -> Team {
    Team {
        id: id.into(),
        name: id.to_uppercase(),
        profile: "jelly".into(),
        enterprise: false,
        seats: BTreeMap::from([("agent".into(), 5)]),
        settings: vec!["quiet".into()],
        fields: BTreeMap::from([("from".into(), "Team".into())]),
        deletes_at: None,
        revision: 1,
        created_at: 1,
    }
}

/// A member to store.
pub fn member(team: &str, id: &str, name: &str) -> MemberRow {
    MemberRow {
        id: id.into(),
        team: team.into(),
        account: None,
        email: format!("{id}@x.example"),
        email_key: format!("{id}@x.example"),
        name: name.into(),
        name_key: fold(name),
        fields: BTreeMap::from([("name".into(), name.into())]),
        role: "member".into(),
        additions: vec![],
        grants: vec!["g".into()],
        standing: vec![],
        access: vec![],
        unit: None,
        manages: Vec::new(),
        status: Status::Active,
        expires_at: None,
        sent: 0,
        invited_at: 10,
        joined_at: None,
        deactivated_at: None,
        last_active_at: None,
        version: 1,
        shared_account: false,
        avatar: None,
    }
}

fn account(id: &str) -> Account {
    Account {
        id: id.into(),
        email: format!("{id}@X.example"),
        email_key: format!("{id}@x.example"),
        name: id.into(),
        password_hash: None,
        borrowed: false,
        language: None,
        created_at: 1,
    }
}

/// Runs all of it, each part on a store of its own.
pub async fn all<F, S>(mut fresh: impl FnMut() -> F)
where
    F: Future<Output = S>,
    S: Store,
{
    nothing_without_commit(&fresh().await).await;
    rows_come_back_as_they_went(&fresh().await).await;
    a3_teams_are_apart(&fresh().await).await;
    counts_follow_every_write(&fresh().await).await;
    pages_meet_and_do_not_overlap(&fresh().await).await;
    search_is_by_words(&fresh().await).await;
    i2_a_new_link_ends_the_old_one(&fresh().await).await;
    sessions_end(&fresh().await).await;
    jl8_people_at_the_provider(&fresh().await).await;
    letters_go_once(&fresh().await).await;
    audit_is_newest_first(&fresh().await).await;
    flow::all(&mut fresh).await;
    reviews::all(&mut fresh).await;
    lists::all(&mut fresh).await;
    structure::all(&mut fresh).await;
    team::all(&mut fresh).await;
    work::all(fresh).await;
}

async fn nothing_without_commit(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    assert!(tx.team("t").await.unwrap().is_some(), "a transaction sees its own writes");
    assert!(store.read().await.unwrap().team("t").await.unwrap().is_none(), "nobody else does");
    drop(tx);
    assert!(store.read().await.unwrap().is_empty().await.unwrap());
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!store.read().await.unwrap().is_empty().await.unwrap());
}

async fn rows_come_back_as_they_went(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    tx.insert_account(&account("a")).await.unwrap();
    let mut row = member("t", "m", "Zoë \u{202e}\u{1f600}'; DROP TABLE member; --");
    row.account = Some("a".into());
    row.additions = vec!["mentor".into()];
    (row.joined_at, row.unit, row.sent) = (Some(5), Some("u".into()), 3);
    tx.insert_member(&permit(), &row).await.unwrap();
    assert_eq!(tx.member("t", "m").await.unwrap().unwrap(), row);
    assert_eq!(tx.member_of_account("t", "a").await.unwrap().unwrap(), row);
    assert_eq!(tx.member_by_email("t", "m@x.example").await.unwrap().unwrap(), row);
    assert_eq!(tx.team("t").await.unwrap().unwrap(), team("t"));
    assert_eq!(tx.account_by_email("a@x.example").await.unwrap().unwrap(), account("a"));
    assert_eq!(tx.teams_of("a").await.unwrap(), [team("t")]);
    row.status = Status::Deactivated;
    row.version = 2;
    tx.update_member(&permit(), &row).await.unwrap();
    tx.touch_member("t", "m", 77).await.unwrap();
    let after = tx.member("t", "m").await.unwrap().unwrap();
    assert_eq!((after.status, after.version, after.last_active_at), (Status::Deactivated, 2, Some(77)));
    assert!(tx.teams_of("a").await.unwrap().is_empty(), "deactivated people have no team");
    assert_eq!(tx.bump_revision("t").await.unwrap(), 2);
    assert!(tx.insert_account(&account("a")).await.is_err(), "one account for an address");
}

async fn a3_teams_are_apart(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
    tx.insert_account(&account("a")).await.unwrap();
    for t in ["t", "u"] {
        let mut row = member(t, &format!("{t}m"), "Ana");
        (row.account, row.email_key) = (Some("a".into()), "ana@x.example".into());
        tx.insert_member(&permit(), &row).await.unwrap();
    }
    assert!(tx.member("t", "um").await.unwrap().is_none());
    assert!(tx.delete_member(&permit(), "t", "um").await.is_err());
    let mut foreign = member("t", "um", "Eve");
    foreign.version = 9;
    assert!(tx.update_member(&permit(), &foreign).await.is_err());
    let row = tx.member("u", "um").await.unwrap().unwrap();
    assert_eq!((row.name.as_str(), row.shared_account), ("Ana", true));
    tx.delete_unused_account(&permit(), "a").await.unwrap();
    assert!(tx.account("a").await.unwrap().is_some(), "the account is still used");
    for t in ["t", "u"] {
        tx.delete_member(&permit(), t, &format!("{t}m")).await.unwrap();
    }
    tx.delete_unused_account(&permit(), "a").await.unwrap();
    assert!(tx.account("a").await.unwrap().is_none());
}

async fn counts_follow_every_write(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    for id in ["a", "b", "c"] {
        let mut row = member("t", id, id);
        (row.status, row.expires_at) = (Status::Pending, Some(if id == "a" { 100 } else { 200 }));
        tx.insert_member(&permit(), &row).await.unwrap();
    }
    let place =
        |status, role: &str, n| Tally { status, role: role.into(), additions: vec![], standing: vec![], n };
    assert_eq!(tx.tally("t", 99).await.unwrap(), [place(Status::Pending, "member", 3)]);
    // At the very end the invitation has expired (I1).
    let split = [place(Status::Pending, "member", 2), place(Status::Expired, "member", 1)];
    assert_eq!(tx.tally("t", 100).await.unwrap(), split);
    let mut b = tx.member("t", "b").await.unwrap().unwrap();
    (b.status, b.expires_at, b.role) = (Status::Active, None, "owner".into());
    tx.update_member(&permit(), &b).await.unwrap();
    tx.delete_member(&permit(), "t", "c").await.unwrap();
    let mut now = tx.tally("t", 0).await.unwrap();
    now.sort_by_key(|t| t.role.clone());
    assert_eq!(now, [place(Status::Pending, "member", 1), place(Status::Active, "owner", 1)]);
}

async fn pages_meet_and_do_not_overlap(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    for n in 0..23_i64 {
        // Names and times repeat, so that ties are broken by id.
        let mut row = member("t", &format!("m{n:02}"), &format!("Name {}", n % 4));
        (row.invited_at, row.last_active_at) = (n % 3, (n % 5 != 0).then_some(n % 5));
        tx.insert_member(&permit(), &row).await.unwrap();
    }
    for sort in [Sort::Name, Sort::LastActive, Sort::Newest] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = Page { filter: ListFilter::default(), sort, after, limit: 5 };
            let rows = tx.members("t", &page).await.unwrap();
            let Some(last) = rows.last() else { break };
            after = Some(match sort {
                Sort::Name => Cursor::Name(last.name_key.clone(), last.id.clone()),
                Sort::LastActive => Cursor::Time(last.last_active_at.unwrap_or(0), last.id.clone()),
                Sort::Newest => Cursor::Time(last.invited_at, last.id.clone()),
            });
            seen.extend(rows.into_iter().map(|r| r.id));
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!((seen.len(), once.len()), (23, 23), "{sort:?}");
    }
}

async fn search_is_by_words(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    for (id, name) in [("one", "Zoë Lambert"), ("two", "Lam Zane"), ("percent", "100% Under_score")] {
        tx.insert_member(&permit(), &member("t", id, name)).await.unwrap();
    }
    for (search, want) in [
        ("lam", vec!["two", "one"]),
        ("ZOE", vec!["one"]),
        ("ambert", vec![]),
        ("z lam", vec!["two", "one"]),
        ("wo@x", vec!["two"]),
        ("100%", vec!["percent"]),
        ("%", vec![]),
        ("under_", vec!["percent"]),
    ] {
        let filter = ListFilter { words: words(search), ..ListFilter::default() };
        assert_eq!(tx.count_members("t", &filter).await.unwrap() as usize, want.len(), "{search}");
        let page = Page { filter, sort: Sort::Name, after: None, limit: 10 };
        let found: Vec<String> = tx.members("t", &page).await.unwrap().into_iter().map(|r| r.id).collect();
        assert_eq!(found, want, "{search}");
    }
    let filter = ListFilter { role: Some("owner".into()), ..ListFilter::default() };
    assert_eq!(tx.count_members("t", &filter).await.unwrap(), 0);
    let filter = ListFilter { status: Some(Status::Active), role: Some("member".into()), words: vec![] };
    assert_eq!(tx.count_members("t", &filter).await.unwrap(), 3);
}

async fn i2_a_new_link_ends_the_old_one(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    tx.insert_member(&permit(), &member("t", "m", "Ana")).await.unwrap();
    tx.put_invitation(&permit(), "t", "m", b"first").await.unwrap();
    assert_eq!(tx.invitation(b"first").await.unwrap(), Some(("t".into(), "m".into())));
    tx.put_invitation(&permit(), "t", "m", b"second").await.unwrap();
    assert_eq!(tx.invitation(b"first").await.unwrap(), None);
    tx.delete_invitation(&permit(), "elsewhere", "m").await.unwrap();
    assert!(tx.invitation(b"second").await.unwrap().is_some());
    tx.delete_member(&permit(), "t", "m").await.unwrap();
    assert_eq!(tx.invitation(b"second").await.unwrap(), None, "the link goes with the row");
}

async fn sessions_end(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_account(&account("a")).await.unwrap();
    for name in ["one", "two", "three"] {
        let session = SessionRow {
            token_hash: name.into(),
            account: "a".into(),
            created_at: 1,
            seen_at: 1,
            expires_at: if name == "three" { 50 } else { 100 },
            via: if name == "one" { Via::Sso } else { Via::Password },
        };
        tx.insert_session(&session).await.unwrap();
    }
    tx.touch_session(b"one", 9).await.unwrap();
    assert_eq!(tx.session(b"one").await.unwrap().unwrap().seen_at, 9);
    tx.sweep(50).await.unwrap();
    assert!(tx.session(b"three").await.unwrap().is_none());
    tx.delete_sessions_of("a", Some(b"two")).await.unwrap();
    assert!(tx.session(b"one").await.unwrap().is_none() && tx.session(b"two").await.unwrap().is_some());
    tx.delete_sessions_of("a", None).await.unwrap();
    assert!(tx.session(b"two").await.unwrap().is_none());
    tx.insert_reset(b"r1", "a", 10).await.unwrap();
    tx.insert_reset(b"r2", "a", 20).await.unwrap();
    assert_eq!(tx.reset(b"r1").await.unwrap(), None, "only the newest link works");
    assert_eq!(tx.reset(b"r2").await.unwrap(), Some(("a".into(), 20)));
}

async fn jl8_people_at_the_provider(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
    for id in ["a", "b"] {
        tx.insert_account(&account(id)).await.unwrap();
    }
    tx.insert_sso_identity("https://id", "s", "a", 1).await.unwrap();
    assert_eq!(tx.sso_account("https://id", "s").await.unwrap().as_deref(), Some("a"));
    assert_eq!(tx.sso_account("https://id/", "s").await.unwrap(), None, "an issuer is exact");
    assert_eq!(tx.sso_subject("https://id", "a").await.unwrap().as_deref(), Some("s"));
    tx.delete_sso_identities(&permit(), "b").await.unwrap();
    assert!(tx.sso_account("https://id", "s").await.unwrap().is_some());
    tx.delete_sso_identities(&permit(), "a").await.unwrap();
    assert!(tx.sso_account("https://id", "s").await.unwrap().is_none());
    for (t, status) in [("t", Status::Pending), ("u", Status::Active)] {
        let mut row = member(t, &format!("{t}m"), "Ana");
        (row.email_key, row.status) = ("ana@x.example".into(), status);
        row.account = (t == "u").then(|| "a".into());
        tx.insert_member(&permit(), &row).await.unwrap();
    }
    let ids = |rows: Vec<MemberRow>| rows.into_iter().map(|r| r.id).collect::<Vec<_>>();
    assert_eq!(ids(tx.invited("ana@x.example").await.unwrap()), ["tm"]);
    assert_eq!(ids(tx.places_of("a").await.unwrap()), ["um"]);
    tx.clear_password("a").await.unwrap();
    assert_eq!(tx.account("a").await.unwrap().unwrap().password_hash, None);
    let attempt = |name: &str, expires_at| SsoAttempt {
        state_hash: name.into(),
        browser_hash: b"browser".to_vec(),
        invitation_hash: None,
        expires_at,
    };
    for (name, end) in [("one", 10), ("two", 20)] {
        tx.insert_sso_attempt(&attempt(name, end), 10).await.unwrap();
    }
    assert_eq!(tx.take_sso_attempt(b"two").await.unwrap(), Some(attempt("two", 20)));
    assert_eq!(tx.take_sso_attempt(b"two").await.unwrap(), None, "once");
    assert_eq!(tx.take_sso_attempt(b"one").await.unwrap(), None, "its time was over");
}

async fn letters_go_once(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for payload in ["one", "two", "three"] {
        tx.insert_letter("mail", payload, 10).await.unwrap();
    }
    assert!(tx.due_letters("mail", 9, 10).await.unwrap().is_empty());
    let due = tx.due_letters("mail", 10, 10).await.unwrap();
    assert_eq!(due.iter().map(|l| l.payload.as_str()).collect::<Vec<_>>(), ["one", "two", "three"]);
    tx.note_attempt(due[0].id, &Attempt::Sent).await.unwrap();
    tx.note_attempt(due[1].id, &Attempt::Retry(30, "451".into())).await.unwrap();
    tx.note_attempt(due[2].id, &Attempt::Failed("550".into())).await.unwrap();
    assert!(tx.due_letters("mail", 29, 10).await.unwrap().is_empty());
    assert_eq!(tx.next_letter_at("mail").await.unwrap(), Some(30));
    let again = tx.due_letters("mail", 30, 10).await.unwrap();
    assert_eq!((again.len(), again[0].attempts), (1, 1));
}

async fn audit_is_newest_first(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
    for (t, action) in [("t", "first"), ("u", "foreign"), ("t", "second")] {
        let entry = NewAudit { team: t.into(), action: action.into(), ..NewAudit::default() };
        tx.insert_audit(&entry).await.unwrap();
    }
    let page = tx.audit("t", None, 10).await.unwrap();
    assert_eq!(page.iter().map(|e| e.action.as_str()).collect::<Vec<_>>(), ["second", "first"]);
    let older = tx.audit("t", Some(page[0].id), 10).await.unwrap();
    assert_eq!(older.len(), 1);
}
