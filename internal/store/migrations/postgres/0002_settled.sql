-- +goose Up
-- What an administrator has confirmed of the people and devices that a restore brought back, by the epoch that began with it.
CREATE TABLE settled (
  epoch text NOT NULL, person_id text NOT NULL REFERENCES people (id), device_id text NOT NULL, -- '': the person
  by_id text NOT NULL, at bigint NOT NULL,
  PRIMARY KEY (epoch, person_id, device_id)
);
