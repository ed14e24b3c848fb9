//! Which page of a team stands at which route: for the full app and the widget alike.

use crate::features::links::{Links, Place as To};
use crate::features::{
    account::Account, audit::Audit, automations::AutomationsPage, billing::BillingPage,
    departures::DeparturesPage, integrations::IntegrationsPage, lists::ListPage, members::Members,
    resources::ResourcesPage, reviews::ReviewsPage, roles::Roles, settings::Settings, units::UnitsPage,
    work::Import, work::Work,
};
use crate::nav::{Nav, Page, Route};
use crate::state::Team;
use crate::ui::dom::focus_heading;
use crate::view::prelude::*;
use shared::policy::Command;

/// The page of a team, for the route that is open. `password`: has this account one of its own?
pub fn team_page(nav: Nav, team: Team, inviting: RwSignal<bool>, password: Callback<(), bool>) -> AnyView {
    // Details open beside the list: the list stays.
    let page = Memo::new(move |_| {
        let here = nav.route.get();
        let list = match here.page {
            Page::Member => Route::to(Page::Members, here.team),
            // The same list, whoever's items it shows.
            _ if here.is_work() => Route::work(here.team, here.of, String::new()),
            _ => here,
        };
        list.path()
    });
    let open = Signal::derive(move || Some(nav.route.get()).filter(|r| r.is(Page::Member)).map(|r| r.of));
    let on_open = Callback::new(move |member: Option<String>| {
        let team = team.id();
        let to = match member {
            Some(member) => Route::to(Page::Member, team).of(member),
            None => Route::to(Page::Members, team),
        };
        if nav.route.with_untracked(|r| *r != to) {
            nav.go(to);
        }
    });
    // Who may not see the list lands on their own profile instead of a closed door.
    let sees = team.data.with_untracked(|d| d.judge(Command::ViewMembers, None)).is_free();
    if !sees && matches!(nav.route.get_untracked().page, Page::Members | Page::Invitations) {
        nav.replace(Route::to(Page::Me, team.id()));
    }
    let first = StoredValue::new(true);
    (move || {
        let route = page.with(|path| Route::parse(path));
        if !first.get_value() {
            focus_heading();
        }
        first.set_value(false);
        // What a page reads while it is drawn must not draw it anew: what is typed in it would go.
        untrack(|| match route.page {
            Page::Roles => view! { <Roles team=team/> }.into_any(),
            Page::Audit => view! { <Audit team=team/> }.into_any(),
            Page::Settings => view! { <Settings team=team/> }.into_any(),
            Page::Me => {
                view! { <Account team=team password=password.run(())/> }.into_any()
            }
            Page::Work => work_page(nav, team, route.of),
            Page::Import => view! { <Import team=team links=links(nav, team) kind=route.of/> },
            Page::Automations => view! { <AutomationsPage team=team/> },
            Page::Integrations => view! { <IntegrationsPage team=team/> },
            Page::Departures => view! { <DeparturesPage team=team links=links(nav, team)/> },
            Page::Resources => view! { <ResourcesPage team=team/> },
            Page::Billing => view! { <BillingPage team=team/> },
            Page::Reviews => view! { <ReviewsPage team=team links=links(nav, team) review=None/> },
            Page::Review => view! { <ReviewsPage team=team links=links(nav, team) review=Some(route.of)/> },
            Page::Units => view! { <UnitsPage team=team/> },
            Page::List => view! { <ListPage team=team id=route.of/> },
            Page::Invitations => view! { <Members team=team status="pending" open=open on_open=on_open inviting=inviting links=links(nav, team)/> }.into_any(),
            _ => view! { <Members team=team open=open on_open=on_open inviting=inviting links=links(nav, team)/> }.into_any(),
        })
    })
    .into_any()
}

/// The list of a kind of work, with the item that is open.
fn work_page(nav: Nav, team: Team, kind: String) -> AnyView {
    let open = Signal::derive(move || Some(nav.route.get()).filter(|r| r.is(Page::WorkItem)).map(|r| r.item));
    // An item's own address does not say how the list behind it is narrowed.
    let of = Memo::new(move |before: Option<&String>| {
        let here = nav.route.get();
        if matches!(here.page, Page::Work | Page::WorkOf) {
            here.item
        } else {
            before.cloned().unwrap_or_default()
        }
    });
    let name = kind.clone();
    let list = Callback::new(move |of: String| Route::work(team.id(), name.clone(), of));
    let go = move |to: Route| {
        if nav.route.with_untracked(|r| *r != to) {
            nav.go(to);
        }
    };
    let name = kind.clone();
    let on_open = Callback::new(move |item: Option<String>| match item {
        Some(item) => go(Route::item(team.id(), name.clone(), item)),
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
            To::Item { kind, id } => Route::item(team, kind, id),
            To::Work { kind, assignee } => Route::work(team, kind, assignee.unwrap_or_default()),
            To::Import { kind } => Route::to(Page::Import, team).of(kind),
            To::Me => Route::to(Page::Me, team),
            To::Departures => Route::to(Page::Departures, team),
            To::Reviews => Route::to(Page::Reviews, team),
            To::Review { id } => Route::to(Page::Review, team).of(id),
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
    Some(Route::work(data.id.clone(), kind.to_owned(), String::new()))
}
