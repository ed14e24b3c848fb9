//! Who gets the items: one person, several in turn, or nobody yet.

use super::wizard::Wizard;
use crate::features::people::PersonPicker;
use crate::ui::{Avatar, Icon, RadioCards, choice::Card, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};

pub fn people(w: Wizard) -> AnyView {
    let team = w.kind.team;
    // Nobody may be all that this viewer can choose.
    let assigns = w.kind.assigns().is_free();
    if !assigns {
        w.way.set("nobody".into());
    }
    let cards = Live::from(move || {
        let card = |value: &str, label: W, about: String| Card {
            value: value.into(),
            label: t(label).into(),
            about,
            hold: None,
        };
        let nobody = fill(W::ImportNobodyAbout, &[("word", &team.word("unassigned"))]);
        let mut all = Vec::new();
        if assigns {
            all.push(card("one", W::ImportOne, t(W::ImportOneAbout).into()));
            all.push(card("turn", W::ImportTurn, t(W::ImportTurnAbout).into()));
        }
        all.push(card("nobody", W::ImportNobody, nobody));
        all
    });
    let way = Memo::new(move |_| w.way.get());
    let chosen = move || match way.get().as_str() {
        "one" => one(w),
        "turn" => several(w),
        _ => ().into_any(),
    };
    view! {
        <section class="panel-box">
            <RadioCards legend=t(W::ImportWho) value=w.way cards=cards/>
            {chosen}
        </section>
    }
}

fn one(w: Wizard) -> AnyView {
    let (team, kind) = (w.kind.team, w.kind);
    let face = move || match w.one.get() {
        Some(p) => {
            let name = p.name.clone();
            view! { <Avatar name=Signal::derive(move || name.clone()) key=p.id size="s"/><span class="clip"><bdi>{p.name}</bdi></span> }
        }
        None => view! { <span class="clip dim">{t(W::ChooseReceiver)}</span> },
    };
    view! {
        <div class="field">
            <span class="legend">{team.word("assigned-to")}</span>
            <PersonPicker team=team kind=kind.name() command=kind.assign_command() name=team.word("assigned-to") said=true class="assignee input" ask=t(W::FindPerson)
                chosen=Signal::derive(move || w.one.with(|p| p.as_ref().map(|p| p.id.clone()).unwrap_or_default()))
                on_pick=Callback::new(move |p| w.one.set(p))>{face}{icon(Icon::Down)}</PersonPicker>
        </div>
    }
}

fn several(w: Wizard) -> AnyView {
    let (team, kind) = (w.kind.team, w.kind);
    let chip = move |p: crate::features::people::Person| {
        let (gone, remove) = (p.id.clone(), fill(W::RemoveValue, &[("value", &p.name)]));
        let name = p.name.clone();
        view! {
            <li><Avatar name=Signal::derive(move || name.clone()) key=p.id.clone() size="s"/><span><bdi>{p.name.clone()}</bdi></span>
                <button type="button" aria-label=remove on:click=move |_| w.several.update(|all| all.retain(|x| x.id != gone))>{icon(Icon::Close)}</button></li>
        }
    };
    let without =
        Signal::derive(move || w.several.with(|all| all.iter().map(|p| p.id.clone()).collect::<Vec<_>>()));
    let add = Callback::new(move |p: Option<crate::features::people::Person>| {
        if let Some(p) = p {
            w.several.update(|all| all.push(p));
        }
    });
    view! {
        <div class="field">
            <span class="legend">{team.word("assigned-to")}</span>
            <ul class="people-chips" role="list">{keyed(move || w.several.get(), |p: &crate::features::people::Person| p.id.clone(), chip)}</ul>
            <div><PersonPicker team=team kind=kind.name() command=kind.assign_command() name=t(W::ImportAddPerson).to_string() class="btn" ask=t(W::FindPerson)
                without=without on_pick=add>{icon(Icon::Plus)}{t(W::ImportAddPerson)}</PersonPicker></div>
        </div>
    }
}
