//! The address bar: one typed route, read once, pushed on navigation, followed on Back and Forward.
//!
//! Only the full app's frame uses this (docs/adr/0003). Features take links and callbacks.

use crate::host::host;
use crate::view::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

/// Every page. Tokens stay in the fragment and out of this enum: they are never part of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    Home,
    SignIn,
    Forgot,
    Reset,
    Join,
    Setup,
    Members,
    /// Somebody's details, beside the list.
    Member,
    /// The list, beginning with who is invited.
    Invitations,
    Roles,
    Audit,
    Settings,
    Me,
    /// The list of a kind.
    Work,
    /// The same, only what a member has (or `me`, `none`).
    WorkOf,
    Import,
    WorkItem,
    Automations,
    Integrations,
    Departures,
    Resources,
    Units,
    Billing,
    /// The access review that is open.
    Reviews,
    /// A record of one.
    Review,
    /// A list that the team shares.
    List,
    Unknown,
}

/// What comes first is found first.
const PATHS: [(Page, &str); 27] = [
    (Page::Home, "/"),
    (Page::SignIn, "/sign-in"),
    (Page::Forgot, "/forgot"),
    (Page::Reset, "/reset"),
    (Page::Join, "/join"),
    (Page::Setup, "/setup"),
    (Page::Members, "/t/*/members"),
    (Page::Members, "/t/*"),
    (Page::Member, "/t/*/members/*"),
    (Page::Invitations, "/t/*/invitations"),
    (Page::Roles, "/t/*/roles"),
    (Page::Audit, "/t/*/audit"),
    (Page::Settings, "/t/*/settings"),
    (Page::Me, "/t/*/me"),
    (Page::Work, "/t/*/work/*"),
    (Page::WorkOf, "/t/*/work/*/of/*"),
    // An item's id is never this word: ids are made by the server and longer.
    (Page::Import, "/t/*/work/*/import"),
    (Page::WorkItem, "/t/*/work/*/*"),
    (Page::Automations, "/t/*/automations"),
    (Page::Integrations, "/t/*/integrations"),
    (Page::Departures, "/t/*/departures"),
    (Page::Resources, "/t/*/resources"),
    (Page::Units, "/t/*/units"),
    (Page::Reviews, "/t/*/reviews"),
    (Page::Review, "/t/*/reviews/*"),
    (Page::Billing, "/t/*/billing"),
    (Page::List, "/t/*/lists/*"),
];

/// A page, and what its path names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    pub page: Page,
    /// The team that it is about; empty for a page without one.
    pub team: String,
    /// What it is about in the team: a member, a kind of work, a review, a list.
    pub of: String,
    /// What of that: an item, or whose items.
    pub item: String,
}

impl Route {
    /// A page without a team.
    pub const fn alone(page: Page) -> Self {
        Self { page, team: String::new(), of: String::new(), item: String::new() }
    }

    /// A page of a team.
    pub fn to(page: Page, team: String) -> Self {
        Self { team, ..Self::alone(page) }
    }

    /// The same about something.
    pub fn of(self, of: String) -> Self {
        Self { of, ..self }
    }

    /// The items of a kind; only somebody's, where they are named.
    pub fn work(team: String, kind: String, whose: String) -> Self {
        let page = if whose.is_empty() { Page::Work } else { Page::WorkOf };
        Self { page, team, of: kind, item: whose }
    }

    /// An item.
    pub fn item(team: String, kind: String, item: String) -> Self {
        Self { page: Page::WorkItem, team, of: kind, item }
    }

    pub fn is(&self, page: Page) -> bool {
        self.page == page
    }

    /// About items of a kind: their list or one of them.
    pub fn is_work(&self) -> bool {
        matches!(self.page, Page::Work | Page::WorkOf | Page::WorkItem)
    }

    pub fn parse(path: &str) -> Self {
        let path: Vec<&str> = parts(path).collect();
        for (page, pattern) in PATHS {
            let pattern: Vec<&str> = parts(pattern).collect();
            if pattern.len() == path.len() && pattern.iter().zip(&path).all(|(p, s)| *p == "*" || p == s) {
                let named = pattern.iter().zip(&path).filter(|(p, _)| **p == "*");
                let mut named = named.map(|(_, s)| decode(s));
                let mut next = || named.next().unwrap_or_default();
                return Self { page, team: next(), of: next(), item: next() };
            }
        }
        Self::alone(Page::Unknown)
    }

    pub fn path(&self) -> String {
        let pattern = PATHS.iter().find(|(page, _)| *page == self.page).map_or("/", |(_, path)| path);
        let mut named = [&self.team, &self.of, &self.item].into_iter();
        let mut path = String::new();
        for part in parts(pattern) {
            path.push('/');
            if part == "*" {
                path.push_str(&named.next().map_or_else(String::new, |name| encode(name)));
            } else {
                path.push_str(part);
            }
        }
        if path.is_empty() { "/".into() } else { path }
    }

    /// What a link to it says.
    pub fn href(&self) -> String {
        let path = self.path();
        if embedded() { [INSIDE, &path].concat() } else { path }
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|p| !p.is_empty())
}

fn decode(part: &str) -> String {
    js_sys::decode_uri_component(part).ok().and_then(|s| s.as_string()).unwrap_or_else(|| part.to_owned())
}

fn encode(part: &str) -> String {
    js_sys::encode_uri_component(part).into()
}

/// Where we are, and the way to elsewhere. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Nav {
    pub route: RwSignal<Route>,
}

impl Nav {
    /// Reads the address bar and follows it from now on. The app starts this once and never ends it.
    pub fn start() -> Self {
        let nav = Self { route: RwSignal::new(here()) };
        let on_pop = Closure::<dyn FnMut()>::new(move || nav.route.set(here()));
        let _ = window().add_event_listener_with_callback("popstate", on_pop.as_ref().unchecked_ref());
        on_pop.forget();
        nav
    }

    /// Inside somebody else's page: begins there and leaves the address bar alone.
    pub fn inside(first: Route) -> Self {
        Self { route: RwSignal::new(first) }
    }

    pub fn go(self, to: Route) {
        self.write(to, true);
    }

    /// Goes there without leaving the present page in the history.
    pub fn replace(self, to: Route) {
        self.write(to, false);
    }

    fn write(self, to: Route, push: bool) {
        let path = to.path();
        if let Some(host) = host() {
            self.route.set(to);
            return host.tell("navigate", view_of(&path));
        }
        let Ok(history) = window().history() else { return };
        let _ = if push {
            history.push_state_with_url(&JsValue::NULL, "", Some(&path))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&path))
        };
        self.route.set(to);
    }

    /// A click handler for the frame: plain clicks on links to our own pages stay in the app.
    pub fn follow(self, e: &MouseEvent) {
        if e.default_prevented()
            || e.button() != 0
            || e.ctrl_key()
            || e.meta_key()
            || e.shift_key()
            || e.alt_key()
        {
            return;
        }
        let Some(link) = e
            .target()
            .and_then(|t| t.dyn_into::<Element>().ok())
            .and_then(|t| t.closest("a[href]").ok().flatten())
        else {
            return;
        };
        let Ok(link) = link.dyn_into::<HtmlAnchorElement>() else { return };
        if let Some(host) = host() {
            let href = link.get_attribute("href").unwrap_or_default();
            let inside = href.strip_prefix(INSIDE);
            if inside.is_some() || href.starts_with('/') {
                e.prevent_default();
            }
            match inside {
                Some(path) => self.go(Route::parse(path)),
                None if href.starts_with('/') => host.save(&href),
                None => {}
            }
            return;
        }
        let same = window().location().origin().is_ok_and(|o| o == link.origin());
        let path = link.pathname();
        if !same || !link.target().is_empty() || path.starts_with("/api/") || path.starts_with("/dev/") {
            return;
        }
        match Route::parse(&path) {
            to if to.is(Page::Unknown) => {}
            to => {
                e.prevent_default();
                self.go(to);
            }
        }
    }
}

/// Before a path in links of a guest: followed by hand, they lead to nothing but the host's own page.
const INSIDE: &str = "#ts";

/// What a host calls a page of the team: its path without the team.
fn view_of(path: &str) -> &str {
    path.splitn(4, '/').nth(3).unwrap_or("members")
}

fn here() -> Route {
    Route::parse(&window().location().pathname().unwrap_or_default())
}

/// The one-time token of a mailed link, read from the fragment and taken out of the address bar at once.
pub fn take_token() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let token = hash.strip_prefix('#')?.to_owned();
    if token.is_empty() {
        return None;
    }
    let path = location.pathname().ok()?;
    let _ = window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    Some(token)
}
