//! Choosing one of the people, by type-ahead: found by the server, with what stands against those who cannot be chosen.

use super::explain::explain;
use super::typing::Typing;
use crate::api;
use crate::state::{Team, TeamData};
use crate::ui::{Choice, Combo, Icon, Mark, Reason};
use crate::view::prelude::*;
use crate::words::{W, fold, t};
use shared::api::{PeopleQuery, PersonView};
use shared::policy::{Action, Command};

/// Who was chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    pub id: String,
    pub name: String,
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
    #[prop(optional)] said: bool,
    #[prop(optional)] tab: Live<Option<&'static str>>,
    on_pick: Callback<Option<Person>>,
    children: Children,
) -> AnyView {
    let finder = Typing::new(move |text| {
        let q = PeopleQuery {
            q: Some(text).filter(|t| !t.trim().is_empty()),
            kind: kind.clone(),
            limit: Some(50),
        };
        Box::pin(async move { Ok(api::people(&team.id(), &q).await?.items) })
    });
    let choices = Live::from(move || {
        let data = team.data.get();
        let mut all = Vec::new();
        let mut out = without.get();
        let typed = finder.text.with(|t| fold(t.trim()));
        let nobody =
            nobody.clone().filter(|(label, _)| fold(label).starts_with(&typed)).map(|(label, command)| {
                let mark = Mark::action(command.action().id());
                Choice { label, glyph: Some(Icon::Person), mark, ..Choice::default() }
            });
        // Before anything is typed: me, whom one means most often, and nobody. Afterwards people come first.
        let first = typed.is_empty();
        if first && data.judge(command, Some(&data.me)).is_free() && !out.contains(&data.me.id) {
            out.push(data.me.id.clone());
            all.push(myself(&data, command));
        }
        all.extend(nobody.clone().filter(|_| first));
        let people = finder.found.get().into_iter().filter(|p| !out.contains(&p.id));
        all.extend(people.map(|p| choice(&data, p, command)));
        all.extend(nobody.filter(|_| !first));
        all
    });
    let picked = Callback::new(move |id: String| {
        let found = finder.found.with_untracked(|f| f.iter().find(|p| p.id == id).map(|p| p.name.clone()));
        let found =
            found.or_else(|| team.data.with_untracked(|d| (d.me.id == id).then(|| d.me.name.clone())));
        on_pick.run(found.map(|name| Person { id, name }));
    });
    view! {
        <Combo name=name class=class ask=ask choices=choices busy=finder.busy typed=Callback::new(move |text| finder.typed(text)) on_pick=picked
            chosen=chosen hold=hold mark=mark said=said tab=tab>{children()}</Combo>
    }
}
