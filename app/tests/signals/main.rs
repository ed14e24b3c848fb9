//! What runs again when a signal changes, in which order, and what ends with its owner.

mod ends;
mod many;
mod memos;
mod order;

use app::view::prelude::*;
use app::view::{self, mount};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// What happened, in order.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    fn say(&self, what: impl Into<String>) {
        self.0.borrow_mut().push(what.into());
    }

    /// What was said since the last time.
    fn take(&self) -> String {
        self.0.take().join(" ")
    }
}

struct Stage {
    root: HtmlElement,
    owner: app::view::Mounted,
}

impl Stage {
    fn text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }
}

fn stage(draw: impl FnOnce() -> View) -> Stage {
    let root: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
    let owner = mount(&root, draw);
    Stage { root, owner }
}

/// All that is queued has run, and what that queued too.
async fn settled() {
    for _ in 0..8 {
        let _ = JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
    }
}

/// A view that runs `f` when it is drawn and whenever what it reads changes.
fn live(f: impl Fn() + 'static) -> View {
    (move || f()).into_view()
}

fn many(views: impl IntoIterator<Item = View>) -> View {
    View::Many(views.into_iter().collect())
}
