//! One style sheet from many.

use super::{minify, widget};
use crate::setup::Tools;
use crate::{Res, sh};

/// The listed files in their order. A file of style/ that index.html forgets would be missing from the page in silence.
pub fn bundle(tools: &Tools, listed: &[String]) -> Res<String> {
    let root = sh::root();
    for file in sh::files(&root.join("style")) {
        let below = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if below.ends_with(".css") && !listed.contains(&below) && below != widget::OWN {
            return Err(format!("List {below} in index.html, or remove it."));
        }
    }
    some(tools, listed)
}

/// Just these.
pub fn some(tools: &Tools, listed: &[String]) -> Res<String> {
    let mut all = String::new();
    for name in listed {
        all.push_str(&sh::read_text(&sh::root().join(name))?);
    }
    minify::css(tools, &all)
}
