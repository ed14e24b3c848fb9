//! The one table of endpoints. Each says who may reach it before its handler runs; an endpoint without an access class
//! cannot be written down, and one that is not in the table does not exist (A1).

mod automations;
mod billing;
mod departures;
mod dev;
mod host;
mod imports;
mod intake;
mod invitation;
mod keys;
mod lists;
mod me;
mod members;
mod notices;
mod password;
pub(crate) mod reply;
mod resources;
mod reviews;
mod route;
mod session;
mod site;
mod sso;
mod team;
mod units;
mod webhooks;
pub mod widget;
mod work;

pub use route::{Access, Route};

use crate::config::Config;

/// Every endpoint of a server with this configuration.
pub fn table(config: &Config) -> Vec<Route> {
    let mut all = vec![
        site::health::route(),
        site::openapi::route(),
        site::bootstrap::route(),
        site::setup::route(),
        session::sign_in::route(),
        session::show::route(),
        session::sign_out::route(),
        sso::start::route(),
        sso::callback::route(),
        invitation::look_up::route(),
        invitation::accept::route(),
        password::forgot::route(),
        password::reset::route(),
        password::change::route(),
        me::edit::route(),
        me::put_avatar::route(),
        me::delete_avatar::route(),
        team::show::route(),
        team::edit::route(),
        team::audit::route(),
        team::live::route(),
        team::delete::route(),
        team::keep::route(),
        team::export::route(),
        billing::show::route(),
        billing::buy::route(),
        members::list::route(),
        members::show::route(),
        members::avatar::route(),
        members::invite::route(),
        members::resend::route(),
        members::cancel::route(),
        members::edit::route(),
        members::change_role::route(),
        members::add_role::route(),
        members::remove_role::route(),
        members::deactivate::route(),
        members::restore::route(),
        members::delete::route(),
        members::delete_many::route(),
        members::who_can::route(),
        members::work::route(),
        members::view_as::route(),
        members::hand_over::route(),
        work::suggest::route(),
        work::people::route(),
        work::undo::route(),
        work::list::route(),
        work::create::route(),
        work::counts::route(),
        work::export::route(),
        work::assign::route(),
        work::show::route(),
        work::edit::route(),
        work::note::route(),
        members::set_password::route(),
        units::list::route(),
        units::add::route(),
        units::rename::route(),
        units::delete::route(),
        units::put_member::route(),
        units::give_standing::route(),
        units::take_standing::route(),
        resources::list::route(),
        resources::add::route(),
        resources::edit::route(),
        resources::delete::route(),
        resources::give::route(),
        resources::take::route(),
        lists::list::route(),
        lists::add::route(),
        lists::order::route(),
        lists::edit::route(),
        lists::delete::route(),
        notices::list::route(),
        notices::read::route(),
        automations::list::route(),
        automations::add::route(),
        automations::edit::route(),
        automations::delete::route(),
        automations::take_over::route(),
        keys::list::route(),
        keys::add::route(),
        keys::edit::route(),
        keys::rotate::route(),
        keys::delete::route(),
        keys::take_over::route(),
        webhooks::list::route(),
        webhooks::deliveries::route(),
        webhooks::add::route(),
        webhooks::delete::route(),
        webhooks::take_over::route(),
        departures::list::route(),
        departures::edit::route(),
        reviews::list::route(),
        reviews::start::route(),
        reviews::show::route(),
        reviews::decide::route(),
        reviews::close::route(),
        reviews::export::route(),
        imports::upload::route(config),
        imports::list::route(),
        imports::show::route(),
        imports::check::route(),
        imports::start::route(),
        imports::cancel::route(),
        imports::faults::route(),
        intake::take::route(),
        intake::put::route(),
        intake::show::route(),
        intake::activity::route(),
        intake::list::route(),
        host::token::route(),
        host::show_member::route(),
        host::put_member::route(),
    ];
    if config.demo {
        all.extend([dev::mail::route(), dev::mail_json::route(), dev::mail_css::route()]);
    }
    if config.demo && config.test_clock {
        all.push(dev::clock::route());
    }
    all
}
