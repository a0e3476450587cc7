-- What the organisation's calendar said last: closed, worked and special days, and emergencies that it proposes.
CREATE TABLE office_day (
  key text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('closure', 'worked', 'election', 'training', 'emergency')),
  from_day date NOT NULL,
  to_day date NOT NULL CHECK (to_day >= from_day),
  half text CHECK (half IN ('am', 'pm')),
  name text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON office_day TO zaitaku_app;

-- How far each feed has been read.
CREATE TABLE feed_reading (
  id text PRIMARY KEY,
  etag text,
  last_modified text,
  hash text,
  read_for date,
  read_at timestamptz,
  failures integer NOT NULL CHECK (failures >= 0),
  failing_since timestamptz,
  error text,
  entries integer NOT NULL CHECK (entries >= 0),
  wrong text[] NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON feed_reading TO zaitaku_app;

-- Times at which people's own calendars say that they are away; what is away, and why, is not kept.
CREATE TABLE absence (
  person_id text NOT NULL,
  key text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  -- Bookings about which the person has been asked because of it.
  asked text[] NOT NULL,
  PRIMARY KEY (person_id, key)
);
CREATE INDEX absence_ends_at ON absence (ends_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON absence TO zaitaku_app;
