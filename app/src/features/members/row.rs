//! One line of the list: who, role, status, last seen, and the ⋮ menu. On a narrow page the same line is a card.

use super::desk::Ask;
use super::desk::Desk;
use super::menu::{MemberMenu, RoleMenu, edit_verdict, role_verdict};
use super::parts::put;
use crate::api;
use crate::features::action::{mark, reason};
use crate::features::members::delete_many_allowed;
use crate::state::{TeamData, Verdict};
use crate::ui::{Ago, Avatar, Badge, Icon, Menu, MenuFill, RowAt, Tone, icon};
use crate::view::prelude::*;
use crate::words::{W, fill, list, t};
use shared::api::MemberView;
use shared::policy::{Command, Status};

/// The member's status at the server's time.
pub fn status_of(data: &TeamData, m: &MemberView) -> Status {
    m.status.at(m.expires_at, data.now())
}

pub fn status_badge(data: &TeamData, m: &MemberView) -> AnyView {
    let (tone, text) = match status_of(data, m) {
        Status::Active => (Tone::Ok, t(W::Active).to_owned()),
        Status::Pending => (Tone::Wait, t(W::Pending).to_owned()),
        Status::Expired => (Tone::Bad, t(W::Expired).to_owned()),
        Status::Deactivated => (Tone::Off, data.word("deactivated")),
    };
    view! { <Badge tone=tone text=text/> }.into_any()
}

/// Main role with additions and standing, for people.
pub fn role_text(data: &TeamData, m: &MemberView) -> (String, String) {
    let more: Vec<String> = m.additions.iter().chain(&m.standing).map(|id| data.label(id)).collect();
    (data.label(&m.role), if more.is_empty() { String::new() } else { list(&more) })
}

/// The role: a menu where it may change, held where it can't now, plain text where it is not mine to change.
#[component]
pub fn RoleControl(desk: Desk, member: RwSignal<MemberView>) -> AnyView {
    let team = desk.team;
    let verdict = Callback::new(move |()| member.with(|m| team.data.with(|d| role_verdict(d, m).0)));
    let shows = Memo::new(move |_| verdict.run(()).shows());
    let text = Memo::new(move |_| member.with(|m| team.data.with(|d| role_text(d, m))));
    let main = move || text.with(|t| t.0.clone());
    let also = move || {
        text.with(|(_, more)| {
            (!more.is_empty()).then(|| view! { <span class="also clip">{more.clone()}</span> })
        })
    };
    move || {
        if !shows.get() {
            return view! { <span class="role"><span class="clip">{main}</span></span>{also} }.into_any();
        }
        let command = Command::ChangeRole { to: team.data.with_untracked(|d| d.policy.default_role()) };
        let hold = Signal::derive(move || {
            let now = verdict.run(());
            team.data.with(|d| reason(d, &now, command))
        });
        let mut marks = member.with_untracked(|m| mark(&Verdict::Free, command, Some(m)));
        marks.denial = Live::from(move || verdict.run(()).denial().map(|d| d.code.id()));
        let name = Signal::derive(move || {
            member.with(|m| {
                fill(W::RoleOf, &[("role", &team.word("role")), ("name", &m.name), ("now", &main())])
            })
        });
        view! {
            <Menu class="role" name=name hold=hold mark=marks entries=MenuFill::by(move |menu| view! { <RoleMenu menu=menu desk=desk member=member/> })>
                <span class="clip">{main}</span>
                {move || hold.with(Option::is_none).then(|| icon(Icon::Down))}
            </Menu>
            {also}
        }
        .into_any()
    }
}

/// When: last seen, invited, expired, gone since.
fn when(desk: Desk, m: &MemberView) -> AnyView {
    let data = desk.team.data.get();
    let now = data.now();
    let invited = status_of(&data, m);
    match invited {
        Status::Active => match m.last_active_at {
            Some(at) => view! { <Ago at=at now=now/> }.into_any(),
            None => t(W::Never).into_any(),
        },
        Status::Deactivated => view! { <Ago at=m.deactivated_at.unwrap_or(m.invited_at) now=now/> },
        Status::Pending | Status::Expired => {
            let (word, at) = match (invited, m.expires_at) {
                (Status::Expired, Some(end)) => (W::ExpiredAgo, end),
                (_, Some(end)) => (W::EndsIn, end),
                _ => (W::Invited, m.invited_at),
            };
            let verdict = data.judge(Command::ResendInvite, Some(m));
            let again = m.clone();
            let resend = verdict.is_free().then(|| {
                view! { " · "<button type="button" class="btn link" data-action="resend-invite" data-target=m.id.clone()
                    aria-label=[t(W::Resend), ": ", &m.name].concat()
                    on:click=move |e| { e.stop_propagation(); desk.ask.set(Some(Ask::Resend(Box::new(again.clone())))) }>{t(W::Resend)}</button> }
            });
            view! { <span>{t(word)}" "<Ago at=at now=now/>{resend}</span> }.into_any()
        }
    }
}

pub fn line(desk: Desk, member: RwSignal<MemberView>, row: RowAt) -> AnyView {
    let tab = move || row.tab();
    let team = desk.team;
    super::lapse::watch(team, member);
    let id = member.with_untracked(|m| m.id.clone());
    let (me, email_shown) =
        team.data.with_untracked(|d| (d.me.id == id, d.policy.profile().fields.get("job-title").is_some()));
    // It never changes; as a handle it is cheap to hand to everything in the row.
    let own = StoredValue::new(id.clone());
    let name = Signal::derive(move || member.with(|m| m.name.clone()));
    let picture = Memo::new(move |_| member.with(|m| api::picture_of(&team.id(), m)));
    let second = move || {
        member.with(|m| match m.fields.get("job-title").filter(|j| email_shown && !j.is_empty()) {
            Some(job) => [job.as_str(), " · ", &m.email].concat(),
            None if m.name == m.email => String::new(),
            None => m.email.clone(),
        })
    };
    let picked = move || own.with_value(|id| desk.picked.with(|p| p.contains(id)));
    let pick = move |on: bool| {
        own.try_with_value(|id| desk.picked.update(|p| put(p, id, on)));
    };
    let open = move || {
        if let Some(id) = own.try_get_value() {
            desk.open.run(Some(id));
        }
    };
    let many = delete_many_allowed(team);
    let box_cell = many.then(|| {
        view! {
            <span class="cell pick" role="gridcell">
                <input type="checkbox" tabindex=tab aria-label=move || fill(W::SelectOne, &[("name", &name.get())])
                    prop:checked=picked on:change=move |e| pick(event_target_checked(&e))/>
            </span>
        }
    });
    let more = MenuFill::by(move |menu| view! { <MemberMenu menu=menu desk=desk member=member/> });
    let busy = Memo::new(move |_| own.with_value(|id| desk.busy.with(|b| b.contains(id))));
    let away = Memo::new(move |_| {
        member.with(|m| team.data.with(|d| d.policy.is_away(&m.fields) && m.status.has_access()))
    });
    let off = move || member.with(|m| m.status.is_former());
    // Where the menu would be empty there is none.
    let has_menu = Memo::new(move |_| member.with(|m| team.data.with(|data| any_action(data, m))));
    view! {
        <div class="line" part="row" role="row" tabindex=tab data-member=id.clone()
            aria-rowindex=move || row.index() aria-selected=move || if picked() { "true" } else { "false" }
            on:focusin=move |_| { own.try_with_value(|id| row.hold(id)); }
            on:keydown=move |e| {
                // Keys on a control inside the row are that control's.
                if event_target::<web_sys::Element>(&e).get_attribute("role").as_deref() != Some("row") { return }
                match e.key().as_str() {
                    "Enter" => { e.prevent_default(); open() }
                    " " if many => { e.prevent_default(); pick(!untrack(picked)) }
                    _ => {}
                }
            }>
            {box_cell}
            <span class="cell who c-who" role="gridcell" class:former=off>
                <Avatar name=name key=id picture=picture/>
                <span>
                    <span class="name">
                        <button type="button" class="btn link" tabindex=tab
                            on:click=move |_| open()><bdi class="clip">{move || name.get()}</bdi></button>
                        {me.then(|| view! { <span class="you">{t(W::You)}</span> })}
                        {move || away.get().then(|| view! { <span class="you away">{t(W::AwayBadge)}</span> })}
                    </span>
                    <small class="clip"><bdi>{second}</bdi></small>
                </span>
            </span>
            <span class="cell c-role" role="gridcell"><RoleControl desk=desk member=member/></span>
            <span class="cell c-status" role="gridcell">{move || member.with(|m| team.data.with(|d| status_badge(d, m)))}</span>
            <span class="cell c-when dim small" role="gridcell">{move || member.with(|m| when(desk, m))}</span>
            <span class="cell c-more" role="gridcell">
                // The button stays while its work runs: it has the focus.
                {move || has_menu.get().then(|| view! {
                    <Menu class="btn icon" at_end=true name=Signal::derive(move || fill(W::MoreFor, &[("name", &name.get())])) entries=more>
                        {move || if busy.get() { view! { <span class="spin" role="status" aria-label=t(W::Loading)></span> } } else { icon(Icon::Dots) }}
                    </Menu>
                })}
            </span>
        </div>
    }
    .into_any()
}

fn any_action(data: &TeamData, m: &MemberView) -> bool {
    let simple = [
        Command::SetPassword,
        Command::ResendInvite,
        Command::CancelInvite,
        Command::Restore,
        Command::Deactivate,
        Command::HandOver,
    ];
    simple.into_iter().any(|c| data.judge(c, Some(m)).shows())
        || edit_verdict(data, m).0.shows()
        || (data.policy.profile().delete.is_some()
            && data.judge(super::menu::delete_command(), Some(m)).shows())
}

/// A line that is not loaded yet.
pub fn bones(pick: bool) -> AnyView {
    view! {
        <div class="line" role="row" aria-hidden="true">
            {pick.then(|| view! { <span class="cell"></span> })}
            <span class="cell who c-who"><span class="bone round"></span><span><span class="bone"></span></span></span>
            <span class="cell c-role"><span class="bone w2"></span></span>
            <span class="cell c-status"><span class="bone w1"></span></span>
        </div>
    }
    .into_any()
}
