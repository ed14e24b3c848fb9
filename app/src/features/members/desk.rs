//! What the list's parts share: the team, the rows, the ticked ones, which question is open; and doing things.

use super::parts::put;
use super::place::unit_name;
use super::store::Store;
use crate::api::{self, Failure};
use crate::features::explain::failure;
use crate::features::links::{Links, Place};
use crate::state::Team;
use crate::view::prelude::*;
use crate::words::{W, fill, lower, t};
use shared::api::{KindCount, MemberView, Revised};
use shared::policy::{Action, Command, Status};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// A question that is open.
#[derive(Clone)]
pub enum Ask {
    Invite,
    Deactivate(Box<MemberView>),
    /// Deactivate somebody who has this much work.
    Leave(Box<MemberView>, Vec<KindCount>),
    HandOver(Box<MemberView>),
    CancelInvite(Box<MemberView>),
    Delete(Vec<MemberView>),
    SetPassword(Box<MemberView>),
    /// Asks nothing: the row's own Resend, which is done at once by the same later part as what is asked.
    Resend(Box<MemberView>),
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
    pub links: Links,
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
        // Undo can be pressed when the page that offered it is gone.
        if self.busy.try_with_untracked(|b| b.contains(&id)).unwrap_or(false) {
            return;
        }
        self.busy.try_update(|b| put(b, &id, true));
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
        let said = fill(W::DidResend, &[("email", &m.email)]);
        let work = api::tell(self.team.id(), m.id.clone(), "/resend");
        self.run(&m.id, Box::pin(work), Box::new(move |d| d.team.toasts.say(said)));
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

    pub fn set_unit(self, m: &MemberView, unit: Option<String>) {
        let (team, id) = (self.team.id(), m.id.clone());
        let place = self.team.data.with_untracked(|d| match &unit {
            Some(u) => unit_name(d, u),
            None => t(W::NoUnit).to_owned(),
        });
        let said = fill(W::DidMoveUnit, &[("name", &m.name), ("unit", &place)]);
        let work = async move { api::set_unit(&team, &id, unit).await };
        self.run(&m.id, Box::pin(work), Box::new(move |d| d.team.toasts.say(said)));
    }

    pub fn set_standing(self, m: &MemberView, standing: String, on: bool) {
        let (team, id) = (self.team.id(), m.id.clone());
        let label = self.team.data.with_untracked(|d| d.label(&standing));
        let said =
            fill(if on { W::DidAddition } else { W::DidNotAddition }, &[("name", &m.name), ("role", &label)]);
        let work = async move { api::set_standing(&team, &id, &standing, None, on).await };
        self.run(&m.id, Box::pin(work), Box::new(move |d| d.team.toasts.say(said)));
    }

    /// Somebody who has work: asks where it goes (JT14). Otherwise at once with Undo where I could restore the person, and a
    /// plain question where I could not.
    pub fn ask_deactivate(self, m: MemberView) {
        if self.busy.with_untracked(|b| b.contains(&m.id)) {
            return;
        }
        self.busy.update(|b| put(b, &m.id, true));
        spawn_local(async move {
            let work = api::member_work(&self.team.id(), &m.id).await;
            self.busy.try_update(|b| put(b, &m.id, false));
            match work {
                Ok(work) if !work.kinds.is_empty() => {
                    self.ask.try_set(Some(Ask::Leave(Box::new(m), work.kinds)));
                }
                _ if self.can_undo(&m) => self.deactivate(m),
                _ => {
                    self.ask.try_set(Some(Ask::Deactivate(Box::new(m))));
                }
            }
        });
    }

    /// I could restore this person; whoever takes their own access away cannot.
    fn can_undo(self, m: &MemberView) -> bool {
        let after = MemberView { status: Status::Deactivated, ..m.clone() };
        self.team
            .data
            .try_with_untracked(|d| d.me.id != m.id && d.judge(Command::Restore, Some(&after)).is_free())
            .unwrap_or(false)
    }

    pub fn deactivate(self, m: MemberView) {
        let (team, id) = (self.team.id(), m.id.clone());
        let target = m.id.clone();
        let work = async move { api::deactivate(&team, &id, None).await };
        self.run(&target, Box::pin(work), Box::new(move |d| d.did_deactivate(m, true)));
    }

    /// Says so, with Undo where I could restore the person.
    pub fn did_deactivate(self, m: MemberView, undoable: bool) {
        let word = lower(&self.team.data.with_untracked(|d| d.word("deactivated")));
        let said = fill(W::DidDeactivate, &[("name", &m.name), ("word", &word)]);
        let mut acts = self.after_departure(&m);
        if undoable && self.can_undo(&m) {
            let back = m.clone();
            let undo: Callback<()> = Callback::new(move |()| self.restore(back.clone()));
            acts.insert(0, (t(W::Undo).to_owned(), undo));
        }
        self.team.toasts.offer(said, acts);
        self.left(&m.id);
    }

    /// Somebody has gone for good, or their work has.
    pub fn say_left(self, said: String, m: &MemberView) {
        self.team.toasts.offer(said, self.after_departure(m));
        self.left(&m.id);
    }

    /// The way to the checklist, when the person could set up integrations and I look after them (JT16).
    fn after_departure(self, m: &MemberView) -> Vec<(String, Callback<()>)> {
        let due = self.team.data.with_untracked(|d| {
            let who = m.subject(d.policy);
            let could = Action::ManageIntegrations.permission().zip(who);
            could.is_some_and(|(p, who)| d.policy.authority(&who, d.enterprise).may(p))
                && d.me.id != m.id
                && d.judge(Command::ManageIntegrations, None).is_free()
        });
        let links = self.links;
        let go: Callback<()> = Callback::new(move |()| links.go(Place::Departures));
        due.then(|| (t(W::SeeDeparture).to_owned(), go)).into_iter().collect()
    }

    /// Everything as this member sees it, until it is stopped.
    pub fn look_as(self, m: MemberView) {
        let work = api::tell(self.team.id(), m.id.clone(), "/view-as");
        let id = m.id;
        self.run(&id.clone(), Box::pin(work), Box::new(move |d| d.team.look_as.run(Some(id))));
    }

    pub fn restore(self, m: MemberView) {
        let work = api::tell(self.team.id(), m.id.clone(), "/restore");
        let word = self.team.data.with_untracked(|d| d.word("restored"));
        let said = fill(W::DidRestore, &[("name", &m.name), ("word", &word)]);
        let done = move |d: Desk| {
            d.team.toasts.say(said);
            // Undone from a list that no longer holds the row: it comes back to it.
            d.store.ask();
        };
        self.run(&m.id, Box::pin(work), Box::new(done));
    }
}
