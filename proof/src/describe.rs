//! A case as a line for `rolecall decide`: what a difference is reported as, ready to be asked again.

use crate::axes::NOW;
use crate::space::Tuple;
use serde_json::{Map, Value, json};
use shared::Millis;
use shared::policy::{Command, Policy, RoleId, Set, StandingId, Status, Subject, Successor};

/// The case as JSON. `TakeIn` and `Join` have no such line; their action says so.
pub fn case_line(policy: &Policy, tuple: &Tuple<'_>) -> String {
    let mut case = Map::new();
    let mut put = |key: &str, value: Value| {
        case.insert(key.to_owned(), value);
    };
    put("profile", json!(policy.profile().id));
    put("actor", person(policy, tuple.actor));
    put("action", json!(tuple.command.action().id()));
    for (key, value) in arguments(policy, tuple.command) {
        put(key, value);
    }
    if let Some(target) = tuple.target {
        let mut who = person(policy, &target.subject);
        if let Some(who) = who.as_object_mut() {
            who.insert("self".to_owned(), json!(target.oneself));
            who.insert("shared_account".to_owned(), json!(target.shared_account));
        }
        put("target", who);
    }
    let mut facts = facts(policy, tuple);
    if let Command::Invite { known, .. } = tuple.command {
        facts["already_member"] = json!(known);
    }
    put("facts", facts);
    put("now", json!(time(NOW)));
    Value::Object(case).to_string()
}

/// The names of a command's arguments: `to`, `field`, `grant`, `kind`, `standing`, `permission`.
pub fn argument_names(policy: &Policy, command: Command) -> Vec<(&'static str, String)> {
    let text = |value: Value| value.as_str().map(str::to_owned);
    let all = arguments(policy, command).into_iter().filter_map(|(key, value)| match (key, text(value)?) {
        ("action", id) => id.strip_prefix("use:").map(|p| ("permission", p.to_owned())),
        (key, id) => Some((key, id)),
    });
    all.collect()
}

fn facts(policy: &Policy, tuple: &Tuple<'_>) -> Value {
    let profile = policy.profile();
    let told = profile.guards.keep_one.iter().zip(&tuple.facts.holders);
    let holders: Map<_, _> = told.filter_map(|(id, n)| n.map(|n| (id.clone(), json!(n)))).collect();
    let seats = profile.seats.ids().zip(&tuple.facts.seats);
    let seats: Map<_, _> =
        seats.map(|(id, seat)| (id.to_owned(), json!({ "used": seat.used, "limit": seat.limit }))).collect();
    json!({
        "active_holders": holders,
        "seats": seats,
        "manages_target_unit": tuple.facts.manages_target_unit,
        "enterprise": tuple.facts.enterprise,
        "sso": !tuple.facts.sso_missing,
    })
}

fn person(policy: &Policy, who: &Subject) -> Value {
    let mut roles = vec![policy.role_name(who.role).to_owned()];
    roles.extend(policy.addition_names(who.additions));
    let standing = policy.standing_names(who.standing);
    let holds = |id: &str| standing.iter().any(|s| s == id);
    let mut all = json!({
        "roles": roles,
        "grants": policy.grant_names(who.grants),
        "status": who.status.id(),
        "organization_owner": holds("organization-owner"),
        "managing_agent": holds("managing-agent"),
    });
    if let (Status::Pending, Some(end)) = (who.status, who.expires_at) {
        all["expires_at"] = json!(time(end));
    }
    all
}

/// RFC 3339, for a time within the day of [`NOW`] or the one before.
fn time(at: Millis) -> String {
    let days = ["2025-12-31", "2026-01-01"];
    let since = at - (NOW - 86_400_000);
    let day = usize::try_from(since / 86_400_000).unwrap_or_default();
    let second = since % 86_400_000 / 1000;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", days.get(day).unwrap_or(&"2026-01-01"))
}

fn arguments(policy: &Policy, command: Command) -> Vec<(&'static str, Value)> {
    let profile = policy.profile();
    let role = |role: RoleId| json!(policy.role_name(role));
    let addition = |at: usize| json!(profile.additions.ids().nth(at).unwrap_or_default());
    // A main role in the place of an addition, and the reverse.
    let main = || json!(policy.role_name(policy.default_role()));
    let kind = |kind| json!(policy.kind_name(kind));
    let standing = |at: StandingId| json!(policy.standing_names(Set::of(at.0)).concat());
    match command {
        Command::Invite { role: RoleId(u8::MAX), people, .. } => {
            vec![("to", addition(0)), ("batch", json!(people))]
        }
        Command::Invite { role: to, people, .. } => vec![("to", role(to)), ("batch", json!(people))],
        Command::EditMember { field } => {
            vec![("field", json!(profile.fields.ids().nth(usize::from(field.0)).unwrap_or_default()))]
        }
        Command::ChangeRole { to } => vec![("to", role(to))],
        Command::ChangeRoleToAddition => vec![("to", addition(0))],
        Command::AddRole { addition: to } | Command::RemoveRole { addition: to } => {
            vec![("to", to.map_or_else(main, |a| addition(usize::from(a.0))))]
        }
        Command::SetGrant { grant, on } => {
            vec![("grant", json!(policy.grant_names(Set::of(grant.0)).concat())), ("value", json!(on))]
        }
        Command::Delete { successor } => vec![(
            "successor",
            json!(match successor {
                Successor::Nobody => "none",
                Successor::Active => "active",
                Successor::Inactive => "deactivated",
                Successor::Leaver => "self-target",
            }),
        )],
        Command::AssignWork { kind: Some(k) }
        | Command::UnassignWork { kind: Some(k) }
        | Command::ViewWork { kind: k }
        | Command::EditWork { kind: k }
        | Command::ImportWork { kind: k } => vec![("kind", kind(k))],
        Command::SetStanding { standing: s, on } => vec![("standing", standing(s)), ("value", json!(on))],
        Command::Use { permission } => {
            let names = policy.permission_names();
            let id = names.get(usize::from(permission.0)).map_or("", String::as_str);
            vec![("action", json!(["use:", id].concat()))]
        }
        Command::TakeIn => vec![("action", json!("take-in"))],
        Command::Join => vec![("action", json!("join"))],
        _ => Vec::new(),
    }
}
