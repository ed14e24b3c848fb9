//! Choosing the item that another is linked to, by type-ahead.

use super::kind::Kind;
use crate::api;
use crate::features::typing::Typing;
use crate::ui::{Choice, Combo, Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{SuggestQuery, WorkRef};

/// * `kind`: of the items that can be chosen.
/// * `chosen`: the one that is; `None` for none.
#[component]
pub fn LinkPicker(kind: Kind, chosen: RwSignal<Option<WorkRef>>) -> AnyView {
    let finder = Typing::new(move |text| {
        let q = SuggestQuery { q: text, kind: Some(kind.name()), limit: Some(20) };
        Box::pin(async move { Ok(api::suggest_work(&kind.team.id(), &q).await?.items) })
    });
    let choices = Live::from(move || {
        // Nothing is offered before anything is typed: Enter takes the first that was found.
        let none =
            || Choice { label: t(W::LinkedNone).into(), glyph: Some(Icon::Close), ..Choice::default() };
        let item = |w: WorkRef| Choice {
            value: w.id,
            label: w.title,
            glyph: Some(kind.icon()),
            ..Choice::default()
        };
        let none = finder.is_empty().then(none);
        none.into_iter().chain(finder.found.get().into_iter().map(item)).collect()
    });
    let pick = Callback::new(move |id: String| {
        chosen.set(finder.found.with_untracked(|f| f.iter().find(|w| w.id == id).cloned()));
    });
    let shown =
        move || chosen.with(|c| c.as_ref().map_or_else(|| t(W::LinkedNone).to_owned(), |w| w.title.clone()));
    view! {
        <div class="field">
            <span class="legend">{kind.label()}</span>
            <Combo name=kind.label() said=true class="assignee input" ask=fill(W::FindItem, &[("kind", &kind.noun(1))]) choices=choices busy=finder.busy typed=Callback::new(move |t| finder.typed(t)) on_pick=pick
                chosen=Signal::derive(move || chosen.with(|c| c.as_ref().map(|w| w.id.clone()).unwrap_or_default()))>
                <span class="clip"><bdi>{shown}</bdi></span>{icon(Icon::Down)}
            </Combo>
        </div>
    }
}
