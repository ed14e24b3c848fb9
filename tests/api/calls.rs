//! How to call each endpoint correctly. A new endpoint fails the tests until it stands here.

use rolecall::routes::{Access, Route};
use serde_json::{Value, json};
use tests::{Failure, Somebody};

/// What a call is about.
pub struct About {
    pub team: String,
    pub active: String,
    pub pending: String,
    pub deactivated: String,
    pub role: String,
    pub addition: String,
}

impl About {
    /// Ids of this team; a status that nobody has stands for the active one.
    pub async fn team_of(chief: &Somebody, active: &str) -> Result<Self, Failure> {
        let all = chief.everybody().await?;
        let first = |status: &str| {
            let found = all.iter().find(|m| m.status.id() == status);
            found.map(|m| m.id.clone())
        };
        let active = chief.sees(active).await?;
        let profile = chief.team().await?.profile;
        Ok(Self {
            team: chief.team.clone(),
            pending: first("pending").unwrap_or_else(|| active.id.clone()),
            deactivated: first("deactivated").unwrap_or_else(|| active.id.clone()),
            addition: profile.additions.at(0).map_or("none", |(id, _)| id).to_owned(),
            role: active.role,
            active: active.id,
        })
    }

    /// The path of a route, about the member that the route suits.
    pub fn path(&self, route: &Route) -> String {
        let member = match route.path.rsplit('/').next().unwrap_or_default() {
            "resend" | "invitation" => &self.pending,
            "restore" => &self.deactivated,
            _ => &self.active,
        };
        self.path_about(route, member)
    }

    /// The path of a route, about this member.
    pub fn path_about(&self, route: &Route, member: &str) -> String {
        self.fill(route.path, member)
    }

    /// A path whose placeholders are filled in; things that a story doesn't have stand for ids that nobody knows.
    pub fn fill(&self, path: &str, member: &str) -> String {
        let mut path = path
            .replace("{team}", &self.team)
            .replace("{member}", member)
            .replace("{role}", &self.addition)
            .replace("{kind}", self.kind())
            .replace("{list}", "rules")
            .replace("{standing}", if self.team == "salestrekker" { "managing-agent" } else { "none" });
        for thing in THINGS {
            path = path.replace(&format!("{{{thing}}}"), "nothing");
        }
        path
    }

    /// The first kind of work of the product.
    pub fn kind(&self) -> &'static str {
        first_kind(&self.team)
    }

    /// A body that the route takes.
    pub fn body(&self, route: &Route) -> Result<Value, Failure> {
        let rest = route.path.strip_prefix("/api/v1").unwrap_or(route.path);
        Ok(match (route.method.as_str(), rest) {
            ("POST", "/setup") => {
                json!({"team_name": "T", "profile": "jtek", "email": "a@x.example", "name": "A",
                "password": "long enough"})
            }
            ("POST", "/session") => json!({"email": "a@x.example", "password": "long enough"}),
            ("POST", "/sso/start") => json!({"invitation": "x"}),
            ("POST", "/invitations/lookup") => json!({"token": "x"}),
            ("POST", "/invitations/accept") => json!({"token": "x", "password": "long enough", "name": "A"}),
            ("POST", "/password/forgot") => json!({"email": "a@x.example"}),
            ("POST", "/password/reset") => json!({"token": "x", "password": "long enough"}),
            ("PATCH", "/me") => json!({"team": self.team, "fields": {"phone": "+1 555 0100"}}),
            ("POST", "/me/password") => json!({"current": tests::PASSWORD, "new": "another password"}),
            ("PATCH", "/teams/{team}") => json!({"name": "Another name"}),
            ("POST", "/teams/{team}/invitations") => json!({"people": [{"email": "new@x.example",
                "fields": self.fields_of_somebody_new()}]}),
            ("PATCH", "/teams/{team}/members/{member}") => json!({"version": 1, "fields": self.fields()}),
            ("PUT", "/teams/{team}/members/{member}/role") => json!({"role": self.role}),
            ("PUT", "/teams/{team}/members/{member}/password") => json!({"password": "another password"}),
            ("POST", "/teams/{team}/actions/delete") => json!({"members": [self.active]}),
            ("DELETE", "/teams/{team}/members/{member}") => json!({"successor": self.active}),
            ("POST", "/dev/clock") => json!({"advance_ms": 1}),
            ("POST", "/teams/{team}/work/{kind}") => json!({"title": "Something new"}),
            ("POST", "/teams/{team}/work/{kind}/assign") => json!({"to": self.active, "items": ["nothing"]}),
            ("PATCH", "/teams/{team}/work/{kind}/{item}") => json!({"title": "Another title", "version": 1}),
            ("POST", "/teams/{team}/work/{kind}/{item}/notes") => json!({"text": "A note"}),
            ("POST", "/teams/{team}/work/undo") => json!({"batch": "nothing"}),
            ("POST", "/teams/{team}/members/{member}/hand-over") => json!({"to": self.active}),
            ("POST", "/teams/{team}/units") => json!({"name": "North", "kind": "Branch"}),
            ("PATCH", "/teams/{team}/units/{unit}") => json!({"name": "North"}),
            ("PUT", "/teams/{team}/members/{member}/unit") => json!({"unit": "nothing"}),
            ("PUT" | "DELETE", "/teams/{team}/members/{member}/standing/{standing}") => {
                json!({"unit": "nothing"})
            }
            ("POST", "/teams/{team}/resources") | ("PATCH", "/teams/{team}/resources/{resource}") => {
                json!({"name": "A thing", "group": ""})
            }
            ("POST", "/teams/{team}/notices/read") => json!({"up_to": 0}),
            ("POST", "/teams/{team}/automations") => json!({"name": "Leads", "members": [self.active]}),
            ("PATCH", "/teams/{team}/automations/{automation}") => json!({"name": "Leads", "version": 1}),
            ("POST", "/teams/{team}/keys") => json!({"name": "Web form"}),
            ("PATCH", "/teams/{team}/keys/{key}") => json!({"name": "Another form"}),
            ("POST", "/teams/{team}/keys/{key}/rotate") => json!({"overlap_hours": 1}),
            ("PUT", "/teams/{team}/members/by-reference/{reference}") => json!({"email": "new@x.example"}),
            ("POST", "/widget-tokens") => json!({"member": self.active, "origin": "https://crm.example"}),
            ("POST", "/teams/{team}/webhooks") => {
                json!({"url": "https://hooks.example/x", "topics": ["work"]})
            }
            ("PATCH", "/teams/{team}/departures/{departure}") => json!({"password_done": true}),
            ("POST", "/teams/{team}/reviews") => json!({"days": 90}),
            ("PUT", "/teams/{team}/reviews/{review}/lines/{member}") => json!({"outcome": "kept"}),
            ("POST", "/teams/{team}/reviews/{review}/close") => json!({"undecided": 0}),
            (
                "POST",
                "/teams/{team}/imports/{import}/check" | "/teams/{team}/imports/{import}/start",
            ) => json!({"columns": ["title"], "to": self.active}),
            ("POST", "/teams/{team}/deletion") => json!({"name": "The team"}),
            ("POST", "/teams/{team}/seats") => json!({"kind": "agent", "n": 1, "once": "a-key"}),
            ("POST", "/teams/{team}/lists/{list}") => json!({"name": "An entry"}),
            ("PATCH", "/teams/{team}/lists/{list}/{entry}") => json!({"name": "An entry", "version": 1}),
            ("PUT", "/teams/{team}/lists/{list}/order") => json!({"ids": ["nothing"]}),
            ("PUT", "/intake/by-reference/{reference}") => json!({"title": "A lead"}),
            ("POST", "/intake") => json!({"title": "A lead"}),
            ("POST", "/intake/{item}/activity") => json!({"text": "Answered by mail"}),
            (
                "POST",
                "/teams/{team}/members/{member}/resend"
                | "/teams/{team}/members/{member}/deactivate"
                | "/teams/{team}/members/{member}/restore"
                | "/teams/{team}/members/{member}/view-as"
                | "/teams/{team}/automations/{automation}/take-over"
                | "/teams/{team}/keys/{key}/take-over"
                | "/teams/{team}/webhooks/{webhook}/take-over"
                | "/teams/{team}/imports/{import}/cancel"
                // The file itself, not JSON.
                | "/teams/{team}/work/{kind}/imports",
            )
            | (
                "DELETE",
                "/session"
                | "/teams/{team}/deletion"
                | "/teams/{team}/members/{member}/invitation"
                | "/teams/{team}/members/{member}/additions/{role}"
                | "/teams/{team}/units/{unit}"
                | "/teams/{team}/resources/{resource}"
                | "/teams/{team}/resources/{resource}/members/{member}"
                | "/teams/{team}/automations/{automation}"
                | "/teams/{team}/keys/{key}"
                | "/teams/{team}/webhooks/{webhook}"
                | "/teams/{team}/me/avatar"
                | "/teams/{team}/lists/{list}/{entry}",
            )
            | (
                "PUT",
                // The picture itself, not JSON.
                "/teams/{team}/me/avatar" |
                "/teams/{team}/members/{member}/additions/{role}"
                | "/teams/{team}/resources/{resource}/members/{member}",
            )
            | ("GET", _) => json!({}),
            (method, path) => return Err(format!("say in calls.rs how {method} {path} is called").into()),
        })
    }

    fn fields(&self) -> Value {
        match self.team.as_str() {
            "voice-agents" | "jelly" => json!({"name": "Somebody Else"}),
            _ => json!({"first-name": "Somebody"}),
        }
    }

    fn fields_of_somebody_new(&self) -> Value {
        match self.team.as_str() {
            "voice-agents" => json!({"name": "New Person"}),
            "jelly" => json!({}),
            _ => json!({"first-name": "New", "last-name": "Person"}),
        }
    }
}

/// What a path may name besides people.
pub const THINGS: [&str; 11] = [
    "reference",
    "item",
    "unit",
    "resource",
    "automation",
    "key",
    "webhook",
    "departure",
    "import",
    "review",
    "entry",
];

/// The kind of work that a product begins with.
pub fn first_kind(product: &str) -> &'static str {
    match product {
        "jtek" => "contact",
        "salestrekker" => "deal",
        "voice-agents" => "call",
        _ => "conversation",
    }
}

/// The routes that take a JSON body of their own, one that must be there.
pub fn takes_a_body(route: &Route) -> bool {
    let bare = [
        "resend",
        "restore",
        "invitation",
        "{role}",
        "session",
        "take-over",
        "cancel",
        "imports",
        "avatar",
        "view-as",
    ];
    let deletes = route.method == "DELETE";
    let named = ["{unit}", "{resource}", "{automation}", "{key}", "{webhook}", "{entry}"];
    let last = route.path.rsplit('/').next().unwrap_or_default();
    let access = route.path.ends_with("/resources/{resource}/members/{member}");
    tests::changes(&route.method)
        && !access
        && !(deletes && (named.contains(&last) || last == "deletion"))
        && (route.method == "POST" && last == "session" || !bare.contains(&last))
}

/// Every route that a team guards.
pub fn of_teams(route: &Route) -> bool {
    route.access == Access::Team
}

/// Every route for programs with an API key.
pub fn of_keys(route: &Route) -> bool {
    matches!(route.access, Access::Key(_))
}

/// A route about something else than the people and the work of a team: a unit, a key, a standing.
pub fn about_a_thing(route: &Route) -> bool {
    route.path.contains("{standing}") || THINGS.iter().any(|t| route.path.contains(&format!("{{{t}}}")))
}

/// What somebody who works does all day: no right over others is needed for it.
pub fn everyday(route: &Route, team: &str, email: &str) -> bool {
    let works = !["reporter@jetlink.example", "trainer@jetlink.example"].contains(&email);
    let rest = route.path.strip_prefix("/api/v1/teams/{team}").unwrap_or_default();
    match rest {
        // One's own notices, one's own moves, and one's own picture.
        "/notices/read" | "/work/undo" | "/me/avatar" => true,
        // An import is its maker's: nobody else knows of it.
        "/imports/{import}/check" | "/imports/{import}/start" | "/imports/{import}/cancel" => true,
        "/work/{kind}/imports" => team == "jtek",
        // Calls are given round by administrators (VA3 has no switch for it).
        "/work/{kind}/assign" => works && team != "voice-agents",
        _ => works && rest.starts_with("/work/"),
    }
}

/// The routes that take a file instead of JSON.
pub fn of_files(route: &Route) -> bool {
    route.method == "POST" && route.path.ends_with("/imports")
        || route.method == "PUT" && route.path.ends_with("/me/avatar")
}
