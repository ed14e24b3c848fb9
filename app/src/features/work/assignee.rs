//! Whose an item is: a choice of people where I may give it to somebody, plain text where I may not.

use super::desk::Desk;
use super::kind::Kind;
use crate::features::action::{code, reason};
use crate::features::people::{Person, PersonPicker};
use crate::state::Verdict;
use crate::ui::{Avatar, Icon, Mark, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{PersonRef, WorkView};

/// Picture and name; the product's word where it is nobody's.
pub fn person(kind: Kind, who: &Option<PersonRef>) -> AnyView {
    match who {
        Some(p) => {
            let name = p.name.clone();
            // Work stays under the name of somebody without access (JT13); it should be seen that nobody looks after it.
            let gone = p.status.is_former();
            view! {
                <Avatar name=Signal::derive(move || name.clone()) key=p.id.clone() size="s"/>
                <span class="clip" class:gone=gone><bdi>{p.name.clone()}</bdi>{gone.then(|| view! { <small class="off">{kind.team.word("deactivated")}</small> })}</span>
            }
        }
        None => {
            view! { <span class="av s nobody" aria-hidden="true">{icon(Icon::Person)}</span><span class="clip dim">{kind.team.word("unassigned")}</span> }
        }
    }
}

/// * `kind`: the item's own, which may differ from the page's: linked items have their own assignee (JT8).
/// * `class`: `role` in a list, `input` in a form.
#[component]
pub fn Assignee(
    desk: Desk,
    kind: Kind,
    item: ArcRwSignal<WorkView>,
    class: &'static str,
    #[prop(optional)] tab: Live<Option<&'static str>>,
) -> AnyView {
    let claim_tab = tab.clone();
    let team = kind.team;
    let verdict = kind.assigns();
    let (a, b, c, d) = (item.clone(), item.clone(), item.clone(), item);
    let who = move || a.with(|w| person(kind, &w.assignee));
    if verdict == Verdict::Hidden {
        return view! { <span class="assignee">{who}</span> };
    }
    let data = team.data.get_untracked();
    let command = kind.assign_command();
    let hold = reason(&data, &verdict, command);
    let mark = Mark {
        target: b.with_untracked(|w| w.assignee.as_ref().map(|p| p.id.clone())),
        denial: code(verdict.denial().map(|d| d.code.id())),
        ..Mark::action(command.action().id())
    };
    let name =
        Signal::derive(move || b.with(|w| [team.word("assigned-to").as_str(), ": ", &w.title].concat()));
    let (free, mine, e) = (d.clone(), kind.me(), d.clone());
    let is_free = Memo::new(move |_| free.with(|w| w.assignee.is_none()));
    // What nobody has is one press away from whoever looks at it.
    let claim = move || {
        let me = mine.clone().filter(|_| is_free.get())?;
        let item = e.clone();
        let label = fill(W::AssignToMeOf, &[("title", &item.with_untracked(|w| w.title.clone()))]);
        let to = Person { id: me.id.clone(), name: me.name };
        let press = move |e: web_sys::MouseEvent| {
            e.stop_propagation();
            desk.assign(&item, Some(to.clone()));
        };
        Some(view! {
            <button type="button" class="btn link claim" tabindex=claim_tab.get() aria-label=label data-action=command.action().id() data-target=me.id on:click=press>{t(W::AssignToMe)}</button>
        })
    };
    let chosen =
        Signal::derive(move || c.with(|w| w.assignee.as_ref().map(|p| p.id.clone()).unwrap_or_default()));
    view! {
        <span class="whose-cell"><PersonPicker team=team kind=kind.name() command=command nobody=(team.word("unassigned"), kind.unassign_command()) name=name
            class=["assignee ", class].concat() ask=team.word("assign-to") chosen=chosen hold=Signal::derive(move || hold.clone()) mark=mark said=true tab=tab
            on_pick=Callback::new(move |to| desk.assign(&d, to))>
            {who}{icon(Icon::Down)}
        </PersonPicker>{claim}</span>
    }
}
