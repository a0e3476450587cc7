-- What the rules of a profile, approvals in several steps, changes and the waiting list need to know of a booking.
ALTER TABLE booking
  ADD COLUMN device text CHECK (device IN ('own', 'lent', 'mobile-pc', 'office-pc')),
  ADD COLUMN requested_by text,
  ADD COLUMN series boolean NOT NULL DEFAULT false,
  ADD COLUMN replaces_id text,
  ADD COLUMN beyond jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN steps text[] NOT NULL DEFAULT '{manager}',
  ADD COLUMN step integer NOT NULL DEFAULT 0 CHECK (step >= 0),
  ADD COLUMN decided_for text,
  -- False: a pending booking that has given its seat back.
  ADD COLUMN seat_held boolean NOT NULL DEFAULT true,
  ADD COLUMN hold_until timestamptz,
  ADD COLUMN offered_until timestamptz,
  ADD CONSTRAINT booking_seat_held CHECK (seat_held OR status NOT IN ('approved', 'active'));

-- A waiting change lies over the booking whose place it takes, until it is approved.
ALTER TABLE booking DROP CONSTRAINT booking_no_overlap;
ALTER TABLE booking ADD CONSTRAINT booking_no_overlap
  EXCLUDE USING gist (person_id WITH =, during WITH &&)
  WHERE (status IN ('approved', 'active') OR (status = 'pending' AND replaces_id IS NULL)) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE booking DROP CONSTRAINT booking_one_pool_a_day;
ALTER TABLE booking ADD CONSTRAINT booking_one_pool_a_day
  EXCLUDE USING gist (person_id WITH =, day WITH =, pool_id WITH <>)
  WHERE (status IN ('approved', 'active') OR (status = 'pending' AND replaces_id IS NULL)) DEFERRABLE INITIALLY IMMEDIATE;

-- When the booking's state moves by itself: pending gives its seat back or expires, an offer lapses, approved begins,
-- active ends, waitlisted expires.
ALTER TABLE booking DROP COLUMN due_at;
ALTER TABLE booking ADD COLUMN due_at timestamptz GENERATED ALWAYS AS (
  CASE status
    WHEN 'pending' THEN least(ends_at, CASE WHEN seat_held THEN hold_until END, offered_until)
    WHEN 'waitlisted' THEN ends_at
    WHEN 'approved' THEN starts_at
    WHEN 'active' THEN ends_at
  END
) STORED;
CREATE INDEX booking_due ON booking (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX booking_waitlisted ON booking (pool_id, created_at) WHERE status = 'waitlisted';

ALTER TABLE booking_text
  ADD COLUMN category text,
  ADD COLUMN contact text,
  ADD COLUMN material text;

CREATE OR REPLACE FUNCTION count_seats(freed booking[], held booking[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  pools text[];
  slots timestamptz[];
  changes integer[];
BEGIN
  SELECT array_agg(d.p ORDER BY d.p, d.s), array_agg(d.s ORDER BY d.p, d.s), array_agg(d.n ORDER BY d.p, d.s)
    INTO pools, slots, changes
    FROM (
      SELECT c.p, c.s, sum(c.n)::integer AS n
        FROM (
          SELECT b.pool_id AS p, h.s, 1 AS n FROM unnest(held) b, half_hours(b.starts_at, b.ends_at) AS h (s)
            WHERE b.pool_id IS NOT NULL AND b.seat_held AND b.status IN ('pending', 'approved', 'active')
          UNION ALL
          SELECT b.pool_id, h.s, -1 FROM unnest(freed) b, half_hours(b.starts_at, b.ends_at) AS h (s)
            WHERE b.pool_id IS NOT NULL AND b.seat_held AND b.status IN ('pending', 'approved', 'active')
        ) c
        GROUP BY c.p, c.s HAVING sum(c.n) <> 0
    ) d;
  IF pools IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM lock_caps(pools, slots, NULL, '{}');
  UPDATE pool_half_hour h SET taken = h.taken + d.n
    FROM unnest(pools, slots, changes) AS d (p, s, n)
    WHERE h.pool_id = d.p AND h.slot = d.s;
END
$$;

-- More rows to lock, after seats and weeks, in the order of their keys: a section's day, a person's year.
CREATE TABLE cap_key (
  key text PRIMARY KEY
);
GRANT SELECT, INSERT, UPDATE ON cap_key TO zaitaku_app;

CREATE FUNCTION lock_cap_keys(keys text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO cap_key (key) SELECT DISTINCT k FROM unnest(keys) k ORDER BY 1 ON CONFLICT DO NOTHING;
  PERFORM 1 FROM cap_key c WHERE c.key = ANY (keys) ORDER BY c.key FOR UPDATE;
END
$$;

-- A decision at one step of an approval, and who took it in whose place.
CREATE TABLE decision (
  booking_id text NOT NULL REFERENCES booking (id),
  step integer NOT NULL,
  by text NOT NULL,
  decided_for text,
  verdict text NOT NULL CHECK (verdict IN ('approved', 'rejected')),
  at timestamptz NOT NULL,
  PRIMARY KEY (booking_id, step)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON decision TO zaitaku_app;

-- Questions of approvers and answers to them.
CREATE TABLE request_note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id text NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL,
  text text NOT NULL
);
CREATE INDEX request_note_request ON request_note (request_id);
GRANT SELECT, INSERT, DELETE ON request_note TO zaitaku_app;

-- Who decides in whose place, as they said themselves or their automatic replies did. Standing deputies are settings.
CREATE TABLE deputy (
  approver_id text NOT NULL,
  deputy_id text NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL CHECK (to_day >= from_day),
  source text NOT NULL CHECK (source IN ('words', 'automatic-replies')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (approver_id, from_day, to_day, source)
);
CREATE INDEX deputy_deputy ON deputy (deputy_id, to_day);
GRANT SELECT, INSERT, UPDATE, DELETE ON deputy TO zaitaku_app;

-- Emergencies, and the end of them.
CREATE TABLE emergency (
  id text PRIMARY KEY,
  -- Ids of sections; null is the whole organisation.
  sections text[],
  reason text NOT NULL,
  state text NOT NULL CHECK (state IN ('asked', 'on', 'ended', 'withdrawn')),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL,
  confirmed_by text,
  began_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  version integer NOT NULL CHECK (version > 0)
);
GRANT SELECT, INSERT, UPDATE ON emergency TO zaitaku_app;
