//! Values and functions that belong to the present owner and are named by a handle that is cheap to copy.
//!
//! What is generic is compiled once more for each type of value. So what keeps, finds and drops knows no type
//! ([`super::owner`]), and what is compiled for each is what it does with the value (docs/adr/0004).

use super::owner::Handle;
use std::cell::RefCell;

/// What was to be read went with its owner: a handler that outlives its page must use the `try_…` functions.
#[cold]
#[inline(never)]
#[track_caller]
#[expect(
    clippy::panic,
    reason = "reading what is gone is a mistake in this code, as it is with Leptos' signals"
)]
pub(super) fn gone() -> ! {
    panic!("a value was read after its owner had gone")
}

/// A value that nobody is told about.
pub struct StoredValue<T>(Handle<RefCell<T>>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    pub fn new(value: T) -> Self {
        Self(Handle::new(RefCell::new(value)))
    }

    pub fn try_with_value<U>(self, f: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.look(false, |s| f(&s.value.borrow()))
    }

    pub fn with_value<U>(self, f: impl FnOnce(&T) -> U) -> U {
        self.try_with_value(f).unwrap_or_else(|| gone())
    }

    pub fn try_get_value(self) -> Option<T>
    where
        T: Clone,
    {
        self.try_with_value(T::clone)
    }

    pub fn get_value(self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    pub fn try_update_value<U>(self, f: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.look(false, |s| f(&mut s.value.borrow_mut()))
    }

    /// Gives the value back when the owner has gone.
    pub fn try_set_value(self, value: T) -> Option<T> {
        let mut value = Some(value);
        // The old value goes after the borrow: what its drop does may look here.
        self.0.look(false, |s| value.take().map(|v| s.value.replace(v)));
        value
    }

    pub fn set_value(self, value: T) {
        if self.try_set_value(value).is_some() {
            gone()
        }
    }
}

/// A function of the present owner.
pub struct Callback<In: 'static, Out: 'static = ()>(Handle<Box<dyn Fn(In) -> Out>>);

impl<In, Out> Clone for Callback<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In, Out> Copy for Callback<In, Out> {}

impl<In: 'static, Out: 'static> Callback<In, Out> {
    pub fn new(f: impl Fn(In) -> Out + 'static) -> Self {
        Self::boxed(Box::new(f))
    }

    fn boxed(f: Box<dyn Fn(In) -> Out>) -> Self {
        Self(Handle::new(f))
    }

    /// `None` when its owner has gone.
    pub fn try_run(self, with: In) -> Option<Out> {
        self.0.look(false, |c| (c.value)(with))
    }

    pub fn run(self, with: In) -> Out {
        self.try_run(with).unwrap_or_else(|| gone())
    }
}
