//! Values of attributes: fixed, or computed again when what they read changes.

use std::borrow::Cow;

/// What an attribute, class or property is set to.
pub enum Attr {
    /// Not there.
    Absent,
    Flag(bool),
    Text(Cow<'static, str>),
    /// Asked again when a signal that it reads changes.
    Live(Box<dyn Fn() -> Attr>),
}

pub trait IntoAttr {
    fn into_attr(self) -> Attr;
}

impl IntoAttr for Attr {
    fn into_attr(self) -> Attr {
        self
    }
}

impl IntoAttr for &'static str {
    fn into_attr(self) -> Attr {
        Attr::Text(Cow::Borrowed(self))
    }
}

impl IntoAttr for String {
    fn into_attr(self) -> Attr {
        Attr::Text(Cow::Owned(self))
    }
}

impl IntoAttr for bool {
    fn into_attr(self) -> Attr {
        Attr::Flag(self)
    }
}

impl IntoAttr for usize {
    fn into_attr(self) -> Attr {
        crate::words::digits(self).into_attr()
    }
}

impl<T: IntoAttr> IntoAttr for Option<T> {
    fn into_attr(self) -> Attr {
        self.map_or(Attr::Absent, T::into_attr)
    }
}

impl<F: Fn() -> T + 'static, T: IntoAttr> IntoAttr for F {
    fn into_attr(self) -> Attr {
        Attr::Live(Box::new(move || self().into_attr()))
    }
}
