//! What the page's parts share: the list, the ticked rows, which question is open; and giving work to people.

use super::kind::Kind;
use super::picked::Picked;
use super::store::{ME, NOBODY, Store};
use crate::api::{self, Failure};
use crate::features::explain::failure;
use crate::features::links::Links;
use crate::features::people::Person;
use crate::ui::dom;
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};
use shared::api::{AssignWork, MovedWork, PersonRef, WorkView};
use shared::policy::Status;
use wasm_bindgen_futures::spawn_local;

/// A question that is open.
#[derive(Clone, PartialEq)]
pub enum Ask {
    Create,
    /// Who gets what is ticked.
    Assign,
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub kind: Kind,
    pub store: Store,
    pub ask: RwSignal<Option<Ask>>,
    pub picked: RwSignal<Picked>,
    pub links: Links,
    /// Opens an item's details, or closes them.
    pub open: Callback<Option<String>>,
    /// Told whose items the list is narrowed to, for the address bar.
    pub of: Callback<String>,
    /// Counts moves of work: open details ask again.
    pub moves: RwSignal<usize>,
}

impl Desk {
    pub fn close(self) {
        self.ask.try_set(None);
    }

    pub fn fail(self, f: &Failure) {
        let team = self.kind.team;
        let text = team.data.try_with_untracked(|d| failure(Some(d), f));
        team.toasts.fail(text.unwrap_or_else(|| failure(None, f)));
        // The rules' facts were not what the page thought.
        if matches!(f.status(), 403 | 404 | 409) {
            spawn_local(async move {
                let _ = team.refresh().await;
            });
            self.store.ask();
        }
    }

    /// Narrows the list to whose it is; what was ticked is no longer what would be meant.
    pub fn narrow_to(self, assignee: String) {
        self.picked.set(Picked::default());
        self.store.narrow.update(|n| n.assignee = assignee.clone());
        self.of.run(assignee);
    }

    /// What a move of work answered, and how it is taken back.
    pub fn moved(self, answer: &MovedWork, said: String) {
        let team = self.kind.team;
        team.took_revision(answer.revision);
        self.store.count();
        self.moves.try_update(|n| *n += 1);
        match answer.batch.clone() {
            Some(batch) => team.toasts.undo(said, Callback::new(move |()| self.undo(batch.clone()))),
            None => team.toasts.say(said),
        }
    }

    fn undo(self, batch: String) {
        let team = self.kind.team;
        spawn_local(async move {
            match api::undo_move(&team.id(), batch).await {
                Ok(back) => {
                    team.took_revision(back.revision);
                    team.toasts.say(fill(W::DidUndoMove, &[("n", &number(back.moved))]));
                    self.store.ask();
                    self.moves.try_update(|n| *n += 1);
                }
                Err(f) => self.fail(&f),
            }
        });
    }

    /// Gives one item to somebody, or makes it nobody's. Shown at once, and taken back when the server refuses it.
    pub fn assign(self, item: &ArcRwSignal<WorkView>, to: Option<Person>) {
        let before = item.get_untracked();
        let now = to.map(|p| PersonRef { id: p.id, name: p.name, status: Status::Active });
        let id = |p: &Option<PersonRef>| p.as_ref().map(|p| p.id.clone());
        if id(&before.assignee) == id(&now) {
            return;
        }
        item.update(|w| w.assignee = now.clone());
        // The list may hold the item under another signal than the one that was pressed.
        let row = self.store.list.get(&before.id);
        show(&row, &before, &now);
        let command =
            AssignWork { to: id(&now), items: Some(vec![before.id.clone()]), ..AssignWork::default() };
        let said = match &now {
            Some(p) => fill(W::DidAssign, &[("title", &before.title), ("name", &p.name)]),
            None => fill(W::DidUnassign, &[("title", &before.title)]),
        };
        let (team, item) = (self.kind.team, item.clone());
        spawn_local(async move {
            match api::assign_work(&team.id(), &before.kind, &command).await {
                Ok(answer) => {
                    self.moved(&answer, said);
                    if !self.belongs(&now) {
                        self.store.list.drop_rows(std::slice::from_ref(&before.id));
                        // What was pressed went with its row.
                        dom::after_draw(dom::rescue_focus);
                    }
                }
                Err(f) => {
                    item.update(|w| w.assignee = before.assignee.clone());
                    show(&row, &before, &before.assignee);
                    self.fail(&f);
                }
            }
        });
    }

    /// Whether what is assigned to them is still in the list as it is narrowed.
    fn belongs(self, to: &Option<PersonRef>) -> bool {
        let wanted = self.store.narrow.with_untracked(|n| n.assignee.clone());
        let me = self.kind.team.data.with_untracked(|d| d.me.id.clone());
        match (wanted.as_str(), to) {
            ("", _) | (NOBODY, None) => true,
            (ME, Some(p)) => p.id == me,
            (id, Some(p)) => p.id == id,
            _ => false,
        }
    }

    /// Gives all that is ticked to somebody, or makes it nobody's. Ends with `done`, or with what went wrong.
    pub fn assign_picked(self, to: Option<Person>, done: Callback<Result<(), Failure>>) {
        let kind = self.kind;
        let filter = self.store.narrow.with_untracked(|n| n.filter());
        let command = self.picked.with_untracked(|p| p.command(to.as_ref().map(|p| p.id.clone()), filter));
        spawn_local(async move {
            match api::assign_work(&kind.team.id(), &kind.name(), &command).await {
                Ok(answer) => {
                    let said = said(kind, &to, answer.moved);
                    self.picked.try_set(Picked::default());
                    self.store.list.ask();
                    done.run(Ok(()));
                    self.moved(&answer, said);
                }
                Err(f) => done.run(Err(f)),
            }
        });
    }
}

fn show(row: &Option<ArcRwSignal<WorkView>>, item: &WorkView, to: &Option<PersonRef>) {
    if let Some(row) = row.as_ref().filter(|r| r.with_untracked(|w| w.id == item.id && w.assignee != *to)) {
        row.update(|w| w.assignee = to.clone());
    }
}

fn said(kind: Kind, to: &Option<Person>, n: u32) -> String {
    let noun = kind.noun(n);
    match to {
        Some(p) if n == 0 => fill(W::DidAssignNone, &[("name", &p.name)]),
        Some(p) => fill(W::DidAssignN, &[("n", &number(n)), ("kind", &noun), ("name", &p.name)]),
        None if n == 0 => t(W::NothingToDo).to_owned(),
        None => fill(W::DidUnassignN, &[("n", &number(n)), ("kind", &noun)]),
    }
}
