//! What a store must do with a team as a whole: its details, its end, and everything of it in pieces.

use super::{account, member, permit, team};
use crate::storage::{KeyRow, MadeBy, NewAudit, Part, SessionRow, Store, Tx, WebhookRow, WorkRow};
use shared::api::FieldValues;
use shared::policy::{Status, Via};

pub(super) async fn all<F, S>(fresh: &mut impl FnMut() -> F)
where
    F: Future<Output = S>,
    S: Store,
{
    jy14_details_are_a_teams_own(&fresh().await).await;
    jy16_only_what_has_ended_goes(&fresh().await).await;
    jy16_what_goes_takes_its_people_along(&fresh().await).await;
    jy16_pieces_meet_and_hold_no_secret(&fresh().await).await;
}

async fn two(tx: &mut dyn Tx) {
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
}

async fn jy14_details_are_a_teams_own(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    two(tx.as_mut()).await;
    let fields = FieldValues::from([("from".into(), "Zoë \"x\"".into()), ("to".into(), "a@x".into())]);
    tx.set_team_fields(&permit(), "t", &fields).await.unwrap();
    assert_eq!(tx.team("t").await.unwrap().unwrap().fields, fields);
    assert_eq!(tx.team("u").await.unwrap().unwrap(), team("u"));
    assert!(tx.set_team_fields(&permit(), "none", &fields).await.is_err());
}

async fn jy16_only_what_has_ended_goes(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    two(tx.as_mut()).await;
    assert_eq!(tx.next_end().await.unwrap(), None);
    tx.set_deletion(&permit(), "t", Some(100)).await.unwrap();
    assert!(tx.set_deletion(&permit(), "none", Some(100)).await.is_err());
    assert_eq!(tx.team("t").await.unwrap().unwrap().deletes_at, Some(100));
    assert_eq!(tx.next_end().await.unwrap(), Some(100));
    assert!(tx.ended_teams(99).await.unwrap().is_empty());
    assert!(!tx.delete_ended("t", 99).await.unwrap() && tx.team("t").await.unwrap().is_some());
    assert_eq!(tx.ended_teams(100).await.unwrap(), ["t"], "at the very end it is over");
    tx.set_deletion(&permit(), "t", None).await.unwrap();
    assert!(tx.ended_teams(i64::MAX).await.unwrap().is_empty());
    assert!(!tx.delete_ended("t", i64::MAX).await.unwrap(), "nobody has deleted it");
    tx.set_deletion(&permit(), "t", Some(100)).await.unwrap();
    assert!(tx.delete_ended("t", 100).await.unwrap());
    assert!(!tx.delete_ended("t", 100).await.unwrap(), "once");
    assert!(tx.team("t").await.unwrap().is_none() && tx.team("u").await.unwrap().is_some());
}

fn item(team: &str, n: u32, assignee: &str) -> WorkRow {
    WorkRow {
        id: format!("{team}{n}"),
        team: team.into(),
        kind: "contact".into(),
        title: format!("Item {n}"),
        title_key: format!("item {n}"),
        search_key: format!(" item {n}"),
        assignee: Some(assignee.into()),
        version: 1,
        ..WorkRow::default()
    }
}

/// `both` is in two teams, `only` in one; each has a session.
async fn crowd(tx: &mut dyn Tx) {
    two(tx).await;
    for (id, teams) in [("both", ["t", "u"].as_slice()), ("only", &["t"])] {
        tx.insert_account(&account(id)).await.unwrap();
        let session = SessionRow {
            token_hash: id.into(),
            account: id.into(),
            created_at: 1,
            seen_at: 1,
            expires_at: 1_000,
            via: Via::Password,
        };
        tx.insert_session(&session).await.unwrap();
        for t in teams {
            let mut row = member(t, &format!("{t}-{id}"), id);
            row.account = Some(id.into());
            tx.insert_member(&permit(), &row).await.unwrap();
        }
    }
    let rows: Vec<WorkRow> = (0..7).map(|n| item("t", n, "t-only")).collect();
    tx.insert_work(&permit(), &rows).await.unwrap();
    tx.insert_work(&permit(), &[item("u", 0, "u-both")]).await.unwrap();
}

async fn jy16_what_goes_takes_its_people_along(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    crowd(tx.as_mut()).await;
    for (id, t) in [("wt", "t"), ("wu", "u")] {
        let hook = WebhookRow { id: id.into(), team: t.into(), ..WebhookRow::default() };
        tx.insert_webhook(&permit(), &hook).await.unwrap();
        tx.insert_letter("webhook", &format!("{{\"webhook\":\"{id}\",\"body\":\"\"}}"), 5).await.unwrap();
        tx.insert_letter("mail", &format!("{{\"to\":\"a@x\",\"team\":\"{t}\"}}"), 5).await.unwrap();
    }
    tx.insert_letter("mail", "no JSON", 5).await.unwrap();
    assert_eq!(tx.clear_ended("t", 200, 3).await.unwrap(), 0, "it has not ended");
    tx.set_deletion(&permit(), "t", Some(100)).await.unwrap();
    assert_eq!(tx.clear_ended("t", 99, 3).await.unwrap(), 0);
    assert_eq!(tx.clear_ended("t", 100, 3).await.unwrap(), 3);
    assert!(tx.delete_ended("t", 100).await.unwrap());
    assert!(tx.member("t", "t-only").await.unwrap().is_none());
    assert!(tx.account("only").await.unwrap().is_none() && tx.session(b"only").await.unwrap().is_none());
    assert!(tx.account("both").await.unwrap().is_some() && tx.session(b"both").await.unwrap().is_some());
    assert!(tx.work_item("t", "t6").await.unwrap().is_none());
    assert!(tx.work_item("u", "u0").await.unwrap().is_some());
    let due =
        |letters: Vec<crate::storage::Letter>| letters.into_iter().map(|l| l.payload).collect::<Vec<_>>();
    let hooks = due(tx.due_letters("webhook", 9, 9).await.unwrap());
    assert!(matches!(hooks.as_slice(), [one] if one.contains("wu")), "{hooks:?}");
    let mails = due(tx.due_letters("mail", 9, 9).await.unwrap());
    assert!(matches!(mails.as_slice(), [one, two] if one.contains("\"u\"") && two == "no JSON"), "{mails:?}");
    let mut step = 0;
    while tx.tidy_search(step == 0).await.unwrap() {
        step += 1;
        assert!(step < 100, "there is an end to it");
    }
}

/// All rows of a part, two at a time.
async fn whole(tx: &mut dyn Tx, part: Part) -> Vec<serde_json::Value> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let rows = tx.pieces("t", part, after, 2).await.unwrap();
        let Some((last, _)) = rows.last() else { return all };
        assert!(*last > after, "{part:?} goes on");
        after = *last;
        all.extend(rows.iter().map(|(_, text)| serde_json::from_str(text).unwrap()));
    }
}

async fn jy16_pieces_meet_and_hold_no_secret(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    crowd(tx.as_mut()).await;
    let mut guest = member("t", "guest", "Guest");
    (guest.status, guest.expires_at) = (Status::Pending, Some(50));
    tx.insert_member(&permit(), &guest).await.unwrap();
    tx.put_invitation(&permit(), "t", "guest", b"hash").await.unwrap();
    let by = || MadeBy { id: "t-only".into(), name: "Only".into() };
    let key =
        KeyRow { id: "k".into(), team: "t".into(), name: "Form".into(), made_by: by(), ..KeyRow::default() };
    tx.insert_key(&permit(), &key, b"keyhash").await.unwrap();
    let hook = WebhookRow {
        id: "w".into(),
        team: "t".into(),
        url: "https://x.example/hook?token=confidential".into(),
        secret: "confidential".into(),
        made_by: by(),
        ..WebhookRow::default()
    };
    tx.insert_webhook(&permit(), &hook).await.unwrap();
    for t in ["t", "u", "t"] {
        tx.insert_audit(&NewAudit { team: t.into(), action: "x".into(), ..NewAudit::default() })
            .await
            .unwrap();
    }
    for (part, n) in [
        (Part::Members, 2),
        (Part::Invitations, 1),
        (Part::Work, 7),
        (Part::Keys, 1),
        (Part::Webhooks, 1),
        (Part::Audit, 2),
    ] {
        assert_eq!(whole(tx.as_mut(), part).await.len(), n, "{part:?}");
    }
    let mut text = String::new();
    for part in Part::ALL {
        for row in whole(tx.as_mut(), *part).await {
            text.push_str(&row.to_string());
        }
    }
    assert!(!text.contains("hash") && !text.contains("confidential") && !text.contains("\"u-"), "{text}");
    let work = whole(tx.as_mut(), Part::Work).await;
    assert_eq!((&work[0]["title"], &work[0]["history"]), (&"Item 0".into(), &serde_json::json!([])));
}
