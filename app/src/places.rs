//! Which pages this person may see, and where each of them is: the sidebar and the palette.

use crate::features::kinds::kind_icon;
use crate::nav::{Page, Route};
use crate::state::Team;
use crate::ui::Icon;
use crate::words::{W, t};
use shared::policy::{Action, Command};

/// A page and how the sidebar shows it.
pub struct Place {
    pub route: Route,
    pub glyph: Icon,
    pub label: String,
}

/// The pages about the team that this person may see, in the order of the sidebar.
pub fn places(team: Team) -> Vec<Place> {
    let data = team.data.get();
    let data = &*data;
    let profile = data.policy.profile();
    let free = |c| data.judge(c, None).is_free();
    let (members, shared) = (free(Command::ViewMembers), free(Command::ManageSharedResources));
    let integrations = free(Command::ManageIntegrations);
    let units = data.policy.has_units(data.enterprise) && (members || free(Command::ManageUnits));
    let resources = profile.resources.is_some() && (shared || data.may(Action::SetAccess));
    let unit_word = profile.units.as_ref().map_or_else(String::new, |u| u.plural.clone());
    let resource_word = profile.resources.as_ref().map_or_else(String::new, |r| r.label.clone());
    let word = |w: W| t(w).to_owned();
    let team = || data.id.clone();
    let all = [
        (members, Route::to(Page::Members, team()), Icon::People, data.word("members")),
        (units, Route::to(Page::Units, team()), Icon::Branch, unit_word),
        (true, Route::to(Page::Roles, team()), Icon::Shield, word(W::RolesPage)),
        (resources, Route::to(Page::Resources, team()), Icon::Layers, resource_word),
        (
            shared && data.policy.routed_kind().is_some(),
            Route::to(Page::Automations, team()),
            Icon::Bolt,
            word(W::Automations),
        ),
        (integrations, Route::to(Page::Integrations, team()), Icon::Plug, word(W::Integrations)),
        (integrations, Route::to(Page::Departures, team()), Icon::Out, word(W::Departures)),
        (free(Command::ReviewAccess), Route::to(Page::Reviews, team()), Icon::Eye, word(W::Reviews)),
        (free(Command::ViewBilling), Route::to(Page::Billing, team()), Icon::Coin, word(W::Billing)),
        (free(Command::ViewAudit), Route::to(Page::Audit, team()), Icon::Log, word(W::AuditPage)),
        (
            free(Command::EditTeamSettings),
            Route::to(Page::Settings, team()),
            Icon::Gear,
            word(W::TeamSettings),
        ),
    ];
    // Everybody reads what the team shares; it stands between what is given out and what runs by itself.
    let lists = profile.lists.iter().map(|(id, def)| Place {
        route: Route::to(Page::List, team()).of(id.to_owned()),
        glyph: if def.ordered { Icon::Task } else { Icon::Note },
        label: def.plural.clone(),
    });
    let seen = all.into_iter().filter(|p| p.0);
    let mut all: Vec<Place> = seen.map(|(_, route, glyph, label)| Place { route, glyph, label }).collect();
    let at = all.iter().position(|p| p.route.is(Page::Roles)).map_or(0, |at| at + 1);
    all.splice(at..at, lists);
    all
}

/// The kinds of work that this person may see, in the product's own words.
pub fn work_places(team: Team) -> Vec<Place> {
    let data = team.data.get();
    let seen =
        data.policy.kinds().filter(|kind| data.judge(Command::ViewWork { kind: *kind }, None).is_free());
    seen.filter_map(|kind| data.policy.kind_def(kind))
        .map(|(id, def)| Place {
            route: Route::work(data.id.clone(), id.to_owned(), String::new()),
            glyph: kind_icon(def.icon),
            label: def.plural.clone(),
        })
        .collect()
}
