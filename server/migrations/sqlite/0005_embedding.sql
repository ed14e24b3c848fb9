-- The widget in somebody else's product, and what that product's back end may do with a key.

-- What a key may do. Keys from before had these two.
ALTER TABLE api_key ADD COLUMN scopes TEXT NOT NULL DEFAULT '["intake","lists"]';
-- JSON: the place of its maker in the team when they made it or took it over. It bounds whom the key may speak for once
-- they are gone (A7). NULL: a key from before, which speaks for nobody then.
ALTER TABLE api_key ADD COLUMN made_as TEXT;
-- The secret before the last rotation, and until when it still opens.
ALTER TABLE api_key ADD COLUMN old_hash BLOB;
ALTER TABLE api_key ADD COLUMN old_ends INTEGER;
CREATE INDEX api_key_by_old ON api_key (old_hash) WHERE old_hash IS NOT NULL;

-- Where widgets of a key's tokens may stand: the header Origin, letter by letter.
CREATE TABLE key_origin (
    api_key TEXT NOT NULL REFERENCES api_key(id) ON DELETE CASCADE,
    origin  TEXT NOT NULL,
    PRIMARY KEY (api_key, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_origin_by_origin ON key_origin (origin);

-- Key and member are ids without a reference: a token of either that is gone says so until it would have ended anyway.
CREATE TABLE widget_token (
    token_hash BLOB PRIMARY KEY,
    team_id    TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    api_key    TEXT NOT NULL,
    member     TEXT NOT NULL,
    origin     TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX widget_token_by_end ON widget_token (expires_at);
CREATE INDEX widget_token_of_key ON widget_token (api_key);

-- What the host calls a member.
ALTER TABLE member ADD COLUMN reference TEXT;
CREATE UNIQUE INDEX member_by_reference ON member (team_id, reference) WHERE reference IS NOT NULL;

-- How each attempt to deliver went; the last 100 of each webhook.
CREATE TABLE delivery (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id  TEXT NOT NULL REFERENCES team(id) ON DELETE CASCADE,
    webhook  TEXT NOT NULL REFERENCES webhook(id) ON DELETE CASCADE,
    letter   INTEGER NOT NULL,               -- the header rolecall-delivery
    topic    TEXT NOT NULL,
    at       INTEGER NOT NULL,
    attempt  INTEGER NOT NULL,               -- 1 for the first
    error    TEXT NOT NULL DEFAULT '',       -- empty: delivered
    retry_at INTEGER                         -- NULL: delivered, or given up
) STRICT;
CREATE INDEX delivery_of_webhook ON delivery (webhook, id);
