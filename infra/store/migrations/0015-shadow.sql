-- What zaitaku would have done in a pool that somebody else scales, and what was paid there: a row for each local day.
CREATE TABLE shadow_day (
  pool_id text NOT NULL,
  day date NOT NULL,
  -- Minutes between readings that followed one another; a day with fewer has a gap.
  watched_minutes double precision NOT NULL,
  real_host_minutes double precision NOT NULL,
  real_peak_hosts integer NOT NULL,
  real_peak_sessions integer NOT NULL,
  people integer NOT NULL,
  our_host_minutes double precision NOT NULL,
  our_peak_hosts integer NOT NULL,
  starts integer NOT NULL,
  stops integer NOT NULL,
  drains_with_people integer NOT NULL,
  waited_over_60s integer NOT NULL,
  waited_over_300s integer NOT NULL,
  refused integer NOT NULL,
  waited_minutes double precision NOT NULL,
  longest_wait_minutes double precision NOT NULL,
  PRIMARY KEY (pool_id, day)
);
GRANT SELECT, INSERT, UPDATE ON shadow_day TO zaitaku_app;

-- Sessions in shared desktops that are over, for advice on sizes: when somebody came, left it open, and it ended.
CREATE TABLE seen_visit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pool_id text NOT NULL,
  person_id text,
  came_at timestamptz NOT NULL,
  left_open_at timestamptz,
  ended_at timestamptz NOT NULL
);
CREATE INDEX seen_visit_pool ON seen_visit (pool_id, ended_at);
CREATE INDEX seen_visit_person ON seen_visit (person_id);
CREATE INDEX seen_visit_ended_at ON seen_visit (ended_at);
GRANT SELECT, INSERT, DELETE ON seen_visit TO zaitaku_app;
