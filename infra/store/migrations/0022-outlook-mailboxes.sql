-- Outlook calendars of those who take part: how far each has been read, and the subscription that tells of its changes.
CREATE TABLE outlook_mailbox (
  person_id text PRIMARY KEY,
  -- Graph's deltaLink, bound to the window it began with.
  token text,
  window_from timestamptz,
  window_to timestamptz,
  series text[] NOT NULL DEFAULT '{}',
  subscription_id text UNIQUE,
  subscription_until timestamptz,
  -- What notifications must carry (clientState); written before the subscription is made.
  secret text NOT NULL,
  look_at timestamptz NOT NULL,
  attend_at timestamptz NOT NULL,
  -- Grows with each wish for a look, so that one that comes during a look is not lost.
  wishes bigint NOT NULL DEFAULT 0,
  notified boolean NOT NULL DEFAULT false,
  looked_at timestamptz,
  whole_at timestamptz,
  failing_since timestamptz,
  failed_attempts integer NOT NULL DEFAULT 0,
  failure text,
  subscription_failure text,
  leaving boolean NOT NULL DEFAULT false
);
CREATE INDEX outlook_mailbox_look ON outlook_mailbox (look_at);
CREATE INDEX outlook_mailbox_attend ON outlook_mailbox (attend_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON outlook_mailbox TO zaitaku_app;
