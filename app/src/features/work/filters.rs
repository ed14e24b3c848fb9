//! Search, and whose: everybody's, mine, nobody's, or one person's, each with how many (JT10, JT17).

use super::desk::Desk;
use super::store::{ME, NOBODY};
use crate::ui::{Choice, Combo, FilterChip, Icon, SearchBox, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, fold, number, t};
use shared::api::WorkSort;

#[component]
pub fn Filters(desk: Desk) -> AnyView {
    let (kind, narrow, tally) = (desk.kind, desk.store.narrow, desk.store.tally);
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
    let chip = move |label: String, who: &'static str, n: fn(&shared::api::WorkTally) -> u32| {
        view! {
            <FilterChip label=label count=Live::from(move || Some(tally.with(n))) on=Signal::derive(move || narrow.with(|x| x.assignee == who))
                on_press=Callback::new(move |()| desk.narrow_to(who.to_owned()))/>
        }
    };
    let word = kind.team.word("assigned-to");
    view! {
        <div class="tools">
            <SearchBox label=fill(W::SearchWork, &[("kind", &kind.noun(0))]) value=text key_hint="/"/>
            <div class="filters" role="group" aria-label=word>
                {chip(t(W::All).into(), "", |c| c.all)}
                {chip(t(W::MineWord).into(), ME, |c| c.mine)}
                {chip(kind.team.word("unassigned"), NOBODY, |c| c.unassigned)}
            </div>
            {by_person(desk)}
            {by_resource(desk)}
            {order(desk)}
        </div>
    }
}

/// Everybody who has some, by type-ahead, with how many.
fn by_person(desk: Desk) -> AnyView {
    let (kind, narrow) = (desk.kind, desk.store.narrow);
    let (people, tally) = (desk.store.people, desk.store.tally);
    let typed = RwSignal::new(String::new());
    let word = kind.team.word("assigned-to");
    let shown = {
        let team = kind.team;
        move || {
            let who = narrow.with(|n| n.assignee.clone());
            match who.as_str() {
                "" => t(W::AnyAssignee).to_owned(),
                ME => t(W::MineWord).to_owned(),
                NOBODY => team.word("unassigned"),
                id => people
                    .with(|p| p.iter().find(|p| p.person.id == id).map(|p| p.person.name.clone()))
                    // Somebody who has none of these.
                    .unwrap_or_else(|| t(W::SomePerson).to_owned()),
            }
        }
    };
    let choices = Live::from(move || {
        let words: Vec<String> = typed.with(|t| fold(t).split_whitespace().map(String::from).collect());
        let fits = |name: &str| {
            let name = fold(name);
            words.iter().all(|w| name.split_whitespace().any(|n| n.starts_with(w.as_str())))
        };
        let counts = tally.get();
        let fixed = [
            (String::new(), t(W::AnyAssignee).to_owned(), counts.all),
            (ME.to_owned(), t(W::MineWord).to_owned(), counts.mine),
            (NOBODY.to_owned(), kind.team.word("unassigned"), counts.unassigned),
        ];
        let mut all: Vec<Choice> = fixed
            .into_iter()
            .filter(|f| fits(&f.1))
            .map(|(value, label, n)| Choice {
                value,
                label,
                glyph: Some(Icon::Person),
                end: number(n),
                ..Choice::default()
            })
            .collect();
        // I stand above, as "Me", unless my name is typed.
        let me = kind.team.data.with(|d| d.me.id.clone());
        let twice = |id: &str| words.is_empty() && id == me;
        let others = people.get().into_iter().filter(|p| fits(&p.person.name) && !twice(&p.person.id));
        all.extend(others.map(|p| Choice {
            value: p.person.id.clone(),
            label: p.person.name,
            tint: p.person.id,
            end: number(p.n),
            ..Choice::default()
        }));
        all
    });
    view! {
        <Combo name=t(W::FilterBy).to_string() said=true class="input role-filter whose" ask=t(W::FindPerson) choices=choices typed=Callback::new(move |s| typed.set(s))
            chosen=Signal::derive(move || narrow.with(|n| n.assignee.clone())) on_pick=Callback::new(move |who| desk.narrow_to(who))>
            <span class="dim">{word}</span><span class="clip"><bdi>{shown}</bdi></span>{icon(Icon::Down)}
        </Combo>
    }
}

/// By the resource that it belongs to, where the viewer knows of several (VA4).
fn by_resource(desk: Desk) -> AnyView {
    let (kind, narrow) = (desk.kind, desk.store.narrow);
    let data = kind.team.data.get_untracked();
    let Some(def) = data.policy.profile().resources.clone().filter(|_| kind.has_resource()) else {
        return ().into_any();
    };
    if data.resources.len() < 2 {
        return ().into_any();
    }
    let options: Vec<_> = data
        .resources
        .iter()
        .map(|r| view! { <option value=r.id.clone()>{r.name.clone()}</option> })
        .collect();
    view! {
        <select class="input role-filter" aria-label=def.label.clone() prop:value=move || narrow.with(|n| n.resource.clone())
            on:change=move |e| {
                desk.picked.set(Default::default());
                narrow.update(|n| n.resource = event_target_value(&e));
            }>
            <option value="">{def.label}</option>
            {options}
        </select>
    }
}

/// The order, where the list has no heads to press.
fn order(desk: Desk) -> AnyView {
    let narrow = desk.store.narrow;
    let titles = move || narrow.with(|n| n.sort == WorkSort::Title);
    let choose = move |e: web_sys::Event| {
        let sort = if event_target_value(&e).is_empty() { WorkSort::Newest } else { WorkSort::Title };
        narrow.update(|n| n.sort = sort);
    };
    view! {
        <select class="input role-filter order" aria-label=t(W::SortWork) on:change=choose>
            <option value="" selected=move || !titles()>{t(W::SortNewest)}</option>
            <option value="title" selected=titles>{fill(W::SortTitle, &[("title", &desk.kind.title())])}</option>
        </select>
    }
}
