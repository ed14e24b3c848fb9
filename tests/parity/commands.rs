//! Every command, as the rules take it and as HTTP takes it.

use crate::work::Things;
use axum::http::Method;
use rolecall::storage::{MemberRow, Team};
use serde_json::{Map, Value, json};
use shared::policy::{Command, FieldId, Policy, RoleId, Status, Successor};
use shared::profile::{FieldDef, FieldKind};
use tests::{Answer, Client, Failure};

/// One command in both forms.
pub struct Try {
    pub name: String,
    pub command: Command,
    pub method: Method,
    pub path: String,
    pub body: Value,
    /// Sent instead of the body: a file.
    pub file: Option<&'static str>,
    /// The status where the rules allow it and something else stands in the way; otherwise it succeeds.
    pub allowed: Option<u16>,
}

impl Try {
    /// Sends it as the page would.
    pub async fn send(&self, browser: &Client) -> Result<Answer, Failure> {
        match self.file {
            None => browser.json(self.method.clone(), &self.path, &self.body).await,
            Some(file) => {
                let headers = [("origin", tests::ORIGIN), ("content-type", "text/csv")];
                browser.send(self.method.clone(), &self.path, Some(file.into()), &headers).await
            }
        }
    }
}

impl Default for Try {
    fn default() -> Self {
        a_try("", Command::ViewMembers, Method::GET, String::new(), Value::Null)
    }
}

pub fn a_try(name: impl Into<String>, command: Command, method: Method, path: String, body: Value) -> Try {
    Try { name: name.into(), command, method, path, body, file: None, allowed: None }
}

fn value(def: &FieldDef, now: &str) -> String {
    let two = match def.kind {
        FieldKind::Name => ["Some Body", "Any Body"],
        FieldKind::Email => ["changed@x.example", "other@x.example"],
        FieldKind::Phone => ["+1 555 0199", "+1 555 0198"],
        FieldKind::Text | FieldKind::LongText => ["Some text", "Other text"],
        FieldKind::Choice | FieldKind::Choices => ["", ""],
    };
    if matches!(def.kind, FieldKind::Choice | FieldKind::Choices) {
        return def.choices.iter().find(|c| *c != now).cloned().unwrap_or_default();
    }
    two.into_iter().find(|v| *v != now).unwrap_or_default().to_owned()
}

/// What an invitation must say of a person.
fn new_person(policy: &Policy, role: RoleId, email: &str) -> Value {
    let mut fields = Map::new();
    for (id, def) in policy.profile().fields.iter() {
        let asked = policy.profile().invitation.fields.iter().any(|f| f == id);
        if def.required && asked && def.kind != FieldKind::Email && policy.field_shows(def, role) {
            fields.insert(id.to_owned(), json!(value(def, "")));
        }
    }
    json!({"email": email, "fields": fields})
}

/// Commands that are about nobody in particular.
pub fn about_the_team(team: &Team, policy: &Policy, rows: &[MemberRow], actor: &MemberRow) -> Vec<Try> {
    let base = format!("/api/v1/teams/{}", team.id);
    let mut all = vec![
        a_try("view", Command::ViewMembers, Method::GET, format!("{base}/members"), json!({})),
        a_try("read the log", Command::ViewAudit, Method::GET, format!("{base}/audit"), json!({})),
        a_try("rename", Command::EditTeamSettings, Method::PATCH, base.clone(), json!({"name": "New name"})),
    ];
    let own = policy.profile().fields.iter().find(|(_, def)| {
        def.kind != FieldKind::Email
            && policy.role(&actor.role).is_some_and(|role| policy.field_shows(def, role))
    });
    if let Some((id, def)) = own {
        let body = json!({"team": team.id, "fields": {id: value(def, "")}});
        all.push(a_try(
            "edit themself in",
            Command::EditOwnPreferences,
            Method::PATCH,
            "/api/v1/me".into(),
            body,
        ));
    }
    let most = policy.profile().invitation.at_once;
    for role in policy.roles() {
        let id = policy.role_name(role).to_owned();
        let path = format!("{base}/invitations");
        let invite = |name: &str, emails: Vec<String>, known: bool| {
            let people: Vec<_> = emails.iter().map(|e| new_person(policy, role, e)).collect();
            let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
            let command = Command::Invite { role, people: count, known };
            let body = json!({"people": people, "role": id});
            a_try(format!("invite {name} as {id} to"), command, Method::POST, path.clone(), body)
        };
        all.push(invite("one", vec!["new@x.example".into()], false));
        all.push(invite("two", vec!["new@x.example".into(), "newer@x.example".into()], false));
        all.push(invite("as many as can be", (0..most).map(|n| format!("n{n}@x.example")).collect(), false));
        all.push(invite("too many", (0..=most).map(|n| format!("n{n}@x.example")).collect(), false));
        if let Some(row) = rows.first() {
            all.push(invite("somebody known", vec![row.email.to_uppercase()], true));
        }
    }
    all
}

/// Commands about a member.
pub fn about_members(
    team: &Team,
    policy: &Policy,
    rows: &[MemberRow],
    target: &MemberRow,
    things: &Things,
) -> Vec<Try> {
    let base = format!("/api/v1/teams/{}/members/{}", team.id, target.id);
    let at = |rest: &str| format!("{base}{rest}");
    let mut all = vec![
        a_try("send the invitation again to", Command::ResendInvite, Method::POST, at("/resend"), json!({})),
        a_try("cancel", Command::CancelInvite, Method::DELETE, at("/invitation"), json!({})),
        a_try("deactivate", Command::Deactivate, Method::POST, at("/deactivate"), json!({})),
        a_try("restore", Command::Restore, Method::POST, at("/restore"), json!({})),
        a_try(
            "set the password of",
            Command::SetPassword,
            Method::PUT,
            at("/password"),
            json!({"password": "another password"}),
        ),
    ];
    roles(policy, &at, &mut all);
    parts(policy, target, things, &base, &mut all);
    deletions(team, policy, rows, target, &base, &mut all);
    all
}

fn roles(policy: &Policy, at: &dyn Fn(&str) -> String, all: &mut Vec<Try>) {
    for role in policy.roles() {
        let id = policy.role_name(role);
        let command = Command::ChangeRole { to: role };
        all.push(a_try(format!("make {id} of"), command, Method::PUT, at("/role"), json!({ "role": id })));
        if policy.addition(id).is_none() {
            let path = at(&format!("/additions/{id}"));
            let (add, remove) = (Command::AddRole { addition: None }, Command::RemoveRole { addition: None });
            all.push(a_try(format!("add {id} to"), add, Method::PUT, path.clone(), json!({})));
            all.push(a_try(format!("take {id} from"), remove, Method::DELETE, path, json!({})));
        }
    }
    for (id, _) in policy.profile().additions.iter() {
        let addition = policy.addition(id);
        let path = at(&format!("/additions/{id}"));
        all.push(a_try(
            format!("add {id} to"),
            Command::AddRole { addition },
            Method::PUT,
            path.clone(),
            json!({}),
        ));
        all.push(a_try(
            format!("take {id} from"),
            Command::RemoveRole { addition },
            Method::DELETE,
            path,
            json!({}),
        ));
        if policy.role(id).is_none() {
            let body = json!({ "role": id });
            all.push(a_try(
                format!("make {id} of"),
                Command::ChangeRoleToAddition,
                Method::PUT,
                at("/role"),
                body,
            ));
        }
    }
}

fn parts(policy: &Policy, target: &MemberRow, things: &Things, base: &str, all: &mut Vec<Try>) {
    let edit = |name: String, command: Command, part: &str, what: Value| {
        let body = json!({"version": target.version, part: what});
        a_try(name, command, Method::PATCH, base.to_owned(), body)
    };
    for (at, (id, def)) in policy.profile().fields.iter().enumerate() {
        // A field that a role doesn't have is 422, whoever asks: that is not for the rules to say.
        if !policy.role(&target.role).is_some_and(|role| policy.field_shows(def, role)) {
            continue;
        }
        let Ok(at) = u8::try_from(at) else { continue };
        let now =
            if id == "email" { &target.email } else { target.fields.get(id).map_or("", String::as_str) };
        let command = Command::EditMember { field: FieldId(at) };
        all.push(edit(format!("edit {id} of"), command, "fields", json!({ id: value(def, now) })));
    }
    for (id, _) in policy.profile().grants.iter() {
        let Some(grant) = policy.grant(id) else { continue };
        let on = !target.grants.iter().any(|g| g == id);
        let mut grants: Vec<&str> = target.grants.iter().map(String::as_str).filter(|g| *g != id).collect();
        if on {
            grants.push(id);
        }
        let command = Command::SetGrant { grant, on };
        all.push(edit(format!("turn {id} of"), command, "grants", json!(grants)));
    }
    // No such thing in this team: whoever may give access learns that it doesn't exist.
    let Some(resource) = things.resources.last() else { return };
    let access: Vec<&str> = if target.access == [resource.as_str()] { Vec::new() } else { vec![resource] };
    all.push(edit("give access to".into(), Command::SetAccess, "access", json!(access)));
}

fn deletions(
    team: &Team,
    policy: &Policy,
    rows: &[MemberRow],
    target: &MemberRow,
    base: &str,
    all: &mut Vec<Try>,
) {
    let other = |status: Status| rows.iter().find(|r| r.status == status && r.id != target.id);
    let mut heirs = vec![(Successor::Nobody, None), (Successor::Leaver, Some(&target.id))];
    let holds = |r: &MemberRow| {
        let who = policy.subject(&r.role, &r.additions, &r.grants, &r.standing, r.status, r.expires_at);
        who.is_some_and(|who| policy.kinds().all(|k| policy.can_hold(&who, k, team.enterprise)))
    };
    let active = || rows.iter().filter(|r| r.status == Status::Active && r.id != target.id);
    heirs.extend(active().find(|r| holds(r)).map(|r| (Successor::Active, Some(&r.id))));
    // Everybody who was ever here has some work; who never came has none to be unable for.
    let unable = if target.status == Status::Pending { Successor::Active } else { Successor::Inactive };
    heirs.extend(active().find(|r| !holds(r)).map(|r| (unable, Some(&r.id))));
    heirs.extend(other(Status::Deactivated).map(|r| (Successor::Inactive, Some(&r.id))));
    heirs.extend(other(Status::Pending).map(|r| (Successor::Inactive, Some(&r.id))));
    for (successor, heir) in heirs {
        let command = Command::Delete { successor };
        let one = heir.map_or_else(|| json!({}), |id| json!({ "successor": id }));
        let mut many = one.clone();
        many["members"] = json!([target.id]);
        let path = format!("/api/v1/teams/{}/actions/delete", team.id);
        all.push(a_try("delete", command, Method::DELETE, base.to_owned(), one));
        all.push(a_try("delete among others", command, Method::POST, path, many));
    }
}
