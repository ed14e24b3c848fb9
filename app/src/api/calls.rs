//! Every endpoint, by name.

use super::fetch::{Asked, Failure, ask, ask_quietly, get, get_quietly, post_quietly, tell_server};
use crate::words::digits;
use shared::api::*;
use shared::json;

pub type Answer<T> = Result<T, Failure>;

/// The body of a command that says all by its path.
pub(super) static NOTHING: FieldValues = FieldValues::new();

pub(super) fn enc(part: &str) -> String {
    js_sys::encode_uri_component(part).into()
}

pub(super) fn team(team: &str, tail: &str) -> String {
    ["/teams/", &enc(team), tail].concat()
}

pub(super) fn of_member(t: &str, member: &str, tail: &str) -> String {
    team(t, &["/members/", &enc(member), tail].concat())
}

pub fn bootstrap() -> Asked<Bootstrap> {
    get_quietly("/bootstrap".into())
}

pub fn setup(new: &NewTeam) -> Asked<SessionView> {
    ask_quietly("POST", "/setup".into(), new)
}

/// What signing in leads to.
pub enum Entered {
    /// A session.
    In(SessionView),
    /// The choice of a password: the one that was typed is temporary (ST6).
    Choose(ChoosePassword),
}

pub async fn sign_in(who: &SignIn) -> Answer<Entered> {
    let answer = post_quietly("/session".into(), json::write(who)).await?;
    let view = json::read(&answer).map(Entered::In);
    view.or_else(|| json::read(&answer).map(Entered::Choose)).ok_or(Failure::Garbled)
}

pub fn start_sso(s: &StartSso) -> Asked<SsoStarted> {
    ask_quietly("POST", "/sso/start".into(), s)
}

pub fn sign_out() -> Asked<()> {
    tell_server("DELETE", "/session".into(), &NOTHING, true)
}

pub fn look_up_invitation(token: &str) -> Asked<InvitationView> {
    ask_quietly("POST", "/invitations/lookup".into(), &LookUpInvitation { token: token.into() })
}

pub fn accept_invitation(a: &AcceptInvitation) -> Asked<SessionView> {
    ask_quietly("POST", "/invitations/accept".into(), a)
}

pub fn forgot_password(email: String) -> Asked<()> {
    tell_server("POST", "/password/forgot".into(), &ForgotPassword { email }, true)
}

pub fn reset_password(r: &ResetPassword) -> Asked<()> {
    tell_server("POST", "/password/reset".into(), r, true)
}

pub fn edit_me(e: &EditMe) -> Asked<Revised> {
    ask("PATCH", "/me".into(), e)
}

/// A wrong present password must not look like a lost session.
pub fn change_password(c: &ChangePassword) -> Asked<()> {
    tell_server("POST", "/me/password".into(), c, true)
}

pub fn team_view(t: &str) -> Asked<TeamView> {
    get(team(t, ""))
}

pub fn edit_team(t: &str, edit: &EditTeam) -> Asked<()> {
    tell_server("PATCH", team(t, ""), edit, false)
}

pub fn audit(t: &str, after: Option<i64>) -> Asked<AuditPage> {
    let mut path = team(t, "/audit");
    if let Some(a) = after {
        path.push_str("?after=");
        path.push_str(&digits(a));
    }
    get(path)
}

pub fn members(t: &str, q: &MemberQuery) -> Asked<MembersPage> {
    let mut path = team(t, "/members");
    let mut mark = '?';
    let mut add = |key: &str, value: &str| {
        path.push(mark);
        mark = '&';
        path.push_str(key);
        path.push('=');
        path.push_str(&enc(value));
    };
    for (key, value) in [("q", &q.q), ("status", &q.status), ("role", &q.role), ("after", &q.after)] {
        if let Some(v) = value {
            add(key, v);
        }
    }
    match q.sort {
        None | Some(Sort::Name) => {}
        Some(Sort::LastActive) => add("sort", "last-active"),
        Some(Sort::Newest) => add("sort", "newest"),
    }
    if let Some(n) = q.limit {
        add("limit", &digits(n));
    }
    get(path)
}

pub fn member(t: &str, m: &str) -> Asked<MemberView> {
    get(of_member(t, m, ""))
}

pub fn invite(t: &str, r: &InviteRequest) -> Asked<InviteResponse> {
    ask("POST", team(t, "/invitations"), r)
}

pub fn cancel_invite(t: &str, m: &str) -> Asked<Revised> {
    ask("DELETE", of_member(t, m, "/invitation"), &NOTHING)
}

pub fn edit_member(t: &str, m: &str, e: &EditMember) -> Asked<Revised> {
    ask("PATCH", of_member(t, m, ""), e)
}

pub fn change_role(t: &str, m: &str, role: String) -> Asked<Revised> {
    ask("PUT", of_member(t, m, "/role"), &ChangeRole { role })
}

pub fn set_addition(t: &str, m: &str, addition: &str, on: bool) -> Asked<Revised> {
    let path = of_member(t, m, &["/additions/", &enc(addition)].concat());
    ask(if on { "PUT" } else { "DELETE" }, path, &NOTHING)
}

/// `successor` gets the work in the same step; without one it stays under the name (JT14).
pub fn deactivate(t: &str, m: &str, successor: Option<String>) -> Asked<Revised> {
    ask("POST", of_member(t, m, "/deactivate"), &DeactivateMember { successor })
}

/// What somebody has, by kind.
pub fn member_work(t: &str, m: &str) -> Asked<MemberWork> {
    get(of_member(t, m, "/work"))
}

/// Gives all work of a member to another, or makes it nobody's.
pub fn hand_over(t: &str, m: &str, to: Option<String>) -> Asked<MovedWork> {
    ask("POST", of_member(t, m, "/hand-over"), &HandOver { to })
}

/// A command on a member that says all by its path: `/resend`, `/restore`, `/view-as`. The last notes in the log that the
/// pages are seen as this member sees them; they are once [`super::look_as`] says so.
pub fn tell(t: String, m: String, tail: &'static str) -> Asked<Revised> {
    ask("POST", of_member(&t, &m, tail), &NOTHING)
}

pub fn delete(t: &str, m: &str, successor: Option<String>) -> Asked<Revised> {
    ask("DELETE", of_member(t, m, ""), &DeleteMember { successor })
}

pub fn delete_many(t: &str, members: Vec<String>, successor: Option<String>) -> Asked<Revised> {
    ask("POST", team(t, "/actions/delete"), &DeleteMembers { members, successor })
}

pub fn set_password(t: &str, m: &str, password: String) -> Asked<()> {
    tell_server("PUT", of_member(t, m, "/password"), &SetPassword { password }, false)
}
