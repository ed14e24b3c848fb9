//! Seats: what is taken, what was bought, and buying more (JL6, ST13, JY16).

use super::act::Act;
use super::read::may;
use super::{counts_of, visible_counts};
use crate::billing::{Order, Unsold};
use crate::clock::SECOND;
use crate::error::{BILLING_UNREACHABLE, NOT_FOUND, PURCHASE_DECLINED, Refusal};
use crate::limits::Limit;
use crate::live::{LiveChange, Topic};
use crate::session::Member;
use crate::state::App;
use crate::storage::{NewAudit, Purchase};
use shared::api::{BillingView, BuySeats, FieldProblem, PurchaseView, Revised, SeatLine};
use shared::policy::{Command, Permit};
use shared::roster::Counts;

/// Purchases that are shown.
const SHOWN: u32 = 100;
/// Most seats of one order.
const MOST: u32 = 1_000;
/// Most seats of one kind that a team can have.
const MOST_IN_ALL: u32 = 1_000_000;

/// Seats and purchases, for those who may see billing.
pub async fn show(app: &App, who: &Member) -> Result<BillingView, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ViewBilling).await?;
    let policy = &who.rules.policy;
    let now = app.now();
    let team = db.team(&who.team.id).await?.ok_or(NOT_FOUND)?;
    let counts = counts_of(policy, &team, &db.tally(&team.id, now).await?, now);
    let line = |id: &str| {
        let seat = counts.seats.get(id).copied().unwrap_or_default();
        SeatLine { kind: id.to_owned(), used: seat.used, pending: seat.pending, limit: seat.limit }
    };
    let purchases = db.purchases(&team.id, SHOWN).await?.into_iter();
    Ok(BillingView {
        seats: policy.profile().seats.ids().map(line).collect(),
        purchases: purchases.map(|p| PurchaseView { at: p.at, by: p.actor, kind: p.kind, n: p.n }).collect(),
        external: app.billing().external(),
    })
}

/// Buys seats. The same key twice buys once; the second answer is like the first.
pub async fn buy(app: &App, who: &Member, request: BuySeats) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = permitted(&mut act, &request).await;
    let (permit, by) = match outcome {
        Ok(Some(permit)) => (permit, (act.actor.id.clone(), act.actor.name.clone())),
        // Bought already: nothing to do but to say so.
        Ok(None) => return act.settle(Ok(())).await,
        Err(refusal) => return act.settle(Err::<(), _>(refusal)).await,
    };
    // Nobody else waits for the database while the billing system thinks.
    drop(act);
    let (app, who) = (app.clone(), who.clone());
    // A task of its own: what was paid for is granted even when nobody waits for the answer any more.
    let done = tokio::spawn(async move { order(&app, &who, &request, permit, by).await });
    done.await.map_err(Refusal::internal)?
}

/// May they, and is it an order? `None` when it was granted before.
async fn permitted(act: &mut Act, request: &BuySeats) -> Result<Option<Permit>, Refusal> {
    let permit = act.judge(Command::PurchaseSeats, None)?;
    check(act, request)?;
    if let Some(before) = act.tx.purchase(&act.team.id, &request.once).await? {
        // The key of another order: whoever sent it has mixed something up, and must not believe that it was bought.
        let same = before.kind == request.kind && before.n == request.n;
        return if same { Ok(None) } else { Err(Refusal::field("once", "duplicate")) };
    }
    act.app.limits().take(Limit::Purchase, &act.team.id)?;
    Ok(Some(permit))
}

fn check(act: &Act, request: &BuySeats) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, code: &str| {
        faults.push(FieldProblem { field: field.to_owned(), code: code.to_owned() });
    };
    if !act.policy().profile().seats.get(&request.kind).is_some_and(|s| s.limited) {
        fault("kind", "unknown-seat");
    }
    if !(1..=MOST).contains(&request.n) {
        fault("n", "out-of-range");
    } else if before(&act.counts, &request.kind).saturating_add(request.n) > MOST_IN_ALL {
        fault("n", "too-many");
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if request.once.is_empty() {
        fault("once", "required");
    } else if request.once.len() > 64 || !request.once.chars().all(plain) {
        fault("once", "not-a-key");
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Fields(faults)) }
}

/// Seats that there are. A team that had none to count begins with those that are taken.
fn before(counts: &Counts, kind: &str) -> u32 {
    let seat = counts.seats.get(kind).copied().unwrap_or_default();
    seat.limit.unwrap_or_else(|| seat.used.saturating_add(seat.pending))
}

/// Orders, then grants. The key is the order's name at the billing system too: where the server is killed in between, the
/// same request sent again is answered there as before, and granted here.
async fn order(
    app: &App,
    who: &Member,
    request: &BuySeats,
    permit: Permit,
    (actor_id, actor): (String, String),
) -> Result<Revised, Refusal> {
    let BuySeats { kind, n, once } = request;
    let order = Order { team: &who.team.id, kind, n: *n, once };
    match app.billing().order(&order, app.now().div_euclid(SECOND)).await {
        Ok(()) => {}
        Err(Unsold::Declined) => return Err(PURCHASE_DECLINED.into()),
        Err(Unsold::Unreachable(why)) => {
            tracing::error!(team = who.team.id, why, "seats were not bought");
            return Err(BILLING_UNREACHABLE.into());
        }
    }
    let mut tx = app.write().await?;
    let now = app.now();
    let mut team = tx.team(&who.team.id).await?.ok_or(NOT_FOUND)?;
    let policy = &who.rules.policy;
    let tally = tx.tally(&team.id, now).await?;
    // The same order may have come twice at once.
    if tx.purchase(&team.id, once).await?.is_none() {
        let limit = before(&counts_of(policy, &team, &tally, now), kind).saturating_add(*n);
        let purchase =
            Purchase { at: now, actor: actor.clone(), kind: kind.clone(), n: *n, once: once.clone() };
        tx.insert_purchase(&permit, &team.id, &purchase, limit).await?;
        tx.insert_audit(&NewAudit {
            team: team.id.clone(),
            at: now,
            actor_id: Some(actor_id),
            actor_name: actor,
            action: permit.command().action().id().to_owned(),
            detail: format!("+ {n} {kind}"),
            ..NewAudit::default()
        })
        .await?;
        tx.bump_revision(&team.id).await?;
        team = tx.team(&team.id).await?.ok_or(NOT_FOUND)?;
    }
    let counts = visible_counts(&who.rules, &team, counts_of(policy, &team, &tally, now), &who.row, now)?;
    tx.commit().await?;
    let topics = vec![Topic::Team, Topic::Members];
    app.live().publish(&team.id, LiveChange { topics, ..LiveChange::default() });
    Ok(Revised { members: Vec::new(), removed: Vec::new(), counts, revision: team.revision })
}
