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

    /// A path whose placeholders are filled in.
    pub fn fill(&self, path: &str, member: &str) -> String {
        path.replace("{team}", &self.team).replace("{member}", member).replace("{role}", &self.addition)
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
            (
                "POST",
                "/teams/{team}/members/{member}/resend"
                | "/teams/{team}/members/{member}/deactivate"
                | "/teams/{team}/members/{member}/restore",
            )
            | (
                "DELETE",
                "/session"
                | "/teams/{team}/members/{member}/invitation"
                | "/teams/{team}/members/{member}/additions/{role}",
            )
            | ("PUT", "/teams/{team}/members/{member}/additions/{role}")
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

/// The routes that take a body of their own.
pub fn takes_a_body(route: &Route) -> bool {
    let bare = ["resend", "deactivate", "restore", "invitation", "{role}", "session"];
    let last = route.path.rsplit('/').next().unwrap_or_default();
    tests::changes(&route.method) && (route.method == "POST" && last == "session" || !bare.contains(&last))
}

/// Every route that a team guards.
pub fn of_teams(route: &Route) -> bool {
    route.access == Access::Team
}
