//! What stands around a page in the widget: no sidebar, no address bar, no listener outside of it.

use crate::api::{Failure, Sink, set_sink};
use crate::features::explain::failure;
use crate::host::host;
use crate::language;
use crate::live;
use crate::nav::{Nav, Page, Route};
use crate::pages::{first_work, team_page};
use crate::ready::{Asked, Ready, search_key};
use crate::state::{Team, judged_by, load_team};
use crate::ui::{Button, Empty, Icon, Skeleton, ToastRegion, Toasts, icon};
use crate::view::prelude::*;
use crate::words::{W, t};
use std::sync::Arc;
use wasm_bindgen_futures::spawn_local;

/// What is known besides the team. Cheap to copy.
#[derive(Clone, Copy)]
struct Shell {
    team: RwSignal<Option<Team>>,
    offline: RwSignal<bool>,
    /// Why there is no team to be seen.
    failed: RwSignal<Option<Failure>>,
    drawn: RwSignal<u32>,
}

impl Sink for Shell {
    fn judged_by(&self, path: &str, policy_hash: &str, revision: i64) {
        judged_by(self.team, path, policy_hash, revision);
    }

    /// The host's token is refused, also a fresh one.
    fn signed_out(&self) {
        self.failed.try_set(Some(Failure::refused(401, "token-revoked")));
        self.team.try_set(None);
    }

    fn reachable(&self, yes: bool) {
        if self.offline.try_get_untracked() == Some(yes) {
            self.offline.set(!yes);
        }
    }
}

/// `home`: the page that the host has asked for last; from others a way leads back there.
pub fn shell(nav: Nav, home: RwSignal<Route>, id: String) -> AnyView {
    let all = Shell {
        team: RwSignal::new(None),
        offline: RwSignal::new(false),
        failed: RwSignal::new(None),
        drawn: RwSignal::new(0),
    };
    let (toasts, news) = (Toasts::default(), RwSignal::new(Vec::new()));
    let id = StoredValue::new(id);
    let load = Callback::new(move |()| {
        let left = Callback::new(move |()| all.look());
        spawn_local(async move {
            let found = load_team(&id.get_value()).await;
            match found {
                Ok(data) => {
                    // Nobody looks as another in a widget: the rules hide it there.
                    let look_as = Callback::new(|_| ());
                    let team = Team { data: RwSignal::new(Arc::new(data)), toasts, left, look_as, news };
                    all.failed.try_set(None);
                    all.team.try_set(Some(team));
                    tell("ready", "");
                }
                Err(f) => {
                    tell("error", f.code());
                    all.failed.try_set(Some(f));
                }
            }
        });
    });
    set_sink(all);
    language::on_change(Callback::new(move |()| all.draw_anew()));
    load.run(());
    live::follow(all.team, news);
    let ready = Ready::new(all.team);
    let (asked, inviting) = (Asked::new(), RwSignal::new(false));
    let password = Callback::new(|()| false);
    // `work` alone is the first kind that this person sees.
    later(move || {
        let nameless = nav.route.with(|r| r.is(Page::Work) && r.of.is_empty());
        if nameless && let Some(first) = ready.get().and_then(first_work) {
            home.set(first.clone());
            nav.route.set(first);
        }
    });
    let drawn = ready.settled();
    let body = move || {
        drawn.with(|_| ());
        // A team that is gone draws nothing of its own any more.
        let Some(team) = ready.get_untracked() else {
            return match all.failed.get() {
                Some(f) => broken(&f, load),
                None => {
                    view! { <main class="page" aria-busy="true"><h1 class="sr">{t(W::Loading)}</h1><Skeleton rows=7/></main> }
                }
            };
        };
        team_page(nav, team, inviting, password)
    };
    let back = move || {
        let (here, from) = (nav.route.get(), home.get());
        let beside = matches!(
            (here.page, from.page),
            (Page::Member, Page::Members) | (Page::WorkItem, Page::Work | Page::WorkOf)
        );
        (here != from && !beside && ready.get().is_some()).then(|| {
            let to = Callback::new(move |()| nav.go(home.get_untracked()));
            view! { <p class="strip back"><Button label=t(W::Back).to_string() on_press=to/></p> }
        })
    };
    (move || {
        let _ = all.drawn.get();
        view! {
            <div class="content" class:mute=move || asked.mute(ready) on:click=move |e| { nav.follow(&e); asked.hear(&e) } on:keydown=move |e| search_key(&e)>
                {move || all.offline.get().then(|| view! { <p class="strip" role="alert">{icon(Icon::Wifi)}{t(W::Offline)}</p> })}
                {back}{ready.ending()}{body}
            </div>
            {asked.answer(ready)}
            <ToastRegion toasts=toasts/>
        }
    })
    .into_any()
}

impl Shell {
    /// My own access has changed or gone.
    fn look(self) {
        spawn_local(async move {
            let Some(team) = self.team.try_get_untracked().flatten() else { return };
            if let Err(f) = team.refresh().await {
                tell("error", f.code());
                self.failed.try_set(Some(f));
                self.team.try_set(None);
            }
        });
    }

    fn draw_anew(self) {
        let team = self.team.get_untracked();
        spawn_local(async move {
            // The team's own words are read again first, so that all changes at once.
            if let Some(team) = team {
                let _ = team.refresh().await;
            }
            self.drawn.try_update(|n| *n += 1);
        });
    }
}

fn tell(event: &str, detail: &str) {
    if let Some(host) = host() {
        host.tell(event, detail);
    }
}

fn broken(f: &Failure, again: Callback<()>) -> AnyView {
    let (glyph, title, text) = match f.status() {
        401 | 403 | 404 => (Icon::Lock, t(W::NoRightTitle), t(W::PageGoneText).to_owned()),
        _ => (Icon::Wifi, t(W::LoadFailed), failure(None, f)),
    };
    view! {
        <main class="page"><h1 class="sr">{title}</h1>
            <Empty glyph=glyph title=title text=text><Button label=t(W::Retry).to_string() on_press=again/></Empty></main>
    }
}
