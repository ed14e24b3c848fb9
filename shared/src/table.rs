//! Values by name.

/// Values by name, by which they are sorted.
#[cfg(feature = "serde")]
pub type Table<T> = std::collections::BTreeMap<String, T>;

/// The same in the browser, where a handful of entries needs no tree: its code would be a tenth of the rules'
/// (docs/adr/0002-wasm-size.md). What the server writes is sorted, and stays so.
#[cfg(not(feature = "serde"))]
pub type Table<T> = crate::profile::Ordered<T>;

#[cfg(not(feature = "serde"))]
mod small {
    use crate::profile::Ordered;

    impl<T> Ordered<T> {
        /// Without entries.
        pub const fn new() -> Self {
            Self(Vec::new())
        }

        /// True when there is a value of this name.
        pub fn contains_key(&self, name: &str) -> bool {
            self.position(name).is_some()
        }

        /// Names in order.
        pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
            self.ids()
        }

        /// Values to be changed, with their names.
        pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut T)> {
            self.0.iter_mut().map(|(name, value)| (name.as_str(), value))
        }

        /// Sets the value of a name.
        pub fn insert(&mut self, name: String, value: T) {
            let at = self.0.iter().position(|(n, _)| *n >= name).unwrap_or(self.0.len());
            match self.0.get_mut(at) {
                Some(found) if found.0 == name => found.1 = value,
                _ => self.0.insert(at, (name, value)),
            }
        }
    }

    impl<'a, T> IntoIterator for &'a Ordered<T> {
        type Item = (&'a str, &'a T);
        type IntoIter = std::iter::Map<std::slice::Iter<'a, (String, T)>, fn(&(String, T)) -> (&str, &T)>;

        fn into_iter(self) -> Self::IntoIter {
            self.0.iter().map(|(name, value)| (name.as_str(), value))
        }
    }

    impl<T> IntoIterator for Ordered<T> {
        type Item = (String, T);
        type IntoIter = std::vec::IntoIter<(String, T)>;

        fn into_iter(self) -> Self::IntoIter {
            self.0.into_iter()
        }
    }

    impl<T> FromIterator<(String, T)> for Ordered<T> {
        fn from_iter<I: IntoIterator<Item = (String, T)>>(all: I) -> Self {
            let mut table = Self::new();
            for (name, value) in all {
                table.insert(name, value);
            }
            table
        }
    }
}
