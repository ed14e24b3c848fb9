//! Chromium and its driver, for the browser tests. Never a downloaded one: the system's is patched.

use super::{Teller, debian};
use crate::{Res, sh};
use std::path::PathBuf;

/// `CHROMIUM` and `CHROMEDRIVER` say which; otherwise the first on PATH.
pub fn ensure(tell: &Teller) -> Res<(PathBuf, PathBuf)> {
    if let Some(found) = find() {
        tell.done("browser", found.0.display());
        return Ok(found);
    }
    if debian::possible() {
        tell.step("browser", "apt-get install chromium chromium-driver (1 to 2 min)", || {
            debian::apt(&["chromium", "chromium-driver"])
        })?;
    }
    find().ok_or_else(|| "Install Chromium and chromedriver of one version, and put both on PATH.".into())
}

fn find() -> Option<(PathBuf, PathBuf)> {
    let named = |var: &str| std::env::var_os(var).map(PathBuf::from).filter(|p| p.is_file());
    let chromium = named("CHROMIUM").or_else(|| {
        sh::which(&["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"])
    })?;
    let driver = named("CHROMEDRIVER").or_else(|| sh::which(&["chromedriver"]))?;
    Some((chromium, driver))
}
