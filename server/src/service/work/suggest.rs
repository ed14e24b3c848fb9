//! Type-ahead over items of all kinds that the viewer sees.

use super::eye::{Eye, may};
use super::list::{narrow, page};
use crate::error::Refusal;
use crate::fold::fold;
use crate::session::Member;
use crate::state::App;
use shared::api::{SuggestQuery, Suggestions, WorkRef, WorkSort};
use shared::policy::Command;

/// Items whose title begins so, and after them those that have the words anywhere.
pub async fn suggest(app: &App, who: &Member, query: &SuggestQuery) -> Result<Suggestions, Refusal> {
    let eye = Eye::of(who)?;
    let limit = query.limit.unwrap_or(10);
    if !(1..=50).contains(&limit) {
        return Err(Refusal::field("limit", "out-of-range"));
    }
    let kinds = match &query.kind {
        Some(id) => {
            let kind = eye.kind(id)?;
            may(app, who, Command::ViewWork { kind }).await?;
            vec![kind]
        }
        None => eye.policy().kinds().filter(|k| eye.opens(*k)).collect(),
    };
    let found = narrow(&eye, Some(&query.q), None, None)?;
    let full = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut items: Vec<WorkRef> = Vec::new();
    if found.words.is_empty() {
        return Ok(Suggestions { items });
    }
    let mut db = app.read().await?;
    let begins = fold(&query.q);
    for kind in &kinds {
        let looking = eye.looking(*kind);
        for (id, title) in db.work_beginning(&looking, &begins, limit).await? {
            items.push(WorkRef { kind: looking.kind.to_owned(), id, title });
        }
    }
    for kind in &kinds {
        if items.len() >= full {
            break;
        }
        let (rows, _) = page(db.as_mut(), &eye, *kind, &found, WorkSort::Newest, None, limit).await?;
        for seen in rows {
            if !items.iter().any(|i| i.id == seen.row.id) {
                items.push(WorkRef { kind: seen.row.kind, id: seen.row.id, title: seen.row.title });
            }
        }
    }
    items.truncate(full);
    Ok(Suggestions { items })
}
