//! Stories over HTTP. A test's name begins with the promise or the attack that it is about (`JT3`, `A7`).

mod accounts;
mod calls;
mod first_run;
mod input;
mod invitations;
mod jelly;
mod jetlink;
mod jtek;
mod junk;
mod links;
mod lists;
mod look;
mod orphans;
mod passwords;
mod resources;
mod rights;
mod routes;
mod salestrekker;
mod sessions;
mod stage;
mod tenancy;
mod things;
mod units;
mod visibility;
mod voice_agents;
