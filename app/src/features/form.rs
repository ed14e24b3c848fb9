//! What every form does: one submission at a time, faults by field, the input kept, focus on the first fault.

use super::explain::{failure, fault};
use crate::api::Failure;
use crate::state::TeamData;
use crate::ui::{Icon, dom, icon};
use crate::view::prelude::*;

/// A form's state. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Form {
    pub busy: RwSignal<bool>,
    faults: RwSignal<Vec<(String, String)>>,
    pub general: RwSignal<Option<String>>,
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Form {
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), faults: RwSignal::new(Vec::new()), general: RwSignal::new(None) }
    }

    /// The words under a field.
    pub fn error(self, field: impl Into<String>) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || self.faults.with(|f| f.iter().find(|x| x.0 == field).map(|x| x.1.clone())))
    }

    /// Empties all errors; false when a submission is under way.
    pub fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.faults.set(Vec::new());
        self.general.set(None);
        true
    }

    /// Marks a field by a fault's code. `min`: the shortest password, for `too-short`.
    pub fn mark(self, field: impl Into<String>, code: &str, min: u32) {
        let text = fault(code, min);
        let field = field.into();
        self.faults.update(|f| {
            f.retain(|x| x.0 != field);
            f.push((field, text));
        });
    }

    /// True when nothing was marked; otherwise focus goes to the first fault.
    pub fn clean(self) -> bool {
        let clean = self.faults.with_untracked(Vec::is_empty);
        if !clean {
            focus_first_fault();
        }
        clean
    }

    /// Takes a failure apart: field faults go to their fields, the rest above the buttons.
    pub fn failed(self, data: Option<&TeamData>, f: &Failure, min: u32) {
        self.busy.try_set(false);
        if let Failure::Refused(p) = f
            && !p.fields.is_empty()
        {
            for x in &p.fields {
                self.mark(x.field.clone(), &x.code, min);
            }
            return focus_first_fault();
        }
        self.general.try_set(Some(failure(data, f)));
    }

    /// Faults of fields that the form does not draw would be lost: names them in the general line.
    pub fn notice(self) -> impl Fn() -> AnyView + Copy + 'static {
        move || match self.general.get() {
            Some(text) => {
                view! { <p class="note bad" role="alert">{icon(Icon::Warn)}<span>{text}</span></p> }
                    .into_any()
            }
            None => ().into_any(),
        }
    }
}

fn focus_first_fault() {
    dom::after_draw(|| {
        if let Some(el) = query("[aria-invalid=true]") {
            dom::focus(&el);
        }
    });
}
