//! Work: items, lists, assignment, history.

use super::{Cursor, MemberRow, Result};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::{FieldValues, PersonRef, WorkEvent, WorkSort, WorkTally};
use shared::policy::{Permit, Place, Scope, Viewer};

/// An item of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkRow {
    /// Id.
    pub id: String,
    /// The team.
    pub team: String,
    /// Kind of work.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Title as ordered.
    pub title_key: String,
    /// What a search looks at; a space before each word.
    pub search_key: String,
    /// Field → value.
    pub fields: FieldValues,
    /// Member id of whose it is.
    pub assignee: Option<String>,
    /// The item that it is linked to.
    pub parent: Option<String>,
    /// The resource that it belongs to.
    pub resource: Option<String>,
    /// The unit that it belongs to.
    pub unit: Option<String>,
    /// The sender's own key for it.
    pub once: Option<String>,
    /// When it came in.
    pub created_at: Millis,
    /// When something last happened to it.
    pub touched_at: Millis,
    /// Grows with each edit.
    pub version: i64,
}

impl WorkRow {
    /// Where it stands, for the rules.
    pub fn place(&self) -> Place<'_> {
        Place {
            assignee: self.assignee.as_deref(),
            unit: self.unit.as_deref(),
            resource: self.resource.as_deref(),
        }
    }
}

/// An item as it is shown: with the names beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkSeen {
    /// The item.
    pub row: WorkRow,
    /// Whose it is.
    pub assignee: Option<PersonRef>,
    /// What it is linked to: whether the viewer sees that too is asked apart.
    pub parent: Option<WorkRow>,
}

/// Who looks, and what the rules let them see of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// What is seen.
    pub scope: Scope,
    /// Whose eyes.
    pub viewer: Viewer<'a>,
}

/// A kind of work in a team, as somebody sees it.
#[derive(Clone, Copy, Debug)]
pub struct Looking<'a> {
    /// The team.
    pub team: &'a str,
    /// Kind of work.
    pub kind: &'a str,
    /// Who looks.
    pub sight: Sight<'a>,
    /// Who looks with them, and has to see it too.
    pub also: Option<Sight<'a>>,
}

/// Filters of a list; all narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkNarrow {
    /// Folded words; each must start a word.
    pub words: Vec<String>,
    /// Whose: `Some(None)` for nobody's.
    pub assignee: Option<Option<String>>,
    /// One resource.
    pub resource: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct WorkSlice<'a> {
    /// Filters.
    pub narrow: &'a WorkNarrow,
    /// Order.
    pub sort: WorkSort,
    /// Rows after this one.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: u32,
}

/// Which items change hands.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// These, as far as they are seen.
    Items(Looking<'a>, &'a [String]),
    /// All that a filter has, but some.
    Matching(Looking<'a>, &'a WorkNarrow, &'a [String]),
    /// Everything of a member, of every kind.
    Of(&'a str),
    /// What an earlier move took and nobody has moved since; of these kinds and, kind by kind, former owners.
    Back(&'a str, &'a [(String, Option<String>)]),
}

/// A move of work.
#[derive(Clone, Debug)]
pub struct NewMove {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Millis,
    /// Member id of who makes it; empty for the system.
    pub actor: String,
    /// Their name.
    pub actor_name: String,
}

/// A move that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkMove {
    /// Member id of who made it.
    pub actor: String,
    /// It was taken back.
    pub undone: bool,
}

/// Items that stood in one place and changed hands together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedGroup {
    /// Kind of work.
    pub kind: String,
    /// Whose they were.
    pub from: Option<String>,
    /// Whose they are.
    pub to: Option<String>,
    /// Their resource.
    pub resource: Option<String>,
    /// Their unit.
    pub unit: Option<String>,
    /// How many.
    pub n: u32,
    /// One of them.
    pub one: String,
}

/// A line for an item's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewWorkEvent {
    /// The item.
    pub item: String,
    /// When.
    pub at: Millis,
    /// Name of who; empty for the system.
    pub actor: String,
    /// What (`made`).
    pub kind: String,
    /// Details.
    pub text: String,
    /// Whose it became, at once.
    pub to: Option<(String, String)>,
}

/// Reads.
#[async_trait]
pub trait WorkReader: Send {
    /// A page of a kind.
    async fn work_page(&mut self, looking: &Looking<'_>, slice: &WorkSlice<'_>) -> Result<Vec<WorkSeen>>;
    /// How many the filter has: from the tally, or with a search by counting up to `cap`.
    async fn work_total(&mut self, looking: &Looking<'_>, narrow: &WorkNarrow, cap: u32) -> Result<u32>;
    /// Counts of a kind, from the tally.
    async fn work_tally(&mut self, looking: &Looking<'_>) -> Result<WorkTally>;
    /// Who has how many, most first, from the tally.
    async fn work_people(&mut self, looking: &Looking<'_>, limit: u32) -> Result<Vec<(PersonRef, u32)>>;
    /// One item, where it is seen.
    async fn work_seen(&mut self, looking: &Looking<'_>, item: &str) -> Result<Option<WorkSeen>>;
    /// Items that are linked to `parent`, newest first, where they are seen.
    async fn work_linked(&mut self, looking: &Looking<'_>, parent: &str, limit: u32)
    -> Result<Vec<WorkSeen>>;
    /// Id and title of these, where they are seen.
    async fn work_titles(&mut self, looking: &Looking<'_>, ids: &[String]) -> Result<Vec<(String, String)>>;
    /// Id and title of those whose title begins so, by title.
    async fn work_beginning(
        &mut self,
        looking: &Looking<'_>,
        title: &str,
        limit: u32,
    ) -> Result<Vec<(String, String)>>;
    /// History of an item, newest first.
    async fn work_events(&mut self, item: &str, limit: u32) -> Result<Vec<WorkEvent>>;

    /// Active members by name; each word must start a word of the name.
    async fn people(&mut self, team: &str, words: &[String], limit: u32) -> Result<Vec<MemberRow>>;
    /// An item of any kind, whoever sees it.
    async fn work_item(&mut self, team: &str, item: &str) -> Result<Option<WorkRow>>;
    /// The item that came with the sender's own key.
    async fn work_by_once(&mut self, team: &str, once: &str) -> Result<Option<WorkRow>>;
    /// How many items of each kind a member has, from the tally.
    async fn work_of(&mut self, team: &str, member: &str) -> Result<Vec<(String, u32)>>;
    /// A move.
    async fn work_move(&mut self, team: &str, id: &str) -> Result<Option<WorkMove>>;
    /// Whose the items of a move were, kind by kind.
    async fn move_origins(&mut self, team: &str, id: &str) -> Result<Vec<(String, Option<String>)>>;
}

/// Writes. Each keeps the tally right.
#[async_trait]
pub trait WorkTx: WorkReader {
    /// New items that everybody may see at once.
    async fn insert_work(&mut self, permit: &Permit, rows: &[WorkRow]) -> Result<()>;
    /// Adds to histories.
    async fn insert_work_events(&mut self, permit: &Permit, events: &[NewWorkEvent]) -> Result<()>;
    /// Another title, other fields; the version must already be the new one.
    async fn update_work(&mut self, permit: &Permit, row: &WorkRow) -> Result<()>;
    /// Something happened to it.
    async fn touch_work(&mut self, permit: &Permit, team: &str, item: &str, at: Millis) -> Result<()>;
    /// Gives items to somebody, or to nobody, with a line in each history. Those that were theirs already don't count.
    /// [`Which::Back`] gives each to whoever had it, whatever `to` says.
    async fn move_work(
        &mut self,
        permit: &Permit,
        team: &str,
        which: &Which<'_>,
        to: Option<&str>,
        new: &NewMove,
    ) -> Result<Vec<MovedGroup>>;
    /// Marks a move as taken back.
    async fn undo_move(&mut self, permit: &Permit, team: &str, id: &str) -> Result<()>;
    /// The member is about to go: items of an unfinished import that were to be theirs are nobody's.
    async fn forget_hidden_work(&mut self, permit: &Permit, team: &str, member: &str) -> Result<()>;
    /// Counts in what an import brought; once, when it is done.
    async fn tally_batch(&mut self, permit: &Permit, team: &str, batch: &str) -> Result<()>;
}
