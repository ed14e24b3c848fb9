//! A set of up to 64 small integers.

/// Bits 0 to 63. Larger members are never in a set: adding one changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Set(u64);

impl Set {
    /// Nothing.
    pub const EMPTY: Self = Self(0);

    /// The set of one.
    pub fn of(bit: u8) -> Self {
        Self(1u64.checked_shl(u32::from(bit)).unwrap_or(0))
    }

    /// True when `bit` is in it.
    pub fn has(self, bit: u8) -> bool {
        self.0 & Self::of(bit).0 != 0
    }

    /// With `bit`.
    #[must_use]
    pub fn with(self, bit: u8) -> Self {
        Self(self.0 | Self::of(bit).0)
    }

    /// Without `bit`.
    #[must_use]
    pub fn without(self, bit: u8) -> Self {
        Self(self.0 & !Self::of(bit).0)
    }

    /// All of both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both have.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What of it isn't in `other`.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// True when all of it is in `other`.
    pub fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// True without members.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members, ascending.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..64).filter(move |bit| self.has(*bit))
    }
}

impl FromIterator<u8> for Set {
    fn from_iter<I: IntoIterator<Item = u8>>(bits: I) -> Self {
        bits.into_iter().fold(Self::EMPTY, Self::with)
    }
}
