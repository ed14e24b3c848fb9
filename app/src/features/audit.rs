//! The audit log: who did what, newest first.

use super::explain::failure;
use crate::api::{self, Failure};
use crate::state::{Team, TeamData};
use crate::ui::{Ago, Badge, Button, Empty, Icon, Skeleton, Tone};
use crate::view::prelude::*;
use crate::words::{W, capital, log, say, t};
use shared::api::AuditEntry;
use shared::policy::Command;
use wasm_bindgen_futures::spawn_local;

#[component(part = pages)]
pub fn Audit(team: Team) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(Command::ViewAudit, None)).is_free() {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::AuditPage)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> }.into_any();
    }
    let entries = RwSignal::new(Vec::<AuditEntry>::new());
    let next = RwSignal::new(None::<i64>);
    let busy = RwSignal::new(true);
    let failed = RwSignal::new(None::<Failure>);
    let load = move |after: Option<i64>| {
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match api::audit(&team.id(), after).await {
                Ok(page) => {
                    entries.try_update(|e| e.extend(page.items));
                    next.try_set(page.next);
                }
                Err(f) => {
                    failed.try_set(Some(f));
                }
            }
            busy.try_set(false);
        });
    };
    load(None);
    let row = move |e: AuditEntry| {
        let now = team.data.with_untracked(|d| d.now());
        let actor = if e.actor.is_empty() { t(W::System).to_owned() } else { e.actor };
        let what = label(team, &e.action);
        let detail =
            team.data.with_untracked(|d| of_list(d, &e.detail).unwrap_or_else(|| told(d, &e.detail)));
        view! {
            <tr>
                <td class="dim"><Ago at=e.at now=now/></td><td><bdi>{actor}</bdi></td>
                <td>{what}{(!detail.is_empty()).then(|| view! { <span class="dim small block">{detail}</span> })}</td>
                <td><bdi>{e.target}</bdi></td><td>{e.denial.map(|code| view! { <Badge tone=Tone::Bad text=[t(W::Refused), ": ", &log(&code).unwrap_or(code)].concat()/> })}</td>
            </tr>
        }
    };
    let state = Memo::new(move |_| (busy.get(), entries.with(Vec::is_empty), failed.with(Option::is_some)));
    let body = move || {
        match state.get() {
        (_, true, true) => {
            let text = failed.with(|f| f.as_ref().map(|f| failure(None, f))).unwrap_or_default();
            view! { <Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=text><Button label=t(W::Retry).to_string() on_press=Callback::new(move |()| load(None))/></Empty> }.into_any()
        }
        (true, true, _) => view! { <Skeleton rows=6/> }.into_any(),
        (false, true, _) => view! { <Empty glyph=Icon::Log title=t(W::AuditEmpty)/> }.into_any(),
        _ => view! {
            <div class="scroll-x" tabindex="0" role="region" aria-label=t(W::AuditPage)><table class="matrix audit">
                <thead><tr><th scope="col">{t(W::When)}</th><th scope="col">{t(W::Actor)}</th><th scope="col">{t(W::ActionDone)}</th><th scope="col">{t(W::OnWhom)}</th><th><span class="sr">{t(W::Refused)}</span></th></tr></thead>
                <tbody>{keyed(move || entries.get(), |e: &AuditEntry| e.id.to_string(), row)}</tbody>
            </table></div>
        }
        .into_any(),
    }
    };
    view! {
        <main class="page" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::AuditPage)}</h1><p>{t(W::AuditLead)}</p></div></div>
            <div class="stack roles">{body}
                {move || next.get().map(|after| view! { <div><Button label=t(W::Older).to_string() busy=busy on_press=Callback::new(move |()| load(Some(after)))/></div> })}
            </div>
        </main>
    }
    .into_any()
}

/// The product's word where it has one, else the action's id.
fn label(team: Team, action: &str) -> String {
    match action {
        "accept-invite" => return t(W::AuditAccept).into(),
        "found-team" => return t(W::AuditFound).into(),
        _ => {}
    }
    if let Some(said) = log(action) {
        return said;
    }
    let word = team.data.with_untracked(|d| {
        let key = shared::profile::WORDS.iter().map(|w| w.0).find(|k| *k == action)?;
        Some(d.word(key))
    });
    word.unwrap_or_else(|| capital(&action.replace('-', " ")))
}

/// `rules: + Name`, `rules: ↕`: what happened to a list that the team shares. The name is somebody's own words.
fn of_list(data: &TeamData, detail: &str) -> Option<String> {
    let (list, what) = detail.split_once(": ")?;
    let def = data.policy.profile().lists.get(list)?;
    Some([def.plural.as_str(), ": ", if what == "↕" { t(W::NewOrder) } else { what }].concat())
}

/// What the log says shortly with ids (`agent → admin`, `+ mentor`, `crm on`), in the product's words.
fn told(data: &TeamData, detail: &str) -> String {
    let profile = data.policy.profile();
    let name = |id: &str| {
        let grant = profile.grants.get(id).map(|g| &g.label);
        let label = grant.or_else(|| profile.fields.get(id).map(|f| &f.label));
        let label = label.or_else(|| profile.settings.get(id).map(|s| &s.label));
        label.cloned().or_else(|| log(id)).unwrap_or_else(|| data.label(id))
    };
    let state = |text: &str| match text.rsplit_once(' ') {
        Some((id, on @ ("on" | "off"))) => {
            [name(id).as_str(), ": ", &log(on).unwrap_or_else(|| on.to_owned())].concat()
        }
        _ => name(text),
    };
    let signed = |text: &str| match text.split_once(' ') {
        Some((sign @ ("+" | "−"), id)) => [sign, " ", &name(id)].concat(),
        _ => state(text),
    };
    let moved = |text: &str| text.split(" → ").map(signed).collect::<Vec<_>>().join(" → ");
    // A detail of the team, from one value to another (JY14).
    let whole = |text: &str| match text
        .split_once(": ")
        .and_then(|(id, values)| Some((profile.team_fields.get(id)?, values)))
    {
        Some((def, values)) => {
            let values = values.split(" → ").map(say).collect::<Vec<_>>().join(" → ");
            [def.label.as_str(), ": ", &values].concat()
        }
        None => moved(text),
    };
    detail.split("; ").map(whole).collect::<Vec<_>>().join("; ")
}
