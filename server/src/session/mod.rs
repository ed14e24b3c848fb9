//! Who is asking: the session cookie, and the member behind it.

pub mod bearer;
pub mod cookie;
mod guard;
mod key;
pub mod sso_cookie;

pub use guard::{Maybe, Member, Shown, SignedIn, member_in, require_member, require_session, still_there};
pub use key::{Program, require_key};
