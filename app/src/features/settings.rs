//! The team's name.

use super::form::Form;
use crate::api;
use crate::state::Team;
use crate::ui::{Button, Empty, Icon, Mark, TextField};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::EditTeam;
use shared::policy::Command;
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
            match api::edit_team(&team.id(), &EditTeam { name: Some(new.clone()), settings: None }).await {
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
        </main>
    }
    .into_any()
}
