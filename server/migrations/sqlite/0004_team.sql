-- What belongs to the team as a whole: details, seats that were bought, shared lists, deletion, reviews; pictures; languages.

ALTER TABLE team ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';    -- JSON: field -> value (JY14)
ALTER TABLE team ADD COLUMN deletes_at INTEGER;                   -- end of the grace (JY16)
CREATE INDEX team_by_end ON team (deletes_at) WHERE deletes_at IS NOT NULL;
ALTER TABLE account ADD COLUMN language TEXT;                     -- NULL: the browser's (JL10)
-- ST6: hash of the temporary password, and its end. NULL where the mail leads by its link alone.
ALTER TABLE invitation ADD COLUMN temporary_hash TEXT;
ALTER TABLE invitation ADD COLUMN temporary_ends INTEGER;
CREATE UNIQUE INDEX invitation_by_temporary ON invitation (temporary_hash) WHERE temporary_hash IS NOT NULL;

CREATE TABLE purchase (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    at INTEGER NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL,
    once TEXT NOT NULL,
    UNIQUE (team_id, once)
) STRICT;

CREATE TABLE entry (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    list TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, search_key TEXT NOT NULL, fields TEXT NOT NULL,
    actor TEXT NOT NULL, at INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX entry_of_list ON entry (team_id, list, place, id);

CREATE TABLE review (
    id TEXT PRIMARY KEY, team_id TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    started_at INTEGER NOT NULL, actor TEXT NOT NULL, days INTEGER NOT NULL, closed_at INTEGER
) STRICT;
CREATE INDEX review_of_team ON review (team_id, started_at DESC, id);
-- Kept as they were: the record outlives the people in it.
CREATE TABLE review_line (
    review TEXT NOT NULL REFERENCES review(id) ON DELETE CASCADE,
    member TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, additions TEXT NOT NULL, grants TEXT NOT NULL,
    access TEXT NOT NULL, last_active_at INTEGER,
    outcome TEXT NOT NULL DEFAULT '', actor TEXT NOT NULL DEFAULT '', at INTEGER,
    PRIMARY KEY (review, member)
) STRICT, WITHOUT ROWID;

-- Pictures, made anew by the server: 128 pixels a side, without what the file said beside the picture (VA1).
CREATE TABLE avatar (
    member TEXT PRIMARY KEY REFERENCES member(id) ON DELETE CASCADE,
    version TEXT NOT NULL, image BLOB NOT NULL
) STRICT;
