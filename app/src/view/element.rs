//! Elements: one builder for all tags.

use super::RwSignal;
use super::browser::{document, embedded};
use super::graph::effect;
use super::{Attr, View};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

/// An element in the making.
pub struct El(Element);

/// The place where an element can be found once it is made. Cheap to copy.
#[derive(Clone, Copy)]
pub struct NodeRef(RwSignal<Option<HtmlElement>>);

impl Default for NodeRef {
    fn default() -> Self {
        Self::new()
    }
}

impl NodeRef {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    pub fn get(&self) -> Option<HtmlElement> {
        self.0.get()
    }

    pub fn get_untracked(&self) -> Option<HtmlElement> {
        self.try_get_untracked().flatten()
    }

    /// `None` also when the owner of this place has gone.
    pub fn try_get_untracked(&self) -> Option<Option<HtmlElement>> {
        self.0.try_get_untracked()
    }
}

fn fallback() -> Element {
    // Names of elements are written in this crate; one that the browser refuses is a bug, not a reason to stop.
    document().document_element().unwrap_or_else(|| JsValue::NULL.unchecked_into())
}

pub fn el(tag: &str) -> El {
    // A page has one `main`, and a guest's is not it.
    let tag = if tag == "main" && embedded() { "section" } else { tag };
    El(document().create_element(tag).unwrap_or_else(|_| fallback()))
}

pub fn svg(tag: &str) -> El {
    El(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).unwrap_or_else(|_| fallback()))
}

/// A listener that takes the event's own type.
pub fn handler<E: JsCast + 'static>(mut f: impl FnMut(E) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(move |e| f(e.unchecked_into()))
}

impl El {
    /// A fixed attribute.
    pub fn set(self, name: &str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    pub fn attr(self, name: &'static str, value: Attr) -> Self {
        apply(self.0.clone(), name, value, set_attribute);
        self
    }

    pub fn class(self, name: &'static str, value: Attr) -> Self {
        apply(self.0.clone(), name, value, set_class);
        self
    }

    pub fn prop(self, name: &'static str, value: Attr) -> Self {
        apply(self.0.clone(), name, value, set_prop);
        self
    }

    pub fn style(self, name: &'static str, value: Attr) -> Self {
        apply(self.0.clone(), name, value, set_style);
        self
    }

    pub fn on(self, event: &str, f: Box<dyn FnMut(Event)>) -> Self {
        // Lives as long as the element: the browser collects both together.
        let f = Closure::wrap(f).into_js_value();
        let _ = self.0.add_event_listener_with_callback(event, f.unchecked_ref());
        self
    }

    pub fn node_ref(self, at: NodeRef) -> Self {
        at.0.set(Some(self.0.clone().unchecked_into()));
        self
    }

    pub fn child(self, view: View) -> Self {
        view.put(&self.0, None);
        self
    }

    pub fn done(self) -> View {
        View::Node(self.0.into())
    }
}

type Setter = fn(&Element, &'static str, Option<&str>);

/// Sets a value now, and again whenever it changes.
fn apply(el: Element, name: &'static str, value: Attr, set: Setter) {
    match value {
        Attr::Live(f) => {
            let mut before: Option<Option<String>> = None;
            effect(Box::new(move || {
                let now = plain(f());
                if before.as_ref() != Some(&now) || set as usize == set_prop as Setter as usize {
                    set(&el, name, now.as_deref());
                    before = Some(now);
                }
            }));
        }
        Attr::Absent => {}
        fixed => set(&el, name, plain(fixed).as_deref()),
    }
}

/// As text: a flag that is set is the empty string.
fn plain(value: Attr) -> Option<String> {
    match value {
        Attr::Absent | Attr::Flag(false) => None,
        Attr::Flag(true) => Some(String::new()),
        Attr::Text(t) => Some(t.into_owned()),
        Attr::Live(f) => plain(f()),
    }
}

fn set_attribute(el: &Element, name: &'static str, value: Option<&str>) {
    let _ = match value {
        Some(v) => el.set_attribute(name, v),
        None => el.remove_attribute(name),
    };
}

fn set_class(el: &Element, name: &'static str, value: Option<&str>) {
    let list = el.class_list();
    let _ = if value.is_some() { list.add_1(name) } else { list.remove_1(name) };
}

/// `value` takes text; every other property here is a flag.
fn set_prop(el: &Element, name: &'static str, value: Option<&str>) {
    let to = if name == "value" {
        JsValue::from_str(value.unwrap_or_default())
    } else {
        JsValue::from_bool(value.is_some())
    };
    let key = JsValue::from_str(name);
    // Writing the same text again would move the caret.
    if js_sys::Reflect::get(el, &key).ok().as_ref() != Some(&to) {
        let _ = js_sys::Reflect::set(el, &key, &to);
    }
}

fn set_style(el: &Element, name: &'static str, value: Option<&str>) {
    if let Some(el) = el.dyn_ref::<HtmlElement>() {
        let _ = el.style().set_property(name, value.unwrap_or_default());
    }
}
