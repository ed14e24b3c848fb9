//! Pages before a session: one card on a quiet ground.

mod first_run;
mod forgot;
mod join;
mod sign_in;
mod sso;

pub use first_run::FirstRun;
pub use forgot::{Forgot, Reset};
pub use join::Join;
pub use sign_in::SignInPage;

use crate::features::own_language::languages;
use crate::ui::{Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, t};

/// The card with its heading.
#[component]
pub fn Card(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: String,
    #[prop(optional)] wide: bool,
    children: Children,
) -> AnyView {
    view! {
        <div class="gate">
            <main class:wide=wide>
                <div class="brand"><span class="team-mark">{icon(Icon::Check)}</span>"Rolecall"</div>
                <div class="card">
                    <header><h1>{title}</h1>{(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}</header>
                    {children()}
                </div>
                {languages()}
            </main>
        </div>
    }
}

/// A link that no longer works: says so, names no team (I9), and where to go.
pub(super) fn dead_link(text: W) -> AnyView {
    view! {
        <Card title=t(W::LinkDead) lead=t(text)>
            <a class="btn wide" href="/sign-in">{t(W::BackToSignIn)}</a>
        </Card>
    }
    .into_any()
}
