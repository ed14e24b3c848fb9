//! Signing in.

use super::Card;
use super::sso::leave_by;
use crate::api::{self, Entered};
use crate::features::form::Form;
use crate::ui::{Button, Icon, PasswordField, TextField, icon};
use crate::view::prelude::*;
use crate::words::{W, t};
use shared::api::{SessionView, SignIn};
use shared::validate::check_address;
use wasm_bindgen_futures::spawn_local;

/// `notice`: what just happened (a new password was set). `stop`: why nobody was signed in through the provider. `sso`: what
/// people call that. `demo`: mails are shown on a page. `on_choose`: the password was a temporary one (ST6); with this token
/// the person chooses another.
#[component]
pub fn SignInPage(
    demo: bool,
    notice: Option<String>,
    stop: Option<String>,
    sso: Option<String>,
    on_done: Callback<SessionView>,
    on_choose: Callback<String>,
) -> AnyView {
    let form = Form::new();
    form.general.set(stop);
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let submit = move || {
        if !form.begin() {
            return;
        }
        if let Err(f) = check_address(email.get_untracked().trim()) {
            form.mark("email", f, 0);
        }
        if password.with_untracked(String::is_empty) {
            form.mark("password", "required", 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let who =
            SignIn { email: email.get_untracked().trim().to_owned(), password: password.get_untracked() };
        spawn_local(async move {
            match api::sign_in(&who).await {
                Ok(Entered::In(s)) => on_done.run(s),
                Ok(Entered::Choose(c)) => on_choose.run(c.token),
                Err(f) if f.code() == "invite-expired" => {
                    form.busy.try_set(false);
                    form.general.try_set(Some(t(W::TemporaryExpired).to_owned()));
                }
                Err(f) if f.status() == 401 => {
                    form.busy.try_set(false);
                    form.general.try_set(Some(t(W::FaultWrongPassword).to_owned()));
                }
                Err(f) => form.failed(None, &f, 0),
            }
        });
    };
    view! {
        <Card title=t(W::SignInTo) lead=t(W::SignInLead)>
            {notice.map(|n| view! { <p class="note good" role="status">{icon(Icon::Check)}<span>{n}</span></p> })}
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                {form.notice()}
                <TextField label=t(W::Email) value=email kind="email" complete="username" name="email" autofocus=true required=true error=form.error("email")/>
                <PasswordField label=t(W::Password) value=password complete="current-password" name="password" error=form.error("password")/>
                <Button kind="primary wide" label=t(W::SignIn).to_string() submit=true busy=form.busy/>
            </form>
            {sso.map(|name| view! { <div class="or"><span>{t(W::SsoOr)}</span></div>{leave_by("wide", &name, form, None)} })}
            <a href="/forgot">{t(W::ForgotLink)}</a>
            {demo.then(|| view! { <p class="hint">{t(W::DemoMail)}" "<a href="/dev/mail" target="_blank">"/dev/mail"</a></p> })}
        </Card>
    }
}
