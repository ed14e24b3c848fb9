//! Questions before what can't be undone: each names the person and the consequence, in the product's words.

use super::desk::{Ask, Desk};
use super::invite::Invite;
use super::leave::{Deactivate, Delete, HandOver};
use crate::api;
use crate::features::form::Form;
use crate::ui::{Button, Dialog, Mark, PasswordField};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::MemberView;
use shared::validate::check_password;
use wasm_bindgen_futures::spawn_local;

/// Draws the open question, if any. Draw it while there is one: its code is fetched for it.
#[component(part = forms)]
pub fn Questions(desk: Desk) -> AnyView {
    move || match desk.ask.get() {
        None => ().into_any(),
        Some(Ask::Invite) => view! { <Invite desk=desk/> }.into_any(),
        Some(Ask::Deactivate(m)) => deactivate(desk, *m),
        Some(Ask::Leave(m, kinds)) => view! { <Deactivate desk=desk member=*m kinds=kinds/> }.into_any(),
        Some(Ask::HandOver(m)) => view! { <HandOver desk=desk member=*m/> }.into_any(),
        Some(Ask::CancelInvite(m)) => cancel(desk, *m),
        Some(Ask::Delete(rows)) => view! { <Delete desk=desk rows=rows/> }.into_any(),
        Some(Ask::Resend(m)) => {
            untrack(|| desk.resend(*m));
            desk.close();
            ().into_any()
        }
        Some(Ask::SetPassword(m)) => view! { <SetPassword desk=desk member=*m/> }.into_any(),
    }
}

fn simple(
    desk: Desk,
    title: String,
    text: String,
    keep: &'static str,
    go: String,
    mark: Mark,
    act: impl Fn() + 'static,
) -> AnyView {
    let close = Callback::new(move |()| desk.close());
    let act = Callback::new(move |()| {
        desk.close();
        act();
    });
    view! {
        <Dialog title=title lead=text on_close=close>
            <div class="foot"><Button label=keep.to_string() on_press=close/><Button kind="primary danger" label=go mark=mark on_press=act/></div>
        </Dialog>
    }
    .into_any()
}

fn confirm_mark(action: &'static str, m: &MemberView) -> Mark {
    Mark { target: Some(m.id.clone()), ..Mark::action(action) }
}

fn deactivate(desk: Desk, m: MemberView) -> AnyView {
    let word = desk.team.word("deactivate");
    let title = fill(W::AskDeactivate, &[("word", &word), ("name", &m.name)]);
    let mark = confirm_mark("deactivate", &m);
    simple(desk, title, desk.team.word("deactivate-note"), t(W::Cancel), word, mark, move || {
        desk.deactivate(m.clone())
    })
}

fn cancel(desk: Desk, m: MemberView) -> AnyView {
    let title = fill(W::AskCancelInvite, &[("email", &m.email)]);
    let mark = confirm_mark("cancel-invite", &m);
    let go = desk.team.word("cancel-invite");
    simple(desk, title, t(W::CancelInviteNote).into(), t(W::KeepInvite), go, mark, move || {
        desk.cancel_invite(m.clone())
    })
}

#[component]
fn SetPassword(desk: Desk, member: MemberView) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| desk.close());
    let form = Form::new();
    let password = RwSignal::new(String::new());
    let min = team.data.with_untracked(|d| d.policy.password_min());
    let title = fill(W::SetPasswordFor, &[("word", &team.word("set-password")), ("name", &member.name)]);
    let mark = confirm_mark("set-password", &member);
    let submit = move || {
        if !form.begin() {
            return;
        }
        if let Err(f) = check_password(&password.get_untracked(), min) {
            form.mark("password", f, min);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let (id, who, new) = (team.id(), member.id.clone(), password.get_untracked());
        let said = fill(W::DidPassword, &[("name", &member.name)]);
        spawn_local(async move {
            match api::set_password(&id, &who, new).await {
                Ok(()) => {
                    desk.close();
                    desk.team.toasts.say(said);
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, min),
            }
        });
    };
    view! {
        <Dialog title=title lead=t(W::SetPasswordNote).to_string() busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">
                    {form.notice()}
                    <PasswordField label=t(W::NewPassword) value=password complete="new-password" name="new-password" autofocus=true error=form.error("password")
                        hint=fill(W::PasswordHint, &[("n", &min.to_string())])/>
                </div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/>
                    <Button kind="primary" label=team.word("set-password-save") submit=true busy=form.busy mark=mark/></div>
            </form>
        </Dialog>
    }
}
