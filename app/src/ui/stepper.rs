//! A number that is chosen in steps, or typed.

use super::{Button, Icon, dom};
use crate::view::prelude::*;

/// * `least`, `most`: its ends; a number beyond them is taken back to them when the field is left.
/// * `fewer`, `more`: names of the buttons.
#[component]
pub fn Stepper(
    #[prop(into)] label: String,
    value: RwSignal<u32>,
    #[prop(into)] least: Signal<u32>,
    most: u32,
    #[prop(into)] fewer: String,
    #[prop(into)] more: String,
    #[prop(optional, into)] name: String,
) -> AnyView {
    let id = dom::uid("f");
    let within = move |n: u32| n.clamp(least.get_untracked().min(most), most);
    let step = move |up: bool| {
        value.update(|n| *n = within(if up { n.saturating_add(1) } else { n.saturating_sub(1) }));
    };
    // What is being typed may be no number yet; it stays as it is until the field is left.
    let typed = move |e| {
        if let Ok(n) = event_target_value(&e).trim().parse::<u32>() {
            value.set(n.min(most));
        }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <div class="stepper">
                <Button kind="icon" glyph=Icon::Dash name=fewer on_press=Callback::new(move |()| step(false))/>
                <input class="input" id=id type="text" inputmode="numeric" autocomplete="off" name=name autofocus=true
                    prop:value=move || value.get().to_string() on:input=typed on:change=move |_| value.update(|n| *n = within(*n))/>
                <Button kind="icon" glyph=Icon::Plus name=more on_press=Callback::new(move |()| step(true))/>
            </div>
        </div>
    }
}
