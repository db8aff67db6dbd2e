-- +goose Up
-- What programs act with. The token itself is nowhere.
CREATE TABLE api_keys (
  org_id text NOT NULL, id text NOT NULL,
  name text NOT NULL, scopes text NOT NULL, token_hash bytea NOT NULL, person_id text NOT NULL,
  created_at bigint NOT NULL, expires_at bigint NOT NULL, revoked_at bigint NOT NULL, last_used_at bigint NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX api_keys_token ON api_keys (token_hash);
