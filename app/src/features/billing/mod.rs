//! Seats and what was bought, for those who may see it (JY16, ST13), and buying more (JL6).

mod order;

pub use order::{Order, stepper};

use crate::api;
use crate::features::action::ActionButton;
use crate::features::fetched::Fetched;
use crate::features::form::Form;
use crate::state::Team;
use crate::ui::{Ago, Button, Dialog, Empty, Icon, SeatMeter};
use crate::view::prelude::*;
use crate::words::{W, capital, count, fill, number, t};
use shared::api::{BillingView, PurchaseView, SeatLine};
use shared::policy::Command;
use wasm_bindgen_futures::spawn_local;

const BUY: Command = Command::PurchaseSeats;

/// What the page's parts share. Cheap to copy.
#[derive(Clone, Copy)]
struct Desk {
    team: Team,
    bill: Fetched<BillingView>,
    /// What is being ordered.
    order: RwSignal<Option<Order>>,
}

#[component(part = admin)]
pub fn BillingPage(team: Team) -> AnyView {
    if !team.data.with_untracked(|d| d.judge(Command::ViewBilling, None)).is_free() {
        return view! { <main class="page" id="main"><h1 class="sr">{t(W::NoRightTitle)}</h1><Empty glyph=Icon::Lock title=t(W::NoRightTitle) text=t(W::NoRightText)/></main> };
    }
    let bill = Fetched::new(team, "members", |id| Box::pin(async move { api::billing(&id).await }));
    team.on_news("team", move || bill.ask());
    let desk = Desk { team, bill, order: RwSignal::new(None) };
    let body = bill.view(move || {
        let kinds = Memo::new(move |_| {
            let ids = bill.with(|b| b.seats.iter().map(|s| s.kind.clone()).collect::<Vec<_>>());
            ids.unwrap_or_default().join(" ")
        });
        let seats = move || {
            let kinds = kinds.get();
            let all: Vec<AnyView> =
                kinds.split_whitespace().map(|kind| seat(desk, kind.to_owned())).collect();
            all.into_any()
        };
        let none = move || {
            let none = kinds.with(String::is_empty);
            none.then(|| view! { <Empty glyph=Icon::Card title=t(W::NoSeatsTitle) text=t(W::NoSeatsText)/> })
        };
        view! { {seats}{none}{move || bought(desk)} }
    });
    let dialog = move || desk.order.get().map(|order| buying(desk, order));
    view! {
        <main class="page narrow" id="main">
            <div class="page-head"><div><h1 tabindex="-1">{t(W::Billing)}</h1><p>{t(W::BillingLead)}</p></div></div>
            <div class="stack">{body}</div>{dialog}
        </main>
    }
}

/// One kind of seat: how many are taken and by whom, how many there are, and buying more.
fn seat(desk: Desk, kind: String) -> AnyView {
    let team = desk.team;
    let def = team.data.with_untracked(|d| d.policy.profile().seats.get(&kind).cloned());
    let Some(def) = def else { return ().into_any() };
    let own = kind.clone();
    let line = move || -> Option<SeatLine> {
        desk.bill.with(|b| b.seats.iter().find(|s| s.kind == own).cloned()).flatten()
    };
    let label = def.label.clone();
    let told = move || {
        let line = line()?;
        let meter = line.limit.map(|limit| {
            let used = number(line.used.saturating_add(line.pending));
            let text = fill(W::SeatsOf, &[("used", &used), ("limit", &number(limit)), ("seats", &label)]);
            view! { <SeatMeter used=line.used coming=line.pending limit=limit text=text/> }
        });
        let row = |name: W, n: u32| {
            view! { <div class="item"><span class="grow">{t(name)}</span><span class="num">{number(n)}</span></div> }
        };
        let free =
            line.limit.map(|l| row(W::SeatsFree, l.saturating_sub(line.used.saturating_add(line.pending))));
        // Where invitations take no seat there is nothing to say of them.
        let pending = (line.limit.is_some() || line.pending > 0).then(|| row(W::SeatsPending, line.pending));
        let used = row(if line.limit.is_some() { W::SeatsUsed } else { W::SeatsBilled }, line.used);
        Some(view! { {meter}<div class="group bill">{used}{pending}{free}</div> })
    };
    let buy = def.limited.then(|| {
        let press = Callback::new(move |()| desk.order.set(Some(Order::new(&kind, 1))));
        let verdict = Callback::new(move |()| team.data.with(|d| d.judge(BUY, None)));
        view! { <div><ActionButton team=team command=BUY verdict=verdict label=t(W::BuySeats).to_string() kind="primary" glyph=Icon::Plus on_press=press/></div> }
    });
    view! { <section class="panel-box stack"><h2>{capital(&def.label)}</h2>{told}{buy}</section> }
}

/// What was bought, newest first.
fn bought(desk: Desk) -> AnyView {
    let (rows, external) = desk.bill.with(|b| (b.purchases.clone(), b.external)).unwrap_or_default();
    let team = desk.team;
    let limited = team.data.with(|d| d.policy.profile().seats.iter().any(|(_, s)| s.limited));
    if !limited {
        return ().into_any();
    }
    let row = move |p: PurchaseView| {
        let now = team.data.with_untracked(|d| d.now());
        let label = team.data.with_untracked(|d| {
            d.policy.profile().seats.get(&p.kind).map_or_else(|| p.kind.clone(), |s| s.label.clone())
        });
        let what = [number(p.n).as_str(), " ", &label].concat();
        view! { <div class="item"><span class="grow">{what}</span><span class="dim small"><bdi>{p.by}</bdi>" · "<Ago at=p.at now=now/></span></div> }
    };
    let none = rows.is_empty().then(|| view! { <p class="dim">{t(W::NothingBought)}</p> });
    let rows: Vec<AnyView> = rows.into_iter().map(row).collect();
    let list = (!rows.is_empty()).then(|| view! { <div class="group bill">{rows}</div> });
    let how = t(if external { W::BillingExternal } else { W::BillingOwn });
    view! { <section class="panel-box stack"><h2>{t(W::Purchases)}</h2><p class="hint">{how}</p>{none}{list}</section> }
}

fn buying(desk: Desk, order: Order) -> AnyView {
    let team = desk.team;
    let form = Form::new();
    let close = Callback::new(move |()| desk.order.set(None));
    let submit = move || {
        if !form.begin() {
            return;
        }
        form.busy.set(true);
        let n = order.n.get_untracked();
        spawn_local(async move {
            match order.buy(team).await {
                Ok(()) => {
                    form.busy.try_set(false);
                    close.run(());
                    desk.bill.ask();
                    team.toasts.say(count(n, W::DidBuyOne, W::DidBuyN));
                }
                Err(f) => form.failed(team.data.try_get_untracked().as_deref(), &f, 0),
            }
        });
    };
    let label = Signal::derive(move || count(order.n.get(), W::BuyOne, W::BuyN));
    let verdict = Callback::new(move |()| team.data.with(|d| d.judge(BUY, None)));
    let press = Callback::new(move |()| submit());
    view! {
        <Dialog title=t(W::BuySeats).to_string() lead=order.label(team) busy=form.busy on_close=close>
            <form novalidate on:submit=move |e| { e.prevent_default(); submit() }>
                <div class="body">{form.notice()}{stepper(team, order, Signal::derive(|| 1))}</div>
                <div class="foot"><Button label=t(W::Cancel).to_string() on_press=close/>
                    <ActionButton team=team command=BUY verdict=verdict label=label kind="primary" busy=form.busy on_press=press/></div>
            </form>
        </Dialog>
    }
}
