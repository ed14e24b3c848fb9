//! Endpoints of the bell.

use super::calls::{Answer, team};
use super::fetch::{get, tell_server};
use shared::api::*;

pub async fn notices(t: &str) -> Answer<Notices> {
    get(team(t, "/notices")).await
}

pub async fn read_notices(t: &str, read: &ReadNotices) -> Answer<()> {
    tell_server("POST", team(t, "/notices/read"), read, false).await
}

/// Where live events come from; the frame opens it.
pub fn live_path(t: &str) -> String {
    [BASE, &team(t, "/live")].concat()
}
