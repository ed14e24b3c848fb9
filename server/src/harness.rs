//! The whole server in process, for tests: a temporary database, a clock that is set, randomness that repeats, mails that
//! are read from the mailbox, and a browser's worth of client.

mod live;

pub use live::{Came, Live};

use crate::billing::{Billing, Grant};
use crate::cli::policies;
use crate::clock::{Clock, Millis, SetClock};
use crate::config::Config;
use crate::demo;
use crate::limits::Limits;
use crate::mail::{self, Delivery};
use crate::password::{Cost, Passwords};
use crate::random::{Random, SeededRandom};
use crate::sso::{Provider, SsoOptions};
use crate::state::{App, Parts};
use crate::storage::MailboxMail;
use crate::storage::sqlite::SqliteStore;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tower::ServiceExt as _;

/// What went wrong in a test's own machinery.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// 2026-03-02 09:00 UTC: where every test begins.
pub const START: Millis = 1_772_442_000_000;

/// Where the server believes that it is reached.
pub const ORIGIN: &str = "http://rolecall.test";

/// A running server.
pub struct TestApp {
    /// The server's parts.
    pub app: App,
    /// Its clock.
    pub clock: Arc<SetClock>,
    router: Router,
    folder: tempfile::TempDir,
}

/// How a [`TestApp`] is made.
#[derive(Clone)]
pub struct Options {
    /// The server's configuration.
    pub config: Config,
    /// What a password costs; tests of P1 use [`Cost::SAFE`].
    pub cost: Cost,
    /// Make the demo's teams, the largest with so many people.
    pub demo: Option<u32>,
    /// Contacts of the sales team; the other teams' work follows. Few, for speed.
    pub work: u32,
    /// Where seats are bought.
    pub billing: Arc<dyn Billing>,
    /// The identity provider.
    pub sso: Option<SsoOptions>,
    /// A folder with further profiles.
    pub profiles: Option<std::path::PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        let config = Config {
            public_url: ORIGIN.into(),
            public_url_given: true,
            demo: true,
            test_clock: true,
            ..Config::default()
        };
        Self {
            config,
            cost: Cost::TEST,
            demo: None,
            work: 60,
            billing: Arc::new(Grant),
            sso: None,
            profiles: None,
        }
    }
}

impl TestApp {
    /// An empty server.
    pub async fn new() -> Result<Self, Failure> {
        Self::with(Options::default()).await
    }

    /// The demo's teams; the largest has 20 people, for speed.
    pub async fn with_demo() -> Result<Self, Failure> {
        Self::with(Options { demo: Some(20), ..Options::default() }).await
    }

    /// As told.
    pub async fn with(options: Options) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let store = SqliteStore::open(&folder.path().join("test.db")).await?;
        let clock = Arc::new(SetClock::new(START));
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(1));
        let app = App::new(Parts {
            store: Arc::new(store),
            limits: Limits::new(Arc::clone(&clock) as Arc<dyn Clock>),
            pictures: crate::picture::Pictures::default(),
            passwords: Passwords::new(Arc::clone(&random), options.cost)?,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random,
            policies: policies(options.profiles.as_deref())?.into(),
            config: options.config,
            outbox: tokio::sync::Notify::new(),
            hooks: tokio::sync::Notify::new(),
            live: crate::live::Live::default(),
            billing: options.billing,
            sso: options.sso.map(Provider::new).transpose()?,
        });
        if let Some(size) = options.demo {
            demo::seed(&app, size, options.work).await?;
        }
        Ok(Self { router: crate::app(app.clone()), app, clock, folder })
    }

    /// The database's folder.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A browser without cookies.
    pub fn client(&self) -> Client {
        Client {
            router: self.router.clone(),
            cookie: Mutex::new(None),
            source: SocketAddr::from(([192, 0, 2, 1], 40_000)),
        }
    }

    /// A browser that somebody of the demo is signed in with.
    pub async fn signed_in(&self, email: &str) -> Result<Client, Failure> {
        let client = self.client();
        let answer = client
            .post("/api/v1/session", &serde_json::json!({ "email": email, "password": demo::PASSWORD }))
            .await?;
        if answer.status == StatusCode::OK { Ok(client) } else { Err(format!("{email}: {answer:?}").into()) }
    }

    /// Delivers what is due and answers the mailbox, newest first.
    pub async fn mails(&self) -> Result<Vec<MailboxMail>, Failure> {
        while mail::deliver_due(&self.app, &Delivery::Mailbox).await? > 0 {}
        Ok(self.app.read().await?.mailbox(1_000).await?)
    }

    /// The temporary password in the newest mail to this address, where it holds one.
    pub async fn temporary_for(&self, email: &str) -> Result<Option<String>, Failure> {
        let mails = self.mails().await?;
        let mail = mails.iter().find(|m| m.to == email).ok_or_else(|| format!("no mail to {email}"))?;
        let like = |line: &&str| line.len() == 23 && line.split('-').all(|group| group.len() == 5);
        Ok(mail.text.lines().find(like).map(str::to_owned))
    }

    /// The token in the newest mail to this address, or the one that its temporary password leads to.
    pub async fn token_for(&self, email: &str) -> Result<String, Failure> {
        if let Some(password) = self.temporary_for(email).await? {
            let body = serde_json::json!({ "email": email, "password": password });
            let answer = self.client().post("/api/v1/session", &body).await?;
            let token = answer.json()["token"].as_str().map(str::to_owned);
            return token.ok_or_else(|| format!("{email}: {answer:?}").into());
        }
        let mails = self.mails().await?;
        let mail = mails.iter().find(|m| m.to == email).ok_or_else(|| format!("no mail to {email}"))?;
        let line = mail.text.lines().find(|l| l.starts_with("http") && l.contains('#'));
        let token = line.and_then(|l| l.split_once('#')).map(|(_, token)| token.to_owned());
        token.ok_or_else(|| format!("no link in {}", mail.text).into())
    }
}

/// A browser: keeps its cookie, sends its origin.
pub struct Client {
    router: Router,
    cookie: Mutex<Option<String>>,
    source: SocketAddr,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON; `Null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }
    /// The body as a wire type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_slice(&self.bytes)
            .map_err(|e| format!("{e} in {}", String::from_utf8_lossy(&self.bytes)).into())
    }
    /// Status and problem code: `(403, "not-permitted")`. The code of an answer that is no problem is empty.
    pub fn outcome(&self) -> (u16, String) {
        let code = self.json().get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
        (self.status.as_u16(), code)
    }
    /// A header's value; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    /// The same browser state from another network address.
    pub fn from_source(mut self, ip: [u8; 4]) -> Self {
        self.source = SocketAddr::from((ip, 40_000));
        self
    }

    /// The session cookie's value.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Plants a session cookie.
    pub fn set_cookie(&self, value: Option<&str>) {
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = value.map(str::to_owned);
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Result<Answer, Failure> {
        self.send(Method::GET, path, None, &[]).await
    }
    /// POST with JSON.
    pub async fn post<T: Serialize + ?Sized>(&self, path: &str, body: &T) -> Result<Answer, Failure> {
        self.json(Method::POST, path, body).await
    }
    /// PUT with JSON.
    pub async fn put<T: Serialize + ?Sized>(&self, path: &str, body: &T) -> Result<Answer, Failure> {
        self.json(Method::PUT, path, body).await
    }
    /// PATCH with JSON.
    pub async fn patch<T: Serialize + ?Sized>(&self, path: &str, body: &T) -> Result<Answer, Failure> {
        self.json(Method::PATCH, path, body).await
    }
    /// DELETE with JSON.
    pub async fn delete<T: Serialize + ?Sized>(&self, path: &str, body: &T) -> Result<Answer, Failure> {
        self.json(Method::DELETE, path, body).await
    }

    /// Any method with JSON, as the page sends it.
    pub async fn json<T: Serialize + ?Sized>(
        &self,
        method: Method,
        path: &str,
        body: &T,
    ) -> Result<Answer, Failure> {
        let bytes = serde_json::to_vec(body)?;
        let headers = [("origin", ORIGIN), ("content-type", "application/json")];
        self.send(method, path, Some(bytes), &headers).await
    }

    /// Anything, with exactly these headers besides cookie and host. Of a stream that does not end, the body is left out.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, Failure> {
        let (status, headers, body) = self.open(method, path, body, headers).await?;
        let endless = headers.get(header::CONTENT_TYPE).is_some_and(|t| t == "text/event-stream");
        let bytes = if endless { Vec::new() } else { body.collect().await?.to_bytes().to_vec() };
        Ok(Answer { status, headers, bytes })
    }

    /// Opens a live stream, as `EventSource` does.
    pub async fn listen(&self, path: &str, headers: &[(&str, &str)]) -> Result<Live, Failure> {
        let (status, headers, body) = self.open(Method::GET, path, None, headers).await?;
        Ok(Live::new(status, headers, body))
    }

    async fn open(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Result<(StatusCode, HeaderMap, Body), Failure> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "rolecall.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = self.cookie() {
            request = request.header(header::COOKIE, format!("{}={cookie}", crate::session::cookie::NAME));
        }
        if let Some(body) = &body {
            request = request.header(header::CONTENT_LENGTH, body.len());
        }
        let mut request = request.body(body.map_or_else(Body::empty, Body::from))?;
        request.extensions_mut().insert(ConnectInfo(self.source));
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        self.keep(&parts.headers);
        Ok((parts.status, parts.headers, body))
    }

    fn keep(&self, headers: &HeaderMap) {
        let start = format!("{}=", crate::session::cookie::NAME);
        for line in headers.get_all(header::SET_COOKIE) {
            let Some(rest) = line.to_str().ok().and_then(|l| l.strip_prefix(&start)) else { continue };
            let value = rest.split(';').next().unwrap_or_default();
            self.set_cookie(Some(value).filter(|v| !v.is_empty()));
        }
    }
}
