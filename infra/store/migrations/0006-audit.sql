-- The audit log: a chain of HMACs by number, whose key is outside the database. The application may insert and read.
CREATE TABLE audit_entry (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  at timestamptz NOT NULL,
  kind text NOT NULL,
  done_by text NOT NULL,
  subject text NOT NULL,
  facts jsonb NOT NULL,
  -- Hash of the personal details, salt included, or null where there are none.
  personal_hash bytea,
  mac bytea NOT NULL
);
CREATE INDEX audit_entry_subject ON audit_entry (subject, seq);
CREATE INDEX audit_entry_at ON audit_entry (at);

-- Personal details and free text, outside the chain, bound to it by hash. The salt goes with them, so that what was
-- deleted cannot be guessed from its hash.
CREATE TABLE audit_personal (
  seq bigint PRIMARY KEY REFERENCES audit_entry (seq),
  details jsonb NOT NULL,
  salt bytea NOT NULL
);
REVOKE ALL ON audit_entry, audit_personal FROM PUBLIC;
GRANT SELECT, INSERT ON audit_entry, audit_personal TO zaitaku_app;

-- The chain's head, locked until the end of the transaction. An advisory lock: it needs no right to change a row.
CREATE FUNCTION lock_audit_head() RETURNS TABLE (seq bigint, mac bytea)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1784837, 1);
  RETURN QUERY SELECT e.seq, e.mac FROM audit_entry e ORDER BY e.seq DESC LIMIT 1;
END
$$;

-- Deletes personal details of entries older than `before`. With the owner's rights: the application itself may delete nothing here.
CREATE FUNCTION forget_audit_personal(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  forgotten bigint;
BEGIN
  DELETE FROM public.audit_personal p USING public.audit_entry e WHERE e.seq = p.seq AND e.at < before;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END
$$;
REVOKE ALL ON FUNCTION forget_audit_personal(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_audit_personal(timestamptz) TO zaitaku_app;
