//! A table whose order means something: roles appear in menus in the order of the file.

/// An id → value table that keeps the file's order. It is a map on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Ordered<T> {
    /// Ids and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.0.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// Ids in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|(id, _)| id.as_str())
    }

    /// The value of an id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.iter().find(|(i, _)| i == id).map(|(_, value)| value)
    }

    /// Where an id stands, from 0.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.0.iter().position(|(i, _)| i == id)
    }

    /// The id and value at a place.
    pub fn at(&self, index: usize) -> Option<(&str, &T)> {
        self.0.get(index).map(|(id, value)| (id.as_str(), value))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True without entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

#[cfg(feature = "serde")]
mod with_serde {
    use super::Ordered;
    use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
    use serde::ser::{Serialize, SerializeMap, Serializer};
    use std::fmt;
    use std::marker::PhantomData;

    impl<T: Serialize> Serialize for Ordered<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(self.0.len()))?;
            for (id, value) in &self.0 {
                map.serialize_entry(id, value)?;
            }
            map.end()
        }
    }

    struct Entries<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
        type Value = Ordered<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a table")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(Ordered(entries))
        }
    }

    impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Entries(PhantomData))
        }
    }
}

#[cfg(all(feature = "mini", not(feature = "serde")))]
mod with_miniserde {
    use super::Ordered;
    use miniserde::de::{Deserialize, Map, Visitor};
    use miniserde::ser::{Fragment, Serialize};
    use miniserde::{Result, make_place};
    use std::borrow::Cow;

    make_place!(Place);

    impl<T: Deserialize> Visitor for Place<Ordered<T>> {
        fn map(&mut self) -> Result<Box<dyn Map + '_>> {
            Ok(Box::new(Builder { out: &mut self.out, entries: Vec::new(), id: None, value: None }))
        }
    }

    struct Builder<'a, T> {
        out: &'a mut Option<Ordered<T>>,
        entries: Vec<(String, T)>,
        id: Option<String>,
        value: Option<T>,
    }

    impl<T> Builder<'_, T> {
        fn shift(&mut self) {
            if let (Some(id), Some(value)) = (self.id.take(), self.value.take()) {
                self.entries.push((id, value));
            }
        }
    }

    impl<T: Deserialize> Map for Builder<'_, T> {
        fn key(&mut self, id: &str) -> Result<&mut dyn Visitor> {
            self.shift();
            self.id = Some(id.to_owned());
            Ok(Deserialize::begin(&mut self.value))
        }

        fn finish(&mut self) -> Result<()> {
            self.shift();
            *self.out = Some(Ordered(std::mem::take(&mut self.entries)));
            Ok(())
        }
    }

    impl<T: Deserialize> Deserialize for Ordered<T> {
        fn begin(out: &mut Option<Self>) -> &mut dyn Visitor {
            Place::new(out)
        }
    }

    struct Entries<'a, T>(std::slice::Iter<'a, (String, T)>);

    impl<T: Serialize> miniserde::ser::Map for Entries<'_, T> {
        fn next(&mut self) -> Option<(Cow<'_, str>, &dyn Serialize)> {
            self.0.next().map(|(id, value)| (Cow::Borrowed(id.as_str()), value as &dyn Serialize))
        }
    }

    impl<T: Serialize> Serialize for Ordered<T> {
        fn begin(&self) -> Fragment<'_> {
            Fragment::Map(Box::new(Entries(self.0.iter())))
        }
    }
}
