//! Where a profile's keys stand in its text.

use super::{Explanation, Line};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A key with its tables above it: `["roles", "admin", "permissions"]`.
type Path = Vec<String>;

/// A profile file's text with the line of each key and of each text in a list.
pub struct Lines {
    file: String,
    text: Vec<String>,
    keys: BTreeMap<Path, usize>,
    /// The texts of each list, in order, with their lines: lists may go over several.
    items: BTreeMap<Path, Vec<(String, usize)>>,
}

/// What an explanation points at, before its line is looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Pointer {
    pub path: Path,
    /// The text in the list that `path` is.
    pub item: Option<String>,
}

impl Pointer {
    pub fn to(path: &[&str]) -> Self {
        Self { path: path.iter().map(|p| (*p).to_owned()).collect(), item: None }
    }

    pub fn item(path: &[&str], item: &str) -> Self {
        Self { item: Some(item.to_owned()), ..Self::to(path) }
    }
}

impl Lines {
    /// Reads the text of a profile that was loaded before: a text that is no TOML has no keys.
    pub fn of(file: &str, text: &str) -> Self {
        let mut this = Self {
            file: file.to_owned(),
            text: text.lines().map(str::to_owned).collect(),
            keys: BTreeMap::new(),
            items: BTreeMap::new(),
        };
        if let Ok(table) = DeTable::parse(text) {
            // Starts of lines, to look places up in.
            let starts: Vec<usize> = std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at.saturating_add(1)))
                .collect();
            this.table(&starts, &[], table.get_ref());
        }
        this
    }

    fn table(&mut self, starts: &[usize], above: &[String], table: &DeTable<'_>) {
        let line = |at: usize| starts.partition_point(|start| *start <= at);
        for (key, value) in table {
            let path: Path = above.iter().cloned().chain([key.get_ref().to_string()]).collect();
            self.keys.insert(path.clone(), line(key.span().start));
            match value.get_ref() {
                DeValue::Table(inner) => self.table(starts, &path, inner),
                DeValue::Array(all) => {
                    let text = |v: &Spanned<DeValue<'_>>| {
                        v.get_ref().as_str().map(|s| (s.to_owned(), line(v.span().start)))
                    };
                    self.items.insert(path, all.iter().filter_map(text).collect());
                }
                _ => {}
            }
        }
    }

    /// The line of a key, or of a text in its list; of the table around it where the key is left out, and of the first
    /// line that says something where even that is missing.
    pub(super) fn line(&self, to: &Pointer) -> Line {
        let mut path = to.path.as_slice();
        if let Some(item) = &to.item
            && let Some((_, line)) =
                self.items.get(path).and_then(|all| all.iter().find(|(text, _)| text == item))
        {
            return self.at(path, *line);
        }
        while let Some((_, above)) = path.split_last() {
            if let Some(line) = self.keys.get(path) {
                return self.at(path, *line);
            }
            path = above;
        }
        let id = ["id".to_owned()];
        self.at(&id, self.keys.get(id.as_slice()).copied().unwrap_or(1))
    }

    fn at(&self, path: &[String], line: usize) -> Line {
        let text = line.checked_sub(1).and_then(|at| self.text.get(at)).map_or("", |t| t.trim());
        Line { rule: written(path), line, text: text.to_owned() }
    }

    /// The promises that a key comes from: those of its own table, or of the nearest around it.
    fn source(&self, to: &Pointer) -> Vec<String> {
        let mut path = to.path.as_slice();
        loop {
            let own: Path = path.iter().cloned().chain(["source".to_owned()]).collect();
            if let Some(found) = self.items.get(&own) {
                return found.iter().map(|(text, _)| text.clone()).collect();
            }
            let Some((_, above)) = path.split_last() else { return Vec::new() };
            path = above;
        }
    }

    /// With everything that is told of it.
    pub(super) fn tell(&self, to: &Pointer, why: String, built_in: bool, through: &[Pointer]) -> Explanation {
        let Line { rule, line, text } = self.line(to);
        Explanation {
            rule,
            file: self.file.clone(),
            line,
            text,
            source: self.source(to),
            why,
            built_in,
            through: through.iter().map(|p| self.line(p)).collect(),
        }
    }
}

/// A path as it would stand in a file: `permissions."members.manage".implies`.
fn written(path: &[String]) -> String {
    let part = |p: &String| if p.contains('.') { format!("\"{p}\"") } else { p.clone() };
    path.iter().map(part).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "schema = 1\nid = \"x\"\n\n[permissions]\n\"a.b\" = { label = \"A\", implies = [\"c\"] }\n\n\
        [roles.boss]\npermissions = [\n  \"a.b\",\n  \"d\",\n]\nsource = [\"X1\", \"X2\"]\n";

    #[test]
    fn a_key_a_text_in_a_list_and_a_table_have_their_lines() {
        let lines = Lines::of("x.toml", TEXT);
        let found = |p: Pointer| {
            let l = lines.line(&p);
            (l.rule, l.line, l.text)
        };
        let told = |rule: &str, line, text: &str| (rule.to_owned(), line, text.to_owned());
        assert_eq!(found(Pointer::to(&["roles", "boss"])), told("roles.boss", 7, "[roles.boss]"));
        assert_eq!(
            found(Pointer::item(&["roles", "boss", "permissions"], "d")),
            told("roles.boss.permissions", 10, "\"d\",")
        );
        assert_eq!(
            found(Pointer::item(&["permissions", "a.b", "implies"], "c")),
            told("permissions.\"a.b\".implies", 5, "\"a.b\" = { label = \"A\", implies = [\"c\"] }")
        );
        // What is left out is told by what is around it, and the file by its id.
        assert_eq!(found(Pointer::to(&["roles", "boss", "assigns"])), told("roles.boss", 7, "[roles.boss]"));
        assert_eq!(found(Pointer::to(&["delete_team"])), told("id", 2, "id = \"x\""));
        assert_eq!(
            found(Pointer::item(&["roles", "boss", "permissions"], "none")),
            told("roles.boss.permissions", 8, "permissions = [")
        );
    }

    #[test]
    fn the_promises_are_those_of_the_table() {
        let lines = Lines::of("x.toml", TEXT);
        let source = |path: &[&str]| lines.source(&Pointer::to(path));
        assert_eq!(source(&["roles", "boss", "permissions"]), ["X1", "X2"]);
        assert_eq!(source(&["permissions", "a.b", "implies"]), [""; 0]);
    }

    #[test]
    fn a_text_that_is_no_profile_still_has_a_line() {
        let l = Lines::of("x.toml", "[[[").line(&Pointer::to(&["roles"]));
        assert_eq!((l.line, l.text.as_str()), (1, "[[["));
        assert_eq!(Lines::of("x.toml", "").line(&Pointer::to(&["roles"])).text, "");
    }
}
