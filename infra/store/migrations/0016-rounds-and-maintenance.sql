-- What each look at a pool was decided on: kept where something was decided or has changed, and once in a while.
CREATE TABLE capacity_round (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pool_id text NOT NULL,
  at timestamptz NOT NULL,
  -- When the provider was asked, and when the pool was to be looked at again.
  read_at timestamptz,
  wake_at timestamptz NOT NULL,
  figures jsonb,
  -- Bookings that count, by the quarter hour in which they start.
  starts jsonb NOT NULL,
  faults jsonb NOT NULL,
  -- What was seen to have happened to single hosts since the look before.
  events jsonb NOT NULL
);
CREATE INDEX capacity_round_pool ON capacity_round (pool_id, at);
GRANT SELECT, INSERT, DELETE ON capacity_round TO zaitaku_app;

-- The look that decided an action. No foreign key: either is deleted by its own age.
ALTER TABLE capacity_journal ADD COLUMN round_id bigint;

-- Hosts to be patched or replaced. One open row a host; those that are done stay for a while, to tell what happened.
CREATE TABLE host_maintenance (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pool_id text NOT NULL,
  host text NOT NULL,
  reason text NOT NULL,
  marked_at timestamptz NOT NULL,
  marked_by text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'emptying', 'ready', 'done')),
  -- The zone that it was in when it was taken out.
  zone text,
  begun_at timestamptz,
  ready_at timestamptz,
  told_at timestamptz,
  -- Why a waiting host was not taken out at the last look.
  waits_for text,
  done_at timestamptz
);
CREATE UNIQUE INDEX host_maintenance_open ON host_maintenance (pool_id, host) WHERE state <> 'done';
CREATE INDEX host_maintenance_pool ON host_maintenance (pool_id, marked_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON host_maintenance TO zaitaku_app;
