-- What falls due on the product's clock. `then_at` is the earliest wish made since the entry came: it outlives `at`,
-- so that a wish committed while its handler works is not taken away with what the handler has dealt with.
CREATE TABLE due (
  kind text NOT NULL,
  subject text NOT NULL,
  at timestamptz NOT NULL,
  then_at timestamptz,
  PRIMARY KEY (kind, subject)
);
CREATE INDEX due_at ON due (at);
GRANT SELECT, INSERT, UPDATE, DELETE ON due TO zaitaku_app;

-- What goes out, in order by queue. Open entries are neither done nor given up; the first open one of a queue holds
-- the others back.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue text NOT NULL,
  work jsonb NOT NULL,
  attempts integer NOT NULL,
  created_at timestamptz NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  last_error text,
  done_at timestamptz,
  given_up_at timestamptz
);
CREATE INDEX outbox_open ON outbox (queue, id) WHERE done_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_closed ON outbox (coalesce(done_at, given_up_at));
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO zaitaku_app;

-- Wakes the delivery of these queues, and the scheduler, when the transaction commits. One job a queue: the job's key
-- is the queue. A job that a worker takes up in between leaves its key behind, and graphile-worker then adds none:
-- such a queue is asked for again.
CREATE FUNCTION wake_delivery(queues text[], scheduler boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  wanted graphile_worker.job_spec[];
BEGIN
  SELECT array_agg(j.spec) INTO wanted FROM (
    SELECT ROW('deliver', json_build_object('queue', q), NULL, NULL, NULL, q, NULL, NULL)::graphile_worker.job_spec AS spec
      FROM (SELECT DISTINCT unnest(queues) AS q ORDER BY 1) d
    UNION ALL
    SELECT ROW('wake', json_build_object(), NULL, NULL, NULL, 'wake', NULL, NULL)::graphile_worker.job_spec
      WHERE scheduler
  ) j;
  FOR attempt IN 1..10 LOOP
    EXIT WHEN wanted IS NULL;
    WITH placed AS (SELECT key FROM graphile_worker.add_jobs(wanted))
    SELECT array_agg(w::graphile_worker.job_spec) INTO wanted
      FROM unnest(wanted) w WHERE w.job_key NOT IN (SELECT key FROM placed);
  END LOOP;
END
$$;
