-- +goose Up
-- What an administrator has confirmed of the people and devices that a restore brought back, by the epoch that began with it.
CREATE TABLE settled (
  epoch TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES people (id), device_id TEXT NOT NULL, -- '': the person
  by_id TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (epoch, person_id, device_id)
) STRICT, WITHOUT ROWID;
