-- Licences: who had one, from when to when, and why. A row without `returned_at` is lent.
CREATE TABLE licence_lease (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  licence_id text NOT NULL,
  pool_id text NOT NULL,
  person_id text NOT NULL,
  -- Null: signed in to an open pool without a booking.
  booking_id text REFERENCES booking (id),
  from_at timestamptz NOT NULL,
  until_at timestamptz,
  returned_at timestamptz,
  returned_why text,
  -- Until when it stays bound to its person, where the licence binds.
  locked_until timestamptz,
  CONSTRAINT licence_lease_returned CHECK ((returned_at IS NULL) = (returned_why IS NULL)),
  CONSTRAINT licence_lease_order CHECK (returned_at >= from_at),
  CONSTRAINT licence_lease_booked CHECK ((booking_id IS NULL) = (until_at IS NULL))
);
-- Nothing is lent twice for the same use.
CREATE UNIQUE INDEX licence_lease_booking ON licence_lease (licence_id, booking_id)
  WHERE returned_at IS NULL AND booking_id IS NOT NULL;
CREATE UNIQUE INDEX licence_lease_session ON licence_lease (licence_id, pool_id, person_id)
  WHERE returned_at IS NULL AND booking_id IS NULL;
CREATE INDEX licence_lease_of_booking ON licence_lease (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX licence_lease_time ON licence_lease (licence_id, from_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON licence_lease TO zaitaku_app;

-- Days that somebody wanted and found no licence for. Those who have a booking at that time by now are left out when read.
CREATE TABLE licence_want (
  licence_id text NOT NULL,
  person_id text NOT NULL,
  day date NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  asked_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('refused', 'waitlisted')),
  PRIMARY KEY (licence_id, person_id, day)
);
CREATE INDEX licence_want_day ON licence_want (licence_id, day);
GRANT SELECT, INSERT, UPDATE, DELETE ON licence_want TO zaitaku_app;

-- What Entra last said of people's own licences.
CREATE TABLE licence_details (
  person_id text PRIMARY KEY,
  read_at timestamptz NOT NULL,
  skus text[] NOT NULL,
  plans text[] NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON licence_details TO zaitaku_app;
