//! The address bar: one typed route, read once, pushed on navigation, followed on Back and Forward.
//!
//! Only the full app's frame uses this (docs/adr/0003). Features take links and callbacks.

use crate::host::host;
use crate::view::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

/// Every page. Tokens stay in the fragment and out of this enum: they are never part of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    Home,
    SignIn,
    Forgot,
    Reset,
    Join,
    Setup,
    Members {
        team: String,
    },
    /// The same page, beginning with who is invited.
    Invitations {
        team: String,
    },
    Member {
        team: String,
        member: String,
    },
    Roles {
        team: String,
    },
    Audit {
        team: String,
    },
    Settings {
        team: String,
    },
    Me {
        team: String,
    },
    /// The list of a kind; only what this member has (or `me`, `none`), where one is named.
    Work {
        team: String,
        kind: String,
        of: Option<String>,
    },
    WorkItem {
        team: String,
        kind: String,
        item: String,
    },
    Import {
        team: String,
        kind: String,
    },
    Automations {
        team: String,
    },
    Integrations {
        team: String,
    },
    Departures {
        team: String,
    },
    Resources {
        team: String,
    },
    Units {
        team: String,
    },
    Billing {
        team: String,
    },
    /// The access review that is open, or a record.
    Reviews {
        team: String,
        review: Option<String>,
    },
    /// A list that the team shares.
    List {
        team: String,
        list: String,
    },
    Unknown,
}

impl Route {
    pub fn parse(path: &str) -> Self {
        let mut parts = path.split('/').filter(|p| !p.is_empty()).map(decode);
        let first = parts.next();
        let rest: Vec<String> = parts.collect();
        let own = |s: &str| s.to_owned();
        match (first.as_deref(), rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice()) {
            (None, _) => Self::Home,
            (Some("sign-in"), []) => Self::SignIn,
            (Some("forgot"), []) => Self::Forgot,
            (Some("reset"), []) => Self::Reset,
            (Some("join"), []) => Self::Join,
            (Some("setup"), []) => Self::Setup,
            (Some("t"), [team] | [team, "members"]) => Self::Members { team: own(team) },
            (Some("t"), [team, "members", member]) => Self::Member { team: own(team), member: own(member) },
            (Some("t"), [team, "invitations"]) => Self::Invitations { team: own(team) },
            (Some("t"), [team, "roles"]) => Self::Roles { team: own(team) },
            (Some("t"), [team, "audit"]) => Self::Audit { team: own(team) },
            (Some("t"), [team, "settings"]) => Self::Settings { team: own(team) },
            (Some("t"), [team, "me"]) => Self::Me { team: own(team) },
            (Some("t"), [team, "work", kind]) => Self::Work { team: own(team), kind: own(kind), of: None },
            (Some("t"), [team, "work", kind, "of", who]) => {
                Self::Work { team: own(team), kind: own(kind), of: Some(own(who)) }
            }
            // An item's id is never this word: ids are made by the server and longer.
            (Some("t"), [team, "work", kind, "import"]) => Self::Import { team: own(team), kind: own(kind) },
            (Some("t"), [team, "work", kind, item]) => {
                Self::WorkItem { team: own(team), kind: own(kind), item: own(item) }
            }
            (Some("t"), [team, "automations"]) => Self::Automations { team: own(team) },
            (Some("t"), [team, "integrations"]) => Self::Integrations { team: own(team) },
            (Some("t"), [team, "departures"]) => Self::Departures { team: own(team) },
            (Some("t"), [team, "resources"]) => Self::Resources { team: own(team) },
            (Some("t"), [team, "units"]) => Self::Units { team: own(team) },
            (Some("t"), [team, "reviews"]) => Self::Reviews { team: own(team), review: None },
            (Some("t"), [team, "reviews", id]) => Self::Reviews { team: own(team), review: Some(own(id)) },
            (Some("t"), [team, "billing"]) => Self::Billing { team: own(team) },
            (Some("t"), [team, "lists", list]) => Self::List { team: own(team), list: own(list) },
            _ => Self::Unknown,
        }
    }

    pub fn path(&self) -> String {
        let of = |team: &str, tail: &str| ["/t/", &encode(team), tail].concat();
        match self {
            Self::Home | Self::Unknown => "/".into(),
            Self::SignIn => "/sign-in".into(),
            Self::Forgot => "/forgot".into(),
            Self::Reset => "/reset".into(),
            Self::Join => "/join".into(),
            Self::Setup => "/setup".into(),
            Self::Members { team } => of(team, "/members"),
            Self::Member { team, member } => of(team, &["/members/", &encode(member)].concat()),
            Self::Invitations { team } => of(team, "/invitations"),
            Self::Roles { team } => of(team, "/roles"),
            Self::Audit { team } => of(team, "/audit"),
            Self::Settings { team } => of(team, "/settings"),
            Self::Me { team } => of(team, "/me"),
            Self::Work { team, kind, of: None } => of(team, &["/work/", &encode(kind)].concat()),
            Self::Work { team, kind, of: Some(who) } => {
                of(team, &["/work/", &encode(kind), "/of/", &encode(who)].concat())
            }
            Self::WorkItem { team, kind, item } => {
                of(team, &["/work/", &encode(kind), "/", &encode(item)].concat())
            }
            Self::Import { team, kind } => of(team, &["/work/", &encode(kind), "/import"].concat()),
            Self::Automations { team } => of(team, "/automations"),
            Self::Integrations { team } => of(team, "/integrations"),
            Self::Departures { team } => of(team, "/departures"),
            Self::Resources { team } => of(team, "/resources"),
            Self::Units { team } => of(team, "/units"),
            Self::Billing { team } => of(team, "/billing"),
            Self::Reviews { team, review: None } => of(team, "/reviews"),
            Self::Reviews { team, review: Some(id) } => of(team, &["/reviews/", &encode(id)].concat()),
            Self::List { team, list } => of(team, &["/lists/", &encode(list)].concat()),
        }
    }

    /// What a link to it says.
    pub fn href(&self) -> String {
        let path = self.path();
        if embedded() { [INSIDE, &path].concat() } else { path }
    }

    /// The team that the page is about.
    pub fn team(&self) -> Option<&str> {
        match self {
            Self::Members { team }
            | Self::Member { team, .. }
            | Self::Invitations { team }
            | Self::Roles { team }
            | Self::Audit { team }
            | Self::Settings { team }
            | Self::Me { team }
            | Self::Work { team, .. }
            | Self::WorkItem { team, .. }
            | Self::Import { team, .. }
            | Self::Automations { team }
            | Self::Integrations { team }
            | Self::Departures { team }
            | Self::Resources { team }
            | Self::Units { team }
            | Self::Billing { team }
            | Self::Reviews { team, .. }
            | Self::List { team, .. } => Some(team),
            Self::Home
            | Self::SignIn
            | Self::Forgot
            | Self::Reset
            | Self::Join
            | Self::Setup
            | Self::Unknown => None,
        }
    }
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
            Route::Unknown => {}
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
