//! What somebody has typed and not sent yet, or sent and not yet heard of. While it stands in a form or is on its way, the page
//! around it is not drawn anew: the controls follow other rules where they are, and the rest waits until the form is sent or closed.

use crate::api::writing;
use crate::ui::dom;
use crate::view::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

const MARK: &str = "data-typed";
/// A form that somebody has in hand: typed in, on its way, or come back with a fault.
const IN_HAND: &str = "form[data-typed],form [aria-busy=true],form [aria-invalid=true],form [role=alert]";

/// Milliseconds between two looks whether a form has been sent or closed.
const LOOK: i32 = 300;

/// Notices from now on which forms are typed in, until the caller's owner goes.
pub fn watch() {
    fn form(e: &Event) -> Option<Element> {
        e.target()?.dyn_into::<Element>().ok()?.closest("form").ok()?
    }
    window_event_listener("input", Box::new(|e| drop(form(&e).map(|form| form.set_attribute(MARK, "")))));
    window_event_listener("submit", Box::new(|e| drop(form(&e).map(|form| form.remove_attribute(MARK)))));
}

fn in_hand() -> bool {
    writing() || query(IN_HAND).is_some()
}

/// `shape` as pages may be drawn by it: at once, or once nobody has a form in hand. Another team comes at once.
pub fn settled(shape: Memo<String>) -> RwSignal<String> {
    fn settle(wanted: StoredValue<String>, drawn: RwSignal<String>) {
        let Some(now) = wanted.try_get_value() else { return };
        let Some(before) = drawn.try_get_untracked() else { return };
        let same_team = now.split(' ').next() == before.split(' ').next();
        if same_team && now != before && in_hand() {
            set_timeout(move || settle(wanted, drawn), LOOK);
        } else if now != before {
            drawn.set(now);
        }
    }
    let (wanted, drawn) = (StoredValue::new(String::new()), RwSignal::new(String::new()));
    later(move || {
        wanted.set_value(shape.with(String::clone));
        settle(wanted, drawn);
    });
    drawn
}

/// Does what draws the fields of a form anew; whoever was in one of them is in it again afterwards.
pub fn keep_place(draw: impl FnOnce()) {
    let place =
        dom::active_element().and_then(|el| el.closest("form").ok().flatten().zip(el.get_attribute("name")));
    draw();
    let Some((form, name)) = place else { return };
    dom::after_draw(move || {
        if dom::active_element().is_some_and(|el| el.tag_name() != "BODY") {
            return;
        }
        if let Some(field) =
            dom::all(&form, "[name]").iter().find(|el| el.get_attribute("name").as_ref() == Some(&name))
        {
            dom::focus(field);
        }
    });
}
