//! What only servers read.

/// Part of a profile that no page asks for: pages pass over it, so that nothing that reads it is in their download.
#[cfg(feature = "serde")]
pub type ForServers<T> = T;

/// In a page, nothing.
#[cfg(not(feature = "serde"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForServers<T>(std::marker::PhantomData<T>);

#[cfg(not(feature = "serde"))]
impl<T> crate::json::Read for ForServers<T> {
    const OPTIONAL: bool = true;
    const BLANK: Self = Self(std::marker::PhantomData);

    fn fill(&mut self, r: &mut crate::json::Reader<'_>) {
        r.skip();
    }
}
