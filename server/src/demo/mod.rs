//! `--demo`: one team for each product and an enterprise, with people in every status.

mod crowd;
mod flow;
mod harbour;
mod items;
mod lists;
mod person;
mod reviews;
mod teams;
mod work;

use crate::error::Refusal;
use crate::state::App;
use person::{Person, Seeder};

/// Everybody's password in the demo.
pub const PASSWORD: &str = "rolecall-demo";

pub use work::SIZE as WORK;

/// Fills the database when it has no team; says whether it did. `size` is how many people the largest team has, `work` how
/// many contacts the sales team.
pub async fn seed(app: &App, size: u32, work: u32) -> Result<bool, String> {
    seed_all(app, size, work).await.map_err(|refusal| match refusal {
        Refusal::Internal(cause) => format!("the demo's people cannot be made: {cause}"),
        other => format!("the demo's people cannot be made: {}", other.problem().code),
    })
}

async fn seed_all(app: &App, size: u32, work: u32) -> Result<bool, Refusal> {
    if !app.read().await?.is_empty().await? {
        return Ok(false);
    }
    // Hashed once: everybody has the same password, and the demo starts in a second.
    let hash = app.passwords().hash(PASSWORD).await?;
    let mut seeder = Seeder::begin(app, hash).await?;
    for team in teams::small() {
        seeder.team(&team, work).await?;
    }
    seeder.team(&teams::jetlink(size), work).await?;
    seeder.finish().await?;
    Ok(true)
}

/// What the console says.
pub fn banner(public_url: &str, seeded: bool) -> String {
    let made = if seeded {
        "Six teams were made."
    } else {
        "The database had teams already; they were left as they are."
    };
    let signs: String = teams::SIGN_INS
        .iter()
        .map(|(product, email, role)| format!("\n  {product:<13} {email:<28} {role}"))
        .collect();
    format!(
        "\nRolecall demo: {public_url}\n{made} Mails that it sends are at {public_url}/dev/mail\n\n\
         Sign in with the password {PASSWORD} as\n{}\n",
        signs.trim_start_matches('\n')
    )
}
