//! Parts of the module that are fetched later: which are here, and how to get the others.
//!
//! `xtask` splits the linked module (`wasm_split_cli_support`) at pairs of functions that `app-macros` names, an import that is
//! called and an export that is moved, and gives each group the function that fetches it.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Told whether the part is here.
type Then = Box<dyn FnOnce(bool)>;

/// A group of functions that are fetched together.
#[derive(Clone, Copy)]
pub struct Part {
    pub group: &'static str,
    /// Fetches it; a part that is here is not fetched again. Calls back with the number that it got, later.
    pub load: extern "C" fn(extern "C" fn(usize, bool), usize),
}

thread_local! {
    static HERE: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    /// By their numbers.
    static WAITING: RefCell<Vec<Option<(&'static str, Then)>>> = const { RefCell::new(Vec::new()) };
}

extern "C" fn arrived(number: usize, well: bool) {
    let waiting = WAITING.with_borrow_mut(|w| w.get_mut(number).and_then(Option::take));
    if let Some((group, then)) = waiting {
        if well {
            HERE.with_borrow_mut(|h| {
                if !h.contains(&group) {
                    h.push(group)
                }
            });
        }
        then(well);
    }
}

impl Part {
    pub fn here(self) -> bool {
        HERE.with_borrow(|h| h.contains(&self.group))
    }

    /// Fetches it, unless it is here. What fails is tried again at the next call.
    pub fn fetch(self, then: Then) {
        if self.here() {
            return then(true);
        }
        let number = WAITING.with_borrow_mut(|w| {
            let free = w.iter().position(Option::is_none).unwrap_or(w.len());
            if free == w.len() {
                w.push(None);
            }
            w[free] = Some((self.group, then));
            free
        });
        (self.load)(arrived, number);
    }

    /// Waits until it is here; false when it could not be fetched.
    pub async fn ready(self) -> bool {
        let (told, waiting) = (Rc::new(Cell::new(None)), Rc::new(Cell::new(None::<Waker>)));
        let (tell, wake) = (Rc::clone(&told), Rc::clone(&waiting));
        self.fetch(Box::new(move |well| {
            tell.set(Some(well));
            if let Some(waker) = wake.take() {
                waker.wake();
            }
        }));
        let poll = poll_fn(move |cx| {
            waiting.set(Some(cx.waker().clone()));
            told.get().map_or(Poll::Pending, Poll::Ready)
        });
        poll.await
    }
}
