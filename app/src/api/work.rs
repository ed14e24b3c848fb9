//! Work: lists, items, assignment.

use super::calls::{enc, team};
use super::fetch::{Asked, ask, get};
use shared::api::*;

/// Appends what is there as a query.
pub(super) fn with_query(mut path: String, pairs: &[(&str, Option<&str>)]) -> String {
    let mut mark = '?';
    for (key, value) in pairs {
        if let Some(v) = value {
            path.push(mark);
            mark = '&';
            path.push_str(key);
            path.push('=');
            path.push_str(&enc(v));
        }
    }
    path
}

pub(super) fn of_kind(t: &str, kind: &str, tail: &str) -> String {
    team(t, &["/work/", &enc(kind), tail].concat())
}

fn of_item(t: &str, kind: &str, item: &str, tail: &str) -> String {
    of_kind(t, kind, &["/", &enc(item), tail].concat())
}

/// The list's own query, and the export's.
fn query(path: String, q: &WorkQuery) -> String {
    let sort = q.sort.map(|s| if s == WorkSort::Title { "title" } else { "newest" });
    let limit = q.limit.map(|n| n.to_string());
    let pairs = [
        ("q", q.q.as_deref()),
        ("assignee", q.assignee.as_deref()),
        ("resource", q.resource.as_deref()),
        ("sort", sort),
        ("after", q.after.as_deref()),
        ("limit", limit.as_deref()),
    ];
    with_query(path, &pairs)
}

pub fn work(t: &str, kind: &str, q: &WorkQuery) -> Asked<WorkPage> {
    get(query(of_kind(t, kind, ""), q))
}

/// Where the same list is as a file.
pub fn work_export(t: &str, kind: &str, q: &WorkQuery) -> String {
    [BASE, &query(of_kind(t, kind, "/export"), q)].concat()
}

pub fn work_counts(t: &str, kind: &str) -> Asked<WorkCounts> {
    get(of_kind(t, kind, "/counts"))
}

pub fn work_item(t: &str, kind: &str, item: &str) -> Asked<WorkDetail> {
    get(of_item(t, kind, item, ""))
}

pub fn new_work(t: &str, kind: &str, new: &NewWork) -> Asked<WorkDetail> {
    ask("POST", of_kind(t, kind, ""), new)
}

pub fn edit_work(t: &str, kind: &str, item: &str, e: &EditWork) -> Asked<WorkDetail> {
    ask("PATCH", of_item(t, kind, item, ""), e)
}

pub fn add_note(t: &str, kind: &str, item: &str, text: String) -> Asked<WorkDetail> {
    ask("POST", of_item(t, kind, item, "/notes"), &NewNote { text })
}

pub fn assign_work(t: &str, kind: &str, a: &AssignWork) -> Asked<MovedWork> {
    ask("POST", of_kind(t, kind, "/assign"), a)
}

/// Gives back what a move took, where it has not moved on since.
pub fn undo_move(t: &str, batch: String) -> Asked<MovedWork> {
    ask("POST", team(t, "/work/undo"), &UndoMove { batch })
}

/// Items of all kinds, or of one, by what is typed.
pub fn suggest_work(t: &str, q: &SuggestQuery) -> Asked<Suggestions> {
    let limit = q.limit.map(|n| n.to_string());
    let pairs = [("q", Some(q.q.as_str())), ("kind", q.kind.as_deref()), ("limit", limit.as_deref())];
    get(with_query(team(t, "/work"), &pairs))
}

/// Active members by what is typed, with the reason of those who cannot hold the kind.
pub fn people(t: &str, q: &PeopleQuery) -> Asked<People> {
    let limit = q.limit.map(|n| n.to_string());
    let pairs = [("q", q.q.as_deref()), ("kind", q.kind.as_deref()), ("limit", limit.as_deref())];
    get(with_query(team(t, "/people"), &pairs))
}
