//! Importing work from a file.

use super::calls::{Answer, NOTHING, enc, team};
use super::fetch::{ask, get, upload};
use super::work::{of_kind, with_query};
use shared::api::*;

fn of_import(t: &str, import: &str, tail: &str) -> String {
    team(t, &["/imports/", &enc(import), tail].concat())
}

/// Sends the file as it is; the answer says what it seems to hold.
pub async fn upload_import(t: &str, kind: &str, name: &str, file: &web_sys::Blob) -> Answer<ImportView> {
    upload("POST", with_query(of_kind(t, kind, "/imports"), &[("file", Some(name))]), file).await
}

pub async fn imports(t: &str) -> Answer<Imports> {
    get(team(t, "/imports")).await
}

pub async fn import(t: &str, id: &str) -> Answer<ImportView> {
    get(of_import(t, id, "")).await
}

pub async fn check_import(t: &str, id: &str, plan: &ImportPlan) -> Answer<ImportView> {
    ask("POST", of_import(t, id, "/check"), plan).await
}

pub async fn start_import(t: &str, id: &str, plan: &ImportPlan) -> Answer<ImportView> {
    ask("POST", of_import(t, id, "/start"), plan).await
}

pub async fn cancel_import(t: &str, id: &str) -> Answer<ImportView> {
    ask("POST", of_import(t, id, "/cancel"), &NOTHING).await
}

/// Where all faults of a file are, as a file.
pub fn import_faults(t: &str, id: &str) -> String {
    [BASE, &of_import(t, id, "/faults")].concat()
}
