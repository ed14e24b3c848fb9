-- Every row that belongs to a team carries team_id, and every query names it: tenants never meet (A3, A4).
-- Times are milliseconds since 1970 UTC. JSON columns hold what is read and written as a whole.

CREATE TABLE account (
    id            TEXT PRIMARY KEY,
    email         TEXT NOT NULL,           -- as typed: mail goes to these bytes (I6)
    email_key     TEXT NOT NULL UNIQUE,    -- what addresses are compared by
    name          TEXT NOT NULL,
    password_hash TEXT,
    borrowed      INTEGER NOT NULL DEFAULT 0, -- somebody else chose the password and may know it
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE team (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    profile    TEXT NOT NULL,
    enterprise INTEGER NOT NULL DEFAULT 0,
    seats      TEXT NOT NULL DEFAULT '{}', -- JSON: kind of seat -> how many were bought
    revision   INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
    id             TEXT PRIMARY KEY,
    team_id        TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    account_id     TEXT REFERENCES account(id),  -- NULL until the invitation is accepted
    email          TEXT NOT NULL,
    email_key      TEXT NOT NULL,
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,                -- folded, for search and order
    fields         TEXT NOT NULL,                -- JSON: field -> value
    role           TEXT NOT NULL,
    additions      TEXT NOT NULL DEFAULT '[]',
    grants         TEXT NOT NULL DEFAULT '[]',
    standing       TEXT NOT NULL DEFAULT '[]',
    access         TEXT NOT NULL DEFAULT '[]',
    unit           TEXT,
    status         TEXT NOT NULL CHECK (status IN ('pending', 'active', 'deactivated')),
    expires_at     INTEGER,                      -- pending: end of the invitation
    sent           INTEGER NOT NULL DEFAULT 0,   -- pending: mails sent
    invited_at     INTEGER NOT NULL,
    joined_at      INTEGER,
    deactivated_at INTEGER,
    last_active_at INTEGER,
    version        INTEGER NOT NULL DEFAULT 1,
    UNIQUE (team_id, email_key)
) STRICT;
-- Order by name, and everything that a search looks at: it reads this index alone, not the rows.
CREATE INDEX member_by_name   ON member (team_id, name_key, id, email_key, status, role, additions);
CREATE INDEX member_by_newest ON member (team_id, invited_at DESC, id DESC);
CREATE INDEX member_by_active ON member (team_id, ifnull(last_active_at, 0), id);
CREATE INDEX member_pending   ON member (team_id, expires_at) WHERE status = 'pending';
CREATE UNIQUE INDEX member_of_account ON member (account_id, team_id) WHERE account_id IS NOT NULL;

-- Maintained with each write to member: how many have the same place in the team. Counts, seats and guards are derived
-- from these few rows instead of from the whole team. additions and standing are JSON, as in member.
CREATE TABLE member_tally (
    team_id   TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    status    TEXT NOT NULL,
    role      TEXT NOT NULL,
    additions TEXT NOT NULL,
    standing  TEXT NOT NULL,
    n         INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (team_id, status, role, additions, standing)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
    member_id  TEXT PRIMARY KEY REFERENCES member(id) ON DELETE CASCADE,
    team_id    TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE              -- the token itself is in the mail alone (I7)
) STRICT;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_account ON session (account_id);
CREATE INDEX session_by_end ON session (expires_at);

CREATE TABLE reset (
    token_hash BLOB PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reset_of_account ON reset (account_id);

CREATE TABLE resource (
    team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    id      TEXT NOT NULL,
    name    TEXT NOT NULL,
    grp     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (team_id, id)
) STRICT, WITHOUT ROWID;

-- Names are kept as they were: the log outlives the people in it.
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id     TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    actor_id    TEXT,
    actor_name  TEXT NOT NULL,
    action      TEXT NOT NULL,
    target_id   TEXT,
    target_name TEXT NOT NULL,
    detail      TEXT NOT NULL DEFAULT '',
    denial      TEXT
) STRICT;
CREATE INDEX audit_of_team ON audit (team_id, id);

-- What leaves the server, written in the transaction that caused it. The payload is erased once it was delivered.
CREATE TABLE outbox (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    payload  TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at  INTEGER NOT NULL,
    error    TEXT NOT NULL DEFAULT '',
    made_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_at) WHERE state = 'waiting';

-- Where mail goes without an SMTP server.
CREATE TABLE mailbox (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    text    TEXT NOT NULL,
    html    TEXT NOT NULL
) STRICT;
