//! Choosing the item that another is linked to, by type-ahead.

use super::kind::Kind;
use crate::api;
use crate::features::paged::TYPING;
use crate::ui::{Choice, Combo, Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{SuggestQuery, WorkRef};
use wasm_bindgen_futures::spawn_local;

/// * `kind`: of the items that can be chosen.
/// * `chosen`: the one that is; `None` for none.
#[component]
pub fn LinkPicker(kind: Kind, chosen: RwSignal<Option<WorkRef>>) -> AnyView {
    let found = RwSignal::new(Vec::<WorkRef>::new());
    let busy = RwSignal::new(false);
    let turn = StoredValue::new(0_u32);
    let typed = Callback::new(move |text: String| {
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        busy.set(true);
        set_timeout(
            move || {
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                let q = SuggestQuery { q: text, kind: Some(kind.name()), limit: Some(20) };
                spawn_local(async move {
                    let answer = api::suggest_work(&kind.team.id(), &q).await;
                    if turn.try_get_value() != Some(mine) {
                        return;
                    }
                    if let Ok(s) = answer {
                        found.set(s.items);
                    }
                    busy.set(false);
                });
            },
            TYPING,
        );
    });
    let choices = Live::from(move || {
        let none = Choice { label: t(W::LinkedNone).into(), glyph: Some(Icon::Close), ..Choice::default() };
        let item = |w: WorkRef| Choice { value: w.id, label: w.title, glyph: Some(Icon::Card), ..Choice::default() };
        std::iter::once(none).chain(found.get().into_iter().map(item)).collect()
    });
    let pick = Callback::new(move |id: String| {
        chosen.set(found.with_untracked(|f| f.iter().find(|w| w.id == id).cloned()));
    });
    let shown = move || chosen.with(|c| c.as_ref().map_or_else(|| t(W::LinkedNone).to_owned(), |w| w.title.clone()));
    let named = Signal::derive(move || [kind.label().as_str(), ": ", &shown()].concat());
    view! {
        <div class="field">
            <span class="legend">{kind.label()}</span>
            <Combo name=named class="assignee input" ask=fill(W::FindItem, &[("kind", &kind.noun(1))]) choices=choices busy=busy typed=typed on_pick=pick
                chosen=Signal::derive(move || chosen.with(|c| c.as_ref().map(|w| w.id.clone()).unwrap_or_default()))>
                <span class="clip"><bdi>{shown}</bdi></span>{icon(Icon::Down)}
            </Combo>
        </div>
    }
}
