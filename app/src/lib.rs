//! The page. It decides nothing by itself: every verdict comes from `shared`.

pub mod api;
#[cfg(feature = "full")]
mod commands;
#[cfg(feature = "full")]
mod eyes;
pub mod features;
#[cfg(feature = "full")]
mod frame;
#[cfg(feature = "gallery")]
mod gallery;
#[cfg(target_family = "wasm")]
mod heap;
pub mod host;
mod language;
mod live;
pub mod nav;
mod pages;
#[cfg(feature = "full")]
mod places;
mod ready;
#[cfg(feature = "full")]
mod router;
mod rules;
pub mod state;
pub mod ui;
mod unsent;
pub mod view;
pub mod widget;
pub mod words;

#[cfg(feature = "full")]
use crate::view::prelude::*;

/// A panic's message in the console; a release leaves it out, as it would only grow the download.
#[cfg(debug_assertions)]
fn tell_panics() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

/// Draws the app into the body.
#[cfg(feature = "full")]
pub fn start() {
    #[cfg(debug_assertions)]
    tell_panics();
    #[cfg(feature = "gallery")]
    if window().location().hash().is_ok_and(|h| h.starts_with("#gallery")) {
        return view::mount_to_body(|| gallery::Gallery(gallery::GalleryProps {}));
    }
    let theme = frame::saved_theme();
    if !theme.is_empty() {
        frame::set_theme(&theme);
    }
    // English is here already; words of another language come before the first drawing, so that none is seen to change.
    wasm_bindgen_futures::spawn_local(async {
        language::arrive("").await;
        draw();
    });
}

#[cfg(feature = "full")]
fn draw() {
    view::mount_to_body(|| {
        let (app, nav) = (state::App::start(), nav::Nav::start());
        let all = move || {
            // Read, not only tracked: the code for that is here already.
            let _ = app.drawn.get();
            view! { <router::Pages app=app nav=nav/> }
        };
        all.into_view()
    });
}
