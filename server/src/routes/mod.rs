//! The one table of endpoints. Each says who may reach it before its handler runs; an endpoint without an access class
//! cannot be written down, and one that is not in the table does not exist (A1).

mod dev;
mod invitation;
mod me;
mod members;
mod password;
mod reply;
mod route;
mod session;
mod site;
mod sso;
mod team;

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
        team::show::route(),
        team::edit::route(),
        team::audit::route(),
        members::list::route(),
        members::show::route(),
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
        members::set_password::route(),
    ];
    if config.demo {
        all.extend([dev::mail::route(), dev::mail_json::route(), dev::mail_css::route()]);
    }
    if config.demo && config.test_clock {
        all.push(dev::clock::route());
    }
    all
}
