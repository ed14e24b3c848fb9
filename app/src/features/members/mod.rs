//! Team members: the list with everything that can be done from it.

mod banner;
mod bulk;
mod confirm;
mod desk;
mod details;
mod draft;
mod grid;
mod invite;
mod lapse;
mod leave;
mod menu;
mod parts;
mod place;
mod row;
mod seats;
mod store;
mod transfer;

use crate::features::action::ActionButton;
use crate::features::links::Links;
use crate::state::Team;
use crate::ui::{Empty, FilterChip, Icon, SearchBox, SeatMeter};
use crate::words::{W, digits, fill, t};
pub use confirm::Questions;
pub use desk::{Ask, Desk};
pub use details::Details;
pub use menu::{delete_command, edit_verdict, role_verdict};
pub use parts::{profile_field, put};
pub use store::Store;

use crate::view::prelude::*;
use shared::policy::Command;

/// Not tracked, like the words: the page is drawn anew when it changes. The profile deletes many rows at once and this viewer may delete at all (ST9).
pub fn delete_many_allowed(team: Team) -> bool {
    team.data.with_untracked(|d| {
        let Some(me) = d.my_subject() else { return false };
        let many = d.policy.profile().delete.as_ref().is_some_and(|x| x.many);
        let needs = shared::policy::Action::Delete.permission();
        let reach = d.policy.authority(&me, d.enterprise);
        many && needs.is_some_and(|p| reach.may(p) || reach.unit_permissions.has(p.0))
    })
}

/// * `status`: whom the list begins with; everybody without one.
/// * `open`: the member whose details are shown; `on_open` asks to show others or none.
/// * `inviting`: true opens the invite form at once (from the command palette).
#[component]
pub fn Members(
    team: Team,
    #[prop(optional)] status: Option<&'static str>,
    #[prop(into)] open: Signal<Option<String>>,
    on_open: Callback<Option<String>>,
    inviting: RwSignal<bool>,
    links: Links,
) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(Command::ViewMembers, None)).is_free() {
        return view! {
            <main class="page" id="main"><h1 class="sr">{team.word("members")}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main>
        }
        .into_any();
    }
    let desk = Desk {
        team,
        store: Store::new(team, status),
        ask: RwSignal::new(None),
        picked: RwSignal::new(Vec::new()),
        busy: RwSignal::new(Vec::new()),
        open: on_open,
        links,
    };
    later(move || {
        if inviting.get() {
            inviting.set(false);
            if team.data.with_untracked(|d| d.judge_invite()).is_free() {
                desk.ask.set(Some(Ask::Invite));
            }
        }
    });
    let invite_verdict = Callback::new(move |()| team.data.with(|d| d.judge_invite()));
    let invite_command = team.data.with_untracked(|d| Command::Invite {
        role: d.policy.default_role(),
        people: 1,
        known: false,
    });
    let at_start = team.word("invite-place") == "start";
    // Its code is on the way before the press.
    let soon = || invite::InviteProps::prefetch();
    let invite = move || {
        view! {
            <span class="held" on:mouseenter=move |_| soon() on:focusin=move |_| soon()><ActionButton team=team command=invite_command verdict=invite_verdict label=Signal::derive(move || team.word("invite")) kind="primary" glyph=Icon::Plus
                on_press=Callback::new(move |()| desk.ask.set(Some(Ask::Invite)))/></span>
        }
    };
    // What is drawn for these is fetched with them.
    let (ticked, asked) = (
        Memo::new(move |_| desk.picked.with(|p| !p.is_empty())),
        Memo::new(move |_| desk.ask.with(Option::is_some)),
    );
    let details = move || open.get().map(|id| view! { <details::Details desk=desk id=id/> });
    view! {
        <main class="page" id="main">
            <div class="page-head">
                <div>
                    <h1 tabindex="-1">{move || team.word("members")}</h1>
                    <p>{move || team.word("members-intro")}</p>
                    {move || seats(team)}
                    {at_start.then(|| view! { <div class="row first-act">{invite()}</div> })}
                </div>
                {(!at_start).then(invite)}
            </div>
            {banner::banner(team, links)}
            <Tools desk=desk/>
            <SectionHead desk=desk/>
            <grid::Grid desk=desk/>
            {move || ticked.get().then(|| view! { <bulk::Bulk desk=desk/> })}
            {move || asked.get().then(|| view! { <Questions desk=desk/> })}
            {details}
        </main>
    }
    .into_any()
}

/// Search, filters, seats.
#[component]
fn Tools(desk: Desk) -> AnyView {
    let (team, narrow) = (desk.team, desk.store.narrow);
    let text = RwSignal::new(String::new());
    later(move || {
        let q = text.get();
        if narrow.with_untracked(|n| n.q != q) {
            narrow.update(|n| n.q = q);
        }
    });
    // Cleared from elsewhere (the empty state's button).
    later(move || {
        let q = narrow.with(|n| n.q.clone());
        if text.with_untracked(|t| *t != q) {
            text.set(q);
        }
    });
    let chip = move |label: String, status: Option<&'static str>, n: fn(&shared::roster::Counts) -> u32| {
        view! {
            <FilterChip label=label count=Live::from(move || Some(team.data.with(|d| n(&d.counts)))) on=Signal::derive(move || narrow.with(|x| x.status == status))
                on_press=Callback::new(move |()| {
                    narrow.update(|x| x.status = status);
                    desk.picked.set(Vec::new());
                })/>
        }
    };
    let roles: Vec<(String, String)> = team.data.with_untracked(|d| {
        d.policy.profile().roles.iter().map(|(id, r)| (id.to_owned(), r.label.clone())).collect()
    });
    let role_filter = view! {
        <select class="input role-filter" aria-label=team.word("role") prop:value=move || narrow.with(|n| n.role.clone().unwrap_or_default())
            on:change=move |e| { let v = event_target_value(&e); narrow.update(|n| n.role = (!v.is_empty()).then_some(v)) }>
            <option value="">{t(W::AnyRole)}</option>
            {roles.into_iter().map(|(id, label)| view! { <option value=id>{label}</option> }).collect::<Vec<_>>()}
        </select>
    };
    view! {
        <div class="tools">
            <SearchBox label=t(W::SearchMembers) value=text key_hint="/"/>
            <div class="filters" role="group" aria-label=t(W::Status)>
                {chip(t(W::All).into(), None, |c| c.active + c.pending + c.deactivated)}
                {chip(t(W::Active).into(), Some("active"), |c| c.active)}
                {chip(t(W::Pending).into(), Some("pending"), |c| c.pending)}
                {chip(team.word("former"), Some("deactivated"), |c| c.deactivated)}
            </div>
            {role_filter}
        </div>
    }
}

/// A meter per kind of seat; where seats are only counted, the number.
fn seats(team: Team) -> AnyView {
    let data = team.data.get();
    let meter = |(id, def): (&str, &shared::profile::SeatDef)| {
        let seat = data.counts.seats.get(id).copied().unwrap_or_default();
        let used = seat.used + seat.pending;
        match seat.limit {
            Some(limit) => {
                let text = fill(W::SeatsOf, &[("used", &digits(used)), ("limit", &digits(limit)), ("seats", &def.label)]);
                view! { <SeatMeter used=seat.used coming=seat.pending limit=limit text=text/> }.into_any()
            }
            None => view! { <span class="seats">{fill(W::SeatsCount, &[("used", &digits(used)), ("seats", &def.label)])}</span> }.into_any(),
        }
    };
    let all: Vec<AnyView> = data.policy.profile().seats.iter().map(meter).collect();
    all.into_any()
}

/// Pending and former have a heading of their own, and what one should know there.
#[component]
fn SectionHead(desk: Desk) -> AnyView {
    let team = desk.team;
    move || {
        match desk.store.narrow.with(|n| n.status) {
        Some("pending") => view! { <div class="section-head"><h2>{t(W::PendingTitle)}</h2><p class="dim small">{team.word("mail-hint")}</p></div> }.into_any(),
        Some("deactivated") => view! { <div class="section-head"><h2>{team.word("former")}</h2></div> }.into_any(),
        _ => ().into_any(),
    }
    }
}
