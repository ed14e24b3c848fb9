//! Which test shows which promise: an id stands in the test's name (`jy9_last_owner_cannot_be_demoted`). Each needs one that goes
//! through the browser. The table is made by reading the tests' sources, so it needs no build.

use crate::setup::Tools;
use crate::{Res, sh};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A test that was found.
struct Found {
    /// Ends in `.mjs`: a journey through the browser.
    journey: bool,
    name: String,
}

pub fn table(_: &Tools) -> Res {
    let root = sh::root();
    let list = root.join("tests/promises.txt");
    let text = read(&list)?;
    let promises: Vec<(&str, &str)> = text
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once(' '))
        .map(|(id, what)| (id, what.trim()))
        .collect();
    let mut by_id: BTreeMap<&str, Vec<Found>> = BTreeMap::new();
    for folder in ["shared", "server", "app", "tests"] {
        for file in sources(&root.join(folder))? {
            let journey = file.extension().is_some_and(|e| e == "mjs");
            let text = read(&file)?;
            let names = if journey { quoted_names(&text) } else { function_names(&text) };
            for name in names {
                for (id, _) in &promises {
                    if carries(&name, id) {
                        by_id.entry(id).or_default().push(Found { journey, name: name.clone() });
                    }
                }
            }
        }
    }
    let mut missing = Vec::new();
    println!("{:<5} {:>8} {:>6}  for example", "id", "journeys", "others");
    for (id, what) in &promises {
        let found = by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        let journeys = found.iter().filter(|f| f.journey).count();
        let example = found.iter().find(|f| f.journey).or_else(|| found.first());
        match example {
            Some(f) if f.journey => {
                println!("{id:<5} {journeys:>8} {:>6}  {}", found.len() - journeys, f.name);
            }
            _ => {
                println!("{id:<5} {journeys:>8} {:>6}  NO JOURNEY: {what}", found.len());
                missing.push(*id);
            }
        }
    }
    println!("{} promises, {} without a test in the browser", promises.len(), missing.len());
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("Write a journey in tests/e2e whose name carries {}.", missing.join(", ")))
    }
}

/// True when the name has the id as one of its words.
fn carries(name: &str, id: &str) -> bool {
    name.split('_').any(|word| word == id)
}

/// Names of functions marked as tests, and those in proptest's blocks: every `fn` whose name has a word like an id is
/// taken, so a helper must not look like a test.
fn function_names(text: &str) -> Vec<String> {
    text.split("fn ").skip(1).filter_map(identifier).collect()
}

/// Names of `test("…"`.
fn quoted_names(text: &str) -> Vec<String> {
    text.split("test(\"")
        .skip(1)
        .filter_map(identifier)
        .chain(text.split("test(`").skip(1).filter_map(identifier))
        .collect()
}

fn identifier(rest: &str) -> Option<String> {
    let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

fn sources(folder: &Path) -> Res<Vec<PathBuf>> {
    let mut all = Vec::new();
    let entries =
        std::fs::read_dir(folder).map_err(|e| format!("Make {} readable: {e}.", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") && !path.ends_with("target") {
                all.extend(sources(&path)?);
            }
        } else if path.extension().is_some_and(|e| e == "rs") || path.to_string_lossy().ends_with(".test.mjs")
        {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

fn read(file: &Path) -> Res<String> {
    std::fs::read_to_string(file).map_err(|e| format!("Make {} readable: {e}.", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_word_of_its_own() {
        assert!(carries("jt1_list", "jt1"));
        assert!(carries("st11_disable_and_st13_bill", "st13"));
        assert!(!carries("jt11_rotation", "jt1"));
    }

    #[test]
    fn tests_are_found_in_both_languages() {
        assert_eq!(
            function_names("#[test]\nfn va1_picture() {}\nasync fn va2_x(a: u8)"),
            ["va1_picture", "va2_x"]
        );
        assert_eq!(quoted_names("test(\"jy1_way\", async () => {})"), ["jy1_way"]);
    }
}
