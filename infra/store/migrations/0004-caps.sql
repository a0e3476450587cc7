-- Seats taken of a pool by half hour. A booking counts in every half hour that it touches. `taken` is written by the
-- triggers below and by nothing else.
CREATE TABLE pool_half_hour (
  pool_id text NOT NULL,
  slot timestamptz NOT NULL CHECK (slot = date_bin('30 minutes', slot, 'epoch')),
  taken integer NOT NULL CHECK (taken >= 0),
  PRIMARY KEY (pool_id, slot)
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON pool_half_hour TO zaitaku_app;

-- Rows to lock: days of a person in one week are counted while holding theirs.
CREATE TABLE person_week (
  person_id text NOT NULL,
  monday date NOT NULL CHECK (extract(isodow FROM monday) = 1),
  PRIMARY KEY (person_id, monday)
);
GRANT SELECT, INSERT, UPDATE ON person_week TO zaitaku_app;

CREATE FUNCTION half_hours(starts_at timestamptz, ends_at timestamptz) RETURNS SETOF timestamptz
LANGUAGE sql STABLE STRICT AS $$
  SELECT generate_series(date_bin('30 minutes', starts_at, 'epoch'), ends_at - interval '1 microsecond', interval '30 minutes')
$$;

-- Locks seats and weeks in the one order that everybody keeps: (pool, half hour) ascending, then (person, week).
-- Missing rows are added first, in the same order, so that rows that do not exist yet can be locked too.
CREATE FUNCTION lock_caps(pools text[], slots timestamptz[], person text, mondays date[])
RETURNS TABLE (pool_id text, slot timestamptz, taken integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  IF cardinality(pools) > 0 THEN
    INSERT INTO pool_half_hour (pool_id, slot, taken)
      SELECT DISTINCT a.p, a.s, 0 FROM unnest(pools, slots) AS a (p, s) ORDER BY 1, 2
      ON CONFLICT DO NOTHING;
    RETURN QUERY
      SELECT h.pool_id, h.slot, h.taken FROM pool_half_hour h
        WHERE (h.pool_id, h.slot) IN (SELECT * FROM unnest(pools, slots))
        ORDER BY h.pool_id, h.slot FOR UPDATE;
  END IF;
  IF cardinality(mondays) > 0 THEN
    INSERT INTO person_week (person_id, monday) SELECT DISTINCT person, m FROM unnest(mondays) m ORDER BY 2
      ON CONFLICT DO NOTHING;
    PERFORM 1 FROM person_week w WHERE w.person_id = person AND w.monday = ANY (mondays) ORDER BY w.monday FOR UPDATE;
  END IF;
END
$$;

CREATE FUNCTION count_seats(freed booking[], held booking[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  pools text[];
  slots timestamptz[];
  changes integer[];
BEGIN
  SELECT array_agg(d.p ORDER BY d.p, d.s), array_agg(d.s ORDER BY d.p, d.s), array_agg(d.n ORDER BY d.p, d.s)
    INTO pools, slots, changes
    FROM (
      SELECT c.p, c.s, sum(c.n)::integer AS n
        FROM (
          SELECT b.pool_id AS p, h.s, 1 AS n FROM unnest(held) b, half_hours(b.starts_at, b.ends_at) AS h (s)
            WHERE b.pool_id IS NOT NULL AND b.status IN ('pending', 'approved', 'active')
          UNION ALL
          SELECT b.pool_id, h.s, -1 FROM unnest(freed) b, half_hours(b.starts_at, b.ends_at) AS h (s)
            WHERE b.pool_id IS NOT NULL AND b.status IN ('pending', 'approved', 'active')
        ) c
        GROUP BY c.p, c.s HAVING sum(c.n) <> 0
    ) d;
  IF pools IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM lock_caps(pools, slots, NULL, '{}');
  UPDATE pool_half_hour h SET taken = h.taken + d.n
    FROM unnest(pools, slots, changes) AS d (p, s, n)
    WHERE h.pool_id = d.p AND h.slot = d.s;
END
$$;

CREATE FUNCTION booking_counts_seats() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM count_seats('{}', ARRAY(SELECT n::booking FROM held n));
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM count_seats(ARRAY(SELECT o::booking FROM freed o), ARRAY(SELECT n::booking FROM held n));
  ELSE
    PERFORM count_seats(ARRAY(SELECT o::booking FROM freed o), '{}');
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER booking_added AFTER INSERT ON booking
  REFERENCING NEW TABLE AS held FOR EACH STATEMENT EXECUTE FUNCTION booking_counts_seats();
CREATE TRIGGER booking_changed AFTER UPDATE ON booking
  REFERENCING OLD TABLE AS freed NEW TABLE AS held FOR EACH STATEMENT EXECUTE FUNCTION booking_counts_seats();
CREATE TRIGGER booking_removed AFTER DELETE ON booking
  REFERENCING OLD TABLE AS freed FOR EACH STATEMENT EXECUTE FUNCTION booking_counts_seats();
