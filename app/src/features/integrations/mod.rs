//! API keys and webhooks: what reaches in and what is told outside, who made it, and how to end it.

mod hook;
mod key;
mod log;
mod made;
mod rotate;

use crate::api::{self, Thing};
use crate::features::action::{ActionButton, item};
use crate::features::fetched::{Asked, Fetched, run};
use crate::features::maker::made_by;
use crate::features::sure::{Sure, sure_dialog};
use crate::state::Team;
use crate::ui::{Ago, Badge, Empty, Entry, Icon, Item, Menu, Tone, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use hook::NewWebhookForm;
use key::{KeyForm, scope_word};
use log::DeliveryLog;
pub use made::write;
use made::{Made, MadeSecret};
use rotate::RotateForm;
use shared::api::{KeyView, Maker, WebhookView};
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
        let rows = move || desk.keys.with(Clone::clone).unwrap_or_default();
        let empty = Memo::new(move |_| desk.keys.with(Vec::is_empty).unwrap_or(true));
        view! {
            {move || empty.get().then(|| view! { <p class="dim none">{t(W::NoKeys)}</p> })}
            <ul class="group things" role="list" hidden=move || empty.get()>{keyed(rows, key_stamp, move |k| key_row(desk, k))}</ul>
        }
    });
    let hooks = desk.hooks.view(move || {
        let rows = move || desk.hooks.with(Clone::clone).unwrap_or_default();
        let empty = Memo::new(move |_| desk.hooks.with(Vec::is_empty).unwrap_or(true));
        view! {
            {move || empty.get().then(|| view! { <p class="dim none">{t(W::NoWebhooks)}</p> })}
            <ul class="group things" role="list" hidden=move || empty.get()>{keyed(rows, hook_stamp, move |h| hook_row(desk, h))}</ul>
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

/// A row is drawn anew when what it shows is another, but for when it was used last: a menu that is open in it would go.
fn key_stamp(k: &KeyView) -> String {
    [
        k.id.as_str(),
        &k.name,
        &k.prefix,
        &k.scopes.join(" "),
        &k.origins.join(" "),
        &k.old_until.unwrap_or_default().to_string(),
        &k.made_by.id,
        if k.made_by.gone { "-" } else { "+" },
    ]
    .join(" ")
}

fn hook_stamp(h: &WebhookView) -> String {
    [h.id.as_str(), &h.made_by.id, if h.made_by.gone { "-" } else { "+" }].join(" ")
}

fn key_row(desk: Desk, k: KeyView) -> AnyView {
    let now = desk.team.data.with_untracked(|d| d.now());
    let id = k.id.clone();
    let used = Memo::new(move |_| {
        let found = desk.keys.with(|all| all.iter().find(|x| x.id == id).and_then(|x| x.last_used_at));
        found.flatten()
    });
    let used = move || match used.get() {
        Some(at) => view! { {t(W::LastUsed)}" "<Ago at=at now=desk.team.data.with_untracked(|d| d.now())/> },
        None => t(W::NeverUsed).into_any(),
    };
    let name = k.name.clone();
    let entries = key_entries(desk, k.clone());
    let scopes: Vec<_> =
        k.scopes.iter().map(|id| view! { " "<Badge tone=Tone::Plain text=scope_word(id)/> }).collect();
    let origins = (!k.origins.is_empty())
        .then(|| view! { <p class="wrap dim small" dir="ltr"><bdi>{k.origins.join(" ")}</bdi></p> });
    let old =
        k.old_until.map(|at| view! { <p class="dim small">{t(W::OldUntil)}" "<Ago at=at now=now/></p> });
    view! {
        <li class="item" data-thing=k.id>
            <span class="disc">{icon(Icon::Key)}</span>
            <div class="grow"><b><bdi>{k.name}</bdi></b>" "<code>{[k.prefix.as_str(), "…"].concat()}</code>" "{scopes}{origins}{old}<p>{made_by(&k.made_by, k.created_at, now)}</p></div>
            <span class="dim small">{used}</span>
            <Menu class="btn icon" at_end=true name=fill(W::MoreFor, &[("name", &name)]) entries=entries>{icon(Icon::Dots)}</Menu>
        </li>
    }
}

fn hook_row(desk: Desk, h: WebhookView) -> AnyView {
    let now = desk.team.data.with_untracked(|d| d.now());
    let id = h.id.clone();
    let last = Memo::new(move |_| {
        let found =
            desk.hooks.with(|all| all.iter().find(|x| x.id == id).map(|x| (x.error.clone(), x.delivered_at)));
        found.flatten().unwrap_or_default()
    });
    let last = move || match last.get() {
        (error, _) if !error.is_empty() => {
            view! { <span class="err small">{icon(Icon::Warn)}{fill(W::DeliveryFailed, &[("why", &error)])}</span> }
        }
        (_, Some(at)) => {
            view! { <span class="dim small">{t(W::Delivered)}" "<Ago at=at now=desk.team.data.with_untracked(|d| d.now())/></span> }
        }
        _ => view! { <span class="dim small">{t(W::NeverDelivered)}</span> },
    };
    let topics: Vec<_> =
        h.topics.iter().map(|topic| view! { <Badge tone=Tone::Plain text=topic_word(topic)/> }).collect();
    let name = h.url.clone();
    let entries = hook_entries(desk, h.clone());
    view! {
        <li class="item" data-thing=h.id>
            <span class="disc">{icon(Icon::Plug)}</span>
            <div class="grow"><b class="wrap"><bdi>{h.url}</bdi></b>" "{topics}<p>{made_by(&h.made_by, h.created_at, now)}</p></div>
            {last}
            <Menu class="btn icon" at_end=true name=fill(W::MoreFor, &[("name", &name)]) entries=entries>{icon(Icon::Dots)}</Menu>
        </li>
    }
}

pub fn topic_word(topic: &str) -> String {
    match topic {
        "member" => t(W::TopicMember).to_owned(),
        "work" => t(W::TopicWork).to_owned(),
        other => other.to_owned(),
    }
}

/// What can be done with a key.
fn key_entries(desk: Desk, k: KeyView) -> Callback<(), Vec<Entry>> {
    let rest = entries(desk, Thing::Key, k.id.clone(), k.name.clone(), k.made_by.clone());
    Callback::new(move |()| {
        let row = |glyph, label, into| opens(desk, glyph, label, into, &k.id, &k);
        let own = [row(Icon::Edit, W::EditKey, desk.editing), row(Icon::Key, W::Rotate, desk.rotating)];
        own.into_iter().flatten().chain(rest.run(())).collect()
    })
}

/// What can be done with a webhook.
fn hook_entries(desk: Desk, h: WebhookView) -> Callback<(), Vec<Entry>> {
    let rest = entries(desk, Thing::Webhook, h.id.clone(), h.url.clone(), h.made_by.clone());
    Callback::new(move |()| {
        let own = opens(desk, Icon::Log, W::Deliveries, desk.log, &h.id, &h);
        own.into_iter().chain(rest.run(())).collect()
    })
}

/// A row of a menu that opens a dialog about something.
fn opens<T: Clone + 'static>(
    desk: Desk,
    glyph: Icon,
    label: W,
    into: RwSignal<Option<T>>,
    id: &str,
    what: &T,
) -> Option<Entry> {
    let data = desk.team.data.get_untracked();
    let mine = what.clone();
    let act = Callback::new(move |()| into.set(Some(mine.clone())));
    item(&data, MANAGE, None, glyph, t(label).to_owned(), act).map(|mut i| {
        i.mark.target = Some(id.to_owned());
        Entry::Item(i)
    })
}

/// Take over and revoke, the same for both.
fn entries(desk: Desk, thing: Thing, id: String, name: String, maker: Maker) -> Callback<(), Vec<Entry>> {
    Callback::new(move |()| {
        let team = desk.team;
        let data = team.data.get_untracked();
        let row = |glyph, label: W, act: Callback<()>| {
            item(&data, MANAGE, None, glyph, t(label).to_owned(), act).map(|mut i| {
                i.mark.target = Some(id.clone());
                i
            })
        };
        let again = move || {
            desk.keys.ask();
            desk.hooks.ask();
        };
        let (mine, named) = (id.clone(), name.clone());
        let take = (maker.id != data.me.id)
            .then(|| {
                row(Icon::Swap, W::TakeOver, Callback::new(move |()| take(team, thing, &mine, &named, again)))
            })
            .flatten();
        let (mine, named) = (id.clone(), name.clone());
        let end = Callback::new(move |()| desk.sure.set(Some(revoke(team, thing, &mine, &named, again))));
        let end = row(Icon::Trash, W::Revoke, end).map(|i| Item { danger: true, ..i });
        [take, end].into_iter().flatten().map(Entry::Item).collect()
    })
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
