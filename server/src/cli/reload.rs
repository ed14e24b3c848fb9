//! SIGHUP: the profiles' files are read again, and the rules in them are in force from then on.

use super::profiles;
use crate::state::App;
use std::path::PathBuf;
use tokio::signal::unix::{SignalKind, signal};

/// Waits for the signal, over and over. Files with a fault change nothing: the server goes on by the rules that it has.
pub async fn run(app: App, folder: Option<PathBuf>) {
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    while hangup.recv().await.is_some() {
        let read = profiles::policies(folder.as_deref());
        match read.and_then(|policies| Ok(app.renew(policies)?)) {
            Ok(changed) if changed.is_empty() => tracing::info!("profiles read again: nothing has changed"),
            Ok(changed) => tracing::info!(profiles = changed.join(", "), "profiles read again, and in force"),
            Err(error) => tracing::error!(%error, "the profiles stay as they are"),
        }
    }
}
