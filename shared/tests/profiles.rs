//! Profile files: the five load, a sixth needs no Rust, a bad one is refused with file, key and reason.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use shared::policy::Policy;
use shared::profile::{BUILTIN, builtin, load};

const SIXTH: &str = include_str!("../../docs/examples/studio.toml");

fn faults(text: &str) -> Vec<String> {
    load("bad.toml", text).map_or_else(|f| f.iter().map(ToString::to_string).collect(), |_| Vec::new())
}

fn jelly() -> String {
    BUILTIN.iter().find(|(id, _)| *id == "jelly").unwrap().1.to_owned()
}

fn refused(text: &str, want: &str) {
    let got = faults(text);
    assert!(got.iter().any(|f| f.contains(want)), "wanted {want:?}, got {got:#?}");
    assert!(got.iter().all(|f| f.starts_with("bad.toml: ")), "{got:#?}");
}

#[test]
fn the_five_products_load_and_keep_their_meaning_on_the_wire() {
    for (id, _) in BUILTIN {
        let profile = builtin(id).unwrap().unwrap_or_else(|f| panic!("{f:?}"));
        let wire = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<shared::profile::Profile>(&wire).unwrap(), profile);
        Policy::compile(profile).unwrap();
    }
}

#[test]
fn a_sixth_profile_needs_no_rust() {
    let profile = load("studio.toml", SIXTH).unwrap_or_else(|f| panic!("{f:#?}"));
    let policy = Policy::compile(profile).unwrap();
    assert_eq!(policy.word("members"), "Crew");
}

#[test]
fn unknown_keys_and_ids_are_refused_with_their_place() {
    let line = jelly().lines().position(|l| l == "at_once = 4").unwrap() + 1;
    refused(&jelly().replace("at_once = 4", "at_onec = 4"), &format!("line {line}"));
    refused(&jelly().replace("at_once = 4", "at_onec = 4"), "unknown field `at_onec`");
    refused(
        &jelly().replace("\"owner\"]\nsource = [\"JY7\", \"JY8\", \"JY16\"]", "\"king\"]"),
        "roles.owner.assigns: unknown role `king`",
    );
    refused(
        &jelly().replace("\"members.invite\"", "\"members.invent\""),
        "roles.admin.permissions: unknown permission `members.invent`",
    );
    refused(
        &jelly().replace("keep_one = [\"owner\"]", "keep_one = [\"boss\"]"),
        "guards.keep_one: unknown role or standing `boss`",
    );
    refused(
        &jelly().replace("fields = [\"email\", \"role\"]", "fields = [\"email\", \"shoe-size\"]"),
        "invitation.fields: unknown field `shoe-size`",
    );
    refused(
        &jelly().replace("expires = \"7d\"", "expires = \"soon\""),
        "invitation.expires: is not a duration",
    );
    refused(&jelly().replace("former = ", "fromer = "), "words.fromer: unknown word");
    refused(&jelly().replace("schema = 1", "schema = 2"), "schema: this program reads schema 1");
    refused("this is not toml", "line 1");
}

#[test]
fn jy15_a_list_with_a_field_that_it_cannot_have_is_refused() {
    refused(
        &jelly().replace("text = { label = \"Text\"", "name = { label = \"Text\""),
        "lists.saved-replies.fields.name: the id stands for something else in an entry",
    );
    refused(
        &jelly().replace("kind = \"long-text\"", "kind = \"long-text\", see = \"billing.view\""),
        "lists.saved-replies.fields.text.see: every member reads the whole list",
    );
    refused(
        &jelly().replace("kind = \"long-text\"", "kind = \"choice\""),
        "lists.saved-replies.fields.text.choices: belongs to the kinds `choice` and `choices`",
    );
}

#[test]
fn a_role_that_nobody_can_assign_is_refused() {
    let text =
        jelly().replace("assigns = [\"member\", \"admin\", \"owner\"]", "assigns = [\"member\", \"admin\"]");
    refused(&text, "roles.owner: a guarded role that nobody can assign");
}

#[test]
fn a_team_that_could_lock_itself_out_is_refused() {
    refused(
        &jelly().replace("keep_one = [\"owner\"]\n", ""),
        "guards.keep_one: without it a team could lose the last person",
    );
    refused(
        &jelly().replace("keep_one = [\"owner\"]", "keep_one = [\"member\"]"),
        "a state in which nobody can invite",
    );
}

#[test]
fn a_role_that_can_raise_itself_is_refused() {
    let direct = jelly().replacen(
        "assigns = [\"member\", \"admin\"]",
        "assigns = [\"member\", \"admin\", \"owner\"]",
        1,
    );
    refused(
        &direct,
        "roles.admin.assigns: a holder could raise themself above what the role may, through `owner`",
    );
    // Member may make itself admin, and an admin may do more than a member.
    let steps = jelly().replace(
        "\"own-preferences.edit\", \"members.view\"]",
        "\"own-preferences.edit\", \"members.view\", \"members.change-role\"]\nassigns = [\"admin\"]",
    );
    refused(&steps, "roles.member.assigns: a holder could raise themself");
}

#[test]
fn nobody_can_invite_is_refused() {
    refused(&jelly().replace("\"members.invite\", ", ""), "roles: nobody can invite");
}

#[test]
fn required_fields_that_no_form_shows_are_refused() {
    refused(
        &jelly().replace(
            "label = \"Name\"\nkind = \"name\"",
            "label = \"Name\"\nkind = \"name\"\nrequired = true",
        ),
        "fields.name.required: required, but no form shows it",
    );
}

#[test]
fn two_roles_that_are_the_same_are_refused() {
    let text = jelly()
        .replace("[roles.owner]", "[roles.guest]\nlabel = \"Guest\"\nincludes = \"member\"\n\n[roles.owner]")
        .replace(
            "assigns = [\"member\", \"admin\", \"owner\"]",
            "assigns = [\"member\", \"admin\", \"owner\", \"guest\"]",
        );
    refused(&text, "the same as `member`");
}

#[test]
fn roles_that_include_each_other_are_refused() {
    let text = jelly().replace("[roles.member]\n", "[roles.member]\nincludes = \"owner\"\n");
    refused(&text, "includes itself in a circle");
}
