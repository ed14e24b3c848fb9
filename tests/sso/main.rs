//! Signing in through a real identity provider, honest and hostile (JL8).

mod accounts;
mod hostile;
mod provider;
mod scene;
mod ways;
