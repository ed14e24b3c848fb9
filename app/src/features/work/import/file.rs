//! The file: dropped or chosen, and what it was read as.

use super::wizard::Wizard;
use crate::features::action::mark;
use crate::ui::{Button, Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlInputElement};

pub fn wrong(w: Wizard) -> impl Fn() -> AnyView + 'static {
    move || match w.wrong.get() {
        text if text.is_empty() => ().into_any(),
        text => view! { <p class="note bad" role="alert">{icon(Icon::Warn)}<span>{text}</span></p> },
    }
}

pub fn choose(w: Wizard) -> AnyView {
    let over = RwSignal::new(false);
    let input: NodeRef = NodeRef::new();
    let dropped = move |e: &web_sys::Event| {
        e.prevent_default();
        over.set(false);
        let files = e.unchecked_ref::<DragEvent>().data_transfer().and_then(|d| d.files());
        if let Some(file) = files.and_then(|f| f.get(0)) {
            w.send(file);
        }
    };
    let command = w.kind.import_command();
    let verdict = w.kind.judge(command);
    let browse = Callback::new(move |()| {
        if let Some(i) = input.get_untracked() {
            i.click();
        }
    });
    view! {
        <div class="drop" class:over=move || over.get()
            on:dragover=move |e: web_sys::Event| { e.prevent_default(); over.set(true) }
            on:dragleave=move |_| over.set(false) on:drop=move |e: web_sys::Event| dropped(&e)>
            <span class="disc">{icon(Icon::Upload)}</span>
            <p>{t(W::ImportDrop)}</p>
            <Button kind="primary" label=t(W::ImportChoose).to_string() mark=mark(&verdict, command, None) on_press=browse/>
            <input type="file" class="sr" tabindex="-1" node_ref=input name="file" accept=".csv,.tsv,.txt,text/csv,text/plain" aria-label=t(W::ImportChoose)
                on:change=move |e| {
                    let input = event_target::<HtmlInputElement>(&e);
                    if let Some(file) = input.files().and_then(|f| f.get(0)) {
                        w.send(file);
                    }
                    // The same file, corrected, can be chosen again.
                    input.set_value("");
                }/>
        </div>
        {wrong(w)}
    }
}

pub fn reading(name: String) -> AnyView {
    view! { <div class="drop" role="status"><span class="spin"></span><p><bdi>{fill(W::ImportReading, &[("file", &name)])}</bdi></p></div> }
}

/// Name, lines, and how it was read: a wrong guess of these is seen here first.
pub fn facts(w: Wizard) -> AnyView {
    let Some(now) = w.now.get_untracked() else { return ().into_any() };
    let separator = match now.separator.as_str() {
        ";" => W::ImportSemicolon,
        "\t" | "tab" => W::ImportTab,
        "|" => W::ImportPipe,
        _ => W::ImportComma,
    };
    let facts = fill(
        W::ImportFacts,
        &[("n", &number(now.lines)), ("encoding", &now.encoding), ("separator", t(separator))],
    );
    view! {
        <div class="panel-box file">
            {icon(Icon::Log)}
            <div class="grow"><b><bdi>{now.file}</bdi></b><p class="dim small">{facts}</p></div>
            <Button label=t(W::ImportOther).to_string() on_press=Callback::new(move |()| w.restart())/>
        </div>
    }
}
