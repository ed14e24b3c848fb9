//! Units, resources, settings, the bell.

use super::super::{InUse, NewNotice, Resource, Store, Unit};
use super::{member, permit, team};
use shared::policy::Status;

pub(super) async fn all<F, S>(fresh: &mut impl FnMut() -> F)
where
    F: Future<Output = S>,
    S: Store,
{
    a3_units_and_resources_are_a_teams_own(&fresh().await).await;
    st2_units_know_who_belongs_and_who_manages(&fresh().await).await;
    va4_a_deleted_resource_leaves_nobodys_access(&fresh().await).await;
    jt6_settings_stay(&fresh().await).await;
    jt18_the_bell_is_bounded_and_read_by_its_owner(&fresh().await).await;
}

fn unit(id: &str) -> Unit {
    Unit { id: id.into(), kind: "Branch".into(), name: id.to_uppercase() }
}

fn resource(id: &str) -> Resource {
    Resource { id: id.into(), name: id.to_uppercase(), group: "g".into() }
}

async fn a3_units_and_resources_are_a_teams_own(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
        tx.insert_unit(&permit(), id, &unit("same")).await.unwrap();
        tx.insert_resource(&permit(), id, &resource("same")).await.unwrap();
    }
    tx.rename_unit(&permit(), "t", "same", "Other").await.unwrap();
    assert_eq!(tx.units("u").await.unwrap(), [unit("same")]);
    assert_eq!(tx.unit("t", "same").await.unwrap().unwrap().name, "Other");
    tx.delete_unit(&permit(), "t", "same").await.unwrap();
    assert!(tx.delete_unit(&permit(), "t", "same").await.is_err(), "gone");
    assert!(tx.unit("u", "same").await.unwrap().is_some());
    let changed = Resource { name: "Other".into(), ..resource("same") };
    tx.update_resource(&permit(), "t", &changed).await.unwrap();
    assert_eq!(tx.resource("t", "same").await.unwrap(), Some(changed));
    assert_eq!(tx.resource("u", "same").await.unwrap(), Some(resource("same")));
    tx.delete_resource(&permit(), "t", "same").await.unwrap();
    assert_eq!(tx.resource("t", "same").await.unwrap(), None);
    assert!(tx.resource("u", "same").await.unwrap().is_some());
}

async fn st2_units_know_who_belongs_and_who_manages(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
    for id in ["a", "b"] {
        tx.insert_unit(&permit(), "t", &unit(id)).await.unwrap();
    }
    for (t, id, belongs, manages) in [
        ("t", "m1", Some("a"), vec![]),
        ("t", "m2", Some("a"), vec!["a", "b"]),
        ("t", "m3", None, vec!["a"]),
        ("u", "m4", Some("a"), vec!["a"]),
    ] {
        let mut row = member(t, id, &format!("Name {id}"));
        row.unit = belongs.map(str::to_owned);
        row.manages = manages.into_iter().map(str::to_owned).collect();
        tx.insert_member(&permit(), &row).await.unwrap();
        assert_eq!(tx.member(t, id).await.unwrap().unwrap(), row);
    }
    assert_eq!(tx.unit_sizes("t").await.unwrap(), [("a".to_owned(), 2)]);
    let managers: Vec<_> = tx.unit_managers("t").await.unwrap().into_iter().map(|m| (m.of, m.id)).collect();
    let told = |of: &str, id: &str| (of.to_owned(), id.to_owned());
    assert_eq!(managers.len(), 3);
    assert!([told("a", "m2"), told("b", "m2"), told("a", "m3")].iter().all(|m| managers.contains(m)));
    assert_eq!(tx.unit_in_use("t", "a").await.unwrap(), InUse { members: 2, managers: 2, work: 0 });
    assert_eq!(tx.unit_in_use("t", "b").await.unwrap(), InUse { managers: 1, ..InUse::default() });
}

async fn va4_a_deleted_resource_leaves_nobodys_access(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
        for r in ["r1", "r2"] {
            tx.insert_resource(&permit(), id, &resource(r)).await.unwrap();
        }
        for (n, access, status) in [
            ("x", vec!["r1", "r2"], Status::Active),
            ("y", vec!["r1"], Status::Deactivated),
            ("z", vec!["r2"], Status::Active),
        ] {
            let mut row = member(id, &format!("{id}{n}"), n);
            row.access = access.into_iter().map(str::to_owned).collect();
            row.status = status;
            tx.insert_member(&permit(), &row).await.unwrap();
        }
    }
    let of = |all: Vec<super::super::Beside>, r: &str| {
        all.into_iter().filter(|b| b.of == r).map(|b| b.id).collect::<Vec<_>>()
    };
    assert_eq!(of(tx.resource_members("t").await.unwrap(), "r1"), ["tx"], "not who was deactivated");
    assert_eq!(of(tx.resource_members("t").await.unwrap(), "r2"), ["tx", "tz"], "by name");
    let mut had = tx.delete_resource(&permit(), "t", "r1").await.unwrap();
    had.sort_unstable();
    assert_eq!(had, ["tx", "ty"]);
    let x = tx.member("t", "tx").await.unwrap().unwrap();
    assert_eq!((x.access, x.version), (vec!["r2".to_owned()], 2));
    assert!(tx.member("t", "ty").await.unwrap().unwrap().access.is_empty());
    assert_eq!(tx.member("t", "tz").await.unwrap().unwrap().version, 1);
    assert_eq!(tx.member("u", "ux").await.unwrap().unwrap().access, ["r1", "r2"]);
}

async fn jt6_settings_stay(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    for id in ["t", "u"] {
        tx.insert_team(&permit(), &team(id)).await.unwrap();
    }
    tx.set_settings(&permit(), "t", &["one".into(), "two".into()]).await.unwrap();
    assert_eq!(tx.team("t").await.unwrap().unwrap().settings, ["one", "two"]);
    assert_eq!(tx.team("u").await.unwrap().unwrap(), team("u"));
    tx.set_settings(&permit(), "t", &[]).await.unwrap();
    assert!(tx.team("t").await.unwrap().unwrap().settings.is_empty());
}

async fn jt18_the_bell_is_bounded_and_read_by_its_owner(store: &dyn Store) {
    let mut tx = store.write().await.unwrap();
    tx.insert_team(&permit(), &team("t")).await.unwrap();
    for (id, choices) in [("m", "New work,Mine"), ("o", "New"), ("d", "New work")] {
        let mut row = member("t", id, id);
        row.fields.insert("mails".into(), choices.into());
        row.status = if id == "d" { Status::Deactivated } else { Status::Active };
        tx.insert_member(&permit(), &row).await.unwrap();
    }
    let chose = |all: Vec<super::MemberRow>| all.into_iter().map(|m| m.id).collect::<Vec<_>>();
    assert_eq!(chose(tx.members_who_chose("t", "mails", "New work").await.unwrap()), ["m"]);
    assert_eq!(chose(tx.members_who_chose("t", "mails", "New").await.unwrap()), ["o"], "whole choices");
    let notice = |member: &str, n: u32| NewNotice {
        team: "t".into(),
        member: member.into(),
        at: i64::from(n),
        kind: "assigned".into(),
        actor: "Ann".into(),
        work: "contact".into(),
        item: None,
        n,
    };
    tx.insert_notice(&notice("o", 1)).await.unwrap();
    for n in 1..=250 {
        tx.insert_notice(&notice("m", n)).await.unwrap();
    }
    let rung = tx.notices("t", "m", 1_000).await.unwrap();
    assert_eq!((rung.len(), rung[0].n, rung[199].n), (200, 250, 51), "the newest, newest first");
    assert_eq!(tx.unread("t", "m").await.unwrap(), 200);
    assert!(tx.read_notices("t", "m", rung[10].id, 9).await.unwrap());
    assert!(!tx.read_notices("t", "m", rung[10].id, 9).await.unwrap(), "read already");
    assert_eq!(tx.unread("t", "m").await.unwrap(), 10);
    assert_eq!(tx.unread("t", "o").await.unwrap(), 1);
    tx.delete_member(&permit(), "t", "m").await.unwrap();
    assert!(tx.notices("t", "m", 10).await.unwrap().is_empty(), "gone with the person");
}
