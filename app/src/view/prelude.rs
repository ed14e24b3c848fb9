//! What every view needs: our renderer, and the reactive core of Leptos.

pub use super::{Children, IntoView, NodeRef, View, ViewFn, keyed, later};
/// The name that a view has where its shape does not matter.
pub type AnyView = View;
pub use app_macros::{component, view};
pub use leptos::leptos_dom::helpers::{
    document, event_target, event_target_checked, event_target_value, request_animation_frame, set_timeout, window, window_event_listener,
};
pub use leptos::prelude::{
    ArcRwSignal, Callable, Callback, Get, GetUntracked, GetValue, Memo, RwSignal, Set, SetValue, Signal, StoredValue, Track, Update,
    UpdateValue, With, WithUntracked, WithValue, on_cleanup, untrack,
};
