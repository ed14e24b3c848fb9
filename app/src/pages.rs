//! Which page of a team stands at which route: for the full app and the widget alike.

use crate::features::links::{Links, Place as To};
use crate::features::{
    account::Account, audit::Audit, automations::AutomationsPage, billing::BillingPage,
    departures::DeparturesPage, integrations::IntegrationsPage, lists::ListPage, members::Members,
    resources::ResourcesPage, reviews::ReviewsPage, roles::Roles, settings::Settings, units::UnitsPage,
    work::Import, work::Work,
};
use crate::nav::{Nav, Route};
use crate::state::Team;
use crate::ui::dom::focus_heading;
use crate::view::prelude::*;
use shared::policy::Command;

/// The page of a team, for the route that is open. `password`: has this account one of its own?
pub fn team_page(nav: Nav, team: Team, inviting: RwSignal<bool>, password: Callback<(), bool>) -> AnyView {
    // Details open beside the list: the list stays.
    let page = Memo::new(move |_| match nav.route.get() {
        Route::Member { team, .. } => Route::Members { team }.path(),
        // The same list, whoever's items it shows.
        Route::Work { team, kind, .. } | Route::WorkItem { team, kind, .. } => {
            Route::Work { team, kind, of: None }.path()
        }
        r => r.path(),
    });
    let open =
        Signal::derive(
            move || if let Route::Member { member, .. } = nav.route.get() { Some(member) } else { None },
        );
    let on_open = Callback::new(move |member: Option<String>| {
        let team = team.id();
        let to = match member {
            Some(member) => Route::Member { team, member },
            None => Route::Members { team },
        };
        if nav.route.with_untracked(|r| *r != to) {
            nav.go(to);
        }
    });
    // Who may not see the list lands on their own profile instead of a closed door.
    let sees = team.data.with_untracked(|d| d.judge(Command::ViewMembers, None)).is_free();
    if !sees && matches!(nav.route.get_untracked(), Route::Members { .. } | Route::Invitations { .. }) {
        nav.replace(Route::Me { team: team.id() });
    }
    let first = StoredValue::new(true);
    (move || {
        let route = page.with(|path| Route::parse(path));
        if !first.get_value() {
            focus_heading();
        }
        first.set_value(false);
        // What a page reads while it is drawn must not draw it anew: what is typed in it would go.
        untrack(|| match route {
            Route::Roles { .. } => view! { <Roles team=team/> }.into_any(),
            Route::Audit { .. } => view! { <Audit team=team/> }.into_any(),
            Route::Settings { .. } => view! { <Settings team=team/> }.into_any(),
            Route::Me { .. } => {
                view! { <Account team=team password=password.run(())/> }.into_any()
            }
            Route::Work { kind, .. } => work_page(nav, team, kind),
            Route::Import { kind, .. } => view! { <Import team=team links=links(nav, team) kind=kind/> },
            Route::Automations { .. } => view! { <AutomationsPage team=team/> },
            Route::Integrations { .. } => view! { <IntegrationsPage team=team/> },
            Route::Departures { .. } => view! { <DeparturesPage team=team links=links(nav, team)/> },
            Route::Resources { .. } => view! { <ResourcesPage team=team/> },
            Route::Billing { .. } => view! { <BillingPage team=team/> },
            Route::Reviews { review, .. } => view! { <ReviewsPage team=team links=links(nav, team) review=review/> },
            Route::Units { .. } => view! { <UnitsPage team=team/> },
            Route::List { list, .. } => view! { <ListPage team=team id=list/> },
            Route::Invitations { .. } => view! { <Members team=team status="pending" open=open on_open=on_open inviting=inviting links=links(nav, team)/> }.into_any(),
            _ => view! { <Members team=team open=open on_open=on_open inviting=inviting links=links(nav, team)/> }.into_any(),
        })
    })
    .into_any()
}

/// The list of a kind of work, with the item that is open.
fn work_page(nav: Nav, team: Team, kind: String) -> AnyView {
    let open =
        Signal::derive(
            move || if let Route::WorkItem { item, .. } = nav.route.get() { Some(item) } else { None },
        );
    // An item's own address does not say how the list behind it is narrowed.
    let of = Memo::new(move |before: Option<&String>| match nav.route.get() {
        Route::Work { of, .. } => of.unwrap_or_default(),
        _ => before.cloned().unwrap_or_default(),
    });
    let name = kind.clone();
    let list = Callback::new(move |of: String| Route::Work {
        team: team.id(),
        kind: name.clone(),
        of: Some(of).filter(|o| !o.is_empty()),
    });
    let go = move |to: Route| {
        if nav.route.with_untracked(|r| *r != to) {
            nav.go(to);
        }
    };
    let name = kind.clone();
    let on_open = Callback::new(move |item: Option<String>| match item {
        Some(item) => go(Route::WorkItem { team: team.id(), kind: name.clone(), item }),
        None => go(list.run(of.get_untracked())),
    });
    let on_of = Callback::new(move |of: String| go(list.run(of)));
    view! { <Work team=team links=links(nav, team) kind=kind of=Signal::derive(move || of.get()) on_of=on_of open=open on_open=on_open/> }
}

/// Where the features' links lead.
pub fn links(nav: Nav, team: Team) -> Links {
    let team = team.id();
    let route = move |to: To| {
        let team = team.clone();
        match to {
            To::Item { kind, id } => Route::WorkItem { team, kind, item: id },
            To::Work { kind, assignee } => Route::Work { team, kind, of: assignee },
            To::Import { kind } => Route::Import { team, kind },
            To::Me => Route::Me { team },
            To::Departures => Route::Departures { team },
            To::Reviews => Route::Reviews { team, review: None },
            To::Review { id } => Route::Reviews { team, review: Some(id) },
        }
    };
    let path = route.clone();
    Links::new(Callback::new(move |to: To| path(to).href()), Callback::new(move |to: To| nav.go(route(to))))
}

/// The list of the first kind of work that this person sees.
pub fn first_work(team: Team) -> Option<Route> {
    let data = team.data.get_untracked();
    let seen = data.policy.kinds().find(|kind| data.judge(Command::ViewWork { kind: *kind }, None).is_free());
    let (kind, _) = data.policy.kind_def(seen?)?;
    Some(Route::Work { team: data.id.clone(), kind: kind.to_owned(), of: None })
}
