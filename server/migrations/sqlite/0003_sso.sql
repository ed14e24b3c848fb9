-- Signing in through an identity provider (JL8). Times as in 0001.

-- What the session was opened with: it opens the teams in which the person signs in that way, and no other.
ALTER TABLE session ADD COLUMN via TEXT NOT NULL DEFAULT 'password' CHECK (via IN ('password', 'sso'));

-- Who somebody is at the provider. Found by this pair alone after the first time; an address can move to somebody else.
CREATE TABLE sso_identity (
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    made_at    INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
-- One account is one person there: a second subject with the same address is somebody else.
CREATE UNIQUE INDEX sso_identity_of_account ON sso_identity (account_id, issuer);

-- A sign-in under way. Hashes alone: nonce and PKCE verifier follow from what the browser keeps, and are stored nowhere.
CREATE TABLE sso_attempt (
    state_hash      BLOB PRIMARY KEY,
    browser_hash    BLOB NOT NULL,
    invitation_hash BLOB,                 -- the link that it began at
    expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sso_attempt_by_end ON sso_attempt (expires_at);

CREATE INDEX member_invited ON member (email_key) WHERE status = 'pending';
