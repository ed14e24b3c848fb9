//! The one button: label or icon, spinner while its work runs, `aria-disabled` with a reason instead of `disabled`.

use super::{Icon, Reason, dom, icon, reason::held};
use crate::view::prelude::*;

/// Marks for tests and hosts: which action this control stands for, on whom, and why it is held back.
#[derive(Clone, Default)]
pub struct Mark {
    pub action: Option<&'static str>,
    pub target: Option<String>,
    /// Which of several the action would set: a role, a switch.
    pub to: Option<String>,
    pub denial: Live<Option<&'static str>>,
}

impl Mark {
    pub fn action(action: &'static str) -> Self {
        Self { action: Some(action), ..Self::default() }
    }
}

/// * `kind`: extra classes: `primary`, `danger`, `quiet`, `link`, `wide`, `icon`.
/// * `name`: the accessible name where there is no text.
/// * `hold`: set, the button stays focusable, says the reason, and does nothing.
#[component]
pub fn Button(
    #[prop(optional)] kind: &'static str,
    #[prop(optional, into)] label: Signal<String>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional)] glyph: Option<Icon>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] hold: Signal<Option<Reason>>,
    #[prop(optional)] submit: bool,
    #[prop(optional)] mark: Mark,
    #[prop(optional)] on_press: Option<Callback<()>>,
) -> AnyView {
    let id = dom::uid("why");
    let described = id.clone();
    let Mark { action, target, to, denial } = mark;
    let mut class = String::from("btn ");
    class.push_str(kind);
    let control = view! {
        <button type=if submit { "submit" } else { "button" } class=class part="button" aria-label=name
            data-action=action data-target=target data-to=to data-denial=move || denial.get()
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || hold.with(Option::is_some).then_some("true")
            aria-describedby=move || hold.with(Option::is_some).then(|| described.clone())
            on:click=move |e| {
                if hold.with_untracked(Option::is_some) || busy.get_untracked() {
                    // Also keeps a held submit button from sending its form.
                    e.prevent_default();
                    e.stop_propagation();
                } else if let Some(f) = on_press {
                    f.run(());
                }
            }>
            {move || busy.get().then(|| view! { <span class="spin"></span> })}
            <span class="label">{glyph.map(icon)}{move || label.get()}</span>
        </button>
    };
    held(id, hold, action.is_some(), control.into_any())
}
