//! Wire types of the HTTP API: one place for the server and for the page.
//!
//! Times are whole milliseconds since 1970-01-01 UTC. Ids are opaque strings of at most 64 bytes. Request types
//! refuse fields that they don't know, so that nobody can smuggle in `is_admin` or `team_id`.

mod audit;
mod invitation;
mod member;
mod problem;
mod session;
mod team;

pub use audit::{AuditEntry, AuditPage};
pub use invitation::{
    AcceptInvitation, InvitationView, InviteRequest, InviteResponse, Invitee, LookUpInvitation,
};
pub use member::{
    AccountStanding, ChangeRole, DeleteMember, DeleteMembers, EditMember, FieldValues, MemberQuery,
    MemberView, MembersPage, Revised, SetPassword, Sort,
};
pub use problem::{FieldProblem, Problem};
pub use session::{
    Bootstrap, ChangePassword, EditMe, ForgotPassword, Membership, NewTeam, ProfileChoice, ResetPassword,
    SessionView, SignIn,
};
pub use team::{EditTeam, ResourceView, TeamView};

/// Every endpoint's path starts with this.
pub const BASE: &str = "/api/v1";
/// Response header with the hash of the rules that the answer was judged by.
pub const POLICY_HASH: &str = "x-policy-hash";
/// Response header with the team's revision: it grows with each write to the team.
pub const TEAM_REVISION: &str = "x-team-revision";
