//! From lines to items by a mapping of columns, and what is wrong with each line.

use super::guess::TITLE;
use super::parse::Table;
use crate::error::Refusal;
use crate::fold::fold;
use shared::api::{FieldProblem, FieldValues, LineFault};
use shared::profile::{FieldKind, WorkDef, WorkFieldDef};
use shared::validate::{check_name, check_work_field};

/// Faults that are kept; all are counted.
const KEPT: usize = 2_000;

/// What a column becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Title,
    Field(String),
    Nothing,
}

/// What the columns are, in order.
#[derive(Clone, Debug)]
pub struct Mapping(Vec<Target>);

/// An item to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its title.
    pub title: String,
    /// Its details.
    pub fields: FieldValues,
}

/// What a file makes under a mapping.
#[derive(Debug, Default)]
pub struct Plan {
    /// The items, in the file's order.
    pub rows: Vec<Row>,
    /// The first faults.
    pub faults: Vec<LineFault>,
    /// How many there are in all.
    pub fault_count: u32,
}

impl Mapping {
    /// Reads what the person chose for each column. Several columns may be the title: first and last name. `sees` says
    /// which fields the person sees: another one is unknown to them.
    pub fn read(
        def: &WorkDef,
        columns: usize,
        chosen: &[String],
        sees: impl Fn(&str) -> bool,
    ) -> Result<Self, Refusal> {
        if chosen.len() != columns {
            return Err(Refusal::field("columns", "invalid"));
        }
        let mut problems = Vec::new();
        let mut targets = Vec::with_capacity(columns);
        for (at, id) in chosen.iter().enumerate() {
            let target = match id.as_str() {
                "" => Target::Nothing,
                TITLE => Target::Title,
                id => Target::Field(id.to_owned()),
            };
            let code = match &target {
                Target::Field(id) if def.fields.get(id).is_none() || !sees(id) => Some("unknown-field"),
                Target::Field(_) if targets.contains(&target) => Some("twice"),
                _ => None,
            };
            if let Some(code) = code {
                problems.push(FieldProblem { field: format!("columns.{at}"), code: code.into() });
            }
            targets.push(target);
        }
        if !targets.contains(&Target::Title) {
            problems.push(FieldProblem { field: "columns".into(), code: "title-required".into() });
        }
        if problems.is_empty() { Ok(Self(targets)) } else { Err(Refusal::Fields(problems)) }
    }
}

/// Makes the items. One fault anywhere and none of them is imported (N4).
pub fn plan(def: &WorkDef, mapping: &Mapping, table: &Table) -> Plan {
    let mut plan = Plan::default();
    for line in &table.lines {
        let cells = match &line.cells {
            Ok(cells) => cells,
            Err(fault) => {
                plan.fault(line.at, "", fault.code, &fault.text);
                continue;
            }
        };
        let mut row = Row { title: String::new(), fields: FieldValues::new() };
        for (target, cell) in mapping.0.iter().zip(cells) {
            let value = unescaped(cell.trim());
            match target {
                Target::Nothing => {}
                _ if value.is_empty() => {}
                Target::Title if row.title.is_empty() => value.clone_into(&mut row.title),
                Target::Title => row.title = format!("{} {value}", row.title),
                Target::Field(id) => {
                    let value = def.fields.get(id).map_or_else(|| value.to_owned(), |f| meant(f, value));
                    row.fields.insert(id.clone(), value);
                }
            }
        }
        plan.take(def, line.at, row);
    }
    plan
}

impl Plan {
    fn take(&mut self, def: &WorkDef, at: u32, row: Row) {
        let before = self.fault_count;
        if let Err(code) = check_name(&row.title) {
            self.fault(at, TITLE, code, &row.title);
        }
        for (id, field) in def.fields.iter() {
            let value = row.fields.get(id).map_or("", String::as_str);
            if let Err(code) = check_work_field(field, value) {
                self.fault(at, id, code, value);
            }
        }
        if self.fault_count == before {
            self.rows.push(row);
        }
    }

    fn fault(&mut self, line: u32, field: &str, code: &str, value: &str) {
        self.fault_count = self.fault_count.saturating_add(1);
        if self.faults.len() < KEPT {
            let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
            let value = value.chars().take(80).map(shown).collect();
            self.faults.push(LineFault { line, field: field.to_owned(), code: code.to_owned(), value });
        }
    }
}

/// Spreadsheets, and our own export (N4), put a `'` before what would be read as a formula: it is not part of the value.
fn unescaped(value: &str) -> &str {
    match value.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => value,
    }
}

/// A choice in another letter case is that choice; everything else is taken as it stands.
fn meant(field: &WorkFieldDef, value: &str) -> String {
    let choice = |text: &str| {
        let key = fold(text);
        field.choices.iter().find(|c| fold(c) == key).map_or_else(|| text.trim().to_owned(), Clone::clone)
    };
    match field.kind {
        FieldKind::Choice => choice(value),
        FieldKind::Choices => value.split([',', ';']).map(choice).collect::<Vec<_>>().join(","),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;
    use crate::cli::builtin_policies;

    fn planned(text: &str, columns: &[&str]) -> Result<Plan, Refusal> {
        let policies = builtin_policies().unwrap();
        let policy = &policies.get("jtek").unwrap().policy;
        let (_, def) = policy.kind_def(policy.kind("contact").unwrap()).unwrap();
        let table = parse(text, false);
        let chosen: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
        Ok(plan(def, &Mapping::read(def, table.header.len(), &chosen, |_| true)?, &table))
    }

    #[test]
    fn jt9_names_in_two_columns_become_one_title() {
        let p = planned("F,L,M,X\nAna, Byrne ,ana@x.example,1\nBo,,,\n", &["title", "title", "email", ""])
            .unwrap();
        assert_eq!(p.fault_count, 0);
        assert_eq!(p.rows[0].title, "Ana Byrne");
        assert_eq!(p.rows[0].fields, FieldValues::from([("email".into(), "ana@x.example".into())]));
        assert_eq!((p.rows[1].title.as_str(), p.rows[1].fields.len()), ("Bo", 0));
    }

    #[test]
    fn n4_each_line_says_what_is_wrong_with_it() {
        let p = planned(
            "N,M,P\n,a@x.example,\nAna,nobody,1\n\"a\n b\",,\nBo,b@x.example,\n\"c,d\n",
            &["title", "email", "phone"],
        )
        .unwrap();
        let told: Vec<_> = p.faults.iter().map(|f| format!("{} {} {}", f.line, f.field, f.code)).collect();
        assert_eq!(
            told,
            [
                "2 title required",
                "3 email not-an-address",
                "3 phone not-a-phone",
                "4 title control-character",
                "7  lone-quote"
            ]
        );
        assert_eq!((p.fault_count, p.rows.len()), (5, 1));
        assert_eq!(p.faults[3].value, "a\u{fffd} b");
    }

    #[test]
    fn n4_what_an_export_escaped_comes_back_as_it_was() {
        let p = planned("N,P\n'=1+1,'+1 512 555 0147\n'quoted',\n", &["title", "phone"]).unwrap();
        assert_eq!(p.rows[0].title, "=1+1");
        assert_eq!(p.rows[0].fields["phone"], "+1 512 555 0147");
        assert_eq!(p.rows[1].title, "'quoted'");
    }

    #[test]
    fn jt9_a_mapping_needs_a_title_and_no_field_twice() {
        let problems = |columns: &[&str]| match planned("A,B,C\n1,2,3\n", columns) {
            Err(Refusal::Fields(f)) => {
                f.into_iter().map(|p| format!("{} {}", p.field, p.code)).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        };
        assert_eq!(problems(&["title"]), ["columns invalid"]);
        assert_eq!(
            problems(&["email", "email", "odd"]),
            ["columns.1 twice", "columns.2 unknown-field", "columns title-required"]
        );
        assert!(problems(&["title", "", ""]).is_empty());
    }
}
