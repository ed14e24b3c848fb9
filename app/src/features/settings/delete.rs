//! Deleting the team: everything as a file first, then its name typed (JY16).

use crate::api;
use crate::features::action::{ActionButton, mark};
use crate::features::form::Form;
use crate::state::Team;
use crate::ui::{Button, Dialog, Icon, TextField, icon, time::full};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::policy::Command;
use wasm_bindgen_futures::spawn_local;

const DELETE: Command = Command::DeleteTeam;

/// The end of the settings page, for those who may.
pub fn zone(team: Team) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(DELETE, None)).shows() {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(DELETE, None)));
    let press = Callback::new(move |()| open.set(true));
    // As text: one type of memo for the whole app.
    let ends =
        Memo::new(move |_| team.data.with(|d| d.deletes_at.map(|at| at.to_string()).unwrap_or_default()));
    let state = move || {
        let at = ends.with(|text| text.parse::<i64>().ok());
        match at {
            Some(at) => view! { <p>{fill(W::TeamEnds, &[("date", &full(at))])}" "{t(W::TeamEndsText)}</p> },
            None => view! {
                <p>{t(W::DeleteTeamLead)}</p>
                <div><ActionButton team=team command=DELETE verdict=verdict label=t(W::DeleteTeam).to_string() kind="danger" glyph=Icon::Trash on_press=press/></div>
            },
        }
    };
    let dialog = move || open.get().then(|| asking(team, open));
    view! {
        <section class="panel-box"><h2>{t(W::DeleteTeam)}</h2>
            <div class="row take"><span class="grow hint">{t(W::DownloadTeamAbout)}</span>{download(team)}</div>
            {state}
        </section>{dialog}
    }
}

/// A link to the whole team as a file.
fn download(team: Team) -> AnyView {
    let action = DELETE.action().id();
    view! { <a class="btn" href=api::team_export(&team.id()) download="" data-action=action>{icon(Icon::Download)}<span>{t(W::DownloadTeam)}</span></a> }
}

fn asking(team: Team, open: RwSignal<bool>) -> AnyView {
    let form = Form::new();
    let typed = RwSignal::new(String::new());
    let close = Callback::new(move |()| {
        open.try_set(false);
    });
    let (name, ends, marks) = team.data.with_untracked(|d| {
        let ends = d.now() + d.policy.deletion_grace();
        (d.name.clone(), full(ends), mark(&d.judge(DELETE, None), DELETE, None))
    });
    let submit = move || {
        if !form.begin() {
            return;
        }
        let wanted = team.data.with_untracked(|d| d.name.clone());
        let said = typed.get_untracked().trim().to_owned();
        if said != wanted {
            form.mark("name", if said.is_empty() { "required" } else { "not-the-name" }, 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        spawn_local(async move {
            match api::delete_team(&team.id(), said).await {
                Ok(()) => {
                    let _ = team.refresh().await;
                    form.busy.try_set(false);
                    close.run(());
                    team.toasts.say(fill(W::DidDeleteTeam, &[("team", &wanted)]));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <Dialog title=fill(W::AskDeleteTeam, &[("team", &name)]) lead=fill(W::DeleteTeamNote, &[("date", &ends)]) busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}
                    <div class="row take"><span class="grow hint">{t(W::DownloadTeamAbout)}</span>{download(team)}</div>
                    <TextField label=fill(W::TypeName, &[("name", &name)]) value=typed name="confirm-name" autofocus=true required=true error=form.error("name")/>
                </div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/>
                    <Button kind="primary danger" label=t(W::DeleteTeam).to_string() submit=true busy=form.busy mark=marks/></div>
            </form>
        </Dialog>
    }
}
