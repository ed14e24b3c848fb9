//! Deleting the team, and everything of it as a file.

use super::calls::{Answer, NOTHING, team};
use super::fetch::tell_server;
use shared::api::*;

pub async fn delete_team(t: &str, name: String) -> Answer<()> {
    tell_server("POST", team(t, "/deletion"), &DeleteTeam { name }, false).await
}

pub async fn keep_team(t: &str) -> Answer<()> {
    tell_server("DELETE", team(t, "/deletion"), &NOTHING, false).await
}

/// Where everything of the team is as a file.
pub fn team_export(t: &str) -> String {
    [BASE, &team(t, "/export")].concat()
}
