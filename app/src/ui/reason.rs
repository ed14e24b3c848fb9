//! Why something cannot be done now, and what would lift it: shown on hover and on focus, read by a screen reader.

use super::dom;
use crate::view::prelude::*;

/// Two short sentences: what stands in the way, and the way out (may be empty).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reason {
    pub why: String,
    pub remedy: String,
}

/// Draws `control` and, while `hold` is set, the tip beside it. `id` is what the control names in `aria-describedby`.
///
/// The wrapper has `display: contents`; the tip is inside it, so moving the pointer onto the tip does not close it.
pub fn held(id: String, hold: Signal<Option<Reason>>, control: AnyView) -> AnyView {
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
    view! {
        <span class="held" on:mouseenter=move |_| show() on:mouseleave=move |_| hide() on:focusin=move |_| show() on:focusout=move |_| hide()
            on:keydown=move |e| if e.key() == "Escape" && tip.try_get_untracked().flatten().is_some_and(|t| dom::popover_open(&t)) {
                e.stop_propagation();
                hide();
            }>
            {control}
            <div class="pop tip" popover="manual" role="tooltip" id=id node_ref=tip>
                {move || hold.get().map(|r| view! { <b>{r.why}</b><span>{r.remedy}</span> })}
            </div>
        </span>
    }
    .into_any()
}
