-- Membership of a pool's group as zaitaku made it.
CREATE TABLE access_grant (
  pool_id text NOT NULL,
  person_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('adding', 'member', 'removing', 'standing')),
  attempts integer NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  failing_since timestamptz,
  PRIMARY KEY (pool_id, person_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON access_grant TO zaitaku_app;

-- Warnings given to sessions after their time.
CREATE TABLE session_warning (
  pool_id text NOT NULL,
  person_id text NOT NULL,
  window_end timestamptz NOT NULL,
  minutes integer NOT NULL,
  PRIMARY KEY (pool_id, person_id, window_end, minutes)
);
CREATE INDEX session_warning_window_end ON session_warning (window_end);
GRANT SELECT, INSERT, UPDATE, DELETE ON session_warning TO zaitaku_app;

-- Events in people's calendars.
CREATE TABLE calendar_event (
  booking_id text PRIMARY KEY,
  event_id text NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_event TO zaitaku_app;

-- What the planner remembers of a pool.
CREATE TABLE capacity_memory (
  pool_id text PRIMARY KEY,
  memory jsonb NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON capacity_memory TO zaitaku_app;

-- Actions on pools: the intent is committed before the call, the outcome after it.
CREATE TABLE capacity_journal (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pool_id text NOT NULL,
  host text,
  at timestamptz NOT NULL,
  action jsonb NOT NULL,
  ok boolean,
  error text,
  outcome_at timestamptz
);
CREATE INDEX capacity_journal_pool ON capacity_journal (pool_id, at);
CREATE INDEX capacity_journal_unanswered ON capacity_journal (pool_id, host, id) WHERE ok IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON capacity_journal TO zaitaku_app;
