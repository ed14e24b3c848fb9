//! Labelled inputs: hint, error in words tied to the input, input kept.

use super::{Icon, Mark, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, t};

/// What stands around an input. The ids tie hint and error to it.
struct Around {
    id: String,
    hint_id: String,
    err_id: String,
}

impl Around {
    fn new() -> Self {
        Self { id: dom::uid("f"), hint_id: dom::uid("hint"), err_id: dom::uid("err") }
    }

    fn described(&self, hint: bool, bad: bool) -> String {
        match (hint, bad) {
            (true, true) => [self.err_id.as_str(), " ", &self.hint_id].concat(),
            (true, false) => self.hint_id.clone(),
            (false, true) => self.err_id.clone(),
            (false, false) => String::new(),
        }
    }
}

pub fn error_line(id: String, error: Signal<Option<String>>) -> AnyView {
    // The element stays so that a screen reader hears what appears in it.
    view! { <div id=id aria-live="polite">{move || error.get().map(|e| view! { <p class="err">{icon(Icon::Warn)}{e}</p> })}</div> }.into_any()
}

fn wrap(
    a: &Around,
    label: String,
    optional: bool,
    hint: String,
    error: Signal<Option<String>>,
    input: AnyView,
) -> AnyView {
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=a.hint_id.clone()>{hint}</p> });
    view! {
        <div class="field">
            <label for=a.id.clone()>{label}{optional.then(|| view! { <span class="opt-mark">" "{t(W::Optional)}</span> })}</label>
            {hint}{input}{error_line(a.err_id.clone(), error)}
        </div>
    }
    .into_any()
}

/// One line of text. `kind` is the input's type; `dir=auto` lets a name in any script show in its own direction.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] complete: &'static str,
    #[prop(optional, into)] name: String,
    #[prop(optional)] optional: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] placeholder: String,
    /// With `readonly`: which action it would be and why it is held.
    #[prop(optional)]
    mark: Mark,
) -> AnyView {
    let a = Around::new();
    let Mark { action, target, denial, .. } = mark;
    let held = denial.clone();
    let with_hint = !hint.is_empty();
    let (plain, bad) = (a.described(with_hint, false), a.described(with_hint, true));
    let described = move || {
        let ids = if error.with(Option::is_some) { bad.clone() } else { plain.clone() };
        (!ids.is_empty()).then_some(ids)
    };
    let input = view! {
        <input class="input" dir="auto" type=kind id=a.id.clone() name=name autocomplete=complete readonly=readonly placeholder=placeholder
            autofocus=autofocus aria-required=required.then_some("true") aria-describedby=described
            data-action=action data-target=target data-denial=move || denial.get()
            aria-disabled=move || held.get().map(|_| "true")
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            spellcheck="false" autocapitalize=matches!(kind, "email" | "url").then_some("none")
            prop:value=move || value.get() on:input=move |e| value.set(event_target_value(&e))/>
    };
    wrap(&a, label, optional, hint, error, input.into_any())
}

/// A password with a button that shows what was typed.
#[component]
pub fn PasswordField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// `current-password` or `new-password`, for password managers.
    complete: &'static str,
    #[prop(optional, into)] name: String,
    #[prop(optional)] autofocus: bool,
) -> AnyView {
    let a = Around::new();
    let shown = RwSignal::new(false);
    let with_hint = !hint.is_empty();
    let (plain, bad) = (a.described(with_hint, false), a.described(with_hint, true));
    let described = move || {
        let ids = if error.with(Option::is_some) { bad.clone() } else { plain.clone() };
        (!ids.is_empty()).then_some(ids)
    };
    let input = view! {
        <span class="reveal">
            <input class="input" type=move || if shown.get() { "text" } else { "password" } id=a.id.clone() name=name autocomplete=complete
                autofocus=autofocus aria-required="true" aria-describedby=described spellcheck="false" autocapitalize="none"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get() on:input=move |e| value.set(event_target_value(&e))/>
            <button type="button" class="btn icon" aria-label=t(W::ShowPassword) aria-pressed=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| shown.update(|s| *s = !*s)>{icon(Icon::Eye)}</button>
        </span>
    };
    wrap(&a, label, false, hint, error, input.into_any())
}

/// One of several, as the browser's own select. `options`: value, text.
#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    options: RwSignal<Vec<(String, String)>>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] name: String,
) -> AnyView {
    let a = Around::new();
    let with_hint = !hint.is_empty();
    let (plain, bad) = (a.described(with_hint, false), a.described(with_hint, true));
    let described = move || {
        let ids = if error.with(Option::is_some) { bad.clone() } else { plain.clone() };
        (!ids.is_empty()).then_some(ids)
    };
    let one = move |(v, text): (String, String)| {
        let mine = v.clone();
        view! { <option value=v selected=move || value.with(|x| *x == mine)>{text}</option> }
    };
    let input = view! {
        <select class="input" id=a.id.clone() name=name aria-describedby=described aria-invalid=move || error.with(Option::is_some).then_some("true")
            on:change=move |e| value.set(event_target_value(&e))>
            {move || options.get().into_iter().map(one).collect::<Vec<_>>()}
        </select>
    };
    wrap(&a, label, false, hint, error, input.into_any())
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] name: String,
    #[prop(optional, into)] placeholder: String,
) -> AnyView {
    let a = Around::new();
    let with_hint = !hint.is_empty();
    let (plain, bad) = (a.described(with_hint, false), a.described(with_hint, true));
    let described = move || {
        let ids = if error.with(Option::is_some) { bad.clone() } else { plain.clone() };
        (!ids.is_empty()).then_some(ids)
    };
    let input = view! {
        <textarea class="input" rows="3" dir="auto" id=a.id.clone() name=name placeholder=placeholder
            aria-describedby=described
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            prop:value=move || value.get() on:input=move |e| value.set(event_target_value(&e))></textarea>
    };
    wrap(&a, label, false, hint, error, input.into_any())
}
