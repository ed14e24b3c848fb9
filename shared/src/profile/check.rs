//! Loading a profile file, and refusing a bad one with file, key and reason.

use super::{FieldKind, Profile, SCHEMA, WORDS};
use crate::policy::Policy;
use std::fmt;

/// What sort of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is no TOML (or JSON), or a key is unknown, missing or of another type.
    Unreadable,
    /// Parts do not fit together: an id that is nowhere, a required field that no form shows.
    Inconsistent,
    /// Well-formed rules under which somebody climbs, or a team locks itself out.
    Unsafe,
}

impl FaultKind {
    /// Its stable code (`unreadable`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Inconsistent => "inconsistent",
            Self::Unsafe => "unsafe",
        }
    }
}

/// What is wrong with a profile file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its sort.
    pub kind: FaultKind,
    /// The file's name.
    pub file: String,
    /// The key: `roles.admin.assigns`. Empty when the file as a whole cannot be read.
    pub key: String,
    /// Why, as half a sentence.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(f, "{}: {}", self.file, self.reason)
        } else {
            write!(f, "{}: {}: {}", self.file, self.key, self.reason)
        }
    }
}

/// Reads a profile file and checks that its rules hang together.
///
/// # Errors
/// Everything that is wrong with it: the first fault of the TOML text (unknown keys are refused), or every rule that
/// makes no sense.
pub fn load(file: &str, text: &str) -> Result<Profile, Vec<Fault>> {
    let profile = toml::from_str(text).map_err(|e| {
        let line = e
            .span()
            .map_or(0, |span| text.get(..span.start).unwrap_or("").matches('\n').count().saturating_add(1));
        unreadable(file, line, e.message())
    })?;
    checked(file, profile)
}

/// The same for a profile as it goes over the wire: JSON.
///
/// # Errors
/// As [`load`].
pub fn load_json(file: &str, text: &str) -> Result<Profile, Vec<Fault>> {
    let profile = serde_json::from_str(text).map_err(|e| {
        let told = e.to_string();
        // The place is in the key.
        let reason = told.rsplit_once(" at line ").map_or(told.as_str(), |(reason, _)| reason);
        unreadable(file, e.line(), reason)
    })?;
    checked(file, profile)
}

/// `line` from 1; 0 where it is not known.
fn unreadable(file: &str, line: usize, reason: &str) -> Vec<Fault> {
    let key = if line == 0 { String::new() } else { format!("line {line}") };
    let reason = reason.trim().replace('\n', "; ");
    vec![Fault { kind: FaultKind::Unreadable, file: file.to_owned(), key, reason }]
}

fn checked(file: &str, profile: Profile) -> Result<Profile, Vec<Fault>> {
    let fault = |kind: FaultKind, key: &str, reason: String| Fault {
        kind,
        file: file.to_owned(),
        key: key.to_owned(),
        reason,
    };
    let mut bad = Vec::new();
    let mut say = |key: &str, reason: &str| bad.push(fault(FaultKind::Inconsistent, key, reason.to_owned()));
    if profile.schema != SCHEMA {
        say("schema", "this program reads schema 1");
    }
    check_ids(&profile, &mut say);
    check_words(&profile, &mut say);
    check_form(&profile, &mut say);
    check_choices(&profile, &mut say);
    check_lists(&profile, &mut say);
    if !bad.is_empty() {
        return Err(bad);
    }
    let policy = Policy::compile(profile).map_err(|rules| {
        rules.into_iter().map(|r| fault(FaultKind::Inconsistent, &r.key, r.reason)).collect::<Vec<_>>()
    })?;
    let mut bad = Vec::new();
    super::check_authority::check(&policy, &mut |key, reason| {
        bad.push(fault(FaultKind::Unsafe, key, reason.to_owned()));
    });
    if bad.is_empty() { Ok(policy.profile().clone()) } else { Err(bad) }
}

type Say<'a> = &'a mut dyn FnMut(&str, &str);

fn check_ids(profile: &Profile, say: Say<'_>) {
    let good = |id: &str| {
        !id.is_empty()
            && id.len() <= 48
            && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
            && !id.starts_with(['-', '.'])
    };
    let tables: [(&str, Vec<&str>); 11] = [
        ("permissions", profile.permissions.ids().collect()),
        ("roles", profile.roles.ids().collect()),
        ("additions", profile.additions.ids().collect()),
        ("standing", profile.standing.ids().collect()),
        ("grants", profile.grants.ids().collect()),
        ("fields", profile.fields.ids().collect()),
        ("seats", profile.seats.ids().collect()),
        ("work", profile.work.ids().collect()),
        ("settings", profile.settings.ids().collect()),
        ("team_fields", profile.team_fields.ids().collect()),
        ("lists", profile.lists.ids().collect()),
    ];
    if !good(&profile.id) {
        say("id", "an id has small letters, digits, hyphens and dots, at most 48");
    }
    for (table, ids) in tables {
        for id in ids {
            if !good(id) {
                say(
                    &format!("{table}.{id}"),
                    "an id has small letters, digits, hyphens and dots, at most 48",
                );
            }
        }
    }
    if profile.roles.is_empty() {
        say("roles", "there is no role");
    }
    match profile.roles.iter().filter(|(_, r)| r.default).count() {
        1 => {}
        0 => say("roles", "no role is the default one"),
        _ => say("roles", "more than one role is the default one"),
    }
}

fn check_words(profile: &Profile, say: Say<'_>) {
    for key in profile.words.keys() {
        if !WORDS.iter().any(|(known, _)| known == key) {
            say(&format!("words.{key}"), "unknown word");
        }
    }
}

fn check_form(profile: &Profile, say: Say<'_>) {
    let emails = profile.fields.iter().filter(|(_, f)| f.kind == FieldKind::Email);
    if emails.map(|(id, _)| id).collect::<Vec<_>>() != ["email"] {
        say("fields", "exactly one field has the kind `email`, and its id is `email`");
    }
    let form = &profile.invitation.fields;
    if !form.iter().any(|f| f == "email") {
        say("invitation.fields", "without `email` nobody can be invited");
    }
    for (id, field) in profile.fields.iter() {
        if field.required && !form.iter().any(|f| f == id) {
            say(&format!("fields.{id}.required"), "required, but no form shows it");
        }
        if matches!(field.kind, FieldKind::Choice | FieldKind::Choices) == field.choices.is_empty() {
            say(
                &format!("fields.{id}.choices"),
                "belongs to the kinds `choice` and `choices`, and is not empty there",
            );
        }
        if field.own && form.iter().any(|f| f == id) {
            say(&format!("fields.{id}.own"), "set by the person alone, but the invitation asks for it");
        }
        if field.choices.iter().any(|c| c.contains(',')) {
            say(&format!("fields.{id}.choices"), "a choice has no comma");
        }
        if field.immutable == field.instead.is_empty() {
            say(&format!("fields.{id}.instead"), "an immutable field says what to do instead, others don't");
        }
    }
    for (id, field) in profile.team_fields.iter() {
        let at = |part: &str| format!("team_fields.{id}{part}");
        if matches!(field.kind, FieldKind::Choice | FieldKind::Choices) == field.choices.is_empty() {
            say(&at(".choices"), "belongs to the kinds `choice` and `choices`, and is not empty there");
        }
        if field.choices.iter().any(|c| c.contains(',')) {
            say(&at(".choices"), "a choice has no comma");
        }
        if field.own || field.immutable || !field.for_roles.is_empty() {
            say(&at(""), "is the team's: `own`, `immutable` and `for_roles` are about people");
        }
        if matches!(id, "name" | "settings" | "fields") {
            say(&at(""), "the team has something of this name already");
        }
    }
    if profile.invitation.at_once == 0 || profile.invitation.at_once > 100 {
        say("invitation.at_once", "1 to 100");
    }
    let asked = form.iter().filter(|f| *f != "email" && *f != "role");
    if profile.invitation.at_once > 1
        && asked.clone().any(|f| profile.fields.get(f).is_some_and(|d| d.required))
    {
        say("invitation.at_once", "several addresses at once cannot have required fields of their own");
    }
}

fn check_choices(profile: &Profile, say: Say<'_>) {
    for (at, (id, grant)) in profile.grants.iter().filter(|(_, g)| g.sso).enumerate() {
        if at > 0 {
            say(&format!("grants.{id}.sso"), "another switch is the one for signing in through the provider");
        }
        if !grant.for_roles.is_empty() {
            say(&format!("grants.{id}.for_roles"), "a switch with `sso` is for all roles");
        }
    }
    if !(1..=128).contains(&profile.password.min) {
        say("password.min", "1 to 128 characters");
    }
    if let Some(delete) = &profile.delete
        && delete.from.is_empty()
    {
        say("delete.from", "names no status; leave `[delete]` out instead");
    }
    for (id, seat) in profile.seats.iter() {
        if seat.counts.is_empty() {
            say(&format!("seats.{id}.counts"), "counts no status");
        }
    }
    match profile.words.get("invite-place").map(String::as_str) {
        None | Some("start" | "end") => {}
        Some(_) => say("words.invite-place", "is `start` or `end`"),
    }
}

/// What a list's entry holds. Every member reads all of it; its name is a field of its own.
fn check_lists(profile: &Profile, say: Say<'_>) {
    for (list, def) in profile.lists.iter() {
        for (id, field) in def.fields.iter() {
            let key = format!("lists.{list}.fields.{id}");
            if id == "name" || id == "before" {
                say(&key, "the id stands for something else in an entry");
            }
            if field.see.is_some() {
                say(&format!("{key}.see"), "every member reads the whole list");
            }
            if matches!(field.kind, FieldKind::Choice | FieldKind::Choices) == field.choices.is_empty() {
                say(
                    &format!("{key}.choices"),
                    "belongs to the kinds `choice` and `choices`, and is not empty there",
                );
            }
        }
    }
}
