-- What is known from outside and asked before a day, with the time it was read: of people (second factor, licences, the
-- gateway's one-time passwords) and of pools (open ways to the own device).
CREATE TABLE readiness_fact (
  kind text NOT NULL,
  subject text NOT NULL,
  value jsonb NOT NULL,
  read_at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON readiness_fact TO zaitaku_app;

-- The task that a request names: the network that it needs is asked before each of its days.
CREATE TABLE request_task (
  request_id text PRIMARY KEY,
  task_id text NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON request_task TO zaitaku_app;

-- A person's day on which something was not green, and what became of it.
CREATE TABLE readiness_case (
  person_id text NOT NULL,
  day date NOT NULL,
  state text NOT NULL CHECK (state IN ('noted', 'open', 'confirmed', 'declined', 'closed')),
  -- What was not green at the last look, as gates.ts says it.
  results jsonb NOT NULL,
  blocked boolean NOT NULL,
  -- When the person was told: some days ahead, and the working day before.
  told_ahead_at timestamptz,
  told_eve_at timestamptz,
  opened_at timestamptz,
  -- Gates that an officer has spoken of, and how.
  decided_gates text[] NOT NULL,
  decided_by text,
  decided_at timestamptz,
  words text,
  question text,
  asked_by text,
  answer text,
  version integer NOT NULL CHECK (version > 0),
  PRIMARY KEY (person_id, day)
);
CREATE INDEX readiness_case_day ON readiness_case (day);
GRANT SELECT, INSERT, UPDATE, DELETE ON readiness_case TO zaitaku_app;

ALTER TABLE posted_card DROP CONSTRAINT posted_card_kind_check;
ALTER TABLE posted_card ADD CONSTRAINT posted_card_kind_check
  CHECK (kind IN ('approval', 'request', 'draft', 'readiness', 'readiness-case'));
