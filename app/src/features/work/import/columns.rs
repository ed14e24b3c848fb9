//! What the columns of the file are: guessed, and to be corrected.

use super::wizard::{TITLE, Wizard};
use crate::ui::{Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::ImportColumn;

/// What a column can become: id and label.
fn targets(w: Wizard) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), t(W::ImportLeaveOut).to_owned()), (TITLE.to_owned(), w.kind.title())];
    all.extend(w.kind.fields().into_iter().map(|(id, def)| (id, def.label)));
    all
}

/// What is wrong with the choice: no column is the title, or one field twice. Several may make up the title.
pub fn wrong(w: Wizard) -> Option<String> {
    w.columns.with(|columns| {
        if !columns.iter().any(|c| c == TITLE) {
            return Some(fill(W::ImportNoTitle, &[("title", &w.kind.title())]));
        }
        let twice = targets(w)
            .into_iter()
            .find(|(id, _)| !id.is_empty() && id != TITLE && columns.iter().filter(|c| *c == id).count() > 1);
        twice.map(|(_, label)| fill(W::ImportTwice, &[("field", &label)]))
    })
}

pub fn columns(w: Wizard) -> AnyView {
    let columns = w.now.with_untracked(|n| n.as_ref().map(|n| n.columns.clone()).unwrap_or_default());
    let row = |(i, c): (usize, ImportColumn)| {
        let label = fill(W::ImportFieldOf, &[("column", &c.header)]);
        let now = move |id: &str| w.columns.with(|all| all.get(i).is_some_and(|x| x == id));
        let options: Vec<_> = targets(w)
            .into_iter()
            .map(|(id, label)| {
                let mine = id.clone();
                view! { <option value=id selected=move || now(&mine)>{label}</option> }
            })
            .collect();
        let choose = move |e: web_sys::Event| {
            let to = event_target_value(&e);
            w.columns.update(|all| {
                if let Some(c) = all.get_mut(i) {
                    *c = to;
                }
            });
        };
        let left = move || now("");
        view! {
            <tr class:out=left>
                <th scope="row"><bdi>{c.header}</bdi><small class="dim block clip"><bdi>{c.samples.join(" · ")}</bdi></small></th>
                <td><select class="input" aria-label=label on:change=choose>{options}</select></td>
            </tr>
        }
    };
    let rows: Vec<_> = columns.into_iter().enumerate().map(row).collect();
    let bad =
        move || wrong(w).map(|text| view! { <p class="err" role="status">{icon(Icon::Warn)}{text}</p> });
    view! {
        <section class="panel-box">
            <div><h2>{t(W::ImportColumns)}</h2><p class="hint">{t(W::ImportColumnsLead)}</p></div>
            <table class="matrix columns">
                <thead><tr><th scope="col">{t(W::ImportColumn)}</th><th scope="col">{t(W::ImportBecomes)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {bad}
        </section>
    }
}
