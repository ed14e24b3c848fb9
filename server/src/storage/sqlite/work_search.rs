//! Searches of work: a rare word is looked up in the index of words; a common one is met soon on any walk.

use super::super::{Looking, Result, WorkNarrow, WorkSlice};
use super::work_list::{BESIDE, SEEN, after, order};
use super::work_scope::{Of, narrowed, searched, sees};
use super::{SqliteTx, decode};
use sqlx::{QueryBuilder, Sqlite};

/// Finds that are looked up one by one; with more of them, one item in so many is met on a walk.
const FEW: usize = 2_000;

/// What the index of words says, before anybody's scope and filters.
pub(super) struct Finds {
    /// Row numbers as a JSON list: all of them, or the first that came.
    json: String,
    /// These are all.
    pub whole: bool,
}

impl SqliteTx {
    /// Rows of the kind that have the words, whoever sees them: nobody is shown them without [`sees`].
    pub(super) async fn finds(&mut self, looking: &Looking<'_>, words: &[String]) -> Result<Finds> {
        let mut ids: Vec<i64> = Vec::new();
        // What is stored has no control characters, and the index would take one for a space.
        if !words.iter().any(|w| w.chars().any(char::is_control)) {
            ids = sqlx::query_scalar("SELECT rowid FROM work_words WHERE work_words MATCH ? LIMIT ?")
                .bind(asked(looking, words))
                .bind(i64::try_from(FEW).unwrap_or(i64::MAX).saturating_add(1))
                .fetch_all(self.on())
                .await?;
        }
        Ok(Finds { json: decode::to_json("finds", &ids)?, whole: ids.len() <= FEW })
    }
}

/// The index's own language; in quotation marks nothing means anything.
fn asked(looking: &Looking<'_>, words: &[String]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut query = format!("place : {}", quoted(&format!("{}:{}", looking.team, looking.kind)));
    for word in words {
        query.push_str(&format!(" AND words : {}*", quoted(word)));
    }
    query
}

/// A page of the finds: each is fetched by its number, whatever the planner thinks of an index that has the order.
pub(super) fn page<'a>(
    looking: &Looking<'a>,
    slice: &'a WorkSlice<'a>,
    finds: &'a Finds,
) -> Result<QueryBuilder<'a, Sqlite>> {
    let mut q = QueryBuilder::new(format!("SELECT {SEEN} FROM work w NOT INDEXED{BESIDE} WHERE"));
    among(&mut q, looking, slice.narrow, finds);
    after(&mut q, slice)?;
    q.push(order(slice.sort)).push(" LIMIT ").push_bind(i64::from(slice.limit));
    Ok(q)
}

/// How many of the finds are seen, up to `cap`.
pub(super) fn count<'a>(
    looking: &Looking<'a>,
    narrow: &'a WorkNarrow,
    finds: &'a Finds,
    cap: u32,
) -> QueryBuilder<'a, Sqlite> {
    let mut q = QueryBuilder::new("SELECT count(*) FROM (SELECT 1 FROM work w NOT INDEXED WHERE");
    among(&mut q, looking, narrow, finds);
    q.push(" LIMIT ").push_bind(i64::from(cap)).push(")");
    q
}

fn among<'a>(
    q: &mut QueryBuilder<'a, Sqlite>,
    looking: &Looking<'a>,
    narrow: &'a WorkNarrow,
    finds: &'a Finds,
) {
    sees(q, Of::Items, looking);
    narrowed(q, Of::Items, narrow);
    searched(q, &narrow.words);
    q.push(" AND w.n IN (SELECT value FROM json_each(").push_bind(&finds.json).push("))");
}
