//! What a widget reaches: everything of the one team, by the member's own rights. Not for it, whatever the rights, is what is
//! about an account or a secret, looks as another member, or ends the team: that is done in the product itself (`not-in-widget`).
//!
//! Endpoints for programs are in neither list: a widget's token is no API key. A new endpoint fails the test below until it
//! stands in one of the two.

use axum::http::Method;

/// For widgets too.
pub const IN: &[&str] = &[
    "GET /api/openapi.json",
    "GET /api/v1/bootstrap",
    "GET /api/v1/session",
    "GET /api/v1/teams/{team}",
    "PATCH /api/v1/teams/{team}",
    "POST /api/v1/teams/{team}/actions/delete",
    "GET /api/v1/teams/{team}/audit",
    "GET /api/v1/teams/{team}/automations",
    "POST /api/v1/teams/{team}/automations",
    "DELETE /api/v1/teams/{team}/automations/{automation}",
    "PATCH /api/v1/teams/{team}/automations/{automation}",
    "POST /api/v1/teams/{team}/automations/{automation}/take-over",
    "GET /api/v1/teams/{team}/billing",
    "GET /api/v1/teams/{team}/imports",
    "GET /api/v1/teams/{team}/imports/{import}",
    "POST /api/v1/teams/{team}/imports/{import}/cancel",
    "POST /api/v1/teams/{team}/imports/{import}/check",
    "GET /api/v1/teams/{team}/imports/{import}/faults",
    "POST /api/v1/teams/{team}/imports/{import}/start",
    "POST /api/v1/teams/{team}/invitations",
    "GET /api/v1/teams/{team}/lists/{list}",
    "POST /api/v1/teams/{team}/lists/{list}",
    "PUT /api/v1/teams/{team}/lists/{list}/order",
    "DELETE /api/v1/teams/{team}/lists/{list}/{entry}",
    "PATCH /api/v1/teams/{team}/lists/{list}/{entry}",
    "GET /api/v1/teams/{team}/live",
    "DELETE /api/v1/teams/{team}/me/avatar",
    "PUT /api/v1/teams/{team}/me/avatar",
    "GET /api/v1/teams/{team}/members",
    "DELETE /api/v1/teams/{team}/members/{member}",
    "GET /api/v1/teams/{team}/members/{member}",
    "PATCH /api/v1/teams/{team}/members/{member}",
    "DELETE /api/v1/teams/{team}/members/{member}/additions/{role}",
    "PUT /api/v1/teams/{team}/members/{member}/additions/{role}",
    "GET /api/v1/teams/{team}/members/{member}/avatar",
    "POST /api/v1/teams/{team}/members/{member}/deactivate",
    "POST /api/v1/teams/{team}/members/{member}/hand-over",
    "DELETE /api/v1/teams/{team}/members/{member}/invitation",
    "POST /api/v1/teams/{team}/members/{member}/resend",
    "POST /api/v1/teams/{team}/members/{member}/restore",
    "PUT /api/v1/teams/{team}/members/{member}/role",
    "DELETE /api/v1/teams/{team}/members/{member}/standing/{standing}",
    "PUT /api/v1/teams/{team}/members/{member}/standing/{standing}",
    "PUT /api/v1/teams/{team}/members/{member}/unit",
    "GET /api/v1/teams/{team}/members/{member}/work",
    "GET /api/v1/teams/{team}/notices",
    "POST /api/v1/teams/{team}/notices/read",
    "GET /api/v1/teams/{team}/people",
    "GET /api/v1/teams/{team}/resources",
    "POST /api/v1/teams/{team}/resources",
    "DELETE /api/v1/teams/{team}/resources/{resource}",
    "PATCH /api/v1/teams/{team}/resources/{resource}",
    "DELETE /api/v1/teams/{team}/resources/{resource}/members/{member}",
    "PUT /api/v1/teams/{team}/resources/{resource}/members/{member}",
    "GET /api/v1/teams/{team}/reviews",
    "POST /api/v1/teams/{team}/reviews",
    "GET /api/v1/teams/{team}/reviews/{review}",
    "POST /api/v1/teams/{team}/reviews/{review}/close",
    "GET /api/v1/teams/{team}/reviews/{review}/export.csv",
    "PUT /api/v1/teams/{team}/reviews/{review}/lines/{member}",
    "POST /api/v1/teams/{team}/seats",
    "GET /api/v1/teams/{team}/units",
    "POST /api/v1/teams/{team}/units",
    "DELETE /api/v1/teams/{team}/units/{unit}",
    "PATCH /api/v1/teams/{team}/units/{unit}",
    "GET /api/v1/teams/{team}/who-can",
    "GET /api/v1/teams/{team}/work",
    "POST /api/v1/teams/{team}/work/undo",
    "GET /api/v1/teams/{team}/work/{kind}",
    "POST /api/v1/teams/{team}/work/{kind}",
    "POST /api/v1/teams/{team}/work/{kind}/assign",
    "GET /api/v1/teams/{team}/work/{kind}/counts",
    "GET /api/v1/teams/{team}/work/{kind}/export",
    "POST /api/v1/teams/{team}/work/{kind}/imports",
    "GET /api/v1/teams/{team}/work/{kind}/{item}",
    "PATCH /api/v1/teams/{team}/work/{kind}/{item}",
    "POST /api/v1/teams/{team}/work/{kind}/{item}/notes",
    "GET /healthz",
];

/// Only for the product's own pages.
pub const OUT: &[&str] = &[
    // Accounts, sessions and passwords, and what is one's own in every team.
    "POST /api/v1/invitations/accept",
    "POST /api/v1/invitations/lookup",
    "PATCH /api/v1/me",
    "POST /api/v1/me/password",
    "POST /api/v1/password/forgot",
    "POST /api/v1/password/reset",
    "DELETE /api/v1/session",
    "POST /api/v1/session",
    "POST /api/v1/setup",
    "GET /api/v1/sso/callback",
    "POST /api/v1/sso/start",
    "PUT /api/v1/teams/{team}/members/{member}/password",
    // A token acts as one member, and looks as no other.
    "POST /api/v1/teams/{team}/members/{member}/view-as",
    // Secrets, and who answers for them.
    "GET /api/v1/teams/{team}/departures",
    "PATCH /api/v1/teams/{team}/departures/{departure}",
    "GET /api/v1/teams/{team}/keys",
    "POST /api/v1/teams/{team}/keys",
    "DELETE /api/v1/teams/{team}/keys/{key}",
    "PATCH /api/v1/teams/{team}/keys/{key}",
    "POST /api/v1/teams/{team}/keys/{key}/rotate",
    "POST /api/v1/teams/{team}/keys/{key}/take-over",
    "GET /api/v1/teams/{team}/webhooks",
    "POST /api/v1/teams/{team}/webhooks",
    "DELETE /api/v1/teams/{team}/webhooks/{webhook}",
    "GET /api/v1/teams/{team}/webhooks/{webhook}/deliveries",
    "POST /api/v1/teams/{team}/webhooks/{webhook}/take-over",
    // Everything at once, and the end of it.
    "DELETE /api/v1/teams/{team}/deletion",
    "POST /api/v1/teams/{team}/deletion",
    "GET /api/v1/teams/{team}/export",
    // The demo's own.
    "POST /dev/clock",
    "GET /dev/mail",
    "GET /dev/mail.css",
    "GET /dev/mail.json",
];

/// A widget may call this endpoint. What is not listed is not for it.
pub fn is_in(method: &Method, path: &str) -> bool {
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    IN.iter().any(|call| call.strip_prefix(method).and_then(|rest| rest.strip_prefix(' ')) == Some(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::routes::{Access, table};

    #[test]
    fn a1_every_endpoint_is_for_widgets_or_is_not() {
        let all = table(&Config { demo: true, test_clock: true, ..Config::default() });
        let mut calls = Vec::new();
        for route in &all {
            let call = format!("{} {}", route.method, route.path);
            let (inside, outside) = (IN.contains(&call.as_str()), OUT.contains(&call.as_str()));
            if matches!(route.access, Access::Key(_)) {
                assert!(!inside && !outside, "{call} is for programs");
            } else {
                assert!(inside != outside, "{call}: decide whether it is for widgets");
                assert_eq!(is_in(&route.method, route.path), inside, "{call}");
            }
            calls.push(call);
        }
        for call in IN.iter().chain(OUT) {
            assert!(calls.iter().any(|c| c == call), "{call} does not exist");
        }
        assert!(!is_in(&Method::GET, "/api/v1/nothing") && is_in(&Method::HEAD, "/api/v1/session"));
    }
}
