//! The full app's frame: sidebar in the profile's words, user menu, command palette, and the only global listeners.

use crate::api::{self, Failure};
use crate::commands::Commands;
use crate::eyes::Eyes;
use crate::features::explain::failure;
use crate::features::notices::{self, NoticePanel};
use crate::features::work::WorkProps;
use crate::live;
use crate::nav::{Nav, Page, Route};
use crate::pages::links;
use crate::pages::team_page;
use crate::places::{Place, places, work_places};
use crate::ready::{Asked, Ready, search_key};
use crate::state::{App, Team, TeamData, Who, load_team};
use crate::ui::{Avatar, Button, Empty, Entry, Icon, Item, Menu, Skeleton, ToastRegion, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t, upper};
use shared::api::SessionView;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// One team's pages. `id` changes when another team is opened.
#[component]
pub fn Frame(app: App, nav: Nav, session: Arc<SessionView>, #[prop(into)] id: Signal<String>) -> AnyView {
    let failed = RwSignal::new(None::<Failure>);
    let moved = StoredValue::new(false);
    let look_as = Callback::new(move |member: Option<String>| {
        api::look_as(member);
        moved.set_value(true);
        // Fetched and drawn anew, all of it.
        app.team.set(None);
        let here = nav.route.get_untracked();
        if here.is(Page::Member) {
            nav.replace(Route::to(Page::Members, here.team));
        }
    });
    on_cleanup(|| api::look_as(None));
    let left = Callback::new(move |()| {
        let whom =
            app.team.get_untracked().map(|t| t.data.with_untracked(|d| (d.as_another, d.me.name.clone())));
        if let Some((true, name)) = whom {
            app.toasts.say(fill(W::ViewEnded, &[("name", &name)]));
            return look_as.run(None);
        }
        if let Some(text) = app.team.get_untracked().and_then(Team::farewell) {
            app.toasts.say(text);
        }
        spawn_local(async move {
            app.look_now().await;
            nav.replace(Route::alone(Page::Home));
        });
    });
    let load = move |id: String| {
        failed.set(None);
        spawn_local(async move {
            match load_team(&id).await {
                Ok(data) => {
                    let team = Team {
                        data: RwSignal::new(Arc::new(data)),
                        toasts: app.toasts,
                        left,
                        look_as,
                        news: app.news,
                    };
                    app.team.try_set(Some(team));
                    if moved.try_get_value() == Some(true) {
                        moved.set_value(false);
                        dom::focus_heading();
                    }
                }
                Err(f) => {
                    failed.try_set(Some(f));
                }
            }
        });
    };
    later(move || {
        let id = id.get();
        if app.team.with(|t| t.is_none_or(|t| t.id() != id)) {
            if app.team.with_untracked(Option::is_some) {
                // Comes back here with none. Nobody's eyes are taken along into another team.
                api::look_as(None);
                app.team.set(None);
            } else {
                load(id);
            }
        }
    });
    let palette = RwSignal::new(false);
    let inviting = RwSignal::new(false);
    window_event_listener("keydown", Box::new(move |e| on_key(e.unchecked_ref(), palette)));
    window_event_listener("focus", Box::new(move |_| look_again(app)));
    live::follow(app.team, app.news);
    let ready = Ready::new(app.team);
    let drawn = ready.settled();
    let password =
        Callback::new(move |()| app.who.with_untracked(|w| matches!(w, Who::Somebody(s) if s.password)));
    let body = move || {
        drawn.with(|_| ());
        match (ready.get_untracked(), failed.get()) {
        (Some(team), _) => team_page(nav, team, inviting, password),
        (None, Some(f)) => broken(&f, Callback::new(move |()| load(id.get_untracked()))),
        (None, None) => view! { <main class="page" id="main" aria-busy="true"><h1 class="sr">{t(W::Loading)}</h1><Skeleton rows=7/></main> }.into_any(),
    }
    };
    let eyes = move || {
        let other = ready.get().filter(|t| t.data.with_untracked(|d| d.as_another));
        other.map(|team| view! { <Eyes team=team/> })
    };
    let side = session.clone();
    let bell = RwSignal::new(false);
    // A link in the panel was followed.
    later(move || {
        nav.route.track();
        bell.set(false);
    });
    let notices = move || {
        bell.get().then(|| ready.get_untracked()).flatten().map(|team| {
            view! { <NoticePanel team=team links=links(nav, team) on_close=Callback::new(move |()| bell.set(false))/> }
        })
    };
    let asked = Asked::new();
    view! {
        <a class="skip" href="#main" on:click=move |e| { e.prevent_default(); dom::focus_heading() }>{t(W::SkipToContent)}</a>
        <div class="frame" class:mute=move || asked.mute(ready) on:click=move |e| { nav.follow(&e); asked.hear(&e) }>
            <Side app=app nav=nav session=side ready=ready bell=bell/>
            <div class="content">
                {move || app.offline.get().then(|| view! { <p class="strip" role="alert">{icon(Icon::Wifi)}{t(W::Offline)}</p> })}
                {eyes}{ready.ending()}{body}
            </div>
            {notices}
        </div>
        {asked.answer(ready)}
        {move || (palette.get() && ready.get().is_some()).then(|| view! { <Commands app=app nav=nav inviting=inviting on_close=Callback::new(move |()| palette.set(false))/> })}
        <ToastRegion toasts=app.toasts/>
    }
}

fn broken(f: &Failure, again: Callback<()>) -> AnyView {
    match f.status() {
        403 | 404 => view! {
            <main class="page" id="main"><h1 class="sr">{t(W::PageGone)}</h1><Empty glyph=Icon::Empty title=t(W::PageGone) text=t(W::PageGoneText)><a class="btn" href="/">{t(W::Back)}</a></Empty></main>
        }
        .into_any(),
        _ => view! {
            <main class="page" id="main"><h1 class="sr">{t(W::LoadFailed)}</h1>
                <Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=failure(None, f)><Button label=t(W::Retry).to_string() on_press=again/></Empty></main>
        }
        .into_any(),
    }
}

/// Back at this tab after a while: somebody may have changed the team, or taken my access.
fn look_again(app: App) {
    if let Some(team) = app.team.get_untracked() {
        spawn_local(async move {
            let _ = team.refresh().await;
        });
    }
}

fn on_key(e: &web_sys::KeyboardEvent, palette: RwSignal<bool>) {
    if (e.ctrl_key() || e.meta_key()) && e.key().eq_ignore_ascii_case("k") {
        e.prevent_default();
        palette.update(|p| *p = !*p);
        return;
    }
    search_key(e);
}

/// Opens the notices; says how many are unread.
#[component]
fn Bell(ready: Ready, open: RwSignal<bool>) -> AnyView {
    move || {
        ready.get().map(|team| {
            let unread = move || team.data.with(|d| d.unread);
            let name = move || match unread() {
                0 => t(W::Notices).to_owned(),
                n => fill(W::NoticesUnread, &[("n", &n.to_string())]),
            };
            let number = move || match unread() {
                0 => None,
                n => Some(if n > 99 { "99+".to_owned() } else { n.to_string() }),
            };
            // Its code is on the way before the press.
            let soon = || notices::NoticePanelProps::prefetch();
            view! {
                <button type="button" class="nav-link bell" aria-label=name aria-haspopup="dialog" on:mouseenter=move |_| soon() on:focus=move |_| soon()
                    on:click=move |_| open.set(true)>
                    {icon(Icon::Bell)}<span class="grow" aria-hidden="true">{t(W::Notices)}</span>
                    {move || number().map(|n| view! { <b class="count num" aria-hidden="true">{n}</b> })}
                </button>
            }
        })
    }
}

#[component]
fn Side(app: App, nav: Nav, session: Arc<SessionView>, ready: Ready, bell: RwSignal<bool>) -> AnyView {
    let here = move |r: &Route| {
        let now = nav.route.get();
        match (now.page, r.page) {
            (Page::Member | Page::Invitations, Page::Members) => true,
            (Page::WorkOf | Page::WorkItem | Page::Import, Page::Work) => now.of == r.of,
            _ => now == *r,
        }
    };
    // `soon`: their code is on the way before the press.
    let section = move |title: String, places: Vec<Place>, soon: fn()| {
        let link = |p: Place| {
            let (href, route) = (p.route.path(), p.route);
            view! { <a class="nav-link" href=href on:mouseenter=move |_| soon() aria-current=move || here(&route).then_some("page")>{icon(p.glyph)}<span>{p.label}</span></a> }
        };
        let links: Vec<_> = places.into_iter().map(link).collect();
        (!links.is_empty())
            .then(|| view! { <p class="section">{title.clone()}</p><nav aria-label=title>{links}</nav> })
    };
    let links = move || {
        ready.get().map(|team| {
            let (work, settings) = (
                section(t(W::WorkSection).into(), work_places(team), WorkProps::prefetch),
                section(team.word("path"), places(team), || ()),
            );
            view! { <div class="places">{work}{settings}</div> }
        })
    };
    // In a narrow window the places stand in one line that scrolls: the present one comes into sight.
    later(move || {
        nav.route.track();
        let _ = ready.get();
        dom::after_draw(show_place);
    });
    view! {
        <header class="side">
            <TeamMenu nav=nav session=session.clone() ready=ready/>
            <Bell ready=ready open=bell/>
            {links}
            <div class="spacer"></div>
            <UserMenu app=app nav=nav session=session ready=ready/>
        </header>
    }
}

fn show_place() {
    let (Some(line), Some(here)) = (query(".side .places"), query(".side .places [aria-current=page]"))
    else {
        return;
    };
    let (l, h) = (line.get_bounding_client_rect(), here.get_bounding_client_rect());
    const EDGE: f64 = 28.0;
    let by = if h.left() < l.left() + EDGE {
        h.left() - l.left() - EDGE
    } else if h.right() > l.right() - EDGE {
        h.right() - l.right() + EDGE
    } else {
        return;
    };
    line.set_scroll_left(line.scroll_left() + by.round() as i32);
}

/// The team's name; a menu for people in several.
#[component]
fn TeamMenu(nav: Nav, session: Arc<SessionView>, ready: Ready) -> AnyView {
    let name =
        Signal::derive(move || ready.get().map(|t| t.data.with(|d| d.name.clone())).unwrap_or_default());
    let mark = move || name.with(|n| n.chars().next().map(|c| upper(&c.to_string())).unwrap_or_default());
    let product =
        move || ready.get().map(|t| t.data.with(|d| d.policy.profile().name.clone())).unwrap_or_default();
    let inside = move || view! { <span class="team-mark" aria-hidden="true">{mark}</span><span class="grow clip"><b class="clip"><bdi>{move || name.get()}</bdi></b>" "<small class="clip">{product}</small></span> };
    if session.teams.len() < 2 {
        return view! { <div class="who-btn team">{inside()}</div> }.into_any();
    }
    let teams = session.teams.clone();
    let entries = Callback::new(move |()| {
        let now = ready.get_untracked().map(Team::id);
        let item = |m: &shared::api::Membership| {
            let route = Route::to(Page::Members, m.team.clone());
            let act = Callback::new(move |()| nav.go(route.clone()));
            Entry::Item(Item {
                chosen: Some(now.as_deref() == Some(&m.team)),
                note: String::new(),
                ..Item::new(m.name.clone(), act)
            })
        };
        teams.iter().map(item).collect::<Vec<_>>()
    });
    view! { <Menu class="who-btn team" name=t(W::SwitchTeam).to_string() said=true entries=entries>{inside()}{icon(Icon::Down)}</Menu> }.into_any()
}

const THEME: &str = "rolecall-theme";

/// `light`, `dark`, or empty for what the system says; remembered in this browser.
pub fn set_theme(theme: &str) {
    let root = root();
    let _ = if theme.is_empty() {
        root.remove_attribute("data-theme")
    } else {
        root.set_attribute("data-theme", theme)
    };
    if let Ok(Some(store)) = window().local_storage() {
        let _ = store.set_item(THEME, theme);
    }
}

pub fn saved_theme() -> String {
    window().local_storage().ok().flatten().and_then(|s| s.get_item(THEME).ok().flatten()).unwrap_or_default()
}

#[component]
fn UserMenu(app: App, nav: Nav, session: Arc<SessionView>, ready: Ready) -> AnyView {
    let mine = move |of: fn(&TeamData) -> &String, own: String| {
        Signal::derive(move || ready.get().map_or_else(|| own.clone(), |t| t.data.with(|d| of(d).clone())))
    };
    let name = mine(|d| &d.me.name, session.name.clone());
    let email = mine(|d| &d.me.email, session.email.clone());
    let picture = Memo::new(move |_| {
        ready.get().map(|t| t.data.with(|d| api::picture_of(&d.id, &d.me))).unwrap_or_default()
    });
    let key =
        move || ready.get_untracked().map(|t| t.data.with_untracked(|d| d.me.id.clone())).unwrap_or_default();
    let entries = Callback::new(move |()| {
        let mut all = Vec::new();
        let row =
            |glyph, label: String, act| Entry::Item(Item { glyph: Some(glyph), ..Item::new(label, act) });
        if let Some(team) = ready.get_untracked() {
            let id = team.id();
            all.push(row(
                Icon::Person,
                t(W::YourProfile).into(),
                Callback::new(move |()| nav.go(Route::to(Page::Me, id.clone()))),
            ));
            for p in untrack(|| places(team)) {
                let route = p.route;
                all.push(row(p.glyph, p.label, Callback::new(move |()| nav.go(route.clone()))));
            }
            all.push(Entry::Rule);
        }
        let now = saved_theme();
        for (id, word) in [("", W::ThemeSystem), ("light", W::ThemeLight), ("dark", W::ThemeDark)] {
            let label = [t(W::Theme), ": ", t(word)].concat();
            all.push(Entry::Item(Item {
                chosen: Some(now == id),
                ..Item::new(label, Callback::new(move |()| set_theme(id)))
            }));
        }
        all.push(Entry::Rule);
        all.push(row(Icon::Out, t(W::SignOut).into(), Callback::new(move |()| app.sign_out())));
        all
    });
    let head = move || {
        view! { <div class="menu-head"><b><bdi>{name.get_untracked()}</bdi></b>" "<small>{email.get_untracked()}</small></div> }
    };
    view! {
        <Menu class="who-btn me" name=t(W::AccountMenu).to_string() said=true entries=entries head=head>
            {move || { let k = key(); let _ = ready.get(); view! { <Avatar name=name key=k size="s" picture=picture/> } }}
            <span class="grow clip"><b class="clip"><bdi>{move || name.get()}</bdi></b>" "<small class="clip">{move || email.get()}</small></span>
            {icon(Icon::Up)}
        </Menu>
    }
}
