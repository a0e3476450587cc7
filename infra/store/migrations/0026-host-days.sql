-- Host-hours of each pool by local day, added up reading by reading: what the cost report rests on. No personal data.
CREATE TABLE host_day (
  pool_id text NOT NULL,
  day date NOT NULL,
  host_minutes double precision NOT NULL,
  -- Minutes of the day between readings that followed one another.
  watched_minutes double precision NOT NULL,
  PRIMARY KEY (pool_id, day)
);
GRANT SELECT, INSERT, UPDATE ON host_day TO zaitaku_app;
