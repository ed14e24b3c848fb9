//! Sending and receiving, once for all calls; only the last step is generic, so it costs little in wasm.

use crate::host::host;
use shared::api::{BASE, POLICY_HASH, Problem, TEAM_REVISION, VIEW_AS};
use shared::json::{self, Read, Write};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// No answer: offline, or the server is down.
    Offline,
    /// Refused, with the reason.
    Refused(Box<Problem>),
    /// An answer that this version of the page does not understand.
    Garbled,
}

/// A refusal that says no more than its code.
fn problem(status: u16, code: &str) -> Problem {
    Problem {
        kind: "about:blank".into(),
        title: String::new(),
        status,
        code: code.into(),
        detail: None,
        fields: Vec::new(),
        denial: None,
        request_id: String::new(),
    }
}

impl Failure {
    pub fn refused(status: u16, code: &str) -> Self {
        Self::Refused(Box::new(problem(status, code)))
    }

    pub fn code(&self) -> &str {
        match self {
            Self::Offline => "offline",
            Self::Refused(p) => &p.code,
            Self::Garbled => "garbled",
        }
    }

    pub fn status(&self) -> u16 {
        match self {
            Self::Refused(p) => p.status,
            _ => 0,
        }
    }
}

/// What the rest of the app wants to hear about every answer.
pub trait Sink {
    /// The rules by which a team's answer was judged, and the team's revision.
    fn judged_by(&self, path: &str, policy_hash: &str, revision: i64);
    /// The session has ended.
    fn signed_out(&self);
    /// An answer came, or none did.
    fn reachable(&self, yes: bool);
}

thread_local! {
    /// Changes that are on their way.
    static WRITES: Cell<u32> = const { Cell::new(0) };
    static SINK: RefCell<Option<Rc<dyn Sink>>> = const { RefCell::new(None) };
    /// The member as whom the person at the screen looks.
    static EYES: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on the team is read as this member sees it, and nothing that would change something leaves the page; `None`: as
/// oneself again.
pub fn look_as(member: Option<String>) {
    EYES.with(|e| *e.borrow_mut() = member);
}

/// As whom, where it is somebody else.
pub fn looking_as() -> Option<String> {
    // Nobody does in a widget.
    if crate::view::prelude::embedded() {
        return None;
    }
    EYES.with(|e| e.borrow().clone())
}

/// Called once when the app starts.
pub fn set_sink(sink: impl Sink + 'static) {
    SINK.with(|s| *s.borrow_mut() = Some(Rc::new(sink)));
}

fn tell(f: impl Fn(&dyn Sink)) {
    // Taken out first: what is told may start another call.
    if let Some(sink) = SINK.with(|s| s.borrow().clone()) {
        f(&*sink);
    }
}

/// What a request carries.
enum Body {
    Nothing,
    Json(String),
    /// A file as it is.
    File(web_sys::Blob),
}

/// The browser's own, or the host's with its token.
fn call(url: &str, init: &RequestInit) -> js_sys::Promise {
    match host() {
        Some(host) => host.fetch(url, init),
        None => crate::view::prelude::window().fetch_with_str_and_init(url, init),
    }
}

/// Sends it.
fn request(method: &str, path: &str, body: Body) -> Option<js_sys::Promise> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    let headers = Headers::new().ok()?;
    let set = |name: &str, value: &str| {
        let _ = headers.set(name, value);
    };
    // Mails that this causes are in the language that is shown, unless somebody has chosen another.
    set("accept-language", crate::words::lang());
    if let Some(member) = looking_as().filter(|_| path.starts_with("/teams/")) {
        set(VIEW_AS, &member);
    }
    // The server asks for one of these types on everything that changes something: no other site's form can send them.
    match body {
        Body::Nothing => {}
        Body::Json(text) => {
            set("content-type", "application/json");
            init.set_body(&JsValue::from_str(&text));
        }
        Body::File(file) => {
            set("content-type", "application/octet-stream");
            init.set_body(&file);
        }
    }
    init.set_headers(&headers);
    Some(call(&[BASE, path].concat(), &init))
}

/// What an answer's head says about the team.
fn heard(path: &str, response: &Response) {
    let header = |name: &str| response.headers().get(name).ok().flatten();
    if let (Some(hash), Some(revision)) =
        (header(POLICY_HASH), header(TEAM_REVISION).and_then(|r| json::read(&r)))
    {
        tell(|s| s.judged_by(path, &hash, revision));
    }
}

async fn raw(method: &str, path: &str, body: Body) -> Option<(u16, String)> {
    let answer = JsFuture::from(request(method, path, body)?).await;
    tell(|s| s.reachable(answer.is_ok()));
    let response: Response = answer.ok()?.dyn_into().ok()?;
    heard(path, &response);
    let text = match response.text() {
        Ok(p) => JsFuture::from(p).await.ok()?.as_string()?,
        Err(_) => String::new(),
    };
    Some((response.status(), text))
}

/// Whether a change is on its way: its answer belongs to the page that asked for it.
pub fn writing() -> bool {
    WRITES.get() > 0
}

async fn answer(method: &'static str, path: String, body: Body, quiet: bool) -> Result<String, Failure> {
    // The one place where all writes pass. Whoever looks as another can still sign out.
    if method != "GET" && path != "/session" && looking_as().is_some() {
        return Err(Failure::refused(0, "viewing-as"));
    }
    let write = u32::from(method != "GET");
    WRITES.set(WRITES.get() + write);
    let answer = raw(method, &path, body).await;
    WRITES.set(WRITES.get() - write);
    let (status, text) = answer.ok_or(Failure::Offline)?;
    if (200..300).contains(&status) { Ok(text) } else { Err(refusal(status, &text, quiet)) }
}

fn refusal(status: u16, text: &str, quiet: bool) -> Failure {
    let unnamed = || problem(status, if status >= 500 { "internal" } else { "garbled" });
    let problem = json::read::<Problem>(text).unwrap_or_else(unnamed);
    if status == 401 && !quiet {
        tell(|s| s.signed_out());
    }
    Failure::Refused(Box::new(problem))
}

/// An answer on its way; nothing is sent before somebody waits for it. The way is the same for all, only the last step knows
/// what is read: a future of its own for each call was 4 KB of code.
#[must_use]
pub struct Asked<T> {
    text: Pin<Box<dyn Future<Output = Result<String, Failure>>>>,
    read: fn(&str) -> Option<T>,
}

impl<T> Future for Asked<T> {
    type Output = Result<T, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let text = std::task::ready!(self.text.as_mut().poll(cx));
        Poll::Ready(text.and_then(|text| (self.read)(&text).ok_or(Failure::Garbled)))
    }
}

fn send<T>(
    method: &'static str,
    path: String,
    body: Body,
    quiet: bool,
    read: fn(&str) -> Option<T>,
) -> Asked<T> {
    Asked { text: Box::pin(answer(method, path, body, quiet)), read }
}

/// GET.
pub(super) fn get<T: Read>(path: String) -> Asked<T> {
    send("GET", path, Body::Nothing, false, json::read)
}

/// GET where 401 is an ordinary answer.
pub(super) fn get_quietly<T: Read>(path: String) -> Asked<T> {
    send("GET", path, Body::Nothing, true, json::read)
}

/// A change that answers something.
pub(super) fn ask<T: Read>(method: &'static str, path: String, body: &impl Write) -> Asked<T> {
    send(method, path, Body::Json(json::write(body)), false, json::read)
}

/// A change before a session: a 401 is about the form, not about the session.
pub(super) fn ask_quietly<T: Read>(method: &'static str, path: String, body: &impl Write) -> Asked<T> {
    send(method, path, Body::Json(json::write(body)), true, json::read)
}

/// The same where the answer is one of several.
pub(super) fn post_quietly(path: String, body: String) -> Asked<String> {
    send("POST", path, Body::Json(body), true, |text| Some(text.to_owned()))
}

/// A change that answers nothing worth reading.
pub(super) fn tell_server(method: &'static str, path: String, body: &impl Write, quiet: bool) -> Asked<()> {
    send(method, path, Body::Json(json::write(body)), quiet, |_| Some(()))
}

/// Sends a file; the answer says what became of it.
pub(super) fn upload<T: Read>(method: &'static str, path: String, file: &web_sys::Blob) -> Asked<T> {
    send(method, path, Body::File(file.clone()), false, json::read)
}

/// What the browser has, or gets, from an address of ours.
pub(super) async fn file_at(url: &str) -> Result<web_sys::Blob, Failure> {
    let answer = JsFuture::from(call(url, &RequestInit::new())).await;
    let response: Response = answer.ok().and_then(|v| v.dyn_into().ok()).ok_or(Failure::Offline)?;
    if !response.ok() {
        return Err(Failure::Garbled);
    }
    let blob = JsFuture::from(response.blob().map_err(|_| Failure::Garbled)?).await;
    blob.ok().and_then(|b| b.dyn_into().ok()).ok_or(Failure::Offline)
}
