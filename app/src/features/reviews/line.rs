//! One person in the open review: what they may do, since when they were away, and what is done about it.

use super::{Desk, KEPT, REDUCED, REMOVED, REVIEW, outcome_word};
use crate::api;
use crate::features::action::ActionButton;
use crate::features::members::{Ask, delete_command, edit_verdict, put, role_verdict};
use crate::state::{Team, TeamData, Verdict};
use crate::ui::{Ago, Avatar, Badge, Tone};
use crate::view::prelude::*;
use crate::words::{W, list, number, t};
use shared::api::{MemberView, ReviewLine};
use shared::policy::{Command, decide_line};
use wasm_bindgen_futures::spawn_local;

impl Desk {
    fn line(self, member: &str) -> Option<ReviewLine> {
        self.open(|o| o.lines.iter().find(|l| l.member == member).cloned()).flatten()
    }

    fn member(self, member: &str) -> Option<MemberView> {
        self.open(|o| o.members.iter().find(|m| m.id == member).cloned()).flatten()
    }

    fn watch(self, member: &str, on: bool) {
        self.watched.try_update(|w| put(w, member, on));
    }

    /// Writes what became of somebody's access.
    fn decide(self, review: String, line: ReviewLine, outcome: &'static str) {
        let id = line.member.clone();
        if self.busy.with_untracked(|b| b.contains(&id)) {
            return;
        }
        self.busy.update(|b| put(b, &id, true));
        let team = self.team;
        spawn_local(async move {
            let answer = api::decide_line(&team.id(), &review, &id, outcome.to_owned()).await;
            self.busy.try_update(|b| put(b, &id, false));
            // Also after a refusal: it is not tried again and again.
            self.watch(&id, false);
            match answer {
                Ok(_) => {
                    let text = [line.name.as_str(), ": ", t(outcome_word(outcome))].concat();
                    team.toasts.say(text);
                }
                Err(f) => self.people.fail(&f),
            }
            self.page.ask();
        });
    }
}

/// Once access was really taken in a dialog that was opened from a line, the line says so by itself.
pub fn mark_what_happened(desk: Desk, review: String) {
    later(move || {
        let watched = desk.watched.get();
        for id in watched {
            let Some(line) = desk.line(&id) else { continue };
            let outcome = match line.now.as_str() {
                REDUCED => REDUCED,
                REMOVED => REMOVED,
                _ => continue,
            };
            if line.outcome != outcome {
                untrack(|| desk.decide(review.clone(), line, outcome));
            }
        }
    });
}

/// What is shown of a line: drawn anew when any of it changes.
fn stamp(l: &ReviewLine) -> String {
    [l.now.as_str(), " ", &l.outcome, " ", &l.by].concat()
}

pub fn line(desk: Desk, member: String) -> AnyView {
    let team = desk.team;
    let Some(first) = untrack(|| desk.line(&member)) else { return ().into_any() };
    let now = team.data.with_untracked(|d| d.now());
    let mine = team.data.with_untracked(|d| d.me.id == member);
    let id = member.clone();
    let state = Memo::new(move |_| desk.line(&id).map(|l| stamp(&l)).unwrap_or_default());
    let (name, key) = (first.name.clone(), member.clone());
    let seen = match first.last_active_at {
        Some(at) => view! { <Ago at=at now=now/> }.into_any(),
        None => t(W::Never).into_any(),
    };
    let invited = untrack(|| desk.member(&member)).filter(|m| m.status.is_invited());
    let invited = invited.map(|_| view! { <Badge tone=Tone::Wait text=t(W::Pending)/> });
    let id = member.clone();
    let actions = move || {
        state.with(|_| ());
        untrack(|| controls(desk, &id))
    };
    let id = member.clone();
    let outcome = Memo::new(move |_| desk.line(&id).map(|l| l.outcome).unwrap_or_default());
    view! {
        <li class="item review-line" data-member=member data-outcome=move || outcome.get()>
            <Avatar name=Signal::derive(move || name.clone()) key=key/>
            <div class="person"><span class="name"><bdi>{first.name.clone()}</bdi>{mine.then(|| view! { <span class="you">{t(W::You)}</span> })}{invited}</span>
                <small class="dim block">{role(&team.data.get_untracked(), &first)}</small></div>
            <div class="may small">{held(team, &first)}</div>
            <div class="seen small dim"><span class="sr">{t(W::LastActive)}": "</span>{seen}</div>
            <div class="acts">{actions}</div>
        </li>
    }
}

/// Main role and additions, as they were.
pub fn role(data: &TeamData, l: &ReviewLine) -> String {
    let all: Vec<String> = std::iter::once(&l.role).chain(&l.additions).map(|id| data.label(id)).collect();
    list(&all)
}

/// The switches that were on, and how many resources: their names on hover.
pub fn held(team: Team, l: &ReviewLine) -> AnyView {
    let data = team.data.get_untracked();
    let profile = data.policy.profile();
    let grants = l.grants.iter().map(|id| profile.grants.get(id).map_or(id.clone(), |g| g.label.clone()));
    let grants: Vec<AnyView> = grants.map(|g| view! { <span class="badge plain">{g}</span> }).collect();
    let things = profile.resources.as_ref().filter(|_| !l.access.is_empty()).map(|def| {
        let name = |id: &String| {
            data.resources.iter().find(|r| r.id == *id).map_or_else(|| id.clone(), |r| r.name.clone())
        };
        let names = list(&l.access.iter().map(name).collect::<Vec<_>>());
        let n = u32::try_from(l.access.len()).unwrap_or(u32::MAX);
        let text = [def.label.as_str(), ": ", &number(n)].concat();
        view! { <span class="badge plain" title=names>{text}</span> }
    });
    view! { {grants}{things} }
}

/// May I decide here at all?
fn own(desk: Desk, member: &str) -> Verdict {
    desk.team.data.with(|d| match decide_line(d.me.id == member) {
        Err(denial) => Verdict::Held(denial),
        Ok(()) => d.judge(REVIEW, None),
    })
}

/// How this product takes all access away from somebody: the first way that is open, else the first that shows.
fn removal(d: &TeamData, m: &MemberView) -> (Verdict, Command) {
    let mut all = vec![Command::Deactivate, Command::CancelInvite];
    if d.policy.profile().delete.is_some() {
        all.push(delete_command());
    }
    let judged: Vec<_> = all.into_iter().map(|c| (d.judge(c, Some(m)), c)).collect();
    let best = judged.iter().find(|j| j.0.is_free()).or_else(|| judged.iter().find(|j| j.0.shows()));
    best.cloned().unwrap_or((Verdict::Hidden, delete_command()))
}

fn remove(desk: Desk, m: MemberView) {
    let way = desk.team.data.with_untracked(|d| removal(d, &m).1);
    match way {
        Command::Deactivate => desk.people.ask_deactivate(m),
        Command::CancelInvite => desk.people.ask.set(Some(Ask::CancelInvite(Box::new(m)))),
        _ => desk.people.ask.set(Some(Ask::Delete(vec![m]))),
    }
}

/// What was decided, and what can be done.
fn controls(desk: Desk, member: &str) -> AnyView {
    let Some(l) = desk.line(member) else { return ().into_any() };
    let team = desk.team;
    let now = team.data.with_untracked(|d| d.now());
    let review = desk.open(|o| o.review.id.clone()).unwrap_or_default();
    let told = (!l.outcome.is_empty()).then(|| {
        let tone = match l.outcome.as_str() {
            KEPT => Tone::Ok,
            REDUCED => Tone::Wait,
            _ => Tone::Off,
        };
        let when = l.at.map(|at| view! { <Ago at=at now=now/> });
        view! { <span class="told"><Badge tone=tone text=t(outcome_word(&l.outcome))/><small class="dim"><bdi>{l.by.clone()}</bdi>" · "{when}</small></span> }
    });
    // What is true by now without having been decided from here is one press away.
    let record = |outcome: &'static str, word: W, kind: &'static str| {
        let (line, review, id) = (l.clone(), review.clone(), member.to_owned());
        let press = Callback::new(move |()| desk.decide(review.clone(), line.clone(), outcome));
        let (of, busy) = (member.to_owned(), member.to_owned());
        let verdict = Callback::new(move |()| own(desk, &of));
        let busy = Signal::derive(move || desk.busy.with(|b| b.contains(&busy)));
        (l.outcome != outcome).then(|| view! { <span class="act" data-to=outcome><ActionButton team=team command=REVIEW target=id verdict=verdict label=t(word).to_string() kind=kind busy=busy on_press=press/></span> })
    };
    if l.now == REMOVED {
        return view! { {told}{record(REMOVED, W::NoteRemoved, "")} };
    }
    let noted = (l.now == REDUCED).then(|| record(REDUCED, W::NoteReduced, "")).flatten();
    let keep = record(KEPT, W::KeepAccess, "");
    let there = desk.member(member);
    let others = there.map(|m| {
        let (a, b) = (m.id.clone(), m.id.clone());
        let reduce = Callback::new(move |()| {
            desk.watch(&a, true);
            desk.people.open.run(Some(a.clone()));
        });
        let gone = m.clone();
        let remove = Callback::new(move |()| {
            desk.watch(&b, true);
            remove(desk, gone.clone());
        });
        let (id, row) = (m.id.clone(), m.clone());
        // The row may have changed since this was drawn.
        let row = move || desk.member(&id).unwrap_or_else(|| row.clone());
        let (id, fresh) = (m.id.clone(), row.clone());
        let may_reduce = Callback::new(move |()| {
            let mine = own(desk, &id);
            let m = fresh();
            if mine.is_free() { desk.team.data.with(|d| Verdict::best([edit_verdict(d, &m).0, role_verdict(d, &m).0])) } else { mine }
        });
        let id = m.id.clone();
        let may_remove = Callback::new(move |()| {
            let mine = own(desk, &id);
            let m = row();
            if mine.is_free() { desk.team.data.with(|d| removal(d, &m).0) } else { mine }
        });
        let (edit, take) = team.data.with(|d| (edit_verdict(d, &m).1, removal(d, &m).1));
        view! {
            <span class="act" data-to=REDUCED><ActionButton team=team command=edit target=m.id.clone() verdict=may_reduce label=t(W::ReduceAccess).to_string() on_press=reduce/></span>
            <span class="act" data-to=REMOVED><ActionButton team=team command=take target=m.id.clone() verdict=may_remove label=t(W::RemoveAccess).to_string() kind="danger" on_press=remove/></span>
        }
    });
    view! { {told}{noted}{keep}{others} }
}
