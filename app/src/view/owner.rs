//! What belongs to an owner, and the places where its values lie.

use super::graph::{Node, owned};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// What goes with an owner.
#[derive(Default)]
pub struct Owned {
    owners: Vec<Weak<Node>>,
    cleanups: Vec<Box<dyn FnOnce()>>,
    slots: Vec<&'static Slot>,
}

impl Owned {
    pub fn adopt(&mut self, owner: Weak<Node>) {
        // The rows of a long list come and go while the list stays.
        if self.owners.len() == self.owners.capacity() {
            self.owners.retain(|o| o.strong_count() > 0);
            let more = self.owners.len() + 1;
            self.owners.reserve(more);
        }
        self.owners.push(owner);
    }

    pub fn end(self) {
        for owner in self.owners {
            if let Some(owner) = owner.upgrade() {
                owner.cleanup();
            }
        }
        for cleanup in self.cleanups {
            cleanup();
        }
        for slot in self.slots {
            slot.free();
        }
    }
}

/// Runs when the present owner goes, or before it runs again.
pub fn on_cleanup(f: impl FnOnce() + 'static) {
    fn erased(f: Box<dyn FnOnce()>) {
        let mut f = Some(f);
        owned(&mut |o| o.cleanups.extend(f.take()));
    }
    erased(Box::new(f));
}

/// A place for a value. Places are used again and never given back, so that a handle may be copied without counting.
#[derive(Default)]
pub struct Slot {
    value: RefCell<Option<Rc<dyn Any>>>,
    /// How often it was freed: a handle to what was here before finds nothing.
    freed: Cell<u32>,
}

thread_local! {
    static FREE: RefCell<Vec<&'static Slot>> = const { RefCell::new(Vec::new()) };
}

impl Slot {
    /// Keeps the value until the present owner goes; for ever, if there is none.
    pub fn keep(value: Rc<dyn Any>) -> Handle {
        let slot = FREE.with_borrow_mut(Vec::pop).unwrap_or_else(|| Box::leak(Box::default()));
        slot.value.replace(Some(value));
        owned(&mut |o| o.slots.push(slot));
        Handle(slot, slot.freed.get())
    }

    fn free(&'static self) {
        self.freed.set(self.freed.get().wrapping_add(1));
        let value = self.value.take();
        FREE.with_borrow_mut(|f| f.push(self));
        // Last: what its drop does may look here.
        drop(value);
    }
}

/// Where something of an owner lies. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Handle(&'static Slot, u32);

impl Handle {
    /// `None` when its owner has gone.
    pub fn find(self) -> Option<Rc<dyn Any>> {
        if self.0.freed.get() == self.1 { self.0.value.borrow().clone() } else { None }
    }

    #[inline(never)]
    pub fn of<T: 'static>(self) -> Option<Rc<T>> {
        self.find()?.downcast::<T>().ok()
    }
}
