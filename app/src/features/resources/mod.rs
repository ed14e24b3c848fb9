//! What members are given access to, in the product's own words: workflows with their team members (ST8), agents grouped by
//! company (VA4, VA6).

mod panel;

use crate::api;
use crate::features::action::ActionButton;
use crate::features::fetched::Fetched;
use crate::features::sure::{Sure, sure_dialog};
use crate::state::Team;
use crate::ui::{Avatar, Empty, Icon, SearchBox, icon};
use crate::view::prelude::*;
use crate::words::{W, count, fill, lower, t};
use panel::{NameForm, Panel};
use shared::api::{PersonView, ResourceDetail};
use shared::policy::{Action, Command};

const MANAGE: Command = Command::ManageSharedResources;
/// Avatars beside a name; the rest is a number.
const FACES: usize = 5;

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    list: Fetched<Vec<ResourceDetail>>,
    /// Id of the one that is open.
    open: RwSignal<Option<String>>,
    adding: RwSignal<bool>,
    sure: RwSignal<Option<Sure>>,
}

#[component(part = admin)]
pub fn ResourcesPage(team: Team) -> AnyView {
    let data = team.data.get_untracked();
    let allowed = data.judge(MANAGE, None).is_free() || data.may(Action::SetAccess);
    let Some(def) = data.policy.profile().resources.clone().filter(|_| allowed) else {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::NoRightTitle)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    };
    let list =
        Fetched::new(team, "structure", |id| Box::pin(async move { Ok(api::resources(&id).await?.items) }));
    team.on_news("members", move || list.ask());
    let desk = Desk {
        team,
        list,
        open: RwSignal::new(None),
        adding: RwSignal::new(false),
        sure: RwSignal::new(None),
    };
    let one = lower(&def.one);
    let text = RwSignal::new(String::new());
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(MANAGE, None)));
    let add = Callback::new(move |()| desk.adding.set(true));
    let label = fill(W::AddThing, &[("one", &one)]);
    let none = fill(W::NoThings, &[("many", &lower(&def.label))]);
    let body = desk.list.view(move || {
        let none = none.clone();
        let rows = move || groups(desk, &text.get());
        let empty = Memo::new(move |_| desk.list.with(Vec::is_empty).unwrap_or(true));
        let found = Memo::new(move |_| groups(desk, &text.get()).is_empty());
        view! {
            {move || empty.get().then(|| view! { <Empty glyph=Icon::Layers title=none.clone()/> })}
            {move || (found.get() && !empty.get()).then(|| view! { <Empty glyph=Icon::Search title=t(W::NothingFound)/> })}
            {keyed(rows, String::clone, move |name| group(desk, text, name))}
        }
    });
    let panel = move || desk.open.get().map(|id| view! { <Panel desk=desk id=id/> });
    let new = move || desk.adding.get().then(|| view! { <NameForm desk=desk/> });
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{def.label.clone()}</h1><p>{t(W::ResourcesLead)}</p></div>
                <ActionButton team=team command=MANAGE verdict=verdict label=label kind="primary" glyph=Icon::Plus on_press=add/></div>
            <div class="tools"><SearchBox label=fill(W::SearchThing, &[("many", &lower(&def.label))]) value=text key_hint="/"/></div>
            {body}{new}{panel}
            {sure_dialog(team, desk.sure)}
        </main>
    }
    .into_any()
}

fn matches(r: &ResourceDetail, words: &str) -> bool {
    let hay = lower(&[r.resource.name.as_str(), " ", &r.resource.group].concat());
    lower(words).split_whitespace().all(|w| hay.contains(w))
}

/// The groups that have something to show, in order.
fn groups(desk: Desk, words: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    desk.list.with(|l| {
        for r in l.iter().filter(|r| matches(r, words)) {
            if !all.contains(&r.resource.group) {
                all.push(r.resource.group.clone());
            }
        }
    });
    all
}

fn group(desk: Desk, text: RwSignal<String>, name: String) -> AnyView {
    let mine = name.clone();
    let rows = move || {
        let words = text.get();
        let of = |l: &Vec<ResourceDetail>| {
            let mine = l.iter().filter(|r| r.resource.group == mine && matches(r, &words));
            mine.map(|r| r.resource.id.clone()).collect::<Vec<_>>()
        };
        desk.list.with(of).unwrap_or_default()
    };
    let head = (!name.is_empty()).then(|| view! { <h2 class="group-head">{name}</h2> });
    view! { <section class="block-section">{head}<ul class="group things" role="list">{keyed(rows, String::clone, move |id| row(desk, id))}</ul></section> }
}

/// One of the list; always the present one.
fn find(desk: Desk, id: &str) -> Memo<Option<ResourceDetail>> {
    let id = id.to_owned();
    Memo::new(move |before: Option<&Option<ResourceDetail>>| {
        let now = desk.list.with(|l| l.iter().find(|r| r.resource.id == id).cloned()).flatten();
        now.or_else(|| before.cloned().flatten())
    })
}

fn row(desk: Desk, id: String) -> AnyView {
    let item = find(desk, &id);
    let name = move || item.with(|r| r.as_ref().map(|r| r.resource.name.clone()).unwrap_or_default());
    let people = move || {
        item.with(|r| {
            let members: &[PersonView] = r.as_ref().map_or(&[], |r| &r.members);
            let face = |p: &PersonView| {
                let (name, id) = (p.name.clone(), p.id.clone());
                view! { <Avatar name=Signal::derive(move || name.clone()) key=id size="s"/> }
            };
            let faces: Vec<_> = members.iter().take(FACES).map(face).collect();
            let n = u32::try_from(members.len()).unwrap_or(u32::MAX);
            let text = if n == 0 { t(W::NobodyHasIt).to_owned() } else { count(n, W::PersonN, W::PeopleN) };
            view! { <span class="faces" aria-hidden="true">{faces}</span><span class="dim small num">{text}</span> }
        })
    };
    let (target, open) = (id.clone(), id);
    view! {
        <li class="item press" data-resource=target>
            <button type="button" class="row-press" on:click=move |_| desk.open.set(Some(open.clone()))>
                <span class="disc">{icon(Icon::Layers)}</span><b class="grow wrap"><bdi>{name}</bdi></b>{people}
            </button>
        </li>
    }
}
