//! Deleting the team, and everything of it as a file.

use super::calls::{NOTHING, team};
use super::fetch::{Asked, tell_server};
use shared::api::*;

pub fn delete_team(t: &str, name: String) -> Asked<()> {
    tell_server("POST", team(t, "/deletion"), &DeleteTeam { name }, false)
}

pub fn keep_team(t: &str) -> Asked<()> {
    tell_server("DELETE", team(t, "/deletion"), &NOTHING, false)
}

/// Where everything of the team is as a file.
pub fn team_export(t: &str) -> String {
    [BASE, &team(t, "/export")].concat()
}
