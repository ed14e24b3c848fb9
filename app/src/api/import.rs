//! Importing work from a file.

use super::calls::{NOTHING, enc, team};
use super::fetch::{Asked, ask, get, upload};
use super::work::{of_kind, with_query};
use shared::api::*;

fn of_import(t: &str, import: &str, tail: &str) -> String {
    team(t, &["/imports/", &enc(import), tail].concat())
}

/// Sends the file as it is; the answer says what it seems to hold.
pub fn upload_import(t: &str, kind: &str, name: &str, file: &web_sys::Blob) -> Asked<ImportView> {
    upload("POST", with_query(of_kind(t, kind, "/imports"), &[("file", Some(name))]), file)
}

pub fn imports(t: &str) -> Asked<Imports> {
    get(team(t, "/imports"))
}

pub fn import(t: &str, id: &str) -> Asked<ImportView> {
    get(of_import(t, id, ""))
}

pub fn check_import(t: &str, id: &str, plan: &ImportPlan) -> Asked<ImportView> {
    ask("POST", of_import(t, id, "/check"), plan)
}

pub fn start_import(t: &str, id: &str, plan: &ImportPlan) -> Asked<ImportView> {
    ask("POST", of_import(t, id, "/start"), plan)
}

pub fn cancel_import(t: &str, id: &str) -> Asked<ImportView> {
    ask("POST", of_import(t, id, "/cancel"), &NOTHING)
}

/// Where all faults of a file are, as a file.
pub fn import_faults(t: &str, id: &str) -> String {
    [BASE, &of_import(t, id, "/faults")].concat()
}
