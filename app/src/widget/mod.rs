//! The same pages inside somebody else's page: the handle of the custom element `<team-settings>`. Its script
//! (team-settings.js) starts one instance of this module per element, so nothing here is shared between two on one page, and all
//! of it goes with the element.

mod shell;

use crate::host::{self, Host};
use crate::language;
use crate::nav::{Nav, Page, Route};
use crate::view::RwSignal;
use crate::view::{Mounted, mount, stay_inside};
use std::cell::RefCell;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// What is running: its drawing, and the way to its pages.
struct Running {
    drawn: Mounted,
    nav: Nav,
    home: RwSignal<Route>,
    team: String,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Draws into `place`, an element in a shadow root. `view`: a page's path below its team (`members`, `work/tickets`).
pub fn start(place: Element, host: Host, team: String, view: &str) {
    #[cfg(debug_assertions)]
    crate::tell_panics();
    let first = route(&team, view);
    stay_inside(place.clone());
    host::arrive(host);
    spawn_local(async move {
        language::arrive("").await;
        let mut made = None;
        let id = team.clone();
        let drawn = mount(&place, || {
            let (nav, home) = (Nav::inside(first.clone()), RwSignal::new(first));
            made = Some((nav, home));
            shell::shell(nav, home, id)
        });
        if let Some((nav, home)) = made {
            RUNNING.with_borrow_mut(|r| *r = Some(Running { drawn, nav, home, team }));
        }
    });
}

/// The host shows another page.
pub fn show(view: &str) {
    RUNNING.with_borrow(|r| {
        if let Some(r) = r {
            let to = route(&r.team, view);
            r.home.set(to.clone());
            if r.nav.route.with_untracked(|now| *now != to) {
                r.nav.route.set(to);
            }
        }
    });
}

/// The host speaks another language.
pub fn speak() {
    spawn_local(language::settle(""));
}

/// Ends all signals, effects and connections.
pub fn end() {
    if let Some(r) = RUNNING.take() {
        r.drawn.end();
    }
}

fn route(id: &str, view: &str) -> Route {
    let team = Route::to(Page::Members, id.to_owned()).path();
    let base = team.strip_suffix("members").unwrap_or(&team);
    if view == "work" {
        return Route::work(id.to_owned(), String::new(), String::new());
    }
    match Route::parse(&[base, view].concat()) {
        unknown if unknown.is(Page::Unknown) => Route::parse(&team),
        known => known,
    }
}
