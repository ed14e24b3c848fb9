//! What is wrong with a case.

use std::fmt;

/// Why a case has no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// No JSON, or not of a case's shape.
    NotACase(String),
    /// The profile cannot be read or is not sound.
    Profile(String),
    /// The case is about another profile than the one it was put to.
    OtherProfile(String),
    /// An id that the profile (or the program) does not know: of what sort, and which.
    Unknown(&'static str, String),
    /// An argument without which the action means nothing.
    Missing(String),
    /// An addition where a main role belongs.
    NotAMainRole(String),
    /// A text that is no time.
    NotATime(String),
}

impl Malformed {
    /// A stable code (`unknown-id`).
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotACase(_) => "not-a-case",
            Self::Profile(_) => "invalid-profile",
            Self::OtherProfile(_) => "other-profile",
            Self::Unknown(..) => "unknown-id",
            Self::Missing(_) => "missing-argument",
            Self::NotAMainRole(_) => "not-a-main-role",
            Self::NotATime(_) => "not-a-time",
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACase(why) => write!(f, "not a case: {why}"),
            Self::Profile(why) | Self::Missing(why) => f.write_str(why),
            Self::OtherProfile(id) => write!(f, "the case is about the profile `{id}`"),
            Self::Unknown(what, id) => write!(f, "unknown {what} `{id}`"),
            Self::NotAMainRole(id) => write!(f, "`{id}` is an addition, not a main role"),
            Self::NotATime(text) => write!(f, "`{text}` is not a time like 2026-01-01T00:00:00Z"),
        }
    }
}

pub(super) fn unknown(what: &'static str, id: &str) -> Malformed {
    Malformed::Unknown(what, id.to_owned())
}
