//! Lists of work: each page is a walk along an index that has the wanted order, from where the page before ended. Where
//! somebody sees several resources or units, the walks are merged.

use super::super::{Cursor, Looking, Result, StoreError, WorkNarrow, WorkSlice};
use super::work_scope::{Of, narrowed, searched, sees};
use shared::api::WorkSort;
use sqlx::{QueryBuilder, Sqlite};

/// Columns of an item with the names beside it.
pub(super) const SEEN: &str = "w.*, m.name AS assignee_name, m.status AS assignee_status, \
     p.kind AS parent_kind, p.title AS parent_title, p.assignee AS parent_assignee, p.resource AS parent_resource, \
     p.unit AS parent_unit";
/// Where they come from; `w` stands before it.
pub(super) const BESIDE: &str =
    " LEFT JOIN member m ON m.id = w.assignee LEFT JOIN work p ON p.id = w.parent";

/// More walks than this are not merged: somebody with so many resources sees most of what there is.
const MERGED: usize = 40;

/// An index that a list walks along.
enum Walk<'a> {
    /// All of the kind.
    Kind,
    /// What is somebody's, or nobody's.
    Assignee(Option<&'a str>),
    /// What belongs to these resources.
    Resources(Vec<&'a str>),
    /// What belongs to these units; `None` for none.
    Units(Vec<Option<&'a str>>),
}

/// The shortest walk that passes everything which scope and filter leave. The conditions themselves are always there too.
fn walk<'a>(looking: &Looking<'a>, narrow: &'a WorkNarrow) -> Walk<'a> {
    let viewer = looking.sight.viewer;
    if let Some(assignee) = &narrow.assignee {
        return Walk::Assignee(assignee.as_deref());
    }
    if looking.sight.scope.assigned {
        return Walk::Assignee(Some(viewer.id));
    }
    if let Some(resource) = &narrow.resource {
        return Walk::Resources(vec![resource]);
    }
    if looking.sight.scope.access && viewer.access.len() <= MERGED {
        return Walk::Resources(viewer.access.iter().map(String::as_str).collect());
    }
    if looking.sight.scope.unit {
        return Walk::Units(std::iter::once(None).chain(viewer.unit.map(Some)).collect());
    }
    Walk::Kind
}

fn index(walk: &Walk<'_>, sort: WorkSort) -> &'static str {
    match (walk, sort) {
        (Walk::Kind, WorkSort::Newest) => "work_newest",
        (Walk::Kind, WorkSort::Title) => "work_title",
        (Walk::Assignee(_), WorkSort::Newest) => "work_assignee_newest",
        (Walk::Assignee(_), WorkSort::Title) => "work_assignee_title",
        (Walk::Resources(_), WorkSort::Newest) => "work_resource_newest",
        (Walk::Resources(_), WorkSort::Title) => "work_resource_title",
        (Walk::Units(_), WorkSort::Newest) => "work_unit_newest",
        (Walk::Units(_), WorkSort::Title) => "work_unit_title",
    }
}

pub(super) const fn order(sort: WorkSort) -> &'static str {
    match sort {
        WorkSort::Newest => " ORDER BY w.created_at DESC, w.id DESC",
        WorkSort::Title => " ORDER BY w.title_key, w.id",
    }
}

/// A page of items with the names beside them.
pub(super) fn page<'a>(looking: &Looking<'a>, slice: &'a WorkSlice<'a>) -> Result<QueryBuilder<'a, Sqlite>> {
    let walk = walk(looking, slice.narrow);
    let mut q = QueryBuilder::new(format!("SELECT {SEEN} FROM "));
    q.push("(SELECT c.n FROM (");
    for (at, branch) in branches(&walk).into_iter().enumerate() {
        if at > 0 {
            q.push(" UNION ALL ");
        }
        q.push("SELECT * FROM (SELECT w.n, w.created_at, w.title_key, w.id FROM work w INDEXED BY ");
        q.push(index(&walk, slice.sort)).push(" WHERE");
        conditions(&mut q, looking, slice.narrow, branch);
        after(&mut q, slice)?;
        q.push(order(slice.sort)).push(" LIMIT ").push_bind(i64::from(slice.limit)).push(")");
    }
    q.push(") c) c JOIN work w ON w.n = c.n").push(BESIDE);
    q.push(order(slice.sort)).push(" LIMIT ").push_bind(i64::from(slice.limit));
    Ok(q)
}

/// How many a search finds, counted up to `cap`.
pub(super) fn count<'a>(looking: &Looking<'a>, narrow: &'a WorkNarrow, cap: u32) -> QueryBuilder<'a, Sqlite> {
    let walk = walk(looking, narrow);
    let mut q = QueryBuilder::new("SELECT count(*) FROM (");
    for (at, branch) in branches(&walk).into_iter().enumerate() {
        q.push(if at > 0 {
            " UNION ALL SELECT 1 FROM work w INDEXED BY "
        } else {
            "SELECT 1 FROM work w INDEXED BY "
        });
        q.push(index(&walk, WorkSort::Newest)).push(" WHERE");
        conditions(&mut q, looking, narrow, branch);
    }
    q.push(" LIMIT ").push_bind(i64::from(cap)).push(")");
    q
}

/// What one walk holds to besides scope and filter.
#[derive(Clone, Copy)]
enum Branch<'a> {
    Whole,
    Assignee(Option<&'a str>),
    Resource(&'a str),
    Unit(Option<&'a str>),
}

fn branches<'a>(walk: &Walk<'a>) -> Vec<Branch<'a>> {
    match walk {
        Walk::Kind => vec![Branch::Whole],
        Walk::Assignee(a) => vec![Branch::Assignee(*a)],
        // Somebody without any resource sees nothing; one walk still has to say so.
        Walk::Resources(all) if all.is_empty() => vec![Branch::Resource("")],
        Walk::Resources(all) => all.iter().map(|r| Branch::Resource(r)).collect(),
        Walk::Units(all) => all.iter().map(|u| Branch::Unit(*u)).collect(),
    }
}

fn conditions<'a>(
    q: &mut QueryBuilder<'a, Sqlite>,
    looking: &Looking<'a>,
    narrow: &'a WorkNarrow,
    branch: Branch<'a>,
) {
    sees(q, Of::Items, looking);
    narrowed(q, Of::Items, narrow);
    let (column, value) = match branch {
        Branch::Whole => ("", None),
        Branch::Assignee(value) => (" AND w.assignee", value),
        Branch::Resource(value) => (" AND w.resource", Some(value)),
        Branch::Unit(value) => (" AND w.unit", value),
    };
    match (column, value) {
        ("", _) => {}
        (column, None) => {
            q.push(column).push(" IS NULL");
        }
        (column, Some(value)) => {
            q.push(column).push(" = ").push_bind(value);
        }
    }
    searched(q, &narrow.words);
}

pub(super) fn after<'a>(q: &mut QueryBuilder<'a, Sqlite>, slice: &'a WorkSlice<'a>) -> Result<()> {
    match (slice.sort, &slice.after) {
        (_, None) => {}
        (WorkSort::Newest, Some(Cursor::Time(at, id))) => {
            q.push(" AND (w.created_at, w.id) < (").push_bind(*at).push(", ").push_bind(id).push(")");
        }
        (WorkSort::Title, Some(Cursor::Name(key, id))) => {
            q.push(" AND (w.title_key, w.id) > (").push_bind(key).push(", ").push_bind(id).push(")");
        }
        _ => return Err(StoreError::Corrupt("cursor", "of another order".into())),
    }
    Ok(())
}
