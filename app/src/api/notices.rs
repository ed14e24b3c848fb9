//! Endpoints of the bell.

use super::calls::team;
use super::fetch::{Asked, get, tell_server};
use shared::api::*;

pub fn notices(t: &str) -> Asked<Notices> {
    get(team(t, "/notices"))
}

pub fn read_notices(t: &str, read: &ReadNotices) -> Asked<()> {
    tell_server("POST", team(t, "/notices/read"), read, false)
}

/// Where live events come from; the frame opens it.
pub fn live_path(t: &str) -> String {
    [BASE, &team(t, "/live")].concat()
}
