//! The ways in that no member's right opens: taking up an invitation, founding the team, and work that comes in from
//! outside.

use super::decide::Permit;
use super::{Code, Command, Denial, Lift, Status, Subject};
use crate::Millis;

/// May an invitation be taken up now? At its very end it cannot any more (I1).
///
/// # Errors
/// `invite-expired`, or `wrong-status` for somebody who isn't invited.
pub fn accept(invited: &Subject, now: Millis) -> Result<Permit, Denial> {
    match invited.status_at(now) {
        Status::Pending => Ok(Permit::new(Command::Join)),
        Status::Expired => Err(Denial::new(Code::InviteExpired).lifted_by(Lift::ResendFirst)),
        status => Err(Denial::new(Code::WrongStatus).about(status.id()).lifted_by(Lift::NothingToDo)),
    }
}

/// The founder of a team: allowed while it has no members.
///
/// # Errors
/// `already-member` when the team has somebody.
pub fn found_team(members: u32) -> Result<Permit, Denial> {
    if members == 0 { Ok(Permit::new(Command::Join)) } else { Err(Denial::new(Code::AlreadyMember)) }
}

/// New work, or news about it, from outside: whoever calls this has seen an API key of the team (JT11), or puts in order what
/// an import left behind.
pub fn take_in() -> Permit {
    Permit::new(Command::TakeIn)
}
