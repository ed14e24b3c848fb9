//! Over every page of a team that somebody has deleted: until when it can be taken back, and the button for it (JY16).

use super::action::ActionButton;
use super::explain::failure;
use crate::api;
use crate::state::Team;
use crate::ui::{Icon, dom, icon, time::full};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::policy::Command;
use wasm_bindgen_futures::spawn_local;

/// `at`: when the team will be gone.
#[component(part = ending)]
pub fn Ending(team: Team, at: i64) -> AnyView {
    let busy = RwSignal::new(false);
    let keep = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::keep_team(&team.id()).await {
                Ok(()) => {
                    let name = team.data.try_get_untracked().map(|d| d.name.clone()).unwrap_or_default();
                    team.toasts.say(fill(W::DidKeepTeam, &[("team", &name)]));
                    // The button goes with the banner.
                    let _ = team.refresh().await;
                    dom::after_draw(dom::rescue_focus);
                }
                Err(f) => team.toasts.fail(failure(team.data.try_get_untracked().as_deref(), &f)),
            }
            busy.try_set(false);
        });
    });
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(Command::DeleteTeam, None)));
    view! {
        <div class="strip ending" role="status">{icon(Icon::Warn)}<span class="grow">{fill(W::TeamEnds, &[("date", &full(at))])}</span>
            <ActionButton team=team command=Command::DeleteTeam verdict=verdict label=t(W::Undo).to_string() busy=busy on_press=keep/></div>
    }
}
