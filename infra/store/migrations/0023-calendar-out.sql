-- What was last written into a person's calendar, so that an edit of theirs is told from ours. Null: not known, or about
-- to be written anew. `subjects`: every wording that was ever ours; with another the person has their own.
ALTER TABLE calendar_event
  ADD COLUMN written jsonb,
  ADD COLUMN subjects text[] NOT NULL DEFAULT '{}',
  ADD COLUMN own_words boolean NOT NULL DEFAULT false;

-- A person has moved or deleted our event, and is asked whether the booking follows. `moved` null: deleted.
CREATE TABLE calendar_question (
  booking_id text PRIMARY KEY,
  id text NOT NULL,
  person_id text NOT NULL,
  moved jsonb,
  -- The booking as it was when it was asked: after a change of it the question lapses.
  booking_version integer NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  asked_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_question TO zaitaku_app;

-- Entries in the calendars of sections.
CREATE TABLE section_event (
  booking_id text NOT NULL,
  mailbox text NOT NULL,
  -- Null: about to be made; it is looked for first.
  event_id text,
  written jsonb,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (booking_id, mailbox)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON section_event TO zaitaku_app;

-- Calendar feeds behind secret addresses; of the address its hash alone is kept.
CREATE TABLE calendar_feed (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('own', 'section', 'capacity')),
  person_id text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  made_at timestamptz NOT NULL,
  -- What was last read, and since when it is so.
  content_hash text,
  changed_at timestamptz,
  read_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
CREATE UNIQUE INDEX calendar_feed_one ON calendar_feed (person_id, kind) WHERE revoked_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feed TO zaitaku_app;

ALTER TABLE posted_card DROP CONSTRAINT posted_card_kind_check;
ALTER TABLE posted_card ADD CONSTRAINT posted_card_kind_check
  CHECK (kind IN ('approval', 'request', 'draft', 'readiness', 'readiness-case', 'calendar-question'));
