//! The ways in that no member's right opens: taking up an invitation, founding the team, work that comes in from outside,
//! and the widget in a host's page.

use super::compile::Policy;
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

/// May a key of this maker speak for somebody: open the widget as them? A key never reaches further than whoever answers
/// for it: the other may have nothing that the maker neither has nor could give (A7).
///
/// # Errors
/// `wrong-status` for whoever has no access, `rank-too-low` for whoever stands above the maker.
pub fn speak_for(
    policy: &Policy,
    maker: &Subject,
    other: &Subject,
    enterprise: bool,
    now: Millis,
) -> Result<Permit, Denial> {
    match other.status_at(now) {
        Status::Active => {}
        status @ (Status::Pending | Status::Expired) => {
            return Err(Denial::new(Code::WrongStatus).about(status.id()).lifted_by(Lift::AwaitAcceptance));
        }
        status @ Status::Deactivated => {
            return Err(Denial::new(Code::WrongStatus).about(status.id()).lifted_by(Lift::RestoreFirst));
        }
    }
    if policy.reach_through_others(maker, enterprise).covers(&policy.authority(other, enterprise)) {
        return Ok(Permit::new(Command::Join));
    }
    let role = policy.role_name(other.role);
    Err(Denial::new(Code::RankTooLow).about(role).lifted_by(Lift::AskHolder))
}
