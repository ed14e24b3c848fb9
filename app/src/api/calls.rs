//! Every endpoint, by name.

use super::fetch::{Failure, ask, ask_quietly, get, get_quietly, post_quietly, tell_server};
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

pub async fn bootstrap() -> Answer<Bootstrap> {
    get_quietly("/bootstrap".into()).await
}

pub async fn setup(new: &NewTeam) -> Answer<SessionView> {
    ask_quietly("POST", "/setup".into(), new).await
}

/// What signing in leads to.
pub enum Entered {
    /// A session.
    In(SessionView),
    /// The choice of a password: the one that was typed is temporary (ST6).
    Choose(ChoosePassword),
}

pub async fn sign_in(who: &SignIn) -> Answer<Entered> {
    let (path, text) = ("/session".into(), json::write(who));
    let answer = post_quietly(path, text).await?;
    let view = json::read(&answer).map(Entered::In);
    view.or_else(|| json::read(&answer).map(Entered::Choose)).ok_or(Failure::Garbled)
}

pub async fn start_sso(s: &StartSso) -> Answer<SsoStarted> {
    ask_quietly("POST", "/sso/start".into(), s).await
}

pub async fn sign_out() -> Answer<()> {
    tell_server("DELETE", "/session".into(), &NOTHING, true).await
}

pub async fn look_up_invitation(token: &str) -> Answer<InvitationView> {
    ask_quietly("POST", "/invitations/lookup".into(), &LookUpInvitation { token: token.into() }).await
}

pub async fn accept_invitation(a: &AcceptInvitation) -> Answer<SessionView> {
    ask_quietly("POST", "/invitations/accept".into(), a).await
}

pub async fn forgot_password(email: String) -> Answer<()> {
    tell_server("POST", "/password/forgot".into(), &ForgotPassword { email }, true).await
}

pub async fn reset_password(r: &ResetPassword) -> Answer<()> {
    tell_server("POST", "/password/reset".into(), r, true).await
}

pub async fn edit_me(e: &EditMe) -> Answer<Revised> {
    ask("PATCH", "/me".into(), e).await
}

/// A wrong present password must not look like a lost session.
pub async fn change_password(c: &ChangePassword) -> Answer<()> {
    tell_server("POST", "/me/password".into(), c, true).await
}

pub async fn team_view(t: &str) -> Answer<TeamView> {
    get(team(t, "")).await
}

pub async fn edit_team(t: &str, edit: &EditTeam) -> Answer<()> {
    tell_server("PATCH", team(t, ""), edit, false).await
}

pub async fn audit(t: &str, after: Option<i64>) -> Answer<AuditPage> {
    let mut path = team(t, "/audit");
    if let Some(a) = after {
        path.push_str("?after=");
        path.push_str(&a.to_string());
    }
    get(path).await
}

pub async fn members(t: &str, q: &MemberQuery) -> Answer<MembersPage> {
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
        add("limit", &n.to_string());
    }
    get(path).await
}

pub async fn member(t: &str, m: &str) -> Answer<MemberView> {
    get(of_member(t, m, "")).await
}

pub async fn invite(t: &str, r: &InviteRequest) -> Answer<InviteResponse> {
    ask("POST", team(t, "/invitations"), r).await
}

pub async fn cancel_invite(t: &str, m: &str) -> Answer<Revised> {
    ask("DELETE", of_member(t, m, "/invitation"), &NOTHING).await
}

pub async fn edit_member(t: &str, m: &str, e: &EditMember) -> Answer<Revised> {
    ask("PATCH", of_member(t, m, ""), e).await
}

pub async fn change_role(t: &str, m: &str, role: String) -> Answer<Revised> {
    ask("PUT", of_member(t, m, "/role"), &ChangeRole { role }).await
}

pub async fn set_addition(t: &str, m: &str, addition: &str, on: bool) -> Answer<Revised> {
    let path = of_member(t, m, &["/additions/", &enc(addition)].concat());
    ask(if on { "PUT" } else { "DELETE" }, path, &NOTHING).await
}

/// `successor` gets the work in the same step; without one it stays under the name (JT14).
pub async fn deactivate(t: &str, m: &str, successor: Option<String>) -> Answer<Revised> {
    ask("POST", of_member(t, m, "/deactivate"), &DeactivateMember { successor }).await
}

/// What somebody has, by kind.
pub async fn member_work(t: &str, m: &str) -> Answer<MemberWork> {
    get(of_member(t, m, "/work")).await
}

/// Gives all work of a member to another, or makes it nobody's.
pub async fn hand_over(t: &str, m: &str, to: Option<String>) -> Answer<MovedWork> {
    ask("POST", of_member(t, m, "/hand-over"), &HandOver { to }).await
}

/// A command on a member that says all by its path: `/resend`, `/restore`, `/view-as`. The last notes in the log that the
/// pages are seen as this member sees them; they are once [`super::look_as`] says so.
pub async fn tell(t: String, m: String, tail: &'static str) -> Answer<Revised> {
    ask("POST", of_member(&t, &m, tail), &NOTHING).await
}

pub async fn delete(t: &str, m: &str, successor: Option<String>) -> Answer<Revised> {
    ask("DELETE", of_member(t, m, ""), &DeleteMember { successor }).await
}

pub async fn delete_many(t: &str, members: Vec<String>, successor: Option<String>) -> Answer<Revised> {
    ask("POST", team(t, "/actions/delete"), &DeleteMembers { members, successor }).await
}

pub async fn set_password(t: &str, m: &str, password: String) -> Answer<()> {
    tell_server("PUT", of_member(t, m, "/password"), &SetPassword { password }, false).await
}
