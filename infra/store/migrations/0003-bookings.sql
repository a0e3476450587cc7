CREATE EXTENSION IF NOT EXISTS btree_gist;

-- A request before it is sent.
CREATE TABLE proposal_draft (
  id text PRIMARY KEY,
  person_id text NOT NULL,
  created_at timestamptz NOT NULL,
  draft jsonb NOT NULL
);
CREATE INDEX proposal_draft_created_at ON proposal_draft (created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON proposal_draft TO zaitaku_app;

-- One telework day or part of a day. `pending`, `approved` and `active` hold time, seat and allowance.
CREATE TABLE booking (
  id text PRIMARY KEY CHECK (id <> ''),
  request_id text NOT NULL,
  person_id text NOT NULL,
  day date NOT NULL,
  part text NOT NULL CHECK (part IN ('full', 'am', 'pm', 'hours')),
  starts_at timestamptz NOT NULL CHECK (isfinite(starts_at)),
  ends_at timestamptz NOT NULL CHECK (isfinite(ends_at)),
  -- Half-open, never empty, never null.
  during tstzrange NOT NULL GENERATED ALWAYS AS (tstzrange(starts_at, ends_at, '[)')) STORED CHECK (NOT isempty(during)),
  status text NOT NULL CHECK (
    status IN ('pending', 'waitlisted', 'approved', 'rejected', 'cancelled', 'expired', 'active', 'completed', 'no-show')
  ),
  pool_id text,
  place text CHECK (place IN ('home', 'satellite', 'field')),
  approver_ids text[] NOT NULL,
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  -- When the booking's state moves by itself: pending expires, approved begins, active ends.
  due_at timestamptz GENERATED ALWAYS AS (
    CASE status WHEN 'pending' THEN ends_at WHEN 'approved' THEN starts_at WHEN 'active' THEN ends_at END
  ) STORED,
  CONSTRAINT booking_never_decided_by_requester
    CHECK (status IN ('pending', 'waitlisted', 'cancelled', 'expired') OR decided_by IS DISTINCT FROM person_id),
  CONSTRAINT booking_no_overlap
    EXCLUDE USING gist (person_id WITH =, during WITH &&)
    WHERE (status IN ('pending', 'approved', 'active')) DEFERRABLE INITIALLY IMMEDIATE,
  -- A profile container opens once: all of a person's bookings of one day are in one pool.
  CONSTRAINT booking_one_pool_a_day
    EXCLUDE USING gist (person_id WITH =, day WITH =, pool_id WITH <>)
    WHERE (status IN ('pending', 'approved', 'active')) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX booking_request ON booking (request_id);
CREATE INDEX booking_person ON booking (person_id, ends_at);
CREATE INDEX booking_day ON booking (day, starts_at);
CREATE INDEX booking_pool ON booking (pool_id, ends_at) WHERE status IN ('approved', 'active', 'completed', 'no-show');
CREATE INDEX booking_due ON booking (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX booking_waits_for ON booking USING gin (approver_ids) WHERE status = 'pending';
GRANT SELECT, INSERT, UPDATE ON booking TO zaitaku_app;

-- Free text, apart, so that it can be deleted when its time is over.
CREATE TABLE booking_text (
  booking_id text PRIMARY KEY REFERENCES booking (id),
  reason text,
  comment text
);
GRANT SELECT, INSERT, UPDATE, DELETE ON booking_text TO zaitaku_app;
