//! The rows of a team's export, made into JSON by the database itself. Each column is named: what is not named here is in
//! no file, and no hash, token or secret is named.

use super::super::Part;
use super::work_scope::SHOWN;

const PERSON: &str = "'id', m.id, 'email', m.email, 'name', m.name, 'fields', json(m.fields), 'role', m.role, \
     'additions', json(m.additions), 'grants', json(m.grants), 'standing', json(m.standing), 'access', json(m.access), \
     'unit', m.unit, 'manages', json(m.manages), 'invited_at', m.invited_at";

/// The query of a part: ?1 the team, ?2 the place to go on after, ?3 how many. Large tables are walked by their rows' own
/// numbers (`NOT INDEXED`): a page then costs what it holds, and not a sort of everything that comes after it.
pub(super) fn sql(part: Part) -> String {
    match part {
        Part::Members => format!(
            "SELECT m.rowid, json_object({PERSON}, 'status', m.status, 'joined_at', m.joined_at, \
             'deactivated_at', m.deactivated_at, 'last_active_at', m.last_active_at) \
             FROM member m NOT INDEXED WHERE m.rowid > ?2 AND m.team_id = ?1 AND m.status <> 'pending' \
             ORDER BY m.rowid LIMIT ?3"
        ),
        Part::Invitations => format!(
            "SELECT m.rowid, json_object({PERSON}, 'expires_at', m.expires_at, 'sent', m.sent) \
             FROM member m NOT INDEXED WHERE m.rowid > ?2 AND m.team_id = ?1 AND m.status = 'pending' \
             ORDER BY m.rowid LIMIT ?3"
        ),
        Part::Units => numbered("unit", "kind, name, id", "'id', id, 'kind', kind, 'name', name"),
        Part::Resources => numbered("resource", "grp, name, id", "'id', id, 'name', name, 'group', grp"),
        Part::Work => format!(
            "SELECT w.n, json_object('id', w.id, 'kind', w.kind, 'title', w.title, 'fields', json(w.fields), \
             'assignee', w.assignee, 'parent', w.parent, 'resource', w.resource, 'unit', w.unit, \
             'created_at', w.created_at, 'touched_at', w.touched_at, 'history', (SELECT json_group_array(json(line)) FROM \
             (SELECT json_object('at', e.at, 'actor', e.actor, 'kind', e.kind, 'text', e.text, 'from', e.from_name, \
             'to', e.to_name) AS line FROM work_event e WHERE e.item = w.id ORDER BY e.id))) \
             FROM work w NOT INDEXED WHERE w.n > ?2 AND w.team_id = ?1 AND {SHOWN} ORDER BY w.n LIMIT ?3"
        ),
        Part::Entries => rows(
            "entry",
            "'id', id, 'list', list, 'place', place, 'name', name, 'fields', json(fields), 'actor', actor, 'at', at",
        ),
        Part::Automations => rows(
            "automation",
            "'id', id, 'name', name, 'kind', kind, 'running', json(iif(running, 'true', 'false')), \
             'made_by', made_by_name, 'created_at', created_at, 'members', \
             (SELECT json_group_array(member) FROM (SELECT member FROM automation_member \
             WHERE automation = t.id ORDER BY place))",
        ),
        Part::Keys => rows(
            "api_key",
            "'name', name, 'made_by', made_by_name, 'created_at', created_at, 'last_used_at', last_used_at",
        ),
        // What stands behind a question mark is often a secret of the receiver's.
        Part::Webhooks => rows(
            "webhook",
            "'url', substr(url, 1, instr(url || '?', '?') - 1), 'topics', json(topics), 'made_by', made_by_name, \
             'created_at', created_at, 'delivered_at', delivered_at",
        ),
        Part::Departures => rows(
            "departure",
            "'member', member, 'name', name, 'role', role, 'how', how, 'at', at, 'actor', actor, 'closed_at', closed_at",
        ),
        Part::Imports => rows(
            "import",
            "'kind', kind, 'file', file, 'state', state, 'lines', lines, 'done', done, 'faults', fault_count, \
             'actor', actor_name, 'created_at', created_at",
        ),
        Part::Purchases => rows("purchase", "'at', at, 'actor', actor, 'kind', kind, 'n', n"),
        Part::Reviews => rows(
            "review",
            "'started_at', started_at, 'actor', actor, 'days', days, 'closed_at', closed_at, 'lines', \
             (SELECT json_group_array(json_object('member', l.member, 'name', l.name, 'role', l.role, \
             'additions', json(l.additions), 'grants', json(l.grants), 'access', json(l.access), \
             'last_active_at', l.last_active_at, 'outcome', l.outcome, 'actor', l.actor, 'at', l.at)) \
             FROM review_line l WHERE l.review = t.id)",
        ),
        Part::Audit => rows(
            "audit",
            "'at', at, 'actor', actor_name, 'action', action, 'target', target_name, 'detail', detail, 'denial', denial",
        ),
    }
}

/// A table whose rows have numbers.
fn rows(table: &str, columns: &str) -> String {
    format!(
        "SELECT t.rowid, json_object({columns}) FROM {table} t NOT INDEXED \
         WHERE t.rowid > ?2 AND t.team_id = ?1 ORDER BY t.rowid LIMIT ?3"
    )
}

/// A small table whose rows have none: numbered in this order.
fn numbered(table: &str, order: &str, columns: &str) -> String {
    format!(
        "SELECT n, line FROM (SELECT row_number() OVER (ORDER BY {order}) AS n, json_object({columns}) AS line \
         FROM {table} WHERE team_id = ?1) WHERE n > ?2 ORDER BY n LIMIT ?3"
    )
}
