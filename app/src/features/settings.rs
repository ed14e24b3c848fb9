//! The team's name, and the switches that the profile has for the whole team (JT6).

use super::explain::failure;
use super::form::Form;
use crate::api;
use crate::state::Team;
use crate::ui::{Button, Empty, Icon, Mark, Switch, TextField};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::EditTeam;
use shared::policy::Command;
use shared::profile::SettingDef;
use shared::validate::check_name;
use wasm_bindgen_futures::spawn_local;

#[component(part = pages)]
pub fn Settings(team: Team) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(Command::EditTeamSettings, None)).is_free() {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::TeamSettings)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    }
    let form = Form::new();
    let name = RwSignal::new(team.data.with_untracked(|d| d.name.clone()));
    let submit = move || {
        if !form.begin() {
            return;
        }
        let new = name.get_untracked().trim().to_owned();
        if let Err(f) = check_name(&new) {
            form.mark("name", f, 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        spawn_local(async move {
            let edit = EditTeam { name: Some(new.clone()), settings: None };
            match api::edit_team(&team.id(), &edit).await {
                Ok(()) => {
                    form.busy.try_set(false);
                    team.edited(new, team.data.with_untracked(|d| d.settings.clone()));
                    team.toasts.say(t(W::DidSave));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <main class="page narrow" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::TeamSettings)}</h1><p>{t(W::TeamSettingsLead)}</p></div></div>
            <section class="panel-box">
                <form novalidate class="stack" on:submit=move |e| { e.prevent_default(); submit() }>
                    {form.notice()}
                    <TextField label=t(W::TeamName) value=name name="team-name" required=true error=form.error("name")/>
                    <div><Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy mark=Mark::action("edit-team-settings")/></div>
                </form>
            </section>
            {switches(team)}
        </main>
    }
    .into_any()
}

/// Each acts at once; what the server refuses goes back.
fn switches(team: Team) -> AnyView {
    let data = team.data.get_untracked();
    let busy = RwSignal::new(false);
    let row = |(id, def): (&str, &SettingDef)| {
        let (mine, own, label) = (id.to_owned(), id.to_owned(), def.label.clone());
        let on = Signal::derive(move || team.data.with(|d| d.settings.contains(&mine)));
        let change = Callback::new(move |yes: bool| set(team, busy, &own, &label, yes));
        let mark = Mark { to: Some(id.to_owned()), ..Mark::action("edit-team-settings") };
        view! { <div class="item"><Switch label=def.label.clone() about=def.about.clone() on=on mark=mark on_change=change/></div> }
    };
    let rows: Vec<_> = data.policy.profile().settings.iter().map(row).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <section class="panel-box"><h2>{t(W::TeamSwitches)}</h2><div class="group">{rows}</div></section> }
}

fn set(team: Team, busy: RwSignal<bool>, id: &str, label: &str, yes: bool) {
    // Two presses in a row would overtake each other.
    if busy.get_untracked() {
        return;
    }
    let (name, before) = team.data.with_untracked(|d| (d.name.clone(), d.settings.clone()));
    let mut after: Vec<String> = before.iter().filter(|s| *s != id).cloned().collect();
    if yes {
        after.push(id.to_owned());
    }
    let said = fill(if yes { W::DidSwitchOn } else { W::DidSwitchOff }, &[("name", label)]);
    busy.set(true);
    team.edited(name.clone(), after.clone());
    spawn_local(async move {
        let edit = EditTeam { name: None, settings: Some(after) };
        match api::edit_team(&team.id(), &edit).await {
            Ok(()) => team.toasts.say(said),
            Err(f) => {
                team.edited(name, before);
                team.toasts.fail(failure(team.data.try_get_untracked().as_deref(), &f));
            }
        }
        busy.try_set(false);
    });
}
