//! Members found as one types, for a list to choose one from. Whether somebody can be chosen is the caller's verdict.

use super::action::{code, reason};
use crate::api;
use crate::state::{Team, TeamData, Verdict};
use crate::ui::{Choice, Mark};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::{MemberQuery, MemberView};
use shared::policy::Command;
use wasm_bindgen_futures::spawn_local;

/// Milliseconds of rest before a search is sent.
const TYPING: i32 = 140;
const MOST: u32 = 30;

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Finder {
    team: Team,
    status: Option<&'static str>,
    pub found: RwSignal<Vec<MemberView>>,
    pub busy: RwSignal<bool>,
    /// Counts questions; an answer to an older one is dropped.
    turn: StoredValue<u32>,
}

impl Finder {
    /// `status`: only these; all when left out.
    pub fn new(team: Team, status: Option<&'static str>) -> Self {
        Self {
            team,
            status,
            found: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// What a combobox tells of what is typed.
    pub fn typed(self) -> Callback<String> {
        Callback::new(move |text: String| {
            let turn = self.turn.try_update_value(|t| {
                *t = t.wrapping_add(1);
                *t
            });
            self.busy.set(true);
            let wait = if text.is_empty() { 0 } else { TYPING };
            set_timeout(
                move || {
                    if self.turn.try_get_value() == turn {
                        spawn_local(self.ask(text, turn));
                    }
                },
                wait,
            );
        })
    }

    async fn ask(self, text: String, turn: Option<u32>) {
        let q = MemberQuery {
            q: Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            status: self.status.map(str::to_owned),
            limit: Some(MOST),
            ..MemberQuery::default()
        };
        let answer = api::members(&self.team.id(), &q).await;
        if self.turn.try_get_value() != turn {
            return;
        }
        match answer {
            Ok(page) => {
                self.found.try_set(page.items);
            }
            Err(f) => {
                self.found.try_set(Vec::new());
                self.team
                    .toasts
                    .fail(super::explain::failure(self.team.data.try_get_untracked().as_deref(), &f));
            }
        }
        self.busy.try_set(false);
    }

    /// Those found, each with the rules' answer to `judge`; who is hidden from the actor is left out.
    pub fn choices(
        self,
        judge: impl Fn(&TeamData, &MemberView) -> (Verdict, Command) + 'static,
    ) -> Live<Vec<Choice>> {
        Live::from(move || {
            let data = self.team.data.get();
            self.found.with(|found| {
                let mut all = Vec::new();
                for m in found {
                    let (verdict, command) = judge(&data, m);
                    if verdict.shows() {
                        all.push(choice(&data, m, &verdict, command));
                    }
                }
                // Who can be chosen first; the order by name stays within each.
                all.sort_by_key(|c| c.hold.is_some());
                all
            })
        })
    }
}

fn choice(data: &TeamData, m: &MemberView, verdict: &Verdict, command: Command) -> Choice {
    let away = data.policy.is_away(&m.fields);
    let note = if m.name == m.email { data.label(&m.role) } else { m.email.clone() };
    Choice {
        value: m.id.clone(),
        label: m.name.clone(),
        note,
        tint: m.id.clone(),
        badge: if away { t(W::AwayBadge).to_owned() } else { String::new() },
        hold: reason(data, verdict, command),
        mark: Mark {
            action: Some(command.action().id()),
            target: Some(m.id.clone()),
            to: None,
            denial: code(verdict.denial().map(|d| d.code.id())),
        },
        ..Choice::default()
    }
}
