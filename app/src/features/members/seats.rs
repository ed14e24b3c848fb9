//! Seats in the invite form: what stands in it would take, and the step that buys what is missing (JL6). Nothing that was
//! typed is lost by it: the form waits behind the step.

use super::desk::Desk;
use super::draft::{Draft, guest, invite_as};
use crate::api::Failure;
use crate::features::action::ActionButton;
use crate::features::billing::{Order, stepper};
use crate::features::form::Form;
use crate::state::{TeamData, Verdict};
use crate::ui::{Button, SeatMeter, dom};
use crate::view::prelude::*;
use crate::words::{W, count, fill, number, t};
use shared::policy::{Code, Command};
use shared::roster::SeatCount;
use wasm_bindgen_futures::spawn_local;

const BUY: Command = Command::PurchaseSeats;

/// Held for want of a seat alone, and I may buy some: the way on leads through a purchase.
pub fn buys(data: &TeamData, verdict: &Verdict) -> bool {
    verdict.denial().is_some_and(|d| d.code == Code::SeatsExhausted) && may_buy(data)
}

pub fn may_buy(data: &TeamData) -> bool {
    data.judge(BUY, None).is_free()
}

/// The server had no seat left.
pub fn gone(f: &Failure) -> bool {
    let Failure::Refused(p) = f else { return false };
    p.denial.as_ref().is_some_and(|d| d.code == Code::SeatsExhausted)
}

/// What the control does: what it lacks can be bought on the way.
pub fn lifted(data: &TeamData, verdict: Verdict) -> Verdict {
    if buys(data, &verdict) { Verdict::Free } else { verdict }
}

/// The kind of seat that runs out and that these people would take: its id, its name, how it is filled.
fn taken(data: &TeamData, draft: Draft) -> Option<(String, String, SeatCount, u32)> {
    let who = guest(data, draft.role_id(data)).subject(data.policy)?;
    let kinds = data.policy.profile().seats.iter().enumerate();
    let mut limited = kinds.filter_map(|(at, (id, def))| {
        let seat = data.counts.seats.get(id).copied().unwrap_or_default();
        let takes = data.policy.takes_seat(at, &who, data.now());
        seat.limit.filter(|_| takes).map(|limit| (id.to_owned(), def.label.clone(), seat, limit))
    });
    limited.next()
}

fn people(draft: Draft) -> u32 {
    u32::try_from(draft.people().max(1)).unwrap_or(u32::MAX)
}

/// How many seats are missing, by kind.
pub fn missing(data: &TeamData, draft: Draft) -> Option<(String, u32)> {
    let (kind, _, seat, limit) = taken(data, draft)?;
    let wanted = seat.used.saturating_add(seat.pending).saturating_add(people(draft));
    Some((kind, wanted.saturating_sub(limit))).filter(|m| m.1 > 0)
}

/// Used, invited, and what is being typed: "Uses 1 of 3 free agent seats".
pub fn meter(desk: Desk, draft: Draft) -> AnyView {
    let data = desk.team.data.get();
    let n = people(draft);
    let Some((_, label, seat, limit)) = taken(&data, draft) else {
        let several = draft.many && n > 1;
        let text = if several { count(n, W::PeopleN, W::PeopleN) } else { String::new() };
        return text.into_any();
    };
    let free = limit.saturating_sub(seat.used.saturating_add(seat.pending));
    let text = if free == 0 {
        fill(W::NoFreeSeats, &[("n", &number(limit)), ("seats", &label)])
    } else {
        fill(W::FreeSeatsN, &[("n", &number(n)), ("free", &number(free)), ("seats", &label)])
    };
    view! { <SeatMeter used=seat.used coming=seat.pending typed=n limit=limit text=text/> }
}

fn focus(what: &'static str) {
    dom::after_draw(move || {
        if let Some(el) = query(what) {
            dom::focus(&el);
        }
    });
}

/// Back to the form that has waited.
pub fn focus_form() {
    focus(".dialog form:not([hidden]) [type=submit]");
}

/// The step between the form and its sending. `on_back`: to the form; `on_paid`: there are seats enough now.
pub fn step(
    desk: Desk,
    draft: Draft,
    form: Form,
    order: Order,
    on_back: Callback<()>,
    on_paid: Callback<()>,
) -> AnyView {
    let team = desk.team;
    // Others buy, free and take seats too while this is open.
    let lacks = Memo::new(move |_| team.data.with(|d| missing(d, draft)).map_or(0, |m| m.1));
    let least = Signal::derive(move || lacks.get().max(1));
    later(move || {
        let least = lacks.get();
        order.n.update(|n| *n = (*n).max(least));
    });
    let seats = order.label(team);
    let told = move || match lacks.get() {
        0 => t(W::SeatFreeAgain).to_owned(),
        n => fill(W::SeatsNeeded, &[("n", &number(n)), ("seats", &seats)]),
    };
    let press = Callback::new(move |()| {
        if !form.begin() {
            return;
        }
        if lacks.get_untracked() == 0 {
            return on_paid.run(());
        }
        form.busy.set(true);
        spawn_local(async move {
            match order.buy(team).await {
                Ok(()) => {
                    form.busy.try_set(false);
                    on_paid.run(());
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    });
    let label = Signal::derive(move || match lacks.get() {
        0 => team.word("invite-send"),
        _ => count(order.n.get(), W::BuyAndInviteOne, W::BuyAndInviteN),
    });
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(BUY, None)));
    let some = Memo::new(move |_| lacks.get() > 0);
    let choose = move || some.get().then(|| untrack(|| stepper(team, order, least)));
    // From the form that waits to what is asked here.
    focus(".buy-step input");
    view! {
        <form novalidate class="buy-step" on:submit=move |e| { e.prevent_default(); press.run(()) }>
            <div class="body">
                {form.notice()}
                <p class="lead" role="status">{told}</p>
                <div>{move || meter(desk, draft)}</div>
                {choose}
                <p class="hint">{t(W::SeatsKept)}</p>
            </div>
            <div class="foot">
                <Button label=t(W::Back).to_string() on_press=on_back/>
                <ActionButton team=team command=BUY verdict=verdict label=label kind="primary" busy=form.busy on_press=press/>
            </div>
        </form>
    }
}

/// What the form would do now.
pub fn verdict(data: &TeamData, draft: Draft, unit: Option<&str>) -> Verdict {
    data.judge_invite_into(invite_as(draft.role_id(data), draft.people().max(1)), unit)
}
