//! Endpoints of units, standing, resources.

use super::calls::{NOTHING, enc, of_member, team};
use super::fetch::{Asked, ask, get, tell_server};
use shared::api::*;

pub fn units(t: &str) -> Asked<Units> {
    get(team(t, "/units"))
}

pub fn add_unit(t: &str, new: &NewUnit) -> Asked<()> {
    tell_server("POST", team(t, "/units"), new, false)
}

pub fn edit_unit(t: &str, unit: &str, name: String) -> Asked<()> {
    tell_server("PATCH", team(t, &["/units/", &enc(unit)].concat()), &EditUnit { name }, false)
}

pub fn delete_unit(t: &str, unit: &str) -> Asked<()> {
    tell_server("DELETE", team(t, &["/units/", &enc(unit)].concat()), &NOTHING, false)
}

pub fn set_unit(t: &str, m: &str, unit: Option<String>) -> Asked<Revised> {
    ask("PUT", of_member(t, m, "/unit"), &SetUnit { unit })
}

/// Gives or takes a standing; `unit` where it is about one (ST2).
pub fn set_standing(t: &str, m: &str, standing: &str, unit: Option<String>, on: bool) -> Asked<Revised> {
    let path = of_member(t, m, &["/standing/", &enc(standing)].concat());
    ask(if on { "PUT" } else { "DELETE" }, path, &SetStanding { unit })
}

pub fn resources(t: &str) -> Asked<Resources> {
    get(team(t, "/resources"))
}

pub fn add_resource(t: &str, new: &NewResource) -> Asked<()> {
    tell_server("POST", team(t, "/resources"), new, false)
}

pub fn edit_resource(t: &str, resource: &str, new: &NewResource) -> Asked<()> {
    tell_server("PATCH", team(t, &["/resources/", &enc(resource)].concat()), new, false)
}

pub fn delete_resource(t: &str, resource: &str) -> Asked<()> {
    tell_server("DELETE", team(t, &["/resources/", &enc(resource)].concat()), &NOTHING, false)
}

/// Gives a member access to a resource, or takes it (ST8).
pub fn set_resource_member(t: &str, resource: &str, m: &str, on: bool) -> Asked<()> {
    let path = team(t, &["/resources/", &enc(resource), "/members/", &enc(m)].concat());
    tell_server(if on { "PUT" } else { "DELETE" }, path, &NOTHING, false)
}
