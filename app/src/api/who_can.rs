//! Who may do something now.

use super::calls::{enc, team};
use super::fetch::{Asked, get};
use shared::api::{WhoCan, WhoCanQuery};

/// Where the answer is.
pub fn who_can_path(t: &str, q: &WhoCanQuery) -> String {
    let mut path = team(t, "/who-can?action=");
    path.push_str(&enc(&q.action));
    for (key, value) in [("&to=", &q.to), ("&target=", &q.target)] {
        if let Some(v) = value {
            path.push_str(key);
            path.push_str(&enc(v));
        }
    }
    path
}

pub fn who_can(path: String) -> Asked<WhoCan> {
    get(path)
}
