//! The invite form, made from the profile: its fields and conditions, one address or several, switches, resources, seats.

use super::desk::Desk;
use super::draft::{Draft, guest, invite_as, units};
use super::parts::{profile_field, resources, switches};
use super::seats;
use crate::api;
use crate::features::action::{in_form, mark, reason};
use crate::features::billing::Order;
use crate::features::explain::{explain, fault};
use crate::features::form::Form;
use crate::state::{TeamData, Verdict};
use crate::ui::choice::Card;
use crate::ui::{Button, ChipsInput, Dialog, PasswordField, RadioCards, SelectField, Switch};
use crate::view::prelude::*;
use crate::words::{W, count, fill, lower, t};
use shared::api::{FieldValues, InviteRequest, Invitee};
use shared::policy::{FormField, RoleId};
use shared::profile::FieldKind;
use shared::validate::{address_key, check_address, check_field, check_password};
use wasm_bindgen_futures::spawn_local;

/// A sentence as it stands beside an address.
fn short(sentence: &str) -> String {
    lower(sentence).trim_end_matches('.').to_owned()
}

/// Why an address is not taken, as far as the page can know.
fn address_fault(desk: Desk, emails: RwSignal<Vec<String>>, address: &str) -> Option<String> {
    if let Err(code) = check_address(address) {
        return Some(short(&fault(code, 0)));
    }
    let key = address_key(address);
    if desk
        .store
        .list
        .rows
        .with_untracked(|rows| rows.iter().any(|r| r.data.with_untracked(|m| address_key(&m.email) == key)))
    {
        return Some(short(t(W::AlreadyMember)));
    }
    let most = desk.team.data.with_untracked(|d| d.policy.profile().invitation.at_once) as usize;
    let at = emails.with(|e| e.iter().position(|x| x == address));
    at.is_some_and(|i| i >= most).then(|| short(&fill(W::BatchTooLarge, &[("n", &most.to_string())])))
}

#[component(part = forms)]
pub fn Invite(desk: Desk) -> AnyView {
    let team = desk.team;
    let form = Form::new();
    let draft = team.data.with_untracked(|d| Draft::new(d));
    let close = Callback::new(move |()| desk.close());
    let verdict = Callback::new(move |()| {
        let unit = draft.unit();
        in_form(team.data.with(|d| seats::lifted(d, seats::verdict(d, draft, unit.as_deref()))))
    });
    let hold = Signal::derive(move || {
        let now = verdict.run(());
        team.data.with(|d| reason(d, &now, invite_as(draft.role_id(d), 1)))
    });
    let (mail_optional, min, word_mail) = team.data.with_untracked(|d| {
        (d.policy.profile().invitation.mail_optional, d.policy.password_min(), d.word("mail-toggle"))
    });
    let mut marks =
        team.data.with_untracked(|d| mark(&Verdict::Free, invite_as(d.policy.default_role(), 1), None));
    marks.denial = Live::from(move || verdict.run(()).denial().map(|d| d.code.id()));
    let label = Signal::derive(move || {
        let unit = draft.unit();
        if team.data.with(|d| seats::buys(d, &seats::verdict(d, draft, unit.as_deref()))) {
            return t(W::Continue).to_owned();
        }
        team.word(if draft.mail.get() { "invite-send" } else { "invite-send-no-mail" })
    });
    // The parts follow the role; what was typed stays in the draft.
    let fields = move || {
        let data = team.data.get();
        let role = draft.role_id(&data);
        let parts = data.policy.invite_form(role);
        let mut first = true;
        let mut rows: Vec<AnyView> = Vec::new();
        let mut names: Vec<AnyView> = Vec::new();
        // Names that follow each other stand side by side where there is room.
        let pair = |rows: &mut Vec<AnyView>, names: &mut Vec<AnyView>| {
            if !names.is_empty() {
                let both = std::mem::take(names);
                rows.push(view! { <div class="two">{both}</div> });
            }
        };
        for part in parts {
            if !matches!(part, FormField::Field(_, def) if def.kind == FieldKind::Name) {
                pair(&mut rows, &mut names);
            }
            match part {
                FormField::Role => rows.push(role_cards(desk, draft)),
                FormField::Field(_, def) if def.kind == FieldKind::Email && draft.many => {
                    rows.push(address_box(desk, form, draft, &data))
                }
                FormField::Field(id, def) => {
                    let Some(value) = draft.value(id) else { continue };
                    let view = profile_field(form, id.to_owned(), id, def, value, std::mem::take(&mut first));
                    if def.kind == FieldKind::Name {
                        names.push(view);
                        continue;
                    }
                    rows.push(view);
                }
            }
        }
        pair(&mut rows, &mut names);
        let who = guest(&data, role);
        let choice = units(&data);
        if !choice.is_empty() {
            let label = data.policy.profile().units.as_ref().map_or_else(String::new, |u| u.label.clone());
            rows.push(view! { <SelectField label=label value=draft.unit options=RwSignal::new(choice) name="unit" error=form.error("unit")/> });
        }
        // Some products give access only afterwards (ST8).
        let now = data.policy.profile().resources.as_ref().is_some_and(|r| r.invite);
        let access = now.then(|| resources(team, &who, draft.access));
        view! { {rows}{switches(team, &who, role, draft.grants)}{access} }
    };
    let shape = Memo::new(move |_| [draft.role.get(), team.data.with(|d| d.hash.clone())].join(" "));
    let body = move || {
        shape.with(|_| ());
        untrack(fields)
    };
    let without_mail = move || {
        (!draft.mail.get()).then(|| {
            view! { <PasswordField label=t(W::FirstPassword) value=draft.password complete="new-password" name="first-password" error=form.error("password")
                hint=fill(W::FirstPasswordHint, &[("n", &min.to_string())])/> }
        })
    };
    let mail = mail_optional.then(|| {
        view! {
            <div class="group"><div class="item"><Switch label=word_mail on=draft.mail on_change=Callback::new(move |v| draft.mail.set(v))/></div></div>
            {without_mail}
        }
    });
    // What waits for its seats.
    let buying = RwSignal::new(None::<Waiting>);
    let submit = move || submit(desk, form, draft, buying);
    let back = Callback::new(move |()| {
        form.begin();
        buying.set(None);
        seats::focus_form();
    });
    let step = move || {
        buying.get().map(|waiting| {
            let paid = Callback::new(move |()| send(desk, form, draft, buying, waiting.request));
            untrack(|| seats::step(desk, draft, form, waiting.order, back, paid))
        })
    };
    let waits = move || buying.with(Option::is_some);
    view! {
        <Dialog title=team.word("invite") lead=team.word("invite-intro") busy=form.busy on_close=close>
            <form novalidate hidden=waits on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}{body}{mail}</div>
                <div class="foot">
                    <span class="aside">{move || seats::meter(desk, draft)}</span>
                    <Button label=t(W::Cancel).to_string() on_press=close/>
                    <Button kind="primary" label=label submit=true busy=form.busy hold=hold mark=marks/>
                </div>
            </form>
            {step}
        </Dialog>
    }
}

fn role_cards(desk: Desk, draft: Draft) -> AnyView {
    let team = desk.team;
    let cards = Live::from(move || {
        let data = team.data.get();
        let card = |role: RoleId| {
            let command = invite_as(role, 1);
            // Who may buy seats can choose what there is none left for.
            let verdict = seats::lifted(&data, data.judge(command, None));
            let (id, def) = data.policy.profile().roles.at(usize::from(role.0))?;
            verdict.shows().then(|| Card {
                value: id.into(),
                label: def.label.clone(),
                about: def.about.clone(),
                hold: reason(&data, &verdict, command),
            })
        };
        data.policy.roles().filter_map(card).collect::<Vec<_>>()
    });
    view! { <RadioCards legend=team.word("role") value=draft.role cards=cards/> }.into_any()
}

fn address_box(desk: Desk, form: Form, draft: Draft, data: &TeamData) -> AnyView {
    let most = data.policy.profile().invitation.at_once.to_string();
    let fault = Callback::new(move |address: String| address_fault(desk, draft.emails, &address));
    view! {
        <ChipsInput label=t(W::EmailMany) values=draft.emails text=draft.typed kind="email" name="email" fault=fault error=form.error("email")
            hint=fill(W::EmailManyHint, &[("n", &most)])/>
    }
    .into_any()
}

/// An invitation that waits for its seats.
#[derive(Clone, Copy)]
struct Waiting {
    order: Order,
    request: StoredValue<InviteRequest>,
}

fn submit(desk: Desk, form: Form, draft: Draft, buying: RwSignal<Option<Waiting>>) {
    if !form.begin() {
        return;
    }
    let data = desk.team.data.get_untracked();
    let role = untrack(|| draft.role_id(&data));
    let min = data.policy.password_min();
    let addresses = draft.addresses();
    if addresses.is_empty() {
        form.mark("email", "required", 0);
    }
    for a in &addresses {
        if draft.many && untrack(|| address_fault(desk, draft.emails, a)).is_some() {
            form.mark("email", "unfit-address", 0);
        } else if let Err(code) = check_address(a) {
            form.mark("email", code, 0);
        }
    }
    let mut fields = FieldValues::new();
    for part in data.policy.invite_form(role) {
        if let FormField::Field(id, def) = part
            && def.kind != FieldKind::Email
            && let Some(value) = draft.value(id).map(|v| v.get_untracked())
        {
            if let Err(code) = check_field(def, &value) {
                form.mark(id, code, 0);
            }
            if !value.trim().is_empty() {
                fields.insert(id.to_owned(), value.trim().to_owned());
            }
        }
    }
    let send_mail = draft.mail.get_untracked();
    let password = (!send_mail).then(|| draft.password.get_untracked());
    if let Some(Err(code)) = password.as_deref().map(|p| check_password(p, min)) {
        form.mark("password", code, min);
    }
    if !form.clean() {
        return;
    }
    let unit = untrack(|| draft.unit());
    let verdict = data.judge_invite_into(invite_as(role, addresses.len()), unit.as_deref());
    if let Some(d) = verdict.denial().filter(|_| !seats::buys(&data, &verdict)) {
        let r = explain(&data, d, shared::policy::Action::Invite);
        form.general.set(Some([r.why.as_str(), " ", &r.remedy].concat()));
        return;
    }
    let shown = |id: &String| data.policy.grant(id).is_some_and(|g| data.policy.grant_shows(g, role));
    let request = InviteRequest {
        people: addresses.iter().map(|a| Invitee { email: a.clone(), fields: fields.clone() }).collect(),
        role: Some(data.policy.role_name(role).to_owned()),
        grants: draft.grants.get_untracked().into_iter().filter(shown).collect(),
        access: draft.access.get_untracked().into_iter().collect(),
        unit,
        send_mail,
        password,
    };
    let request = StoredValue::new(request);
    if seats::buys(&data, &verdict) {
        return wait(desk, draft, buying, request);
    }
    send(desk, form, draft, buying, request);
}

/// Leads on to the purchase.
fn wait(desk: Desk, draft: Draft, buying: RwSignal<Option<Waiting>>, request: StoredValue<InviteRequest>) {
    let lacks = untrack(|| desk.team.data.with(|d| seats::missing(d, draft)));
    if let Some((kind, n)) = lacks {
        buying.set(Some(Waiting { order: Order::new(&kind, n), request }));
    }
}

fn send(
    desk: Desk,
    form: Form,
    draft: Draft,
    buying: RwSignal<Option<Waiting>>,
    request: StoredValue<InviteRequest>,
) {
    form.busy.set(true);
    let team = desk.team;
    spawn_local(async move {
        let Some(asked) = request.try_get_value() else { return };
        match api::invite(&team.id(), &asked).await {
            Ok(r) => {
                let said = match (asked.send_mail, r.members.as_slice()) {
                    (false, [m]) => fill(W::DidCreate, &[("name", &m.name)]),
                    (_, [m]) => fill(W::DidInvite, &[("email", &m.email)]),
                    (_, all) => count(all.len() as u32, W::DidInviteN, W::DidInviteN),
                };
                team.took(r.counts.clone(), r.revision, &r.members);
                desk.store.grew(r.revision);
                desk.close();
                team.toasts.say(said);
            }
            Err(f) => {
                if seats::gone(&f) {
                    // Somebody else was quicker: how many there are now, and on to the purchase where I may.
                    let _ = team.refresh().await;
                    form.busy.try_set(false);
                    let Some(data) = team.data.try_get_untracked() else { return };
                    if untrack(|| seats::missing(&data, draft)).is_some() && seats::may_buy(&data) {
                        form.general.try_set(Some(t(W::SeatsTaken).to_owned()));
                        return wait(desk, draft, buying, request);
                    }
                }
                buying.try_set(None);
                let Some(data) = team.data.try_get_untracked() else { return };
                refused(form, &data, &f, &asked, draft.many, data.policy.password_min());
            }
        }
    });
}

/// The server names faults as `people.2.fields.phone`: back to the fields that the form draws.
fn refused(form: Form, data: &TeamData, f: &api::Failure, request: &InviteRequest, many: bool, min: u32) {
    let api::Failure::Refused(p) = f else { return form.failed(Some(data), f, min) };
    let mut own = p.clone();
    let mut bad = Vec::new();
    for x in &mut own.fields {
        let mut parts = x.field.split('.');
        if parts.next() == Some("people") {
            let at: usize = parts.next().and_then(|n| n.parse().ok()).unwrap_or_default();
            if let Some(who) = request.people.get(at).filter(|_| many) {
                bad.push([who.email.as_str(), ": ", &fault(&x.code, min)].concat());
            }
            x.field = x.field.rsplit('.').next().unwrap_or("email").to_owned();
        }
    }
    form.failed(Some(data), &api::Failure::Refused(own), min);
    if !bad.is_empty() {
        form.general.set(Some(bad.join(" ")));
    }
}
