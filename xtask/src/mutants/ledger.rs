//! What became of each mutant, and the list of those that may live.

use crate::Res;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where a mutant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A test failed.
    Caught,
    /// It does not compile.
    Unviable,
    /// The tests went on for ever: noticed too.
    Timeout,
    /// No test of the first so many sets noticed.
    Survived(usize),
}

impl Fate {
    fn text(self) -> String {
        match self {
            Self::Caught => "caught".into(),
            Self::Unviable => "unviable".into(),
            Self::Timeout => "timeout".into(),
            Self::Survived(passes) => format!("survived {passes}"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        match text {
            "caught" => Some(Self::Caught),
            "unviable" => Some(Self::Unviable),
            "timeout" => Some(Self::Timeout),
            other => Some(Self::Survived(other.strip_prefix("survived ")?.parse().ok()?)),
        }
    }
}

/// Fates by name (`file:line:column: what`), as they are known so far.
pub type Fates = BTreeMap<String, Fate>;

pub fn read(path: &Path) -> Fates {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(fate, name)| Some((name.to_owned(), Fate::read(fate)?)))
        .collect()
}

pub fn write(path: &Path, fates: &Fates) -> Res {
    let lines: String = fates.iter().map(|(name, fate)| format!("{}\t{name}\n", fate.text())).collect();
    crate::sh::write(path, lines.as_bytes())
}

/// A name without its place in the file, so that the list survives an edit above it; `#2` is the second of its kind there.
pub fn keys(names: &[String]) -> Vec<(String, String)> {
    let plain = |name: &str| {
        let mut parts = name.splitn(4, ':');
        let (file, _, _, what) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(format!("{file}:{what}"))
    };
    let mut seen = BTreeMap::<String, usize>::new();
    let mut found = Vec::new();
    for name in names {
        let Some(key) = plain(name) else { continue };
        let nth = seen.entry(key.clone()).or_default();
        *nth += 1;
        let key = if *nth > 1 { format!("{key} #{nth}") } else { key };
        found.push((key, name.clone()));
    }
    found
}

/// The list: a key on a line of its own, its reason indented below it.
pub fn listed(text: &str) -> Res<BTreeMap<String, String>> {
    let mut all = BTreeMap::<String, String>::new();
    let mut last = None::<String>;
    for (at, line) in text.lines().enumerate() {
        let bad = |why: &str| format!("tests/mutants.txt line {}: {why}", at + 1);
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if line.starts_with(' ') {
            let key = last.as_ref().ok_or_else(|| bad("a reason without a mutant above it"))?;
            let reason = all.entry(key.clone()).or_default();
            if !reason.is_empty() {
                reason.push(' ');
            }
            reason.push_str(line.trim());
        } else {
            if all.insert(line.to_owned(), String::new()).is_some() {
                return Err(bad("listed twice"));
            }
            last = Some(line.to_owned());
        }
    }
    match all.iter().find(|(_, reason)| reason.is_empty()) {
        Some((key, _)) => Err(format!("tests/mutants.txt: write the reason below {key}")),
        None => Ok(all),
    }
}

/// Survivors that nobody has given a reason for, and lines of the list that fit no survivor, of files that were mutated.
pub fn judged(
    keys: &[(String, String)],
    fates: &Fates,
    listed: &BTreeMap<String, String>,
    passes: usize,
) -> (Vec<String>, Vec<String>) {
    let survived = |name: &str| fates.get(name) == Some(&Fate::Survived(passes));
    let alive: BTreeSet<&str> = keys.iter().filter(|(_, n)| survived(n)).map(|(k, _)| k.as_str()).collect();
    let unexcused = alive.iter().filter(|k| !listed.contains_key(**k)).map(|k| (*k).to_owned()).collect();
    let files: BTreeSet<&str> = keys.iter().filter_map(|(k, _)| k.split(':').next()).collect();
    let here = |key: &str| key.split(':').next().is_some_and(|file| files.contains(file));
    let idle = listed.keys().filter(|k| here(k) && !alive.contains(k.as_str())).cloned().collect();
    (unexcused, idle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        [
            "a.rs:1:2: replace f -> bool with true",
            "a.rs:3:4: replace == with != in f",
            "a.rs:9:4: replace == with != in f",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    #[test]
    fn a_key_has_no_place_and_the_second_of_a_kind_a_number() {
        let keys: Vec<String> = keys(&names()).into_iter().map(|(key, _)| key).collect();
        assert_eq!(
            keys,
            [
                "a.rs: replace f -> bool with true",
                "a.rs: replace == with != in f",
                "a.rs: replace == with != in f #2"
            ]
        );
    }

    #[test]
    fn a_list_without_a_reason_or_with_a_line_twice_is_refused() {
        assert!(listed("a.rs: x\nb.rs: y\n    why\n").is_err_and(|e| e.contains("a.rs: x")));
        assert!(listed("a.rs: x\n  why\na.rs: x\n  why\n").is_err_and(|e| e.contains("twice")));
        assert!(listed("  why\n").is_err());
        let list = listed("# about\n\na.rs: x\n    one\n    two\n").unwrap_or_default();
        assert_eq!(list.get("a.rs: x").map(String::as_str), Some("one two"));
    }

    #[test]
    fn survivors_need_a_line_and_lines_a_survivor() {
        let keys = keys(&names());
        let fate = |fates: [Fate; 3]| names().into_iter().zip(fates).collect::<Fates>();
        let list = |keys: &[&str]| keys.iter().map(|k| ((*k).to_owned(), "why".to_owned())).collect();
        let fates = fate([Fate::Caught, Fate::Survived(2), Fate::Survived(1)]);
        let (unexcused, idle) =
            judged(&keys, &fates, &list(&["a.rs: replace f -> bool with true", "b.rs: other"]), 2);
        assert_eq!(
            unexcused,
            ["a.rs: replace == with != in f"],
            "the third has not been asked of all tests yet"
        );
        assert_eq!(idle, ["a.rs: replace f -> bool with true"], "b.rs was not mutated");
        let fates = fate([Fate::Timeout, Fate::Unviable, Fate::Survived(2)]);
        let (unexcused, idle) = judged(&keys, &fates, &list(&["a.rs: replace == with != in f #2"]), 2);
        assert!(unexcused.is_empty() && idle.is_empty());
    }

    #[test]
    fn what_was_written_is_read_again() {
        for fate in [Fate::Caught, Fate::Unviable, Fate::Timeout, Fate::Survived(3)] {
            assert_eq!(Fate::read(&fate.text()), Some(fate));
        }
        assert_eq!(Fate::read("else"), None);
    }
}
