//! Lists that the team shares: rules, saved replies (JY15). Everybody reads and copies; whoever manages them also writes.

mod edit;
mod order;
mod row;

use crate::api;
use crate::features::action::ActionButton;
use crate::features::fetched::Fetched;
use crate::state::Team;
use crate::ui::{Empty, Icon, SearchBox};
use crate::view::prelude::*;
use crate::words::{W, fill, fold, lower, noun, t};
use edit::Edit;
use order::Order;
use shared::api::EntryView;
use shared::policy::Command;
use shared::profile::{FieldKind, ListDef};

const MANAGE: Command = Command::ManageSharedResources;

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    def: StoredValue<ListDef>,
    path: StoredValue<String>,
    list: Fetched<Vec<EntryView>>,
    /// What is searched for.
    text: RwSignal<String>,
    order: Order,
    /// The entry that is edited; a new one has no id.
    editing: RwSignal<Option<EntryView>>,
    /// I may change the list.
    manages: bool,
}

impl Desk {
    fn path(self) -> String {
        self.path.get_value()
    }

    /// The entry's place can be changed: not among the finds of a search.
    fn can_move(self) -> bool {
        self.manages && self.def.with_value(|d| d.ordered) && self.text.with(|t| t.trim().is_empty())
    }

    /// One of the list; always the present one.
    fn find(self, id: &str) -> Memo<Option<EntryView>> {
        let id = id.to_owned();
        Memo::new(move |before: Option<&Option<EntryView>>| {
            let now = self.list.with(|l| l.iter().find(|e| e.id == id).cloned()).flatten();
            // On its way out it keeps its last words.
            now.or_else(|| before.cloned().flatten())
        })
    }
}

#[component(part = admin)]
pub fn ListPage(team: Team, id: String) -> AnyView {
    let (def, manages) = team
        .data
        .with_untracked(|d| (d.policy.profile().lists.get(&id).cloned(), d.judge(MANAGE, None).is_free()));
    let Some(def) = def else {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::PageGone)}</h1><Empty glyph=Icon::Empty title=t(W::PageGone) text=t(W::PageGoneText)/></main> };
    };
    let path = api::list_path(&team.id(), &id);
    let list = Fetched::of(team, "lists", path.clone(), |path| {
        Box::pin(async move { Ok(api::entries(path).await?.items) })
    });
    let desk = Desk {
        team,
        list,
        def: StoredValue::new(def.clone()),
        path: StoredValue::new(path),
        text: RwSignal::new(String::new()),
        order: Order::new(),
        editing: RwSignal::new(None),
        manages,
    };
    let add = move || {
        let label = desk.def.with_value(|d| fill(W::AddThing, &[("one", &lower(&d.label))]));
        let verdict = Callback::new(move |()| team.data.with(|d| d.judge(MANAGE, None)));
        let press = Callback::new(move |()| desk.editing.set(Some(blank())));
        view! { <ActionButton team=team command=MANAGE verdict=verdict label=label kind="primary" glyph=Icon::Plus on_press=press/> }
    };
    let many = noun(0, &def.label, &def.plural);
    let none = fill(W::NoThings, &[("many", &many)]);
    let body = list.view(move || {
        let none = none.clone();
        let rows = move || shown(desk);
        let empty = Memo::new(move |_| list.with(Vec::is_empty).unwrap_or(true));
        let found = Memo::new(move |_| shown(desk).is_empty());
        let say_none = move || {
            empty.get().then(|| {
                let text = t(if manages { W::ListEmptyText } else { W::AskAdmin });
                view! { <Empty glyph=glyph(desk) title=none.clone() text=text>{add()}</Empty> }
            })
        };
        view! {
            {say_none}
            {move || (found.get() && !empty.get()).then(|| view! { <Empty glyph=Icon::Search title=t(W::NothingFound)/> })}
            <ol class="entries" role="list" node_ref=desk.order.place>{keyed(rows, String::clone, move |id| row::row(desk, id))}</ol>
            <span class="sr" role="status">{move || desk.order.said.get()}</span>
        }
    });
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{def.plural}</h1><p>{def.about}</p></div>{add()}</div>
            <div class="tools"><SearchBox label=fill(W::SearchThing, &[("many", &many)]) value=desk.text key_hint="/"/></div>
            {body}
            {move || desk.editing.get().map(|e| view! { <Edit desk=desk entry=e/> })}
        </main>
    }
}

fn glyph(desk: Desk) -> Icon {
    desk.def.with_value(|d| if d.ordered { Icon::Task } else { Icon::Note })
}

fn blank() -> EntryView {
    EntryView {
        id: String::new(),
        name: String::new(),
        fields: Default::default(),
        by: String::new(),
        at: 0,
        version: 0,
    }
}

/// The entries that the search finds, in the order that I have asked for.
fn shown(desk: Desk) -> Vec<String> {
    let words = desk.text.with(|t| fold(t));
    let words: Vec<&str> = words.split_whitespace().collect();
    let of = |l: &Vec<EntryView>| {
        let found = l.iter().filter(|e| words.is_empty() || matches(desk, e, &words));
        found.map(|e| e.id.clone()).collect::<Vec<_>>()
    };
    desk.order.sorted(desk.list.with(of).unwrap_or_default())
}

/// As the server finds them: every word in the name or a searched field.
fn matches(desk: Desk, e: &EntryView, words: &[&str]) -> bool {
    let mut hay = e.name.clone();
    desk.def.with_value(|d| {
        for (id, _) in d.fields.iter().filter(|(_, f)| f.searched) {
            hay.push(' ');
            hay.push_str(value(e, id));
        }
    });
    let hay = fold(&hay);
    words.iter().all(|w| hay.contains(w))
}

fn value<'a>(e: &'a EntryView, id: &str) -> &'a str {
    e.fields.get(id).map_or("", String::as_str)
}

/// The text that people copy out of an entry, where it has one.
fn text_of(def: &ListDef, e: &EntryView) -> Option<String> {
    let (id, _) = def.fields.iter().find(|(_, f)| f.kind == FieldKind::LongText)?;
    Some(value(e, id).to_owned())
}
