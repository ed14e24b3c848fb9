//! Another secret for a key, and how long the one until now goes on.

use super::{Desk, MANAGE};
use crate::api;
use crate::features::form::Form;
use crate::ui::choice::Card;
use crate::ui::{Button, Dialog, Mark, RadioCards};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{KeyView, RotateKey};
use wasm_bindgen_futures::spawn_local;

/// Hours that the secret until now goes on, in words.
const OVERLAPS: [(u32, W); 3] = [(24, W::OverlapDay), (1, W::OverlapHour), (0, W::OverlapNone)];

#[component]
pub fn RotateForm(desk: Desk, key: KeyView) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| {
        desk.rotating.try_set(None);
    });
    let form = Form::new();
    let hours = RwSignal::new("24".to_owned());
    let card = |(n, label): (u32, W)| Card {
        value: n.to_string(),
        label: t(label).to_owned(),
        about: if n == 0 { t(W::OverlapNoneAbout).to_owned() } else { String::new() },
        hold: None,
    };
    let cards: Vec<Card> = OVERLAPS.into_iter().map(card).collect();
    let id = key.id.clone();
    let submit = move || {
        if !form.begin() {
            return;
        }
        form.busy.set(true);
        let id = id.clone();
        let request = RotateKey { overlap_hours: hours.get_untracked().parse().unwrap_or_default() };
        spawn_local(async move {
            match api::rotate_key(&team.id(), &id, &request).await {
                Ok(made) => {
                    desk.keys.ask();
                    close.run(());
                    desk.show(made);
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    let mark = Mark { target: Some(key.id), ..Mark::action(MANAGE.action().id()) };
    view! {
        <Dialog title=fill(W::AskRotate, &[("name", &key.name)]) lead=t(W::KeyYours).to_string() busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}<RadioCards legend=t(W::OldSecret).to_string() value=hours cards=Live::from(move || cards.clone())/></div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary" label=t(W::Rotate).to_string() submit=true busy=form.busy mark=mark/></div>
            </form>
        </Dialog>
    }
}
