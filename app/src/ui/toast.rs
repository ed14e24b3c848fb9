//! Short news at the bottom of the page, with Undo where it can be undone.

use super::{Button, Icon, dom, icon};
use crate::view::prelude::*;
use crate::words::{W, digits, t};

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    bad: bool,
    /// What can be done about it: label, act.
    acts: Vec<(String, Callback<()>)>,
}

/// The queue. Cheap to copy; provided once by whoever draws a [`ToastRegion`].
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    hover: RwSignal<bool>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0), hover: RwSignal::new(false) }
    }
}

impl Toasts {
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), false, Vec::new());
    }

    pub fn fail(self, text: impl Into<String>) {
        self.push(text.into(), true, Vec::new());
    }

    pub fn undo(self, text: impl Into<String>, undo: Callback<()>) {
        self.offer(text, vec![(t(W::Undo).to_owned(), undo)]);
    }

    /// News with what can be done about it: label, act.
    pub fn offer(self, text: impl Into<String>, acts: Vec<(String, Callback<()>)>) {
        self.push(text.into(), false, acts);
    }

    fn push(self, text: String, bad: bool, acts: Vec<(String, Callback<()>)>) {
        let seconds = if bad || !acts.is_empty() { 10 } else { 6 };
        let Some(id) = self.next.try_update_value(|n| {
            *n = n.wrapping_add(1);
            *n
        }) else {
            return;
        };
        self.list.try_update(|l| {
            // The latest says what matters; an older Undo would undo something that has changed since. Failures stay.
            l.retain(|t| t.bad);
            if l.len() >= 3 {
                l.remove(0);
            }
            l.push(Toast { id, text, bad, acts });
        });
        self.expire(id, seconds);
    }

    fn expire(self, id: u32, seconds: i32) {
        set_timeout(
            move || {
                // While the pointer or focus is on a toast nothing is taken away from under it.
                if self.hover.try_get_untracked().unwrap_or(false) {
                    self.expire(id, 3);
                } else {
                    self.drop(id);
                }
            },
            seconds * 1000,
        );
    }

    fn drop(self, id: u32) {
        self.list.try_update(|l| l.retain(|t| t.id != id));
    }
}

#[component]
pub fn ToastRegion(toasts: Toasts) -> AnyView {
    let row = move |toast: Toast| {
        let id = toast.id;
        let done = Callback::new(move |()| {
            toasts.hover.set(false);
            toasts.drop(id);
            dom::after_draw(dom::rescue_focus);
        });
        let act = move |(label, act): (String, Callback<()>)| {
            view! { <Button label=label on_press=Callback::new(move |()| { done.run(()); act.run(()) })/> }
        };
        let acts: Vec<_> = toast.acts.into_iter().map(act).collect();
        view! {
            <div class="toast" part="toast" class:bad=toast.bad>
                {icon(if toast.bad { Icon::Warn } else { Icon::Check })}
                <span>{toast.text}</span>
                {acts}
                <Button kind="icon" glyph=Icon::Close name=t(W::Dismiss) on_press=done/>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite" on:mouseenter=move |_| toasts.hover.set(true) on:mouseleave=move |_| { toasts.hover.try_set(false); }
            on:focusin=move |_| toasts.hover.set(true) on:focusout=move |_| { toasts.hover.try_set(false); }>
            {keyed(move || toasts.list.get(), |t: &Toast| digits(t.id), row)}
        </div>
    }
}
