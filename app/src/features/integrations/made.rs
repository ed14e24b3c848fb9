//! A secret that was just made: shown once, to be copied. Nobody can see it again.

use super::Desk;
use crate::ui::{Button, Dialog, Icon, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// What was made.
#[derive(Clone)]
pub struct Made {
    pub name: String,
    pub secret: String,
    /// What it is for.
    pub note: String,
}

#[component]
pub fn MadeSecret(desk: Desk, made: Made) -> AnyView {
    let close = Callback::new(move |()| {
        desk.made.try_set(None);
    });
    let copied = RwSignal::new(false);
    let field: NodeRef = NodeRef::new();
    let secret = made.secret.clone();
    let copy = Callback::new(move |()| {
        // Marked as well: where the browser gives no clipboard, one key press copies it.
        if let Some(el) = field.get_untracked() {
            dom::focus(&el);
            el.unchecked_ref::<web_sys::HtmlInputElement>().select();
        }
        let secret = secret.clone();
        spawn_local(async move {
            if write(&secret).await {
                copied.try_set(true);
            }
        });
    });
    let label = Signal::derive(move || t(if copied.get() { W::Copied } else { W::CopyIt }).to_owned());
    view! {
        <Dialog title=fill(W::MadeTitle, &[("name", &made.name)]) lead=made.note on_close=close>
            <div class="body">
                <p class="note wait">{icon(Icon::Warn)}<span>{t(W::ShownOnce)}</span></p>
                <div class="secret">
                    <input class="input" node_ref=field readonly=true name="secret" aria-label=t(W::SecretLabel) prop:value=made.secret dir="ltr" spellcheck="false"/>
                    <Button label=label glyph=Icon::Copy on_press=copy/>
                </div>
                <span class="sr" role="status">{move || copied.get().then_some(t(W::Copied))}</span>
            </div>
            <div class="foot"><Button kind="primary" label=t(W::HaveIt).to_string() on_press=close/></div>
        </Dialog>
    }
}

/// Puts a text into the clipboard. A page without a secure connection has none; the call would throw there.
pub async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let key = wasm_bindgen::JsValue::from_str("clipboard");
    if !js_sys::Reflect::get(&navigator, &key).is_ok_and(|c| c.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
