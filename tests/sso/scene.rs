//! A server with the demo's teams, its provider, and browsers that go between the two.

use crate::provider::Provider;
use axum::http::{Method, header};
use rolecall::clock::{Clock as _, SystemClock};
use rolecall::sso::SsoOptions;
use serde_json::json;
use tests::{Answer, Client, Failure, ORIGIN, Options, Somebody, TestApp, ok};

pub const TEAM: &str = "jetlink";
pub const ADMIN: &str = "admin@jetlink.example";
pub const AGENT: &str = "agent@jetlink.example";
pub const SWITCH: &str = "external-sso";

pub struct Scene {
    pub app: TestApp,
    pub provider: Provider,
}

impl Scene {
    pub async fn new() -> Result<Self, Failure> {
        Self::with(Provider::start(false)?).await
    }

    pub async fn with(provider: Provider) -> Result<Self, Failure> {
        provider.leads_to(&format!("{ORIGIN}/api/v1/sso/callback"))?;
        let sso = SsoOptions {
            issuer: provider.issuer.clone(),
            client_id: provider.client.clone(),
            client_secret: Some(provider.secret.clone()),
            name: "Acme ID".into(),
        };
        let app = TestApp::with(Options { demo: Some(20), sso: Some(sso), ..Options::default() }).await?;
        // The provider's tokens are made by the real clock.
        app.clock.set(SystemClock.now());
        Ok(Self { app, provider })
    }

    /// The team's admin, at a browser.
    pub async fn admin(&self) -> Result<Somebody, Failure> {
        Somebody::of(&self.app, ADMIN, TEAM).await
    }

    /// Turns the switch of a member.
    pub async fn switch(&self, email: &str, on: bool) -> Result<Answer, Failure> {
        let admin = self.admin().await?;
        let mut grants = admin.sees(email).await?.grants;
        grants.retain(|g| g != SWITCH);
        if on {
            grants.push(SWITCH.to_owned());
        }
        admin.edits(email, json!({ "grants": grants })).await
    }

    /// The demo's agent signs in through the provider, as `agent-1`.
    pub async fn with_agent(&self) -> Result<(), Failure> {
        ok(self.switch(AGENT, true).await?)?;
        self.provider.knows("agent-1", AGENT, true)
    }

    /// Invites somebody who will sign in through the provider.
    pub async fn invites(&self, email: &str) -> Result<(), Failure> {
        let person = json!({"email": email, "fields": {"first-name": "Noor", "last-name": "Haddad"}});
        let request = json!({"people": [person], "role": "reporter", "grants": [SWITCH]});
        ok(self.admin().await?.invites(request).await?).map(drop)
    }

    pub fn browser(&self) -> Browser {
        Browser { client: self.app.client(), keeps: String::new() }
    }

    /// Signs in from beginning to end in a fresh browser; gives it and where it was led.
    pub async fn enters(&self, login: &str) -> Result<(Browser, String), Failure> {
        let mut browser = self.browser();
        let url = browser.starts(None).await?;
        let led = browser.returns(&self.provider.walk(&url, login)?).await?;
        Ok((browser, led))
    }

    /// Where signing in leads.
    pub async fn leads(&self, login: &str) -> Result<String, Failure> {
        Ok(self.enters(login).await?.1)
    }
}

/// A browser that keeps the sign-in's cookie too.
pub struct Browser {
    pub client: Client,
    pub keeps: String,
}

impl Browser {
    /// Begins to sign in; gives the provider's address.
    pub async fn starts(&mut self, invitation: Option<&str>) -> Result<String, Failure> {
        let answer = ok(self.client.post("/api/v1/sso/start", &json!({ "invitation": invitation })).await?)?;
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax; Max-Age=600"), "{cookie}");
        self.keeps = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(answer.json()["url"].as_str().unwrap_or_default().to_owned())
    }

    /// Comes back from the provider; gives where the server leads on to.
    pub async fn returns(&self, url: &str) -> Result<String, Failure> {
        let path = url.strip_prefix(ORIGIN).ok_or_else(|| format!("sent to {url}"))?;
        let answer = self.client.send(Method::GET, path, None, &[("cookie", &self.keeps)]).await?;
        assert_eq!(answer.status.as_u16(), 303, "{answer:?}");
        let gone = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|c| c.to_str().ok());
        assert!(gone.into_iter().any(|c| c.starts_with("rolecall_sso=;") && c.contains("Max-Age=0")));
        Ok(answer.header("location").to_owned())
    }

    /// Whether somebody is signed in here.
    pub async fn is_in(&self) -> Result<bool, Failure> {
        Ok(self.client.get("/api/v1/session").await?.status.is_success())
    }

    /// Teams that are open.
    pub async fn teams(&self) -> Result<Vec<String>, Failure> {
        let json = ok(self.client.get("/api/v1/session").await?)?.json();
        let teams = json["teams"].as_array().cloned().unwrap_or_default();
        Ok(teams.iter().filter_map(|t| t["team"].as_str().map(str::to_owned)).collect())
    }
}
