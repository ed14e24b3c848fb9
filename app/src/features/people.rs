//! Choosing one of the people, by type-ahead: found by the server, with what stands against those who cannot be chosen.

use super::explain::explain;
use super::paged::TYPING;
use crate::api;
use crate::state::{Team, TeamData};
use crate::ui::{Choice, Combo, Icon, Mark, Reason};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::{PeopleQuery, PersonView};
use shared::policy::{Action, Command};
use wasm_bindgen_futures::spawn_local;

/// Who was chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    pub id: String,
    pub name: String,
}

/// What was found so far. Cheap to copy.
#[derive(Clone, Copy)]
struct Finder {
    team: Team,
    kind: StoredValue<Option<String>>,
    found: RwSignal<Vec<PersonView>>,
    text: RwSignal<String>,
    busy: RwSignal<bool>,
    turn: StoredValue<u32>,
}

impl Finder {
    fn typed(self, text: String) {
        let mine = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(mine);
        self.busy.set(true);
        self.text.set(text.clone());
        let at_once = text.is_empty();
        let ask = move || {
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            let q = PeopleQuery {
                q: Some(text).filter(|t| !t.trim().is_empty()),
                kind: self.kind.get_value(),
                limit: Some(50),
            };
            spawn_local(async move {
                let answer = api::people(&self.team.id(), &q).await;
                if self.turn.try_get_value() != Some(mine) {
                    return;
                }
                if let Ok(people) = answer {
                    self.found.set(people.items);
                }
                self.busy.set(false);
            });
        };
        // At opening nothing is typed, so there is nothing to wait for.
        if at_once { ask() } else { set_timeout(ask, TYPING) }
    }
}

fn choice(data: &TeamData, p: PersonView, command: Command) -> Choice {
    let code = p.denial.as_ref().map(|d| d.code.id());
    let hold = p.denial.as_ref().map(|d| explain(data, d, Action::AssignWork));
    Choice {
        value: p.id.clone(),
        label: p.name,
        note: data.label(&p.role),
        tint: p.id.clone(),
        badge: if p.away { t(W::AwayBadge).into() } else { String::new() },
        hold,
        mark: Mark {
            target: Some(p.id),
            denial: Live::from(move || code),
            ..Mark::action(command.action().id())
        },
        ..Choice::default()
    }
}

fn myself(data: &TeamData, command: Command) -> Choice {
    let me = &data.me;
    Choice {
        value: me.id.clone(),
        label: me.name.clone(),
        note: t(W::MineWord).into(),
        tint: me.id.clone(),
        badge: if data.policy.is_away(&me.fields) { t(W::AwayBadge).into() } else { String::new() },
        mark: Mark { target: Some(me.id.clone()), ..Mark::action(command.action().id()) },
        ..Choice::default()
    }
}

/// * `kind`: the kind of work that they should be able to hold.
/// * `command`: what choosing somebody stands for.
/// * `nobody`: the words of a choice of nobody, and the command that it stands for.
/// * `without`: ids that are not offered.
/// * `chosen`: the id of who it is now; empty for nobody.
#[component]
pub fn PersonPicker(
    team: Team,
    #[prop(optional, into)] kind: Option<String>,
    command: Command,
    #[prop(optional)] nobody: Option<(String, Command)>,
    #[prop(optional, into)] without: Signal<Vec<String>>,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] class: String,
    #[prop(into)] ask: String,
    #[prop(optional, into)] chosen: Signal<String>,
    #[prop(optional, into)] hold: Signal<Option<Reason>>,
    #[prop(optional)] mark: Mark,
    #[prop(optional)] tab: Live<Option<&'static str>>,
    on_pick: Callback<Option<Person>>,
    children: Children,
) -> AnyView {
    let finder = Finder {
        team,
        kind: StoredValue::new(kind),
        found: RwSignal::new(Vec::new()),
        text: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        turn: StoredValue::new(0),
    };
    let choices = Live::from(move || {
        let data = team.data.get();
        let mut all = Vec::new();
        let mut out = without.get();
        // Before anything is typed: me, whom one means most often, and nobody.
        if finder.text.with(|t| t.trim().is_empty()) {
            if data.judge(command, Some(&data.me)).is_free() && !out.contains(&data.me.id) {
                out.push(data.me.id.clone());
                all.push(myself(&data, command));
            }
            if let Some((label, command)) = nobody.clone() {
                let mark = Mark::action(command.action().id());
                all.push(Choice { label, glyph: Some(Icon::Person), mark, ..Choice::default() });
            }
        }
        let people = finder.found.get().into_iter().filter(|p| !out.contains(&p.id));
        all.extend(people.map(|p| choice(&data, p, command)));
        all
    });
    let picked = Callback::new(move |id: String| {
        let found = finder.found.with_untracked(|f| f.iter().find(|p| p.id == id).map(|p| p.name.clone()));
        let found = found.or_else(|| team.data.with_untracked(|d| (d.me.id == id).then(|| d.me.name.clone())));
        on_pick.run(found.map(|name| Person { id, name }));
    });
    view! {
        <Combo name=name class=class ask=ask choices=choices busy=finder.busy typed=Callback::new(move |text| finder.typed(text)) on_pick=picked
            chosen=chosen hold=hold mark=mark tab=tab>{children()}</Combo>
    }
}
