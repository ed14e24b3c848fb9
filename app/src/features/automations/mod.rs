//! Automations that assign what comes in, one person after the other (JT11, JL3): who is in turn, who is skipped and why.

mod edit;
mod turns;

use crate::api::{self, Thing};
use crate::features::action::{ActionButton, item, mark};
use crate::features::fetched::{Asked, Fetched, run};
use crate::features::kinds::kind_word;
use crate::features::maker::made_by;
use crate::features::sure::{Sure, sure_dialog};
use crate::state::Team;
use crate::ui::{Empty, Entry, Icon, Item, Mark, Menu, Switch, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use edit::Edit;
use shared::api::{AutomationView, EditAutomation};
use shared::policy::Command;

const MANAGE: Command = Command::ManageSharedResources;

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    list: Fetched<Vec<AutomationView>>,
    /// The automation that is edited; a new one has no id.
    editing: RwSignal<Option<AutomationView>>,
    sure: RwSignal<Option<Sure>>,
}

#[component(part = admin)]
pub fn AutomationsPage(team: Team) -> AnyView {
    let kind = team.data.with_untracked(|d| {
        let kind = d.policy.routed_kind()?;
        d.judge(MANAGE, None).is_free().then(|| d.policy.kind_name(kind).to_owned())
    });
    let Some(kind) = kind else {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::Automations)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    };
    let list =
        Fetched::new(team, "flow", |id| Box::pin(async move { Ok(api::automations(&id).await?.items) }));
    // Who is skipped follows who is here.
    team.on_news("members", move || list.ask());
    let desk = Desk { team, list, editing: RwSignal::new(None), sure: RwSignal::new(None) };
    let many = team.data.with_untracked(|d| kind_word(d, &kind, 2));
    let add = Callback::new(move |()| desk.editing.set(Some(blank())));
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(MANAGE, None)));
    let button = move || view! { <ActionButton team=team command=MANAGE verdict=verdict label=t(W::NewAutomation).to_string() kind="primary" glyph=Icon::Plus on_press=add/> };
    let none = fill(W::NoAutomationsText, &[("many", &many)]);
    let body = list.view(move || {
        let none = none.clone();
        let empty = move || list.with(Vec::is_empty).unwrap_or(true);
        let empty = Memo::new(move |_| empty());
        let rows = move || list.with(|l| l.iter().map(|a| a.id.clone()).collect()).unwrap_or_default();
        view! {
            {move || empty.get().then(|| view! { <Empty glyph=Icon::Bolt title=t(W::NoAutomations) text=none.clone()/> })}
            <div class="plates">{keyed(rows, String::clone, move |id| card(desk, id))}</div>
        }
    });
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::Automations)}</h1><p>{fill(W::AutomationsLead, &[("many", &many)])}</p></div>{button()}</div>
            {body}
            {move || desk.editing.get().map(|a| view! { <Edit desk=desk kind=kind.clone() automation=a/> })}
            {sure_dialog(team, desk.sure)}
        </main>
    }
    .into_any()
}

fn blank() -> AutomationView {
    let nobody = shared::api::Maker { id: String::new(), name: String::new(), gone: false };
    AutomationView {
        id: String::new(),
        name: String::new(),
        kind: String::new(),
        on: true,
        members: Vec::new(),
        next: None,
        made_by: nobody,
        created_at: 0,
        version: 0,
    }
}

fn card(desk: Desk, id: String) -> AnyView {
    let team = desk.team;
    let find = id.clone();
    let item: Memo<Option<AutomationView>> = Memo::new(move |before: Option<&Option<AutomationView>>| {
        let now = desk.list.with(|l| l.iter().find(|a| a.id == find).cloned()).flatten();
        // On its way out it keeps its last words.
        now.or_else(|| before.cloned().flatten())
    });
    let name = Signal::derive(move || item.with(|a| a.as_ref().map(|a| a.name.clone()).unwrap_or_default()));
    let on = Signal::derive(move || item.with(|a| a.as_ref().is_some_and(|a| a.on)));
    let flip = Callback::new(move |on: bool| {
        if let Some(a) = item.get_untracked() {
            turn_on(desk, &a, on);
        }
    });
    let entries = Callback::new(move |()| item.get_untracked().map(|a| entries(desk, a)).unwrap_or_default());
    let about = move || {
        item.get().map(|a| {
            let data = team.data.get_untracked();
            let many = kind_word(&data, &a.kind, 2);
            let left = a.next.is_none().then(|| {
                let text = fill(W::NobodyLeft, &[("many", &many), ("word", &team.word("unassigned"))]);
                view! { <p class="note wait" role="status">{icon(Icon::Warn)}<span><b>{t(W::NobodyLeftTitle)}</b>" "{text}</span></p> }
            });
            let rotation = turns::rotation(&data, &a);
            let made = made_by(&a.made_by, a.created_at, data.now());
            view! { {left}{rotation}<p>{made}</p> }
        })
    };
    let marks = marked(&id);
    view! {
        <section class="plate" data-automation=id>
            <div class="plate-head">
                <h2 class="grow"><bdi>{move || name.get()}</bdi></h2>
                <div class="bare"><Switch label=t(W::Running) on=on mark=marks on_change=flip/></div>
                <Menu class="btn icon" at_end=true name=Signal::derive(move || fill(W::MoreFor, &[("name", &name.get())])) entries=entries>{icon(Icon::Dots)}</Menu>
            </div>
            {about}
        </section>
    }
}

fn marked(id: &str) -> Mark {
    Mark { target: Some(id.to_owned()), to: Some("on".into()), ..Mark::action(MANAGE.action().id()) }
}

/// Shown at once; the list comes again in any case.
fn turn_on(desk: Desk, a: &AutomationView, on: bool) {
    let (team, id) = (desk.team, a.id.clone());
    let edit = EditAutomation { on: Some(on), version: a.version, ..EditAutomation::default() };
    let shown = id.clone();
    desk.list.value.update(|l| {
        if let Some(a) = l.iter_mut().flatten().find(|a| a.id == shown) {
            a.on = on;
        }
    });
    wasm_bindgen_futures::spawn_local(async move {
        if let Err(f) = api::edit_automation(&team.id(), &id, &edit).await {
            let data = team.data.try_get_untracked();
            team.toasts.fail(crate::features::explain::failure(data.as_deref(), &f));
        }
        desk.list.ask();
    });
}

fn entries(desk: Desk, a: AutomationView) -> Vec<Entry> {
    let team = desk.team;
    let data = team.data.get_untracked();
    let row = |glyph, label: W, act: Callback<()>| {
        let found = item(&data, MANAGE, None, glyph, t(label).to_owned(), act)?;
        let mut marks = mark(&data.judge(MANAGE, None), MANAGE, None);
        marks.target = Some(a.id.clone());
        Some(Item { mark: marks, ..found })
    };
    let edited = a.clone();
    let edit =
        row(Icon::Edit, W::EditAutomation, Callback::new(move |()| desk.editing.set(Some(edited.clone()))));
    let (id, name) = (a.id.clone(), a.name.clone());
    let take = (a.made_by.id != data.me.id)
        .then(|| {
            let act = Callback::new(move |()| {
                let (team_id, id, name) = (team.id(), id.clone(), name.clone());
                let work = Box::pin(async move { api::take_over(&team_id, Thing::Automation, &id).await });
                run(team, work, move || {
                    team.toasts.say(fill(W::DidTakeOver, &[("name", &name)]));
                    desk.list.ask();
                });
            });
            row(Icon::Swap, W::TakeOver, act)
        })
        .flatten();
    let gone = a.clone();
    let end = row(
        Icon::Trash,
        W::DeleteAutomation,
        Callback::new(move |()| desk.sure.set(Some(ask_end(desk, &gone)))),
    );
    let end = end.map(|i| Item { danger: true, ..i });
    [edit, take, end].into_iter().flatten().map(Entry::Item).collect()
}

fn ask_end(desk: Desk, a: &AutomationView) -> Sure {
    let (team, id) = (desk.team, a.id.clone());
    let many = team.data.with_untracked(|d| kind_word(d, &a.kind, 2));
    Sure {
        title: fill(W::AskEndAutomation, &[("name", &a.name)]),
        text: fill(W::EndAutomationNote, &[("many", &many)]),
        go: t(W::DeleteAutomation).to_owned(),
        action: MANAGE.action().id(),
        target: a.id.clone(),
        work: Callback::new(move |()| {
            let (team, id) = (team.id(), id.clone());
            let work: Asked<()> =
                Box::pin(async move { api::end_thing(&team, Thing::Automation, &id).await });
            work
        }),
        said: fill(W::DidEnd, &[("name", &a.name)]),
        done: Callback::new(move |()| desk.list.ask()),
    }
}
