-- +goose Up
-- Organisations, people and what they may do. Personal data stand in people and nowhere else.
CREATE TABLE orgs (
  id text NOT NULL PRIMARY KEY,
  kind text NOT NULL, name text NOT NULL, uscc text NOT NULL, phone text NOT NULL,
  zone boolean NOT NULL, disabled boolean NOT NULL, created_at bigint NOT NULL
);
CREATE UNIQUE INDEX orgs_zone ON orgs (zone) WHERE zone;
CREATE TABLE people (
  id text NOT NULL PRIMARY KEY,
  name text NOT NULL, phone text NOT NULL, disabled boolean NOT NULL, created_at bigint NOT NULL
);
CREATE UNIQUE INDEX people_phone ON people (phone);
CREATE TABLE credentials (
  person_id text NOT NULL PRIMARY KEY REFERENCES people (id),
  hash text NOT NULL, -- argon2id, PHC string
  changed_at bigint NOT NULL
);
CREATE TABLE memberships (
  person_id text NOT NULL REFERENCES people (id), org_id text NOT NULL REFERENCES orgs (id),
  role text NOT NULL, valid_from text NOT NULL, valid_to text NOT NULL,
  PRIMARY KEY (person_id, org_id, role, valid_from)
);
CREATE INDEX memberships_org ON memberships (org_id);
CREATE TABLE devices (
  person_id text NOT NULL REFERENCES people (id), id text NOT NULL,
  name text NOT NULL, app text NOT NULL, last_seq bigint NOT NULL,
  created_at bigint NOT NULL, last_contact_at bigint NOT NULL, revoked_at bigint NOT NULL,
  PRIMARY KEY (person_id, id)
);
CREATE TABLE sessions (
  token_hash bytea NOT NULL PRIMARY KEY, -- SHA-256: who reads the file cannot sign in
  person_id text NOT NULL REFERENCES people (id), acting_org_id text NOT NULL, device_id text NOT NULL,
  created_at bigint NOT NULL, last_seen_at bigint NOT NULL, expires_at bigint NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id, device_id);
CREATE TABLE invitations (
  code_hash bytea NOT NULL PRIMARY KEY,
  acting_org_id text NOT NULL, person_id text NOT NULL REFERENCES people (id), role text NOT NULL,
  created_at bigint NOT NULL, expires_at bigint NOT NULL, used_at bigint NOT NULL
);
CREATE TABLE login_failures (
  key text NOT NULL PRIMARY KEY, -- "account:" or "address:" and a hash
  n bigint NOT NULL, since bigint NOT NULL, last_at bigint NOT NULL
);

-- The catalogue: dated, versioned rows.
CREATE TABLE categories (
  key text NOT NULL, valid_from text NOT NULL, valid_to text NOT NULL,
  zh text NOT NULL, en text NOT NULL, parent text NOT NULL, unit text NOT NULL, value text NOT NULL,
  sort bigint NOT NULL, grams_per_piece bigint NOT NULL, disabled boolean NOT NULL,
  PRIMARY KEY (key, valid_from)
);
CREATE TABLE category_gates (
  key text NOT NULL, valid_from text NOT NULL, valid_to text NOT NULL,
  gate text NOT NULL, needs text NOT NULL, override text NOT NULL, send_to text NOT NULL, source text NOT NULL,
  PRIMARY KEY (key, valid_from)
);
CREATE TABLE tolerances ( -- how far a receipt may lie from what was declared
  id text NOT NULL, version text NOT NULL, method text NOT NULL,
  abs_grams bigint NOT NULL, share_bp bigint NOT NULL, abs_pieces bigint NOT NULL,
  valid_from text NOT NULL, valid_to text NOT NULL,
  PRIMARY KEY (id, version)
);

-- The register has one owner, the zone, and the key id alone. A version says what is true from valid_from to valid_to.
CREATE TABLE sites (
  id text NOT NULL PRIMARY KEY,
  created_at bigint NOT NULL, created_by_org text NOT NULL, token text NOT NULL
);
CREATE UNIQUE INDEX sites_token ON sites (token);
CREATE TABLE site_versions (
  site_id text NOT NULL REFERENCES sites (id), valid_from text NOT NULL, valid_to text NOT NULL,
  name text NOT NULL, kind text NOT NULL, state text NOT NULL, in_a boolean NOT NULL, in_b boolean NOT NULL,
  operator_org_id text NOT NULL, operator_name text NOT NULL,
  categories text NOT NULL, local_categories text NOT NULL, address text NOT NULL, district text NOT NULL, hours text NOT NULL,
  area_m2 double precision, capacity_kg_day double precision, service_area bytea,
  lon double precision CHECK (lon BETWEEN -180 AND 180), lat double precision CHECK (lat BETWEEN -90 AND 90),
  raw_lon text NOT NULL, raw_lat text NOT NULL, raw_datum text NOT NULL, outside text NOT NULL, note text NOT NULL,
  import_id text NOT NULL, changed_by text NOT NULL, changed_at bigint NOT NULL, reason text NOT NULL, evidence_note text NOT NULL,
  PRIMARY KEY (site_id, valid_from)
);
CREATE INDEX site_versions_to ON site_versions (valid_to, valid_from);
CREATE TABLE site_events ( -- every move of a site's state, also of several on one day
  site_id text NOT NULL REFERENCES sites (id), n bigint NOT NULL,
  at bigint NOT NULL, person_id text NOT NULL, from_state text NOT NULL, to_state text NOT NULL, valid_from text NOT NULL,
  reason text NOT NULL, evidence text NOT NULL,
  PRIMARY KEY (site_id, n)
);
CREATE TABLE area_versions (
  area_id text NOT NULL, valid_from text NOT NULL, valid_to text NOT NULL,
  level text NOT NULL, name text NOT NULL, code text NOT NULL, parent_name text NOT NULL, settlement text NOT NULL,
  households bigint NOT NULL, people bigint NOT NULL,
  shape bytea, min_lon double precision NOT NULL, min_lat double precision NOT NULL, max_lon double precision NOT NULL, max_lat double precision NOT NULL, raw_datum text NOT NULL,
  import_id text NOT NULL, changed_by text NOT NULL, changed_at bigint NOT NULL,
  PRIMARY KEY (area_id, valid_from)
);
CREATE TABLE demand_versions (
  demand_id text NOT NULL, valid_from text NOT NULL, valid_to text NOT NULL,
  name text NOT NULL, area_name text NOT NULL, households bigint NOT NULL, people bigint NOT NULL,
  lon double precision CHECK (lon BETWEEN -180 AND 180), lat double precision CHECK (lat BETWEEN -90 AND 90),
  raw_lon text NOT NULL, raw_lat text NOT NULL, raw_datum text NOT NULL, outside text NOT NULL,
  import_id text NOT NULL, changed_by text NOT NULL, changed_at bigint NOT NULL,
  PRIMARY KEY (demand_id, valid_from)
);
CREATE TABLE route_versions (
  route_id text NOT NULL, valid_from text NOT NULL, valid_to text NOT NULL,
  name text NOT NULL, code text NOT NULL, operator_org_id text NOT NULL, operator_name text NOT NULL,
  vehicle text NOT NULL, weekdays bigint NOT NULL,
  shape bytea, length_m double precision NOT NULL, raw_datum text NOT NULL,
  min_lon double precision NOT NULL, min_lat double precision NOT NULL, max_lon double precision NOT NULL, max_lat double precision NOT NULL,
  import_id text NOT NULL, changed_by text NOT NULL, changed_at bigint NOT NULL,
  PRIMARY KEY (route_id, valid_from)
);
CREATE TABLE route_stops (
  route_id text NOT NULL, valid_from text NOT NULL, n bigint NOT NULL,
  site_id text NOT NULL, name text NOT NULL,
  lon double precision, lat double precision, raw_lon text NOT NULL, raw_lat text NOT NULL, raw_datum text NOT NULL, outside text NOT NULL,
  from_min bigint NOT NULL, to_min bigint NOT NULL, weekdays bigint NOT NULL,
  PRIMARY KEY (route_id, valid_from, n)
);
CREATE TABLE basemap_features ( -- the zone's own vector layers: roads, water, compounds
  id text NOT NULL PRIMARY KEY,
  layer text NOT NULL, name text NOT NULL, geojson text NOT NULL
);
CREATE TABLE register_refs ( -- what a source calls a thing of the register
  org_id text NOT NULL, kind text NOT NULL, source text NOT NULL, key text NOT NULL,
  id text NOT NULL, hash bytea NOT NULL,
  PRIMARY KEY (org_id, kind, source, key)
);
CREATE INDEX register_refs_id ON register_refs (id);
CREATE TABLE imports (
  id text NOT NULL PRIMARY KEY,
  org_id text NOT NULL, person_id text NOT NULL, kind text NOT NULL, source text NOT NULL,
  file_name text NOT NULL, file_hash text NOT NULL, settings text NOT NULL, state text NOT NULL, counts text NOT NULL,
  created_at bigint NOT NULL, done_at bigint NOT NULL
);
CREATE INDEX imports_org ON imports (org_id, created_at);

-- Records. org_id leads the key: a tenant's rows lie together, and an id is only ever unique within its organisation.
CREATE TABLE vehicles (
  org_id text NOT NULL, id text NOT NULL,
  number text NOT NULL, plate text NOT NULL, plate_colour text NOT NULL, type text NOT NULL, use text NOT NULL,
  energy text NOT NULL, emission text NOT NULL, gross_kg bigint NOT NULL, payload_kg bigint NOT NULL, tare_kg bigint NOT NULL,
  vin text NOT NULL, terminal_id text NOT NULL, owner_name text NOT NULL, owner_org_id text NOT NULL, disabled boolean NOT NULL,
  created_at bigint NOT NULL, changed_at bigint NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX vehicles_number ON vehicles (org_id, number);
CREATE TABLE pickups (
  org_id text NOT NULL, id text NOT NULL,
  site_id text NOT NULL, -- of the register; '' is a position only
  occurred_at bigint NOT NULL, -- UTC, milliseconds, by the phone's clock
  lon double precision, lat double precision, accuracy_m double precision, -- WGS-84; NULL without signal
  raw_lon double precision, raw_lat double precision, raw_datum text NOT NULL,
  note text NOT NULL, delivery text NOT NULL, trigger text NOT NULL, origin text NOT NULL, seller_kind text NOT NULL,
  vehicle_org_id text NOT NULL, vehicle_id text NOT NULL, replaces text NOT NULL, device_id text NOT NULL, seq bigint NOT NULL,
  sent_at bigint NOT NULL, skew_ms bigint NOT NULL, app text NOT NULL,
  collector_id text NOT NULL, received_at bigint NOT NULL,
  day text NOT NULL, -- Asia/Shanghai
  content_hash bytea NOT NULL,
  state text NOT NULL, fix text NOT NULL, state_reason text NOT NULL, state_by text NOT NULL, state_at bigint NOT NULL,
  replaced_by text NOT NULL, duplicate_of text NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX pickups_day ON pickups (org_id, day, received_at);
CREATE INDEX pickups_collector ON pickups (org_id, collector_id, day);
CREATE INDEX pickups_needs_fix ON pickups (org_id, received_at) WHERE state = 'needs_fix';
CREATE TABLE pickup_lines (
  org_id text NOT NULL, pickup_id text NOT NULL, n bigint NOT NULL,
  category text NOT NULL, method text NOT NULL,
  grams bigint NOT NULL CHECK (grams >= 0), pieces bigint NOT NULL CHECK (pieces >= 0),
  unit text NOT NULL, typed text NOT NULL,
  unit_price bigint NOT NULL, price_unit text NOT NULL, amount bigint NOT NULL,
  PRIMARY KEY (org_id, pickup_id, n),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
);
CREATE TABLE pickup_papers (
  org_id text NOT NULL, pickup_id text NOT NULL, n bigint NOT NULL,
  kind text NOT NULL, number text NOT NULL, photo text NOT NULL, added_by text NOT NULL, added_at bigint NOT NULL,
  PRIMARY KEY (org_id, pickup_id, n),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
);
CREATE TABLE pickup_photos (
  org_id text NOT NULL, pickup_id text NOT NULL, n bigint NOT NULL, hash text NOT NULL,
  PRIMARY KEY (org_id, pickup_id, n),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
);
CREATE TABLE pickup_flags (
  org_id text NOT NULL, pickup_id text NOT NULL, code text NOT NULL,
  amount bigint NOT NULL, rules text NOT NULL,
  PRIMARY KEY (org_id, pickup_id, code),
  FOREIGN KEY (org_id, pickup_id) REFERENCES pickups (org_id, id)
);
CREATE TABLE photos (
  org_id text NOT NULL, hash text NOT NULL,
  stored_hash text NOT NULL, type text NOT NULL, bytes bigint NOT NULL, width bigint NOT NULL, height bigint NOT NULL,
  author_id text NOT NULL, received_at bigint NOT NULL,
  PRIMARY KEY (org_id, hash)
);
CREATE TABLE photo_authors ( -- a record's photo is pending until its own author has sent it
  org_id text NOT NULL, hash text NOT NULL, person_id text NOT NULL,
  PRIMARY KEY (org_id, hash, person_id)
);
CREATE TABLE tickets (
  org_id text NOT NULL, id text NOT NULL,
  delivered_org_id text NOT NULL, kind text NOT NULL, site_id text NOT NULL, scale_no text NOT NULL, number text NOT NULL,
  category text NOT NULL, gross bigint NOT NULL, tare bigint NOT NULL, net bigint NOT NULL CHECK (net >= 0), pieces bigint NOT NULL CHECK (pieces >= 0),
  vehicle_org_id text NOT NULL, vehicle_id text NOT NULL, plate text NOT NULL, weighed_at bigint NOT NULL, note text NOT NULL, replaces text NOT NULL,
  operator_id text NOT NULL, received_at bigint NOT NULL, day text NOT NULL, content_hash bytea NOT NULL,
  state text NOT NULL, state_reason text NOT NULL, state_by text NOT NULL, state_at bigint NOT NULL, replaced_by text NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX tickets_day ON tickets (org_id, day, received_at);
CREATE INDEX tickets_delivered ON tickets (delivered_org_id, day, received_at);
CREATE TABLE method_totals (
  org_id text NOT NULL, day text NOT NULL, flow text NOT NULL, category text NOT NULL, method text NOT NULL,
  n bigint NOT NULL, grams bigint NOT NULL, pieces bigint NOT NULL,
  PRIMARY KEY (org_id, day, flow, category, method)
);
CREATE TABLE site_totals (
  org_id text NOT NULL, day text NOT NULL, flow text NOT NULL, site_id text NOT NULL, category text NOT NULL,
  n bigint NOT NULL, grams bigint NOT NULL, pieces bigint NOT NULL,
  PRIMARY KEY (org_id, day, flow, site_id, category)
);
CREATE TABLE audit_entries (
  org_id text NOT NULL, seq bigint NOT NULL,
  at bigint NOT NULL, person_id text NOT NULL, action text NOT NULL, object_id text NOT NULL,
  object_hash bytea NOT NULL, body bytea NOT NULL,
  sum bytea NOT NULL, -- sha256(previous sum || entry)
  PRIMARY KEY (org_id, seq)
);
CREATE TABLE audit_heads (
  org_id text NOT NULL PRIMARY KEY, seq bigint NOT NULL, sum bytea NOT NULL
);
CREATE TABLE meta ( -- facts about this database: the demo mark and its seed, the clock of the last start
  key text NOT NULL PRIMARY KEY, value text NOT NULL
);
