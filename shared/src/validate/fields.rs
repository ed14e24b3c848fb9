//! A member's details against the profile's fields.

use super::{Fault, check_address, check_name, check_note, check_phone, check_text};
use crate::api::FieldValues;
use crate::policy::{Policy, RoleId};
use crate::profile::{FieldDef, FieldKind, WorkFieldDef};

/// Checks one value; an empty one is fine unless the field is required.
///
/// # Errors
/// See [`Fault`].
pub fn check_field(def: &FieldDef, value: &str) -> Result<(), Fault> {
    check_value(def.kind, def.required, &def.choices, value)
}

/// The same for a detail of a work item, whoever fills it in: a form, a file, another system.
///
/// # Errors
/// See [`Fault`].
pub fn check_work_field(def: &WorkFieldDef, value: &str) -> Result<(), Fault> {
    check_value(def.kind, def.required, &def.choices, value)
}

fn check_value(kind: FieldKind, required: bool, choices: &[String], value: &str) -> Result<(), Fault> {
    if value.trim().is_empty() {
        return if required { Err("required") } else { Ok(()) };
    }
    match kind {
        FieldKind::Name => check_name(value),
        FieldKind::Email => check_address(value),
        FieldKind::Phone => check_phone(value),
        FieldKind::Text => check_text(value),
        FieldKind::LongText => check_note(value),
        FieldKind::Choice if choices.iter().any(|c| c == value) => Ok(()),
        FieldKind::Choice => Err("not-a-choice"),
        FieldKind::Choices => {
            let known = value.split(',').all(|part| choices.iter().any(|c| c == part));
            if known { Ok(()) } else { Err("not-a-choice") }
        }
    }
}

/// Checks the details of a new member with `role` (address apart): unknown fields, faults and missing ones.
/// Answers field id → fault; nothing when all is well.
pub fn check_fields<'a>(policy: &'a Policy, role: RoleId, values: &'a FieldValues) -> Vec<(&'a str, Fault)> {
    let fields = &policy.profile().fields;
    let mut faults = Vec::new();
    for (id, value) in values.iter() {
        let id: &str = id;
        match fields.get(id) {
            Some(def) if def.kind != FieldKind::Email && !def.own && policy.field_shows(def, role) => {
                if let Err(fault) = check_field(def, value) {
                    faults.push((id, fault));
                }
            }
            _ => faults.push((id, "unknown-field")),
        }
    }
    for (id, def) in fields.iter() {
        let asked = policy.profile().invitation.fields.iter().any(|f| f == id);
        if def.required
            && asked
            && def.kind != FieldKind::Email
            && policy.field_shows(def, role)
            && !values.contains_key(id)
        {
            faults.push((id, "required"));
        }
    }
    faults
}
