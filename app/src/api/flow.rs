//! Endpoints of what runs without a person, and of the checklist after a departure.

use super::calls::{NOTHING, enc, team};
use super::fetch::{Asked, ask, get, tell_server};
use shared::api::*;

/// The things that keep working when their maker has gone (JT16). Each is taken over and ended in the same way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thing {
    Key,
    Webhook,
    Automation,
}

fn of(t: &str, thing: Thing, id: &str, tail: &str) -> String {
    let place = match thing {
        Thing::Key => "/keys/",
        Thing::Webhook => "/webhooks/",
        Thing::Automation => "/automations/",
    };
    team(t, &[place, &enc(id), tail].concat())
}

/// Revokes a key or a webhook, deletes an automation.
pub fn end_thing(t: &str, thing: Thing, id: &str) -> Asked<()> {
    tell_server("DELETE", of(t, thing, id, ""), &NOTHING, false)
}

/// Makes it one's own.
pub fn take_over(t: &str, thing: Thing, id: &str) -> Asked<()> {
    tell_server("POST", of(t, thing, id, "/take-over"), &NOTHING, false)
}

pub fn automations(t: &str) -> Asked<Automations> {
    get(team(t, "/automations"))
}

pub fn add_automation(t: &str, new: &NewAutomation) -> Asked<()> {
    tell_server("POST", team(t, "/automations"), new, false)
}

pub fn edit_automation(t: &str, id: &str, edit: &EditAutomation) -> Asked<()> {
    tell_server("PATCH", of(t, Thing::Automation, id, ""), edit, false)
}

pub fn keys(t: &str) -> Asked<Keys> {
    get(team(t, "/keys"))
}

pub fn add_key(t: &str, new: &NewKey) -> Asked<MadeKey> {
    ask("POST", team(t, "/keys"), new)
}

pub fn edit_key(t: &str, id: &str, edit: &EditKey) -> Asked<()> {
    tell_server("PATCH", of(t, Thing::Key, id, ""), edit, false)
}

pub fn rotate_key(t: &str, id: &str, rotate: &RotateKey) -> Asked<MadeKey> {
    ask("POST", of(t, Thing::Key, id, "/rotate"), rotate)
}

pub fn webhooks(t: &str) -> Asked<Webhooks> {
    get(team(t, "/webhooks"))
}

pub fn deliveries(t: &str, hook: &str) -> Asked<Deliveries> {
    get(of(t, Thing::Webhook, hook, "/deliveries"))
}

pub fn add_webhook(t: &str, new: &NewWebhook) -> Asked<MadeWebhook> {
    ask("POST", team(t, "/webhooks"), new)
}

pub fn departures(t: &str) -> Asked<Departures> {
    get(team(t, "/departures"))
}

/// The same, as much of it as a banner reads.
pub fn open_departures(t: &str) -> Asked<OpenDepartures> {
    get(team(t, "/departures"))
}

pub fn edit_departure(t: &str, id: &str, edit: &EditDeparture) -> Asked<()> {
    tell_server("PATCH", team(t, &["/departures/", &enc(id)].concat()), edit, false)
}
