-- Work, units, routing and what belongs to them. Times, JSON and team_id as in 0001.

-- Ids of the profile's settings that are on (JT6).
ALTER TABLE team ADD COLUMN settings TEXT NOT NULL DEFAULT '[]';
-- Units whose accounts the member manages (ST2). member.unit is the one that they belong to.
ALTER TABLE member ADD COLUMN manages TEXT NOT NULL DEFAULT '[]';
CREATE INDEX member_of_unit ON member (team_id, unit) WHERE unit IS NOT NULL;

CREATE TABLE unit (
    team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    id      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (team_id, id)
) STRICT, WITHOUT ROWID;

-- rowid tables: a move of 100,000 items rewrites small rows and two index entries each, not a clustered tree.
CREATE TABLE work (
    n          INTEGER PRIMARY KEY,          -- never shown
    id         TEXT NOT NULL UNIQUE,
    team_id    TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    title      TEXT NOT NULL,
    title_key  TEXT NOT NULL,                -- folded, for order
    search_key TEXT NOT NULL,                -- folded: title and searched fields, a space before each word
    fields     TEXT NOT NULL,                -- JSON: field -> value
    assignee   TEXT REFERENCES member(id),   -- NULL: nobody's. No cascade: whoever deletes a member moves the work first
    parent     TEXT REFERENCES work(id) ON DELETE SET NULL,
    resource   TEXT,
    unit       TEXT,
    batch      TEXT,                         -- import that it came with; hidden until that is done
    once       TEXT,                         -- intake: the sender's own key
    created_at INTEGER NOT NULL,
    touched_at INTEGER NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1
) STRICT;
-- Each list is a walk along one of these: the kind, or the kind of one assignee (NULL included), resource or unit, newest
-- first or by title. A search without an assignee reads the first two alone. An assignee stands first because deleting a
-- member looks for it; a move rewrites the two entries that begin with it and no others.
CREATE INDEX work_newest          ON work (team_id, kind, created_at DESC, id DESC, search_key);
CREATE INDEX work_title           ON work (team_id, kind, title_key, id, search_key);
CREATE INDEX work_assignee_newest ON work (assignee, team_id, kind, created_at DESC, id DESC);
CREATE INDEX work_assignee_title  ON work (assignee, team_id, kind, title_key, id);
CREATE INDEX work_resource_newest ON work (team_id, kind, resource, created_at DESC, id DESC) WHERE resource IS NOT NULL;
CREATE INDEX work_resource_title  ON work (team_id, kind, resource, title_key, id) WHERE resource IS NOT NULL;
CREATE INDEX work_unit_newest     ON work (team_id, kind, unit, created_at DESC, id DESC);
CREATE INDEX work_unit_title      ON work (team_id, kind, unit, title_key, id);
CREATE INDEX work_parent          ON work (parent) WHERE parent IS NOT NULL;
CREATE INDEX work_batch           ON work (batch) WHERE batch IS NOT NULL;
CREATE UNIQUE INDEX work_once     ON work (team_id, once) WHERE once IS NOT NULL;

-- The words of search_key, to find a rare one without a walk through everything. Tokens end at a space and nowhere else.
-- Hidden items are in it too: whoever reads it looks at the item as well.
CREATE VIRTUAL TABLE work_words USING fts5(place, words, content='', detail=column, columnsize=0,
    tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'");
CREATE TRIGGER work_words_in AFTER INSERT ON work BEGIN
    INSERT INTO work_words (rowid, place, words) VALUES (new.n, new.team_id || ':' || new.kind, new.search_key);
END;
CREATE TRIGGER work_words_out AFTER DELETE ON work BEGIN
    INSERT INTO work_words (work_words, rowid, place, words)
        VALUES ('delete', old.n, old.team_id || ':' || old.kind, old.search_key);
END;
CREATE TRIGGER work_words_on AFTER UPDATE OF search_key ON work BEGIN
    INSERT INTO work_words (work_words, rowid, place, words)
        VALUES ('delete', old.n, old.team_id || ':' || old.kind, old.search_key);
    INSERT INTO work_words (rowid, place, words) VALUES (new.n, new.team_id || ':' || new.kind, new.search_key);
END;

-- Maintained with each write to work that is not hidden: what every count and every preview is read from.
CREATE TABLE work_tally (
    team_id  TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    kind     TEXT NOT NULL,
    assignee TEXT NOT NULL,                  -- '' for nobody
    resource TEXT NOT NULL,                  -- '' for none
    unit     TEXT NOT NULL,                  -- '' for none
    n        INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (team_id, kind, assignee, resource, unit)
) STRICT, WITHOUT ROWID;

-- History of an item. Names are kept as they were: it outlives the people in it.
CREATE TABLE work_event (
    id      INTEGER PRIMARY KEY,
    item    TEXT NOT NULL REFERENCES work(id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,                   -- name; '' for the system
    kind    TEXT NOT NULL,
    text    TEXT NOT NULL DEFAULT '',
    from_id TEXT, from_name TEXT NOT NULL DEFAULT '',
    to_id   TEXT, to_name   TEXT NOT NULL DEFAULT '',
    batch   TEXT                             -- the move that it was part of; work_move says where to look for it
) STRICT;
CREATE INDEX work_event_of_item ON work_event (item, id);

-- A move of many items, which can be taken back by whoever made it.
CREATE TABLE work_move (
    id      TEXT PRIMARY KEY,
    team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    actor   TEXT NOT NULL,                   -- member id
    at      INTEGER NOT NULL,
    first   INTEGER NOT NULL,                -- its lines in work_event were written in one go: from this one
    last    INTEGER NOT NULL,                -- to this one
    undone  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE notice (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    member  TEXT NOT NULL REFERENCES member(id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    actor   TEXT NOT NULL,
    work    TEXT NOT NULL,                   -- kind of work
    item    TEXT REFERENCES work(id) ON DELETE CASCADE,
    n       INTEGER NOT NULL DEFAULT 1,
    read_at INTEGER
) STRICT;
CREATE INDEX notice_of_member ON notice (member, id);
CREATE INDEX notice_of_item ON notice (item) WHERE item IS NOT NULL;
CREATE INDEX notice_unread ON notice (member) WHERE read_at IS NULL;

-- made_by is an id without a reference, beside the name: the checklist for somebody who has gone needs both (JT16).
CREATE TABLE automation (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    name TEXT NOT NULL, kind TEXT NOT NULL, running INTEGER NOT NULL DEFAULT 1,
    turn INTEGER NOT NULL DEFAULT 0,         -- grows with each item that was given to somebody
    made_by TEXT NOT NULL, made_by_name TEXT NOT NULL, created_at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX automation_of_team ON automation (team_id, kind, name, id);
CREATE TABLE automation_member (
    automation TEXT NOT NULL REFERENCES automation(id) ON DELETE CASCADE,
    member     TEXT NOT NULL REFERENCES member(id) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    turn       INTEGER NOT NULL DEFAULT 0,   -- the automation's turn when this member was last served
    served     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (automation, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_key (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    name TEXT NOT NULL, prefix TEXT NOT NULL, key_hash BLOB NOT NULL UNIQUE,
    made_by TEXT NOT NULL, made_by_name TEXT NOT NULL, created_at INTEGER NOT NULL, last_used_at INTEGER
) STRICT;
CREATE INDEX api_key_of_team ON api_key (team_id, created_at DESC, id);

CREATE TABLE webhook (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    url TEXT NOT NULL, topics TEXT NOT NULL, secret TEXT NOT NULL,
    made_by TEXT NOT NULL, made_by_name TEXT NOT NULL, created_at INTEGER NOT NULL,
    delivered_at INTEGER, error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX webhook_of_team ON webhook (team_id, created_at DESC, id);

CREATE TABLE departure (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    member TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, how TEXT NOT NULL, at INTEGER NOT NULL,
    actor TEXT NOT NULL,                     -- name of who did it
    password_done INTEGER NOT NULL DEFAULT 0, closed_at INTEGER
) STRICT;
CREATE INDEX departure_of_team ON departure (team_id, at DESC, id);

CREATE TABLE import (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    kind TEXT NOT NULL, file TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'done', 'failed', 'cancelled')),
    head TEXT NOT NULL,                      -- JSON: encoding, separator, columns
    content BLOB,                            -- the file as UTF-8; erased when the import has ended
    plan TEXT NOT NULL DEFAULT '{}',         -- JSON
    lines INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0,
    faults TEXT NOT NULL DEFAULT '[]', fault_count INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
    actor TEXT NOT NULL, actor_name TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX import_of_team ON import (team_id, created_at DESC, id);
