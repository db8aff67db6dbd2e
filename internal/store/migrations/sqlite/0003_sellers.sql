-- +goose Up
-- Who sold, as an organisation registered them: name, phone, address and the encrypted ID number stand here and nowhere else. The keys
-- are in files of their own.
CREATE TABLE sellers (
  org_id TEXT NOT NULL, id TEXT NOT NULL,
  name TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL,
  id_type TEXT NOT NULL, id_sealed BLOB NOT NULL, id_mac TEXT NOT NULL,
  registered_by TEXT NOT NULL, created_at INTEGER NOT NULL, erased_at INTEGER NOT NULL, keys_until TEXT NOT NULL,
  PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX sellers_mac ON sellers (org_id, id_mac) WHERE id_mac <> '';
CREATE INDEX sellers_created ON sellers (org_id, created_at, id);
ALTER TABLE pickup_papers ADD COLUMN seller_id TEXT NOT NULL DEFAULT ''; -- of a paper that is a registered person
CREATE INDEX pickup_papers_seller ON pickup_papers (org_id, seller_id) WHERE seller_id <> '';
