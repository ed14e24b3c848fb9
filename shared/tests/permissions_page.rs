//! `docs/permissions.md` says what the profiles say.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use shared::permissions_page::permissions_page;
use shared::policy::Policy;
use shared::profile::{BUILTIN, builtin};

#[test]
fn jt5_the_permissions_page_is_made_from_the_profiles() {
    let policies: Vec<Policy> =
        BUILTIN.iter().map(|(id, _)| Policy::compile(builtin(id).unwrap().unwrap()).unwrap()).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");
    let page = permissions_page(&policies);
    if std::env::var_os("ROLECALL_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/permissions.md is out of date: ROLECALL_BLESS=1 cargo test -p shared --test permissions_page"
    );
    assert!(page.contains("| View & message contacts | ● | ● |"));
    assert!(page.contains("| View & run automations | ● | |"));
}
