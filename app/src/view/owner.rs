//! What belongs to an owner, and the places where its values lie.

use super::graph::{Node, Readers, memo, owned};
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::ptr::NonNull;
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

/// A value and who is told when it changes.
pub struct Thing<T: ?Sized> {
    pub readers: Readers,
    pub value: T,
}

impl<T> Thing<T> {
    pub fn new(value: T) -> Rc<Self> {
        Rc::new(Self { readers: Readers::default(), value })
    }
}

/// Any type at all. Nobody asks which: a handle knows, and asking (`std::any::Any`) would cost kilobytes of the download.
pub trait Whatever {}

impl<T> Whatever for T {}

/// What lies in a slot.
pub enum Held {
    Thing(Rc<Thing<dyn Whatever>>),
    /// An effect, or a memo, which has its value with it.
    Node(Rc<Node>),
}

/// A place for a value. Places are used again and never given back, so that a handle may be copied without counting.
#[derive(Default)]
pub struct Slot {
    held: RefCell<Option<Held>>,
    /// How often it was freed: a handle to what was here before finds nothing.
    freed: Cell<u32>,
}

thread_local! {
    static FREE: RefCell<Vec<&'static Slot>> = const { RefCell::new(Vec::new()) };
    /// How many are looking at values just now.
    static LOOKING: Cell<usize> = const { Cell::new(0) };
    /// What was freed meanwhile; it goes when nobody looks any more.
    static GONE: RefCell<Vec<Option<Held>>> = const { RefCell::new(Vec::new()) };
}

impl Slot {
    fn free(&'static self) {
        let held = self.held.take();
        // A place that could not tell its handles apart any more stays empty.
        if let Some(freed) = self.freed.get().checked_add(1) {
            self.freed.set(freed);
            FREE.with_borrow_mut(|f| f.push(self));
        }
        if LOOKING.get() > 0 {
            GONE.with_borrow_mut(|g| g.push(held));
        }
    }
}

/// A slot as long as it is not freed.
#[derive(Clone, Copy)]
struct Place(&'static Slot, u32);

/// Keeps it until the present owner goes; for ever, if there is none.
fn keep(held: Held) -> Place {
    let slot = FREE.with_borrow_mut(Vec::pop).unwrap_or_else(|| Box::leak(Box::default()));
    slot.held.replace(Some(held));
    owned(&mut |o| o.slots.push(slot));
    Place(slot, slot.freed.get())
}

/// Keeps an effect.
pub fn keep_effect(node: Rc<Node>) {
    keep(Held::Node(node));
}

/// While there is one, nothing that was found goes.
struct Looking(NonNull<()>);

impl Drop for Looking {
    fn drop(&mut self) {
        leave();
    }
}

#[inline(never)]
fn leave() {
    let left = LOOKING.get() - 1;
    LOOKING.set(left);
    if left == 0 {
        drop(GONE.take());
    }
}

impl Place {
    /// `None` when its owner has gone.
    #[inline(never)]
    fn look(self, tracked: bool) -> Option<Looking> {
        // First: what is computed now may end the owner of this.
        LOOKING.set(LOOKING.get() + 1);
        let found = self.find(tracked);
        if found.is_none() {
            leave();
        }
        found.map(Looking)
    }

    fn find(self, tracked: bool) -> Option<NonNull<()>> {
        if self.0.freed.get() != self.1 {
            return None;
        }
        let held = self.0.held.borrow();
        let node = match held.as_ref()? {
            Held::Thing(thing) => {
                if tracked {
                    thing.readers.track();
                }
                return Some(NonNull::from(&**thing).cast());
            }
            Held::Node(node) => Rc::clone(node),
        };
        drop(held);
        node.value(tracked).map(|thing| NonNull::from(thing).cast())
    }
}

/// Where something of an owner lies. Cheap to copy.
pub struct Handle<T>(Place, PhantomData<fn() -> T>);

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<T> {}

impl<T: 'static> Handle<T> {
    pub fn new(value: T) -> Self {
        Self::keep(Thing::new(value))
    }

    pub fn keep(thing: Rc<Thing<T>>) -> Self {
        Self(keep(Held::Thing(thing)), PhantomData)
    }

    /// A memo with its value.
    pub fn memo(compute: Box<dyn Fn() -> bool>, value: Rc<Thing<T>>) -> Self {
        Self(keep(Held::Node(memo(compute, value))), PhantomData)
    }

    /// `None` when its owner has gone. A memo is brought up to date; `tracked`: who is running reads it.
    #[expect(
        unsafe_code,
        reason = "the type is checked once, by what makes a handle, instead of at each of its uses"
    )]
    pub fn look<U>(self, tracked: bool, f: impl FnOnce(&Thing<T>) -> U) -> Option<U> {
        let found = self.0.look(tracked)?;
        // SAFETY: a handle is made with its thing only, by `keep` and `memo`, and finds it or nothing: a slot counts how
        // often it was freed. What was found is owned by its slot, or by `GONE` when that is freed, until `found` is dropped.
        Some(f(unsafe { found.0.cast::<Thing<T>>().as_ref() }))
    }
}
