//! Which language is shown (JL10): what the person chose, else the first of the browser's that we have, else the product's,
//! else English.

use crate::host::host;
use crate::view::prelude::*;
use crate::words;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

const STORE: &str = "rolecall-language";

/// A language that can be shown: English, or one that the build has announced in the page's head.
#[derive(Clone)]
pub struct Language(Option<Element>);

impl Language {
    fn said(&self, name: &str, english: &str) -> String {
        match &self.0 {
            Some(link) => link.get_attribute(name).unwrap_or_default(),
            None => english.to_owned(),
        }
    }

    /// BCP 47 tag.
    pub fn tag(&self) -> String {
        self.said("hreflang", "en")
    }

    /// Its name in itself.
    pub fn name(&self) -> String {
        self.said("title", "English")
    }
}

/// All of them, English first.
pub fn offered() -> Vec<Language> {
    let mut all = vec![Language(None)];
    if let Some(found) = query_all("link[hreflang]") {
        all.extend((0..found.length()).map(|i| Language(found.item(i).map(|link| link.unchecked_into()))));
    }
    all
}

/// What the person chose in this browser; empty when they left it to the browser. A guest speaks as its host does.
pub fn chosen() -> String {
    if let Some(host) = host() {
        return host.locale();
    }
    window().local_storage().ok().flatten().and_then(|s| s.get_item(STORE).ok().flatten()).unwrap_or_default()
}

/// Keeps a choice in this browser, for the pages before the next session.
pub fn remember(tag: &str) {
    // A guest leaves nothing behind in somebody else's store.
    if !embedded()
        && let Ok(Some(store)) = window().local_storage()
    {
        let _ = if tag.is_empty() { store.remove_item(STORE) } else { store.set_item(STORE, tag) };
    }
}

/// The language that should be shown.
fn best(product: &str) -> Language {
    let mut all = offered();
    let wishes = window().navigator().languages().slice(0, 9);
    wishes.unshift(&JsValue::from_str(&chosen()));
    wishes.push(&JsValue::from_str(product));
    let fits = |l: &Language, wish: &JsValue| {
        let wish = wish.as_string().unwrap_or_default();
        wish.strip_prefix(&l.tag()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let at = wishes.iter().find_map(|wish| all.iter().position(|l| fits(l, &wish))).unwrap_or(0);
    all.swap_remove(at)
}

/// Fetches and shows the language that should be shown, where it is not yet; true when that changed something. When it cannot
/// be fetched, what is shown stays. `product`: what the open team's profile says.
pub async fn arrive(product: &str) -> bool {
    let best = best(product);
    let tag = best.tag();
    tag != words::lang() && words::load(tag, best.said("dir", "") == "rtl", best.said("href", "")).await
}

thread_local! {
    static CHANGED: Cell<Option<Callback<()>>> = const { Cell::new(None) };
}

/// `draw` draws everything anew when the language has changed.
pub fn on_change(draw: Callback<()>) {
    CHANGED.set(Some(draw));
}

/// The same with everything drawn anew.
pub async fn settle(product: &str) {
    if arrive(product).await
        && let Some(draw) = CHANGED.get()
    {
        draw.run(());
    }
}

/// The person chooses; empty leaves it to the browser.
pub async fn choose(tag: &str) {
    remember(tag);
    settle("").await;
}
