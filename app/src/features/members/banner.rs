//! Over the member list while the checklist of somebody who has gone is open, for those who may work it off (JT16).

use crate::api;
use crate::features::links::{Links, Place};
use crate::state::Team;
use crate::ui::{Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::policy::Command;
use wasm_bindgen_futures::spawn_local;

pub fn banner(team: Team, links: Links) -> AnyView {
    // No widget may (`Action::in_widget`): it need not carry it.
    if embedded() || !team.data.with_untracked(|d| d.judge(Command::ManageIntegrations, None)).is_free() {
        return ().into_any();
    }
    let open = RwSignal::new(Vec::<String>::new());
    let load = move || {
        spawn_local(async move {
            // The list stands without it: a failure here is told by whatever else is asked for.
            if let Ok(all) = api::open_departures(&team.id()).await {
                let names = all.items.into_iter().filter(|d| d.closed_at.is_none()).map(|d| d.name);
                open.try_set(names.collect());
            }
        });
    };
    load();
    team.on_news("flow", load);
    team.on_news("members", load);
    let view = move || {
        let names = open.get().join(", ");
        (!names.is_empty()).then(|| {
            view! {
                <p class="note wait banner" role="status">{icon(Icon::Out)}<span class="grow">{fill(W::DepartureOpen, &[("names", &names)])}</span>
                    <a href=links.to(Place::Departures)>{t(W::SeeDeparture)}</a></p>
            }
        })
    };
    view.into_any()
}
