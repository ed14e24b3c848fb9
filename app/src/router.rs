//! The full app: the way in, or the team that is open.

use crate::api;
use crate::features::explain::not_entered;
use crate::features::gate;
use crate::frame::Frame;
use crate::nav::{Nav, Page, Route, take_token};
use crate::state::{App, Who};
use crate::ui::{Button, Empty, Icon, Skeleton};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::SessionView;
use wasm_bindgen_futures::spawn_local;

/// What is drawn as a whole: pages inside one kind don't redraw the others.
enum Kind {
    Wait,
    Down,
    Gate(Page),
    Setup,
    SignIn,
    NoTeam,
    /// With the account and its teams: another session draws everything anew.
    Team(String, Vec<String>),
}

impl Kind {
    /// Differs where another page has to be drawn.
    fn name(&self) -> String {
        match self {
            Self::Wait => "wait".into(),
            Self::Down => "down".into(),
            Self::Gate(page) => Route::alone(*page).path(),
            Self::Setup => "setup".into(),
            Self::SignIn => "in".into(),
            Self::NoTeam => "none".into(),
            Self::Team(account, teams) => [account.as_str(), " ", &teams.join(" ")].concat(),
        }
    }
}

fn kind(app: App, nav: Nav) -> Kind {
    let route = nav.route.get();
    app.who.with(|who| match (who, route) {
        (Who::Unknown, _) => Kind::Wait,
        (Who::Unreachable, _) => Kind::Down,
        (_, r) if matches!(r.page, Page::Join | Page::Reset | Page::Forgot) => Kind::Gate(r.page),
        (Who::Nobody(b), _) if b.needs_setup => Kind::Setup,
        (Who::Nobody(_), _) => Kind::SignIn,
        (Who::Somebody(s), _) if s.teams.is_empty() => Kind::NoTeam,
        (Who::Somebody(s), _) => {
            Kind::Team(s.account.clone(), s.teams.iter().map(|m| m.team.clone()).collect())
        }
    })
}

#[component]
pub fn Pages(app: App, nav: Nav) -> AnyView {
    // By its text: one type of memo for the whole app.
    let name = Memo::new(move |_| kind(app, nav).name());
    let now = move || {
        name.with(|_| ());
        untrack(|| kind(app, nav))
    };
    let notice = StoredValue::new(None::<String>);
    // What a temporary password led to; otherwise the token is in the link.
    let chosen = StoredValue::new(None::<String>);
    let choose = Callback::new(move |token: String| {
        chosen.set_value(Some(token));
        nav.go(Route::alone(Page::Join));
    });
    // Signed in on the way to a team page: that page opens; otherwise the first team.
    let done = Callback::new(move |s: SessionView| {
        let first = s.teams.first().map(|m| Route::to(Page::Members, m.team.clone()));
        app.signed_in(s);
        if nav.route.with_untracked(|r| r.team.is_empty())
            && let Some(to) = first
        {
            nav.replace(to);
        }
    });
    move || {
        match now() {
        Kind::Wait => view! { <div class="gate"><main aria-busy="true"><h1 class="sr">{t(W::Loading)}</h1><div class="card"><Skeleton rows=3/></div></main></div> }.into_any(),
        Kind::Down => view! {
            <div class="gate"><main><h1 class="sr">{t(W::Unreachable)}</h1><div class="card">
                <Empty glyph=Icon::Wifi title=t(W::Unreachable) text=t(W::UnreachableText)><Button label=t(W::Retry).to_string() on_press=Callback::new(move |()| app.look())/></Empty>
            </div></main></div>
        }
        .into_any(),
        Kind::Setup => {
            let profiles = app.who.with_untracked(|w| if let Who::Nobody(b) = w { b.profiles.clone() } else { Vec::new() });
            view! { <gate::FirstRun profiles=profiles on_done=done/> }.into_any()
        }
        Kind::SignIn => {
            let (demo, sso) = app.who.with_untracked(|w| if let Who::Nobody(b) = w { (b.demo, b.sso.clone()) } else { (false, None) });
            let said = notice.get_value().or_else(|| app.farewell.get_untracked());
            app.farewell.set(None);
            notice.set_value(None);
            // The server leads back here with the reason when somebody could not sign in through the provider.
            let here = nav.route.with_untracked(|r| r.is(Page::SignIn));
            let stop = here.then(take_token).flatten().and_then(|code| not_entered(&code, sso.as_deref()));
            let page = view! { <gate::SignInPage demo=demo notice=said stop=stop sso=sso on_done=done on_choose=choose/> }.into_any();
            linked(nav, page)
        }
        Kind::Gate(Page::Join) => {
            let switch = Callback::new(move |again: Callback<()>| {
                spawn_local(async move {
                    let _ = api::sign_out().await;
                    app.forget();
                    again.run(());
                });
            });
            let joined = Callback::new(move |s: SessionView| {
                let to = s.teams.last().map(|m| Route::to(Page::Members, m.team.clone()));
                app.signed_in(s);
                nav.replace(to.unwrap_or(Route::alone(Page::Home)));
            });
            let token = chosen.get_value().or_else(take_token);
            chosen.set_value(None);
            linked(nav, view! { <gate::Join token=token on_switch=switch on_done=joined/> }.into_any())
        }
        Kind::Gate(Page::Reset) => {
            let set = Callback::new(move |()| {
                notice.set_value(Some(t(W::ResetDone).to_owned()));
                nav.replace(Route::alone(Page::SignIn));
                app.look();
            });
            linked(nav, view! { <gate::Reset token=take_token() on_done=set/> }.into_any())
        }
        Kind::Gate(_) => linked(nav, view! { <gate::Forgot/> }.into_any()),
        Kind::NoTeam => view! {
            <div class="gate"><main><h1 class="sr">{t(W::NoTeamTitle)}</h1><div class="card">
                <Empty glyph=Icon::People title=t(W::NoTeamTitle) text=t(W::NoTeamText)><Button label=t(W::SignOut).to_string() on_press=Callback::new(move |()| app.sign_out())/></Empty>
            </div></main></div>
        }
        .into_any(),
        Kind::Team(..) => team_frame(app, nav),
    }
    }
}

/// Links on a page without the frame are followed in the app too.
fn linked(nav: Nav, page: AnyView) -> AnyView {
    view! { <div on:click=move |e| nav.follow(&e)>{page}</div> }.into_any()
}

fn team_frame(app: App, nav: Nav) -> AnyView {
    let Who::Somebody(session) = app.who.get_untracked() else { return ().into_any() };
    let first = session.teams.first().map(|m| m.team.clone()).unwrap_or_default();
    // A route that names no team leads to the first one.
    let fallback = first.clone();
    later(move || {
        if nav.route.with(|r| r.team.is_empty()) {
            nav.replace(Route::to(Page::Members, fallback.clone()));
        }
    });
    let id = Memo::new(move |_| {
        nav.route.with(|r| if r.team.is_empty() { first.clone() } else { r.team.clone() })
    });
    view! { <Frame app=app nav=nav session=session id=id/> }.into_any()
}
