//! How far it is, how it ended, and what was imported before.

use super::file::wrong;
use super::wizard::Wizard;
use crate::features::action::mark;
use crate::features::links::{Links, Place};
use crate::ui::{Ago, Badge, Button, Empty, Icon, Tone};
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};
use shared::api::ImportView;

pub fn running(w: Wizard) -> AnyView {
    let command = w.kind.import_command();
    let verdict = w.kind.judge(command);
    let of = move |f: fn(&ImportView) -> u32| w.now.with(|n| n.as_ref().map_or(0, f));
    let percent = move || u64::from(of(|n| n.done)) * 100 / u64::from(of(|n| n.lines).max(1));
    let file = w.now.with_untracked(|n| n.as_ref().map(|n| n.file.clone()).unwrap_or_default());
    let title = fill(W::ImportRunning, &[("file", &file)]);
    let name = title.clone();
    view! {
        <section class="panel-box">
            <div><h2><bdi>{title}</bdi></h2><p class="hint">{t(W::ImportKeepsOn)}</p></div>
            // Through the style object, not an attribute: the page's policy allows no inline style.
            <div class="progress" role="progressbar" aria-label=name aria-valuemin="0" aria-valuemax="100" aria-valuenow=move || percent().to_string()>
                <span style:width=move || [percent().to_string().as_str(), "%"].concat()></span></div>
            <div class="row"><span class="grow dim num">{move || fill(W::ImportProgress, &[("done", &number(of(|n| n.done))), ("n", &number(of(|n| n.lines)))])}</span>
                <Button label=t(W::ImportCancel).to_string() busy=w.busy mark=mark(&verdict, command, None) on_press=Callback::new(move |()| w.cancel())/></div>
            {wrong(w)}
        </section>
    }
}

pub fn ended(w: Wizard, links: Links) -> AnyView {
    let Some(now) = w.now.get_untracked() else { return ().into_any() };
    let kind = w.kind;
    let file = [("file", now.file.as_str())];
    let (glyph, title, text) = match now.state.as_str() {
        "done" => {
            let title = fill(W::ImportDone, &[("n", &number(now.done)), ("kind", &kind.noun(now.done))]);
            (Icon::Check, title, fill(W::ImportDoneText, &file))
        }
        "cancelled" => (Icon::Close, t(W::ImportCancelled).to_owned(), fill(W::ImportCancelledText, &file)),
        _ => {
            let why = match now.reason.as_str() {
                "assignee-gone" => t(W::ImportFailGone).to_owned(),
                "not-permitted" => t(W::ImportFailRight).to_owned(),
                "interrupted" => t(W::ImportFailInterrupted).to_owned(),
                _ => fill(W::ImportFailOther, &file),
            };
            (Icon::Warn, t(W::ImportFailed).to_owned(), why)
        }
    };
    let show = (now.state == "done").then(|| {
        let href = links.to(Place::Work { kind: kind.name(), assignee: None });
        view! { <a class="btn primary" href=href>{fill(W::ImportShow, &[("kind", &kind.noun(0))])}</a> }
    });
    view! {
        <section class="panel-box" role="status">
            <Empty glyph=glyph title=title text=text>{show}<Button label=t(W::ImportMore).to_string() on_press=Callback::new(move |()| w.restart())/></Empty>
        </section>
    }
}

/// Earlier imports of this kind.
pub fn earlier(w: Wizard) -> AnyView {
    let row = move |i: ImportView| {
        let (tone, state) = match i.state.as_str() {
            "done" => (Tone::Ok, W::ImportStateDone),
            "failed" => (Tone::Bad, W::ImportStateFailed),
            _ => (Tone::Off, W::ImportStateCancelled),
        };
        let now = w.kind.team.data.with_untracked(|d| d.now());
        let n = fill(W::WorkShown, &[("n", &number(i.lines)), ("kind", &w.kind.noun(i.lines))]);
        view! {
            <li><div class="grow"><bdi class="clip block">{i.file}</bdi><span class="dim small">{n}" · "{fill(W::ImportBy, &[("name", &i.by)])}" · "<Ago at=i.created_at now=now/></span></div>
                <Badge tone=tone text=t(state)/></li>
        }
    };
    let any = Memo::new(move |_| w.before.with(|b| !b.is_empty()));
    let list = move || {
        any.get().then(|| {
            let key = |i: &ImportView| [i.id.as_str(), &i.state].concat();
            view! { <section class="stack"><h2>{t(W::ImportBefore)}</h2><ul class="earlier">{keyed(move || w.before.get(), key, row)}</ul></section> }
        })
    };
    list.into_any()
}
