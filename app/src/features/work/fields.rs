//! The details of an item in a form: what they hold, and what is wrong with them.

use super::kind::{Kind, value};
use crate::features::form::Form;
use crate::ui::{SelectField, TextArea, TextField};
use crate::view::prelude::*;
use crate::words::{W, say, t};
use shared::api::{FieldValues, WorkView};
use shared::profile::{FieldKind, WorkFieldDef};
use shared::validate::{check_name, check_work_field};

/// A form's values: the title and the fields that the viewer sees. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Draft {
    pub title: RwSignal<String>,
    fields: StoredValue<Vec<(String, WorkFieldDef, RwSignal<String>)>>,
}

/// The title's name in faults, as the server has it.
const TITLE: &str = "title";

impl Draft {
    pub fn new(kind: Kind, item: Option<&WorkView>) -> Self {
        let of = |id: &str| item.map(|w| value(w, id)).unwrap_or_default();
        let fields = kind.fields().into_iter().map(|(id, def)| {
            let now = RwSignal::new(of(&id));
            (id, def, now)
        });
        Self {
            title: RwSignal::new(item.map(|w| w.title.clone()).unwrap_or_default()),
            fields: StoredValue::new(fields.collect()),
        }
    }

    /// All fields that are filled in.
    pub fn values(self) -> FieldValues {
        self.differing(|_| String::new())
    }

    /// The fields that differ from the item's.
    pub fn changes(self, item: &WorkView) -> FieldValues {
        self.differing(|id| value(item, id))
    }

    fn differing(self, before: impl Fn(&str) -> String) -> FieldValues {
        self.fields.with_value(|all| {
            let now = |v: &RwSignal<String>| v.with(|v| v.trim().to_owned());
            all.iter().map(|(id, _, v)| (id.clone(), now(v))).filter(|(id, v)| *v != before(id)).collect()
        })
    }

    /// Follows what somebody else has changed, where nothing was typed here.
    pub fn rebase(self, before: &WorkView, now: &WorkView) {
        let follow = |v: RwSignal<String>, before: &str, now: &str| {
            if before != now && v.with_untracked(|v| v.trim() == before) {
                v.set(now.to_owned());
            }
        };
        follow(self.title, &before.title, &now.title);
        self.fields.with_value(|all| {
            for (id, _, v) in all {
                follow(*v, &value(before, id), &value(now, id));
            }
        });
    }

    /// The new title, where it differs.
    pub fn title_change(self, item: &WorkView) -> Option<String> {
        self.title.with(|t| (t.trim() != item.title).then(|| t.trim().to_owned()))
    }

    /// Marks what is wrong.
    pub fn check(self, form: Form) {
        if let Err(f) = self.title.with_untracked(|t| check_name(t.trim())) {
            form.mark(TITLE, f, 0);
        }
        self.fields.with_value(|all| {
            for (id, def, v) in all {
                if let Err(f) = v.with_untracked(|v| check_work_field(def, v.trim())) {
                    form.mark(id.clone(), f, 0);
                }
            }
        });
    }

    /// The controls, in order. `fixed`: to be read only.
    pub fn draw(self, form: Form, kind: Kind, fixed: bool, autofocus: bool) -> AnyView {
        let fields = self.fields.with_value(|all| {
            all.iter().map(|(id, def, v)| field(form, id, def, *v, fixed)).collect::<Vec<_>>()
        });
        view! {
            <TextField label=kind.title() value=self.title name=TITLE required=true readonly=fixed autofocus=autofocus error=form.error(TITLE)/>
            <div class="two">{fields}</div>
        }
    }
}

/// The control of one field.
pub fn field(form: Form, id: &str, def: &WorkFieldDef, value: RwSignal<String>, fixed: bool) -> AnyView {
    if fixed && value.with_untracked(String::is_empty) {
        return ().into_any();
    }
    if def.kind == FieldKind::Choice && !fixed {
        let mut options: Vec<(String, String)> = def.choices.iter().map(|c| (c.clone(), say(c))).collect();
        let now = value.get_untracked();
        // Nothing chosen stays possible; so does what another system has sent.
        if !def.required || now.is_empty() {
            options.insert(0, (String::new(), t(W::NoChoice).into()));
        }
        if !now.is_empty() && !def.choices.contains(&now) {
            options.push((now.clone(), now));
        }
        return view! { <SelectField label=def.label.clone() value=value options=RwSignal::new(options) name=id.to_owned() error=form.error(id)/> };
    }
    if def.kind == FieldKind::LongText && !fixed {
        return view! { <TextArea label=def.label.clone() value=value name=id.to_owned() error=form.error(id)/> };
    }
    let value =
        if def.kind == FieldKind::Choice { RwSignal::new(value.with_untracked(|v| say(v))) } else { value };
    let kind = match def.kind {
        FieldKind::Email => "email",
        FieldKind::Phone => "tel",
        _ => "text",
    };
    view! {
        <TextField label=def.label.clone() value=value kind=kind name=id.to_owned() required=def.required readonly=fixed
            error=form.error(id)/>
    }
}
