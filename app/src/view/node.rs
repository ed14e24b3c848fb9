//! A view: what can stand in the page.

use super::browser::document;
use super::graph::{Node as Owner, effect, effect_later};
use std::borrow::Cow;
use std::rc::Rc;
use web_sys::Node;

/// A piece of page that is made but not yet in it.
#[derive(Default)]
pub enum View {
    #[default]
    Nothing,
    Text(Cow<'static, str>),
    Node(Node),
    Many(Vec<View>),
    /// Drawn again when a signal that it reads changes.
    Live(Box<dyn Fn() -> View>),
    /// A list whose rows keep their nodes (see [`super::keyed`]).
    List(super::list::List),
}

pub type Children = Box<dyn FnOnce() -> View>;

/// A view that can be drawn many times.
#[derive(Clone)]
pub struct ViewFn(Rc<dyn Fn() -> View>);

impl ViewFn {
    pub fn run(&self) -> View {
        (self.0)()
    }
}

impl Default for ViewFn {
    fn default() -> Self {
        Self(Rc::new(|| View::Nothing))
    }
}

impl<F: Fn() -> V + 'static, V: IntoView> From<F> for ViewFn {
    fn from(f: F) -> Self {
        Self(Rc::new(move || f().into_view()))
    }
}

/// What can be written between braces in `view!`.
pub trait IntoView: Sized {
    fn into_view(self) -> View;

    fn into_any(self) -> View {
        self.into_view()
    }
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::Nothing
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View::Text(Cow::Borrowed(self))
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View::Text(Cow::Owned(self))
    }
}

impl IntoView for usize {
    fn into_view(self) -> View {
        crate::words::digits(self).into_view()
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or(View::Nothing, T::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        View::Many(self.into_iter().map(T::into_view).collect())
    }
}

impl<F: Fn() -> V + 'static, V: IntoView> IntoView for F {
    fn into_view(self) -> View {
        View::Live(Box::new(move || self().into_view()))
    }
}

impl View {
    pub fn text(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Puts it into `parent`, before `next` or at the end.
    pub(super) fn put(self, parent: &Node, next: Option<&Node>) {
        match self {
            Self::Nothing => {}
            Self::Text(t) => insert(parent, &document().create_text_node(&t), next),
            Self::Node(n) => insert(parent, &n, next),
            Self::Many(all) => all.into_iter().for_each(|v| v.put(parent, next)),
            Self::Live(f) => live(f, parent, next),
            Self::List(l) => l.put(parent, next),
        }
    }
}

pub(super) fn insert(parent: &Node, node: &Node, next: Option<&Node>) {
    // Fails only when the page was changed behind our back; there is nothing to put it into then.
    let _ = parent.insert_before(node, next);
}

/// An invisible place in the page.
pub(super) fn mark() -> Node {
    document().create_comment("").into()
}

/// Takes out all nodes after `start` up to `end`.
pub(super) fn clear(start: &Node, end: &Node) {
    while let Some(n) = start.next_sibling() {
        if n.is_same_node(Some(end)) {
            break;
        }
        if let Some(p) = n.parent_node() {
            let _ = p.remove_child(&n);
        } else {
            break;
        }
    }
}

fn live(f: Box<dyn Fn() -> View>, parent: &Node, next: Option<&Node>) {
    let (start, end) = (mark(), mark());
    insert(parent, &start, next);
    insert(parent, &end, next);
    let mut text: Option<web_sys::Text> = None;
    effect(Box::new(move || {
        let view = f();
        // The commonest change is of words: the node stays.
        if let (View::Text(t), Some(node)) = (&view, &text) {
            node.set_data(t);
            return;
        }
        let Some(parent) = end.parent_node() else { return };
        clear(&start, &end);
        text = None;
        if let View::Text(t) = &view {
            let node = document().create_text_node(t);
            insert(&parent, &node, Some(&end));
            text = Some(node);
        } else {
            view.put(&parent, Some(&end));
        }
    }));
}

/// Runs after what is being drawn now is in the page, and again whenever what it read changes.
pub fn later(f: impl FnMut() + 'static) {
    effect_later(Box::new(f));
}

/// What was drawn into a place; it stays alive until it is ended.
pub struct Mounted(Rc<Owner>);

impl Mounted {
    /// Ends its signals, effects and listeners on the window. The nodes are the caller's to remove.
    pub fn end(&self) {
        self.0.cleanup();
    }
}

/// Draws into a place.
pub fn mount(place: &Node, f: impl FnOnce() -> View) -> Mounted {
    let owner = Owner::owner();
    owner.with(|| f().put(place, None));
    Mounted(owner)
}

/// Draws the app into the body and keeps it for as long as the page lives.
pub fn mount_to_body(f: impl FnOnce() -> View) {
    if let Some(body) = document().body() {
        std::mem::forget(mount(&body, f));
    }
}
