//! Every text of a profile that is for people, so that it can be shown in another language.
//!
//! The definitions are taken apart field by field: one that is added does not compile until it is said here whether people
//! read it. What can be chosen (`choices`, kinds of unit) is a value that is stored and compared: it is shown through the same
//! table, but never replaced.

use super::{
    AdditionDef, FieldDef, GrantDef, ListDef, PermissionDef, Profile, ResourceDef, RoleDef, SeatDef,
    SettingDef, StandingDef, UnitsDef, WORDS, WorkDef, WorkFieldDef,
};

/// A word that is a place and not a text.
const NO_TEXT: &str = "invite-place";

/// Calls `say` with each text. Words that the product leaves to their defaults are filled in, so that these are said too.
pub fn each_text(profile: &mut Profile, say: &mut dyn FnMut(&mut String)) {
    for (key, word) in WORDS.iter().copied() {
        if !profile.words.contains_key(key) {
            profile.words.insert(key.to_owned(), word.to_owned());
        }
    }
    let Profile {
        schema: _,
        id: _,
        name: _,
        about,
        language: _,
        words,
        permissions,
        roles,
        additions,
        standing,
        grants,
        guards: _,
        fields,
        invitation: _,
        restore: _,
        delete: _,
        seats,
        resources,
        work,
        routing: _,
        away: _,
        notices: _,
        units,
        settings,
        team_fields,
        lists,
        delete_team: _,
        review: _,
        facing: _,
        founder: _,
        password: _,
    } = profile;
    say(about);
    for (key, word) in words.iter_mut() {
        if key != NO_TEXT {
            say(word);
        }
    }
    for (_, PermissionDef { label, implies: _ }) in &mut permissions.0 {
        say(label);
    }
    for (_, def) in &mut roles.0 {
        let RoleDef {
            label,
            about,
            default: _,
            includes: _,
            permissions: _,
            assigns: _,
            manages: _,
            invites: _,
            source: _,
        } = def;
        say(label);
        say(about);
    }
    for (_, def) in &mut additions.0 {
        let AdditionDef { label, about, needs: _, same_as: _, permissions: _, source: _ } = def;
        say(label);
        say(about);
    }
    for (_, def) in &mut standing.0 {
        let StandingDef {
            label,
            about,
            always: _,
            when_standalone: _,
            when_enterprise: _,
            in_unit: _,
            confines: _,
            manages: _,
            invites: _,
            managed_by: _,
            grantable_to: _,
            source: _,
        } = def;
        say(label);
        say(about);
    }
    for (_, def) in &mut grants.0 {
        let GrantDef { label, about, permissions: _, for_roles: _, source: _, sso: _ } = def;
        say(label);
        say(about);
    }
    for (_, def) in fields.0.iter_mut().chain(&mut team_fields.0) {
        field(def, say);
    }
    for (_, SeatDef { label, roles: _, counts: _, limited: _, source: _ }) in &mut seats.0 {
        say(label);
    }
    if let Some(ResourceDef { label, one, group, about, invite: _, source: _ }) = resources {
        for text in [label, one, group, about] {
            say(text);
        }
    }
    for (_, def) in &mut work.0 {
        work_def(def, say);
    }
    if let Some(UnitsDef { label, plural, about, kinds: _, enterprise_only: _, source: _ }) = units {
        for text in [label, plural, about] {
            say(text);
        }
    }
    for (_, SettingDef { label, about, source: _ }) in &mut settings.0 {
        say(label);
        say(about);
    }
    for (_, def) in &mut lists.0 {
        let ListDef { label, plural, about, name, fields, ordered: _, source: _ } = def;
        for text in [label, plural, about, name] {
            say(text);
        }
        work_fields(fields, say);
    }
}

fn field(def: &mut FieldDef, say: &mut dyn FnMut(&mut String)) {
    let FieldDef {
        label,
        kind: _,
        required: _,
        hint,
        immutable: _,
        instead,
        for_roles: _,
        own: _,
        choices: _,
        source: _,
    } = def;
    for text in [label, hint, instead] {
        say(text);
    }
}

fn work_def(def: &mut WorkDef, say: &mut dyn FnMut(&mut String)) {
    let WorkDef {
        label,
        plural,
        about,
        title,
        see: _,
        fields,
        parent: _,
        resource: _,
        unit: _,
        import: _,
        icon: _,
        only: _,
        source: _,
    } = def;
    for text in [label, plural, about, title] {
        say(text);
    }
    work_fields(fields, say);
}

fn work_fields(fields: &mut super::Ordered<WorkFieldDef>, say: &mut dyn FnMut(&mut String)) {
    for (_, def) in &mut fields.0 {
        let WorkFieldDef { label, kind: _, required: _, choices: _, searched: _, listed: _, see: _, also: _ } =
            def;
        say(label);
    }
}

/// Every value that is shown through the table of texts: choices, and kinds of unit.
pub fn each_value<'a>(profile: &'a Profile, say: &mut dyn FnMut(&'a str)) {
    let plain = profile.fields.0.iter().chain(&profile.team_fields.0).map(|(_, def)| &def.choices);
    let work = profile.work.0.iter().map(|(_, def)| &def.fields);
    let lists = profile.lists.0.iter().map(|(_, def)| &def.fields);
    let listed = work.chain(lists).flat_map(|fields| fields.0.iter().map(|(_, def)| &def.choices));
    let kinds = profile.units.iter().map(|units| &units.kinds);
    for value in plain.chain(listed).chain(kinds).flatten() {
        say(value);
    }
}
