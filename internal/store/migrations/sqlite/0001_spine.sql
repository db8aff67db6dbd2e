-- +goose Up
-- Organisations, people and what they may do. Personal data stand in people and nowhere else.
CREATE TABLE orgs (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL, name TEXT NOT NULL, uscc TEXT NOT NULL, phone TEXT NOT NULL,
  zone INTEGER NOT NULL, disabled INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX orgs_zone ON orgs (zone) WHERE zone = 1;
CREATE TABLE people (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL, phone TEXT NOT NULL, disabled INTEGER NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX people_phone ON people (phone);
CREATE TABLE credentials (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
  hash TEXT NOT NULL, -- argon2id, PHC string
  changed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE memberships (
  person_id TEXT NOT NULL REFERENCES people (id), org_id TEXT NOT NULL REFERENCES orgs (id),
  role TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  PRIMARY KEY (person_id, org_id, role, valid_from)
) STRICT;
CREATE INDEX memberships_org ON memberships (org_id);
CREATE TABLE devices (
  person_id TEXT NOT NULL REFERENCES people (id), id TEXT NOT NULL,
  name TEXT NOT NULL, app TEXT NOT NULL, last_seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL, last_contact_at INTEGER NOT NULL, revoked_at INTEGER NOT NULL,
  PRIMARY KEY (person_id, id)
) STRICT;
CREATE TABLE sessions (
  token_hash BLOB NOT NULL PRIMARY KEY, -- SHA-256: who reads the file cannot sign in
  person_id TEXT NOT NULL REFERENCES people (id), acting_org_id TEXT NOT NULL, device_id TEXT NOT NULL,
  created_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id, device_id);
CREATE TABLE invitations (
  code_hash BLOB NOT NULL PRIMARY KEY,
  acting_org_id TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES people (id), role TEXT NOT NULL,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER NOT NULL
) STRICT;
CREATE TABLE login_failures (
  key TEXT NOT NULL PRIMARY KEY, -- "account:" or "address:" and a hash
  n INTEGER NOT NULL, since INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT;

-- The catalogue: dated, versioned rows.
CREATE TABLE categories (
  key TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  zh TEXT NOT NULL, en TEXT NOT NULL, parent TEXT NOT NULL, unit TEXT NOT NULL, value TEXT NOT NULL,
  sort INTEGER NOT NULL, grams_per_piece INTEGER NOT NULL, disabled INTEGER NOT NULL,
  PRIMARY KEY (key, valid_from)
) STRICT;
CREATE TABLE category_gates (
  key TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  gate TEXT NOT NULL, needs TEXT NOT NULL, override TEXT NOT NULL, send_to TEXT NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY (key, valid_from)
) STRICT;
CREATE TABLE tolerances ( -- how far a receipt may lie from what was declared
  id TEXT NOT NULL, version TEXT NOT NULL, method TEXT NOT NULL,
  abs_grams INTEGER NOT NULL, share_bp INTEGER NOT NULL, abs_pieces INTEGER NOT NULL,
  valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;

-- The register has one owner, the zone, and the key id alone. A version says what is true from valid_from to valid_to.
CREATE TABLE sites (
  id TEXT NOT NULL PRIMARY KEY,
  created_at INTEGER NOT NULL, created_by_org TEXT NOT NULL, token TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sites_token ON sites (token);
CREATE TABLE site_versions (
  site_id TEXT NOT NULL REFERENCES sites (id), valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, in_a INTEGER NOT NULL, in_b INTEGER NOT NULL,
  operator_org_id TEXT NOT NULL, operator_name TEXT NOT NULL,
  categories TEXT NOT NULL, local_categories TEXT NOT NULL, address TEXT NOT NULL, district TEXT NOT NULL, hours TEXT NOT NULL,
  area_m2 REAL, capacity_kg_day REAL, service_area BLOB,
  lon REAL CHECK (lon BETWEEN -180 AND 180), lat REAL CHECK (lat BETWEEN -90 AND 90),
  raw_lon TEXT NOT NULL, raw_lat TEXT NOT NULL, raw_datum TEXT NOT NULL, outside TEXT NOT NULL, note TEXT NOT NULL,
  import_id TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL, reason TEXT NOT NULL, evidence_note TEXT NOT NULL,
  PRIMARY KEY (site_id, valid_from)
) STRICT;
CREATE INDEX site_versions_to ON site_versions (valid_to, valid_from);
CREATE TABLE site_events ( -- every move of a site's state, also of several on one day
  site_id TEXT NOT NULL REFERENCES sites (id), n INTEGER NOT NULL,
  at INTEGER NOT NULL, person_id TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL, valid_from TEXT NOT NULL,
  reason TEXT NOT NULL, evidence TEXT NOT NULL,
  PRIMARY KEY (site_id, n)
) STRICT;
CREATE TABLE area_versions (
  area_id TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  level TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, parent_name TEXT NOT NULL, settlement TEXT NOT NULL,
  households INTEGER NOT NULL, people INTEGER NOT NULL,
  shape BLOB, min_lon REAL NOT NULL, min_lat REAL NOT NULL, max_lon REAL NOT NULL, max_lat REAL NOT NULL, raw_datum TEXT NOT NULL,
  import_id TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
  PRIMARY KEY (area_id, valid_from)
) STRICT;
CREATE TABLE demand_versions (
  demand_id TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  name TEXT NOT NULL, area_name TEXT NOT NULL, households INTEGER NOT NULL, people INTEGER NOT NULL,
  lon REAL CHECK (lon BETWEEN -180 AND 180), lat REAL CHECK (lat BETWEEN -90 AND 90),
  raw_lon TEXT NOT NULL, raw_lat TEXT NOT NULL, raw_datum TEXT NOT NULL, outside TEXT NOT NULL,
  import_id TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
  PRIMARY KEY (demand_id, valid_from)
) STRICT;
CREATE TABLE route_versions (
  route_id TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
  name TEXT NOT NULL, code TEXT NOT NULL, operator_org_id TEXT NOT NULL, operator_name TEXT NOT NULL,
  vehicle TEXT NOT NULL, weekdays INTEGER NOT NULL,
  shape BLOB, length_m REAL NOT NULL, raw_datum TEXT NOT NULL,
  min_lon REAL NOT NULL, min_lat REAL NOT NULL, max_lon REAL NOT NULL, max_lat REAL NOT NULL,
  import_id TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL,
  PRIMARY KEY (route_id, valid_from)
) STRICT;
CREATE TABLE route_stops (
  route_id TEXT NOT NULL, valid_from TEXT NOT NULL, n INTEGER NOT NULL,
  site_id TEXT NOT NULL, name TEXT NOT NULL,
  lon REAL, lat REAL, raw_lon TEXT NOT NULL, raw_lat TEXT NOT NULL, raw_datum TEXT NOT NULL, outside TEXT NOT NULL,
  from_min INTEGER NOT NULL, to_min INTEGER NOT NULL, weekdays INTEGER NOT NULL,
  PRIMARY KEY (route_id, valid_from, n)
) STRICT;
CREATE TABLE basemap_features ( -- the zone's own vector layers: roads, water, compounds
  id TEXT NOT NULL PRIMARY KEY,
  layer TEXT NOT NULL, name TEXT NOT NULL, geojson TEXT NOT NULL
) STRICT;
CREATE TABLE register_refs ( -- what a source calls a thing of the register
  org_id TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, key TEXT NOT NULL,
  id TEXT NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (org_id, kind, source, key)
) STRICT;
CREATE INDEX register_refs_id ON register_refs (id);
CREATE TABLE imports (
  id TEXT NOT NULL PRIMARY KEY,
  org_id TEXT NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
  file_name TEXT NOT NULL, file_hash TEXT NOT NULL, settings TEXT NOT NULL, state TEXT NOT NULL, counts TEXT NOT NULL,
  created_at INTEGER NOT NULL, done_at INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_org ON imports (org_id, created_at);

-- Records. org_id leads the key: a tenant's rows lie together, and an id is only ever unique within its organisation.
CREATE TABLE vehicles (
  org_id TEXT NOT NULL, id TEXT NOT NULL,
  number TEXT NOT NULL, plate TEXT NOT NULL, plate_colour TEXT NOT NULL, type TEXT NOT NULL, use TEXT NOT NULL,
  energy TEXT NOT NULL, emission TEXT NOT NULL, gross_kg INTEGER NOT NULL, payload_kg INTEGER NOT NULL, tare_kg INTEGER NOT NULL,
  vin TEXT NOT NULL, terminal_id TEXT NOT NULL, owner_name TEXT NOT NULL, owner_org_id TEXT NOT NULL, disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX vehicles_number ON vehicles (org_id, number);
CREATE TABLE pickups (
  org_id TEXT NOT NULL, id TEXT NOT NULL,
  site_id TEXT NOT NULL, -- of the register; '' is a position only
  occurred_at INTEGER NOT NULL, -- UTC, milliseconds, by the phone's clock
  lon REAL, lat REAL, accuracy_m REAL, -- WGS-84; NULL without signal
  raw_lon REAL, raw_lat REAL, raw_datum TEXT NOT NULL,
  note TEXT NOT NULL, delivery TEXT NOT NULL, trigger TEXT NOT NULL, origin TEXT NOT NULL, seller_kind TEXT NOT NULL,
  vehicle_org_id TEXT NOT NULL, vehicle_id TEXT NOT NULL, replaces TEXT NOT NULL, device_id TEXT NOT NULL, seq INTEGER NOT NULL,
  sent_at INTEGER NOT NULL, skew_ms INTEGER NOT NULL, app TEXT NOT NULL,
  collector_id TEXT NOT NULL, received_at INTEGER NOT NULL,
  day TEXT NOT NULL, -- Asia/Shanghai
  content_hash BLOB NOT NULL,
  state TEXT NOT NULL, fix TEXT NOT NULL, state_reason TEXT NOT NULL, state_by TEXT NOT NULL, state_at INTEGER NOT NULL,
  replaced_by TEXT NOT NULL, duplicate_of TEXT NOT NULL,
  PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pickups_day ON pickups (org_id, day, received_at);
CREATE INDEX pickups_collector ON pickups (org_id, collector_id, day);
CREATE INDEX pickups_needs_fix ON pickups (org_id, received_at) WHERE state = 'needs_fix';
CREATE TABLE pickup_lines (
  org_id TEXT NOT NULL, pickup_id TEXT NOT NULL, n INTEGER NOT NULL,
  category TEXT NOT NULL, method TEXT NOT NULL,
  grams INTEGER NOT NULL CHECK (grams >= 0), pieces INTEGER NOT NULL CHECK (pieces >= 0),
  unit TEXT NOT NULL, typed TEXT NOT NULL,
  unit_price INTEGER NOT NULL, price_unit TEXT NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (org_id, pickup_id, n),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE pickup_papers (
  org_id TEXT NOT NULL, pickup_id TEXT NOT NULL, n INTEGER NOT NULL,
  kind TEXT NOT NULL, number TEXT NOT NULL, photo TEXT NOT NULL, added_by TEXT NOT NULL, added_at INTEGER NOT NULL,
  PRIMARY KEY (org_id, pickup_id, n),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE pickup_photos (
  org_id TEXT NOT NULL, pickup_id TEXT NOT NULL, n INTEGER NOT NULL, hash TEXT NOT NULL,
  PRIMARY KEY (org_id, pickup_id, n),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE pickup_flags (
  org_id TEXT NOT NULL, pickup_id TEXT NOT NULL, code TEXT NOT NULL,
  amount INTEGER NOT NULL, rules TEXT NOT NULL,
  PRIMARY KEY (org_id, pickup_id, code),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE photos (
  org_id TEXT NOT NULL, hash TEXT NOT NULL,
  stored_hash TEXT NOT NULL, type TEXT NOT NULL, bytes INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
  author_id TEXT NOT NULL, received_at INTEGER NOT NULL,
  PRIMARY KEY (org_id, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE photo_authors ( -- a record's photo is pending until its own author has sent it
  org_id TEXT NOT NULL, hash TEXT NOT NULL, person_id TEXT NOT NULL,
  PRIMARY KEY (org_id, hash, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tickets (
  org_id TEXT NOT NULL, id TEXT NOT NULL,
  delivered_org_id TEXT NOT NULL, kind TEXT NOT NULL, site_id TEXT NOT NULL, scale_no TEXT NOT NULL, number TEXT NOT NULL,
  category TEXT NOT NULL, gross INTEGER NOT NULL, tare INTEGER NOT NULL, net INTEGER NOT NULL CHECK (net >= 0), pieces INTEGER NOT NULL CHECK (pieces >= 0),
  vehicle_org_id TEXT NOT NULL, vehicle_id TEXT NOT NULL, plate TEXT NOT NULL, weighed_at INTEGER NOT NULL, note TEXT NOT NULL, replaces TEXT NOT NULL,
  operator_id TEXT NOT NULL, received_at INTEGER NOT NULL, day TEXT NOT NULL, content_hash BLOB NOT NULL,
  state TEXT NOT NULL, state_reason TEXT NOT NULL, state_by TEXT NOT NULL, state_at INTEGER NOT NULL, replaced_by TEXT NOT NULL,
  PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tickets_day ON tickets (org_id, day, received_at);
CREATE INDEX tickets_delivered ON tickets (delivered_org_id, day, received_at);
CREATE TABLE method_totals (
  org_id TEXT NOT NULL, day TEXT NOT NULL, flow TEXT NOT NULL, category TEXT NOT NULL, method TEXT NOT NULL,
  n INTEGER NOT NULL, grams INTEGER NOT NULL, pieces INTEGER NOT NULL,
  PRIMARY KEY (org_id, day, flow, category, method)
) STRICT, WITHOUT ROWID;
CREATE TABLE site_totals (
  org_id TEXT NOT NULL, day TEXT NOT NULL, flow TEXT NOT NULL, site_id TEXT NOT NULL, category TEXT NOT NULL,
  n INTEGER NOT NULL, grams INTEGER NOT NULL, pieces INTEGER NOT NULL,
  PRIMARY KEY (org_id, day, flow, site_id, category)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_entries (
  org_id TEXT NOT NULL, seq INTEGER NOT NULL,
  at INTEGER NOT NULL, person_id TEXT NOT NULL, action TEXT NOT NULL, object_id TEXT NOT NULL,
  object_hash BLOB NOT NULL, body BLOB NOT NULL,
  sum BLOB NOT NULL, -- sha256(previous sum || entry)
  PRIMARY KEY (org_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_heads (
  org_id TEXT NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, sum BLOB NOT NULL
) STRICT;
CREATE TABLE meta ( -- facts about this database: the demo mark and its seed, the clock of the last start
  key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL
) STRICT;
