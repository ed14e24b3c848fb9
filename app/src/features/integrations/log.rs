//! How the last deliveries to a webhook went.

use super::{Desk, topic_word};
use crate::api;
use crate::features::fetched::Fetched;
use crate::ui::{Ago, Badge, Button, Dialog, Icon, Tone, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{Deliveries, DeliveryView, WebhookView};

#[component]
pub fn DeliveryLog(desk: Desk, hook: WebhookView) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| {
        desk.log.try_set(None);
    });
    // Neither id holds a space.
    let both = [team.id().as_str(), " ", &hook.id].concat();
    let found: Fetched<Deliveries> = Fetched::of(team, "flow", both, |both| {
        Box::pin(async move {
            let (team, hook) = both.split_once(' ').unwrap_or_default();
            api::deliveries(team, hook).await
        })
    });
    let now = team.data.with_untracked(|d| d.now());
    let list = found.view(move || {
        let rows = move || found.with(|all| all.items.clone()).unwrap_or_default();
        let none = move || found.with(|all| all.items.is_empty()).unwrap_or(true);
        let waiting = move || found.with(|all| all.waiting).unwrap_or_default();
        view! {
            {move || (waiting() > 0).then(|| view! { <p class="note wait">{icon(Icon::Clock)}<span>{fill(W::DeliveriesWait, &[("n", &waiting().to_string())])}</span></p> })}
            {move || none().then(|| view! { <p class="dim none">{t(W::NeverDelivered)}</p> })}
            <ul class="group things" role="list" hidden=none>{keyed(rows, |d| d.id.to_string(), move |d| line(d, now))}</ul>
        }
    });
    view! {
        <Dialog title=t(W::Deliveries).to_string() lead=hook.url on_close=close>
            <div class="body">{list}</div>
            <div class="foot"><Button kind="primary" label=t(W::Close).to_string() on_press=close/></div>
        </Dialog>
    }
}

fn line(d: DeliveryView, now: i64) -> AnyView {
    let how = if d.error.is_empty() {
        view! { <span>{t(W::Delivered)}" "<Ago at=d.at now=now/></span> }
    } else {
        view! { <span class="err small">{icon(Icon::Warn)}{fill(W::DeliveryFailed, &[("why", &d.error)])}" "<Ago at=d.at now=now/></span> }
    };
    let again =
        d.retry_at.map(|at| view! { <p class="dim small">{t(W::TriedAgain)}" "<Ago at=at now=now/></p> });
    view! {
        <li class="item" data-delivery=d.delivery.to_string()>
            <div class="grow"><Badge tone=Tone::Plain text=topic_word(&d.topic)/>" "<span class="dim small">{fill(W::AttemptNumber, &[("n", &d.attempt.to_string())])}</span>" "{how}{again}</div>
        </li>
    }
    .into_any()
}
