-- Working time of a person's day, as the person told it.
CREATE TABLE work_day (
  person_id text NOT NULL,
  day date NOT NULL,
  -- The booking on which work was started.
  booking_id text NOT NULL,
  -- When a missing finish was asked for, counted as forgotten, shown to the person.
  asked_at timestamptz,
  open_at timestamptz,
  shown_at timestamptz,
  PRIMARY KEY (person_id, day)
);
CREATE INDEX work_day_day ON work_day (day);
GRANT SELECT, INSERT, UPDATE, DELETE ON work_day TO zaitaku_app;

-- What was said, in the order in which it was written. Added and, when its time is over, deleted; never changed: a
-- correction is an entry of its own.
CREATE TABLE work_entry (
  person_id text NOT NULL,
  day date NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  move text NOT NULL CHECK (move IN ('start', 'pause', 'resume', 'finish', 'withdrawn')),
  at timestamptz NOT NULL CHECK (isfinite(at)),
  written_at timestamptz NOT NULL,
  written_by text NOT NULL,
  corrects integer CHECK (corrects < number),
  PRIMARY KEY (person_id, day, number),
  FOREIGN KEY (person_id, day) REFERENCES work_day (person_id, day) ON DELETE CASCADE,
  FOREIGN KEY (person_id, day, corrects) REFERENCES work_entry (person_id, day, number),
  CONSTRAINT work_entry_withdrawn_names_one CHECK (move <> 'withdrawn' OR corrects IS NOT NULL)
);
GRANT SELECT, INSERT, DELETE ON work_entry TO zaitaku_app;
