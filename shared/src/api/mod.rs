//! Wire types of the HTTP API: one place for the server and for the page.
//!
//! Times are whole milliseconds since 1970-01-01 UTC. Ids are opaque strings of at most 64 bytes. Request types
//! refuse fields that they don't know, so that nobody can smuggle in `is_admin` or `team_id`.

mod audit;
mod billing;
mod flow;
mod host;
mod import;
mod invitation;
mod key;
mod list;
mod member;
mod notice;
mod problem;
mod review;
mod session;
mod structure;
mod team;
mod who_can;
mod work;

pub use audit::{AuditEntry, AuditPage, LOGGED};
pub use billing::{BillingView, BuySeats, PurchaseView, SeatLine};
pub use flow::{
    AutomationView, Automations, Deliveries, DeliveryView, DepartureView, Departures, EditAutomation,
    EditDeparture, Intake, MadeWebhook, Maker, NewAutomation, NewWebhook, OpenDeparture, OpenDepartures,
    OutsideActivity, TakenIn, TurnView, WebhookView, Webhooks,
};
pub use host::{HostMember, PutIntake, PutMember, REFERENCE_MAX};
pub use import::{ImportColumn, ImportPlan, ImportQuery, ImportView, Imports, LineFault};
pub use invitation::{
    AcceptInvitation, InvitationView, InviteRequest, InviteResponse, Invitee, LookUpInvitation,
};
pub use key::{
    EditKey, KeyScope, KeyView, Keys, MadeKey, NewKey, NewWidgetToken, ORIGINS_MAX, OVERLAP_MAX, RotateKey,
    WidgetToken,
};
pub use list::{EditEntry, Entries, EntryQuery, EntryView, NewEntry, OrderEntries};
pub use member::{
    AccountStanding, AvatarQuery, ChangeRole, DeleteMember, DeleteMembers, EditMember, FieldValues,
    MemberQuery, MemberView, MembersPage, Revised, SetPassword, Sort,
};
pub use notice::{LiveEvent, NoticeView, Notices, ReadNotices};
pub use problem::{FieldProblem, Problem};
pub use review::{
    CloseReview, DecideLine, ReviewDetail, ReviewLine, ReviewQuery, ReviewView, Reviews, StartReview,
};
pub use session::{
    Bootstrap, ChangePassword, ChoosePassword, EditMe, ForgotPassword, Membership, NewTeam, ProfileChoice,
    ResetPassword, SessionView, SignIn, SsoStarted, StartSso,
};
pub use structure::{
    EditUnit, NewResource, NewUnit, ResourceDetail, ResourceView, Resources, SetStanding, SetUnit, UnitView,
    Units,
};
pub use team::{DeleteTeam, EditTeam, TeamView, UnitRef};
pub use who_can::{Able, WhoCan, WhoCanQuery};
pub use work::{
    AssignWork, DeactivateMember, EditWork, HandOver, KindCount, MemberWork, MovedWork, NewNote, NewWork,
    People, PeopleQuery, PersonCount, PersonRef, PersonView, SuggestQuery, Suggestions, UndoMove, WorkCounts,
    WorkDetail, WorkEvent, WorkFilter, WorkPage, WorkQuery, WorkRef, WorkSort, WorkTally, WorkView,
};

/// Every endpoint's path starts with this.
pub const BASE: &str = "/api/v1";
/// Response header with the hash of the rules that the answer was judged by.
pub const POLICY_HASH: &str = "x-policy-hash";
/// Response header with the team's revision: it grows with each write to the team.
pub const TEAM_REVISION: &str = "x-team-revision";
/// Request header of a reading request: the id of the member as whom its sender looks. The answer is what both may see.
pub const VIEW_AS: &str = "x-view-as";
