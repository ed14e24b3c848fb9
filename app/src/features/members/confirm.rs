//! Questions before what can't be undone: each names the person and the consequence, in the product's words.

use super::desk::{Ask, Desk};
use super::invite::Invite;
use crate::api;
use crate::features::action::reason;
use crate::features::form::Form;
use crate::state::{TeamData, Verdict};
use crate::ui::{Button, Dialog, Mark, PasswordField, SelectField, TextField};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::{MemberQuery, MemberView};
use shared::policy::{Command, Successor};
use shared::validate::check_password;
use wasm_bindgen_futures::spawn_local;

/// Draws the open question, if any.
#[component]
pub fn Questions(desk: Desk) -> AnyView {
    move || match desk.ask.get() {
        None => ().into_any(),
        Some(Ask::Invite) => view! { <Invite desk=desk/> }.into_any(),
        Some(Ask::Deactivate(m)) => deactivate(desk, *m),
        Some(Ask::CancelInvite(m)) => cancel(desk, *m),
        Some(Ask::Delete(rows)) => view! { <Delete desk=desk rows=rows/> }.into_any(),
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
    act: impl Fn() + Send + Sync + 'static,
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
        desk.deactivate(m.clone(), false)
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

/// One person or many: consequence, the name typed where the profile asks for it, the successor where it needs one.
#[component(part = forms)]
fn Delete(desk: Desk, rows: Vec<MemberView>) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| desk.close());
    let Some(def) = team.data.with_untracked(|d| d.policy.profile().delete.clone()) else {
        return ().into_any();
    };
    let word = team.word("delete");
    let only = (rows.len() == 1).then(|| rows.first().cloned()).flatten();
    let title = match &only {
        Some(m) => fill(W::AskDeactivate, &[("word", &word), ("name", &m.name)]),
        None => fill(W::DeleteN, &[("word", &word), ("n", &rows.len().to_string())]),
    };
    let form = Form::new();
    let typed = RwSignal::new(String::new());
    let successor = RwSignal::new(String::new());
    let expected = only.as_ref().filter(|_| def.type_name).map(|m| m.name.clone());
    // Asked only where the rules would refuse the deletion without one.
    let asks_successor = rows.iter().any(|m| {
        !team
            .data
            .with_untracked(|d| d.judge(Command::Delete { successor: Successor::Nobody }, Some(m)))
            .is_free()
    });
    let heirs = RwSignal::new(vec![(String::new(), t(W::ChoosePerson).to_owned())]);
    let leaving: Vec<String> = rows.iter().map(|m| m.id.clone()).collect();
    if asks_successor {
        load_heirs(desk, leaving.clone(), heirs);
    }
    let name_field = expected.clone().map(|n| {
        view! { <TextField label=fill(W::TypeName, &[("name", &n)]) value=typed name="confirm-name" autofocus=true error=form.error("name")/> }
    });
    let heir_field = asks_successor.then(|| {
        let label = team.word("successor");
        view! { <SelectField label=label value=successor options=heirs name="successor" error=form.error("successor")/> }
    });
    let names = only.is_none().then(|| {
        let list: Vec<_> = rows.iter().map(|m| view! { <li><bdi>{m.name.clone()}</bdi></li> }).collect();
        view! { <ul class="names">{list}</ul> }
    });
    // The rules' answer to what would be sent now: held until somebody is chosen who gets the work (ST10).
    let judged = StoredValue::new(rows.clone());
    let verdict = move || {
        let nobody = successor.with(String::is_empty);
        let command =
            Command::Delete { successor: if nobody { Successor::Nobody } else { Successor::Active } };
        let refused = |d: &TeamData, m: &MemberView| Some(d.judge(command, Some(m))).filter(|v| !v.is_free());
        team.data
            .with(|d| judged.with_value(|rows| rows.iter().find_map(|m| refused(d, m))))
            .unwrap_or(Verdict::Free)
    };
    let hold = Signal::derive(move || {
        let verdict = verdict();
        team.data.with(|d| reason(d, &verdict, Command::Delete { successor: Successor::Nobody }))
    });
    let denial = Live::from(move || verdict().denial().map(|d| d.code.id()));
    let mark = match &only {
        Some(m) => Mark { denial, ..confirm_mark("delete", m) },
        None => Mark { denial, ..Mark::action("delete") },
    };
    let submit = move || {
        if !form.begin() {
            return;
        }
        if let Some(n) = &expected
            && typed.get_untracked().trim() != n.trim()
        {
            form.mark("name", "required", 0);
        }
        if !form.clean() {
            return;
        }
        form.busy.set(true);
        let heir = asks_successor.then(|| successor.get_untracked());
        let (ids, id) = (leaving.clone(), team.id());
        let said = match &only {
            Some(m) => fill(W::DidDelete, &[("name", &m.name)]),
            None => fill(W::DidDeleteN, &[("n", &ids.len().to_string())]),
        };
        spawn_local(async move {
            let answer = match ids.as_slice() {
                [one] => api::delete(&id, one, heir).await,
                _ => api::delete_many(&id, ids.clone(), heir).await,
            };
            match answer {
                Ok(revised) => {
                    desk.picked.try_update(|p| p.retain(|x| !ids.contains(x)));
                    ids.iter().for_each(|x| desk.left(x));
                    desk.store.took(&revised);
                    desk.close();
                    desk.open.run(None);
                    desk.team.toasts.say(said);
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <Dialog title=title lead=team.word("delete-note") busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}{names}{heir_field}{name_field}</div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary danger" label=word submit=true busy=form.busy hold=hold mark=mark/></div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Active people who stay, for the choice of a successor.
fn load_heirs(desk: Desk, leaving: Vec<String>, heirs: RwSignal<Vec<(String, String)>>) {
    let team = desk.team.id();
    spawn_local(async move {
        let q = MemberQuery { status: Some("active".into()), limit: Some(500), ..MemberQuery::default() };
        match api::members(&team, &q).await {
            Ok(page) => {
                let people = page
                    .items
                    .into_iter()
                    .filter(|m| !leaving.contains(&m.id))
                    .map(|m| (m.id, [&m.name, " · ", m.email.as_str()].concat()));
                heirs.try_update(|h| h.extend(people));
            }
            Err(f) => desk.fail(&f),
        }
    });
}

#[component(part = forms)]
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
