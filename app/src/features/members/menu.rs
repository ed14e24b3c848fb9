//! What can be done with a member: the ⋮ menu's rows and the role menu's, both fetched when a menu is about to be opened. Every row
//! is a verdict.

use super::desk::{Ask, Desk};
use crate::features::action::{item, item_by, mark, reason};
use crate::state::{TeamData, Verdict};
use crate::ui::menu_rows::rows;
use crate::ui::{Entry, Icon, Item, Opened};
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::MemberView;
use shared::policy::{AdditionId, Command, FieldId, Successor};

/// Whether anything of a member's details can be changed.
pub fn edit_verdict(data: &TeamData, m: &MemberView) -> (Verdict, Command) {
    let n = u8::try_from(data.policy.profile().fields.len()).unwrap_or(u8::MAX);
    let fields = (0..n).map(|i| Command::EditMember { field: FieldId(i) });
    let first = Command::EditMember { field: FieldId(0) };
    let grants = data.policy.grants().map(|grant| Command::SetGrant { grant, on: true });
    let access = data.policy.profile().resources.is_some().then_some(Command::SetAccess);
    let all = fields.chain(grants).chain(access);
    (Verdict::best(all.map(|c| data.judge(c, Some(m)))), first)
}

/// The ⋮ menu of a member.
#[component(part = menus)]
pub fn MemberMenu(menu: Opened, desk: Desk, member: RwSignal<MemberView>) -> AnyView {
    rows(menu, member.with_untracked(|m| entries(desk, m)))
}

/// The menu of the role control.
#[component(part = menus)]
pub fn RoleMenu(menu: Opened, desk: Desk, member: RwSignal<MemberView>) -> AnyView {
    rows(menu, member.with_untracked(|m| role_entries(desk, m)))
}

/// What can be done now first, then what can't and why.
fn entries(desk: Desk, m: &MemberView) -> Vec<Entry> {
    let data = desk.team.data.get_untracked();
    let data = &*data;
    let word = |key| data.word(key);
    let on = |f: fn(Desk, MemberView)| {
        let m = m.clone();
        Callback::new(move |()| f(desk, m.clone()))
    };
    let put = |c: Command, glyph, key, act| item(data, c, Some(m), glyph, word(key), act);
    let noted = |row: Option<Item>, key: &'static str| row.map(|i| Item { note: word(key), ..i });
    let danger = |row: Option<Item>| row.map(|i| Item { danger: true, ..i });

    let (edit, edit_command) = edit_verdict(data, m);
    let all = [
        item_by(
            data,
            edit,
            edit_command,
            Some(m),
            Icon::Edit,
            word("edit"),
            on(|d, m| d.open.run(Some(m.id))),
        ),
        put(
            Command::SetPassword,
            Icon::Key,
            "set-password",
            on(|d, m| d.ask.set(Some(Ask::SetPassword(Box::new(m))))),
        ),
        put(Command::ResendInvite, Icon::Mail, "resend-invite", on(Desk::resend)),
        danger(put(
            Command::CancelInvite,
            Icon::Close,
            "cancel-invite",
            on(|d, m| d.ask.set(Some(Ask::CancelInvite(Box::new(m))))),
        )),
        noted(put(Command::Restore, Icon::Undo, "restore", on(Desk::restore)), "activate-note"),
        noted(
            danger(put(Command::Deactivate, Icon::Pause, "deactivate", on(Desk::ask_deactivate))),
            "deactivate-note",
        ),
        item(
            data,
            Command::HandOver,
            Some(m),
            Icon::Swap,
            t(W::HandOverMenu).to_owned(),
            on(|d, m| d.ask.set(Some(Ask::HandOver(Box::new(m))))),
        ),
        item(
            data,
            Command::ViewAs,
            Some(m),
            Icon::Eye,
            fill(W::ViewAs, &[("name", &m.name)]),
            on(Desk::look_as),
        ),
        danger(delete_item(data, m, on(|d, m| d.ask.set(Some(Ask::Delete(vec![m])))))),
    ];
    let (free, held): (Vec<Item>, Vec<Item>) = all.into_iter().flatten().partition(|i| i.hold.is_none());
    let rule = (!free.is_empty() && !held.is_empty()).then_some(Entry::Rule);
    free.into_iter().map(Entry::Item).chain(rule).chain(held.into_iter().map(Entry::Item)).collect()
}

/// Deleting is judged as if an active successor were named: the dialog asks for one.
pub fn delete_command() -> Command {
    Command::Delete { successor: Successor::Active }
}

fn delete_item(data: &TeamData, m: &MemberView, act: Callback<()>) -> Option<Item> {
    data.policy.profile().delete.as_ref()?;
    item(data, delete_command(), Some(m), Icon::Trash, data.word("delete"), act)
}

/// The role control as a whole: it opens when any other role could be given.
pub fn role_verdict(data: &TeamData, m: &MemberView) -> (Verdict, Command) {
    let now = data.policy.role(&m.role);
    let others = data.policy.roles().filter(|r| Some(*r) != now).map(|to| Command::ChangeRole { to });
    let first = Command::ChangeRole { to: data.policy.default_role() };
    let additions = addition_commands(data, m).map(|(_, c)| c).collect::<Vec<_>>();
    (Verdict::best(others.chain(additions).map(|c| data.judge(c, Some(m)))), first)
}

/// What each addition's row would do: give it, or take it when it is held.
fn addition_commands<'a>(data: &'a TeamData, m: &'a MemberView) -> impl Iterator<Item = (&'a str, Command)> {
    data.policy.profile().additions.ids().enumerate().map(|(at, id)| {
        let addition = Some(AdditionId(u8::try_from(at).unwrap_or(u8::MAX)));
        let has = m.additions.iter().any(|a| a == id);
        (id, if has { Command::RemoveRole { addition } } else { Command::AddRole { addition } })
    })
}

/// All roles that this viewer may know of, the present one ticked, additions below.
fn role_entries(desk: Desk, m: &MemberView) -> Vec<Entry> {
    let data = desk.team.data.get_untracked();
    let data = &*data;
    let now = data.policy.role(&m.role);
    let mut entries = Vec::new();
    for role in data.policy.roles() {
        let command = Command::ChangeRole { to: role };
        let chosen = Some(role) == now;
        let verdict = if chosen { Verdict::Free } else { data.judge(command, Some(m)) };
        let id = data.policy.role_name(role).to_owned();
        let (target, to) = (m.clone(), id.clone());
        let act = Callback::new(move |()| {
            if !chosen {
                desk.change_role(&target, to.clone());
            }
        });
        if let Some(row) = choice(data, verdict, command, m, &id, act) {
            entries.push(Entry::Item(Item { chosen: Some(chosen), ..row }));
        }
    }
    let mut first = true;
    for (id, command) in addition_commands(data, m) {
        let on = matches!(command, Command::AddRole { .. });
        let (target, to) = (m.clone(), id.to_owned());
        let act = Callback::new(move |()| desk.set_addition(&target, to.clone(), on));
        if let Some(row) = choice(data, data.judge(command, Some(m)), command, m, id, act) {
            if std::mem::take(&mut first) {
                entries.push(Entry::Rule);
            }
            entries.push(Entry::Item(Item { chosen: Some(!on), ..row }));
        }
    }
    entries
}

fn choice(
    data: &TeamData,
    verdict: Verdict,
    command: Command,
    m: &MemberView,
    id: &str,
    act: Callback<()>,
) -> Option<Item> {
    if !verdict.shows() {
        return None;
    }
    let p = data.policy.profile();
    let additive = matches!(command, Command::AddRole { .. } | Command::RemoveRole { .. });
    let about = if additive {
        p.additions.get(id).map(|a| (&a.label, &a.about))
    } else {
        p.roles.get(id).map(|r| (&r.label, &r.about))
    };
    let (label, note) = about.map(|(l, a)| (l.clone(), a.clone())).unwrap_or_default();
    let mut marks = mark(&verdict, command, Some(m));
    marks.to = Some(id.to_owned());
    Some(Item { note, hold: reason(data, &verdict, command), mark: marks, ..Item::new(label, act) })
}
