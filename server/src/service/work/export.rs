//! A list as a file: the same rows, the same filters, and nothing that the list would not show (JT6, A14).

use super::eye::{Eye, open};
use super::list::{after_row, narrow, page};
use crate::clock::day_and_time;
use crate::error::Refusal;
use crate::service::pieces::{Pieces, body};
use crate::session::{Member, SignedIn, still_there};
use crate::state::App;
use crate::storage::{Cursor, WorkNarrow, WorkSeen};
use axum::body::{Body, Bytes};
use shared::api::{WorkQuery, WorkSort};
use shared::policy::KindId;
use std::collections::HashMap;

/// Rows that are read at a time.
const ROWS: u32 = 500;

/// The whole list as CSV, made while it is sent. The rights are asked again with each piece: whoever loses them on the way
/// gets no more, and the file breaks off.
pub async fn export(
    app: &App,
    person: &SignedIn,
    who: &Member,
    kind: &str,
    query: &WorkQuery,
) -> Result<Body, Refusal> {
    let (eye, kind) = open(app, who, kind).await?;
    let narrow = narrow(&eye, query.q.as_deref(), query.assignee.as_deref(), query.resource.as_deref())?;
    let sort = query.sort.unwrap_or_default();
    let file = File {
        app: app.clone(),
        person: person.clone(),
        who: who.clone(),
        kind,
        narrow,
        sort,
        next: Next::Head,
    };
    Ok(body(file))
}

struct File {
    app: App,
    person: SignedIn,
    who: Member,
    kind: KindId,
    narrow: WorkNarrow,
    sort: WorkSort,
    next: Next,
}

enum Next {
    Head,
    Rows(Option<Cursor>),
    End,
}

impl Pieces for File {
    async fn piece(&mut self) -> Result<Option<Bytes>, Refusal> {
        let after = match &self.next {
            Next::End => return Ok(None),
            Next::Head => {
                self.next = Next::Rows(None);
                let eye = Eye::of(&self.who)?;
                // The mark tells spreadsheets that this is UTF-8.
                let mut head = "\u{feff}".as_bytes().to_vec();
                head.extend(lines(std::iter::once(self.head(&eye)?))?);
                return Ok(Some(head.into()));
            }
            Next::Rows(after) => after.clone(),
        };
        let now = still_there(&self.app, &self.person, &self.who.team.id).await?;
        (self.who.team, self.who.row) = now.ok_or(Refusal::NotSignedIn)?;
        let (eye, kind) = (Eye::of(&self.who)?, self.kind);
        let mut db = self.app.read().await?;
        let (rows, more) = page(db.as_mut(), &eye, kind, &self.narrow, self.sort, after, ROWS).await?;
        let team = &self.who.team.id;
        let names = Names {
            resources: db.resources(team).await?.into_iter().map(|r| (r.id, r.name)).collect(),
            units: db.units(team).await?.into_iter().map(|u| (u.id, u.name)).collect(),
        };
        drop(db);
        self.next = match rows.last() {
            Some(last) if more => Next::Rows(Some(after_row(self.sort, last))),
            _ => Next::End,
        };
        let mut cells = Vec::with_capacity(rows.len());
        for row in rows {
            cells.push(self.row(&eye, &names, row)?);
        }
        Ok(Some(lines(cells.into_iter())?.into()))
    }
}

impl File {
    fn head(&self, eye: &Eye) -> Result<Vec<String>, Refusal> {
        let (policy, def) = (eye.policy(), eye.def(self.kind)?);
        let mut cells = vec![def.title.clone()];
        let shown = def.fields.iter().filter(|(id, _)| eye.sees_field(self.kind, id));
        cells.extend(shown.map(|(_, field)| field.label.clone()));
        cells.push(policy.word("assigned-to").to_owned());
        if let Some((_, parent)) =
            def.parent.as_deref().and_then(|id| policy.kind(id)).and_then(|k| policy.kind_def(k))
        {
            cells.push(parent.label.clone());
        }
        if let Some(resources) = policy.profile().resources.as_ref().filter(|_| def.resource) {
            cells.push(resources.one.clone());
        }
        if let Some(units) = policy.profile().units.as_ref().filter(|_| def.unit) {
            cells.push(units.label.clone());
        }
        cells.push("Created".to_owned());
        Ok(cells)
    }

    fn row(&self, eye: &Eye, names: &Names, seen: WorkSeen) -> Result<Vec<String>, Refusal> {
        let def = eye.def(self.kind)?;
        let view = eye.view(seen);
        let name = |all: &HashMap<String, String>, id: &Option<String>| {
            id.as_ref().and_then(|id| all.get(id)).cloned().unwrap_or_default()
        };
        let mut cells = vec![view.title];
        let shown = def.fields.iter().filter(|(id, _)| eye.sees_field(self.kind, id));
        cells.extend(shown.map(|(id, _)| view.fields.get(id).cloned().unwrap_or_default()));
        cells.push(view.assignee.map(|a| a.name).unwrap_or_default());
        if def.parent.is_some() {
            cells.push(view.parent.map(|p| p.title).unwrap_or_default());
        }
        if def.resource && eye.policy().profile().resources.is_some() {
            cells.push(name(&names.resources, &view.resource));
        }
        if def.unit && eye.policy().profile().units.is_some() {
            cells.push(name(&names.units, &view.unit));
        }
        cells.push(day_and_time(view.created_at));
        Ok(cells)
    }
}

struct Names {
    resources: HashMap<String, String>,
    units: HashMap<String, String>,
}

pub(in crate::service) fn lines(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Refusal> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        csv.write_record(row.iter().map(|cell| inert(cell))).map_err(Refusal::internal)?;
    }
    csv.into_inner().map_err(|e| Refusal::internal(e.to_string()))
}

/// A spreadsheet takes a cell that begins so for a formula (N4).
pub fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n4_cells_that_begin_a_formula_are_inert() {
        for (cell, want) in [
            ("=1+1", "'=1+1"),
            ("+1 512", "'+1 512"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("plain, with \"quotes\"", "plain, with \"quotes\""),
            ("", ""),
        ] {
            assert_eq!(inert(cell), want);
        }
        let text = lines(std::iter::once(vec!["a,\"b\"".to_owned(), "=1".to_owned()])).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "\"a,\"\"b\"\"\",'=1\r\n");
    }
}
