//! Accepting an invitation. Opening the link uses nothing up (I8): only the button does.

use super::sso::leave_by;
use super::{Card, dead_link};
use crate::api::{self, Failure};
use crate::features::explain::failure;
use crate::features::form::Form;
use crate::ui::{Button, Empty, Icon, PasswordField, Skeleton, TextField};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{AcceptInvitation, InvitationView, SessionView};
use shared::validate::{check_name, check_password};
use wasm_bindgen_futures::spawn_local;

/// What the link turned out to be.
#[derive(Clone)]
enum Link {
    Asking,
    Open(Box<InvitationView>),
    Dead,
    Failed(String),
}

/// `on_switch` signs out whoever is signed in here.
#[component(part = gate)]
pub fn Join(
    token: Option<String>,
    on_switch: Callback<Callback<()>>,
    on_done: Callback<SessionView>,
) -> AnyView {
    let Some(token) = token else { return dead_link(W::LinkDeadJoin) };
    let token = StoredValue::new(token);
    let link = RwSignal::new(Link::Asking);
    let look = move || {
        link.set(Link::Asking);
        spawn_local(async move {
            let found = match api::look_up_invitation(&token.get_value()).await {
                Ok(v) => Link::Open(Box::new(v)),
                Err(Failure::Refused(p)) if matches!(p.status, 404 | 409 | 410 | 422) => Link::Dead,
                Err(f) => Link::Failed(failure(None, &f)),
            };
            link.try_set(found);
        });
    };
    look();
    let again = Callback::new(move |()| look());
    (move || match link.get() {
        Link::Asking => view! { <Card title=t(W::Loading)><Skeleton rows=2/></Card> }.into_any(),
        Link::Dead => dead_link(W::LinkDeadJoin),
        Link::Failed(text) => view! {
            <Card title=t(W::LoadFailed)><Empty glyph=Icon::Wifi title=t(W::LoadFailed) text=text><Button label=t(W::Retry).to_string() on_press=again/></Empty></Card>
        }
        .into_any(),
        Link::Open(v) => match &v.signed_in_as {
            Some(other) => somebody_else(&v, other, on_switch, again),
            None => match v.sso.clone() {
                Some(provider) => elsewhere(&v, &provider, token),
                None => open(*v, token, on_done, link),
            },
        },
    })
    .into_any()
}

/// Signed in as somebody else: nobody accepts for another person (I4).
fn somebody_else(
    v: &InvitationView,
    other: &str,
    on_switch: Callback<Callback<()>>,
    again: Callback<()>,
) -> AnyView {
    let switch = Callback::new(move |()| on_switch.run(again));
    let text = fill(W::JoinOther, &[("email", other)]);
    view! {
        <Card title=fill(W::JoinTitle, &[("team", &v.team_name)]) lead=fill(W::JoinLead, &[("email", &v.email)])>
            <p class="note wait" role="alert">{text}</p>
            <Button kind="primary wide" label=t(W::JoinSwitch).to_string() on_press=switch/>
            <a href="/">{t(W::Cancel)}</a>
        </Card>
    }
    .into_any()
}

/// They sign in through the identity provider, which takes the invitation up (JL8).
fn elsewhere(v: &InvitationView, provider: &str, token: StoredValue<String>) -> AnyView {
    let form = Form::new();
    // The operator may have taken the provider away.
    let provider = if provider.is_empty() { t(W::SsoName) } else { provider };
    let how = fill(W::SsoJoin, &[("name", provider)]);
    let button = leave_by("primary wide", provider, form, Some(token));
    view! {
        <Card title=fill(W::JoinTitle, &[("team", &v.team_name)]) lead=fill(W::JoinLead, &[("email", &v.email)])>
            {form.notice()}
            <p class="hint">{how}</p>
            {button}
        </Card>
    }
    .into_any()
}

fn open(
    v: InvitationView,
    token: StoredValue<String>,
    on_done: Callback<SessionView>,
    link: RwSignal<Link>,
) -> AnyView {
    let form = Form::new();
    let name = RwSignal::new(v.name.clone());
    let password = RwSignal::new(String::new());
    let (asks_name, new_password, min) = (v.asks_name, v.asks_password, v.password_min);
    // Signed in with the invited address: no password is needed.
    let asks_password = new_password || !v.as_you;
    let submit = move || {
        if !form.begin() {
            return;
        }
        if asks_name && let Err(f) = check_name(&name.get_untracked()) {
            form.mark("name", f, min);
        }
        if asks_password
            && let Err(f) = check_password(&password.get_untracked(), if new_password { min } else { 1 })
        {
            form.mark("password", f, min);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let a = AcceptInvitation {
            token: token.get_value(),
            password: asks_password.then(|| password.get_untracked()),
            name: asks_name.then(|| name.get_untracked().trim().to_owned()),
        };
        spawn_local(async move {
            match api::accept_invitation(&a).await {
                Ok(s) => on_done.run(s),
                Err(Failure::Refused(p)) if matches!(p.status, 404 | 410) => {
                    link.try_set(Link::Dead);
                }
                Err(f) => form.failed(None, &f, min),
            }
        });
    };
    let hint = if new_password {
        fill(W::PasswordHint, &[("n", &min.to_string())])
    } else {
        t(W::JoinPasswordKnown).to_owned()
    };
    let label = if new_password { W::JoinSetPassword } else { W::Password };
    let complete = if new_password { "new-password" } else { "current-password" };
    let email = RwSignal::new(v.email.clone());
    view! {
        <Card title=fill(W::JoinTitle, &[("team", &v.team_name)]) lead=fill(W::JoinLead, &[("email", &v.email)])>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                {form.notice()}
                // For password managers: which account the new password is of.
                <input class="sr" type="email" name="email" autocomplete="username" readonly=true tabindex="-1" aria-hidden="true" prop:value=move || email.get()/>
                {asks_name.then(|| view! { <TextField label=t(W::JoinYourName) value=name complete="name" name="name" required=true autofocus=true error=form.error("name")/> })}
                {asks_password.then(|| view! { <PasswordField label=t(label) value=password complete=complete name="password" hint=hint.clone() error=form.error("password")/> })}
                {(!asks_password).then(|| view! { <p class="hint">{t(W::JoinAsYou)}</p> })}
                <Button kind="primary wide" label=fill(W::JoinButton, &[("team", &v.team_name)]) submit=true busy=form.busy/>
            </form>
        </Card>
    }
    .into_any()
}
