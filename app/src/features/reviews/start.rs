//! Beginning a review: for how long somebody must have been away, and how many people that are.

use super::{Desk, REVIEW};
use crate::api;
use crate::features::action::ActionButton;
use crate::features::form::Form;
use crate::ui::{Icon, Stepper, icon};
use crate::view::prelude::*;
use crate::words::{W, count, fill, number, t};
use wasm_bindgen_futures::spawn_local;

/// Longest time, as the server has it.
const MOST: u32 = 3_650;
/// How long typing may pause before the number is asked for.
const REST: i32 = 250;

pub fn form(desk: Desk) -> AnyView {
    let team = desk.team;
    let form = Form::new();
    let preset = team.data.with_untracked(|d| d.policy.profile().review.as_ref().map_or(90, |r| r.days));
    let days = RwSignal::new(preset.min(MOST));
    // For how many days, and how many people.
    let found = RwSignal::new(None::<(u32, u32)>);
    let look = move |wanted: u32| {
        spawn_local(async move {
            if let Ok(answer) = api::reviews(&team.id(), Some(wanted)).await
                && days.try_get_untracked() == Some(wanted)
            {
                found.try_set(answer.inactive.map(|n| (wanted, n)));
            }
        });
    };
    let mut first = true;
    later(move || {
        let wanted = days.get();
        if std::mem::take(&mut first) {
            return look(wanted);
        }
        set_timeout(
            move || {
                if days.try_get_untracked() == Some(wanted) {
                    look(wanted);
                }
            },
            REST,
        );
    });
    // Somebody came, went or was invited meanwhile.
    team.on_news("members", move || look(days.get_untracked()));
    let told = move || {
        let wanted = days.get();
        match found.get().filter(|f| f.0 == wanted) {
            None => view! { <p class="hint" role="status">{t(W::Loading)}</p> },
            Some((_, 0)) => {
                let text = fill(W::ReviewNobody, &[("n", &number(wanted))]);
                view! { <p class="hint nobody" role="status">{icon(Icon::Check)}<b>{text}</b>" "{t(W::ReviewNobodyText)}</p> }
            }
            Some((_, n)) => {
                view! { <p class="hint" role="status"><b>{count(n, W::ReviewOne, W::ReviewN)}</b></p> }
            }
        }
    };
    let submit = move || {
        if !form.begin() {
            return;
        }
        form.busy.set(true);
        let wanted = days.get_untracked();
        spawn_local(async move {
            match api::start_review(&team.id(), wanted).await {
                Ok(_) => {
                    form.busy.try_set(false);
                    desk.page.ask();
                    team.toasts.say(t(W::DidStartReview));
                }
                Err(f) => {
                    // Somebody else may have begun one: then that is shown.
                    desk.page.ask();
                    form.failed(team.data.try_get_untracked().as_deref(), &f, 0);
                }
            }
        });
    };
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(REVIEW, None)));
    let press = Callback::new(move |()| submit());
    view! {
        <section class="panel-box stack review-start"><h2>{t(W::StartReview)}</h2>
            <form novalidate class="stack" on:submit=move |e| { e.prevent_default(); submit() }>
                {form.notice()}
                <Stepper label=t(W::ReviewDays) value=days least=Signal::derive(|| 0) most=MOST fewer=t(W::Fewer) more=t(W::More) name="days"/>
                {told}
                <p class="hint">{t(W::ReviewWho)}</p>
                <div><ActionButton team=team command=REVIEW verdict=verdict label=t(W::StartReview).to_string() kind="primary" busy=form.busy on_press=press/></div>
            </form>
        </section>
    }
}
