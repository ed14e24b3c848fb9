//! A row of the page: a key or a webhook, and what can be done with it. What it says follows the list; the row and an open menu stay.

use super::key::scope_word;
use super::{Desk, MANAGE, revoke, take, topic_word};
use crate::api::Thing;
use crate::features::action::item;
use crate::features::maker::made_by;
use crate::ui::{Ago, Badge, Entry, Icon, Item, Menu, Tone, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{KeyView, Maker, WebhookView};

pub fn key(desk: Desk, id: String) -> AnyView {
    let thing = id.clone();
    let key = Memo::new(move |before: Option<&Option<KeyView>>| {
        let now = desk.keys.with(|all| all.iter().find(|k| k.id == id).cloned()).flatten();
        // On its way out it keeps its last words.
        now.or_else(|| before.cloned().flatten())
    });
    let name = move || key.with(|k| k.as_ref().map(|k| k.name.clone()).unwrap_or_default());
    let entries =
        Callback::new(move |()| key.get_untracked().map(|k| key_entries(desk, k)).unwrap_or_default());
    row(Icon::Key, thing, move || key.with(|k| k.as_ref().map(|k| key_words(desk, k))), name, entries)
}

pub fn hook(desk: Desk, id: String) -> AnyView {
    let thing = id.clone();
    let hook = Memo::new(move |before: Option<&Option<WebhookView>>| {
        let now = desk.hooks.with(|all| all.iter().find(|h| h.id == id).cloned()).flatten();
        // On its way out it keeps its last words.
        now.or_else(|| before.cloned().flatten())
    });
    let name = move || hook.with(|h| h.as_ref().map(|h| h.url.clone()).unwrap_or_default());
    let entries =
        Callback::new(move |()| hook.get_untracked().map(|h| hook_entries(desk, h)).unwrap_or_default());
    row(Icon::Plug, thing, move || hook.with(|h| h.as_ref().map(|h| hook_words(desk, h))), name, entries)
}

fn row(
    glyph: Icon,
    thing: String,
    words: impl Fn() -> Option<AnyView> + 'static,
    name: impl Fn() -> String + 'static,
    entries: Callback<(), Vec<Entry>>,
) -> AnyView {
    let name = Signal::derive(move || fill(W::MoreFor, &[("name", &name())]));
    view! {
        <li class="item" data-thing=thing>
            <span class="disc">{icon(glyph)}</span>
            {words}
            <Menu class="btn icon" at_end=true name=name entries=entries>{icon(Icon::Dots)}</Menu>
        </li>
    }
}

fn key_words(desk: Desk, k: &KeyView) -> AnyView {
    let now = desk.team.data.with_untracked(|d| d.now());
    let used = match k.last_used_at {
        Some(at) => view! { {t(W::LastUsed)}" "<Ago at=at now=now/> },
        None => t(W::NeverUsed).into_any(),
    };
    let scopes: Vec<_> =
        k.scopes.iter().map(|id| view! { " "<Badge tone=Tone::Plain text=scope_word(id)/> }).collect();
    let origins = (!k.origins.is_empty())
        .then(|| view! { <p class="wrap dim small" dir="ltr"><bdi>{k.origins.join(" ")}</bdi></p> });
    let old =
        k.old_until.map(|at| view! { <p class="dim small">{t(W::OldUntil)}" "<Ago at=at now=now/></p> });
    view! {
        <div class="grow"><b><bdi>{k.name.clone()}</bdi></b>" "<code>{[k.prefix.as_str(), "…"].concat()}</code>" "{scopes}{origins}{old}<p>{made_by(&k.made_by, k.created_at, now)}</p></div>
        <span class="dim small">{used}</span>
    }
}

fn hook_words(desk: Desk, h: &WebhookView) -> AnyView {
    let now = desk.team.data.with_untracked(|d| d.now());
    let last = match (h.error.is_empty(), h.delivered_at) {
        (false, _) => {
            view! { <span class="err small">{icon(Icon::Warn)}{fill(W::DeliveryFailed, &[("why", &h.error)])}</span> }
        }
        (_, Some(at)) => view! { <span class="dim small">{t(W::Delivered)}" "<Ago at=at now=now/></span> },
        _ => view! { <span class="dim small">{t(W::NeverDelivered)}</span> },
    };
    let topics: Vec<_> =
        h.topics.iter().map(|topic| view! { <Badge tone=Tone::Plain text=topic_word(topic)/> }).collect();
    view! {
        <div class="grow"><b class="wrap"><bdi>{h.url.clone()}</bdi></b>" "{topics}<p>{made_by(&h.made_by, h.created_at, now)}</p></div>
        {last}
    }
}

/// What can be done with a key.
fn key_entries(desk: Desk, k: KeyView) -> Vec<Entry> {
    let own = [
        opens(desk, Icon::Edit, W::EditKey, desk.editing, &k.id, &k),
        opens(desk, Icon::Key, W::Rotate, desk.rotating, &k.id, &k),
    ];
    own.into_iter().flatten().chain(entries(desk, Thing::Key, &k.id, &k.name, &k.made_by)).collect()
}

/// What can be done with a webhook.
fn hook_entries(desk: Desk, h: WebhookView) -> Vec<Entry> {
    let own = opens(desk, Icon::Log, W::Deliveries, desk.log, &h.id, &h);
    own.into_iter().chain(entries(desk, Thing::Webhook, &h.id, &h.url, &h.made_by)).collect()
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
fn entries(desk: Desk, thing: Thing, id: &str, name: &str, maker: &Maker) -> Vec<Entry> {
    let team = desk.team;
    let data = team.data.get_untracked();
    let row = |glyph, label: W, act: Callback<()>| {
        item(&data, MANAGE, None, glyph, t(label).to_owned(), act).map(|mut i| {
            i.mark.target = Some(id.to_owned());
            i
        })
    };
    let again = move || {
        desk.keys.ask();
        desk.hooks.ask();
    };
    let (mine, named) = (id.to_owned(), name.to_owned());
    let take = (maker.id != data.me.id)
        .then(|| {
            row(Icon::Swap, W::TakeOver, Callback::new(move |()| take(team, thing, &mine, &named, again)))
        })
        .flatten();
    let (mine, named) = (id.to_owned(), name.to_owned());
    let end = Callback::new(move |()| desk.sure.set(Some(revoke(team, thing, &mine, &named, again))));
    let end = row(Icon::Trash, W::Revoke, end).map(|i| Item { danger: true, ..i });
    [take, end].into_iter().flatten().map(Entry::Item).collect()
}
