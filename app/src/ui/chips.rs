//! Many short values in one box: typed one by one or pasted as a list, each with the reason why it is not taken.

use super::{Icon, dom, field::error_line, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Cuts a pasted or typed list at spaces, line ends, commas and semicolons; `Name <address>` gives the address.
pub fn split(text: &str) -> Vec<String> {
    text.split([',', ';', '\n', '\r', '\t', ' '])
        .map(|p| p.trim().trim_matches(['<', '>', '"', '\'', '(', ')']))
        .filter(|p| !p.is_empty())
        .map(String::from)
        .collect()
}

/// Takes from `text` what looks like addresses when it holds any; names around `<…>` are dropped.
fn addresses(text: &str) -> Vec<String> {
    let parts = split(text);
    if text.contains('<') && parts.iter().any(|p| p.contains('@')) {
        parts.into_iter().filter(|p| p.contains('@')).collect()
    } else {
        parts
    }
}

/// * `values`: what was entered, in order, without doubles.
/// * `fault`: why one of them is not taken, in words; asked again whenever what it reads changes.
/// * `text`: what is typed but not yet a chip; the caller takes it along on submit.
#[component]
pub fn ChipsInput(
    #[prop(into)] label: String,
    values: RwSignal<Vec<String>>,
    text: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    fault: Callback<String, Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] name: String,
) -> AnyView {
    let id = dom::uid("f");
    let hint_id = dom::uid("hint");
    let err_id = dom::uid("err");
    let input: NodeRef = NodeRef::new();
    let said = RwSignal::new(String::new());
    let add = move |raw: &str| {
        let parts = addresses(raw);
        values.update(|v| {
            for p in parts {
                if !v.iter().any(|x| x.eq_ignore_ascii_case(&p)) {
                    v.push(p);
                }
            }
        });
        text.set(String::new());
    };
    // A form whose fields are drawn anew takes the focus away too: what is typed is not finished by that.
    let left = move |from: web_sys::Element| {
        dom::after_draw(move || {
            let typed = text.try_with_untracked(|t| !t.trim().is_empty()).unwrap_or(false);
            if typed && from.is_connected() {
                add(&text.get_untracked());
            }
        });
    };
    let drop_value = move |gone: &str| {
        values.update(|v| v.retain(|x| x != gone));
        said.set(fill(W::RemovedValue, &[("value", gone)]));
        if let Some(el) = input.get_untracked() {
            dom::focus(&el);
        }
    };
    let on_key = move |e: KeyboardEvent| match e.key().as_str() {
        "Enter" | "," | ";" | " " if !text.with_untracked(|t| t.trim().is_empty()) => {
            e.prevent_default();
            add(&text.get_untracked());
        }
        "Backspace" if text.with_untracked(String::is_empty) => values.update(|v| {
            v.pop();
        }),
        _ => {}
    };
    let chip = move |value: String| {
        let (shown, gone, asked) = (value.clone(), value.clone(), value.clone());
        let why = Memo::new(move |_| fault.run(asked.clone()));
        let remove = fill(W::RemoveValue, &[("value", &value)]);
        view! {
            <li class:no=move || why.with(Option::is_some)>
                <span><bdi>{shown}</bdi>{move || why.get().map(|w| [" · ", &w].concat())}</span>
                <button type="button" aria-label=remove on:click=move |_| drop_value(&gone)>{icon(Icon::Close)}</button>
            </li>
        }
    };
    let described = [err_id.as_str(), " ", hint_id.as_str()].concat();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <p class="hint" id=hint_id hidden=hint.is_empty()>{hint.clone()}</p>
            <div class="chips" class:bad=move || error.with(Option::is_some)
                on:click=move |_| if let Some(el) = input.get_untracked() { dom::focus(&el) }>
                <ul role="list">{keyed(move || values.get(), String::clone, chip)}</ul>
                <input node_ref=input id=id type="text" inputmode=kind name=name autocomplete="off" autocapitalize="none" spellcheck="false" dir="auto"
                    aria-describedby=described aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=move || text.get() on:input=move |e| text.set(event_target_value(&e)) on:keydown=on_key
                    on:blur=move |e| left(event_target(&e))
                    on:paste=move |e| {
                        let pasted = e.unchecked_ref::<web_sys::ClipboardEvent>().clipboard_data().and_then(|d| d.get_data("text").ok()).unwrap_or_default();
                        if split(&pasted).len() > 1 {
                            e.prevent_default();
                            add(&pasted);
                        }
                    }/>
            </div>
            {error_line(err_id, error)}
            <span class="sr" role="status">{move || said.get()}</span>
        </div>
    }
}

/// The legend of a group of choices, for callers that draw their own fieldset.
pub fn legend(text: impl Into<String>, optional: bool) -> AnyView {
    let text: String = text.into();
    view! { <legend class="legend">{text}{optional.then(|| view! { <span class="opt-mark dim">" "{t(W::Optional)}</span> })}</legend> }.into_any()
}
