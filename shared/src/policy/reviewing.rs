//! What an access review goes by (VA11): whether somebody has less than before, and who may decide about whom.

use super::{Authority, Code, Denial, Lift, Policy, Status};

/// What somebody holds, by ids.
#[derive(Clone, Copy, Debug)]
pub struct Holding<'a> {
    /// Main role.
    pub role: &'a str,
    /// Additions.
    pub additions: &'a [String],
    /// Switches that are on.
    pub grants: &'a [String],
    /// Resources.
    pub access: &'a [String],
}

/// May somebody decide a line of a review? Nobody does about themself: a reviewer who keeps their own access is the one
/// whom nobody has reviewed.
///
/// # Errors
/// `self-action` for one's own line.
pub fn decide_line(oneself: bool) -> Result<(), Denial> {
    if oneself {
        return Err(Denial::new(Code::SelfAction).lifted_by(Lift::AskSomebodyElse));
    }
    Ok(())
}

impl Policy {
    /// Something was taken away since, and nothing was given for it.
    ///
    /// A weaker role counts whatever came with it, as long as it allows nothing that was not allowed before: an
    /// administrator who sees everything has less as a member with two resources. Between the same rights the lists
    /// are compared.
    pub fn reduced(&self, enterprise: bool, before: &Holding<'_>, now: &Holding<'_>) -> bool {
        let reach = |h: &Holding<'_>| {
            self.subject(h.role, h.additions, h.grants, &[], Status::Active, None)
                .map(|who| self.authority(&who, enterprise))
        };
        // A role that the rules don't know (any more) gives nothing.
        let (was, is) = (reach(before).unwrap_or_default(), reach(now).unwrap_or_default());
        if !is.within(&was) {
            return false;
        }
        if is != was {
            return true;
        }
        let lists =
            [(before.additions, now.additions), (before.grants, now.grants), (before.access, now.access)];
        let more = lists.iter().any(|(was, is)| is.iter().any(|id| !was.contains(id)));
        let less = lists.iter().any(|(was, is)| was.iter().any(|id| !is.contains(id)));
        less && !more
    }
}

impl Authority {
    /// All of it is in `other` too.
    pub fn within(&self, other: &Self) -> bool {
        self.union(*other) == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::builtin;

    fn ids(all: &[&str]) -> Vec<String> {
        all.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn va11_reduced_means_less_and_nothing_for_it() {
        let profile = builtin("voice-agents").unwrap().unwrap();
        let policy = Policy::compile(profile).unwrap();
        let none = ids(&[]);
        let held = |role, grants: &[&str], access: &[&str]| (role, ids(grants), ids(access));
        let less = |a: &(&'static str, Vec<String>, Vec<String>),
                    b: &(&'static str, Vec<String>, Vec<String>)| {
            let of = |x: &'_ (&'static str, Vec<String>, Vec<String>)| (x.0, x.1.clone(), x.2.clone());
            let ((ra, ga, aa), (rb, gb, ab)) = (of(a), of(b));
            let before = Holding { role: ra, additions: &none, grants: &ga, access: &aa };
            let now = Holding { role: rb, additions: &none, grants: &gb, access: &ab };
            policy.reduced(false, &before, &now)
        };
        let chloe = held("member", &["recordings", "billable-minutes"], &["intake", "after-hours"]);
        assert!(!less(&chloe, &chloe), "nothing was taken");
        assert!(less(&chloe, &held("member", &["recordings"], &["intake", "after-hours"])), "a switch");
        assert!(less(&chloe, &held("member", &["recordings", "billable-minutes"], &["intake"])), "an agent");
        assert!(!less(&chloe, &held("member", &["recordings", "crm"], &["intake"])), "another for it");
        assert!(
            !less(&chloe, &held("member", &["recordings", "billable-minutes"], &["intake", "booking"])),
            "another agent for it"
        );
        assert!(!less(&chloe, &held("administrator", &[], &[])), "more rights, however few switches");
        let boss = held("administrator", &[], &[]);
        assert!(less(&boss, &held("member", &["crm"], &["intake"])), "a weaker role, whatever came with it");
        assert!(!less(&held("member", &[], &[]), &boss));
        assert!(less(&boss, &held("nothing-known", &[], &[])));
    }

    #[test]
    fn va11_nobody_decides_about_themself() {
        assert!(decide_line(false).is_ok());
        assert_eq!(decide_line(true).unwrap_err().code, Code::SelfAction);
    }
}
