//! A button that opens a list to type into: one of many, where a menu would be too long. What is found is the caller's to say.
//!
//! The popover holds an input with the role `combobox` and the list that it controls; focus stays in the input, the present
//! choice is told by `aria-activedescendant`. A choice that is held stays in the list with its reason.

use super::{Avatar, Badge, Icon, Mark, Reason, Tone, dom, icon, reason::held};
use crate::view::prelude::*;
use crate::words::{W, t};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// One of the list.
#[derive(Clone, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub note: String,
    /// An avatar of this key's colour stands before the label.
    pub tint: String,
    /// Where there is no avatar.
    pub glyph: Option<Icon>,
    pub badge: String,
    /// Stands at the end: how many, say.
    pub end: String,
    pub hold: Option<Reason>,
    pub mark: Mark,
}

/// * `class`, `children`: the trigger and what it shows; `name`: its accessible name.
/// * `ask`: what is asked for, the label of the input and of the list.
/// * `choices`: what was found for the text that was typed; `busy` while that is looked up: Enter waits for it.
/// * `typed`: told what is typed, and the empty text when it opens.
/// * `chosen`: the value that holds now.
/// * `said`: what the trigger shows is read out as well, after `name`; otherwise `name` stands for it.
/// * `tab`: the trigger's tabindex, where it stands in a list with one tab stop.
#[component]
pub fn Combo(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] class: String,
    #[prop(into)] ask: String,
    choices: Live<Vec<Choice>>,
    #[prop(optional, into)] busy: Signal<bool>,
    typed: Callback<String>,
    on_pick: Callback<String>,
    #[prop(optional, into)] chosen: Signal<String>,
    #[prop(optional, into)] hold: Signal<Option<Reason>>,
    #[prop(optional)] mark: Mark,
    #[prop(optional)] said: bool,
    #[prop(optional)] tab: Live<Option<&'static str>>,
    children: Children,
) -> AnyView {
    let open = RwSignal::new(false);
    let (trigger, pop, input) = (NodeRef::new(), NodeRef::new(), NodeRef::new());
    let (text, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    // A press on the trigger first light-dismisses the popover, then clicks: remember that it was open.
    let was_open = StoredValue::new(false);
    // Enter was pressed before the list was there.
    let waits = StoredValue::new(false);
    let base = dom::uid("combo");

    let close = move || {
        if let Some(p) = pop.try_get_untracked().flatten() {
            dom::hide_popover(&p);
        }
        open.try_set(false);
        if let Some(t) = trigger.try_get_untracked().flatten() {
            dom::focus(&t);
        }
    };
    let settle = move || {
        if let (Some(p), Some(t)) = (pop.try_get_untracked().flatten(), trigger.try_get_untracked().flatten())
        {
            dom::place(&p, &t, false);
        }
    };
    let show = move || {
        text.set(String::new());
        at.set(0);
        waits.set_value(false);
        open.set(true);
        typed.run(String::new());
        dom::after_draw(move || {
            if let Some(p) = pop.try_get_untracked().flatten() {
                dom::show_popover(&p);
                settle();
            }
            if let Some(i) = input.try_get_untracked().flatten() {
                dom::focus(&i);
            }
        });
    };
    let (all, drawn) = (choices.clone(), choices);
    let pick = std::rc::Rc::new(move |i: usize| {
        let wanted = untrack(|| all.get()).into_iter().nth(i).filter(|c| c.hold.is_none());
        if let Some(c) = wanted {
            close();
            on_pick.run(c.value);
        }
    });
    let (pressed, entered) = (pick.clone(), pick.clone());
    later(move || {
        if !busy.get() && open.get_untracked() {
            if waits.try_update_value(std::mem::take).unwrap_or(false) {
                pick(at.get_untracked());
            }
            // What was found changes the height.
            dom::after_draw(settle);
        }
    });
    let option_id = {
        let base = base.clone();
        move |i: usize| [base.as_str(), "-", &i.to_string()].concat()
    };
    let (active, each) = (option_id.clone(), option_id);
    let why = dom::uid("why");
    let (controls, described, list_id) = (base.clone(), why.clone(), base);
    let Mark { action, target, to, denial } = mark;
    let button = view! {
        <button type="button" class=class node_ref=trigger tabindex=move || tab.get() aria-haspopup="dialog" aria-label=move || (!said).then(|| name.get())
            aria-expanded=move || if open.get() { "true" } else { "false" }
            data-action=action data-target=target data-to=to data-denial=move || denial.get()
            aria-disabled=move || hold.with(Option::is_some).then_some("true")
            aria-describedby=move || hold.with(Option::is_some).then(|| described.clone())
            on:keydown=move |e| if matches!(e.key().as_str(), "ArrowDown" | "ArrowUp") && hold.with_untracked(Option::is_none) {
                // Not the list's that it may stand in.
                e.prevent_default();
                e.stop_propagation();
                show();
            }
            on:pointerdown=move |_| was_open.set_value(open.get_untracked())
            on:click=move |e| {
                e.stop_propagation();
                let was = was_open.get_value();
                was_open.set_value(false);
                if was { close() } else if hold.with_untracked(Option::is_none) { show() }
            }>
            {said.then(|| view! { <span class="sr">{move || name.get()}": "</span> })}{children()}
        </button>
    };
    let on_key = move |e: KeyboardEvent| {
        // Keys of an open list are the list's, not the page's behind it.
        e.stop_propagation();
        let n = pop.get_untracked().map_or(0, |p| dom::all(&p, "[role=option]").len());
        match e.key().as_str() {
            "ArrowDown" if n > 0 => at.update(|a| *a = (*a + 1) % n),
            "ArrowUp" if n > 0 => at.update(|a| *a = (*a + n - 1) % n),
            "Enter" if busy.get_untracked() => waits.set_value(true),
            "Enter" => entered(at.get_untracked()),
            "Escape" | "Tab" => close(),
            _ => return,
        }
        e.prevent_default();
        dom::after_draw(move || {
            let row = pop
                .try_get_untracked()
                .flatten()
                .and_then(|p| p.query_selector("[aria-selected=true]").ok().flatten());
            if let Some(row) = row {
                nearest(&row);
            }
        });
    };
    let (label, said_ask) = (ask.clone(), ask.clone());
    let body = view! {
        <div class="pop combo" popover="auto" role="dialog" aria-label=said_ask node_ref=pop
            on:click=move |e: MouseEvent| e.stop_propagation()
            on:toggle=move |_| if !pop.try_get_untracked().flatten().is_some_and(|p| dom::popover_open(&p)) { open.try_set(false); }
            on:keydown=on_key>
            {move || open.get().then(|| {
                let (active, each, drawn, pressed) = (active.clone(), each.clone(), drawn.clone(), pressed.clone());
                let (none, any) = (drawn.clone(), drawn.clone());
                view! {
                    <div class="find">
                        {icon(Icon::Search)}
                        <input node_ref=input type="text" dir="auto" role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls=controls.clone()
                            aria-label=label.clone() placeholder=label.clone() autocomplete="off" spellcheck="false"
                            aria-activedescendant=move || (!any.get().is_empty()).then(|| active(at.get())) aria-busy=move || busy.get().then_some("true")
                            prop:value=move || text.get()
                            on:input=move |e| {
                                let now = event_target_value(&e);
                                text.set(now.clone());
                                at.set(0);
                                typed.run(now);
                            }/>
                        {move || busy.get().then(|| view! { <span class="spin"></span> })}
                    </div>
                    <div role="listbox" id=list_id.clone() aria-label=ask.clone()>
                        {move || drawn.get().into_iter().enumerate().map(|(i, c)| {
                            let pressed = pressed.clone();
                            option(c, i, each(i), at, chosen, Box::new(move || pressed(i)))
                        }).collect::<Vec<_>>()}
                    </div>
                    <p class="none" role="status" hidden=move || busy.get() || !none.get().is_empty()>{t(W::NothingFound)}</p>
                }
            })}
        </div>
    };
    view! { {held(why, hold, action.is_some(), button.into_any())}{body} }
}

fn option(
    c: Choice,
    i: usize,
    id: String,
    at: RwSignal<usize>,
    chosen: Signal<String>,
    press: Box<dyn Fn()>,
) -> AnyView {
    let Choice { value, label, note, tint, glyph, badge, end, hold, mark } = c;
    let held = hold.is_some();
    let second = match hold {
        Some(r) => [r.why.as_str(), " ", &r.remedy].concat(),
        None => note,
    };
    let lead = if tint.is_empty() {
        view! { <span class="lead">{glyph.map(icon)}</span> }
    } else {
        let name = label.clone();
        view! { <Avatar name=Signal::derive(move || name.clone()) key=tint size="s"/> }
    };
    let is_chosen = move || chosen.with(|c| *c == value);
    let denial = mark.denial;
    view! {
        <div role="option" id=id aria-selected=move || if at.get() == i { "true" } else { "false" } aria-disabled=held.then_some("true")
            data-action=mark.action data-target=mark.target data-to=mark.to data-denial=move || denial.get()
            on:mousemove=move |_| if at.get_untracked() != i { at.set(i) } on:click=move |_| press()>
            {lead}
            <span class="grow"><span class="clip"><bdi>{label}</bdi></span>{(!second.is_empty()).then(|| view! { <small>{second}</small> })}</span>
            {(!badge.is_empty()).then(|| view! { <Badge tone=Tone::Wait text=badge/> })}
            {(!end.is_empty()).then(|| view! { <span class="end num">{end}</span> })}
            {move || is_chosen().then(|| icon(Icon::Check))}
        </div>
    }
}

/// Into sight within its own list; the page behind it stays where it is.
fn nearest(row: &Element) {
    let Some(list) = row.parent_element() else { return };
    let (r, l) = (row.get_bounding_client_rect(), list.get_bounding_client_rect());
    let by = if r.top() < l.top() {
        r.top() - l.top()
    } else if r.bottom() > l.bottom() {
        r.bottom() - l.bottom()
    } else {
        return;
    };
    list.unchecked_ref::<Element>().set_scroll_top(list.scroll_top() + by.round() as i32);
}
