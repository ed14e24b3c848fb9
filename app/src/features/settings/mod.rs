//! What holds for the whole team: its name and details (JY14), the profile's switches (JT6), and its end (JY16).

mod delete;
mod details;

use super::explain::failure;
use crate::api;
use crate::state::Team;
use crate::ui::{Empty, Icon, Mark, Switch};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::EditTeam;
use shared::policy::Command;
use shared::profile::SettingDef;
use wasm_bindgen_futures::spawn_local;

#[component(part = pages)]
pub fn Settings(team: Team) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(Command::EditTeamSettings, None)).is_free() {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::TeamSettings)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    }
    view! {
        <main class="page narrow" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::TeamSettings)}</h1><p>{t(W::TeamSettingsLead)}</p></div></div>
            {details::form(team)}
            {switches(team)}
            {delete::zone(team)}
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
    let before = team.data.with_untracked(|d| d.settings.clone());
    let mut after: Vec<String> = before.iter().filter(|s| *s != id).cloned().collect();
    if yes {
        after.push(id.to_owned());
    }
    let said = fill(if yes { W::DidSwitchOn } else { W::DidSwitchOff }, &[("name", label)]);
    busy.set(true);
    team.edited(after.clone());
    spawn_local(async move {
        let edit = EditTeam { name: None, fields: None, settings: Some(after) };
        match api::edit_team(&team.id(), &edit).await {
            Ok(()) => team.toasts.say(said),
            Err(f) => {
                team.edited(before);
                team.toasts.fail(failure(team.data.try_get_untracked().as_deref(), &f));
            }
        }
        busy.try_set(false);
    });
}
