//! What `Policy::compile` does not take, each with its key: profiles also come by other ways than a file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use shared::policy::Policy;
use shared::profile::{FieldKind, OnlyDef, Profile, Reach, SeatDef, WorkDef, builtin};

fn faults_of(product: &str, change: impl FnOnce(&mut Profile)) -> Vec<String> {
    let mut changed = builtin(product).unwrap().unwrap();
    change(&mut changed);
    let bad = Policy::compile(changed).err().unwrap_or_default();
    bad.into_iter().map(|b| b.key).collect()
}

fn faults(change: impl FnOnce(&mut Profile)) -> Vec<String> {
    faults_of("jelly", change)
}

#[test]
fn as_much_as_a_policy_holds_is_taken_and_one_more_is_not() {
    let seats = |n: usize| {
        move |profile: &mut Profile| {
            let seat = SeatDef {
                label: String::new(),
                roles: Vec::new(),
                counts: Vec::new(),
                limited: false,
                source: Vec::new(),
            };
            profile.seats.0 = (0..n).map(|at| (format!("seat-{at}"), seat.clone())).collect();
        }
    };
    assert_eq!(faults(seats(8)), Vec::<String>::new());
    assert_eq!(faults(seats(9)), ["seats"]);
}

#[test]
fn an_unknown_id_is_told_once_wherever_it_is_implied() {
    let unknown = faults(|profile| {
        for at in [0, 2] {
            profile.permissions.0[at].1.implies = vec!["no-such-thing".into()];
        }
    });
    assert_eq!(
        unknown,
        ["permissions.conversations.use.implies", "permissions.own-preferences.edit.implies"]
    );
}

fn kind(change: impl FnOnce(&mut WorkDef)) -> impl FnOnce(&mut Profile) {
    move |profile| change(&mut profile.work.0[0].1)
}

#[test]
fn a_kind_of_work_names_only_what_the_product_has() {
    assert_eq!(faults(kind(|k| k.parent = Some("ticket".into()))), ["work.conversation.parent"]);
    assert_eq!(faults_of("jtek", |p| p.work.0[1].1.parent = Some("contact".into())), Vec::<String>::new());
    assert_eq!(faults(kind(|k| k.resource = true)), ["work.conversation.resource"]);
    assert_eq!(faults(kind(|k| k.unit = true)), ["work.conversation.unit"]);
    assert_eq!(faults_of("jetlink", |p| p.work.0[0].1.unit = true), Vec::<String>::new());
}

#[test]
fn what_somebody_sees_is_narrowed_only_to_what_a_kind_has() {
    let only = |to| OnlyDef { to, when_setting: None, when_grant: None, unless: None, source: Vec::new() };
    let narrowed = |resource, unit, to| {
        faults_of("jetlink", |profile| {
            let kind = &mut profile.work.0[0].1;
            (kind.resource, kind.unit, kind.only) = (resource, unit, vec![only(to)]);
            profile.resources =
                profile.resources.take().or_else(|| builtin("voice-agents").unwrap().unwrap().resources);
        })
    };
    let none = Vec::<String>::new();
    assert_eq!(narrowed(false, true, Reach::Access), ["work.conversation.only"]);
    assert_eq!(narrowed(true, true, Reach::Access), none);
    assert_eq!(narrowed(true, false, Reach::Unit), ["work.conversation.only"]);
    assert_eq!(narrowed(true, true, Reach::Unit), none);
    assert_eq!(narrowed(false, false, Reach::Assigned), none);
}

#[test]
fn the_fields_of_a_kind_have_choices_where_they_choose_and_no_second_title() {
    let field = |kind: FieldKind, choices: &[&str]| {
        let choices = choices.iter().map(|c| (*c).to_owned()).collect();
        faults_of("jtek", move |p| {
            let fields = &mut p.work.0[0].1.fields.0;
            (fields[0].1.kind, fields[0].1.choices, fields[0].0) = (kind, choices, "shade".into());
        })
    };
    let bad = ["work.contact.fields.shade"];
    let none = Vec::<String>::new();
    assert_eq!(field(FieldKind::Choice, &[]), bad);
    assert_eq!(field(FieldKind::Choices, &[]), bad);
    assert_eq!(field(FieldKind::Text, &["red"]), bad);
    assert_eq!(field(FieldKind::Choice, &["red"]), none);
    assert_eq!(field(FieldKind::Choices, &["red"]), none);
    assert_eq!(field(FieldKind::Text, &[]), none);
    let twice = faults_of("jtek", |p| p.work.0[0].1.fields.0[0].0 = "title".into());
    assert_eq!(twice, ["work.contact.fields.title"]);
}

#[test]
fn routing_away_notices_and_names_speak_of_fields_that_there_are() {
    let none = || "no-such-thing".to_owned();
    assert_eq!(faults_of("jetlink", |p| p.routing.as_mut().unwrap().kind = none()), ["routing.kind"]);
    assert_eq!(
        faults_of("jetlink", |p| p.routing.as_mut().unwrap().subject = Some(none())),
        ["routing.subject"]
    );
    assert_eq!(
        faults_of("jetlink", |p| p.routing.as_mut().unwrap().expertise = Some(none())),
        ["routing.expertise"]
    );
    assert_eq!(faults_of("jetlink", |p| p.routing.as_mut().unwrap().only = Some(none())), ["routing.only"]);
    assert_eq!(faults_of("jetlink", |p| p.facing.as_mut().unwrap().field = none()), ["facing.field"]);
    assert_eq!(faults_of("jelly", |p| p.away.as_mut().unwrap().field = none()), ["away.field"]);
    assert_eq!(faults_of("jelly", |p| p.notices.as_mut().unwrap().field = none()), ["notices.field"]);
    assert_eq!(faults_of("jelly", |p| p.away.as_mut().unwrap().values.push(none())), ["away.values"]);
    assert_eq!(faults_of("jelly", |p| p.notices.as_mut().unwrap().activity = Some(none())), ["notices"]);
}
