//! Work: items, lists, assignment, history.

use super::FieldValues;
use crate::policy::Status;

/// Somebody who is named beside something else: an assignee, a maker.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRef {
    /// Member id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// `active`, `deactivated` or `pending`.
    pub status: Status,
}

/// An item that is named beside something else.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkRef {
    /// Kind of work.
    pub kind: String,
    /// Item id.
    pub id: String,
    /// Title.
    pub title: String,
}

/// An item of work, as lists and details show it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkView {
    /// Item id.
    pub id: String,
    /// Kind of work (`contact`).
    pub kind: String,
    /// Title.
    pub title: String,
    /// The kind's fields, without those that the viewer may not see (VA3).
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// Whose it is; absent when unassigned (JT17).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assignee: Option<PersonRef>,
    /// What it is linked to, where the viewer sees that too.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parent: Option<WorkRef>,
    /// Id of the resource it belongs to (VA4).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub resource: Option<String>,
    /// Id of the unit it belongs to (JL4).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// When it came in.
    pub created_at: i64,
    /// When something last happened to it.
    pub touched_at: i64,
    /// Grows with each edit; sent back with the next one.
    pub version: i64,
}

/// Order of a list of work. Ties are broken by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WorkSort {
    /// Newest first.
    #[default]
    #[serde(rename = "newest")]
    Newest,
    /// By title, A first.
    #[serde(rename = "title")]
    Title,
}

/// `GET /teams/{team}/work/{kind}` query. All filters narrow what the viewer may see, and never widen it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct WorkQuery {
    /// Every word must start a word of the title or of a searched field; letter case and accents don't matter.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub q: Option<String>,
    /// A member's id, `me`, or `none` for unassigned (JT10).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assignee: Option<String>,
    /// A resource's id.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub resource: Option<String>,
    /// Order; `newest` unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sort: Option<WorkSort>,
    /// `next` of the page before.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub after: Option<String>,
    /// Rows per page, 1 to 500; 100 unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<u32>,
}

/// How many there are of one kind, in what the viewer sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkTally {
    /// All of them.
    pub all: u32,
    /// Nobody's (JT17).
    pub unassigned: u32,
    /// The viewer's.
    pub mine: u32,
}

/// A page of work.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkPage {
    /// The rows.
    pub items: Vec<WorkView>,
    /// Where the next page begins; absent on the last one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next: Option<String>,
    /// How many the filter has in all; with a search at most 1,000 are counted.
    pub total: u32,
    /// Counts of the kind, without the filter.
    pub tally: WorkTally,
}

/// How many items of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindCount {
    /// Kind of work.
    pub kind: String,
    /// How many.
    pub n: u32,
}

/// How many items somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonCount {
    /// Who.
    pub person: PersonRef,
    /// How many.
    pub n: u32,
}

/// `GET /teams/{team}/work/{kind}/counts`: the choices of the assignee filter.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkCounts {
    /// Counts of the kind.
    pub tally: WorkTally,
    /// Everybody who has some that the viewer sees, most first; at most 500.
    pub people: Vec<PersonCount>,
}

/// One line of an item's history, newest first in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkEvent {
    /// Id.
    pub id: i64,
    /// When.
    pub at: i64,
    /// Name of who did it, kept as it was; empty for the system.
    pub actor: String,
    /// `made`, `imported`, `arrived` (by intake), `assigned`, `edited`, `note`, `activity` (from outside).
    pub kind: String,
    /// Note, or names of what was edited.
    #[cfg_attr(feature = "serde", serde(default))]
    pub text: String,
    /// `assigned`: whose it was, by name; empty for nobody's.
    #[cfg_attr(feature = "serde", serde(default))]
    pub from: String,
    /// `assigned`: whose it became, by name; empty for nobody's.
    #[cfg_attr(feature = "serde", serde(default))]
    pub to: String,
}

/// `GET /teams/{team}/work/{kind}/{item}`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkDetail {
    /// The item.
    pub item: WorkView,
    /// Items linked to it that the viewer sees; at most 50.
    pub linked: Vec<WorkView>,
    /// What customers see as the assignee's name, where the profile has such a name (JL9).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub facing: Option<String>,
    /// The history, newest first; at most 200.
    pub events: Vec<WorkEvent>,
}

/// `POST /teams/{team}/work/{kind}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWork {
    /// Title.
    pub title: String,
    /// The kind's fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// Whose it is.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assignee: Option<String>,
    /// Id of the item it is linked to; of the kind that the profile names.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parent: Option<String>,
    /// Resource that it belongs to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub resource: Option<String>,
    /// Unit that it belongs to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
}

/// `PATCH /teams/{team}/work/{kind}/{item}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditWork {
    /// New title.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub title: Option<String>,
    /// Fields to change; those left out stay.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fields: Option<FieldValues>,
    /// The version that the editor saw; another one answers 409 `stale-version`.
    pub version: i64,
}

/// `POST /teams/{team}/work/{kind}/{item}/notes`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewNote {
    /// Up to 4,000 characters.
    pub text: String,
}

/// Which items a bulk command is about: the same filters as the list's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkFilter {
    /// As in [`WorkQuery`].
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub q: Option<String>,
    /// As in [`WorkQuery`].
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assignee: Option<String>,
    /// As in [`WorkQuery`].
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub resource: Option<String>,
}

/// `POST /teams/{team}/work/{kind}/assign`: one item, many, or all that a filter has (JT14). All or none.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignWork {
    /// Member id; absent: nobody's from now on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub to: Option<String>,
    /// Item ids, 1 to 1,000. Either this or `filter`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub items: Option<Vec<String>>,
    /// All that this filter has, in what the actor sees.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub filter: Option<WorkFilter>,
    /// With `filter`: without these; at most 1,000.
    #[cfg_attr(feature = "serde", serde(default))]
    pub except: Vec<String>,
}

/// What a move of work answers.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedWork {
    /// How many changed hands; those that were the receiver's already don't count.
    pub moved: u32,
    /// How many of each kind.
    pub kinds: Vec<KindCount>,
    /// For `POST …/work/undo`; absent when nothing moved.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub batch: Option<String>,
    /// The team's revision after it.
    pub revision: i64,
}

/// `POST /teams/{team}/work/undo`: gives back what a move took, where it has not moved on since.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoMove {
    /// From [`MovedWork`].
    pub batch: String,
}

/// `GET /teams/{team}/people` query: type-ahead over active members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct PeopleQuery {
    /// Every word must start a word of the name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub q: Option<String>,
    /// Those who can hold this kind of work; others come with their denial.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kind: Option<String>,
    /// 1 to 500; 50 unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<u32>,
}

/// Somebody who can be chosen.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// Member id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Main role's id.
    pub role: String,
    /// They have said that they are away (JY13).
    pub away: bool,
    /// Why they cannot be chosen for the kind that was asked for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub denial: Option<crate::policy::Denial>,
}

/// Answer of `GET /teams/{team}/people`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct People {
    /// By name.
    pub items: Vec<PersonView>,
}

/// `GET /teams/{team}/work` query: type-ahead over items of all kinds that the viewer sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct SuggestQuery {
    /// What was typed.
    pub q: String,
    /// Only this kind.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub kind: Option<String>,
    /// 1 to 50; 10 unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<u32>,
}

/// Answer of `GET /teams/{team}/work`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestions {
    /// Best first.
    pub items: Vec<WorkRef>,
}

/// `GET /teams/{team}/members/{member}/work`: what would move.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberWork {
    /// How many of each kind, kinds without any left out.
    pub kinds: Vec<KindCount>,
}

/// `POST /teams/{team}/members/{member}/hand-over`: all work of a member, of every kind.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandOver {
    /// Member id; absent: nobody's from now on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub to: Option<String>,
}

/// `POST /teams/{team}/members/{member}/deactivate`; the body may be left out.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeactivateMember {
    /// Who gets the work, in the same transaction (JT14). Absent: it stays under the name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub successor: Option<String>,
}
