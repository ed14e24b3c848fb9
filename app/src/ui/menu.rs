//! A button that opens a menu. Rows are made when it opens, so a list of thousands carries no hidden menus.

use super::{
    Icon, Mark, Reason, dom, icon,
    reason::{asks, held},
};
use crate::view::prelude::*;
use crate::words::fold;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// One row of a menu. `hold` keeps it visible and focusable with its reason in a second line.
#[derive(Clone)]
pub struct Item {
    pub glyph: Option<Icon>,
    pub label: String,
    pub note: String,
    pub danger: bool,
    /// `Some`: this row is one of a choice, and whether it is the chosen one.
    pub chosen: Option<bool>,
    pub hold: Option<Reason>,
    pub mark: Mark,
    pub act: Callback<()>,
}

impl Item {
    pub fn new(label: impl Into<String>, act: Callback<()>) -> Self {
        Self {
            glyph: None,
            label: label.into(),
            note: String::new(),
            danger: false,
            chosen: None,
            hold: None,
            mark: Mark::default(),
            act,
        }
    }
}

#[derive(Clone)]
pub enum Entry {
    Item(Item),
    Rule,
}

const ITEMS: &str = "[role^=menuitem]";

/// * `class`: the trigger's class; `children`: what the trigger shows; `name`: its accessible name.
/// * `head`: drawn above the rows (who is signed in, and the like).
/// * `at_end`: lines the menu up with the trigger's end edge.
/// * `said`: what the trigger shows is read out as well, after `name`; otherwise `name` stands for it.
#[component]
pub fn Menu(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] class: String,
    entries: Callback<(), Vec<Entry>>,
    #[prop(optional, into)] hold: Signal<Option<Reason>>,
    #[prop(optional)] mark: Mark,
    #[prop(optional)] at_end: bool,
    #[prop(optional)] said: bool,
    #[prop(optional, into)] head: ViewFn,
    children: Children,
) -> AnyView {
    let open = RwSignal::new(false);
    let trigger: NodeRef = NodeRef::new();
    let pop: NodeRef = NodeRef::new();
    // A press on the trigger first light-dismisses the popover, then clicks: remember that it was open.
    let was_open = StoredValue::new(false);

    let close = move || {
        if let Some(p) = pop.try_get_untracked().flatten() {
            dom::hide_popover(&p);
        }
        open.try_set(false);
    };
    let show = move |from_end: bool| {
        open.set(true);
        dom::after_draw(move || {
            let (Some(p), Some(t)) =
                (pop.try_get_untracked().flatten(), trigger.try_get_untracked().flatten())
            else {
                return;
            };
            dom::show_popover(&p);
            dom::place(&p, &t, at_end);
            let items = dom::all(&p, ITEMS);
            let first = items.iter().find(|i| i.get_attribute("aria-checked").as_deref() == Some("true"));
            let first = first.or(if from_end { items.last() } else { items.first() });
            if let Some(el) = first {
                dom::focus(el);
            }
        });
    };
    let id = dom::uid("menu");
    let why = dom::uid("why");
    let (controls, described) = (id.clone(), why.clone());
    let Mark { action, target, to, denial } = mark;
    let button = view! {
        <button type="button" class=class node_ref=trigger aria-haspopup="menu" aria-label=move || (!said).then(|| name.get())
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=move || open.get().then(|| controls.clone())
            data-action=action data-target=target data-to=to data-denial=move || denial.get()
            aria-disabled=move || hold.with(Option::is_some).then_some("true")
            aria-describedby=move || hold.with(Option::is_some).then(|| described.clone())
            on:pointerdown=move |_| was_open.set_value(open.get_untracked())
            on:keydown=move |e| {
                let up = e.key() == "ArrowUp";
                if (up || e.key() == "ArrowDown") && hold.with_untracked(Option::is_none) {
                    e.prevent_default();
                    e.stop_propagation();
                    show(up);
                }
            }
            on:click=move |e| {
                e.stop_propagation();
                let was = was_open.get_value();
                was_open.set_value(false);
                if was { close() } else if hold.with_untracked(Option::is_none) { show(false) }
            }>
            {said.then(|| view! { <span class="sr">{move || name.get()}": "</span> })}{children()}
        </button>
    };
    let body = view! {
        <div class="pop menu" part="menu" popover="auto" node_ref=pop
            on:toggle=move |_| if !pop.try_get_untracked().flatten().is_some_and(|p| dom::popover_open(&p)) { open.try_set(false); }
            on:keydown=move |e| on_key(e, pop, close)>
            {move || open.get().then(|| {
                let rows = entries.run(()).into_iter().map(|e| match e {
                    Entry::Rule => view! { <hr/> }.into_any(),
                    Entry::Item(item) => row(item, Callback::new(move |()| close())),
                }).collect::<Vec<_>>();
                view! { {head.run()}<div role="menu" id=id.clone() aria-label=move || name.get()>{rows}</div> }
            })}
        </div>
    };
    view! { {held(why, hold, action.is_some(), button.into_any())}{body} }
}

fn row(item: Item, close: Callback<()>) -> AnyView {
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
                    close.run(());
                    act.run(());
                }
            }>
            <span>{lead}</span>
            <span>{label}{(!second.is_empty()).then(|| view! { <small>{second}</small> })}</span>
        </button>
    };
    match ask {
        // The press closes the menu on its way up to the frame; the focus is then on what opened it.
        Some(ask) => view! { <div class="asks" role="none" on:click=move |_| close.run(())>{row}{asks(ask, Some("menuitem"))}</div> }.into_any(),
        None => row.into_any(),
    }
}

fn on_key(e: KeyboardEvent, pop: NodeRef, close: impl Fn()) {
    let Some(root) = pop.try_get_untracked().flatten() else { return };
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
            close();
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
