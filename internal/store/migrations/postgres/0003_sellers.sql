-- +goose Up
-- Who sold, as an organisation registered them: name, phone, address and the encrypted ID number stand here and nowhere else. The keys
-- are in files of their own.
CREATE TABLE sellers (
  org_id text NOT NULL, id text NOT NULL,
  name text NOT NULL, phone text NOT NULL, address text NOT NULL,
  id_type text NOT NULL, id_sealed bytea NOT NULL, id_mac text NOT NULL,
  registered_by text NOT NULL, created_at bigint NOT NULL, erased_at bigint NOT NULL, keys_until text NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX sellers_mac ON sellers (org_id, id_mac) WHERE id_mac <> '';
CREATE INDEX sellers_created ON sellers (org_id, created_at, id);
ALTER TABLE pickup_papers ADD COLUMN seller_id text NOT NULL DEFAULT ''; -- of a paper that is a registered person
CREATE INDEX pickup_papers_seller ON pickup_papers (org_id, seller_id) WHERE seller_id <> '';
