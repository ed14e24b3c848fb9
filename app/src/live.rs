//! Live events: the frame keeps one connection to the open team and tells the pages what to ask for again. It holds no content,
//! so whatever a page asks for then is judged like any other request.

use crate::api;
use crate::host::host;
use crate::state::{ALL_NEWS, Team, TeamData};
use crate::view::prelude::*;
use shared::api::LiveEvent;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{EventSource, MessageEvent};

/// Events that come within this many milliseconds are told together: a bulk change is one piece of news.
const REST: i32 = 150;
/// Milliseconds before an attempt to connect again. A server that was only started anew is back within the first of them, and its
/// pages know within two seconds; after those the wait doubles each time.
const FIRST_WAIT: i32 = 700;
const QUICK_TRIES: u32 = 30;
const LONGEST_WAIT: i32 = 30_000;

/// An open connection, with the listeners that must live as long.
struct Line {
    source: EventSource,
    _open: Closure<dyn FnMut()>,
    _error: Closure<dyn FnMut()>,
    _changed: Closure<dyn FnMut(MessageEvent)>,
}

struct Live {
    open: RwSignal<Option<Team>>,
    news: RwSignal<Vec<String>>,
    team: RefCell<String>,
    line: RefCell<Option<Line>>,
    /// Attempts in vain since the last connection.
    tries: Cell<u32>,
    /// The connection was away: anything may have changed meanwhile.
    missed: Cell<bool>,
    /// Counts connections; what an older one still has to say is not heard.
    turn: Cell<u32>,
    heard: RefCell<Vec<String>>,
    revision: Cell<i64>,
}

/// Follows whichever team is open until the caller's owner goes. A page that nobody looks at holds no connection: browsers
/// allow few to one server.
pub fn follow(open: RwSignal<Option<Team>>, news: RwSignal<Vec<String>>) {
    let live = Rc::new(Live {
        open,
        news,
        team: RefCell::default(),
        line: RefCell::default(),
        tries: Cell::new(0),
        missed: Cell::new(false),
        turn: Cell::new(0),
        heard: RefCell::default(),
        revision: Cell::new(0),
    });
    let mine = live.clone();
    later(move || {
        let id = open.get().map(Team::id).unwrap_or_default();
        if *mine.team.borrow() != id {
            *mine.team.borrow_mut() = id;
            mine.missed.set(false);
            mine.connect();
        }
    });
    let mine = live.clone();
    let seen = move |_| {
        if document().hidden() {
            mine.missed.set(true);
            mine.close();
        } else {
            mine.tries.set(0);
            mine.connect();
        }
    };
    // A guest has no listener on somebody else's page; the host's `listen` pauses by itself.
    if !embedded() {
        window_event_listener("visibilitychange", Box::new(seen));
    }
    on_cleanup(move || {
        live.team.borrow_mut().clear();
        live.close();
    });
}

impl Live {
    fn close(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        if let Some(line) = self.line.take() {
            line.source.close();
        }
    }

    fn connect(self: &Rc<Self>) {
        self.close();
        let team = self.team.borrow().clone();
        if team.is_empty() || (document().hidden() && !embedded()) {
            return;
        }
        let path = api::live_path(&team);
        let Ok(source) = host().map_or_else(|| EventSource::new(&path), |h| Ok(h.listen(&path))) else {
            return;
        };
        let me = self.clone();
        let open = Closure::<dyn FnMut()>::new(move || me.opened());
        let me = self.clone();
        let error = Closure::<dyn FnMut()>::new(move || me.lost());
        let me = self.clone();
        let changed = Closure::<dyn FnMut(MessageEvent)>::new(move |e: MessageEvent| {
            if let Some(event) = e.data().as_string().and_then(|t| shared::json::read(&t)) {
                me.hear(event);
            }
        });
        source.set_onopen(Some(open.as_ref().unchecked_ref()));
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        let _ = source.add_event_listener_with_callback("changed", changed.as_ref().unchecked_ref());
        self.line.replace(Some(Line { source, _open: open, _error: error, _changed: changed }));
    }

    fn opened(self: &Rc<Self>) {
        self.tries.set(0);
        if self.missed.replace(false) {
            self.hear(LiveEvent { revision: i64::MAX, topics: vec![ALL_NEWS.to_owned()] });
        }
    }

    /// The server is away, or does not tell us any more: the next ordinary request says which.
    fn lost(self: &Rc<Self>) {
        self.close();
        self.missed.set(true);
        let tries = self.tries.get();
        self.tries.set(tries.saturating_add(1));
        self.look();
        let wait = FIRST_WAIT.saturating_mul(1 << tries.saturating_sub(QUICK_TRIES).min(6)).min(LONGEST_WAIT);
        // Not all pages at once when the server is back.
        let wait = wait + (js_sys::Math::random() * f64::from(FIRST_WAIT)) as i32;
        let (me, turn) = (self.clone(), self.turn.get());
        set_timeout(
            move || {
                if me.turn.get() == turn {
                    me.connect();
                }
            },
            wait,
        );
    }

    fn hear(self: &Rc<Self>, mut event: LiveEvent) {
        // The first on each connection says only where the team stands: another place than mine means that I missed something.
        if event.topics.is_empty() {
            let known = self.open.get_untracked().and_then(|t| t.data.try_with_untracked(|d| d.revision));
            if known == Some(event.revision) {
                return;
            }
            event.topics.push(ALL_NEWS.to_owned());
        }
        self.revision.set(self.revision.get().max(event.revision));
        let first = self.heard.borrow().is_empty();
        self.heard.borrow_mut().extend(event.topics);
        if first {
            let me = self.clone();
            set_timeout(move || me.tell(), REST);
        }
    }

    fn tell(&self) {
        let topics = self.heard.take();
        let newest = self.revision.replace(0);
        let Some(team) = self.open.get_untracked() else { return };
        let known = team.data.try_with_untracked(|d| d.revision).unwrap_or_default();
        // What the frame itself shows. A change that is known already was this page's own.
        let mine = topics.iter().any(|t| match t.as_str() {
            "notices" | "rules" | "team" | "structure" | ALL_NEWS => true,
            "members" => newest > known,
            _ => false,
        });
        if mine {
            self.look();
        }
        self.news.set(topics);
    }

    /// The team again; who is no longer in it learns so.
    fn look(&self) {
        let Some(team) = self.open.get_untracked() else { return };
        let news = self.news;
        spawn_local(async move {
            let before = team.data.try_with_untracked(|d| sight(d));
            match team.refresh().await {
                // I see more or less than before: what every list shows is another.
                Ok(()) if team.data.try_with_untracked(|d| sight(d)) != before => {
                    news.try_set(vec![ALL_NEWS.to_owned()]);
                }
                Err(f) if matches!(f.status(), 403 | 404) => team.left.run(()),
                _ => {}
            }
        });
    }
}

/// What decides which work I see, apart from my role: pages are drawn anew when that changes.
fn sight(d: &TeamData) -> String {
    let mut all = d.settings.clone();
    all.extend(d.me.unit.clone());
    all.extend(d.me.access.iter().cloned());
    all.join(" ")
}
