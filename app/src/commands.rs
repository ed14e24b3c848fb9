//! What the command palette offers.

use crate::api;
use crate::frame::places;
use crate::nav::{Nav, Route};
use crate::state::{App, Who};
use crate::ui::Icon;
use crate::ui::palette::{Command as PaletteCommand, Palette};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::MemberQuery;
use shared::policy::Command;
use wasm_bindgen_futures::spawn_local;

/// What the palette offers: pages, the invite form, teams, and people found by the server while one types.
#[component(part = palette)]
pub fn Commands(app: App, nav: Nav, inviting: RwSignal<bool>, on_close: Callback<()>) -> AnyView {
    let people = RwSignal::new(Vec::<(String, String, String)>::new());
    let turn = StoredValue::new(0_u32);
    let typed = Callback::new(move |text: String| {
        let Some(team) = app.team.get_untracked() else { return };
        if !team.data.with_untracked(|d| d.judge(Command::ViewMembers, None)).is_free() {
            return;
        }
        let mine = turn
            .try_update_value(|t| {
                *t += 1;
                *t
            })
            .unwrap_or_default();
        set_timeout(
            move || {
                if turn.try_get_value() != Some(mine) || text.trim().is_empty() {
                    return;
                }
                spawn_local(async move {
                    let q = MemberQuery { q: Some(text), limit: Some(12), ..MemberQuery::default() };
                    if let Ok(page) = api::members(&team.id(), &q).await
                        && turn.try_get_value() == Some(mine)
                    {
                        people.set(page.items.into_iter().map(|m| (m.id, m.name, m.email)).collect());
                    }
                });
            },
            140,
        );
    });
    let commands = Live::from(move || {
        let Some(team) = app.team.get() else { return Vec::new() };
        let mut all = Vec::new();
        for p in places(team) {
            let route = p.route;
            all.push(PaletteCommand {
                glyph: p.glyph,
                label: p.label,
                note: String::new(),
                act: Callback::new(move |()| nav.go(route.clone())),
            });
        }
        let id = team.id();
        let me = Route::Me { team: id.clone() };
        all.push(PaletteCommand {
            glyph: Icon::Person,
            label: t(W::YourProfile).into(),
            note: String::new(),
            act: Callback::new(move |()| nav.go(me.clone())),
        });
        if team.data.with(|d| d.judge_invite()).is_free() {
            let to = Route::Members { team: id.clone() };
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
        if let Who::Somebody(s) = app.who.get() {
            for m in s.teams.iter().filter(|m| m.team != id) {
                let to = Route::Members { team: m.team.clone() };
                all.push(PaletteCommand {
                    glyph: Icon::Swap,
                    label: m.name.clone(),
                    note: t(W::SwitchTeam).into(),
                    act: Callback::new(move |()| nav.go(to.clone())),
                });
            }
        }
        for (member, name, email) in people.get() {
            let to = Route::Member { team: id.clone(), member };
            all.push(PaletteCommand {
                glyph: Icon::Person,
                label: name,
                note: email,
                act: Callback::new(move |()| nav.go(to.clone())),
            });
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
