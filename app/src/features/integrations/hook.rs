//! Making a webhook.

use super::made::Made;
use super::{Desk, MANAGE, topic_word};
use crate::api;
use crate::features::form::Form;
use crate::features::members::put;
use crate::ui::{Button, CheckRow, Dialog, Mark, Reason, TextField, chips::legend};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::NewWebhook;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn NewWebhookForm(desk: Desk) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| {
        desk.adding.try_set(None);
    });
    let form = Form::new();
    let url = RwSignal::new(String::new());
    let topics = RwSignal::new(vec!["work".to_owned()]);
    let row = |topic: &'static str, about: W| {
        let on = Signal::derive(move || topics.with(|all| all.iter().any(|x| x == topic)));
        let change = Callback::new(move |yes: bool| topics.update(|all| put(all, topic, yes)));
        view! { <CheckRow label=topic_word(topic) about=t(about) on=on on_change=change/> }
    };
    let rows =
        [row("work", W::TopicWorkAbout), row("member", W::TopicMemberAbout)].into_iter().collect::<Vec<_>>();
    let hold = Signal::derive(move || {
        topics.with(Vec::is_empty).then(|| Reason {
            why: t(W::NoTopic).into(),
            remedy: String::new(),
            ask: None,
        })
    });
    let submit = move || {
        if !form.begin() || hold.with_untracked(Option::is_some) {
            return;
        }
        let to = url.get_untracked().trim().to_owned();
        if to.is_empty() {
            form.mark("url", "required", 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let new = NewWebhook { url: to, topics: topics.get_untracked() };
        spawn_local(async move {
            match api::add_webhook(&team.id(), &new).await {
                Ok(made) => {
                    desk.hooks.ask();
                    desk.adding.try_set(None);
                    let note = t(W::HookOnce).to_owned();
                    desk.made.try_set(Some(Made { name: made.webhook.url, secret: made.secret, note }));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <Dialog title=t(W::NewWebhook).to_string() lead=t(W::NewWebhookLead).to_string() busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}
                    <TextField label=t(W::WebhookUrl) value=url name="url" kind="url" placeholder="https://" required=true autofocus=true error=form.error("url")/>
                    <fieldset>{legend(t(W::WebhookTopics), false)}<div class="stack">{rows}</div></fieldset>
                </div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary" label=t(W::CreateWebhook).to_string() submit=true busy=form.busy hold=hold mark=Mark::action(MANAGE.action().id())/></div>
            </form>
        </Dialog>
    }
}
