//! The page's own thin renderer: one non-generic way to make elements, attributes, text that changes
//! and lists. Leptos' own views are types as large as the page and cost some 150 KB of the download (docs/adr/0004).

mod attr;
mod browser;
mod element;
mod graph;
mod list;
mod live;
mod node;
mod owner;
pub mod prelude;
mod signal;
mod stored;

pub use attr::{Attr, IntoAttr};
pub use browser::{focused, stay_inside, within};
pub use element::{El, NodeRef, el, handler, svg};
pub use list::keyed;
pub use live::Live;
pub use node::{Children, IntoView, Mounted, View, ViewFn, later, mount, mount_to_body};

pub use signal::{ArcRwSignal, Memo, RwSignal, Signal};
pub use stored::{Callback, StoredValue};

/// What `view!` and `#[component]` share: from a component's function to the builder of its props.
pub trait Props {
    type Builder;
    fn builder() -> Self::Builder;
}

/// The builder that belongs to a component.
pub fn builder_of<P: Props>(_component: &impl Fn(P) -> View) -> P::Builder {
    P::builder()
}
