//! What somebody sees of a kind of work, as SQL. Every query that shows, counts or moves items for a person is narrowed
//! here and nowhere else, by the rules' own [`Scope`](shared::policy::Scope).

use super::super::{Looking, Sight, WorkNarrow};
use sqlx::{QueryBuilder, Sqlite};

/// Items that an unfinished import brought are hidden from everybody.
pub(super) const SHOWN: &str =
    "(w.batch IS NULL OR EXISTS (SELECT 1 FROM import i WHERE i.id = w.batch AND i.state = 'done'))";

/// Which table the conditions are about: in the tally an empty text stands for none.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// `work w`.
    Items,
    /// `work_tally w`.
    Tally,
}

/// Narrows to the team, the kind, and what is seen of it.
pub(super) fn sees<'a>(q: &mut QueryBuilder<'a, Sqlite>, of: Of, looking: &Looking<'a>) {
    q.push(" w.team_id = ").push_bind(looking.team);
    q.push(" AND w.kind = ").push_bind(looking.kind);
    for sight in std::iter::once(looking.sight).chain(looking.also) {
        seen_by(q, of, sight);
    }
    match of {
        Of::Items => q.push(" AND ").push(SHOWN),
        Of::Tally => q.push(" AND w.n > 0"),
    };
}

/// What one viewer sees.
fn seen_by<'a>(q: &mut QueryBuilder<'a, Sqlite>, of: Of, sight: Sight<'a>) {
    let Sight { scope, viewer } = sight;
    if scope.nothing || (scope.access && viewer.access.is_empty()) {
        // Never true, in items and in the tally alike. A plain 0 would take the other conditions away, and with them the
        // right to use an index that needs one.
        q.push(" AND w.n < 0");
    }
    if scope.assigned {
        q.push(" AND w.assignee = ").push_bind(viewer.id);
    }
    if scope.unit {
        q.push(match of {
            Of::Items => " AND (w.unit IS NULL",
            Of::Tally => " AND (w.unit = ''",
        });
        if let Some(unit) = viewer.unit {
            q.push(" OR w.unit = ").push_bind(unit);
        }
        q.push(")");
    }
    if scope.access && !viewer.access.is_empty() {
        one_of(q, " AND w.resource", viewer.access.iter().map(String::as_str));
    }
}

/// The filters of a list, the words apart.
pub(super) fn narrowed<'a>(q: &mut QueryBuilder<'a, Sqlite>, of: Of, narrow: &'a WorkNarrow) {
    match (&narrow.assignee, of) {
        (None, _) => {}
        (Some(Some(member)), _) => {
            q.push(" AND w.assignee = ").push_bind(member);
        }
        (Some(None), Of::Items) => {
            q.push(" AND w.assignee IS NULL");
        }
        (Some(None), Of::Tally) => {
            q.push(" AND w.assignee = ''");
        }
    }
    if let Some(resource) = &narrow.resource {
        q.push(" AND w.resource = ").push_bind(resource);
    }
}

/// The words of a search. instr, not LIKE: no character of a word means anything.
pub(super) fn searched<'a>(q: &mut QueryBuilder<'a, Sqlite>, words: &[String]) {
    for word in words {
        q.push(" AND instr(w.search_key, ").push_bind(format!(" {word}")).push(") > 0");
    }
}

/// `… IN (…)`; the list must not be empty where an index is prescribed.
pub(super) fn one_of<'a>(
    q: &mut QueryBuilder<'a, Sqlite>,
    column: &str,
    values: impl Iterator<Item = &'a str>,
) {
    q.push(column).push(" IN (");
    let mut list = q.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    q.push(")");
}
