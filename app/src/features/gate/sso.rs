//! The way to the identity provider.

use crate::api;
use crate::features::form::Form;
use crate::ui::Button;
use crate::view::prelude::*;
use crate::words::{W, fill};
use shared::api::StartSso;
use wasm_bindgen_futures::spawn_local;

/// Leads away to the provider's page. `form`: where it says that it can't. `invitation`: the link that it is about.
pub(super) fn leave_by(
    kind: &'static str,
    provider: &str,
    form: Form,
    invitation: Option<StoredValue<String>>,
) -> AnyView {
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        form.general.set(None);
        busy.set(true);
        let start = StartSso { invitation: invitation.map(|token| token.get_value()) };
        spawn_local(async move {
            match api::start_sso(&start).await {
                Ok(started) => {
                    let _ = window().location().assign(&started.url);
                }
                Err(f) => form.failed(None, &f, 0),
            }
            // Also when it leads away: whoever comes back by the browser's button finds the page as it was.
            busy.try_set(false);
        });
    });
    view! { <Button kind=kind label=fill(W::SsoContinue, &[("name", provider)]) busy=busy on_press=press/> }
        .into_any()
}
