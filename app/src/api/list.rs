//! Lists that the team shares.

use super::calls::{NOTHING, enc, team};
use super::fetch::{Asked, ask, get};
use shared::api::{EditEntry, Entries, EntryView, NewEntry, OrderEntries, Revised};

/// Where a list is.
pub fn list_path(t: &str, list: &str) -> String {
    team(t, &["/lists/", &enc(list)].concat())
}

pub fn entries(list: String) -> Asked<Entries> {
    get(list)
}

pub fn add_entry(list: String, new: &NewEntry) -> Asked<EntryView> {
    ask("POST", list, new)
}

pub fn edit_entry(list: &str, id: &str, edit: &EditEntry) -> Asked<EntryView> {
    ask("PATCH", [list, "/", &enc(id)].concat(), edit)
}

pub fn delete_entry(list: &str, id: &str) -> Asked<Revised> {
    ask("DELETE", [list, "/", &enc(id)].concat(), &NOTHING)
}

pub fn order_entries(list: &str, ids: Vec<String>) -> Asked<Revised> {
    ask("PUT", [list, "/order"].concat(), &OrderEntries { ids })
}
