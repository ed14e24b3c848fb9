//! What every view needs: our renderer and signals, and of the reactive core what has no type of its own.

pub use super::browser::{
    document, embedded, event_target, event_target_checked, event_target_value, query, query_all,
    request_animation_frame, root, set_timeout, timer, window, window_event_listener,
};
pub use super::{Children, IntoView, Live, NodeRef, View, ViewFn, keyed, later};
/// The name that a view has where its shape does not matter.
pub type AnyView = View;
pub use super::{ArcRwSignal, Callback, Memo, RwSignal, Signal, StoredValue};
pub use app_macros::{component, view};
pub use reactive_graph::effect::Effect;
pub use reactive_graph::graph::untrack;
pub use reactive_graph::owner::on_cleanup;
