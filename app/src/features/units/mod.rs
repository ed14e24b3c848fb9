//! Units of an organization: groups, branches, companies; how many people each has, and who manages its accounts (ST2).

mod managers;

use crate::api;
use crate::features::action::{ActionButton, item};
use crate::features::fetched::{Asked, Fetched};
use crate::features::form::Form;
use crate::features::sure::{Sure, sure_dialog};
use crate::state::Team;
use crate::ui::{Button, Dialog, Empty, Entry, Icon, Item, Mark, Menu, Reason, SelectField, TextField, icon};
use crate::view::prelude::*;
use crate::words::{W, count, fill, lower, noun, say, t};
use shared::api::{NewUnit, UnitView};
use shared::policy::Command;
use shared::validate::check_name;
use wasm_bindgen_futures::spawn_local;

const MANAGE: Command = Command::ManageUnits;

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    list: Fetched<Vec<UnitView>>,
    /// The unit that is named; a new one has no id.
    naming: RwSignal<Option<UnitView>>,
    sure: RwSignal<Option<Sure>>,
}

#[component(part = admin)]
pub fn UnitsPage(team: Team) -> AnyView {
    let data = team.data.get_untracked();
    let free = |c| data.judge(c, None).is_free();
    let allowed = data.policy.has_units(data.enterprise) && (free(MANAGE) || free(Command::ViewMembers));
    let Some(def) = data.policy.profile().units.clone().filter(|_| allowed) else {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::NoRightTitle)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    };
    let list =
        Fetched::new(team, "structure", |id| Box::pin(async move { Ok(api::units(&id).await?.items) }));
    team.on_news("members", move || list.ask());
    let desk = Desk { team, list, naming: RwSignal::new(None), sure: RwSignal::new(None) };
    let one = lower(&def.label);
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(MANAGE, None)));
    let first = def.kinds.first().cloned().unwrap_or_default();
    let add = Callback::new(move |()| desk.naming.set(Some(blank(first.clone()))));
    let none = fill(W::NoThings, &[("many", &noun(0, &def.label, &def.plural))]);
    let kinds = def.kinds.clone();
    let body = desk.list.view(move || {
        let none = none.clone();
        let empty = Memo::new(move |_| desk.list.with(Vec::is_empty).unwrap_or(true));
        let several = kinds.len() > 1;
        let parts: Vec<_> = kinds.iter().cloned().map(|k| of_kind(desk, k, several)).collect();
        view! {
            {move || empty.get().then(|| view! { <Empty glyph=Icon::Branch title=none.clone()/> })}
            {parts}
        }
    });
    let name_form = move || desk.naming.get().map(|u| view! { <NameUnit desk=desk unit=u/> });
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{def.plural.clone()}</h1><p>{def.about.clone()}</p></div>
                <ActionButton team=team command=MANAGE verdict=verdict label=fill(W::AddThing, &[("one", &one)]) kind="primary" glyph=Icon::Plus on_press=add/></div>
            {body}{name_form}
            {sure_dialog(team, desk.sure)}
        </main>
    }
    .into_any()
}

fn blank(kind: String) -> UnitView {
    UnitView { id: String::new(), name: String::new(), kind, members: 0, managers: Vec::new() }
}

/// The units of one kind under their own heading, where there are several kinds.
fn of_kind(desk: Desk, kind: String, several: bool) -> AnyView {
    let mine = kind.clone();
    let rows = Memo::new(move |_| {
        let of =
            |l: &Vec<UnitView>| l.iter().filter(|u| u.kind == mine).map(|u| u.id.clone()).collect::<Vec<_>>();
        desk.list.with(of).unwrap_or_default()
    });
    let view = move || {
        rows.with(|r| !r.is_empty()).then(|| {
            let head = several.then(|| view! { <h2 class="group-head">{say(&kind)}</h2> });
            view! { <section class="block-section">{head}<ul class="group things" role="list">{keyed(move || rows.get(), String::clone, move |id| row(desk, id))}</ul></section> }
        })
    };
    view.into_any()
}

fn row(desk: Desk, id: String) -> AnyView {
    let mine = id.clone();
    let unit: Memo<Option<UnitView>> = Memo::new(move |before: Option<&Option<UnitView>>| {
        let now = desk.list.with(|l| l.iter().find(|u| u.id == mine).cloned()).flatten();
        now.or_else(|| before.cloned().flatten())
    });
    let name = Signal::derive(move || unit.with(|u| u.as_ref().map(|u| u.name.clone()).unwrap_or_default()));
    let people = move || unit.with(|u| count(u.as_ref().map_or(0, |u| u.members), W::PersonN, W::PeopleN));
    let entries = Callback::new(move |()| unit.get_untracked().map(|u| entries(desk, u)).unwrap_or_default());
    let manages = desk.team.data.with_untracked(|d| d.judge(MANAGE, None).is_free());
    let more = manages.then(|| {
        view! { <Menu class="btn icon" at_end=true name=Signal::derive(move || fill(W::MoreFor, &[("name", &name.get())])) entries=entries>{icon(Icon::Dots)}</Menu> }
    });
    view! {
        <li class="item" data-unit=id.clone()>
            <span class="disc">{icon(Icon::Branch)}</span>
            <div class="grow unit"><div><b class="wrap"><bdi>{move || name.get()}</bdi></b><p class="dim small num">{people}</p></div>{managers::managers(desk, id, unit)}</div>
            {more}
        </li>
    }
}

fn entries(desk: Desk, u: UnitView) -> Vec<Entry> {
    let data = desk.team.data.get_untracked();
    let row = |glyph, label: W, act: Callback<()>| {
        item(&data, MANAGE, None, glyph, t(label).to_owned(), act).map(|mut i| {
            i.mark.target = Some(u.id.clone());
            i
        })
    };
    let named = u.clone();
    let rename = row(Icon::Edit, W::Rename, Callback::new(move |()| desk.naming.set(Some(named.clone()))));
    let gone = u.clone();
    let end = row(Icon::Trash, W::Delete, Callback::new(move |()| desk.sure.set(Some(ask_end(desk, &gone)))));
    // Known before the press: nobody may belong to it.
    let hold = (u.members > 0 || !u.managers.is_empty()).then(|| Reason {
        why: count(u.members, W::UnitHasOne, W::UnitHasN),
        remedy: t(if u.members > 0 { W::MoveThemFirst } else { W::DismissFirst }).to_owned(),
        ask: None,
    });
    let end = end.map(|i| Item { danger: true, hold, ..i });
    [rename, end].into_iter().flatten().map(Entry::Item).collect()
}

fn ask_end(desk: Desk, u: &UnitView) -> Sure {
    let (team, mine) = (desk.team, u.id.clone());
    Sure {
        title: fill(W::AskEndAutomation, &[("name", &u.name)]),
        text: t(W::EndUnitNote).to_owned(),
        go: t(W::Delete).to_owned(),
        action: MANAGE.action().id(),
        target: u.id.clone(),
        work: Callback::new(move |()| {
            let (team, id) = (team.id(), mine.clone());
            let work: Asked<()> = Box::pin(async move { api::delete_unit(&team, &id).await });
            work
        }),
        said: fill(W::DidEnd, &[("name", &u.name)]),
        done: Callback::new(move |()| desk.list.ask()),
    }
}

#[component]
fn NameUnit(desk: Desk, unit: UnitView) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| {
        desk.naming.try_set(None);
    });
    let new = unit.id.is_empty();
    let form = Form::new();
    let (name, kind) = (RwSignal::new(unit.name.clone()), RwSignal::new(unit.kind.clone()));
    let def = team.data.get_untracked().policy.profile().units.clone();
    let kinds: Vec<(String, String)> =
        def.iter().flat_map(|d| &d.kinds).map(|k| (k.clone(), say(k))).collect();
    let one = def.as_ref().map(|d| lower(&d.label)).unwrap_or_default();
    let choice = (new && kinds.len() > 1)
        .then(|| view! { <SelectField label=t(W::UnitKind) value=kind options=RwSignal::new(kinds) name="unit-kind"/> });
    let id = unit.id.clone();
    let submit = move || {
        if !form.begin() {
            return;
        }
        let title = name.get_untracked().trim().to_owned();
        if let Err(code) = check_name(&title) {
            form.mark("name", code, 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = if id.is_empty() {
                let new = NewUnit { name: title.clone(), kind: kind.get_untracked() };
                api::add_unit(&team.id(), &new).await
            } else {
                api::edit_unit(&team.id(), &id, title.clone()).await
            };
            match answer {
                Ok(()) => {
                    desk.list.ask();
                    desk.naming.try_set(None);
                    let said = if id.is_empty() {
                        fill(W::DidCreate, &[("name", &title)])
                    } else {
                        t(W::DidSave).into()
                    };
                    team.toasts.say(said);
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    let title = if new { fill(W::AddThing, &[("one", &one)]) } else { unit.name.clone() };
    let mark = Mark { target: (!new).then(|| unit.id.clone()), ..Mark::action(MANAGE.action().id()) };
    view! {
        <Dialog title=title busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}<TextField label=t(W::Name) value=name name="unit-name" required=true autofocus=true error=form.error("name")/>{choice}</div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy mark=mark/></div>
            </form>
        </Dialog>
    }
}
