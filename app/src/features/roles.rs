//! Who may do what: generated from the rules that both sides enforce, never written by hand.

use super::who_can::may_ask;
use crate::state::{Team, TeamData};
use crate::ui::{Icon, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, list, t};
use shared::policy::{Authority, GrantId, PermissionId, Set, Status, Subject};

/// A column of the table: a main role, an addition with the role that it needs, or a standing.
fn columns(data: &TeamData) -> Vec<(String, String, Authority)> {
    let policy = data.policy;
    let p = policy.profile();
    let who = |role, additions, standing| Subject {
        role,
        additions,
        grants: Set::EMPTY,
        standing,
        status: Status::Active,
        expires_at: None,
    };
    let mut all = Vec::new();
    for (role, (_, def)) in policy.roles().zip(p.roles.iter()) {
        all.push((
            def.label.clone(),
            def.about.clone(),
            policy.authority(&who(role, Set::EMPTY, Set::EMPTY), data.enterprise),
        ));
    }
    for (at, (_, def)) in p.additions.iter().enumerate() {
        if let Some(role) = policy.role(&def.needs) {
            let set = Set::of(u8::try_from(at).unwrap_or(u8::MAX));
            let label = [data.label(&def.needs).as_str(), " + ", &def.label].concat();
            all.push((
                label,
                def.about.clone(),
                policy.authority(&who(role, set, Set::EMPTY), data.enterprise),
            ));
        }
    }
    for (at, (_, def)) in p.standing.iter().enumerate() {
        let set = Set::of(u8::try_from(at).unwrap_or(u8::MAX));
        all.push((
            def.label.clone(),
            def.about.clone(),
            policy.authority(&who(policy.default_role(), Set::EMPTY, set), data.enterprise),
        ));
    }
    all
}

/// A switch that gives the permission to somebody who lacks it.
fn by_switch(data: &TeamData, permission: PermissionId, role: usize) -> bool {
    let p = data.policy.profile();
    let Some(role) = data.policy.roles().nth(role) else { return false };
    let Some(name) = data.policy.permission_names().get(usize::from(permission.0)) else { return false };
    p.grants.iter().enumerate().any(|(at, (_, def))| {
        let grant = GrantId(u8::try_from(at).unwrap_or(u8::MAX));
        def.permissions.contains(name) && data.policy.grant_shows(grant, role)
    })
}

#[component(part = pages)]
pub fn Roles(team: Team) -> AnyView {
    move || {
        let data = team.data.get();
        let data = &*data;
        let p = data.policy.profile();
        let cols = columns(data);
        let heads: Vec<_> =
            cols.iter().map(|(label, _, _)| view! { <th scope="col">{label.clone()}</th> }).collect();
        let mut rows = Vec::new();
        for (id, def) in p.permissions.iter() {
            let Some(permission) = data.policy.permission(id) else { continue };
            let cells: Vec<_> = cols
                .iter()
                .enumerate()
                .map(|(at, (_, _, a))| {
                    let yes = a.may(permission) || a.unit_permissions.has(permission.0);
                    cell(yes, !yes && by_switch(data, permission, at))
                })
                .collect();
            let ask = may_ask(team).then(|| {
                let name = [t(W::WhoCan), " ", &def.label].concat();
                // Without words of its own: the row says what the product's document says (JT5).
                view! { <button type="button" class="who-can-do" data-who=["use:", id].concat() aria-label=name title=t(W::WhoCan)>{icon(Icon::People)}</button> }
            });
            rows.push(view! { <tr data-permission=id.to_owned()><th scope="row">{def.label.clone()}{ask}</th>{cells}</tr> });
        }
        let names = |set: Set| -> String {
            let all: Vec<String> = data
                .policy
                .roles()
                .filter(|r| set.has(r.0))
                .map(|r| data.label(data.policy.role_name(r)))
                .collect();
            if all.is_empty() { t(W::NobodyWord).to_owned() } else { list(&all) }
        };
        let assign: Vec<_> = cols.iter().map(|(label, about, a)| {
            let invites = names(a.invites);
            view! { <tr><th scope="row">{label.clone()}<p class="dim small about">{about.clone()}</p></th><td>{names(a.assigns)}</td><td>{invites}</td></tr> }
        }).collect();
        let guard = (!p.guards.keep_one.is_empty()).then(|| {
            let roles = list(&p.guards.keep_one.iter().map(|id| data.label(id)).collect::<Vec<_>>());
            view! { <p class="note info">{icon(Icon::Shield)}<span>{fill(W::GuardNote, &[("roles", &roles)])}</span></p> }
        });
        view! {
            <main class="page" id="main">
                <div class="page-head"><div><h1 tabindex="-1">{t(W::RolesPage)}</h1><p>{t(W::RolesLead)}</p></div></div>
                <div class="stack roles">
                    {guard}
                    <div class="scroll-x" tabindex="0" role="region" aria-label=t(W::RolesPage)><table class="matrix" id="permissions">
                        <thead><tr><th scope="col">{t(W::Permission)}</th>{heads}</tr></thead><tbody>{rows}</tbody>
                    </table></div>
                    <div><h2>{t(W::WhoAssigns)}</h2><p class="dim">{t(W::WhoAssignsLead)}</p></div>
                    <div class="scroll-x" tabindex="0" role="region" aria-label=t(W::WhoAssigns)><table class="matrix" id="assigns">
                        <thead><tr><th scope="col">{t(W::HolderOf)}</th><th scope="col">{t(W::MayAssign)}</th><th scope="col">{t(W::MayInvite)}</th></tr></thead><tbody>{assign}</tbody>
                    </table></div>
                </div>
            </main>
        }
    }
}

fn cell(yes: bool, switch: bool) -> AnyView {
    let (class, glyph, text) = match (yes, switch) {
        (true, _) => ("mark yes", Icon::Check, W::Yes),
        (_, true) => ("mark", Icon::Key, W::BySwitch),
        _ => ("mark no", Icon::Dash, W::No),
    };
    view! { <td><span class=class>{icon(glyph)}{t(text)}</span></td> }.into_any()
}
