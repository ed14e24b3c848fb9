//! One member: who they are, what they may do, and what can be changed. A panel beside the list.

use super::desk::Desk;
use super::menu::MemberMenu;
use super::parts::{find, profile_field, resources, switches};
use super::place::{belonging, managed_text, unit_text, unit_verdict};
use super::row::{RoleControl, status_badge, status_of};
use crate::api::{self, Failure};
use crate::features::action::{mark, reason};
use crate::features::explain::failure;
use crate::features::form::Form;
use crate::features::kinds::shown;
use crate::state::{TeamData, Verdict};
use crate::ui::{Ago, Avatar, Button, Dialog, Empty, Icon, Menu, MenuFill, Skeleton, TextField, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, list, t};
use shared::api::{EditMember, FieldValues, MemberView};
use shared::policy::{Command, Status};
use shared::profile::{FieldDef, FieldKind};
use shared::validate::check_field;
use wasm_bindgen_futures::spawn_local;

/// The row of the list when it has one; otherwise it is fetched.
#[component(part = forms)]
pub fn Details(desk: Desk, id: String) -> AnyView {
    let found: RwSignal<Option<Result<ArcRwSignal<MemberView>, Failure>>> =
        RwSignal::new(desk.store.get(&id).map(Ok));
    if found.with_untracked(Option::is_none) {
        let team = desk.team.id();
        spawn_local(async move {
            let answer = api::member(&team, &id).await;
            found.try_set(Some(answer.map(ArcRwSignal::new)));
        });
    }
    let close = Callback::new(move |()| desk.open.run(None));
    move || {
        match found.get() {
        Some(Ok(m)) => view! { <Panel desk=desk member=m close=close/> }.into_any(),
        None => view! { <Dialog class="panel" title=t(W::Loading).to_string() on_close=close><div class="body"><Skeleton rows=4/></div></Dialog> }.into_any(),
        Some(Err(f)) => {
            let text = desk.team.data.with_untracked(|d| failure(Some(d), &f));
            view! { <Dialog class="panel" title=t(W::Details).to_string() on_close=close><div class="body"><Empty glyph=Icon::Person title=t(W::LoadFailed) text=text/></div></Dialog> }
                .into_any()
        }
    }
    }
}

/// What can be edited here, as it stands in the form.
#[derive(Clone, Copy)]
struct Draft {
    fields: StoredValue<Vec<(String, RwSignal<String>)>>,
    grants: RwSignal<Vec<String>>,
    access: RwSignal<Vec<String>>,
}

impl Draft {
    fn of(data: &TeamData, m: &MemberView) -> Self {
        let value = |id: &str| {
            if id == "email" { m.email.clone() } else { m.fields.get(id).cloned().unwrap_or_default() }
        };
        Self {
            fields: StoredValue::new(
                data.policy
                    .profile()
                    .fields
                    .ids()
                    .map(|id| (id.to_owned(), RwSignal::new(value(id))))
                    .collect(),
            ),
            grants: RwSignal::new(m.grants.clone()),
            access: RwSignal::new(m.access.clone()),
        }
    }

    /// What differs from the member; `None` when nothing does.
    fn changes(self, data: &TeamData, m: &MemberView) -> Option<EditMember> {
        let mut fields = FieldValues::new();
        for (id, def) in data.policy.profile().fields.iter() {
            let Some(value) = self.fields.with_value(|f| find(f, id)) else { continue };
            let value = value.with(|v| v.trim().to_owned());
            let before = if id == "email" { &m.email } else { m.fields.get(id).map_or("", String::as_str) };
            if value != before && !def.immutable {
                fields.insert(id.to_owned(), value);
            }
        }
        let same = |a: &[String], b: &[String]| a.len() == b.len() && a.iter().all(|x| b.contains(x));
        let grants = self.grants.with(|g| (!same(g, &m.grants)).then(|| g.clone()));
        let access = self.access.with(|a| (!same(a, &m.access)).then(|| a.clone()));
        let edit =
            EditMember { fields: (!fields.is_empty()).then_some(fields), grants, access, version: m.version };
        (edit.fields.is_some() || edit.grants.is_some() || edit.access.is_some()).then_some(edit)
    }
}

#[component]
fn Panel(desk: Desk, member: ArcRwSignal<MemberView>, close: Callback<()>) -> AnyView {
    let team = desk.team;
    let data = team.data.get_untracked();
    let m = member.get_untracked();
    let draft = Draft::of(&data, &m);
    let form = Form::new();
    let a = member.clone();
    let dirty = Memo::new(move |_| a.with(|m| team.data.with(|d| draft.changes(d, m).is_some())));
    let (a, b, c, d) = (member.clone(), member.clone(), member.clone(), member.clone());
    let row: RwSignal<MemberView> = member.clone().into();
    let title = Signal::derive(move || a.with(|m| m.name.clone()));
    let name = title;
    let p = member.clone();
    let picture = Memo::new(move |_| p.with(|m| api::picture_of(&team.id(), m)));
    let save = move || save(desk, form, draft, &b);
    // The parts depend on role and status; values stay in the draft.
    let place = Memo::new(move |_| {
        c.with(|m| [m.role.as_str(), " ", m.status.id(), &team.data.with(|d| d.hash.clone())].concat())
    });
    let parts = move || {
        place.with(|_| ());
        let m = d.get_untracked();
        untrack(|| view! { {belonging(desk, &d)}{body(desk, form, draft, &m)} })
    };
    let more = MenuFill::by(move |menu| view! { <MemberMenu menu=menu desk=desk member=row/> });
    let (f, g, h) = (member.clone(), member.clone(), member.clone());
    let id = m.id.clone();
    view! {
        <Dialog class="panel" title=title lead=Signal::derive(move || f.with(|m| if m.name == m.email { String::new() } else { m.email.clone() })) busy=form.busy on_close=close>
            <form novalidate class="panel-form" on:submit=move |e| { e.prevent_default(); save() }>
                <div class="body">
                    <div class="row">
                        <Avatar name=name key=id size="l" picture=picture/>
                        <div class="grow">{move || g.with(|m| team.data.with(|d| status_badge(d, m)))}<div class="row"><RoleControl desk=desk member=row/></div></div>
                        <Menu class="btn icon" at_end=true name=Signal::derive(move || fill(W::MoreFor, &[("name", &name.get())])) entries=more>{icon(Icon::Dots)}</Menu>
                    </div>
                    {form.notice()}
                    {move || h.with(|m| facts(&team.data.get(), m))}
                    {parts}
                </div>
                <div class="foot">
                    <Button label=t(W::Close).to_string() on_press=close/>
                    {move || dirty.get().then(|| view! { <Button kind="primary" label=Signal::derive(move || team.word("edit-save")) submit=true busy=form.busy/> })}
                </div>
            </form>
        </Dialog>
    }
}

/// Times and counts that nobody edits.
fn facts(data: &TeamData, m: &MemberView) -> AnyView {
    let now = data.now();
    let ago = |at: i64| view! { <Ago at=at now=now/> }.into_any();
    let mut rows: Vec<(&'static str, AnyView)> = Vec::new();
    match status_of(data, m) {
        Status::Active => {
            rows.push((t(W::LastActive), m.last_active_at.map_or_else(|| t(W::Never).into_any(), ago)))
        }
        Status::Deactivated => rows.extend(m.deactivated_at.map(|at| (t(W::Since), ago(at)))),
        Status::Pending | Status::Expired => {
            rows.extend(m.expires_at.map(|at| (t(W::InvitationEnds), ago(at))));
            rows.push((t(W::MailsSent), m.sent.to_string().into_any()));
        }
    }
    rows.push((t(W::Joined), ago(m.invited_at)));
    if let Some(unit) = unit_text(data, m).filter(|_| !unit_verdict(data, m).is_free()) {
        rows.push((t(W::UnitLabel), unit.into_any()));
    }
    if !m.manages.is_empty() {
        rows.push((t(W::Manages), managed_text(data, m).into_any()));
    }
    if !m.standing.is_empty() {
        rows.push((
            t(W::Standing),
            list(&m.standing.iter().map(|s| data.label(s)).collect::<Vec<_>>()).into_any(),
        ));
    }
    let rows: Vec<_> = rows.into_iter().map(|(k, v)| view! { <dt>{k}</dt><dd>{v}</dd> }).collect();
    view! { <dl class="defs small">{rows}</dl> }.into_any()
}

fn body(desk: Desk, form: Form, draft: Draft, m: &MemberView) -> AnyView {
    let team = desk.team;
    let data = team.data.get();
    let role = data.policy.role(&m.role).unwrap_or(data.policy.default_role());
    let mut first = true;
    let mut fields: Vec<AnyView> = Vec::new();
    for (id, def) in data.policy.profile().fields.iter() {
        let Some(field) = data.policy.field(id).filter(|_| data.policy.field_shows(def, role)) else {
            continue;
        };
        let Some(value) = draft.fields.with_value(|f| find(f, id)) else { continue };
        let command = Command::EditMember { field };
        let verdict = data.judge(command, Some(m));
        // The address that somebody signs in with is no matter of a guest's.
        let verdict = match id {
            "email" if embedded() && (m.status.has_access() || m.status.is_former()) => Verdict::Hidden,
            _ => verdict,
        };
        fields.push(match &verdict {
            Verdict::Free => profile_field(form, id.to_owned(), id, def, value, std::mem::take(&mut first)),
            // Nobody else's business.
            Verdict::Hidden if def.own => continue,
            held => fixed_field(&data, held, command, m, id, def, value),
        });
    }
    view! { {fields}{switches(team, m, role, draft.grants)}{resources(team, m, draft.access)} }.into_any()
}

/// Not mine to change, or never changed: shown, readable, with its reason where the rules give one.
fn fixed_field(
    data: &TeamData,
    verdict: &Verdict,
    command: Command,
    m: &MemberView,
    id: &str,
    def: &FieldDef,
    value: RwSignal<String>,
) -> AnyView {
    let hint = match reason(data, verdict, command) {
        Some(r) => [r.why.as_str(), " ", &r.remedy].concat(),
        None if value.with_untracked(String::is_empty) => return ().into_any(),
        None => String::new(),
    };
    let value = match def.kind {
        FieldKind::Choice | FieldKind::Choices => RwSignal::new(value.with_untracked(|v| shown(def.kind, v))),
        _ => value,
    };
    let marks = if verdict.shows() { mark(verdict, command, Some(m)) } else { Default::default() };
    view! { <TextField label=def.label.clone() value=value hint=hint name=id.to_owned() readonly=true mark=marks/> }.into_any()
}

fn save(desk: Desk, form: Form, draft: Draft, member: &ArcRwSignal<MemberView>) {
    if !form.begin() {
        return;
    }
    let team = desk.team;
    let data = team.data.get_untracked();
    let m = member.get_untracked();
    let Some(edit) = untrack(|| draft.changes(&data, &m)) else { return };
    for (id, value) in edit.fields.iter().flatten() {
        if let Some(Err(code)) = data.policy.profile().fields.get(id).map(|def| check_field(def, value)) {
            form.mark(id.to_owned(), code, 0);
        }
    }
    if !form.clean() {
        return;
    }
    form.busy.set(true);
    let member = member.clone();
    spawn_local(async move {
        match api::edit_member(&team.id(), &m.id, &edit).await {
            Ok(revised) => {
                form.busy.try_set(false);
                desk.store.took(&revised);
                if let Some(fresh) = revised.members.into_iter().find(|x| x.id == m.id) {
                    member.set(fresh);
                }
                team.toasts.say(t(W::DidSave));
                desk.open.run(None);
            }
            Err(f) => {
                if f.code() == "stale-version"
                    && let Ok(fresh) = api::member(&team.id(), &m.id).await
                {
                    // What was typed stays; the next save is based on the fresh row.
                    member.set(fresh);
                }
                form.failed(Some(&team.data.get_untracked()), &f, 0);
            }
        }
    });
}
