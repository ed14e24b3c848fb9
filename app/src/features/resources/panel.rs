//! One resource: its name, and who has it. Adding and removing people acts at once.

use super::{Desk, MANAGE, find};
use crate::api;
use crate::features::action::ActionButton;
use crate::features::explain::failure;
use crate::features::fetched::Asked;
use crate::features::find::Finder;
use crate::features::form::Form;
use crate::features::sure::Sure;
use crate::state::Verdict;
use crate::ui::{Avatar, Button, Combo, Dialog, Icon, Mark, TextField, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, lower, t};
use shared::api::{NewResource, PersonView, ResourceDetail};
use shared::policy::{Action, Command};
use shared::validate::check_name;
use wasm_bindgen_futures::spawn_local;

/// Name and group, for a new one and for one that there is.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    group: RwSignal<String>,
}

impl Fields {
    fn new(of: Option<&ResourceDetail>) -> Self {
        Self {
            name: RwSignal::new(of.map(|r| r.resource.name.clone()).unwrap_or_default()),
            group: RwSignal::new(of.map(|r| r.resource.group.clone()).unwrap_or_default()),
        }
    }

    fn read(self) -> NewResource {
        NewResource {
            name: self.name.get_untracked().trim().to_owned(),
            group: self.group.get_untracked().trim().to_owned(),
        }
    }

    fn view(self, desk: Desk, form: Form, first: bool) -> AnyView {
        let def = desk.team.data.get_untracked().policy.profile().resources.clone();
        let group = def.map(|d| d.group).filter(|g| !g.is_empty()).map(|g| {
            view! { <TextField label=g value=self.group name="resource-group" optional=true error=form.error("group")/> }
        });
        view! { <TextField label=t(W::Name) value=self.name name="resource-name" required=true autofocus=first error=form.error("name")/>{group} }
    }
}

#[component]
pub fn NameForm(desk: Desk) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| {
        desk.adding.try_set(false);
    });
    let (form, fields) = (Form::new(), Fields::new(None));
    let one = team
        .data
        .with_untracked(|d| d.policy.profile().resources.as_ref().map(|r| lower(&r.one)))
        .unwrap_or_default();
    let submit = move || {
        if !form.begin() {
            return;
        }
        let new = fields.read();
        if let Err(code) = check_name(&new.name) {
            form.mark("name", code, 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        spawn_local(async move {
            match api::add_resource(&team.id(), &new).await {
                Ok(()) => {
                    desk.list.ask();
                    desk.adding.try_set(false);
                    team.toasts.say(fill(W::DidCreate, &[("name", &new.name)]));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <Dialog title=fill(W::AddThing, &[("one", &one)]) busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}{fields.view(desk, form, true)}</div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy mark=Mark::action(MANAGE.action().id())/></div>
            </form>
        </Dialog>
    }
}

#[component]
pub fn Panel(desk: Desk, id: String) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| {
        desk.open.try_set(None);
    });
    let item = find(desk, &id);
    let Some(first) = item.get_untracked() else { return ().into_any() };
    let (form, fields) = (Form::new(), Fields::new(Some(&first)));
    let name = Signal::derive(move || {
        item.with(|r| r.as_ref().map(|r| r.resource.name.clone()).unwrap_or_default())
    });
    let manages = team.data.with_untracked(|d| d.judge(MANAGE, None).is_free());
    let dirty = Memo::new(move |_| {
        item.with(|r| {
            r.as_ref().is_some_and(|r| {
                fields.name.with(|n| n.trim() != r.resource.name)
                    || fields.group.with(|g| g.trim() != r.resource.group)
            })
        })
    });
    let mine = id.clone();
    let save = move || {
        if !form.begin() {
            return;
        }
        let new = fields.read();
        if let Err(code) = check_name(&new.name) {
            form.mark("name", code, 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let id = mine.clone();
        spawn_local(async move {
            match api::edit_resource(&team.id(), &id, &new).await {
                Ok(()) => {
                    form.busy.try_set(false);
                    desk.list.ask();
                    team.toasts.say(t(W::DidSave));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(MANAGE, None)));
    let gone = id.clone();
    let end = Callback::new(move |()| {
        if let Some(r) = item.get_untracked() {
            desk.sure.set(Some(ask_end(desk, &gone, &r)));
        }
    });
    let foot = move || {
        dirty.get().then(|| view! { <Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy mark=Mark::action(MANAGE.action().id())/> })
    };
    let target = id.clone();
    view! {
        <Dialog class="panel" title=name busy=form.busy on_close=close>
            <form novalidate class="panel-form" on:submit=move |e| { e.prevent_default(); save() }>
                <div class="body">
                    {form.notice()}
                    {people(desk, form, &id, item)}
                    {manages.then(|| fields.view(desk, form, false))}
                </div>
                <div class="foot">
                    <span class="aside"><ActionButton team=team command=MANAGE target=target verdict=verdict label=t(W::Delete).to_string() kind="danger" glyph=Icon::Trash on_press=end/></span>
                    <Button label=t(W::Close).to_string() on_press=close/>{foot}
                </div>
            </form>
        </Dialog>
    }
}

/// Who has it, and the box to add somebody.
fn people(desk: Desk, form: Form, id: &str, item: Memo<Option<ResourceDetail>>) -> AnyView {
    let team = desk.team;
    let may = team.data.with_untracked(|d| d.may(Action::SetAccess));
    let members = move || item.with(|r| r.as_ref().map(|r| r.members.clone()).unwrap_or_default());
    let has = move |id: &str| item.with(|r| r.as_ref().is_some_and(|r| r.members.iter().any(|m| m.id == id)));
    let finder = Finder::new(team, None);
    let choices = finder.choices(move |d, m| {
        // Whoever has it already is not offered.
        let verdict = if has(&m.id) { Verdict::Hidden } else { d.judge(Command::SetAccess, Some(m)) };
        (verdict, Command::SetAccess)
    });
    let busy = RwSignal::new(Vec::<String>::new());
    let (adds, takes) = (id.to_owned(), id.to_owned());
    let pick = Callback::new(move |who: String| set(desk, form, busy, &adds, who, true));
    let row = move |p: PersonView| {
        let (name, tint, who) = (p.name.clone(), p.id.clone(), p.id.clone());
        let (shown, resource) = (name.clone(), takes.clone());
        let remove = may.then(|| {
            view! { <button type="button" class="btn icon" data-action=Command::SetAccess.action().id() data-target=who.clone()
                aria-label=fill(W::RemoveValue, &[("value", &name)]) on:click=move |_| set(desk, form, busy, &resource, who.clone(), false)>{icon(Icon::Close)}</button> }
        });
        let role = team.data.with_untracked(|d| d.label(&p.role));
        view! {
            <li data-member=p.id><Avatar name=Signal::derive(move || shown.clone()) key=tint size="s"/>
                <span class="grow clip"><bdi>{name}</bdi>" "<small class="dim">{role}</small></span>{remove}</li>
        }
    };
    let empty = Memo::new(move |_| members().is_empty());
    let box_ = may.then(|| {
        view! {
            <Combo class="btn add-person" name=t(W::AddTeamMembers).to_string() ask=t(W::FindPerson) choices=choices busy=finder.busy typed=finder.typed() on_pick=pick
                mark=Mark::action(Command::SetAccess.action().id())>{icon(Icon::Plus)}<span>{t(W::AddTeamMembers)}</span></Combo>
        }
    });
    view! {
        <div class="field">
            <span class="legend">{team.word("members")}</span>
            {box_}
            {move || empty.get().then(|| view! { <p class="dim small">{t(W::NobodyHasIt)}</p> })}
            <ul class="turns" role="list">{keyed(members, |p: &PersonView| p.id.clone(), row)}</ul>
        </div>
    }
}

fn set(desk: Desk, form: Form, busy: RwSignal<Vec<String>>, resource: &str, who: String, on: bool) {
    if busy.with_untracked(|b| b.contains(&who)) {
        return;
    }
    form.general.set(None);
    busy.update(|b| b.push(who.clone()));
    let (team, resource) = (desk.team, resource.to_owned());
    // Out of the list at once: the focus finds its next place before the answer comes.
    if !on {
        desk.list.value.update(|l| {
            if let Some(r) = l.iter_mut().flatten().find(|r| r.resource.id == resource) {
                r.members.retain(|m| m.id != who);
            }
        });
        dom::after_draw(|| {
            if let Some(el) = query("dialog[open] .add-person") {
                dom::focus(&el);
            }
        });
    }
    spawn_local(async move {
        let answer = api::set_resource_member(&team.id(), &resource, &who, on).await;
        busy.try_update(|b| b.retain(|x| *x != who));
        if let Err(f) = answer {
            form.general.try_set(Some(failure(team.data.try_get_untracked().as_deref(), &f)));
        }
        desk.list.ask();
    });
}

fn ask_end(desk: Desk, id: &str, r: &ResourceDetail) -> Sure {
    let (team, mine) = (desk.team, id.to_owned());
    Sure {
        title: fill(W::AskEndAutomation, &[("name", &r.resource.name)]),
        text: t(W::EndThingNote).to_owned(),
        go: t(W::Delete).to_owned(),
        action: MANAGE.action().id(),
        target: id.to_owned(),
        work: Callback::new(move |()| {
            let (team, id) = (team.id(), mine.clone());
            let work: Asked<()> = Box::pin(async move { api::delete_resource(&team, &id).await });
            work
        }),
        said: fill(W::DidEnd, &[("name", &r.resource.name)]),
        done: Callback::new(move |()| {
            desk.open.try_set(None);
            desk.list.ask();
        }),
    }
}
