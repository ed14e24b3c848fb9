//! From a denial's code to words: why not, and what would lift it. And from failures and faults to words.

use crate::api::Failure;
use crate::state::TeamData;
use crate::ui::Reason;
use crate::words::{W, digits, fill, list, lower, t};
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
    let profile = data.policy.profile();
    let instead = match (denial.code, denial.lift) {
        (Code::SelfAction, _) if action != Action::SetPassword => {
            Some((data.word("self-note"), String::new()))
        }
        (Code::WrongStatus, Some(Lift::RestoreFirst)) => Some((
            [&data.word("deactivated"), "."].concat(),
            fill(W::RestoreFirst, &[("restore", &data.word("restore"))]),
        )),
        (Code::FieldImmutable, _) => {
            let field = profile.fields.get(subject);
            Some((t(W::FieldImmutable).to_owned(), field.map_or_else(String::new, |f| f.instead.clone())))
        }
        _ => None,
    };
    if let Some((why, remedy)) = instead {
        return say(why, remedy);
    }
    let about = match denial.code {
        Code::SeatsExhausted => profile.seats.get(subject).map(|s| &s.label),
        Code::SignsInElsewhere => profile.grants.get(subject).map(|g| &g.label),
        Code::CannotHoldWork => profile.work.get(subject).map(|k| &k.plural),
        _ => None,
    };
    let about = about.map_or(subject, String::as_str);
    // Nobody can invite now; whom to ask is whoever buys.
    let buyers = (denial.code == Code::SeatsExhausted && !data.judge(Command::PurchaseSeats, None).is_free())
        .then(|| holders(data, Action::PurchaseSeats));
    let (role, kind) = (lower(&data.label(subject)), lower(about));
    let (limit, deactivate) = (digits(denial.limit.unwrap_or_default()), data.word("deactivate"));
    let values = [
        ("role", &*role),
        ("n", &*limit),
        ("seats", about),
        ("switch", about),
        ("kind", &*kind),
        ("deactivate", &*deactivate),
        ("who", buyers.as_deref().unwrap_or_default()),
    ];
    let (why, remedy) = words(denial, action);
    let remedy = if buyers.is_some() { Some(W::AskForSeats) } else { remedy };
    Reason {
        ask: buyers.is_some().then(|| Action::PurchaseSeats.id()),
        ..say(fill(why, &values), remedy.map_or_else(String::new, |id| fill(id, &values)))
    }
}

/// Why not, and what would lift it.
fn words(denial: &Denial, action: Action) -> (W, Option<W>) {
    let lift = denial.lift;
    match denial.code {
        Code::NotPermitted => (W::NotPermitted, Some(W::AskAdmin)),
        Code::LastHolder => (W::LastHolder, Some(W::MakeAnother)),
        Code::SelfAction => (W::SelfPassword, Some(W::SelfPasswordInstead)),
        Code::WrongStatus => wrong_status(lift, action),
        Code::RankTooLow => (W::RankTooLow, Some(W::AskHolder)),
        Code::RoleNotAssignable if lift == Some(Lift::NothingToDo) => (W::NothingToDo, None),
        Code::RoleNotAssignable if lift == Some(Lift::ChangeRoleLater) => {
            (W::RoleNotInvited, Some(W::ChangeRoleLater))
        }
        Code::RoleNotAssignable => (W::RoleNotAssignable, None),
        Code::InviteExpired => (W::InviteExpired, Some(W::ResendFirst)),
        Code::BatchTooLarge => (W::BatchTooLarge, None),
        Code::SeatsExhausted => (W::SeatsExhausted, Some(W::FreeSeat)),
        Code::SuccessorRequired => (W::SuccessorRequired, None),
        Code::SuccessorInvalid => (W::SuccessorInvalid, Some(W::SuccessorRequired)),
        Code::FieldImmutable => (W::FieldImmutable, None),
        Code::AlreadyMember => (W::AlreadyMember, None),
        Code::UnitNotManaged => (W::UnitNotManaged, Some(W::AskUnitManager)),
        Code::AdditionNeedsRole if lift == Some(Lift::RemoveAdditionFirst) => {
            (W::HasAddition, Some(W::RemoveAdditionFirst))
        }
        Code::AdditionNeedsRole => (W::AdditionNeedsRole, Some(W::GiveRoleFirst)),
        Code::SsoNotConfigured => (W::SsoNotConfigured, Some(W::AskOperator)),
        Code::SignsInElsewhere => (W::SignsInElsewhere, Some(W::TurnSwitchOff)),
        Code::AccountShared => (W::AccountShared, Some(W::AskThePerson)),
        Code::CannotHoldWork => (W::CannotHoldWork, Some(W::ChooseSomebodyElse)),
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

fn wrong_status(lift: Option<Lift>, action: Action) -> (W, Option<W>) {
    match (lift, action) {
        (Some(Lift::AwaitAcceptance), _) => (W::StillInvited, Some(W::AwaitAcceptance)),
        (Some(Lift::DeactivateFirst), _) => (W::StillActive, Some(W::DeactivateFirst)),
        (_, Action::ResendInvite | Action::CancelInvite) => (W::NoInvitation, None),
        (_, Action::Restore) => (W::NotDeactivated, None),
        _ => (W::NothingToDo, None),
    }
}

/// What is wrong with a field's value.
pub fn fault(code: &str, min: u32) -> String {
    let id = match code {
        "required" => W::FaultRequired,
        "too-long" => W::FaultTooLong,
        "too-short" => return fill(W::FaultTooShort, &[("n", &digits(min))]),
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
    let id = match (p.status, p.code.as_str()) {
        (_, "sso-required") => W::SsoRequired,
        (_, "password-required") => W::PasswordRequired,
        (_, "sso-not-configured") => W::SsoNotConfigured,
        (_, "sso-unavailable") => W::SsoUnavailable,
        (_, "viewing-as") => W::ViewingLocked,
        (_, "beyond-you") => W::BeyondYou,
        (_, "stale-version") => W::FailStale,
        (_, "in-use") => W::FailInUse,
        (_, "purchase-declined") => W::FailDeclined,
        (_, "billing-unreachable") => W::FailBilling,
        (_, "import-running") => W::FailImportRunning,
        (_, "wrong-password" | "wrong-credentials") => W::FaultWrongPassword,
        (401, _) => W::FailSignedOut,
        (403, _) => W::NotPermitted,
        (404, _) => W::FailGone,
        (429, _) => W::FailTooMany,
        (422, _) => W::FailFields,
        (409 | 410, _) => W::FailConflict,
        _ if p.request_id.is_empty() => W::FailServer,
        _ => W::FailServerId,
    };
    fill(id, &[("name", t(W::SsoName)), ("id", &p.request_id)])
}
