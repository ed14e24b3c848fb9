//! One entry: what it says, copying its text, and for those who may: moving, editing and deleting it.

use super::order::{begin, drop, follow, shift};
use super::{Desk, MANAGE, shown, text_of, value};
use crate::api;
use crate::features::action::{item, mark};
use crate::features::explain::failure;
use crate::features::integrations::write;
use crate::ui::{Ago, Button, Entry, Icon, Item, Menu, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, lower, say, t};
use shared::api::{EntryView, NewEntry};
use shared::profile::{FieldKind, ListDef};
use wasm_bindgen_futures::spawn_local;

pub fn row(desk: Desk, id: String) -> AnyView {
    let entry = desk.find(&id);
    let name = Signal::derive(move || entry.with(|e| e.as_ref().map(|e| e.name.clone()).unwrap_or_default()));
    // A long text begins folded.
    let open = RwSignal::new(false);
    let content = move || entry.get().map(|e| desk.def.with_value(|d| content(d, &e, open)));
    let told = move || {
        entry.get().map(|e| {
            let now = desk.team.data.with_untracked(|d| d.now());
            view! { <p class="dim small"><bdi>{e.by}</bdi>" · "<Ago at=e.at now=now/></p> }
        })
    };
    let copied = desk.def.with_value(|d| d.fields.iter().any(|(_, f)| f.kind == FieldKind::LongText));
    let copy = copied.then(|| {
        let press = Callback::new(move |()| {
            let text = entry.get_untracked().and_then(|e| desk.def.with_value(|d| text_of(d, &e)));
            copy(desk, text.unwrap_or_default());
        });
        let said = name.with_untracked(|n| [t(W::CopyText), ": ", n].concat());
        view! { <Button kind="small" label=t(W::CopyText).to_string() name=said glyph=Icon::Copy on_press=press/> }
    });
    let head = match copied {
        true => {
            view! { <button type="button" class="fold" aria-expanded=move || if open.get() { "true" } else { "false" } on:click=move |_| open.update(|o| *o = !*o)><bdi>{move || name.get()}</bdi></button> }
        }
        false => view! { <bdi>{move || name.get()}</bdi> },
    };
    let entries = {
        let id = id.clone();
        Callback::new(move |()| entries(desk, &id))
    };
    let more = desk.manages.then(|| {
        view! { <Menu class="btn icon" at_end=true name=Signal::derive(move || fill(W::MoreFor, &[("name", &name.get())])) entries=entries>{icon(Icon::Dots)}</Menu> }
    });
    let (mine, over, keyed) = (id.clone(), id.clone(), id.clone());
    let lifted = move || desk.order.drag.with(|d| d.as_ref().is_some_and(|d| d.id == mine));
    let way = {
        let id = id.clone();
        move || desk.order.drag.with(|d| d.as_ref().filter(|d| d.id == id).map(super::order::Drag::by))
    };
    let above =
        move || desk.order.drag.with(|d| d.as_ref().is_some_and(|d| d.before.as_ref() == Some(&over)));
    let grip = move || {
        desk.can_move().then(|| {
            let (id, down) = (id.clone(), id.clone());
            view! {
                <button type="button" class="grip" aria-label=move || fill(W::MoveEntry, &[("name", &name.get())]) title=t(W::MoveHint)
                    data-action=MANAGE.action().id() data-target=id.clone() data-to="order"
                    on:pointerdown=move |e| begin(desk, &down, &e)
                    on:pointermove=move |e: web_sys::Event| follow(desk, &e)
                    on:pointerup=move |_| drop(desk)
                    on:pointercancel=move |_| desk.order.drag.set(None)
                    on:keydown=move |e| {
                        let down = match e.key().as_str() {
                            "ArrowUp" => false,
                            "ArrowDown" => true,
                            "Escape" => return desk.order.drag.set(None),
                            _ => return,
                        };
                        e.prevent_default();
                        shift(desk, &id, down);
                    }></button>
            }
        })
    };
    view! {
        <li class="entry" class:lifted=lifted class:above=above data-entry=keyed style:transform=way>
            {grip}
            <div class="grow"><h2 class="wrap">{head}</h2>{content}{told}</div>
            <div class="acts">{copy}{more}</div>
        </li>
    }
}

/// A sentence of the fields that are listed; otherwise its text, or the beginning of it.
fn content(def: &ListDef, e: &EntryView, open: RwSignal<bool>) -> AnyView {
    if let Some(text) = text_of(def, e) {
        return view! { <p class="entry-text" class:open=move || open.get() dir="auto">{text}</p> };
    }
    let mut parts: Vec<AnyView> = Vec::new();
    for (at, (id, field)) in def.fields.iter().filter(|(_, f)| f.listed).enumerate() {
        let said = value(e, id);
        if said.is_empty() {
            continue;
        }
        if field.kind == FieldKind::Choice {
            // Each choice begins a part of the sentence; the first says of what it is.
            let text = match at {
                0 => [field.label.as_str(), " ", &lower(&say(said))].concat(),
                _ => say(said),
            };
            let arrow = (at > 0).then(|| view! { <span class="arrow" aria-hidden="true">"→"</span><span class="sr">{[", ", &lower(&field.label), ": "].concat()}</span> });
            parts.push(view! { {arrow}<span>{text}</span>" " });
        } else {
            parts.push(view! { <b class="wrap"><bdi>{said.to_owned()}</bdi></b>" " });
        }
    }
    view! { <p class="sentence">{parts}</p> }
}

fn copy(desk: Desk, text: String) {
    let toasts = desk.team.toasts;
    spawn_local(async move {
        if write(&text).await {
            toasts.say(t(W::Copied));
        } else {
            toasts.fail(t(W::CopyFailed));
        }
    });
}

fn entries(desk: Desk, id: &str) -> Vec<Entry> {
    let data = desk.team.data.get_untracked();
    let row = |glyph, label: W, act: Callback<()>| {
        let found = item(&data, MANAGE, None, glyph, t(label).to_owned(), act)?;
        let mut marks = mark(&data.judge(MANAGE, None), MANAGE, None);
        marks.target = Some(id.to_owned());
        Some(Item { mark: marks, ..found })
    };
    let mut all = Vec::new();
    let edited = id.to_owned();
    let edit = Callback::new(move |()| {
        desk.editing.set(desk.list.with(|l| l.iter().find(|e| e.id == edited).cloned()).flatten());
    });
    all.extend(row(Icon::Edit, W::EditAutomation, edit).map(Entry::Item));
    if untrack(|| desk.can_move()) {
        let ids = untrack(|| shown(desk));
        for (label, glyph, down, end) in
            [(W::MoveUp, Icon::Up, false, ids.first()), (W::MoveDown, Icon::Down, true, ids.last())]
        {
            if end.is_some_and(|end| end != id) {
                let id = id.to_owned();
                all.extend(
                    row(glyph, label, Callback::new(move |()| shift(desk, &id, down))).map(Entry::Item),
                );
            }
        }
    }
    let gone = id.to_owned();
    let end = row(Icon::Trash, W::Delete, Callback::new(move |()| delete(desk, &gone)));
    if let Some(end) = end {
        all.push(Entry::Rule);
        all.push(Entry::Item(Item { danger: true, ..end }));
    }
    all
}

/// Out of the list at once; comes back when the server refuses, or when it is undone.
fn delete(desk: Desk, id: &str) {
    let ids = untrack(|| shown(desk));
    let Some(gone) = desk.list.with(|l| l.iter().find(|e| e.id == *id).cloned()).flatten() else { return };
    let next: Vec<String> = ids.into_iter().skip_while(|x| x != id).skip(1).collect();
    desk.list.value.update(|l| {
        if let Some(l) = l {
            l.retain(|e| e.id != gone.id);
        }
    });
    dom::after_draw(dom::rescue_focus);
    let (path, ordered) = (desk.path(), desk.def.with_value(|d| d.ordered));
    spawn_local(async move {
        match api::delete_entry(&path, &gone.id).await {
            Ok(revised) => {
                desk.team.took_revised(&revised);
                let said = fill(W::DidEnd, &[("name", &gone.name)]);
                let undo = Callback::new(move |()| restore(desk, path.clone(), &gone, &next, ordered));
                desk.team.toasts.undo(said, undo);
            }
            Err(f) => {
                let data = desk.team.data.try_get_untracked();
                desk.team.toasts.fail(failure(data.as_deref(), &f));
            }
        }
        desk.list.ask();
    });
}

/// A new one of the same, before the first of those that followed it and are still there. The page may have been left meanwhile.
fn restore(desk: Desk, path: String, gone: &EntryView, next: &[String], ordered: bool) {
    let mut new = NewEntry { name: gone.name.clone(), fields: gone.fields.clone(), before: None };
    let next = next.to_vec();
    spawn_local(async move {
        if ordered && let Ok(now) = api::entries(path.clone()).await {
            new.before = next.into_iter().find(|id| now.items.iter().any(|e| e.id == *id));
        }
        match api::add_entry(path, &new).await {
            Ok(_) => desk.team.toasts.say(fill(W::DidCreate, &[("name", &new.name)])),
            Err(f) => {
                let data = desk.team.data.try_get_untracked();
                desk.team.toasts.fail(failure(data.as_deref(), &f));
            }
        }
        desk.list.ask();
    });
}
