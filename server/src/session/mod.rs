//! Who is asking: the session cookie, and the member behind it.

pub mod cookie;
mod guard;

pub use guard::{Maybe, Member, SignedIn, member_in, require_member, require_session, still_there};
