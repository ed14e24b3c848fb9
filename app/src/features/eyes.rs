//! Over every page while somebody looks as another member: as whom, what that means, and the way back.

use crate::state::Team;
use crate::ui::{Button, Icon, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};

/// The team is the one that the other member sees: what stands here follows their name and role.
#[component(part = eyes)]
pub fn Eyes(team: Team) -> AnyView {
    // A screen reader tells what comes into a place that is there already.
    let here = RwSignal::new(false);
    dom::after_draw(move || {
        here.try_set(true);
    });
    let text = move || {
        let as_whom = |name: &str, role: &str| fill(W::ViewingAs, &[("name", name), ("role", role)]);
        let less = || if team.data.with(|d| d.narrowed) { t(W::ViewNarrowed) } else { "" };
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
