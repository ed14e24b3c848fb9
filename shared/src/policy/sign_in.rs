//! How somebody signs in, and which teams that opens.

use super::{Code, Command, Denial, Facts, GrantId, Lift, Policy, Subject, Target};

/// What a session was opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// A password, or a link that lets one be chosen.
    Password,
    /// The identity provider (JL8).
    Sso,
}

impl Via {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Password, Self::Sso];

    /// Its id (`sso`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Sso => "sso",
        }
    }

    /// The way of an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.id() == id)
    }
}

impl Policy {
    /// The switch of people who sign in through the identity provider, where the product has one.
    pub fn sso_grant(&self) -> Option<GrantId> {
        let at = self.profile().grants.iter().position(|(_, def)| def.sso)?;
        u8::try_from(at).ok().map(GrantId)
    }

    /// The one way by which this person signs in: a session of the other kind does not open the team. Otherwise somebody
    /// who has both, because of another team, would bring that other team's password along.
    pub fn way_in(&self, who: &Subject) -> Via {
        match self.sso_grant() {
            Some(grant) if who.grants.has(grant.0) => Via::Sso,
            _ => Via::Password,
        }
    }

    /// What stands in the way of a command about how somebody signs in.
    pub(super) fn sign_in(&self, command: Command, target: &Target, facts: &Facts) -> Result<(), Denial> {
        let Some(sso) = self.sso_grant() else { return Ok(()) };
        let name = || self.profile().grants.at(usize::from(sso.0)).map_or("", |(id, _)| id);
        let deny = |code, lift| Err(Denial::new(code).about(name()).lifted_by(lift));
        match command {
            // A mistake would lock out whoever could mend it.
            Command::SetGrant { grant, .. } if grant == sso && target.oneself => {
                Err(Denial::new(Code::SelfAction).lifted_by(Lift::AskSomebodyElse))
            }
            Command::SetGrant { grant, on: true } if grant == sso && facts.sso_missing => {
                deny(Code::SsoNotConfigured, Lift::AskOperator)
            }
            Command::SetPassword if self.way_in(&target.subject) == Via::Sso => {
                deny(Code::SignsInElsewhere, Lift::TurnSwitchOff)
            }
            _ => Ok(()),
        }
    }
}
