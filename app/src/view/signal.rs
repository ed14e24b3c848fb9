//! Signals: values whose readers run again when they change (see [`super::graph`]).

use super::graph::{Node, Readers, memo, untrack};
use super::owner::{Handle, Slot};
use super::stored::gone;
use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

struct Inner<T> {
    readers: Readers,
    value: RefCell<T>,
}

/// A signal that whoever holds it keeps.
pub struct ArcRwSignal<T>(Rc<Inner<T>>);

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: 'static> ArcRwSignal<T> {
    pub fn new(value: T) -> Self {
        Self(Rc::new(Inner { readers: Readers::default(), value: RefCell::new(value) }))
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
        let done = f(&mut self.0.value.borrow_mut());
        self.0.readers.notify();
        done
    }

    pub fn set(&self, value: T) {
        // The old value goes after the borrow: what its drop does may look here.
        let old = self.0.value.replace(value);
        self.0.readers.notify();
        drop(old);
    }
}

/// A signal of the present owner.
pub struct RwSignal<T>(Handle, PhantomData<fn() -> T>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> From<ArcRwSignal<T>> for RwSignal<T> {
    fn from(signal: ArcRwSignal<T>) -> Self {
        Self(Slot::keep(signal.0), PhantomData)
    }
}

impl<T: 'static> RwSignal<T> {
    pub fn new(value: T) -> Self {
        ArcRwSignal::new(value).into()
    }

    /// The signal itself; `None` when its owner has gone.
    #[inline(never)]
    fn find(self) -> Option<ArcRwSignal<T>> {
        self.0.of().map(ArcRwSignal)
    }

    #[track_caller]
    fn here(self) -> ArcRwSignal<T> {
        self.find().unwrap_or_else(|| gone())
    }

    pub fn track(self) {
        if let Some(s) = self.find() {
            s.track();
        }
    }

    pub fn try_with<U>(self, f: impl FnOnce(&T) -> U) -> Option<U> {
        Some(self.find()?.with(f))
    }

    pub fn with<U>(self, f: impl FnOnce(&T) -> U) -> U {
        self.here().with(f)
    }

    pub fn try_with_untracked<U>(self, f: impl FnOnce(&T) -> U) -> Option<U> {
        Some(self.find()?.with_untracked(f))
    }

    pub fn with_untracked<U>(self, f: impl FnOnce(&T) -> U) -> U {
        self.here().with_untracked(f)
    }

    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.here().get()
    }

    pub fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        self.find().map(|s| s.get_untracked())
    }

    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.here().get_untracked()
    }

    pub fn try_update<U>(self, f: impl FnOnce(&mut T) -> U) -> Option<U> {
        Some(self.find()?.update(f))
    }

    pub fn update(self, f: impl FnOnce(&mut T)) {
        self.here().update(f);
    }

    /// Gives the value back when the owner has gone.
    pub fn try_set(self, value: T) -> Option<T> {
        match self.find() {
            Some(s) => s.set(value),
            None => return Some(value),
        }
        None
    }

    pub fn set(self, value: T) {
        self.here().set(value);
    }
}

/// Something that can be read, tracked: a signal, a memo, or a function of them.
pub struct Signal<T: 'static>(Handle, PhantomData<fn() -> T>);

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
        Self(Slot::keep(Rc::new(f)), PhantomData)
    }

    pub fn try_get(self) -> Option<T> {
        let f: Rc<Box<dyn Fn() -> T>> = self.0.of()?;
        Some(f())
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
pub struct Memo<T>(Handle, PhantomData<fn() -> T>);

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
        let value = Rc::new(RefCell::new(None));
        let mine = Rc::clone(&value);
        let node = memo(
            Box::new(move || {
                let new = Some(f(mine.borrow().as_ref()));
                let another = *mine.borrow() != new;
                if another {
                    drop(mine.replace(new));
                }
                another
            }),
            value,
        );
        Self(Slot::keep(node), PhantomData)
    }

    fn read<U>(self, tracked: bool, f: impl FnOnce(&T) -> U) -> U {
        let value = value_of(self.0, tracked);
        match value.as_ref().and_then(|v| v.downcast_ref::<RefCell<Option<T>>>()?.borrow().as_ref().map(f)) {
            Some(done) => done,
            None => gone(),
        }
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

#[inline(never)]
fn value_of(memo: Handle, tracked: bool) -> Option<Rc<dyn Any>> {
    memo.of::<Node>()?.value(tracked)
}
