//! A search box and filter chips.

use super::{Button, Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, number, t};

/// Filters while one types. `key_hint`: the key that leads here, drawn in the box. Escape empties it.
#[component]
pub fn SearchBox(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional)] key_hint: &'static str,
    #[prop(optional)] node: NodeRef,
) -> AnyView {
    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <input class="input" type="search" node_ref=node placeholder=label.clone() aria-label=label dir="auto" autocomplete="off" spellcheck="false"
                prop:value=move || value.get() on:input=move |e| value.set(event_target_value(&e))
                on:keydown=move |e| if e.key() == "Escape" && !value.with_untracked(String::is_empty) {
                    e.stop_propagation();
                    value.set(String::new());
                }/>
            {move || if value.with(String::is_empty) {
                (!key_hint.is_empty()).then(|| view! { <kbd aria-hidden="true">{key_hint}</kbd> }).into_any()
            } else {
                view! { <Button kind="icon" glyph=Icon::Close name=t(W::Clear) on_press=Callback::new(move |()| {
                    value.set(String::new());
                    if let Some(el) = node.get_untracked() { super::dom::focus(&el) }
                })/> }.into_any()
            }}
        </div>
    }
}

/// One of a row of filters, with how many it would show.
#[component]
pub fn FilterChip(
    #[prop(into)] label: String,
    count: Live<Option<u32>>,
    #[prop(into)] on: Signal<bool>,
    on_press: Callback<()>,
) -> AnyView {
    view! {
        <button type="button" class="filter" aria-pressed=move || if on.get() { "true" } else { "false" } on:click=move |_| on_press.run(())>
            {label}{move || count.get().map(|n| view! { <b>{number(n)}</b> })}
        </button>
    }
}
