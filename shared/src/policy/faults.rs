//! What is wrong with a profile. The page, whose server has checked every profile, only wants to know whether it understands
//! one: the words about faults are not in its download.

/// A rule of a profile that makes no sense: the key and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRule {
    /// Where: `roles.admin.assigns`.
    pub key: String,
    /// Why, as half a sentence.
    pub reason: String,
}

/// Where in a profile a rule stands.
#[derive(Clone, Copy)]
pub(super) struct Key<'a> {
    #[cfg(feature = "native")]
    parts: [&'a str; 4],
    #[cfg(not(feature = "native"))]
    parts: std::marker::PhantomData<&'a str>,
}

/// Faults, as they are found.
#[derive(Default)]
pub(super) struct Faults {
    #[cfg(feature = "native")]
    all: Vec<BadRule>,
    #[cfg(not(feature = "native"))]
    any: bool,
}

#[cfg(feature = "native")]
impl<'a> Key<'a> {
    /// A part of a table's entry: `roles.admin.assigns`.
    pub fn of(table: &'a str, id: &'a str, part: &'a str) -> Self {
        Self { parts: [table, id, part, ""] }
    }

    /// A key of its own: `guards.keep_one`.
    pub fn at(key: &'a str) -> Self {
        Self { parts: [key, "", "", ""] }
    }

    /// A part of that.
    pub fn and(self, part: &'a str) -> Self {
        let [table, id, of, _] = self.parts;
        Self { parts: [table, id, of, part] }
    }

    fn text(self) -> String {
        self.parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(".")
    }
}

#[cfg(feature = "native")]
impl Faults {
    /// Nothing has this name.
    pub fn unknown(&mut self, key: Key<'_>, what: &str, id: &str) {
        self.say(key, &["unknown ", what, " `", id, "`"].concat());
    }

    /// Something else.
    pub fn say(&mut self, key: Key<'_>, reason: &str) {
        self.all.push(BadRule { key: key.text(), reason: reason.to_owned() });
    }

    /// All of them, if there are any.
    pub fn end(self) -> Result<(), Vec<BadRule>> {
        if self.all.is_empty() { Ok(()) } else { Err(self.all) }
    }
}

#[cfg(not(feature = "native"))]
impl<'a> Key<'a> {
    pub fn of(_: &'a str, _: &'a str, _: &'a str) -> Self {
        Self { parts: std::marker::PhantomData }
    }

    pub fn at(_: &'a str) -> Self {
        Self { parts: std::marker::PhantomData }
    }

    pub fn and(self, _: &'a str) -> Self {
        self
    }
}

#[cfg(not(feature = "native"))]
impl Faults {
    pub fn unknown(&mut self, _: Key<'_>, _: &str, _: &str) {
        self.any = true;
    }

    pub fn say(&mut self, _: Key<'_>, _: &str) {
        self.any = true;
    }

    pub fn end(self) -> Result<(), Vec<BadRule>> {
        if self.any { Err(Vec::new()) } else { Ok(()) }
    }
}
