//! Who is asking: the session cookie, and the member behind it.

pub mod bearer;
pub mod cookie;
mod eyes;
mod guard;
mod key;
pub mod sso_cookie;

pub use eyes::require_member_or_eyes;
pub use guard::{Maybe, Member, Shown, SignedIn, member_in, require_member, require_session, still_there};
pub use key::{Program, require_key};
