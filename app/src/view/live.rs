//! A value that is computed when it is read. Signals of rare types cost kilobytes each; this costs a closure.

use std::rc::Rc;

/// What it reads is tracked where it is read.
pub struct Live<T>(Rc<dyn Fn() -> T>);

impl<T> Live<T> {
    pub fn get(&self) -> T {
        (self.0)()
    }
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: Default + 'static> Default for Live<T> {
    fn default() -> Self {
        Self(Rc::new(T::default))
    }
}

impl<T, F: Fn() -> T + 'static> From<F> for Live<T> {
    fn from(f: F) -> Self {
        Self(Rc::new(f))
    }
}
