//! What every view needs: our renderer and signals.

pub use super::browser::{
    document, embedded, event_target, event_target_checked, event_target_value, query, query_all,
    request_animation_frame, root, set_timeout, timer, window, window_event_listener,
};
pub use super::{Children, IntoView, Live, NodeRef, View, ViewFn, keyed, later};
/// The name that a view has where its shape does not matter.
pub type AnyView = View;
pub use super::graph::untrack;
pub use super::owner::on_cleanup;
pub use super::{ArcRwSignal, Callback, Memo, RwSignal, Signal, StoredValue};
pub use app_macros::{component, view};
