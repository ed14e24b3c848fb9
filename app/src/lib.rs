//! The page: Leptos in the browser. It decides nothing by itself: every verdict comes from `shared`.

#[cfg(feature = "gallery")]
mod gallery;
pub mod ui;
pub mod words;

use leptos::prelude::*;

/// Draws the app into the body.
pub fn start() {
    #[cfg(feature = "gallery")]
    if window().location().hash().is_ok_and(|h| h.starts_with("#gallery")) {
        return leptos::mount::mount_to_body(gallery::Gallery);
    }
    leptos::mount::mount_to_body(|| view! { <p>"Rolecall"</p> });
}
