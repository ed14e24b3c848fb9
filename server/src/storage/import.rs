//! Imports: their files, and the rows that nobody sees until all of them are in (JT9).

use super::Result;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::{FieldValues, ImportColumn, ImportPlan, LineFault};
use shared::policy::Permit;

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportState {
    /// Uploaded.
    #[default]
    Draft,
    /// Under way.
    Running,
    /// All in.
    Done,
    /// Ended without anything in.
    Failed,
    /// Given up by somebody, without anything in.
    Cancelled,
}

impl ImportState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// Its id (`running`).
    pub fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ImportHead {
    /// Encoding.
    pub encoding: String,
    /// Some bytes mean nothing in that encoding.
    pub damaged: bool,
    /// Separator.
    pub separator: String,
    /// Columns in order.
    pub columns: Vec<ImportColumn>,
}

/// An import, without its file.
#[derive(Clone, Debug, Default)]
pub struct ImportRow {
    /// Id.
    pub id: String,
    /// The team.
    pub team: String,
    /// Kind of work.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// How far it is.
    pub state: ImportState,
    /// How the file was read.
    pub head: ImportHead,
    /// What the columns are, and who gets the items.
    pub plan: ImportPlan,
    /// Lines of the table.
    pub lines: u32,
    /// Lines that are in.
    pub done: u32,
    /// The first faults.
    pub faults: Vec<LineFault>,
    /// How many in all.
    pub fault_count: u32,
    /// Why it failed.
    pub reason: String,
    /// Member id of who began it.
    pub actor: String,
    /// Their name.
    pub actor_name: String,
    /// When.
    pub created_at: Millis,
}

/// An item that an import brings, hidden until the import is done.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct HiddenRow {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Title as ordered.
    pub title_key: String,
    /// What a search looks at.
    pub search_key: String,
    /// Details.
    pub fields: FieldValues,
    /// Member id of who gets it.
    pub assignee: Option<String>,
    /// The unit that it belongs to.
    pub unit: Option<String>,
    /// When it came in.
    pub created_at: Millis,
}

/// Reads.
#[async_trait]
pub trait ImportReader: Send {
    /// The newest of the team, or of one kind; their faults left out.
    async fn imports(&mut self, team: &str, limit: u32) -> Result<Vec<ImportRow>>;
    /// One of them.
    async fn import(&mut self, team: &str, id: &str) -> Result<Option<ImportRow>>;
    /// Its file as text, until it is started or given up.
    async fn import_content(&mut self, team: &str, id: &str) -> Result<Option<String>>;
    /// The team's import that is under way.
    async fn running_import(&mut self, team: &str) -> Result<Option<String>>;
    /// Ended imports of all teams that left hidden rows, and such that were under way: id and team.
    async fn unfinished_imports(&mut self) -> Result<Vec<(String, String)>>;
}

/// Writes.
#[async_trait]
pub trait ImportTx: ImportReader {
    /// A new draft with its file.
    async fn insert_import(&mut self, permit: &Permit, row: &ImportRow, content: &str) -> Result<()>;
    /// Writes all but the file, which is erased with the draft's end: who imports has read it by then.
    async fn update_import(&mut self, permit: &Permit, row: &ImportRow) -> Result<()>;
    /// So many lines are in.
    async fn note_progress(&mut self, permit: &Permit, team: &str, id: &str, done: u32) -> Result<()>;
    /// Ends drafts from before `than`: a file of addresses is not kept for somebody who doesn't come back.
    async fn drop_old_drafts(&mut self, permit: &Permit, than: Millis) -> Result<()>;
    /// Adds hidden rows, each with its line of history by `actor_name`.
    async fn insert_hidden(
        &mut self,
        permit: &Permit,
        import: &ImportRow,
        rows: &[HiddenRow],
        at: Millis,
    ) -> Result<()>;
    /// Removes up to `limit` rows of an import that ended without success; says how many there were.
    async fn delete_hidden(&mut self, permit: &Permit, id: &str, limit: u32) -> Result<u64>;
}
