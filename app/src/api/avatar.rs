//! Pictures of people (VA1).

use super::calls::{NOTHING, enc, of_member, team};
use super::fetch::{Asked, Failure, ask, file_at, upload};
use shared::api::*;

/// Where a member's picture is; empty without one.
pub fn picture_of(t: &str, m: &MemberView) -> String {
    picture_at(t, &m.id, m.avatar.as_deref())
}

/// The same, by id and version.
pub fn picture_at(t: &str, id: &str, version: Option<&str>) -> String {
    match version {
        Some(v) => [BASE, &of_member(t, id, "/avatar?v="), &enc(v)].concat(),
        None => String::new(),
    }
}

/// The picture itself, from where [`picture_of`] says.
pub async fn picture(url: &str) -> Result<web_sys::Blob, Failure> {
    file_at(url).await
}

pub fn set_picture(t: &str, file: &web_sys::Blob) -> Asked<Revised> {
    upload("PUT", team(t, "/me/avatar"), file)
}

pub fn remove_picture(t: &str) -> Asked<Revised> {
    ask("DELETE", team(t, "/me/avatar"), &NOTHING)
}
