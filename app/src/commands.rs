//! What the command palette offers.

use crate::api;
use crate::features::kinds::kind_icon;
use crate::nav::{Nav, Page, Route};
use crate::places::{places, work_places};
use crate::state::{App, Team, Who};
use crate::ui::Icon;
use crate::ui::palette::{Command as PaletteCommand, Palette};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::{MemberQuery, MemberView, SuggestQuery, WorkRef};
use shared::policy::Command;
use shared::profile::WorkDef;
use wasm_bindgen_futures::spawn_local;

/// What was found while one types: where it leads, what it is called, and what stands beside that.
#[derive(Clone)]
struct Found {
    glyph: Icon,
    label: String,
    note: String,
    to: Route,
}

/// People by name or address, where the viewer sees them.
async fn people(team: Team, q: String) -> Vec<Found> {
    if !team.data.with_untracked(|d| d.judge(Command::ViewMembers, None)).is_free() {
        return Vec::new();
    }
    let q = MemberQuery { q: Some(q), limit: Some(12), ..MemberQuery::default() };
    let page = api::members(&team.id(), &q).await;
    let found = |m: MemberView| Found {
        glyph: Icon::Person,
        label: m.name,
        note: m.email,
        to: Route::to(Page::Member, team.id()).of(m.id),
    };
    page.map(|p| p.items.into_iter().map(found).collect()).unwrap_or_default()
}

/// Items of work of all kinds that the viewer sees.
async fn work(team: Team, q: String) -> Vec<Found> {
    if work_places(team).is_empty() {
        return Vec::new();
    }
    let answer = api::suggest_work(&team.id(), &SuggestQuery { q, kind: None, limit: Some(12) }).await;
    let known = |kind: &str| {
        let def = |k: &WorkDef| (kind_icon(k.icon), k.label.clone());
        team.data
            .with_untracked(|d| d.policy.profile().work.get(kind).map(def))
            .unwrap_or((Icon::Card, String::new()))
    };
    let found = |w: WorkRef| {
        let (glyph, note) = known(&w.kind);
        Found { glyph, label: w.title, note, to: Route::item(team.id(), w.kind, w.id) }
    };
    answer.map(|s| s.items.into_iter().map(found).collect()).unwrap_or_default()
}

/// What the palette offers: pages, the invite form, teams, and people and work found by the server while one types.
#[component(part = palette)]
pub fn Commands(app: App, nav: Nav, inviting: RwSignal<bool>, on_close: Callback<()>) -> AnyView {
    let found = RwSignal::new(Vec::<Found>::new());
    let turn = StoredValue::new(0_u32);
    let typed = Callback::new(move |text: String| {
        let Some(team) = app.team.get_untracked() else { return };
        let mine = turn
            .try_update_value(|t| {
                *t += 1;
                *t
            })
            .unwrap_or_default();
        let now = move || turn.try_get_value() == Some(mine);
        set_timeout(
            move || {
                if !now() || text.trim().is_empty() {
                    return;
                }
                spawn_local(async move {
                    let mut all = people(team, text.clone()).await;
                    if now() {
                        found.set(all.clone());
                    }
                    all.extend(work(team, text).await);
                    if now() {
                        found.set(all);
                    }
                });
            },
            140,
        );
    });
    let commands = Live::from(move || {
        let Some(team) = app.team.get() else { return Vec::new() };
        let mut all = Vec::new();
        for p in places(team).into_iter().chain(work_places(team)) {
            let route = p.route;
            all.push(PaletteCommand {
                glyph: p.glyph,
                label: p.label,
                note: String::new(),
                act: Callback::new(move |()| nav.go(route.clone())),
            });
        }
        let id = team.id();
        let me = Route::to(Page::Me, id.clone());
        all.push(PaletteCommand {
            glyph: Icon::Person,
            label: t(W::YourProfile).into(),
            note: String::new(),
            act: Callback::new(move |()| nav.go(me.clone())),
        });
        if team.data.with(|d| d.judge_invite()).is_free() {
            let to = Route::to(Page::Members, id.clone());
            let act = Callback::new(move |()| {
                nav.go(to.clone());
                inviting.set(true);
            });
            all.push(PaletteCommand {
                glyph: Icon::Plus,
                label: team.word("invite"),
                note: String::new(),
                act,
            });
        }
        // As another: their other teams are not known.
        let as_another = team.data.with(|d| d.as_another);
        if let (Who::Somebody(s), false) = (app.who.get(), as_another) {
            for m in s.teams.iter().filter(|m| m.team != id) {
                let to = Route::to(Page::Members, m.team.clone());
                all.push(PaletteCommand {
                    glyph: Icon::Swap,
                    label: m.name.clone(),
                    note: t(W::SwitchTeam).into(),
                    act: Callback::new(move |()| nav.go(to.clone())),
                });
            }
        }
        for Found { glyph, label, note, to } in found.get() {
            let act = Callback::new(move |()| nav.go(to.clone()));
            all.push(PaletteCommand { glyph, label, note, act });
        }
        all.push(PaletteCommand {
            glyph: Icon::Out,
            label: t(W::SignOut).into(),
            note: String::new(),
            act: Callback::new(move |()| app.sign_out()),
        });
        all
    });
    view! { <Palette commands=commands typed=typed on_close=on_close/> }
}
