//! The language of the page and of the mails, chosen on the own page and before a session (JL10).

use super::explain::failure;
use crate::api;
use crate::language::{Language, choose, chosen, offered};
use crate::state::Team;
use crate::ui::SelectField;
use crate::view::prelude::*;
use crate::words::{W, lang, t};
use shared::api::{EditMe, FieldValues};
use wasm_bindgen_futures::spawn_local;

/// On the own page: kept with the account, and at once everywhere.
pub fn own_language(team: Team) -> AnyView {
    let all = offered();
    if all.len() < 2 {
        return ().into_any();
    }
    let mut options = vec![(String::new(), t(W::LanguageAuto).to_owned())];
    options.extend(all.iter().map(|l| (l.tag(), l.name())));
    let value = RwSignal::new(chosen());
    let mut first = true;
    later(move || {
        let tag = value.get();
        if !std::mem::take(&mut first) {
            spawn_local(save(team, tag));
        }
    });
    view! {
        <section class="panel-box">
            <SelectField label=t(W::Language) value=value options=RwSignal::new(options) hint=t(W::LanguageHint) name="language"/>
        </section>
    }
}

async fn save(team: Team, tag: String) {
    let edit = EditMe { team: team.id(), fields: FieldValues::new(), language: Some(tag.clone()) };
    match api::edit_me(&edit).await {
        Ok(revised) => {
            team.took_revised(&revised);
            choose(&tag).await;
            team.toasts.say(t(W::DidSave));
        }
        Err(f) => team.toasts.fail(failure(team.data.try_get_untracked().as_deref(), &f)),
    }
}

/// Before a session: each language in its own name; kept in this browser.
pub fn languages() -> AnyView {
    let all = offered();
    if all.len() < 2 {
        return ().into_any();
    }
    let one = |l: Language| {
        let tag = l.tag();
        let now = tag == lang();
        let mine = tag.clone();
        view! {
            <button type="button" class="filter" lang=tag aria-pressed=if now { "true" } else { "false" }
                on:click=move |_| if !now { pick(mine.clone()) }><bdi>{l.name()}</bdi></button>
        }
    };
    let rows: Vec<_> = all.into_iter().map(one).collect();
    view! { <div class="filters languages" role="group" aria-label=t(W::Language)>{rows}</div> }
}

fn pick(tag: String) {
    spawn_local(async move { choose(&tag).await });
}
