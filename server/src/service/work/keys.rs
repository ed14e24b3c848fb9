//! What an item is ordered and searched by, and whether its details can be taken.

use crate::fold::fold;
use shared::api::{FieldProblem, FieldValues};
use shared::profile::{Ordered, WorkDef, WorkFieldDef};
use shared::validate::{check_name, check_work_field};

/// Order and search of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Title as ordered.
    pub title_key: String,
    /// What a search looks at; a space before each word.
    pub search_key: String,
}

/// Order and search of an item with this title and these details.
pub fn keys(def: &WorkDef, title: &str, fields: &FieldValues) -> Keys {
    let title_key = fold(title);
    let search_key = format!(" {title_key}{}", searched(&def.fields, fields));
    Keys { title_key, search_key }
}

/// What a search looks at beside the title, folded; a space before each word.
pub fn searched(defs: &Ordered<WorkFieldDef>, fields: &FieldValues) -> String {
    let mut key = String::new();
    for (id, field) in defs.iter() {
        if let Some(value) = fields.get(id).filter(|v| field.searched && !v.is_empty()) {
            key.push(' ');
            key.push_str(&fold(value));
        }
    }
    key
}

/// What is wrong with a new item's title and details; nothing when all is well. `sees` says which fields the writer sees:
/// another one is as unknown to them as one that doesn't exist.
pub fn check_fields(
    def: &WorkDef,
    title: &str,
    fields: &FieldValues,
    sees: impl Fn(&str) -> bool,
) -> Vec<FieldProblem> {
    let mut faults = Vec::new();
    if let Err(code) = check_name(title) {
        faults.push(FieldProblem { field: "title".into(), code: code.into() });
    }
    faults.extend(check_values(&def.fields, fields, sees));
    faults
}

/// The same for the details alone, of whatever has such fields.
pub fn check_values(
    defs: &Ordered<WorkFieldDef>,
    fields: &FieldValues,
    sees: impl Fn(&str) -> bool,
) -> Vec<FieldProblem> {
    let mut faults = Vec::new();
    let mut fault =
        |field: &str, code: &str| faults.push(FieldProblem { field: field.into(), code: code.into() });
    for (id, value) in fields {
        match defs.get(id).filter(|_| sees(id)) {
            None => fault(id, "unknown-field"),
            Some(field) => {
                if let Err(code) = check_work_field(field, value) {
                    fault(id, code);
                }
            }
        }
    }
    for (id, field) in defs.iter() {
        if field.required && sees(id) && !fields.contains_key(id) {
            fault(id, "required");
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_search_looks_at_the_searched_fields_alone() {
        let profile = shared::profile::builtin("jtek").unwrap().unwrap();
        let def = profile.work.get("contact").unwrap();
        let fields =
            BTreeMap::from([("email".into(), "Ana@X.example".into()), ("source".into(), "Fair".into())]);
        let keys = keys(def, "Ñandú  Pérez", &fields);
        assert_eq!(
            (keys.title_key.as_str(), keys.search_key.as_str()),
            ("nandu perez", " nandu perez ana@x.example")
        );
    }
}
