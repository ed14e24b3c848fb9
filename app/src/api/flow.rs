//! Endpoints of what runs without a person, and of the checklist after a departure.

use super::calls::{Answer, NOTHING, enc, team};
use super::fetch::{ask, get, tell_server};
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
pub async fn end_thing(t: &str, thing: Thing, id: &str) -> Answer<()> {
    tell_server("DELETE", of(t, thing, id, ""), &NOTHING, false).await
}

/// Makes it one's own.
pub async fn take_over(t: &str, thing: Thing, id: &str) -> Answer<()> {
    tell_server("POST", of(t, thing, id, "/take-over"), &NOTHING, false).await
}

pub async fn automations(t: &str) -> Answer<Automations> {
    get(team(t, "/automations")).await
}

pub async fn add_automation(t: &str, new: &NewAutomation) -> Answer<()> {
    tell_server("POST", team(t, "/automations"), new, false).await
}

pub async fn edit_automation(t: &str, id: &str, edit: &EditAutomation) -> Answer<()> {
    tell_server("PATCH", of(t, Thing::Automation, id, ""), edit, false).await
}

pub async fn keys(t: &str) -> Answer<Keys> {
    get(team(t, "/keys")).await
}

pub async fn add_key(t: &str, new: &NewKey) -> Answer<MadeKey> {
    ask("POST", team(t, "/keys"), new).await
}

pub async fn edit_key(t: &str, id: &str, edit: &EditKey) -> Answer<()> {
    tell_server("PATCH", of(t, Thing::Key, id, ""), edit, false).await
}

pub async fn rotate_key(t: &str, id: &str, rotate: &RotateKey) -> Answer<MadeKey> {
    ask("POST", of(t, Thing::Key, id, "/rotate"), rotate).await
}

pub async fn webhooks(t: &str) -> Answer<Webhooks> {
    get(team(t, "/webhooks")).await
}

pub async fn deliveries(t: &str, hook: &str) -> Answer<Deliveries> {
    get(of(t, Thing::Webhook, hook, "/deliveries")).await
}

pub async fn add_webhook(t: &str, new: &NewWebhook) -> Answer<MadeWebhook> {
    ask("POST", team(t, "/webhooks"), new).await
}

pub async fn departures(t: &str) -> Answer<Departures> {
    get(team(t, "/departures")).await
}

/// The same, as much of it as a banner reads.
pub async fn open_departures(t: &str) -> Answer<OpenDepartures> {
    get(team(t, "/departures")).await
}

pub async fn edit_departure(t: &str, id: &str, edit: &EditDeparture) -> Answer<()> {
    tell_server("PATCH", team(t, &["/departures/", &enc(id)].concat()), edit, false).await
}
