//! The questions before somebody leaves: deactivate, delete, hand over. Each says what the person has and where it goes.

use super::desk::Desk;
use super::transfer::Transfer;
use crate::api;
use crate::features::form::Form;
use crate::features::kinds::tally;
use crate::state::Verdict;
use crate::ui::{Button, Dialog, Mark, TextField};
use crate::view::prelude::*;
use crate::words::{W, fill, lower, number, t};
use shared::api::{KindCount, MemberView};
use shared::policy::Code;
use wasm_bindgen_futures::spawn_local;

fn marked(action: &'static str, m: &MemberView, denial: Live<Option<&'static str>>) -> Mark {
    Mark { target: Some(m.id.clone()), denial, ..Mark::action(action) }
}

/// The receiver's name is missing.
fn waits(transfer: Transfer) -> Live<Option<&'static str>> {
    Live::from(move || transfer.hold().map(|_| Code::SuccessorRequired.id()))
}

/// Somebody with work is deactivated: it stays under the name, or changes hands in the same step (JT14).
#[component(part = forms)]
pub fn Deactivate(desk: Desk, member: MemberView, kinds: Vec<KindCount>) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| desk.close());
    let form = Form::new();
    let word = team.word("deactivate");
    let title = fill(W::AskDeactivate, &[("word", &word), ("name", &member.name)]);
    let transfer = Transfer::new(desk, vec![member.clone()], Some(kinds), "keep", false);
    let keep = ("keep", t(W::KeepWork).to_owned(), t(W::KeepWorkAbout).to_owned());
    let hold = Signal::derive(move || transfer.hold());
    let mark = marked("deactivate", &member, waits(transfer));
    let submit = move || {
        if !form.begin() || transfer.hold().is_some() {
            return;
        }
        form.busy.set(true);
        let (id, m, heir) = (team.id(), member.clone(), untrack(|| transfer.heir()));
        spawn_local(async move {
            match api::deactivate(&id, &m.id, heir.clone()).await {
                Ok(revised) => {
                    desk.store.took(&revised);
                    desk.close();
                    match heir {
                        // The work has moved on: giving the person back would not give it back.
                        Some(_) => {
                            let word = lower(&team.word("deactivated"));
                            let heir = transfer.heir_name();
                            let said =
                                fill(W::DidLeaveTo, &[("name", &m.name), ("word", &word), ("heir", &heir)]);
                            desk.say_left(said, &m);
                        }
                        None => desk.did_deactivate(m, true),
                    }
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <Dialog title=title lead=team.word("deactivate-note") busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}{transfer.what()}{transfer.choice(Some(keep))}</div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary danger" label=word submit=true busy=form.busy hold=hold mark=mark/></div>
            </form>
        </Dialog>
    }
}

/// All work of one person, before or after they are deactivated (JT14).
#[component(part = forms)]
pub fn HandOver(desk: Desk, member: MemberView) -> AnyView {
    let team = desk.team;
    let close = Callback::new(move |()| desk.close());
    let form = Form::new();
    let transfer = Transfer::new(desk, vec![member.clone()], None, "give", false);
    let free =
        ("free", t(W::FreeWork).to_owned(), fill(W::FreeWorkAbout, &[("word", &team.word("unassigned"))]));
    let hold = Signal::derive(move || transfer.hold());
    let mark = marked("hand-over", &member, waits(transfer));
    let (title, lead) =
        (fill(W::HandOverTitle, &[("name", &member.name)]), fill(W::HandOverLead, &[("name", &member.name)]));
    let submit = move || {
        if !form.begin() || transfer.hold().is_some() {
            return;
        }
        form.busy.set(true);
        let (id, from, heir) = (team.id(), member.id.clone(), untrack(|| transfer.heir()));
        spawn_local(async move {
            match api::hand_over(&id, &from, heir.clone()).await {
                Ok(moved) => {
                    desk.close();
                    let n = team.data.with_untracked(|d| tally(d, &moved.kinds));
                    let n = if n.is_empty() { number(moved.moved) } else { n };
                    let said = match heir {
                        Some(_) => fill(W::DidHandOver, &[("n", &n), ("name", &transfer.heir_name())]),
                        None => fill(W::DidFree, &[("n", &n)]),
                    };
                    match moved.batch {
                        Some(batch) => {
                            team.toasts.undo(said, Callback::new(move |()| undo(desk, batch.clone())))
                        }
                        None => team.toasts.say(said),
                    }
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <Dialog title=title lead=lead busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}{transfer.what()}{transfer.choice(Some(free))}</div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/>
                    {move || transfer.any().then(|| view! { <Button kind="primary" label=t(W::HandOverGo).to_string() submit=true busy=form.busy hold=hold mark=mark.clone()/> })}</div>
            </form>
        </Dialog>
    }
}

fn undo(desk: Desk, batch: String) {
    let team = desk.team;
    spawn_local(async move {
        match api::undo_move(&team.id(), batch).await {
            Ok(moved) => team.toasts.say(fill(W::DidUndoMove, &[("n", &number(moved.moved))])),
            Err(f) => desk.fail(&f),
        }
    });
}

/// One person or many: consequence, the name typed where the profile asks for it, the successor where it needs or allows one.
#[component(part = forms)]
pub fn Delete(desk: Desk, rows: Vec<MemberView>) -> AnyView {
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
    let expected = only.as_ref().filter(|_| def.type_name).map(|m| m.name.clone());
    let leaving: Vec<String> = rows.iter().map(|m| m.id.clone()).collect();
    let names = only.is_none().then(|| {
        let list: Vec<_> = rows.iter().map(|m| view! { <li><bdi>{m.name.clone()}</bdi></li> }).collect();
        view! { <ul class="names">{list}</ul> }
    });
    // A successor must be named only where the rules would refuse the deletion without one (ST10).
    let needs =
        Transfer::new(desk, rows.clone(), Some(Vec::new()), "", true).delete_verdict() != Verdict::Free;
    let transfer = Transfer::new(desk, rows, None, if needs { "give" } else { "free" }, true);
    let free = (!needs).then(|| {
        let about = fill(W::FreeWorkAbout, &[("word", &team.word("unassigned"))]);
        ("free", t(W::FreeWork).to_owned(), about)
    });
    let name_field = expected.clone().map(|n| {
        view! { <TextField label=fill(W::TypeName, &[("name", &n)]) value=typed name="confirm-name" autofocus=true error=form.error("name")/> }
    });
    // The rules' answer to what would be sent now: held until somebody is chosen who gets the work.
    let hold = Signal::derive(move || transfer.delete_hold());
    let denial = Live::from(move || match transfer.delete_verdict().denial() {
        Some(d) => Some(d.code.id()),
        None => transfer.hold().map(|_| Code::SuccessorRequired.id()),
    });
    let mark = match &only {
        Some(m) => marked("delete", m, denial),
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
        let (ids, id, heir) = (leaving.clone(), team.id(), untrack(|| transfer.heir()));
        let said = match &only {
            Some(m) => fill(W::DidDelete, &[("name", &m.name)]),
            None => fill(W::DidDeleteN, &[("n", &ids.len().to_string())]),
        };
        let only = only.clone();
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
                    match only {
                        Some(m) => desk.say_left(said, &m),
                        None => desk.team.toasts.say(said),
                    }
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    view! {
        <Dialog title=title lead=team.word("delete-note") busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}{names}{transfer.what()}{transfer.choice(free)}{name_field}</div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/><Button kind="primary danger" label=word submit=true busy=form.busy hold=hold mark=mark/></div>
            </form>
        </Dialog>
    }
    .into_any()
}
