//! Switch, check box, radio cards. All of them can be held with a reason.

use super::{Mark, Reason, dom, reason::held};
use crate::view::prelude::*;

/// On or off, at once.
#[component]
pub fn Switch(
    #[prop(into)] label: String,
    #[prop(optional, into)] about: String,
    #[prop(into)] on: Signal<bool>,
    #[prop(optional, into)] hold: Signal<Option<Reason>>,
    #[prop(optional)] mark: Mark,
    on_change: Callback<bool>,
) -> AnyView {
    let why = dom::uid("why");
    let (id, described) = (dom::uid("sw"), why.clone());
    let labelled = id.clone();
    let Mark { action, target, to, denial } = mark;
    let control = view! {
        <button type="button" class="switch" role="switch" aria-labelledby=labelled aria-checked=move || if on.get() { "true" } else { "false" }
            aria-disabled=move || hold.with(Option::is_some).then_some("true")
            aria-describedby=move || hold.with(Option::is_some).then(|| described.clone())
            data-action=action data-target=target data-to=to data-denial=move || denial.get()
            on:click=move |_| if hold.with_untracked(Option::is_none) { on_change.run(!on.get_untracked()) }>
            <span><span id=id>{label}</span><small>{about}</small></span><i aria-hidden="true"></i>
        </button>
    };
    held(why, hold, action.is_some(), control.into_any())
}

/// A check box with its label as one big target.
#[component]
pub fn CheckRow(
    #[prop(into)] label: String,
    #[prop(optional, into)] about: String,
    #[prop(into)] on: Signal<bool>,
    #[prop(optional, into)] hold: Signal<Option<Reason>>,
    on_change: Callback<bool>,
) -> AnyView {
    let why = dom::uid("why");
    let described = why.clone();
    let control = view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || on.get() aria-disabled=move || hold.with(Option::is_some).then_some("true")
                aria-describedby=move || hold.with(Option::is_some).then(|| described.clone())
                on:click=move |e| if hold.with_untracked(Option::is_some) { e.prevent_default() }
                on:change=move |e| on_change.run(event_target_checked(&e))/>
            <span>{label}{(!about.is_empty()).then(|| view! { <small>{about}</small> })}</span>
        </label>
    };
    held(why, hold, false, control.into_any())
}

/// One way among few, each with a line about it.
#[derive(Clone)]
pub struct Card {
    pub value: String,
    pub label: String,
    pub about: String,
    pub hold: Option<Reason>,
}

#[component]
pub fn RadioCards(#[prop(into)] legend: String, value: RwSignal<String>, cards: Live<Vec<Card>>) -> AnyView {
    let group = dom::uid("radio");
    let card = move |c: Card| {
        let (mine, pick) = (c.value.clone(), c.value.clone());
        let held = c.hold.is_some();
        let about = match c.hold {
            Some(r) => [r.why.as_str(), " ", r.remedy.as_str()].concat(),
            None => c.about,
        };
        view! {
            <label class="opt" data-off=held.then_some("true")>
                <input type="radio" name=group.clone() value=c.value aria-disabled=held.then_some("true")
                    prop:checked=move || value.with(|v| *v == mine)
                    on:click=move |e| if held { e.prevent_default() }
                    on:change=move |_| if !held { value.set(pick.clone()) }/>
                <span><b>{c.label}</b>{(!about.is_empty()).then(|| view! { <small>{about}</small> })}</span>
            </label>
        }
    };
    view! { <fieldset><legend class="legend gap">{legend}</legend><div class="cards">{move || cards.get().into_iter().map(card.clone()).collect::<Vec<_>>()}</div></fieldset> }
}
