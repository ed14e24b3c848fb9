//! What every view needs: our renderer, and the reactive core of Leptos.

pub use super::browser::{
    document, event_target, event_target_checked, event_target_value, request_animation_frame, set_timeout,
    window, window_event_listener,
};
pub use super::{Children, IntoView, Live, NodeRef, View, ViewFn, keyed, later};
/// The name that a view has where its shape does not matter.
pub type AnyView = View;
pub use app_macros::{component, view};
pub use reactive_graph::callback::{Callable, Callback};
pub use reactive_graph::computed::Memo;
pub use reactive_graph::effect::Effect;
pub use reactive_graph::graph::untrack;
pub use reactive_graph::owner::{StoredValue, on_cleanup};
pub use reactive_graph::signal::{ArcRwSignal, RwSignal};
pub use reactive_graph::traits::{
    Get, GetUntracked, GetValue, Set, SetValue, Track, Update, UpdateValue, With, WithUntracked, WithValue,
};
pub use reactive_graph::wrappers::read::Signal;
