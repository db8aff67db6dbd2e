-- +goose Up
-- What programs act with. The token itself is nowhere.
CREATE TABLE api_keys (
  org_id TEXT NOT NULL, id TEXT NOT NULL,
  name TEXT NOT NULL, scopes TEXT NOT NULL, token_hash BLOB NOT NULL, person_id TEXT NOT NULL,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL,
  PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX api_keys_token ON api_keys (token_hash);
