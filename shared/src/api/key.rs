//! API keys: what each may do, how they are made, changed and rotated; and the widget's tokens, which keys ask for.

use super::Maker;

/// What a key may be for, by its id on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyScope {
    /// Hands in work from outside and says what happened to it.
    Intake,
    /// Reads the lists that the team shares.
    Lists,
    /// Asks for tokens of the widget, for the origins that the key names.
    Widget,
    /// Makes, changes and ends members by the host's own references.
    Members,
}

impl KeyScope {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Intake, Self::Lists, Self::Widget, Self::Members];

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Lists => "lists",
            Self::Widget => "widget",
            Self::Members => "members",
        }
    }

    /// The scope of an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.id() == id)
    }

    /// Keys of this scope name the origins that it is for.
    pub fn has_origins(self) -> bool {
        matches!(self, Self::Widget)
    }
}

/// How long the secret before a rotation may go on, in hours.
pub const OVERLAP_MAX: u32 = 168;

/// Origins that one key may name.
pub const ORIGINS_MAX: usize = 20;

/// An API key. The key itself is shown once and stored as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// How it begins, to tell keys apart.
    pub prefix: String,
    /// What it may do, by the ids of [`KeyScope`].
    pub scopes: Vec<String>,
    /// Where widgets may stand that it asks tokens for.
    pub origins: Vec<String>,
    /// Who made it, or took it over. It never does for anybody what they could not do.
    pub made_by: Maker,
    /// When.
    pub created_at: i64,
    /// Last request with it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub last_used_at: Option<i64>,
    /// Until when the secret before the last rotation still works.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub old_until: Option<i64>,
}

/// Answer of `GET /teams/{team}/keys`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keys {
    /// Newest first.
    pub items: Vec<KeyView>,
}

/// `POST /teams/{team}/keys`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewKey {
    /// Name.
    pub name: String,
    /// What it may do; `intake` and `lists` when left out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub scopes: Option<Vec<String>>,
    /// For the scope `widget`: 1 to 20 origins, exactly as browsers send them (`https://crm.example`).
    #[cfg_attr(feature = "serde", serde(default))]
    pub origins: Vec<String>,
}

/// `PATCH /teams/{team}/keys/{key}`. Whoever changes what a key may do answers for it from then on.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditKey {
    /// New name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// What it may do from now on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub scopes: Option<Vec<String>>,
    /// Its origins from now on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub origins: Option<Vec<String>>,
}

/// `POST /teams/{team}/keys/{key}/rotate`: another secret. Whoever rotates a key answers for it from then on.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RotateKey {
    /// For how many hours the secret until now still works, 0 to 168. 0 also ends the widgets' tokens that it asked for.
    pub overlap_hours: u32,
}

/// A key that was just made or rotated.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeKey {
    /// The key's row.
    pub key: KeyView,
    /// The key: never shown again.
    pub secret: String,
}

/// `POST /widget-tokens` with an API key of the scope `widget`. Exactly one of `member`, `email` and `reference` says for whom.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWidgetToken {
    /// The member's id.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub member: Option<String>,
    /// The member's address.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub email: Option<String>,
    /// What the host calls the member (`PUT …/members/by-reference/{reference}`).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reference: Option<String>,
    /// Where the widget stands: one of the key's origins.
    pub origin: String,
}

/// A token of the widget.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WidgetToken {
    /// Goes into `authorization: Bearer …`, and nowhere else.
    pub token: String,
    /// When it ends.
    pub expires_at: i64,
    /// The member who acts with it.
    pub member: String,
    /// Their team.
    pub team: String,
    /// The team's profile id.
    pub profile: String,
}
