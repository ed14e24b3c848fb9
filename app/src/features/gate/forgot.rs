//! Forgotten passwords: asking for the link, and using it.

use super::{Card, dead_link};
use crate::api::{self, Failure};
use crate::features::form::Form;
use crate::ui::{Button, Icon, PasswordField, TextField, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::ResetPassword;
use shared::validate::{check_address, check_password};
use wasm_bindgen_futures::spawn_local;

/// The shortest password of any product; checked here. Which products the account is in only the server knows.
const SHORTEST: u32 = 6;
/// What most products ask for: said in the hint, and when the server wants more.
const USUAL: u32 = 8;

#[component(part = gate)]
pub fn Forgot() -> AnyView {
    let form = Form::new();
    let email = RwSignal::new(String::new());
    let sent = RwSignal::new(None::<String>);
    let submit = move || {
        if !form.begin() {
            return;
        }
        let address = email.get_untracked().trim().to_owned();
        if let Err(f) = check_address(&address) {
            form.mark("email", f, 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        spawn_local(async move {
            match api::forgot_password(address.clone()).await {
                Ok(()) => {
                    form.busy.try_set(false);
                    sent.try_set(Some(address));
                }
                Err(f) => form.failed(None, &f, 0),
            }
        });
    };
    view! {
        <Card title=t(W::ForgotTitle) lead=t(W::ForgotLead)>
            {move || match sent.get() {
                Some(email) => view! { <p class="note good" role="status">{icon(Icon::Mail)}<span>{fill(W::ForgotDone, &[("email", &email)])}</span></p> }.into_any(),
                None => view! {
                    <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                        {form.notice()}
                        <TextField label=t(W::Email) value=email kind="email" complete="username" name="email" autofocus=true required=true error=form.error("email")/>
                        <Button kind="primary wide" label=t(W::ForgotSend).to_string() submit=true busy=form.busy/>
                    </form>
                }.into_any(),
            }}
            <a href="/sign-in">{t(W::BackToSignIn)}</a>
        </Card>
    }
}

/// `token`: from the mailed link; without one the link is not whole.
#[component(part = gate)]
pub fn Reset(token: Option<String>, on_done: Callback<()>) -> AnyView {
    let Some(token) = token else { return dead_link(W::LinkDeadReset) };
    let token = StoredValue::new(token);
    let form = Form::new();
    let password = RwSignal::new(String::new());
    let dead = RwSignal::new(false);
    let submit = move || {
        if !form.begin() {
            return;
        }
        if let Err(f) = check_password(&password.get_untracked(), SHORTEST) {
            form.mark("password", f, SHORTEST);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let r = ResetPassword { token: token.get_value(), password: password.get_untracked() };
        spawn_local(async move {
            match api::reset_password(&r).await {
                Ok(()) => on_done.run(()),
                Err(Failure::Refused(p)) if matches!(p.status, 404 | 410) => {
                    dead.try_set(true);
                }
                Err(f) => form.failed(None, &f, USUAL),
            }
        });
    };
    (move || {
        if dead.get() {
            return dead_link(W::LinkDeadReset);
        }
        view! {
            <Card title=t(W::ResetTitle) lead=t(W::ResetLead)>
                <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                    {form.notice()}
                    <PasswordField label=t(W::NewPassword) value=password complete="new-password" name="password" autofocus=true error=form.error("password")
                        hint=fill(W::PasswordHint, &[("n", &USUAL.to_string())])/>
                    <Button kind="primary wide" label=t(W::ResetSave).to_string() submit=true busy=form.busy/>
                </form>
            </Card>
        }
        .into_any()
    })
    .into_any()
}
