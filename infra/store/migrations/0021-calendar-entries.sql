-- Entries of people's calendars that say telework or that look like it, or that their person is away: times and what came
-- of them. Of any other entry nothing is kept.
CREATE TABLE calendar_entry (
  person_id text NOT NULL,
  -- Where it was read: `outlook`, or the id of a feed.
  source text NOT NULL,
  -- The source's own name for it.
  key text NOT NULL,
  series text,
  kind text NOT NULL CHECK (kind IN ('telework', 'looks-like', 'absence')),
  place text,
  -- Of an entry that only looks like it, until its person has answered: the card quotes it.
  subject text,
  -- Kept after it has gone, so that its coming back is known as such.
  gone boolean NOT NULL,
  -- Its days with their state, the draft that asks and the bookings that came of them.
  days jsonb NOT NULL,
  -- The drafts that ask about any of them.
  draft_ids text[] NOT NULL,
  last_day date NOT NULL,
  PRIMARY KEY (person_id, source, key)
);
CREATE INDEX calendar_entry_draft_ids ON calendar_entry USING gin (draft_ids);
CREATE INDEX calendar_entry_last_day ON calendar_entry (last_day);
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_entry TO zaitaku_app;

-- Our own events are known by their ids when a calendar is read.
CREATE INDEX calendar_event_event_id ON calendar_event (event_id);
