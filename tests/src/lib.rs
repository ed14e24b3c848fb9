//! Words that the stories are told in: somebody in a team, what they send, and what the database holds afterwards.

mod database;
mod people;

pub use database::{Saved, asked, everything, state, unchanged};
pub use people::{another_team, new_member};
pub use rolecall::harness::{Answer, Came, Client, Failure, Live, ORIGIN, Options, START, TestApp};

use axum::http::Method;
use serde_json::{Value, json};
use shared::api::{MemberView, MembersPage, TeamView};

/// What every story gives back.
pub type Story = Result<(), Failure>;

/// Everybody's password in the demo.
pub const PASSWORD: &str = rolecall::demo::PASSWORD;

/// The profiles, each with its team's id, somebody who manages it, and somebody of each role that manages nobody.
pub const CASTS: [Cast; 5] = [
    Cast { team: "jtek", chief: "rachel@juniper.example", lowest: &["tyler@juniper.example"] },
    Cast {
        team: "jetlink",
        chief: "admin@jetlink.example",
        lowest: &["agent@jetlink.example", "reporter@jetlink.example", "trainer@jetlink.example"],
    },
    Cast {
        team: "salestrekker",
        chief: "owner@salestrekker.example",
        lowest: &[
            "processor@salestrekker.example",
            "tom@salestrekker.example",
            "broker@salestrekker.example",
        ],
    },
    Cast {
        team: "voice-agents",
        chief: "admin@voice.example",
        lowest: &["member@voice.example", "aisha@voice.example"],
    },
    Cast { team: "jelly", chief: "owner@jelly.example", lowest: &["member@jelly.example"] },
];

/// Who plays in a profile's stories.
#[derive(Clone, Copy)]
pub struct Cast {
    /// The team's id, which is the profile's too.
    pub team: &'static str,
    /// Whoever manages people.
    pub chief: &'static str,
    /// Members who manage nobody, one of each role.
    pub lowest: &'static [&'static str],
}

/// A refusal as an [`Answer::outcome`] says it.
pub fn no(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// The answer, when it is a success.
pub fn ok(answer: Answer) -> Result<Answer, Failure> {
    if answer.status.is_success() {
        Ok(answer)
    } else {
        Err(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.bytes)).into())
    }
}

/// The faults of a 422, as `field code` in the order of the answer.
pub fn faults(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let all = json["fields"].as_array().cloned().unwrap_or_default();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    all.iter().map(|f| format!("{} {}", text(&f["field"]), text(&f["code"]))).collect()
}

/// The body without what differs between two requests.
pub fn body_apart_from_request(answer: &Answer) -> Value {
    let mut json = answer.json();
    if let Some(object) = json.as_object_mut() {
        object.remove("request_id");
    }
    json
}

/// Somebody who is signed in and looks at a team.
pub struct Somebody {
    /// Their browser.
    pub client: Client,
    /// The team's id.
    pub team: String,
}

impl Somebody {
    /// Signs one of the demo's people in.
    pub async fn of(app: &TestApp, email: &str, team: &str) -> Result<Self, Failure> {
        Ok(Self { client: app.signed_in(email).await?, team: team.to_owned() })
    }

    /// A path of this team.
    pub fn at(&self, rest: &str) -> String {
        format!("/api/v1/teams/{}{rest}", self.team)
    }

    /// The path of a member, found by address.
    pub async fn path_of(&self, email: &str, rest: &str) -> Result<String, Failure> {
        let id = self.sees(email).await?.id;
        Ok(self.at(&format!("/members/{id}{rest}")))
    }

    /// The team.
    pub async fn team(&self) -> Result<TeamView, Failure> {
        ok(self.client.get(&self.at("")).await?)?.read()
    }

    /// The list under a query string (`?q=…`).
    pub async fn list(&self, query: &str) -> Result<MembersPage, Failure> {
        ok(self.client.get(&self.at(&format!("/members{query}"))).await?)?.read()
    }

    /// Everybody in the list, up to 500.
    pub async fn everybody(&self) -> Result<Vec<MemberView>, Failure> {
        Ok(self.list("?limit=500").await?.items)
    }

    /// Somebody in the list, or nobody.
    pub async fn looks_for(&self, email: &str) -> Result<Option<MemberView>, Failure> {
        Ok(self.everybody().await?.into_iter().find(|m| m.email == email))
    }

    /// Somebody in the list.
    pub async fn sees(&self, email: &str) -> Result<MemberView, Failure> {
        self.looks_for(email).await?.ok_or_else(|| format!("{email} is not in the list").into())
    }

    /// Invites by a whole request.
    pub async fn invites(&self, request: Value) -> Result<Answer, Failure> {
        self.client.post(&self.at("/invitations"), &request).await
    }

    /// Invites an address with these fields, in the role that the profile gives by default.
    pub async fn invites_one(&self, email: &str, fields: Value) -> Result<Answer, Failure> {
        self.invites(json!({"people": [{"email": email, "fields": fields}]})).await
    }

    /// Gives a member a command without arguments: `deactivate`, `restore`, `resend`.
    pub async fn tells(&self, email: &str, verb: &str) -> Result<Answer, Failure> {
        let path = self.path_of(email, &format!("/{verb}")).await?;
        self.client.post(&path, &json!({})).await
    }

    /// Gives a member another main role.
    pub async fn makes(&self, email: &str, role: &str) -> Result<Answer, Failure> {
        self.client.put(&self.path_of(email, "/role").await?, &json!({ "role": role })).await
    }

    /// Edits a member, at the version that the list shows.
    pub async fn edits(&self, email: &str, mut parts: Value) -> Result<Answer, Failure> {
        let row = self.sees(email).await?;
        parts["version"] = json!(row.version);
        self.client.patch(&self.at(&format!("/members/{}", row.id)), &parts).await
    }

    /// Deletes a member; `successor` is an address.
    pub async fn deletes(&self, email: &str, successor: Option<&str>) -> Result<Answer, Failure> {
        let mut body = json!({});
        if let Some(heir) = successor {
            body["successor"] = json!(self.sees(heir).await?.id);
        }
        self.client.delete(&self.path_of(email, "").await?, &body).await
    }

    /// Cancels an invitation.
    pub async fn cancels(&self, email: &str) -> Result<Answer, Failure> {
        self.client.delete(&self.path_of(email, "/invitation").await?, &json!({})).await
    }

    /// The newest entries of the log.
    pub async fn log(&self) -> Result<Vec<Value>, Failure> {
        let page = ok(self.client.get(&self.at("/audit")).await?)?.json();
        Ok(page["items"].as_array().cloned().unwrap_or_default())
    }
}

/// Takes an invitation up in a fresh browser.
pub async fn accept(app: &TestApp, token: &str, more: Value) -> Result<(Client, Answer), Failure> {
    let client = app.client();
    let mut body = json!({ "token": token });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    let answer = client.post("/api/v1/invitations/accept", &body).await?;
    Ok((client, answer))
}

/// Looks at an invitation in a fresh browser.
pub async fn look_up(app: &TestApp, token: &str) -> Result<Answer, Failure> {
    app.client().post("/api/v1/invitations/lookup", &json!({ "token": token })).await
}

/// Tries to sign in, in a fresh browser.
pub async fn sign_in(app: &TestApp, email: &str, password: &str) -> Result<Answer, Failure> {
    app.client().post("/api/v1/session", &json!({ "email": email, "password": password })).await
}

/// The link to a new password from the newest mail.
pub async fn reset_token(app: &TestApp, email: &str) -> Result<String, Failure> {
    ok(app.client().post("/api/v1/password/forgot", &json!({ "email": email })).await?)?;
    app.token_for(email).await
}

/// Methods that change something.
pub fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
