//! Making and editing an automation: its name, and the people in the order of their turns.

use super::{Desk, MANAGE};
use crate::api;
use crate::features::form::Form;
use crate::features::kinds::kind_word;
use crate::features::people::{Person, PersonPicker};
use crate::ui::{Avatar, Button, Dialog, Icon, Mark, Reason, TextField, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{AutomationView, EditAutomation, NewAutomation};
use shared::validate::check_name;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Edit(desk: Desk, kind: String, automation: AutomationView) -> AnyView {
    let team = desk.team;
    let new = automation.id.is_empty();
    let close = Callback::new(move |()| {
        desk.editing.try_set(None);
    });
    let form = Form::new();
    let name = RwSignal::new(automation.name.clone());
    let people: RwSignal<Vec<(String, String)>> =
        RwSignal::new(automation.members.iter().map(|m| (m.id.clone(), m.name.clone())).collect());
    let said = RwSignal::new(String::new());
    let list: NodeRef = NodeRef::new();
    let ids = Signal::derive(move || people.with(|p| p.iter().map(|x| x.0.clone()).collect::<Vec<_>>()));
    let add = Callback::new(move |p: Option<Person>| {
        if let Some(p) = p {
            people.update(|all| all.push((p.id, p.name)));
        }
    });
    let shift = move |id: &str, down: bool| {
        people.update(|all| {
            let Some(at) = all.iter().position(|x| x.0 == id) else { return };
            let to = if down { at + 1 } else { at.wrapping_sub(1) };
            if to < all.len() {
                all.swap(at, to);
                let (n, of) = ((to + 1).to_string(), all.len().to_string());
                let name = all.get(to).map(|x| x.1.as_str()).unwrap_or_default();
                said.set(fill(W::TurnNow, &[("name", name), ("n", &n), ("of", &of)]));
            }
        });
        // The row may have been moved by the browser, which takes its focus away; at an end the other button has it.
        let (id, first) = (id.to_owned(), if down { "down" } else { "up" });
        dom::after_draw(move || {
            let Some(list) = list.try_get_untracked().flatten() else { return };
            let rows = dom::all(&list, "li");
            let Some(row) = rows.iter().find(|r| r.get_attribute("data-member").as_deref() == Some(&id))
            else {
                return;
            };
            let buttons = dom::all(row, "button:not([disabled])");
            if let Some(b) = buttons.iter().find(|b| b.class_list().contains(first)).or(buttons.first()) {
                dom::focus(b);
            }
        });
    };
    let drop_person = move |id: &str, name: &str| {
        people.update(|all| all.retain(|x| x.0 != id));
        said.set(fill(W::RemovedValue, &[("value", name)]));
        dom::after_draw(move || {
            let next = list
                .try_get_untracked()
                .flatten()
                .and_then(|l| l.query_selector("button, ~ * button").ok().flatten());
            if let Some(el) = next {
                dom::focus(&el);
            }
        });
    };
    let row = move |(id, name): (String, String)| {
        let place = {
            let id = id.clone();
            Memo::new(move |_| people.with(|p| p.iter().position(|x| x.0 == id).unwrap_or_default()))
        };
        let last = move || people.with(|p| place.get() + 1 >= p.len());
        let (up, down, gone) = (id.clone(), id.clone(), id.clone());
        let (shown, out) = (name.clone(), name.clone());
        view! {
            <li data-member=id.clone()>
                <span class="dim small num">{move || (place.get() + 1).to_string()}</span>
                <Avatar name=Signal::derive(move || shown.clone()) key=id size="s"/><bdi class="grow clip">{name.clone()}</bdi>
                <button type="button" class="btn icon up" aria-label=fill(W::TurnUp, &[("name", &name)]) disabled=move || place.get() == 0 on:click=move |_| shift(&up, false)>{icon(Icon::Up)}</button>
                <button type="button" class="btn icon down" aria-label=fill(W::TurnDown, &[("name", &name)]) disabled=last on:click=move |_| shift(&down, true)>{icon(Icon::Down)}</button>
                <button type="button" class="btn icon" aria-label=fill(W::RemoveValue, &[("value", &name)]) on:click=move |_| drop_person(&gone, &out)>{icon(Icon::Close)}</button>
            </li>
        }
    };
    let hold = Signal::derive(move || {
        people.with(Vec::is_empty).then(|| Reason {
            why: t(W::NobodyInTurn).into(),
            remedy: t(W::AddSomebody).into(),
            ask: None,
        })
    });
    let (id, version) = (automation.id.clone(), automation.version);
    let submit = move || {
        if !form.begin() || hold.with_untracked(Option::is_some) {
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
        let (id, members) = (id.clone(), ids.get_untracked());
        spawn_local(async move {
            let answer = if id.is_empty() {
                api::add_automation(&team.id(), &NewAutomation { name: title.clone(), members }).await
            } else {
                let edit =
                    EditAutomation { name: Some(title.clone()), on: None, members: Some(members), version };
                api::edit_automation(&team.id(), &id, &edit).await
            };
            match answer {
                Ok(()) => {
                    desk.list.ask();
                    desk.editing.try_set(None);
                    let done = if id.is_empty() {
                        fill(W::DidCreate, &[("name", &title)])
                    } else {
                        t(W::DidSave).into()
                    };
                    team.toasts.say(done);
                }
                Err(f) => {
                    if f.code() == "stale-version" {
                        desk.list.ask();
                    }
                    form.failed(team.data.try_get_untracked().as_deref(), &f, 0);
                }
            }
        });
    };
    let many = team.data.with_untracked(|d| kind_word(d, &kind, 2));
    let title = if new { t(W::NewAutomation).to_owned() } else { automation.name.clone() };
    let mark = Mark { target: (!new).then(|| automation.id.clone()), ..Mark::action(MANAGE.action().id()) };
    view! {
        <Dialog title=title lead=fill(W::AutomationsLead, &[("many", &many)]) busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">
                    {form.notice()}
                    <TextField label=t(W::Name) value=name name="automation-name" required=true autofocus=true error=form.error("name")/>
                    <div class="field"><span class="legend">{t(W::Rotation)}</span>
                        <p class="hint">{t(W::RotationHint)}</p>
                        <ol class="turns edit" node_ref=list>{keyed(move || people.get(), |p: &(String, String)| p.0.clone(), row)}</ol>
                        <PersonPicker team=team kind=kind command=MANAGE without=ids name=t(W::AddPerson).to_string() class="btn add-person" ask=t(W::FindPerson) on_pick=add>
                            {icon(Icon::Plus)}<span>{t(W::AddPerson)}</span>
                        </PersonPicker>
                    </div>
                    <span class="sr" role="status">{move || said.get()}</span>
                </div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy hold=hold mark=mark/></div>
            </form>
        </Dialog>
    }
}
