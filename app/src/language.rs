//! Which language is shown (JL10): what the person chose, else the first of the browser's that we have, else the product's,
//! else English.

use crate::view::prelude::*;
use crate::words;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::Element;

const STORE: &str = "rolecall-language";

/// A language that can be shown.
#[derive(Clone)]
pub struct Language {
    /// BCP 47 tag.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
    rtl: bool,
    /// Empty for English, which is here already.
    path: String,
}

/// English, and what the build has put into the page's head.
pub fn offered() -> Vec<Language> {
    let mut all =
        vec![Language { tag: "en".into(), name: "English".into(), rtl: false, path: String::new() }];
    if let Ok(found) = document().query_selector_all("link[rel=alternate][hreflang]") {
        for link in (0..found.length()).filter_map(|i| found.item(i)) {
            let link: Element = link.unchecked_into();
            let of = |name: &str| link.get_attribute(name).unwrap_or_default();
            all.push(Language {
                tag: of("hreflang"),
                name: of("title"),
                rtl: of("dir") == "rtl",
                path: of("href"),
            });
        }
    }
    all
}

/// What the person chose in this browser; empty when they left it to the browser.
pub fn chosen() -> String {
    window().local_storage().ok().flatten().and_then(|s| s.get_item(STORE).ok().flatten()).unwrap_or_default()
}

/// Keeps a choice in this browser, for the pages before the next session.
pub fn remember(tag: &str) {
    if let Ok(Some(store)) = window().local_storage() {
        let _ = if tag.is_empty() { store.remove_item(STORE) } else { store.set_item(STORE, tag) };
    }
}

/// The language that should be shown and is not. `product`: what the open team's profile says.
pub fn needed(product: Option<&str>) -> Option<Language> {
    let mut all = offered();
    let mut wishes = vec![chosen()];
    wishes.extend(window().navigator().languages().iter().filter_map(|l| l.as_string()));
    wishes.extend(product.map(str::to_owned));
    let fits = |l: &Language, wish: &str| {
        wish.strip_prefix(l.tag.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let at = wishes.iter().find_map(|wish| all.iter().position(|l| fits(l, wish))).unwrap_or(0);
    let best = all.swap_remove(at);
    (best.tag != words::lang()).then_some(best)
}

/// Fetches and shows a language; when it cannot be fetched, what is shown stays.
pub async fn show(language: Language) {
    if words::load(language.tag, language.rtl, language.path).await {
        words::tell_root();
    }
}

thread_local! {
    static CHANGED: Cell<Option<Callback<()>>> = const { Cell::new(None) };
}

/// `draw` draws everything anew when the language has changed.
pub fn on_change(draw: Callback<()>) {
    CHANGED.set(Some(draw));
}

/// Shows what should be shown, and draws everything anew if that is another language than before.
pub async fn settle(product: Option<&str>) {
    if let Some(language) = needed(product) {
        show(language).await;
        if let Some(draw) = CHANGED.get() {
            draw.run(());
        }
    }
}

/// The person chooses; empty leaves it to the browser.
pub async fn choose(tag: &str) {
    remember(tag);
    settle(None).await;
}
