//! An order of seats: how many, and the key that makes it happen once.

use crate::api::{self, Failure};
use crate::state::Team;
use crate::ui::Stepper;
use crate::view::prelude::*;
use crate::words::{W, fill, t};
use shared::api::BuySeats;

/// Most seats of one order, as the server has it.
pub const MOST: u32 = 1_000;

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Order {
    pub kind: StoredValue<String>,
    pub n: RwSignal<u32>,
    once: StoredValue<String>,
}

/// Nobody has to guess it: it only has to be another one for each order.
fn key() -> String {
    let part = || ((js_sys::Math::random() * f64::from(u32::MAX)) as u32).to_string();
    [part(), part(), part()].join("-")
}

impl Order {
    pub fn new(kind: &str, n: u32) -> Self {
        Self {
            kind: StoredValue::new(kind.to_owned()),
            n: RwSignal::new(n.clamp(1, MOST)),
            once: StoredValue::new(key()),
        }
    }

    /// What the seats are called.
    pub fn label(self, team: Team) -> String {
        let kind = self.kind.get_value();
        team.data.with(|d| d.policy.profile().seats.get(&kind).map_or_else(String::new, |s| s.label.clone()))
    }

    /// Orders. A lost answer does no harm: the same key sent again buys nothing twice.
    pub async fn buy(self, team: Team) -> Result<(), Failure> {
        let order =
            BuySeats { kind: self.kind.get_value(), n: self.n.get_untracked(), once: self.once.get_value() };
        match api::buy_seats(&team.id(), &order).await {
            Ok(r) => {
                team.took_revised(&r);
                self.once.try_set_value(key());
                Ok(())
            }
            Err(f) => {
                if f.status() == 422 {
                    // The key has bought another number already, and the answer got lost: look what there is now.
                    self.once.try_set_value(key());
                    let _ = team.refresh().await;
                }
                Err(f)
            }
        }
    }
}

/// How many to buy.
pub fn stepper(team: Team, order: Order, least: Signal<u32>) -> AnyView {
    let label = fill(W::SeatsToBuy, &[("seats", &order.label(team))]);
    view! { <Stepper label=label value=order.n least=least most=MOST fewer=t(W::Fewer) more=t(W::More) name="seats"/> }
}
