//! API keys and webhooks: what reaches in and what is told outside, who made it, and how to end it.

mod hook;
mod key;
mod log;
mod made;
mod rotate;
mod row;

use crate::api::{self, Thing};
use crate::features::action::ActionButton;
use crate::features::fetched::{Asked, Fetched, run};
use crate::features::sure::{Sure, sure_dialog};
use crate::state::Team;
use crate::ui::{Empty, Icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use hook::NewWebhookForm;
use key::KeyForm;
use log::DeliveryLog;
pub use made::write;
use made::{Made, MadeSecret};
use rotate::RotateForm;
use shared::api::{KeyView, WebhookView};
use shared::policy::Command;

pub const MANAGE: Command = Command::ManageIntegrations;

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    keys: Fetched<Vec<KeyView>>,
    hooks: Fetched<Vec<WebhookView>>,
    /// The form that is open.
    adding: RwSignal<Option<Thing>>,
    /// The key whose form is open.
    editing: RwSignal<Option<KeyView>>,
    /// The key that gets another secret.
    rotating: RwSignal<Option<KeyView>>,
    /// The webhook whose log is open.
    log: RwSignal<Option<WebhookView>>,
    /// A secret that is shown once.
    made: RwSignal<Option<Made>>,
    sure: RwSignal<Option<Sure>>,
}

#[component(part = admin)]
pub fn IntegrationsPage(team: Team) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(MANAGE, None)).is_free() {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::Integrations)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    }
    let desk = Desk {
        team,
        keys: Fetched::new(team, "flow", |id| Box::pin(async move { Ok(api::keys(&id).await?.items) })),
        hooks: Fetched::new(team, "flow", |id| Box::pin(async move { Ok(api::webhooks(&id).await?.items) })),
        adding: RwSignal::new(None),
        editing: RwSignal::new(None),
        rotating: RwSignal::new(None),
        log: RwSignal::new(None),
        made: RwSignal::new(None),
        sure: RwSignal::new(None),
    };
    // Makers may be gone meanwhile.
    team.on_news("members", move || {
        desk.keys.ask();
        desk.hooks.ask();
    });
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(MANAGE, None)));
    let add = move |thing: Thing, label: W| {
        let press = Callback::new(move |()| desk.adding.set(Some(thing)));
        view! { <ActionButton team=team command=MANAGE verdict=verdict label=t(label).to_string() glyph=Icon::Plus on_press=press/> }
    };
    let keys = desk.keys.view(move || {
        let rows = move || desk.keys.with(|all| all.iter().map(|k| k.id.clone()).collect::<Vec<_>>()).unwrap_or_default();
        let empty = Memo::new(move |_| desk.keys.with(Vec::is_empty).unwrap_or(true));
        view! {
            {move || empty.get().then(|| view! { <p class="dim none">{t(W::NoKeys)}</p> })}
            <ul class="group things" role="list" hidden=move || empty.get()>{keyed(rows, String::clone, move |id| row::key(desk, id))}</ul>
        }
    });
    let hooks = desk.hooks.view(move || {
        let rows = move || desk.hooks.with(|all| all.iter().map(|h| h.id.clone()).collect::<Vec<_>>()).unwrap_or_default();
        let empty = Memo::new(move |_| desk.hooks.with(Vec::is_empty).unwrap_or(true));
        view! {
            {move || empty.get().then(|| view! { <p class="dim none">{t(W::NoWebhooks)}</p> })}
            <ul class="group things" role="list" hidden=move || empty.get()>{keyed(rows, String::clone, move |id| row::hook(desk, id))}</ul>
        }
    });
    let form = move || match desk.adding.get() {
        Some(Thing::Key) => view! { <KeyForm desk=desk/> },
        Some(Thing::Webhook) => view! { <NewWebhookForm desk=desk/> },
        _ => ().into_any(),
    };
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::Integrations)}</h1><p>{t(W::IntegrationsLead)}</p></div></div>
            <section class="block-section">
                <div class="section-head"><div class="grow"><h2>{t(W::ApiKeys)}</h2><p class="dim small">{t(W::ApiKeysLead)}</p></div>{add(Thing::Key, W::NewKey)}</div>
                {keys}
            </section>
            <section class="block-section">
                <div class="section-head"><div class="grow"><h2>{t(W::Webhooks)}</h2><p class="dim small">{t(W::WebhooksLead)}</p></div>{add(Thing::Webhook, W::NewWebhook)}</div>
                {hooks}
            </section>
            {form}
            {move || desk.editing.get().map(|k| view! { <KeyForm desk=desk old=k/> })}
            {move || desk.rotating.get().map(|k| view! { <RotateForm desk=desk key=k/> })}
            {move || desk.log.get().map(|h| view! { <DeliveryLog desk=desk hook=h/> })}
            {move || desk.made.get().map(|m| view! { <MadeSecret desk=desk made=m/> })}
            {sure_dialog(team, desk.sure)}
        </main>
    }
    .into_any()
}

pub fn topic_word(topic: &str) -> String {
    match topic {
        "member" => t(W::TopicMember).to_owned(),
        "work" => t(W::TopicWork).to_owned(),
        other => other.to_owned(),
    }
}

/// Makes it mine; `done` asks for the list again.
pub fn take(team: Team, thing: Thing, id: &str, name: &str, done: impl Fn() + 'static) {
    let (team_id, id) = (team.id(), id.to_owned());
    let said = fill(W::DidTakeOver, &[("name", name)]);
    run(team, Box::pin(async move { api::take_over(&team_id, thing, &id).await }), move || {
        team.toasts.say(said);
        done();
    });
}

/// The question before a thing is ended.
pub fn revoke(team: Team, thing: Thing, id: &str, name: &str, done: impl Fn() + 'static) -> Sure {
    let mine = id.to_owned();
    let (ask, note, go, action) = match thing {
        Thing::Key => (W::AskRevoke, W::RevokeKeyNote, W::Revoke, MANAGE),
        Thing::Webhook => (W::AskRevoke, W::RevokeHookNote, W::Revoke, MANAGE),
        Thing::Automation => {
            (W::AskEndAutomation, W::EndAutomationPlain, W::DeleteAutomation, Command::ManageSharedResources)
        }
    };
    Sure {
        title: fill(ask, &[("name", name)]),
        text: t(note).to_owned(),
        go: t(go).to_owned(),
        action: action.action().id(),
        target: id.to_owned(),
        work: Callback::new(move |()| {
            let (team, id) = (team.id(), mine.clone());
            let work: Asked<()> = Box::pin(async move { api::end_thing(&team, thing, &id).await });
            work
        }),
        said: fill(W::DidEnd, &[("name", name)]),
        done: Callback::new(move |()| done()),
    }
}
