//! Why not: a stable code, what it is about, and what would lift it. Text is made by the reader.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $id:literal,)*) => {
        /// A denial's code: the same in the page, the HTTP body, the audit log and `rolecall decide`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Code { $($(#[$doc])* #[serde(rename = $id)] $variant,)* }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it is written (`last-holder`).
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }
        }
    };
}

codes! {
    /// The actor lacks the permission: the page hides the control.
    NotPermitted = "not-permitted",
    /// The team would lose the last active holder of a role (JY9).
    LastHolder = "last-holder",
    /// Nobody does this to themself (JY12).
    SelfAction = "self-action",
    /// The member is not in a status in which this can be done.
    WrongStatus = "wrong-status",
    /// The member stands outside what the actor may manage (JY8).
    RankTooLow = "rank-too-low",
    /// The role exists but cannot be given in this way.
    RoleNotAssignable = "role-not-assignable",
    /// The invitation has ended (JY5).
    InviteExpired = "invite-expired",
    /// More addresses than the profile takes at once (JY3).
    BatchTooLarge = "batch-too-large",
    /// No free seat (JL6).
    SeatsExhausted = "seats-exhausted",
    /// Somebody must be named who gets the work (ST10).
    SuccessorRequired = "successor-required",
    /// The one who is named cannot get the work.
    SuccessorInvalid = "successor-invalid",
    /// The field never changes (VA7).
    FieldImmutable = "field-immutable",
    /// The address is in the team already (I5).
    AlreadyMember = "already-member",
    /// The actor manages other units than this one (ST2).
    UnitNotManaged = "unit-not-managed",
    /// An addition without the main role that it belongs to (ST1).
    AdditionNeedsRole = "addition-needs-role",
    /// The account is used in another team too: only the person changes its password or address.
    AccountShared = "account-shared",
    /// The member's role does not open this kind of work, so nobody would look after it.
    CannotHoldWork = "cannot-hold-work",
    /// No identity provider is set up (JL8).
    SsoNotConfigured = "sso-not-configured",
    /// The member signs in through the identity provider and has no password (JL8).
    SignsInElsewhere = "signs-in-elsewhere",
}

impl Code {
    /// The HTTP status of a refusal with it: permission 403, ended invitation 410, state 409.
    pub fn http_status(self) -> u16 {
        match self {
            Self::NotPermitted | Self::RankTooLow | Self::RoleNotAssignable | Self::UnitNotManaged => 403,
            Self::InviteExpired => 410,
            _ => 409,
        }
    }
}

/// What would lift a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Lift {
    /// Make somebody else a holder of the denial's subject first.
    #[serde(rename = "make-another-holder")]
    MakeAnotherHolder,
    /// Ask somebody else who may do it.
    #[serde(rename = "ask-somebody-else")]
    AskSomebodyElse,
    /// Ask a holder of the denial's subject.
    #[serde(rename = "ask-holder")]
    AskHolder,
    /// Restore the member first.
    #[serde(rename = "restore-first")]
    RestoreFirst,
    /// Send the invitation again first.
    #[serde(rename = "resend-first")]
    ResendFirst,
    /// Wait until the invitation is accepted, or cancel it.
    #[serde(rename = "await-acceptance")]
    AwaitAcceptance,
    /// It is so already.
    #[serde(rename = "nothing-to-do")]
    NothingToDo,
    /// Deactivate the member first.
    #[serde(rename = "deactivate-first")]
    DeactivateFirst,
    /// Invite fewer at once; the denial's limit says how many.
    #[serde(rename = "invite-fewer")]
    InviteFewer,
    /// Buy seats or free one.
    #[serde(rename = "free-seat")]
    FreeSeat,
    /// Choose an active member.
    #[serde(rename = "choose-successor")]
    ChooseSuccessor,
    /// Remove the member and invite the new address.
    #[serde(rename = "invite-anew")]
    InviteAnew,
    /// Give it in another way: change the role after the invitation was accepted.
    #[serde(rename = "change-role-later")]
    ChangeRoleLater,
    /// Give the main role that is the denial's subject first.
    #[serde(rename = "give-role-first")]
    GiveRoleFirst,
    /// Remove the addition that is the denial's subject first.
    #[serde(rename = "remove-addition-first")]
    RemoveAdditionFirst,
    /// Ask the manager of that unit.
    #[serde(rename = "ask-unit-manager")]
    AskUnitManager,
    /// Ask the person to change it.
    #[serde(rename = "ask-the-person")]
    AskThePerson,
    /// Choose somebody whose role opens this kind of work.
    #[serde(rename = "choose-somebody-else")]
    ChooseSomebodyElse,
    /// Ask whoever runs the server to set it up.
    #[serde(rename = "ask-operator")]
    AskOperator,
    /// Turn the switch that is the denial's subject off first.
    #[serde(rename = "turn-switch-off")]
    TurnSwitchOff,
}

/// A refusal by the rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Denial {
    /// Stable code.
    pub code: Code,
    /// Id of what the code is about: a role, an addition, a field, a kind of seat, a status.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub subject: Option<String>,
    /// What would lift it, where something would.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub lift: Option<Lift>,
    /// The number that was passed, where the code is about one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<u32>,
}

impl Denial {
    /// A denial that is about nothing in particular.
    pub(super) fn new(code: Code) -> Self {
        Self { code, subject: None, lift: None, limit: None }
    }

    /// Names what it is about.
    pub(super) fn about(mut self, subject: &str) -> Self {
        self.subject = Some(subject.to_owned());
        self
    }

    /// Names what would lift it.
    pub(super) fn lifted_by(mut self, lift: Lift) -> Self {
        self.lift = Some(lift);
        self
    }

    /// Names the number that was passed.
    pub(super) fn limited_to(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// True when the page hides the control; it shows every other denial with its reason.
    pub fn hides(&self) -> bool {
        self.code == Code::NotPermitted
    }
}
