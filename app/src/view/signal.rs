//! Signals: values whose readers run again when they change (see [`super::graph`]).

use super::graph::untrack;
use super::owner::{Handle, Thing};
use super::stored::gone;
use std::cell::RefCell;
use std::rc::Rc;

/// A signal that whoever holds it keeps.
pub struct ArcRwSignal<T>(Rc<Thing<RefCell<T>>>);

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Thing<RefCell<T>> {
    fn update<U>(&self, f: impl FnOnce(&mut T) -> U) -> U {
        let done = f(&mut self.value.borrow_mut());
        self.readers.notify();
        done
    }

    fn set(&self, value: T) {
        // The old value goes after the borrow: what its drop does may look here.
        let old = self.value.replace(value);
        self.readers.notify();
        drop(old);
    }
}

impl<T: 'static> ArcRwSignal<T> {
    pub fn new(value: T) -> Self {
        Self(Thing::new(RefCell::new(value)))
    }

    pub fn track(&self) {
        self.0.readers.track();
    }

    pub fn with_untracked<U>(&self, f: impl FnOnce(&T) -> U) -> U {
        f(&self.0.value.borrow())
    }

    pub fn with<U>(&self, f: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(f)
    }

    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    pub fn update<U>(&self, f: impl FnOnce(&mut T) -> U) -> U {
        self.0.update(f)
    }

    pub fn set(&self, value: T) {
        self.0.set(value);
    }
}

/// A signal of the present owner.
pub struct RwSignal<T>(Handle<RefCell<T>>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> From<ArcRwSignal<T>> for RwSignal<T> {
    fn from(signal: ArcRwSignal<T>) -> Self {
        Self(Handle::keep(signal.0))
    }
}

impl<T: 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        Self(Handle::new(RefCell::new(value)))
    }

    pub fn track(self) {
        self.0.look(true, |_| ());
    }

    pub fn try_with<U>(self, f: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.look(true, |s| f(&s.value.borrow()))
    }

    pub fn with<U>(self, f: impl FnOnce(&T) -> U) -> U {
        self.try_with(f).unwrap_or_else(|| gone())
    }

    pub fn try_with_untracked<U>(self, f: impl FnOnce(&T) -> U) -> Option<U> {
        self.0.look(false, |s| f(&s.value.borrow()))
    }

    pub fn with_untracked<U>(self, f: impl FnOnce(&T) -> U) -> U {
        self.try_with_untracked(f).unwrap_or_else(|| gone())
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    pub fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        self.try_with_untracked(T::clone)
    }

    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    pub fn try_update<U>(self, f: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.0.look(false, |s| s.update(f))
    }

    pub fn update(self, f: impl FnOnce(&mut T)) {
        self.try_update(f).unwrap_or_else(|| gone());
    }

    /// Gives the value back when the owner has gone.
    pub fn try_set(self, value: T) -> Option<T> {
        let mut value = Some(value);
        self.0.look(false, |s| value.take().map(|v| s.set(v)));
        value
    }

    pub fn set(self, value: T) {
        self.0.look(false, |s| s.set(value)).unwrap_or_else(|| gone());
    }
}

/// Something that can be read, tracked: a signal, a memo, or a function of them.
pub struct Signal<T: 'static>(Handle<Box<dyn Fn() -> T>>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    pub fn derive(f: impl Fn() -> T + 'static) -> Self {
        Self::boxed(Box::new(f))
    }

    fn boxed(f: Box<dyn Fn() -> T>) -> Self {
        Self(Handle::new(f))
    }

    pub fn try_get(self) -> Option<T> {
        self.0.look(false, |s| (s.value)())
    }

    pub fn get(self) -> T {
        self.try_get().unwrap_or_else(|| gone())
    }

    pub fn get_untracked(self) -> T {
        untrack(|| self.get())
    }

    pub fn try_get_untracked(self) -> Option<T> {
        untrack(|| self.try_get())
    }

    pub fn with<U>(self, f: impl FnOnce(&T) -> U) -> U {
        f(&self.get())
    }

    pub fn with_untracked<U>(self, f: impl FnOnce(&T) -> U) -> U {
        f(&self.get_untracked())
    }

    pub fn try_with_untracked<U>(self, f: impl FnOnce(&T) -> U) -> Option<U> {
        Some(f(&self.try_get_untracked()?))
    }

    pub fn track(self) {
        self.try_get();
    }
}

impl<T: Clone + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

impl<T: Clone + PartialEq + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

impl<T: Clone + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::derive(move || value.clone())
    }
}

impl From<&str> for Signal<String> {
    fn from(value: &str) -> Self {
        value.to_owned().into()
    }
}

impl<T: Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::derive(T::default)
    }
}

/// From the value before, if there was one, to the present one.
type Compute<T> = Box<dyn Fn(Option<&T>) -> T>;

/// A value computed from signals, whose readers run only when it became another one.
pub struct Memo<T>(Handle<RefCell<Option<T>>>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + 'static> Memo<T> {
    pub fn new(f: impl Fn(Option<&T>) -> T + 'static) -> Self {
        Self::boxed(Box::new(f))
    }

    fn boxed(f: Compute<T>) -> Self {
        // Empty until it was computed once.
        let memo = Thing::new(RefCell::new(None));
        let mine = Rc::clone(&memo);
        let compute = move || {
            let new = Some(f(mine.value.borrow().as_ref()));
            let another = *mine.value.borrow() != new;
            if another {
                drop(mine.value.replace(new));
            }
            another
        };
        Self(Handle::memo(Box::new(compute), memo))
    }

    fn read<U>(self, tracked: bool, f: impl FnOnce(&T) -> U) -> U {
        self.0.look(tracked, |m| m.value.borrow().as_ref().map(f)).flatten().unwrap_or_else(|| gone())
    }

    pub fn with<U>(self, f: impl FnOnce(&T) -> U) -> U {
        self.read(true, f)
    }

    pub fn with_untracked<U>(self, f: impl FnOnce(&T) -> U) -> U {
        self.read(false, f)
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}
