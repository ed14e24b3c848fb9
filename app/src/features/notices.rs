//! The bell's panel: what happened to what is mine, newest first. Opening it marks all as read.

use super::explain::failure;
use super::links::{Links, Place};
use crate::api::{self, Failure};
use crate::state::{Team, TeamData};
use crate::ui::{Ago, Button, Dialog, Empty, Icon, Skeleton, icon};
use crate::view::prelude::*;
use crate::words::{W, count, fill, fill_in, noun, t};
use shared::api::{NoticeView, ReadNotices};
use wasm_bindgen_futures::spawn_local;

#[component(part = bell)]
pub fn NoticePanel(team: Team, links: Links, on_close: Callback<()>) -> AnyView {
    if team.data.with_untracked(|d| d.as_another) {
        let text = fill(W::OwnNotShown, &[("name", &team.data.with_untracked(|d| d.me.name.clone()))]);
        return view! {
            <Dialog class="panel" title=t(W::Notices).to_string() on_close=on_close>
                <div class="body"><p class="note">{icon(Icon::Lock)}<span>{text}</span></p></div>
            </Dialog>
        };
    }
    let items = RwSignal::new(Vec::<NoticeView>::new());
    // Unread when the panel was opened, or since: they stay marked until it is closed.
    let fresh = RwSignal::new(Vec::<i64>::new());
    let waits = RwSignal::new(true);
    let failed = RwSignal::new(None::<Failure>);
    let load = move || {
        spawn_local(async move {
            match api::notices(&team.id()).await {
                Ok(page) => {
                    let unread = page.items.iter().filter(|n| !n.read).map(|n| n.id);
                    fresh.try_update(|f| f.extend(unread));
                    let newest = page.items.iter().map(|n| n.id).max();
                    items.try_set(page.items);
                    failed.try_set(None);
                    if let Some(up_to) = newest.filter(|_| page.unread > 0)
                        && api::read_notices(&team.id(), &ReadNotices { up_to }).await.is_ok()
                    {
                        team.set_unread(0);
                    }
                }
                Err(f) => {
                    failed.try_set(Some(f));
                }
            }
            waits.try_set(false);
        });
    };
    load();
    team.on_news("notices", load);
    let state = Memo::new(move |_| {
        let name = match (waits.get(), items.with(Vec::is_empty), failed.with(Option::is_some)) {
            (true, true, _) => "wait",
            (_, true, true) => "failed",
            (_, true, _) => "none",
            _ => "list",
        };
        name.to_owned()
    });
    let body = move || {
        match state.get().as_str() {
        "wait" => view! { <Skeleton rows=4/> }.into_any(),
        "failed" => {
            let text = failed.with_untracked(|f| f.as_ref().map(|f| failure(None, f))).unwrap_or_default();
            let again = Callback::new(move |()| load());
            view! { <Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=text><Button label=t(W::Retry).to_string() on_press=again/></Empty> }.into_any()
        }
        "none" => view! { <Empty glyph=Icon::Bell title=t(W::NoNotices) text=t(W::NoNoticesText)/> }.into_any(),
        _ => view! { <ul class="notices" role="list">{keyed(move || items.get(), |n: &NoticeView| n.id.to_string(), move |n| row(team, links, fresh, n))}</ul> }.into_any(),
    }
    };
    view! {
        <Dialog class="panel" title=t(W::Notices).to_string() on_close=on_close>
            <div class="body flush">{body}</div>
            <div class="foot"><a class="btn quiet" href=links.to(Place::Me)>{t(W::NoticeSettings)}</a><Button label=t(W::Close).to_string() on_press=on_close/></div>
        </Dialog>
    }
}

fn row(team: Team, links: Links, fresh: RwSignal<Vec<i64>>, n: NoticeView) -> AnyView {
    let data = team.data.get_untracked();
    let id = n.id;
    let new = move || fresh.with(|f| f.contains(&id));
    let text = sentence(&data, &n);
    let now = data.now();
    let glyph = match n.kind.as_str() {
        "assigned" => Icon::Person,
        "activity" => Icon::Note,
        "import-done" => Icon::Upload,
        _ => Icon::Empty,
    };
    let href = match &n.item {
        Some(item) => Some(Place::Item { kind: item.kind.clone(), id: item.id.clone() }),
        None if data.policy.kind(&n.work).is_some() => {
            Some(Place::Work { kind: n.work.clone(), assignee: None })
        }
        None => None,
    };
    let title = n.item.map(|i| view! { <b><bdi>{i.title}</bdi></b> });
    let inside = view! {
        <span class="disc">{icon(glyph)}</span>
        <span class="grow">{title}<span class="block">{text}</span><small class="dim"><Ago at=n.at now=now/></small></span>
        {move || new().then(|| view! { <span class="dot"><span class="sr">{t(W::Unread)}</span></span> })}
    };
    match href {
        Some(to) => view! { <li class:new=new><a href=links.to(to)>{inside}</a></li> }.into_any(),
        None => view! { <li class:new=new><div>{inside}</div></li> }.into_any(),
    }
}

/// What happened, in the product's words for the kind of work.
fn sentence(data: &TeamData, n: &NoticeView) -> String {
    let def = data.policy.kind(&n.work).and_then(|k| data.policy.kind_def(k)).map(|(_, def)| def);
    let named = |n: u32| def.map_or_else(String::new, |d| noun(n, &d.label, &d.plural));
    let (one, many) = (named(1), named(n.n));
    let things = count(n.n, W::ThingsOne, W::ThingsMany);
    let things = fill_in(&things, &[("one", &one), ("many", &many)]);
    let who = if n.actor.is_empty() { t(W::System) } else { &n.actor };
    let values = [("who", who), ("things", &things), ("one", &one), ("many", &many)];
    let id = match n.kind.as_str() {
        "assigned" => W::NoticeAssigned,
        "activity" => W::NoticeActivity,
        "arrived" => W::NoticeArrived,
        "import-done" => W::NoticeImport,
        _ => W::NoticeOther,
    };
    fill(id, &values)
}
