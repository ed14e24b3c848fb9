//! Over every page while somebody looks as another member: as whom, what that means, and the way back.

use crate::state::Team;
use crate::ui::{Button, Icon, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The team is the one that the other member sees: what stands here follows their name and role.
#[component(part = eyes)]
pub fn Eyes(team: Team) -> AnyView {
    // A screen reader tells what comes into a place that is there already.
    let here = RwSignal::new(false);
    dom::after_draw(move || {
        here.try_set(true);
    });
    // The browser fetches files by itself, as whoever is signed in: not now.
    window_event_listener(
        "click",
        Box::new(move |e| {
            let pressed = e.target().and_then(|t| t.dyn_into::<Element>().ok());
            if pressed.is_some_and(|el| matches!(el.closest("a[download]"), Ok(Some(_)))) {
                e.prevent_default();
                team.toasts.fail(t(W::ViewingLocked));
            }
        }),
    );
    let text = move || {
        let less = || if team.data.with(|d| d.narrowed) { t(W::ViewNarrowed) } else { "" };
        let as_whom = |name: &str, role: &str| fill(W::ViewingAs, &[("name", name), ("role", role)]);
        here.get()
            .then(|| [&team.data.with(|d| as_whom(&d.me.name, &d.label(&d.me.role))), " ", less()].concat())
    };
    let stop = Callback::new(move |()| {
        team.toasts.say(t(W::ViewStopped));
        team.look_as.run(None);
    });
    view! {
        <div class="strip eyes">{icon(Icon::Eye)}<span class="grow" role="status">{text}</span>
            <Button label=t(W::StopViewing).to_string() on_press=stop/></div>
    }
}
