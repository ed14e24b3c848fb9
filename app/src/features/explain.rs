//! From a denial's code to words: why not, and what would lift it. And from failures and faults to words.

use crate::api::Failure;
use crate::state::TeamData;
use crate::ui::Reason;
use crate::words::{W, fill, list, lower, t};
use shared::policy::{Action, Code, Command, Denial, Lift, Status};

fn say(why: String, remedy: String) -> Reason {
    Reason { why, remedy, ask: None }
}

/// The reason of a denial in the product's words. Who can do it is worth asking where another person would lift it.
pub fn explain(data: &TeamData, denial: &Denial, action: Action) -> Reason {
    let said = reason(data, denial, action);
    match denial.lift {
        Some(Lift::AskSomebodyElse | Lift::AskHolder | Lift::AskUnitManager) => {
            Reason { ask: Some(""), ..said }
        }
        _ => said,
    }
}

fn reason(data: &TeamData, denial: &Denial, action: Action) -> Reason {
    let subject = denial.subject.as_deref().unwrap_or_default();
    let role = lower(&data.label(subject));
    let own = |s: W| t(s).to_owned();
    let with_role = |s: W| fill(s, &[("role", &role)]);
    let limit = denial.limit.unwrap_or_default().to_string();
    match denial.code {
        Code::NotPermitted => say(own(W::NotPermitted), own(W::AskAdmin)),
        Code::LastHolder => say(with_role(W::LastHolder), with_role(W::MakeAnother)),
        Code::SelfAction if action == Action::SetPassword => {
            say(own(W::SelfPassword), own(W::SelfPasswordInstead))
        }
        Code::SelfAction => say(data.word("self-note"), String::new()),
        Code::WrongStatus => wrong_status(data, denial, action),
        Code::RankTooLow => say(with_role(W::RankTooLow), with_role(W::AskHolder)),
        Code::RoleNotAssignable if denial.lift == Some(Lift::NothingToDo) => {
            say(own(W::NothingToDo), String::new())
        }
        Code::RoleNotAssignable if denial.lift == Some(Lift::ChangeRoleLater) => {
            say(with_role(W::RoleNotInvited), own(W::ChangeRoleLater))
        }
        Code::RoleNotAssignable => say(own(W::RoleNotAssignable), String::new()),
        Code::InviteExpired => say(own(W::InviteExpired), own(W::ResendFirst)),
        Code::BatchTooLarge => say(fill(W::BatchTooLarge, &[("n", &limit)]), String::new()),
        Code::SeatsExhausted => {
            let seats = data.policy.profile().seats.get(subject).map_or(subject, |s| &s.label);
            let buys = Action::PurchaseSeats;
            let (ask, remedy) = match data.judge(Command::PurchaseSeats, None).is_free() {
                true => (None, own(W::FreeSeat)),
                false => (Some(buys.id()), fill(W::AskForSeats, &[("who", &holders(data, buys))])),
            };
            // Nobody can invite now; whom to ask is whoever buys.
            Reason { ask, ..say(fill(W::SeatsExhausted, &[("n", &limit), ("seats", seats)]), remedy) }
        }
        Code::SuccessorRequired => say(own(W::SuccessorRequired), String::new()),
        Code::SuccessorInvalid => say(own(W::SuccessorInvalid), own(W::SuccessorRequired)),
        Code::FieldImmutable => {
            let field = data.policy.profile().fields.get(subject);
            say(own(W::FieldImmutable), field.map_or_else(String::new, |f| f.instead.clone()))
        }
        Code::AlreadyMember => say(own(W::AlreadyMember), String::new()),
        Code::UnitNotManaged => say(own(W::UnitNotManaged), own(W::AskUnitManager)),
        Code::AdditionNeedsRole if denial.lift == Some(Lift::RemoveAdditionFirst) => {
            say(with_role(W::HasAddition), with_role(W::RemoveAdditionFirst))
        }
        Code::AdditionNeedsRole => say(with_role(W::AdditionNeedsRole), with_role(W::GiveRoleFirst)),
        Code::SsoNotConfigured => say(own(W::SsoNotConfigured), own(W::AskOperator)),
        Code::SignsInElsewhere => {
            let switch = data.policy.profile().grants.get(subject).map_or(subject, |g| &g.label);
            say(own(W::SignsInElsewhere), fill(W::TurnSwitchOff, &[("switch", switch)]))
        }
        Code::AccountShared => say(own(W::AccountShared), own(W::AskThePerson)),
        Code::CannotHoldWork => {
            let plural = data.policy.profile().work.get(subject).map_or(subject, |k| &k.plural);
            say(fill(W::CannotHoldWork, &[("kind", &lower(plural))]), own(W::ChooseSomebodyElse))
        }
    }
}

/// Who has the permission for it, by main role; by addition or standing where no role has it.
fn holders(data: &TeamData, action: Action) -> String {
    let (policy, none) = (data.policy, Vec::<String>::new());
    let profile = policy.profile();
    let Some(permission) = action.permission() else { return String::new() };
    let may = |role: &str, additions: &[String], standing: &[String]| {
        policy
            .subject(role, additions, &none, standing, Status::Active, None)
            .is_some_and(|who| policy.authority(&who, data.enterprise).may(permission))
    };
    let roles: Vec<String> =
        profile.roles.iter().filter(|(id, _)| may(id, &none, &none)).map(|(_, r)| r.label.clone()).collect();
    if !roles.is_empty() {
        return list(&roles);
    }
    let usual = policy.role_name(policy.default_role());
    let one = |id: &str| vec![id.to_owned()];
    let additions = profile.additions.ids().filter(|id| may(usual, &one(id), &none));
    let standing = profile.standing.ids().filter(|id| may(usual, &none, &one(id)));
    list(&additions.chain(standing).map(|id| data.label(id)).collect::<Vec<_>>())
}

fn wrong_status(data: &TeamData, denial: &Denial, action: Action) -> Reason {
    let own = |s: W| t(s).to_owned();
    match denial.lift {
        Some(Lift::AwaitAcceptance) => say(own(W::StillInvited), own(W::AwaitAcceptance)),
        Some(Lift::RestoreFirst) => say(
            [&data.word("deactivated"), "."].concat(),
            fill(W::RestoreFirst, &[("restore", &data.word("restore"))]),
        ),
        Some(Lift::DeactivateFirst) => {
            say(own(W::StillActive), fill(W::DeactivateFirst, &[("deactivate", &data.word("deactivate"))]))
        }
        _ => match action {
            Action::ResendInvite | Action::CancelInvite => say(own(W::NoInvitation), String::new()),
            Action::Restore => say(own(W::NotDeactivated), String::new()),
            _ => say(own(W::NothingToDo), String::new()),
        },
    }
}

/// What is wrong with a field's value.
pub fn fault(code: &str, min: u32) -> String {
    let id = match code {
        "required" => W::FaultRequired,
        "too-long" => W::FaultTooLong,
        "too-short" => return fill(W::FaultTooShort, &[("n", &min.to_string())]),
        "not-an-address" => W::FaultNotAnAddress,
        "no-domain-ending" => W::FaultNoEnding,
        "control-character" => W::FaultControl,
        "combining-flood" => W::FaultFlood,
        "not-an-origin" => W::FaultOrigin,
        "not-secure" => W::FaultNotSecure,
        "not-a-phone" => W::FaultPhone,
        "already-member" => W::AlreadyMember,
        "wrong-password" => W::FaultWrongPassword,
        "duplicate" => W::FaultDuplicate,
        "too-many" => W::FaultTooMany,
        "not-a-choice" => W::FaultNotAChoice,
        "not-the-name" => W::FaultNotTheName,
        "wrong-columns" => W::FaultWrongColumns,
        "lone-quote" => W::FaultLoneQuote,
        "wrong-encoding" => W::FaultEncoding,
        "nul-character" => W::FaultControl,
        _ => W::FaultOther,
    };
    t(id).to_owned()
}

/// Why nobody was signed in through the identity provider, by the code that the server puts into the sign-in page's address.
/// `None` for anything else that stands there.
pub fn not_entered(code: &str, provider: Option<&str>) -> Option<String> {
    let id = match code {
        "sso-state" => W::SsoState,
        "sso-declined" => W::SsoDeclined,
        "sso-failed" | "internal" | "busy" => W::SsoFailed,
        "sso-unavailable" => W::SsoUnavailable,
        "sso-unverified" => W::SsoUnverified,
        "sso-no-member" => W::SsoNoMember,
        "sso-other-person" => W::SsoOtherPerson,
        "sso-other-address" => W::SsoOtherAddress,
        "sso-not-configured" => W::SsoNotConfigured,
        "no-access" => W::SsoNoAccess,
        "invite-expired" => W::InviteExpired,
        "too-many-requests" => W::FailTooMany,
        _ => return None,
    };
    Some(fill(id, &[("name", provider.unwrap_or_else(|| t(W::SsoName)))]))
}

/// Why a call brought nothing, in a sentence.
pub fn failure(data: Option<&TeamData>, f: &Failure) -> String {
    let p = match f {
        Failure::Offline => return t(W::FailOffline).to_owned(),
        Failure::Garbled => return t(W::FailGarbled).to_owned(),
        Failure::Refused(p) => p,
    };
    if let (Some(data), Some(d)) = (data, &p.denial) {
        let r = explain(data, d, Action::Use);
        return [r.why.as_str(), " ", &r.remedy].concat();
    }
    match (p.status, p.code.as_str()) {
        (_, "sso-required") => t(W::SsoRequired).to_owned(),
        (_, "password-required") => t(W::PasswordRequired).to_owned(),
        (_, "sso-not-configured") => t(W::SsoNotConfigured).to_owned(),
        (_, "sso-unavailable") => fill(W::SsoUnavailable, &[("name", t(W::SsoName))]),
        (_, "viewing-as") => t(W::ViewingLocked).to_owned(),
        (_, "beyond-you") => t(W::BeyondYou).to_owned(),
        (_, "stale-version") => t(W::FailStale).to_owned(),
        (_, "in-use") => t(W::FailInUse).to_owned(),
        (_, "purchase-declined") => t(W::FailDeclined).to_owned(),
        (_, "billing-unreachable") => t(W::FailBilling).to_owned(),
        (_, "import-running") => t(W::FailImportRunning).to_owned(),
        (_, "wrong-password" | "wrong-credentials") => t(W::FaultWrongPassword).to_owned(),
        (401, _) => t(W::FailSignedOut).to_owned(),
        (403, _) => t(W::NotPermitted).to_owned(),
        (404, _) => t(W::FailGone).to_owned(),
        (429, _) => t(W::FailTooMany).to_owned(),
        (422, _) => t(W::FailFields).to_owned(),
        (409 | 410, _) => t(W::FailConflict).to_owned(),
        _ if p.request_id.is_empty() => t(W::FailServer).to_owned(),
        _ => fill(W::FailServerId, &[("id", &p.request_id)]),
    }
}
