//! The bar that rises when rows of the list are ticked.

use super::desk::{Ask, Desk};
use super::menu::delete_command;
use crate::features::action::ActionButton;
use crate::state::Verdict;
use crate::ui::{Button, Icon};
use crate::view::prelude::*;
use crate::words::{W, count, t};

/// Draw it while some are.
#[component(part = forms)]
pub fn Bulk(desk: Desk) -> AnyView {
    let team = desk.team;
    let rows = move || {
        desk.picked
            .with(|p| p.iter().filter_map(|id| desk.store.get(id)).map(|r| r.get()).collect::<Vec<_>>())
    };
    let command = delete_command();
    // All or nothing: the first row that can't go holds the button.
    let verdict = Callback::new(move |()| {
        let rows = rows();
        team.data.with(|d| {
            rows.iter().map(|m| d.judge(command, Some(m))).find(|v| !v.is_free()).unwrap_or(Verdict::Free)
        })
    });
    view! {
        <div class="bulk" role="region" aria-label=t(W::Actions)>
            <span class="dim" role="status">{move || count(desk.picked.with(Vec::len) as u32, W::SelectedN, W::SelectedN)}</span>
            <ActionButton team=team command=command verdict=verdict label=Signal::derive(move || team.word("delete")) kind="danger" glyph=Icon::Trash
                on_press=Callback::new(move |()| desk.ask.set(Some(Ask::Delete(rows()))))/>
            <Button kind="icon" glyph=Icon::Close name=t(W::ClearSelection) on_press=Callback::new(move |()| desk.picked.set(Vec::new()))/>
        </div>
    }
}
