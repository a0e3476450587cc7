-- The coming days of a pool as they were last forecast, for cards; and which shortage the ICT section was told of.
CREATE TABLE forecast_day (
  pool_id text NOT NULL,
  day date NOT NULL,
  low integer NOT NULL,
  high integer NOT NULL,
  seats integer NOT NULL,
  shortage jsonb,
  told_limit text CHECK (told_limit IN ('hosts', 'licences')),
  told_at timestamptz,
  PRIMARY KEY (pool_id, day),
  CHECK ((told_limit IS NULL) = (told_at IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON forecast_day TO zaitaku_app;

-- What the bookings of the last weeks teach about those to come; made once a day.
CREATE TABLE forecast_history (
  pool_id text PRIMARY KEY,
  day date NOT NULL,
  history jsonb NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON forecast_history TO zaitaku_app;

-- Bookings of a pool by day, whatever their state.
CREATE INDEX booking_pool_day ON booking (pool_id, day) WHERE pool_id IS NOT NULL;
