//! A modal dialog on the browser's own `<dialog>`: it stays where it is in the tree (also inside a shadow root), the rest of
//! the page is inert while it is open, Escape asks to close, and focus goes back to where it came from.

use super::{Button, Icon, dom};
use crate::view::prelude::*;
use crate::words::{W, t};
use wasm_bindgen::JsCast;

/// Draw it while it should be open. `class`: `wide`, `panel`. `busy`: work is under way, Escape waits.
#[component]
pub fn Dialog(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] lead: Signal<String>,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] busy: Signal<bool>,
    on_close: Callback<()>,
    children: Children,
) -> AnyView {
    let node: NodeRef = NodeRef::new();
    let id = dom::uid("dialog");
    let lead_id = dom::uid("lead");
    let (title_ref, lead_ref) = (id.clone(), lead_id.clone());
    keep_focus();
    later(move || {
        let Some(el) = node.get() else { return };
        let _ = el.unchecked_ref::<web_sys::HtmlDialogElement>().show_modal();
        let first = dom::all(
            &el,
            "[autofocus], .body input:not([type=hidden],[readonly]), .body select, .foot .btn, .btn",
        );
        let wanted = first.iter().find(|e| e.has_attribute("autofocus")).or_else(|| {
            first
                .iter()
                .find(|e| e.closest(".body").ok().flatten().is_some())
                .or_else(|| first.iter().find(|e| e.closest(".foot").ok().flatten().is_some()))
        });
        if let Some(w) = wanted {
            dom::focus(w);
        }
    });
    let mut classes = String::from("dialog ");
    classes.push_str(class);
    let ask = move || {
        if !busy.get_untracked() {
            on_close.run(());
        }
    };
    view! {
        <dialog class=classes part="dialog" node_ref=node aria-labelledby=title_ref aria-describedby=lead_ref
            on:cancel=move |e: web_sys::Event| { e.prevent_default(); ask() }
            // Keys typed in a dialog are not the page's.
            on:keydown=move |e| {
                e.stop_propagation();
                if e.key() == "Escape" && !e.default_prevented() { e.prevent_default(); ask() }
            }>
            <div class="top">
                <div class="grow"><h2 id=id>{move || title.get()}</h2><p id=lead_id hidden=move || lead.with(String::is_empty)>{move || lead.get()}</p></div>
                <Button kind="icon" glyph=Icon::Close name=t(W::Close) on_press=Callback::new(move |()| ask())/>
            </div>
            {children()}
        </dialog>
    }
}

/// Remembers what had focus and gives it back when the caller's owner goes; where that is gone too, the page's heading takes it.
pub fn keep_focus() {
    let before = dom::active_element();
    on_cleanup(move || {
        dom::after_draw(move || {
            let now = dom::active_element();
            let lost = now.is_none_or(|n| n.tag_name() == "BODY");
            if !lost {
                return;
            }
            match before {
                Some(b) if b.is_connected() && b.tag_name() != "BODY" => dom::focus(&b),
                _ => dom::rescue_focus(),
            }
        });
    });
}
