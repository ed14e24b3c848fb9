//! Endpoints of units, standing, resources.

use super::calls::{Answer, NOTHING, enc, of_member, team};
use super::fetch::{ask, get, tell_server};
use shared::api::*;

pub async fn units(t: &str) -> Answer<Units> {
    get(team(t, "/units")).await
}

pub async fn add_unit(t: &str, new: &NewUnit) -> Answer<()> {
    tell_server("POST", team(t, "/units"), new, false).await
}

pub async fn edit_unit(t: &str, unit: &str, name: String) -> Answer<()> {
    tell_server("PATCH", team(t, &["/units/", &enc(unit)].concat()), &EditUnit { name }, false).await
}

pub async fn delete_unit(t: &str, unit: &str) -> Answer<()> {
    tell_server("DELETE", team(t, &["/units/", &enc(unit)].concat()), &NOTHING, false).await
}

pub async fn set_unit(t: &str, m: &str, unit: Option<String>) -> Answer<Revised> {
    ask("PUT", of_member(t, m, "/unit"), &SetUnit { unit }).await
}

/// Gives or takes a standing; `unit` where it is about one (ST2).
pub async fn set_standing(
    t: &str,
    m: &str,
    standing: &str,
    unit: Option<String>,
    on: bool,
) -> Answer<Revised> {
    let path = of_member(t, m, &["/standing/", &enc(standing)].concat());
    ask(if on { "PUT" } else { "DELETE" }, path, &SetStanding { unit }).await
}

pub async fn resources(t: &str) -> Answer<Resources> {
    get(team(t, "/resources")).await
}

pub async fn add_resource(t: &str, new: &NewResource) -> Answer<()> {
    tell_server("POST", team(t, "/resources"), new, false).await
}

pub async fn edit_resource(t: &str, resource: &str, new: &NewResource) -> Answer<()> {
    tell_server("PATCH", team(t, &["/resources/", &enc(resource)].concat()), new, false).await
}

pub async fn delete_resource(t: &str, resource: &str) -> Answer<()> {
    tell_server("DELETE", team(t, &["/resources/", &enc(resource)].concat()), &NOTHING, false).await
}

/// Gives a member access to a resource, or takes it (ST8).
pub async fn set_resource_member(t: &str, resource: &str, m: &str, on: bool) -> Answer<()> {
    let path = team(t, &["/resources/", &enc(resource), "/members/", &enc(m)].concat());
    tell_server(if on { "PUT" } else { "DELETE" }, path, &NOTHING, false).await
}
