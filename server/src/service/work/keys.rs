//! What an item is ordered and searched by, and whether its details can be taken.

use crate::fold::fold;
use shared::api::{FieldProblem, FieldValues};
use shared::profile::WorkDef;
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
    let mut search_key = format!(" {title_key}");
    for (id, field) in def.fields.iter() {
        if let Some(value) = fields.get(id).filter(|v| field.searched && !v.is_empty()) {
            search_key.push(' ');
            search_key.push_str(&fold(value));
        }
    }
    Keys { title_key, search_key }
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
    let mut fault =
        |field: &str, code: &str| faults.push(FieldProblem { field: field.into(), code: code.into() });
    if let Err(code) = check_name(title) {
        fault("title", code);
    }
    for (id, value) in fields {
        match def.fields.get(id).filter(|_| sees(id)) {
            None => fault(id, "unknown-field"),
            Some(field) => {
                if let Err(code) = check_work_field(field, value) {
                    fault(id, code);
                }
            }
        }
    }
    for (id, field) in def.fields.iter() {
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
