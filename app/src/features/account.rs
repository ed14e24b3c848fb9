//! One's own details and password.

use super::form::Form;
use super::members::profile_field;
use super::own_language::own_language;
use super::own_picture::own_picture;
use crate::api;
use crate::state::Team;
use crate::ui::{Avatar, Badge, Button, Icon, PasswordField, Tone, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{ChangePassword, EditMe, FieldValues};
use shared::profile::FieldKind;
use shared::validate::{check_field, check_password};
use wasm_bindgen_futures::spawn_local;

/// `password`: there is one to change.
#[component(part = pages)]
pub fn Account(team: Team, password: bool) -> AnyView {
    let name = Signal::derive(move || team.data.with(|d| d.me.name.clone()));
    let role = move || team.data.with(|d| d.label(&d.me.role));
    let email = team.data.with_untracked(|d| d.me.email.clone());
    let id = team.data.with_untracked(|d| d.me.id.clone());
    let picture = Memo::new(move |_| team.data.with(|d| api::picture_of(&d.id, &d.me)));
    let is_away = Memo::new(move |_| team.data.with(|d| d.policy.is_away(&d.me.fields)));
    let away = move || is_away.get().then(|| view! { " "<Badge tone=Tone::Wait text=t(W::AwayBadge)/> });
    // Nobody else knows how somebody signs in, and in which language.
    let as_another = team.data.with_untracked(|d| d.as_another);
    let password = password && !as_another;
    // Without a password, that is how one signs in.
    let provider = if password || as_another { None } else { team.data.with_untracked(|d| d.sso.clone()) };
    view! {
        <main class="page narrow" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::YourProfile)}</h1><p>{t(W::MeLead)}</p></div></div>
            <section class="panel-box">
                <div class="row"><Avatar name=name key=id size="l" picture=picture/><div class="grow"><b><bdi>{move || name.get()}</bdi></b>{away}<p class="dim"><bdi>{email}</bdi>" · "{role}</p></div></div>
                {own_picture(team)}
                <Details team=team/>
            </section>
            {as_another.then(|| view! { <section class="panel-box"><p class="note">{icon(Icon::Lock)}<span>{fill(W::OwnNotShown, &[("name", &name.get_untracked())])}</span></p></section> })}
            {(!as_another).then(|| own_language(team))}
            {password.then(|| view! { <section class="panel-box"><h2>{t(W::ChangePassword)}</h2><Password team=team/></section> })}
            {provider.map(|name| view! { <section class="panel-box"><p>{fill(W::SsoProfile, &[("name", &name)])}</p></section> })}
        </main>
    }
}

#[component]
fn Details(team: Team) -> AnyView {
    let form = Form::new();
    let data = team.data.get_untracked();
    let role = data.policy.role(&data.me.role).unwrap_or(data.policy.default_role());
    let mine: Vec<(String, RwSignal<String>)> = data
        .policy
        .profile()
        .fields
        .iter()
        .filter(|(_, def)| {
            def.kind != FieldKind::Email
                && !def.immutable
                && !(def.own && data.as_another)
                && data.policy.field_shows(def, role)
        })
        .map(|(id, _)| (id.to_owned(), RwSignal::new(data.me.fields.get(id).cloned().unwrap_or_default())))
        .collect();
    let fields: Vec<AnyView> = mine
        .iter()
        .filter_map(|(id, value)| {
            data.policy
                .profile()
                .fields
                .get(id)
                .map(|def| profile_field(form, id.clone(), id, def, *value, false))
        })
        .collect();
    let submit = move || {
        if !form.begin() {
            return;
        }
        let data = team.data.get_untracked();
        let values: FieldValues =
            mine.iter().map(|(id, v)| (id.clone(), v.get_untracked().trim().to_owned())).collect();
        for (id, value) in &values {
            if let Some(Err(code)) = data.policy.profile().fields.get(id).map(|def| check_field(def, value)) {
                form.mark(id.to_owned(), code, 0);
            }
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let edit = EditMe { team: team.id(), fields: values, language: None };
        spawn_local(async move {
            match api::edit_me(&edit).await {
                Ok(revised) => {
                    form.busy.try_set(false);
                    team.took_revised(&revised);
                    team.toasts.say(t(W::DidSave));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <form novalidate class="stack" on:submit=move |e| { e.prevent_default(); submit() }>
            {form.notice()}{fields}
            <div><Button kind="primary" label=t(W::Save).to_string() submit=true busy=form.busy/></div>
        </form>
    }
}

#[component]
fn Password(team: Team) -> AnyView {
    let form = Form::new();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let min = team.data.with_untracked(|d| d.policy.password_min());
    let submit = move || {
        if !form.begin() {
            return;
        }
        if current.with_untracked(String::is_empty) {
            form.mark("current", "required", 0);
        }
        if let Err(f) = check_password(&new.get_untracked(), min) {
            form.mark("new", f, min);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let change = ChangePassword { current: current.get_untracked(), new: new.get_untracked() };
        spawn_local(async move {
            match api::change_password(&change).await {
                Ok(()) => {
                    form.busy.try_set(false);
                    current.try_set(String::new());
                    new.try_set(String::new());
                    team.toasts.say(t(W::PasswordChanged));
                }
                Err(f) if matches!(f.status(), 401 | 403) => {
                    form.busy.try_set(false);
                    form.general.try_set(Some(t(W::WrongCurrent).to_owned()));
                }
                Err(f) => form.failed(None, &f, min),
            }
        });
    };
    view! {
        <form novalidate class="stack" on:submit=move |e| { e.prevent_default(); submit() }>
            {form.notice()}
            <PasswordField label=t(W::CurrentPassword) value=current complete="current-password" name="current-password" error=form.error("current")/>
            <PasswordField label=t(W::NewPassword) value=new complete="new-password" name="new-password" error=form.error("new")
                hint=fill(W::PasswordHint, &[("n", &min.to_string())])/>
            <div><Button kind="primary" label=t(W::ChangePassword).to_string() submit=true busy=form.busy/></div>
        </form>
    }
}
