//! Everything one can do here, by typing: Ctrl-K or ⌘-K opens it (the page listens, not the kit).

use super::{Icon, dialog::keep_focus, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fold, t};
use wasm_bindgen::JsCast;

/// One thing that can be done.
#[derive(Clone)]
pub struct Command {
    pub glyph: Icon,
    pub label: String,
    pub note: String,
    pub act: Callback<()>,
}

const MOST: usize = 40;

/// Every typed word must stand somewhere in the label or its note.
fn matches(c: &Command, words: &[String]) -> bool {
    let hay = [c.label.as_str(), " ", c.note.as_str()].concat();
    let hay = fold(&hay);
    words.iter().all(|w| hay.contains(w.as_str()))
}

#[component]
pub fn Palette(
    commands: Live<Vec<Command>>,
    on_close: Callback<()>,
    #[prop(optional)] typed: Option<Callback<String>>,
) -> AnyView {
    let node: NodeRef = NodeRef::new();
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let list_id = dom::uid("list");
    keep_focus();
    later(move || {
        if let Some(el) = node.get() {
            let _ = el.unchecked_ref::<web_sys::HtmlDialogElement>().show_modal();
        }
    });
    let found = Live::from(move || {
        let words: Vec<String> = text.with(|t| fold(t).split_whitespace().map(String::from).collect());
        commands.get().into_iter().filter(|c| matches(c, &words)).take(MOST).collect::<Vec<_>>()
    });
    let (all, keys, drawn) = (found.clone(), found.clone(), found.clone());
    let run = std::rc::Rc::new(move |i: usize| {
        if let Some(c) = untrack(|| all.get()).get(i).cloned() {
            on_close.run(());
            c.act.run(());
        }
    });
    let pressed = run.clone();
    let option_id = {
        let base = list_id.clone();
        move |i: usize| [base.as_str(), "-", &i.to_string()].concat()
    };
    let active = option_id.clone();
    let on_key = move |e: web_sys::KeyboardEvent| {
        e.stop_propagation();
        let n = untrack(|| keys.get()).len();
        match e.key().as_str() {
            "ArrowDown" if n > 0 => at.update(|a| *a = (*a + 1) % n),
            "ArrowUp" if n > 0 => at.update(|a| *a = (*a + n - 1) % n),
            "Enter" => run(at.get_untracked()),
            "Escape" => on_close.run(()),
            _ => return,
        }
        e.prevent_default();
        if let Some(el) = node.get_untracked()
            && let Ok(Some(o)) = el.query_selector("[aria-selected=true]")
        {
            o.scroll_into_view_with_bool(false);
        }
    };
    let outside = move |e: web_sys::MouseEvent| {
        if event_target::<web_sys::Element>(&e).tag_name() == "DIALOG" {
            on_close.run(());
        }
    };
    view! {
        <dialog class="dialog palette" node_ref=node aria-label=t(W::Commands) on:cancel=move |e: web_sys::Event| { e.prevent_default(); on_close.run(()) } on:keydown=on_key
            on:click=outside>
            <div class="find">
                {icon(Icon::Search)}
                <input autofocus=true dir="auto" role="combobox" aria-expanded="true" aria-controls=list_id.clone() aria-label=t(W::Commands)
                    placeholder=t(W::CommandsHint) autocomplete="off" spellcheck="false"
                    aria-activedescendant=move || active(at.get()) prop:value=move || text.get()
                    on:input=move |e| {
                        text.set(event_target_value(&e));
                        at.set(0);
                        if let Some(f) = typed { f.run(text.get_untracked()) }
                    }/>
                <kbd>"Esc"</kbd>
            </div>
            <div role="listbox" id=list_id aria-label=t(W::Commands)>
                {move || drawn.get().into_iter().enumerate().map(|(i, c)| { let run = pressed.clone(); view! {
                    <div role="option" id=option_id(i) aria-selected=move || if at.get() == i { "true" } else { "false" }
                        on:mousemove=move |_| if at.get_untracked() != i { at.set(i) } on:click=move |_| run(i)>
                        {icon(c.glyph)}<bdi>{c.label}</bdi><small>{c.note}</small>
                    </div>
                } }).collect::<Vec<_>>()}
            </div>
            <p class="none" hidden=move || !found.get().is_empty()>{t(W::NothingFound)}</p>
        </dialog>
    }
}
