//! Nothing is orphaned: random sequences of everything that moves work or people, and after each step the items are all
//! there, each where the step put it, the tally and every count equal to them, and each history whole.
//!
//! A failing sequence is cut down to few steps before it is told. `ROLECALL_SEEDS=20` runs that many for each product.

mod flow;
mod happen;
mod step;
mod truth;
mod world;

use std::collections::BTreeMap;
use step::{Step, steps};
use tests::{Failure, Story};
use world::World;

/// Steps of one run.
const LONG: usize = 200;

/// Runs a sequence on a fresh server.
async fn run(product: &'static str, steps: &[Step], happened: &mut BTreeMap<String, usize>) -> Story {
    let mut world = World::new(product).await?;
    for (at, step) in steps.iter().enumerate() {
        let done = world.take(step).await;
        done.map_err(|e| -> Failure { format!("step {at}, {step:?}: {e}").into() })?;
    }
    for (step, n) in &world.happened {
        *happened.entry(step.clone()).or_default() += n;
    }
    world.counted_over_http().await
}

/// Leaves out what does not matter: halves, quarters, and so on, as long as it still fails.
async fn shrink(product: &'static str, mut steps: Vec<Step>, mut why: Failure) -> (Vec<Step>, Failure) {
    let mut size = steps.len() / 2;
    let mut tries = 0;
    while size > 0 && tries < 60 {
        let mut at = 0;
        while at < steps.len() && tries < 60 {
            let end = (at + size).min(steps.len());
            let mut fewer = steps.clone();
            fewer.drain(at..end);
            tries += 1;
            match run(product, &fewer, &mut BTreeMap::new()).await {
                Err(e) => (steps, why) = (fewer, e),
                Ok(()) => at = end,
            }
        }
        size /= 2;
    }
    (steps, why)
}

/// `must`: what has to have happened more than once or twice, or the run shows nothing.
async fn never_orphaned(product: &'static str, must: &[&str]) -> Story {
    let mut happened = BTreeMap::new();
    let seeds = std::env::var("ROLECALL_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_u64);
    for seed in 1..=seeds {
        let all = steps(seed, LONG);
        if let Err(why) = run(product, &all, &mut happened).await {
            let (few, why) = shrink(product, all, why).await;
            return Err(format!("{product}, seed {seed}: {why}\nafter {few:#?}").into());
        }
    }
    println!("{product}: {happened:?}");
    for step in must.iter().chain(&[
        "Create",
        "Assign",
        "AssignAll",
        "Undo",
        "HandOver",
        "Deactivate",
        "Restore",
        "Join",
    ]) {
        let n = happened.get(*step).copied().unwrap_or(0);
        assert!(n >= 3, "{step} happened {n} times only: {happened:?}");
    }
    Ok(())
}

#[tokio::test]
async fn jt14_jt15_jtek_nothing_is_orphaned() -> Story {
    never_orphaned("jtek", &["Delete", "Import", "Intake"]).await
}

#[tokio::test]
async fn st10_salestrekker_nothing_is_orphaned() -> Story {
    never_orphaned("salestrekker", &["Delete"]).await
}

#[tokio::test]
async fn jl3_jetlink_nothing_is_orphaned() -> Story {
    never_orphaned("jetlink", &["Delete", "Intake", "ChangeRole"]).await
}

#[tokio::test]
async fn jy10_jelly_nothing_is_orphaned() -> Story {
    never_orphaned("jelly", &["Intake", "Away"]).await
}
