//! "Who can do this?": the people whom the server would obey, asked by the marks of a control.

use super::fetched::Fetched;
use crate::api;
use crate::state::Team;
use crate::ui::{Avatar, Button, Dialog};
use crate::view::prelude::*;
use crate::words::{W, fill, number, t};
use shared::api::{Able, WhoCan as Found, WhoCanQuery};
use shared::policy::Command;
use web_sys::Element;

/// May whoever looks ask at all? They see the member list then.
pub fn may_ask(team: Team) -> bool {
    team.data.with(|d| d.judge(Command::ViewMembers, None).is_free())
}

/// `from`: what was pressed. `control`: what it explains; the same, where it stands for an action by itself.
#[component(part = forms)]
pub fn WhoCan(team: Team, from: Element, control: Element, on_close: Callback<()>) -> AnyView {
    let own = from.get_attribute("data-who").unwrap_or_default();
    let marked = |name: &str| control.get_attribute(name);
    let query = match own.is_empty() {
        true => WhoCanQuery {
            action: marked("data-action").unwrap_or_default(),
            to: marked("data-to"),
            target: marked("data-target"),
        },
        false => WhoCanQuery { action: own, ..WhoCanQuery::default() },
    };
    let path = api::who_can_path(&team.id(), &query);
    let found: Fetched<Found> =
        Fetched::of(team, "members", path, |path| Box::pin(async move { api::who_can(path).await }));
    let list = found.view(move || {
        let rows = move || {
            let (people, total) = found.with(|f| (f.people.clone(), f.total)).unwrap_or_default();
            let shown = u32::try_from(people.len()).unwrap_or(u32::MAX);
            let more = total.saturating_sub(shown);
            let none = people.is_empty().then(|| view! { <p class="dim">{t(W::WhoCanNobody)}</p> });
            let rows: Vec<AnyView> = people.into_iter().map(|p| person(team, p)).collect();
            let list = (!rows.is_empty()).then(|| view! { <ul class="who-can">{rows}</ul> });
            let more = (more > 0)
                .then(|| view! { <p class="dim">{fill(W::WhoCanMore, &[("n", &number(more))])}</p> });
            view! { {none}{list}{more} }
        };
        rows.into_any()
    });
    view! {
        <Dialog title=t(W::WhoCan).to_string() lead=t(W::WhoCanLead).to_string() on_close=on_close>
            <div class="body">{list}</div>
            <div class="foot"><Button label=t(W::Close).to_string() on_press=on_close/></div>
        </Dialog>
    }
}

fn person(team: Team, p: Able) -> AnyView {
    let (name, shown) = (p.name.clone(), p.name);
    let url = team.data.with_untracked(|d| api::picture_at(&d.id, &p.id, p.avatar.as_deref()));
    let picture = Memo::new(move |_| url.clone());
    let role = team.data.with_untracked(|d| d.label(&p.role));
    view! { <li data-member=p.id.clone()><Avatar name=Signal::derive(move || name.clone()) key=p.id size="s" picture=picture/><bdi class="clip grow">{shown}</bdi><span class="dim small">{role}</span></li> }.into_any()
}
