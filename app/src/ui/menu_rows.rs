//! The rows of an open menu and its keys: one part with what the menus of the first page list, fetched when a menu is about to
//! be opened.

use super::menu::{Entry, Item, Opened};
use super::{Icon, dom, icon, reason::asks};
use crate::view::prelude::*;
use crate::words::fold;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

const ITEMS: &str = "[role^=menuitem]";

/// `entries` are asked for once, when it opens.
#[component(part = menus)]
pub fn MenuRows(menu: Opened, entries: Callback<(), Vec<Entry>>) -> AnyView {
    rows(menu, entries.run(()))
}

/// Draws them and puts the focus on the chosen one, else on the first (or the last).
pub fn rows(menu: Opened, entries: Vec<Entry>) -> View {
    dom::after_draw(move || {
        menu.place();
        let Some(p) = menu.pop.try_get_untracked().flatten() else { return };
        let items = dom::all(&p, ITEMS);
        let first = items.iter().find(|i| i.get_attribute("aria-checked").as_deref() == Some("true"));
        let end = menu.from_end.try_get_value().unwrap_or(false);
        if let Some(el) = first.or(if end { items.last() } else { items.first() }) {
            dom::focus(el);
        }
    });
    let rows = entries.into_iter().map(|e| match e {
        Entry::Rule => view! { <hr/> }.into_any(),
        Entry::Item(item) => row(item, menu),
    });
    let rows: Vec<View> = rows.collect();
    view! {
        {menu.head.get_value().run()}
        <div role="menu" id=menu.id.get_value() aria-label=move || menu.name.get() on:keydown=move |e| on_key(e, menu)>{rows}</div>
    }
}

fn row(item: Item, menu: Opened) -> AnyView {
    let Item { glyph, label, note, danger, chosen, hold, mark, act } = item;
    let role = if chosen.is_some() { "menuitemradio" } else { "menuitem" };
    let lead = match chosen {
        Some(true) => icon(Icon::Check),
        Some(false) => ().into_any(),
        None => glyph.map(icon).into_any(),
    };
    let held = hold.is_some();
    let ask = hold.as_ref().and_then(|r| r.ask).filter(|_| mark.action.is_some());
    let second = match hold {
        Some(r) if r.remedy.is_empty() => r.why,
        Some(mut r) => {
            r.why.push(' ');
            r.why.push_str(&r.remedy);
            r.why
        }
        None => note,
    };
    let denial = mark.denial;
    let row = view! {
        <button type="button" role=role tabindex="-1" class=danger.then_some("danger")
            aria-checked=chosen.map(|c| if c { "true" } else { "false" }) aria-disabled=held.then_some("true")
            data-action=mark.action data-target=mark.target data-to=mark.to data-denial=move || denial.get()
            on:click=move |e| {
                e.stop_propagation();
                if !held {
                    menu.close();
                    act.run(());
                }
            }>
            <span>{lead}</span>
            <span>{label}{(!second.is_empty()).then(|| view! { <small>{second}</small> })}</span>
        </button>
    };
    match ask {
        // The press closes the menu on its way up to the frame; the focus is then on what opened it.
        Some(ask) => view! { <div class="asks" role="none" on:click=move |_| menu.close()>{row}{asks(ask, Some("menuitem"))}</div> }.into_any(),
        None => row.into_any(),
    }
}

fn on_key(e: KeyboardEvent, menu: Opened) {
    let Some(root) = menu.pop.try_get_untracked().flatten() else { return };
    let items = dom::all(&root, ITEMS);
    let here = dom::active_element().and_then(|a| items.iter().position(|i| i == &a));
    let key = e.key();
    let count = items.len();
    if count == 0 {
        return;
    }
    let to = match key.as_str() {
        "ArrowDown" => Some(here.map_or(0, |i| (i + 1) % count)),
        "ArrowUp" => Some(here.map_or(count - 1, |i| (i + count - 1) % count)),
        "Home" => Some(0),
        "End" => Some(count - 1),
        "Tab" => {
            menu.close();
            None
        }
        // The browser closes the popover; the page's own Escape must not run as well.
        "Escape" => {
            e.stop_propagation();
            return;
        }
        k if k.chars().count() == 1 && k != " " && !e.ctrl_key() && !e.meta_key() => typed(&items, here, k),
        _ => None,
    };
    // Keys of an open menu are the menu's: neither the list behind it nor the page acts on them.
    e.stop_propagation();
    if let Some(el) = to.and_then(|i| items.get(i)) {
        e.prevent_default();
        dom::focus(el.unchecked_ref());
    }
}

/// The next row that begins with the typed letter.
fn typed(items: &[HtmlElement], here: Option<usize>, key: &str) -> Option<usize> {
    let key = fold(key);
    let start = here.map_or(0, |i| i + 1);
    (0..items.len()).map(|n| (start + n) % items.len()).find(|i| {
        items
            .get(*i)
            .is_some_and(|el| fold(el.text_content().unwrap_or_default().trim_start()).starts_with(&key))
    })
}
