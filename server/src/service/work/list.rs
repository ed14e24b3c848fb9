//! Lists of work, and the counts beside them.

use super::eye::{Eye, open};
use crate::error::Refusal;
use crate::fold::words;
use crate::session::Member;
use crate::state::App;
use crate::storage::{Cursor, Reader, WorkNarrow, WorkSeen, WorkSlice};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::api::{PersonCount, WorkCounts, WorkPage, WorkQuery, WorkSort};
use shared::policy::KindId;

/// How far the finds of a search are counted.
const COUNTED: u32 = 1_000;
/// People that the assignee filter offers.
const PEOPLE: u32 = 500;

/// A page of a kind.
pub async fn list(app: &App, who: &Member, kind: &str, query: &WorkQuery) -> Result<WorkPage, Refusal> {
    let (eye, kind) = open(app, who, kind).await?;
    let limit = query.limit.unwrap_or(100);
    if !(1..=500).contains(&limit) {
        return Err(Refusal::field("limit", "out-of-range"));
    }
    let narrow = narrow(&eye, query.q.as_deref(), query.assignee.as_deref(), query.resource.as_deref())?;
    let sort = query.sort.unwrap_or_default();
    let after = query.after.as_deref().map(|text| cursor(sort, text)).transpose()?;
    let mut db = app.read().await?;
    let first = after.is_none();
    let (rows, more) = page(db.as_mut(), &eye, kind, &narrow, sort, after, limit).await?;
    let looking = eye.looking(kind);
    let tally = db.work_tally(&looking).await?;
    let total = match u32::try_from(rows.len()) {
        // All that a search finds is here: no need to walk through everything again to count it.
        Ok(n) if first && !more => n,
        _ => db.work_total(&looking, &narrow, COUNTED).await?,
    };
    let next = rows.last().filter(|_| more).map(|row| cursor_text(sort, row));
    Ok(WorkPage { items: rows.into_iter().map(|row| eye.view(row)).collect(), next, total, tally })
}

/// One page of rows, and whether there are more.
pub(super) async fn page(
    db: &mut dyn Reader,
    eye: &Eye,
    kind: KindId,
    narrow: &WorkNarrow,
    sort: WorkSort,
    after: Option<Cursor>,
    limit: u32,
) -> Result<(Vec<WorkSeen>, bool), Refusal> {
    // One more than asked for says whether there is another page.
    let slice = WorkSlice { narrow, sort, after, limit: limit.saturating_add(1) };
    let mut rows = db.work_page(&eye.looking(kind), &slice).await?;
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > full;
    rows.truncate(full);
    Ok((rows, more))
}

/// The filters as the database takes them.
pub(super) fn narrow(
    eye: &Eye,
    q: Option<&str>,
    assignee: Option<&str>,
    resource: Option<&str>,
) -> Result<WorkNarrow, Refusal> {
    let q = q.unwrap_or_default();
    if q.len() > 400 {
        return Err(Refusal::field("q", "too-long"));
    }
    let assignee = assignee.map(|id| match id {
        "none" => None,
        "me" => Some(eye.row.id.clone()),
        id => Some(id.to_owned()),
    });
    Ok(WorkNarrow { words: words(q), assignee, resource: resource.map(str::to_owned) })
}

/// Counts of a kind, and who has how many.
pub async fn counts(app: &App, who: &Member, kind: &str) -> Result<WorkCounts, Refusal> {
    let (eye, kind) = open(app, who, kind).await?;
    let looking = eye.looking(kind);
    let mut db = app.read().await?;
    let tally = db.work_tally(&looking).await?;
    let people = db.work_people(&looking, PEOPLE).await?;
    Ok(WorkCounts {
        tally,
        people: people.into_iter().map(|(person, n)| PersonCount { person, n }).collect(),
    })
}

pub(super) fn after_row(sort: WorkSort, seen: &WorkSeen) -> Cursor {
    match sort {
        WorkSort::Newest => Cursor::Time(seen.row.created_at, seen.row.id.clone()),
        WorkSort::Title => Cursor::Name(seen.row.title_key.clone(), seen.row.id.clone()),
    }
}

fn cursor_text(sort: WorkSort, seen: &WorkSeen) -> String {
    let place = match after_row(sort, seen) {
        Cursor::Time(at, id) => serde_json::json!([at, id]),
        Cursor::Name(key, id) => serde_json::json!([key, id]),
    };
    URL_SAFE_NO_PAD.encode(place.to_string())
}

fn cursor(sort: WorkSort, text: &str) -> Result<Cursor, Refusal> {
    let bad = || Refusal::field("after", "invalid");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
    match sort {
        WorkSort::Newest => {
            let (at, id) = serde_json::from_slice::<(i64, String)>(&bytes).map_err(|_| bad())?;
            Ok(Cursor::Time(at, id))
        }
        WorkSort::Title => {
            let (key, id) = serde_json::from_slice::<(String, String)>(&bytes).map_err(|_| bad())?;
            Ok(Cursor::Name(key, id))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_for_its_own_order_and_junk_is_refused() {
        let text = URL_SAFE_NO_PAD.encode(r#"["ana","x"]"#);
        assert_eq!(cursor(WorkSort::Title, &text).unwrap(), Cursor::Name("ana".into(), "x".into()));
        assert!(cursor(WorkSort::Newest, &text).is_err());
        for junk in ["", "!", "bm9uc2Vuc2U", "W10"] {
            assert!(cursor(WorkSort::Newest, junk).is_err(), "{junk}");
            assert!(cursor(WorkSort::Title, junk).is_err(), "{junk}");
        }
    }
}
