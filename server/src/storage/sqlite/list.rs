//! Member lists: filters as conditions, keyset pages.

use super::super::{Cursor, ListFilter, Page, Result, StoreError};
use super::decode::MEMBER;
use shared::api::Sort;
use sqlx::QueryBuilder;
use sqlx::Sqlite;

pub(super) fn page_query<'a>(team: &'a str, page: &'a Page) -> Result<QueryBuilder<'a, Sqlite>> {
    let mut q = QueryBuilder::new(format!("SELECT {MEMBER} FROM member m WHERE m.team_id = "));
    q.push_bind(team);
    narrow(&mut q, &page.filter);
    match (page.sort, &page.after) {
        (_, None) => {}
        (Sort::Name, Some(Cursor::Name(key, id))) => {
            q.push(" AND (m.name_key, m.id) > (").push_bind(key).push(", ").push_bind(id).push(")");
        }
        (Sort::LastActive, Some(Cursor::Time(at, id))) => {
            q.push(" AND (ifnull(m.last_active_at, 0), m.id) > (")
                .push_bind(*at)
                .push(", ")
                .push_bind(id)
                .push(")");
        }
        (Sort::Newest, Some(Cursor::Time(at, id))) => {
            q.push(" AND (m.invited_at, m.id) < (").push_bind(*at).push(", ").push_bind(id).push(")");
        }
        _ => return Err(StoreError::Corrupt("cursor", "of another order".into())),
    }
    q.push(match page.sort {
        Sort::Name => " ORDER BY m.name_key, m.id",
        Sort::LastActive => " ORDER BY ifnull(m.last_active_at, 0), m.id",
        Sort::Newest => " ORDER BY m.invited_at DESC, m.id DESC",
    });
    q.push(" LIMIT ").push_bind(i64::from(page.limit));
    Ok(q)
}

pub(super) fn count_query<'a>(team: &'a str, filter: &'a ListFilter) -> QueryBuilder<'a, Sqlite> {
    let mut q = QueryBuilder::new("SELECT count(*) FROM member m WHERE m.team_id = ");
    q.push_bind(team);
    narrow(&mut q, filter);
    q
}

fn narrow<'a>(q: &mut QueryBuilder<'a, Sqlite>, filter: &'a ListFilter) {
    if let Some(status) = filter.status {
        q.push(" AND m.status = ").push_bind(status.stored().id());
    }
    if let Some(role) = &filter.role {
        q.push(" AND (m.role = ").push_bind(role);
        q.push(" OR EXISTS (SELECT 1 FROM json_each(m.additions) WHERE value = ").push_bind(role).push("))");
    }
    for word in &filter.words {
        // instr, not LIKE: no character of the word means anything. The key's words each have a space before them.
        q.push(" AND (instr(' ' || m.name_key, ").push_bind(format!(" {word}"));
        q.push(") > 0 OR instr(m.email_key, ").push_bind(word).push(") > 0)");
    }
}
