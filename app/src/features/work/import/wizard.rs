//! What the page knows of an import, and what it asks the server.

use super::super::kind::Kind;
use crate::api::{self, Failure};
use crate::features::explain::failure;
use crate::features::people::Person;
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::{ImportPlan, ImportView};
use wasm_bindgen_futures::spawn_local;

/// The largest file that the server takes, in bytes.
const LARGEST: f64 = 25.0 * 1024.0 * 1024.0;
/// Milliseconds between two looks at how far it is.
const LOOK: i32 = 700;

/// What of the page is shown.
#[derive(Clone, PartialEq)]
pub enum Stage {
    Choose,
    /// The file of this name is on its way to the server.
    Reading(String),
    Plan,
    Running,
    Ended,
}

impl Stage {
    /// Differs where another part of the page is drawn.
    pub fn name(&self) -> String {
        match self {
            Self::Choose => "choose".into(),
            Self::Reading(name) => ["reading ", name].concat(),
            Self::Plan => "plan".into(),
            Self::Running => "running".into(),
            Self::Ended => "ended".into(),
        }
    }
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Wizard {
    pub kind: Kind,
    /// The import that the page is about.
    pub now: RwSignal<Option<ImportView>>,
    /// Name of the file that is being sent.
    reading: RwSignal<String>,
    /// What is wrong, in words.
    pub wrong: RwSignal<String>,
    pub busy: RwSignal<bool>,
    /// What each column becomes: `title`, a field's id, or nothing.
    pub columns: RwSignal<Vec<String>>,
    /// `one`, `turn` or `nobody`.
    pub way: RwSignal<String>,
    pub one: RwSignal<Option<Person>>,
    pub several: RwSignal<Vec<Person>>,
    /// The file was checked as it is planned now.
    pub checked: RwSignal<bool>,
    /// The newest imports of this kind, for those who come back.
    pub before: RwSignal<Vec<ImportView>>,
}

pub const TITLE: &str = "title";

impl Wizard {
    pub fn new(kind: Kind) -> Self {
        let w = Self {
            kind,
            now: RwSignal::new(None),
            reading: RwSignal::new(String::new()),
            wrong: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            columns: RwSignal::new(Vec::new()),
            way: RwSignal::new("one".into()),
            one: RwSignal::new(None),
            several: RwSignal::new(Vec::new()),
            checked: RwSignal::new(false),
            before: RwSignal::new(Vec::new()),
        };
        // Another plan has to be checked anew.
        later(move || {
            w.columns.track();
            w.checked.set(false);
        });
        w
    }

    pub fn stage(self) -> Stage {
        if self.reading.with(|r| !r.is_empty()) {
            return Stage::Reading(self.reading.get());
        }
        self.now.with(|n| match n.as_ref().map(|n| n.state.as_str()) {
            None => Stage::Choose,
            Some("draft") => Stage::Plan,
            Some("running") => Stage::Running,
            Some(_) => Stage::Ended,
        })
    }

    fn fail(self, f: &Failure) {
        let text = match of_import(f) {
            Some(id) => t(id).to_owned(),
            None => self.kind.team.data.try_with_untracked(|d| failure(Some(d), f)).unwrap_or_default(),
        };
        self.wrong.try_set(text);
    }

    /// Forgets the import, for another file.
    pub fn restart(self) {
        self.now.set(None);
        self.wrong.set(String::new());
        self.checked.set(false);
        self.earlier();
    }

    /// Sends the file.
    pub fn send(self, file: web_sys::File) {
        self.wrong.set(String::new());
        if file.size() > LARGEST {
            self.wrong.set(t(W::ImportTooBig).into());
            return;
        }
        if file.size() < 1.0 {
            self.wrong.set(t(W::ImportEmpty).into());
            return;
        }
        self.reading.set(file.name());
        let (team, kind) = (self.kind.team, self.kind);
        spawn_local(async move {
            let answer = api::upload_import(&team.id(), &kind.name(), &file.name(), &file).await;
            match answer {
                Ok(import) => {
                    self.columns.try_set(import.columns.iter().map(|c| c.guess.clone()).collect());
                    self.checked.try_set(false);
                    self.now.try_set(Some(import));
                }
                Err(f) => self.fail(&f),
            }
            self.reading.try_set(String::new());
        });
    }

    pub fn plan(self) -> ImportPlan {
        let way = self.way.get();
        ImportPlan {
            columns: self.columns.get(),
            to: self.one.get().filter(|_| way == "one").map(|p| p.id),
            rotate: if way == "turn" {
                self.several.get().into_iter().map(|p| p.id).collect()
            } else {
                Vec::new()
            },
        }
    }

    /// What has to be chosen before the file can be checked, in words.
    pub fn lacks(self) -> Option<W> {
        match self.way.get().as_str() {
            "one" if self.one.with(Option::is_none) => Some(W::ImportChooseOne),
            "turn" if self.several.with(Vec::is_empty) => Some(W::ImportChooseSome),
            _ => None,
        }
    }

    fn id(self) -> String {
        self.now.with_untracked(|n| n.as_ref().map(|n| n.id.clone()).unwrap_or_default())
    }

    /// Looks for faults.
    pub fn check(self) {
        self.ask(false);
    }

    /// Begins the import.
    pub fn start(self) {
        self.ask(true);
    }

    fn ask(self, start: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.wrong.set(String::new());
        let (team, id, plan) = (self.kind.team.id(), self.id(), untrack(|| self.plan()));
        spawn_local(async move {
            let answer = match start {
                true => api::start_import(&team, &id, &plan).await,
                false => api::check_import(&team, &id, &plan).await,
            };
            self.busy.try_set(false);
            match answer {
                Ok(import) => {
                    let runs = import.state == "running";
                    self.now.try_set(Some(import));
                    self.checked.try_set(true);
                    if runs {
                        self.watch();
                    }
                }
                // Something changed since it was checked: what is wrong now is listed.
                Err(f) if f.code() == "import-faults" => self.check(),
                Err(f) => self.fail(&f),
            }
        });
    }

    pub fn cancel(self) {
        let (team, id) = (self.kind.team.id(), self.id());
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::cancel_import(&team, &id).await;
            self.busy.try_set(false);
            match answer {
                Ok(import) => {
                    self.now.try_set(Some(import));
                    self.earlier();
                }
                // It may have ended in the same moment.
                Err(f) => {
                    self.fail(&f);
                    self.look();
                }
            }
        });
    }

    /// Looks again and again while it runs.
    fn watch(self) {
        set_timeout(move || self.look(), LOOK);
    }

    fn look(self) {
        let Some(now) = self.now.try_get_untracked() else { return };
        let Some(id) = now.map(|n| n.id) else { return };
        let team = self.kind.team.id();
        spawn_local(async move {
            let answer = api::import(&team, &id).await;
            let same = self.now.try_with_untracked(|n| n.as_ref().is_some_and(|n| n.id == id));
            if same != Some(true) {
                return;
            }
            match answer {
                Ok(import) if import.state == "running" => {
                    self.now.try_set(Some(import));
                    self.watch();
                }
                Ok(import) => {
                    self.now.try_set(Some(import));
                    self.earlier();
                }
                // It runs on without anybody looking.
                Err(_) => self.watch(),
            }
        });
    }

    /// News of imports: mine may have ended.
    pub fn again(self) {
        self.earlier();
    }

    /// Asks for earlier imports of this kind; one that runs is shown.
    pub fn earlier(self) {
        let (team, kind) = (self.kind.team.id(), self.kind.name());
        spawn_local(async move {
            let Ok(imports) = api::imports(&team).await else { return };
            let mine: Vec<ImportView> = imports.items.into_iter().filter(|i| i.kind == kind).collect();
            let runs = mine.iter().find(|i| i.state == "running").cloned();
            let over = |i: &ImportView| !matches!(i.state.as_str(), "draft" | "running");
            self.before.try_set(mine.into_iter().filter(over).collect());
            if let Some(runs) = runs
                && self.now.try_with_untracked(Option::is_none) == Some(true)
                && self.reading.try_with_untracked(String::is_empty) == Some(true)
            {
                self.now.try_set(Some(runs));
                self.watch();
            }
        });
    }
}

/// What went wrong, where it is about the file or about who gets the items.
fn of_import(f: &Failure) -> Option<W> {
    let Failure::Refused(p) = f else { return None };
    match p.code.as_str() {
        "too-large" => return Some(W::ImportTooBig),
        "import-over" => return Some(W::ImportOver),
        _ => {}
    }
    let fault = p.fields.first()?;
    Some(match (fault.field.split('.').next().unwrap_or_default(), fault.code.as_str()) {
        ("file", "empty") => W::ImportEmpty,
        ("file", "too-many-lines") => W::ImportTooLong,
        ("file", "too-many-columns") => W::ImportTooWide,
        ("file", _) => W::ImportUnreadable,
        ("to" | "rotate", _) => W::ImportFailGone,
        _ => return None,
    })
}
