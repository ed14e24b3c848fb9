//! Moving entries of an ordered list, by hand or by key: shown at once, saved one order after the other, taken back when the
//! server refuses it.

use super::{Desk, shown};
use crate::api;
use crate::features::explain::failure;
use crate::ui::dom;
use crate::view::prelude::*;
use crate::words::{W, fill};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlElement, MouseEvent};

/// What is being dragged.
#[derive(Clone, PartialEq)]
pub struct Drag {
    pub id: String,
    /// Where the pointer was on the page when it began, and is now.
    from: i32,
    now: i32,
    /// The row that it would stand before; the end when there is none.
    pub before: Option<String>,
}

impl Drag {
    /// How far it was dragged.
    pub fn by(&self) -> String {
        ["translateY(", &dom::px(f64::from(self.now.saturating_sub(self.from))), ")"].concat()
    }
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Order {
    /// The order that I have asked for and the server has not confirmed yet.
    wanted: RwSignal<Option<Vec<String>>>,
    saving: StoredValue<bool>,
    pub drag: RwSignal<Option<Drag>>,
    /// For a screen reader.
    pub said: RwSignal<String>,
    pub place: NodeRef,
}

/// Near the window's edge, it scrolls.
const EDGE: i32 = 56;
const STEP: f64 = 14.0;

impl Order {
    pub fn new() -> Self {
        Self {
            wanted: RwSignal::new(None),
            saving: StoredValue::new(false),
            drag: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            place: NodeRef::new(),
        }
    }

    /// As I have asked for; what I have not seen yet stands at the end.
    pub fn sorted(self, mut ids: Vec<String>) -> Vec<String> {
        self.wanted.with(|wanted| {
            if let Some(wanted) = wanted {
                ids.sort_by_key(|id| wanted.iter().position(|w| w == id).unwrap_or(usize::MAX));
            }
        });
        ids
    }
}

/// One place up or down. The focus stays on what moved it.
pub fn shift(desk: Desk, id: &str, down: bool) {
    let mut ids = untrack(|| shown(desk));
    let Some(at) = ids.iter().position(|x| x == id) else { return };
    let to = if down { at + 1 } else { at.wrapping_sub(1) };
    if to >= ids.len() || !untrack(|| desk.can_move()) {
        return;
    }
    ids.swap(at, to);
    put(desk, id, ids);
    // The browser takes the focus away from what it moves.
    let id = id.to_owned();
    dom::after_draw(move || {
        let list = desk.order.place.try_get_untracked().flatten();
        let grips = list.map(|l| dom::all(&l, ".grip")).unwrap_or_default();
        if let Some(grip) = grips.iter().find(|g| g.get_attribute("data-target").as_ref() == Some(&id)) {
            dom::focus(grip);
        }
    });
}

/// The new order, with `id` at its new place.
fn put(desk: Desk, id: &str, ids: Vec<String>) {
    let at = ids.iter().position(|x| x == id).unwrap_or_default();
    let of = |l: &Vec<shared::api::EntryView>| l.iter().find(|e| e.id == id).map(|e| e.name.clone());
    let name = untrack(|| desk.list.with(of)).flatten().unwrap_or_default();
    let (n, of) = ((at + 1).to_string(), ids.len().to_string());
    desk.order.said.set(fill(W::TurnNow, &[("name", &name), ("n", &n), ("of", &of)]));
    desk.order.wanted.set(Some(ids));
    if !desk.order.saving.get_value() {
        desk.order.saving.set_value(true);
        spawn_local(save(desk));
    }
}

/// Saves until nothing newer is wanted.
async fn save(desk: Desk) {
    let order = desk.order;
    while let Some(sent) = order.wanted.try_get_untracked().flatten() {
        let path = desk.path.try_get_value().unwrap_or_default();
        match api::order_entries(&path, sent.clone()).await {
            Ok(revised) => {
                desk.team.took_revised(&revised);
                if order.wanted.try_get_untracked().flatten().as_ref() != Some(&sent) {
                    continue;
                }
                desk.list.value.try_update(|l| {
                    let place = |id: &str| sent.iter().position(|w| w == id).unwrap_or(usize::MAX);
                    if let Some(l) = l {
                        l.sort_by_key(|e| place(&e.id));
                    }
                });
            }
            Err(f) => {
                let data = desk.team.data.try_get_untracked();
                desk.team.toasts.fail(failure(data.as_deref(), &f));
            }
        }
        break;
    }
    order.wanted.try_set(None);
    order.saving.try_set_value(false);
    // An answer that was on its way before is dropped.
    desk.list.ask();
}

fn pointer(e: &Event) -> (i32, i32) {
    let y = e.unchecked_ref::<MouseEvent>().client_y();
    let scrolled = window().scroll_y().unwrap_or_default() as i32;
    (y, y.saturating_add(scrolled))
}

/// The pointer goes down on the grip.
pub fn begin(desk: Desk, id: &str, e: &MouseEvent) {
    if e.button() != 0 || !untrack(|| desk.can_move()) {
        return;
    }
    let number = js_sys::Reflect::get(e, &"pointerId".into()).ok().and_then(|n| n.as_f64());
    let grip: HtmlElement = event_target(e);
    let grip = grip.closest(".grip").ok().flatten();
    if let (Some(number), Some(grip)) = (number, grip) {
        // The pointer is the grip's until it goes up, wherever it is.
        let _ = grip.set_pointer_capture(number as i32);
        dom::focus(&grip);
    }
    let (_, from) = pointer(e);
    let before = after(&untrack(|| shown(desk)), id);
    desk.order.drag.set(Some(Drag { id: id.to_owned(), from, now: from, before }));
    e.prevent_default();
}

fn after(ids: &[String], id: &str) -> Option<String> {
    ids.iter().skip_while(|x| *x != id).nth(1).cloned()
}

/// It moves.
pub fn follow(desk: Desk, e: &Event) {
    let Some(mut drag) = desk.order.drag.get_untracked() else { return };
    let (y, now) = pointer(e);
    let height = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or_default() as i32;
    if y < EDGE {
        window().scroll_by_with_x_and_y(0.0, -STEP);
    } else if y > height - EDGE {
        window().scroll_by_with_x_and_y(0.0, STEP);
    }
    drag.now = now;
    let rows = desk.order.place.get_untracked().map(|l| dom::all(&l, "li[data-entry]")).unwrap_or_default();
    let below = rows.iter().find(|row| {
        let r = row.get_bounding_client_rect();
        row.get_attribute("data-entry").as_deref() != Some(&drag.id)
            && f64::from(y) < r.top() + r.height() / 2.0
    });
    drag.before = below.and_then(|row| row.get_attribute("data-entry"));
    desk.order.drag.set(Some(drag));
}

/// It is let go.
pub fn drop(desk: Desk) {
    let Some(drag) = desk.order.drag.get_untracked() else { return };
    desk.order.drag.set(None);
    let was = untrack(|| shown(desk));
    let mut ids: Vec<String> = was.iter().filter(|x| **x != drag.id).cloned().collect();
    let at = drag.before.and_then(|b| ids.iter().position(|x| *x == b)).unwrap_or(ids.len());
    if was.contains(&drag.id) {
        ids.insert(at, drag.id.clone());
    }
    if ids != was {
        put(desk, &drag.id, ids);
    }
}
