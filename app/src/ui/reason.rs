//! Why something cannot be done now, and what would lift it: shown on hover and on focus, read by a screen reader.

use super::dom;
use crate::view::prelude::*;
use crate::words::{W, t};

/// Two short sentences: what stands in the way, and the way out (may be empty).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reason {
    pub why: String,
    pub remedy: String,
    /// "Who can do this?" is worth asking: about the control's own action (empty), or about another.
    pub ask: Option<&'static str>,
}

/// Lists who can do it: a press bubbles to the frame, which reads the control's marks (`data-action`, `data-to`, …).
pub fn asks(ask: &'static str, role: Option<&'static str>) -> AnyView {
    view! { <button type="button" class="who-can-do" role=role tabindex=role.map(|_| "-1") data-who=ask>{t(W::WhoCan)}</button> }.into_any()
}

/// Draws `control` and, while `hold` is set, the tip beside it. `id` is what the control names in `aria-describedby`.
/// `acts`: it stands for an action of the rules, and there may be somebody who can do it.
///
/// The wrapper has `display: contents`; the tip is inside it, so moving the pointer onto the tip does not close it.
pub fn held(id: String, hold: Signal<Option<Reason>>, acts: bool, control: AnyView) -> AnyView {
    let tip: NodeRef = NodeRef::new();
    // Removing an element that has focus still fires focusout, after its signals are gone: everything here is `try_`.
    let show = move || {
        if hold.try_with_untracked(Option::is_some).unwrap_or(false)
            && let Some(el) = tip.try_get_untracked().flatten()
            && let Some(anchor) = el.previous_element_sibling()
        {
            dom::show_popover(&el);
            dom::place(&el, &anchor, false);
        }
    };
    let hide = move || {
        if let Some(el) = tip.try_get_untracked().flatten() {
            dom::hide_popover(&el);
        }
    };
    // The focus may be on its way into the tip.
    let left = move || {
        let inside = tip.try_get_untracked().flatten().zip(dom::active_element());
        if !inside.is_some_and(|(tip, now)| tip.contains(Some(&now))) {
            hide();
        }
    };
    view! {
        <span class="held" on:mouseenter=move |_| show() on:mouseleave=move |_| hide() on:focusin=move |_| show() on:focusout=move |_| dom::after_draw(left)
            on:keydown=move |e| if e.key() == "Escape" && tip.try_get_untracked().flatten().is_some_and(|t| dom::popover_open(&t)) {
                e.stop_propagation();
                hide();
            }>
            {control}
            <div class="pop tip" part="tip" popover="manual" role="tooltip" id=id node_ref=tip>
                {move || hold.get().map(|r| view! { <b>{r.why}</b><span>{r.remedy}</span>{r.ask.filter(|_| acts).map(|ask| asks(ask, None))} })}
            </div>
        </span>
    }
    .into_any()
}
