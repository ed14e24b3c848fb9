//! Lists that the team shares.

use super::calls::{Answer, NOTHING, enc, team};
use super::fetch::{ask, get};
use shared::api::{EditEntry, Entries, EntryView, NewEntry, OrderEntries, Revised};

/// Where a list is.
pub fn list_path(t: &str, list: &str) -> String {
    team(t, &["/lists/", &enc(list)].concat())
}

pub async fn entries(list: String) -> Answer<Entries> {
    get(list).await
}

pub async fn add_entry(list: String, new: &NewEntry) -> Answer<EntryView> {
    ask("POST", list, new).await
}

pub async fn edit_entry(list: &str, id: &str, edit: &EditEntry) -> Answer<EntryView> {
    ask("PATCH", [list, "/", &enc(id)].concat(), edit).await
}

pub async fn delete_entry(list: &str, id: &str) -> Answer<Revised> {
    ask("DELETE", [list, "/", &enc(id)].concat(), &NOTHING).await
}

pub async fn order_entries(list: &str, ids: Vec<String>) -> Answer<Revised> {
    ask("PUT", [list, "/order"].concat(), &OrderEntries { ids }).await
}
