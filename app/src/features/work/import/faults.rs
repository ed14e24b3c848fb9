//! Checking the file, and what is wrong with its lines.

use super::file::wrong;
use super::wizard::{TITLE, Wizard};
use super::{columns, faults_file};
use crate::features::action::mark;
use crate::features::explain::fault;
use crate::ui::{Button, Icon, Reason, icon};
use crate::view::prelude::*;
use crate::words::{W, count, fill, number, t};
use shared::api::{ImportView, LineFault};

/// The last step: check, then import what was checked.
pub fn check(w: Wizard) -> AnyView {
    let kind = w.kind;
    let command = kind.import_command();
    let verdict = kind.judge(command);
    let hold = Signal::derive(move || {
        let why = columns::wrong(w).or_else(|| w.lacks().map(|id| t(id).to_owned()))?;
        Some(Reason { why, remedy: String::new(), ask: None })
    });
    let state = Memo::new(move |_| {
        match (w.checked.get(), w.now.with(|n| n.as_ref().map(|n| (n.fault_count, n.lines)))) {
            (true, Some((0, 0))) => 1_usize,
            (true, Some((0, _))) => 2,
            (true, Some(_)) => 3,
            _ => 0,
        }
    });
    let lines = move || w.now.with(|n| n.as_ref().map_or(0, |n| n.lines));
    let said = move || match state.get() {
        1 => view! { <p class="note wait">{icon(Icon::Warn)}<span>{t(W::ImportNothing)}</span></p> },
        2 => {
            view! { <p class="note good">{icon(Icon::Check)}<span>{count(lines(), W::ImportCheckedOne, W::ImportChecked)}</span></p> }
        }
        3 => w.now.with(|n| n.as_ref().map(|n| faults(w, n))).into_any(),
        _ => ().into_any(),
    };
    let label = Signal::derive(move || match state.get() {
        2 => fill(W::ImportStart, &[("n", &number(lines())), ("kind", &kind.noun(lines()))]),
        _ => t(W::ImportCheck).to_owned(),
    });
    // One button, so that focus stays on it between the two steps.
    let press = Callback::new(move |()| if state.get_untracked() == 2 { w.start() } else { w.check() });
    view! {
        <section class="stack"><div class="stack" aria-live="polite">{said}</div>{wrong(w)}
            <div><Button kind="primary" label=label busy=w.busy hold=hold mark=mark(&verdict, command, None) on_press=press/></div></section>
    }
}

fn faults(w: Wizard, now: &ImportView) -> AnyView {
    let fields = w.kind.fields();
    let title = w.kind.title();
    let of = |id: &str| match id {
        "" => t(W::ImportWholeLine).to_owned(),
        TITLE => title.clone(),
        id => fields.iter().find(|f| f.0 == id).map_or_else(|| id.to_owned(), |f| f.1.label.clone()),
    };
    let row = |f: &LineFault| {
        view! {
            <tr><td class="num">{number(f.line)}</td><td>{of(&f.field)}</td><td>{fault(&f.code, 0)}</td><td><bdi>{f.value.clone()}</bdi></td></tr>
        }
    };
    let rows: Vec<_> = now.faults.iter().map(row).collect();
    let shown = u32::try_from(now.faults.len()).unwrap_or(u32::MAX);
    let part = (shown < now.fault_count).then(|| fill(W::ImportFaultsFirst, &[("n", &number(shown))]));
    view! {
        <p class="note bad" role="alert">{icon(Icon::Warn)}<span><b>{count(now.fault_count, W::ImportFault, W::ImportFaults)}</b>" "{t(W::ImportFaultsLead)}</span></p>
        <div class="scroll-x faults" tabindex="0" role="region" aria-label=t(W::ImportProblem)>
            <table class="matrix">
                <thead><tr><th scope="col">{t(W::ImportLine)}</th><th scope="col">{t(W::ImportField)}</th><th scope="col">{t(W::ImportProblem)}</th><th scope="col">{t(W::ImportValue)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="row small">{part.map(|p| view! { <span class="dim">{p}</span> })}<a href=faults_file(w) download="">{t(W::ImportFaultsGet)}</a></p>
    }
}
