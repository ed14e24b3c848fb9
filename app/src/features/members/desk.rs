//! What the list's parts share: the team, the rows, the ticked ones, which question is open; and doing things.

use super::parts::put;
use super::store::Store;
use crate::api::{self, Failure};
use crate::features::explain::failure;
use crate::state::Team;
use crate::view::prelude::*;
use crate::words::{W, fill, lower};
use shared::api::{MemberView, Revised};
use shared::policy::{Command, Status};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// A question that is open.
#[derive(Clone)]
pub enum Ask {
    Invite,
    Deactivate(Box<MemberView>),
    CancelInvite(Box<MemberView>),
    Delete(Vec<MemberView>),
    SetPassword(Box<MemberView>),
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub team: Team,
    pub store: Store,
    pub ask: RwSignal<Option<Ask>>,
    pub picked: RwSignal<Vec<String>>,
    /// Ids of rows whose work is under way.
    pub busy: RwSignal<Vec<String>>,
    /// Opens a member's details, or closes them.
    pub open: Callback<Option<String>>,
}

type Work = Pin<Box<dyn Future<Output = Result<Revised, Failure>>>>;
type Done = Box<dyn FnOnce(Desk)>;

impl Desk {
    pub fn close(self) {
        self.ask.try_set(None);
    }

    /// If it was me who has lost access: the frame looks where that leaves me.
    pub fn left(self, id: &str) {
        if self.team.data.with_untracked(|d| d.me.id == id) {
            self.team.left.run(());
        }
    }

    pub fn fail(self, f: &Failure) {
        let text = self.team.data.try_with_untracked(|d| failure(Some(d), f));
        self.team.toasts.fail(text.unwrap_or_else(|| failure(None, f)));
        // The rules' facts were not what the page thought.
        if matches!(f.status(), 403 | 404 | 409) {
            let team = self.team;
            spawn_local(async move {
                let _ = team.refresh().await;
            });
            self.store.ask();
        }
    }

    /// Runs a write on one row: spinner there, fresh rows after it, `done` says what happened.
    fn run(self, id: &str, work: Work, done: Done) {
        let id = id.to_owned();
        if self.busy.with_untracked(|b| b.contains(&id)) {
            return;
        }
        self.busy.update(|b| put(b, &id, true));
        spawn_local(async move {
            let answer = work.await;
            self.busy.try_update(|b| put(b, &id, false));
            match answer {
                Ok(revised) => {
                    self.store.took(&revised);
                    done(self);
                }
                Err(f) => self.fail(&f),
            }
        });
    }

    pub fn resend(self, m: MemberView) {
        let (team, id, email) = (self.team.id(), m.id.clone(), m.email);
        let said = fill(W::DidResend, &[("email", &email)]);
        self.run(
            &m.id,
            Box::pin(async move { api::resend(&team, &id).await }),
            Box::new(move |d| d.team.toasts.say(said)),
        );
    }

    pub fn cancel_invite(self, m: MemberView) {
        let (team, id) = (self.team.id(), m.id.clone());
        let said = fill(W::DidCancel, &[("email", &m.email)]);
        self.run(
            &m.id,
            Box::pin(async move { api::cancel_invite(&team, &id).await }),
            Box::new(move |d| d.team.toasts.say(said)),
        );
    }

    pub fn change_role(self, m: &MemberView, role: String) {
        let (team, id) = (self.team.id(), m.id.clone());
        let label = self.team.data.with_untracked(|d| d.label(&role));
        let said = fill(W::DidRole, &[("name", &m.name), ("role", &label)]);
        self.run(
            &m.id,
            Box::pin(async move { api::change_role(&team, &id, role).await }),
            Box::new(move |d| d.team.toasts.say(said)),
        );
    }

    pub fn set_addition(self, m: &MemberView, addition: String, on: bool) {
        let (team, id) = (self.team.id(), m.id.clone());
        let label = self.team.data.with_untracked(|d| d.label(&addition));
        let said =
            fill(if on { W::DidAddition } else { W::DidNotAddition }, &[("name", &m.name), ("role", &label)]);
        let work = async move { api::set_addition(&team, &id, &addition, on).await };
        self.run(&m.id, Box::pin(work), Box::new(move |d| d.team.toasts.say(said)));
    }

    /// At once with Undo where I could restore the person; otherwise it asks first.
    pub fn ask_deactivate(self, m: MemberView) {
        let after = MemberView { status: Status::Deactivated, ..m.clone() };
        // Whoever takes their own access away cannot undo it.
        let myself = self.team.data.with_untracked(|d| d.me.id == m.id);
        if !myself && self.team.data.with_untracked(|d| d.judge(Command::Restore, Some(&after))).is_free() {
            self.deactivate(m, true);
        } else {
            self.ask.set(Some(Ask::Deactivate(Box::new(m))));
        }
    }

    pub fn deactivate(self, m: MemberView, undoable: bool) {
        let (team, id) = (self.team.id(), m.id.clone());
        let word = lower(&self.team.data.with_untracked(|d| d.word("deactivated")));
        let said = fill(W::DidDeactivate, &[("name", &m.name), ("word", &word)]);
        let target = m.id.clone();
        let done = move |d: Desk| {
            d.left(&m.id);
            if undoable {
                d.team.toasts.undo(said, Callback::new(move |()| d.restore(m.clone())));
            } else {
                d.team.toasts.say(said);
            }
        };
        self.run(&target, Box::pin(async move { api::deactivate(&team, &id, None).await }), Box::new(done));
    }

    pub fn restore(self, m: MemberView) {
        let (team, id) = (self.team.id(), m.id.clone());
        let word = self.team.data.with_untracked(|d| d.word("restored"));
        let said = fill(W::DidRestore, &[("name", &m.name), ("word", &word)]);
        let done = move |d: Desk| {
            d.team.toasts.say(said);
            // Undone from a list that no longer holds the row: it comes back to it.
            d.store.ask();
        };
        self.run(&m.id, Box::pin(async move { api::restore(&team, &id).await }), Box::new(done));
    }
}
